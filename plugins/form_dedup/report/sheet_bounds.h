/* SPDX-License-Identifier: Apache-2.0 */
/* What all who ask for a cell want of it together, in its own unit. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_SHEET_BOUNDS_H
#define PLUGINS_FORM_DEDUP_REPORT_SHEET_BOUNDS_H

#include "plugins/form_dedup/report/sheet.h"

struct dg_sheet_bounds {
    bool required;
    int decimals;             /* the fewest somebody takes; -1: any */
    char min[DG_NUMBER_SIZE]; /* "" if there is none */
    char max[DG_NUMBER_SIZE];
};

void dg_sheet_bounds_make(const struct dg_form_dedup *plugin,
                          const struct dg_sheet_ask *asks, uint32_t count,
                          const struct dg_element *element,
                          struct dg_sheet_bounds *bounds);
/* Of a column of a list. */
void dg_sheet_bounds_column(const struct dg_form_dedup *plugin,
                            const struct dg_sheet_row *row, uint32_t slot,
                            const struct dg_element *element,
                            struct dg_sheet_bounds *bounds);

#endif
