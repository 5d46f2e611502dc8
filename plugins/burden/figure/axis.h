/* SPDX-License-Identifier: Apache-2.0 */
/* What a cut is by: each of its values has a rank, in the order they are
 * shown. */
#ifndef PLUGINS_BURDEN_FIGURE_AXIS_H
#define PLUGINS_BURDEN_FIGURE_AXIS_H

#include "plugins/burden/figure/scope.h"

enum dg_axis_kind {
    DG_AXIS_PERIOD, /* by month */
    DG_AXIS_QUARTER,
    DG_AXIS_YEAR,
    DG_AXIS_DEPARTMENT,
    DG_AXIS_TOWN,
    DG_AXIS_OFFICE,
    DG_AXIS_PREFIX, /* the divisions one step below the prefix asked for */
    DG_AXIS_LEVEL,
    DG_AXIS_DUTY,
    DG_AXIS_DIMENSION,
    DG_AXIS_ROW,
    DG_AXIS_CAUSE,
    DG_AXIS_KINDS
};

#define DG_AXIS_TEXT 256

struct dg_axis {
    enum dg_axis_kind kind;
    uint32_t count; /* of values */
    uint32_t *rank; /* by number; of spatial ones by the finest unit's index */
    uint32_t *number;                  /* by rank */
    unsigned digits;                   /* of spatial ones; else 0 */
    const struct dg_unit_level *units; /* likewise */
};

/* NOT_FOUND: there is no cut by that name. To be finished if OK. */
enum dg_plugin_status dg_axis_init(struct dg_axis *axis, struct dg_scope *scope,
                                   struct dg_plugin_str name);
void dg_axis_finish(struct dg_axis *axis);
/* Of spatial ones: the ranks of a coarser one by the units of a finer. False
 * without memory. */
bool dg_axis_follow(struct dg_axis *axis, const struct dg_axis *finer);

/* Of an axis that is not spatial. */
uint32_t dg_axis_rank(const struct dg_axis *axis, const struct dg_scope *scope,
                      const struct dg_cell *cell);
/* Its value as text; false: it does not fit. */
bool dg_axis_text(const struct dg_axis *axis, const struct dg_scope *scope,
                  uint32_t rank, char out[DG_AXIS_TEXT]);
/* The rank that a text has, or, with exact false, would have. */
uint32_t dg_axis_find(const struct dg_axis *axis, const struct dg_scope *scope,
                      struct dg_plugin_str text, bool *exact);
/* Members of an answer: the value, and how people call it. */
void dg_axis_put(const struct dg_axis *axis, const struct dg_scope *scope,
                 uint32_t rank, struct dg_plugin_writer *out);

#endif
