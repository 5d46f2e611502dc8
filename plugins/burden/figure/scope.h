/* SPDX-License-Identifier: Apache-2.0 */
/* What a read is about: which cells count, at how many offices, and what a
 * hundredth of them costs. */
#ifndef PLUGINS_BURDEN_FIGURE_SCOPE_H
#define PLUGINS_BURDEN_FIGURE_SCOPE_H

#include "plugins/burden/book/book.h"
#include "plugins/burden/figure/months.h"
#include "plugins/burden/figure/units.h"

/* What a figure is made of. */
struct dg_source_rooms {
    const struct dg_plugin_host *host;
    struct dg_places *places;
    struct dg_tariffs *tariffs;
    const struct dg_book *book;
    struct dg_units *units;
    int64_t now_us; /* of the last entry */
};

/* At how many offices of a place. */
struct dg_weight {
    uint32_t villages, towns; /* UINT32_MAX, 0: not yet counted */
};

struct dg_price {
    uint32_t minutes;       /* hundredths, of one at one office */
    uint32_t usual;         /* ten-thousandths done anyhow */
    uint64_t village, town; /* hundredths of money an hour */
};

/* Of something: by / of, in lowest terms. */
struct dg_part {
    uint64_t by, of;
};

struct dg_scope {
    const struct dg_source_rooms *rooms;
    struct dg_months months;
    uint32_t source, duty; /* ANY: all; NONE: nothing */
    int level, dimension;  /* -1: all */
    struct dg_plugin_str cause;
    roaring_bitmap_t *below; /* NULL: everywhere */
    struct dg_plugin_str prefix;
    uint16_t tariff;       /* UINT16_MAX: each at its own */
    bool *causes;          /* by cause: it is asked for */
    bool *rows;            /* by row */
    struct dg_part *parts; /* by duty: how much of what is NEVER is relief */
    uint8_t *slots, *dimensions; /* by cause, by row: enum dg_slot (of what was
                                    refused or stripped NEVER), enum
                                    dg_tariff_dimension */
    bool has_baseline;
    struct dg_months baseline;
    struct dg_months seen;           /* of cells; first > last: none */
    uint32_t sources, duties;        /* one more than the highest in cells */
    size_t versions, row_count;      /* … than the highest, all rows */
    struct dg_price *prices;         /* by version x row_count + row */
    bool *versions_used, *moneyless; /* by version: prices no hour */
    struct dg_weight *weights;       /* by place */
};

#define DG_SCOPE_ANY UINT32_MAX
#define DG_SCOPE_NONE (UINT32_MAX - 1)

/* Where a cell's minutes stand in a figure. */
enum dg_slot {
    DG_SLOT_BORNE,
    DG_SLOT_RELIEF, /* shared, prefilled; and part of NEVER: baseline.h */
    DG_SLOT_NEVER,  /* refused or stripped, never borne */
    DG_SLOT_OUTSIDE,
    DG_SLOT_COUNT
};

/* From the read's parameters (from, to, department, duty, level, dimension,
 * cause, prefix, tariff). NOT_FOUND: there is no such tariff. scope is to be
 * finished even if it fails. */
enum dg_plugin_status dg_scope_init(struct dg_scope *scope,
                                    const struct dg_source_rooms *rooms,
                                    const struct dg_plugin_value *params);
void dg_scope_finish(struct dg_scope *scope);

/* Leaves out minutes that are only declared, unless the read is about them. */
void dg_scope_measure(struct dg_scope *scope);

/* Counts those offices alone; the set is the scope's from then on. */
void dg_scope_narrow(struct dg_scope *scope, roaring_bitmap_t *below);

static inline bool
dg_scope_holds(const struct dg_scope *scope, const struct dg_cell *cell)
{
    return cell->quantity > 0 && cell->month >= scope->months.first &&
           cell->month <= scope->months.last &&
           (scope->source == DG_SCOPE_ANY || scope->source == cell->source) &&
           (scope->duty == DG_SCOPE_ANY || scope->duty == cell->duty) &&
           (scope->level < 0 || scope->level == cell->level) &&
           scope->rows[cell->row] && scope->causes[cell->cause];
}
struct dg_weight dg_scope_count(struct dg_scope *scope, uint32_t place);
static inline struct dg_weight
dg_scope_weigh(struct dg_scope *scope, uint32_t place)
{
    return scope->weights[place].villages != UINT32_MAX
               ? scope->weights[place]
               : dg_scope_count(scope, place);
}
/* Of a cell's row. */
static inline enum dg_tariff_dimension
dg_scope_dimension(const struct dg_scope *scope, const struct dg_cell *cell)
{
    return (enum dg_tariff_dimension) scope->dimensions[cell->row];
}
static inline const struct dg_price *
dg_scope_price_of(struct dg_scope *scope, const struct dg_cell *cell)
{
    uint16_t by = scope->tariff == UINT16_MAX ? cell->tariff : scope->tariff;
    scope->versions_used[by] = true;
    return &scope->prices[by * scope->row_count + cell->row];
}

/* Of what is NEVER, at one office: what of it is relief, in whole hundredths.
 */
static inline dg_hundredths
dg_scope_relief(const struct dg_scope *scope, const struct dg_cell *cell,
                dg_hundredths minutes)
{
    const struct dg_part *part = &scope->parts[cell->duty];
    if (part->by == 0 || part->of == 1) { /* of is 1: all of it, or none */
        return part->by ? minutes : 0;
    }
    if (minutes <= UINT32_MAX && part->by <= UINT32_MAX) {
        return (uint64_t) minutes * part->by / part->of;
    }
    return minutes / part->of * part->by +
           minutes % part->of * part->by / part->of;
}

/* Members "department" and, if it is called anything, "departmentname". */
void dg_scope_put_department(const struct dg_scope *scope,
                             struct dg_plugin_str code,
                             struct dg_plugin_writer *out);

/* Members "journal", "tariff", "unit", "formula" of an answer. */
void dg_scope_put_origin(const struct dg_scope *scope, const char *formula,
                         struct dg_plugin_writer *out);

#endif
