/* SPDX-License-Identifier: Apache-2.0 */
/* Cells: (element, period, office, subject), filled once. A cell is what was
 * said of it, in order: values, passes and returns; its state follows from
 * these, so that what is erased drops out as if it had never been. A slot is
 * all cells of an element and a period: which offices are asked, which
 * answered. */
#ifndef PLUGINS_FORM_DEDUP_CELL_CELL_H
#define PLUGINS_FORM_DEDUP_CELL_CELL_H

#include <roaring/roaring.h>

#include "plugins/form_dedup/dictionary/dictionary.h"
#include "plugins/form_dedup/text/names.h"

#define DG_SLOT_NONE UINT32_MAX

struct dg_slot {
    uint32_t number;
    uint32_t element;
    dg_period period;
    roaring_bitmap_t *asked; /* offices of open tasks; ask/ keeps it */
    roaring_bitmap_t
        *answered;    /* offices whose cell without subject has a value
                         that was not returned; cell/ keeps it */
    uint32_t *groups; /* of ask/: who ever asked it; malloc */
    uint32_t group_count;
};

enum dg_word {
    DG_WORD_VALUE,
    DG_WORD_NONE,    /* 无此情况 */
    DG_WORD_SAME,    /* as last period: with the value of then */
    DG_WORD_REMOVED, /* of a subject: it is no row any more */
    DG_WORD_PASSED,  /* by the town, for requesters who want that */
    DG_WORD_RETURNED /* 退回, with a reason as text */
};

/* One thing said, as dg_cells_say takes it and the questions below give it.
 * What texts point at lives with the cells, until it is forgotten. */
struct dg_saying {
    uint64_t sequence; /* the entry that said it */
    int64_t time_us;
    uint32_t who; /* number of a source (names.h) */
    enum dg_word word;
    bool behalf;                 /* entered by a town */
    bool correct;                /* by report.correct */
    struct dg_plugin_str text;   /* the value to keep (value.c); of RETURNED the
                                    reason; of SAME the value of then */
    struct dg_plugin_str unit;   /* "": the element's */
    struct dg_plugin_str reason; /* of a correction */
    /* Of PASSED and RETURNED: the task that was reviewed, and the last entry
     * that was looked at: what was said after it is not meant. */
    uint64_t task, upto;
    const void *record; /* of cells.c */
};

struct dg_cells; /* opaque */

/* sources: the numbers in who. */
struct dg_cells *dg_cells_create(const struct dg_plugin_host *host,
                                 const struct dg_dictionary *dictionary,
                                 const struct dg_names *sources);
void dg_cells_destroy(struct dg_cells *cells);

uint32_t dg_cells_slot(const struct dg_cells *cells, uint32_t element,
                       dg_period period); /* or DG_SLOT_NONE */
uint32_t dg_cells_take_slot(struct dg_cells *cells, uint32_t element,
                            dg_period period); /* DG_SLOT_NONE: no memory */
uint32_t dg_cells_slot_count(const struct dg_cells *cells);
struct dg_slot *dg_cells_at(const struct dg_cells *cells, uint32_t slot);

/* A subject is a number for its pseudonym; 0 is none. */
uint32_t dg_cells_subject(const struct dg_cells *cells, const char hex[33]);
uint32_t dg_cells_take_subject(struct dg_cells *cells, const char hex[33]);
void dg_cells_subject_name(const struct dg_cells *cells, uint32_t subject,
                           char hex[33]);

struct dg_cell_key {
    uint32_t slot, office, subject;
};

/* The last thing said of a cell; false: nothing was. */
bool dg_cells_last(const struct dg_cells *cells, struct dg_cell_key key,
                   struct dg_saying *last);
/* The one said before; false: none was, and saying stays. */
bool dg_cells_before(const struct dg_cells *cells, struct dg_saying *saying);
/* The value that counts: the last one said (VALUE, NONE, SAME), unless it was
 * returned or removed since. With passed only what a town passed: the last such
 * value, or its correction since. SAME comes with text and unit of the period
 * before, as it stood then, and as NONE if that was none. Of the cell without
 * subject of a list, a VALUE is the number of its rows. False: there is none.
 */
bool dg_cells_value(const struct dg_cells *cells, struct dg_cell_key key,
                    bool passed, struct dg_saying *value);
/* The value that counted once that was the last thing said of the cell. */
bool dg_cells_value_then(const struct dg_cells *cells, struct dg_cell_key key,
                         const struct dg_saying *last, bool passed,
                         struct dg_saying *value);
