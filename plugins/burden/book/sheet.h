/* SPDX-License-Identifier: Apache-2.0 */
/* What one entry asks: how many of each row, at which offices, and what of it
 * which effect took off. Lines never change; entries that ask the same share
 * them. */
#ifndef PLUGINS_BURDEN_BOOK_SHEET_H
#define PLUGINS_BURDEN_BOOK_SHEET_H

#include "plugins/burden/place/place.h"
#include "plugins/burden/tariff/tariff.h"

struct dg_line {
    uint32_t quantity; /* at each office of the place */
    uint32_t place;
    uint16_t row, cause; /* DG_CAUSE_ASKED: it is borne */
};

/* Lines are sorted by row; of a row those that are borne come first, then in
 * the order of effects. At each office of the place the quantities of a row add
 * up to the same. */
struct dg_sheet {
    uint32_t refs;
    uint32_t place;
    uint32_t count;
    struct dg_line lines[];
};

/* Things that follow each other and have one row. */
struct dg_item {
    struct dg_plugin_str base; /* pointer, without its index */
    uint32_t index;            /* of the first; DG_ITEM_WHOLE: base is all */
    uint32_t quantity;
    uint16_t row;
};
#define DG_ITEM_WHOLE UINT32_MAX

/* What takes items off. */
struct dg_taking {
    struct dg_plugin_str pointer;
    struct dg_plugin_str base; /* of its pointer, and … */
    uint32_t index;            /* … the number behind that, if it is one */
    uint32_t place;
    uint16_t cause;
    uint8_t rank; /* the order in which they take */
    bool all;     /* takes everything */
};

/* Items and takings of an entry, with texts of their own: what occurrences of
 * it are made of. */
struct dg_asked {
    struct dg_item *items;
    struct dg_taking *takings;
    uint32_t item_count, taking_count;
    char *texts;
};

/* Where a sheet is made; texts live as long as what they were read from. */
struct dg_builder {
    struct dg_item *items;
    struct dg_taking *takings;
    struct dg_line *lines;
    uint32_t item_count, item_room;
    uint32_t taking_count, taking_room;
    uint32_t line_count, line_room;
    uint32_t total; /* of all items; what is more than fits does not count */
    bool failed;
};

void dg_builder_begin(struct dg_builder *builder);
void dg_builder_finish(struct dg_builder *builder);
void dg_builder_item(struct dg_builder *builder, struct dg_plugin_str pointer,
                     uint32_t quantity, uint16_t row);
/* Its quantity counts things at one pointer. */
void dg_builder_counted(struct dg_builder *builder,
                        struct dg_plugin_str pointer, uint32_t quantity,
                        uint16_t row);
void dg_builder_taking(struct dg_builder *builder,
                       const struct dg_taking *taking);
/* What an entry asked, once more. */
void dg_builder_again(struct dg_builder *builder, const struct dg_asked *asked);
/* At this place; left is the cause of what nothing takes. NULL without memory.
 */
struct dg_sheet *dg_builder_sheet(struct dg_builder *builder,
                                  struct dg_places *places, uint32_t place,
                                  uint16_t left);
/* NULL without memory. */
struct dg_asked *dg_builder_keep(const struct dg_builder *builder);
void dg_asked_destroy(struct dg_asked *asked);

struct dg_sheet *dg_sheet_hold(struct dg_sheet *sheet);
void dg_sheet_drop(struct dg_sheet *sheet); /* NULL is fine */
/* How many of the row that line begins, at each office; moves behind it. */
uint64_t dg_sheet_row(const struct dg_places *places,
                      const struct dg_sheet *sheet, uint32_t *line);
/* Hundredths of minutes, at all offices together. */
dg_hundredths dg_sheet_minutes(const struct dg_places *places,
                               const struct dg_tariffs *tariffs,
                               const struct dg_sheet *sheet, uint16_t tariff);

#endif
