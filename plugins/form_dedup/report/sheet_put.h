/* SPDX-License-Identifier: Apache-2.0 */
/* A page of a worksheet as JSON. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_SHEET_PUT_H
#define PLUGINS_FORM_DEDUP_REPORT_SHEET_PUT_H

#include "plugins/form_dedup/report/sheet.h"
#include "plugins/form_dedup/text/print.h"

struct dg_sheet_put {
    const struct dg_form_dedup *plugin;
    struct dg_print print;
    const struct dg_sheet *sheet;
    bool values; /* the reader may see what offices say */
};

/* "cells" and "lists" of so many rows from first on; of fewer if they get long:
 * of how many. */
size_t dg_sheet_put_rows(const struct dg_sheet_put *put, size_t first,
                         size_t count);

#endif