/* What was said, after an entry, of cells that may have had a value before
 * (something had been said of them, or their value may have followed), in the
 * order of entries, until each says false. */
void dg_cells_each_again(const struct dg_cells *cells, uint64_t after,
                         bool (*each)(void *ctx, struct dg_cell_key key,
                                      const struct dg_saying *saying),
                         void *ctx);
/* Appends, in the order of entries; texts are copied. An entry says all with
 * one time_us, who, behalf, correct, reason, task and upto. A review of
 * nothing, or that only says again what the last one said, is not kept. False
 * without memory. */
bool dg_cells_say(struct dg_cells *cells, struct dg_cell_key key,
                  const struct dg_saying *saying);
/* Drops all that these entries said, and what was said when one of them, a
 * task, was reviewed. False without memory. */
bool dg_cells_forget(struct dg_cells *cells, const uint64_t *sequences,
                     size_t count);
/* An office's subjects in a slot with a value, in the order of their names,
 * until each says false. */
void dg_cells_each_subject(const struct dg_cells *cells, uint32_t slot,
                           uint32_t office,
                           bool (*each)(void *ctx, uint32_t subject),
                           void *ctx);
/* All of whom anything was said there, in no order. */
void dg_cells_each_said(const struct dg_cells *cells, uint32_t slot,
                        uint32_t office,
                        bool (*each)(void *ctx, uint32_t subject), void *ctx);
/* How many have a value. */
uint32_t dg_cells_rows(const struct dg_cells *cells, uint32_t slot,
                       uint32_t office);
/* Everything, in an order that depends on nothing but the fold; false without
 * memory. */
bool dg_cells_save(const struct dg_cells *cells, struct dg_plugin_writer *out);

/* ---- what follows from other cells (derive.c) --------------------------- */

enum dg_origin {
    DG_ORIGIN_MISSING,
    DG_ORIGIN_SAID,
    DG_ORIGIN_OLDER, /* of an earlier period, within freshness */
    DG_ORIGIN_TIME,  /* rolled up over periods */
    DG_ORIGIN_PARTS, /* derived from other elements */
    DG_ORIGIN_SPACE  /* a town's, of its villages */
};

struct dg_derived {
    enum dg_origin origin;
    struct dg_saying saying; /* of SAID and OLDER: it; else the newest of what
                                it was made of; sequence 0: none */
    dg_period as_of;
    bool older; /* as_of is before what was asked, within freshness */
    bool none;  /* 无此情况 */
    char
        text[DG_NUMBER_SIZE]; /* of TIME, PARTS, SPACE: in the element's unit */
    char exact[2 * DG_NUMBER_SIZE]; /* of these, where text is rounded: the
                                       fraction it is, "2/15"; else "" */
};

/* What there is as a text for dg_value_convert, never rounded. */
struct dg_plugin_str dg_derived_text(const struct dg_derived *derived);

/* What an office is taken to have said besides, of cells without subject: a
 * submission that is being decided. */
struct dg_supposed {
    bool (*said)(const void *ctx, uint32_t element, dg_period period,
                 struct dg_saying *saying);
    const void *ctx;
    uint32_t office;
};

/* The value of a cell, said or derived; with passed from passed values only. A
 * rollup other than DG_ROLLUP_NONE: also of finer periods of the element; a
 * DIFFERENCE only so. */
struct dg_derive_question {
    uint32_t element;
    dg_period period;
    uint32_t office, subject;
    enum dg_rollup rollup;
    bool passed;
    bool unsaid; /* only what follows, whatever was said of the cell itself */
    const struct dg_supposed *supposed; /* NULL: nothing */
};
void dg_derive_value(const struct dg_cells *cells,
                     const struct dg_derive_question *question,
                     struct dg_derived *derived);
/* Offices among of whose cell follows from cells that are asked or answered,
 * also where it is asked itself: there nobody fills it in. A new bitmap; NULL
 * without memory. */
struct dg_cover_question {
    uint32_t element;
    dg_period period;
    enum dg_rollup rollup;
    const roaring_bitmap_t *of;
    bool now; /* only from what is answered */
    /* What is asked of all of them along with it; NULL: nothing. */
    bool (*along)(const void *ctx, uint32_t element, dg_period period);
    const void *ctx;
};
roaring_bitmap_t *dg_derive_covered(const struct dg_cells *cells,
                                    const struct dg_cover_question *question);
/* Offices among of whose value is known within the element's freshness. */
roaring_bitmap_t *dg_derive_known(const struct dg_cells *cells,
                                  uint32_t element, dg_period period,
                                  const roaring_bitmap_t *of);

#endif
