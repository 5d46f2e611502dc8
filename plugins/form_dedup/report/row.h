/* SPDX-License-Identifier: Apache-2.0 */
/* Values of a report with where they come from. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_ROW_H
#define PLUGINS_FORM_DEDUP_REPORT_ROW_H

#include "plugins/form_dedup/report/given.h"
#include "plugins/form_dedup/text/print.h"

/* What is read of a form, by whom, into what. */
struct dg_reading {
    struct dg_view view;
    struct dg_print print;
    const roaring_bitmap_t *offices; /* seen */
    uint64_t disclosed;              /* values of persons so far */
};

/* "values": an object of the fields first to first + count - 1. */
void dg_row_put_values(struct dg_reading *reading, uint32_t first,
                       uint32_t count, struct dg_given_key key);
/* A row of the form itself. */
void dg_row_put(struct dg_reading *reading, uint32_t office);
/* Columns of those fields, as an open array's items. */
void dg_row_put_columns(const struct dg_reading *reading, uint32_t first,
                        uint32_t count);
/* "value" or "none", "converted", "rounded" into an open object. */
void dg_row_put_given(const struct dg_print *print,
                      const struct dg_given *given, bool none);

#endif
