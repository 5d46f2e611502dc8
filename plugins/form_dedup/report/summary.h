/* SPDX-License-Identifier: Apache-2.0 */
/* Which offices have reported, and in time. A report has come when everything
 * required is there, without anything required everything, and of lists that
 * they are complete: an empty report is no report. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_SUMMARY_H
#define PLUGINS_FORM_DEDUP_REPORT_SUMMARY_H

#include "plugins/form_dedup/report/given.h"
#include "plugins/form_dedup/text/print.h"

struct dg_summary {
    uint32_t expected, received, ontime;
    uint32_t beyond; /* an office that reported and was not asked, which makes
                        rates an error; or DG_PLUGIN_NO_OFFICE */
    roaring_bitmap_t *missing;
};

/* When the office's report had come, or 0: it has not. */
int64_t dg_summary_came(const struct dg_view *view, uint32_t office);
/* Whether all forms of the task have come, with what the view supposes; its
 * group does not matter. */
bool dg_summary_is_whole(const struct dg_view *view, uint32_t office);
/* Of those offices; of all forms of the task with whole, else of the view's.
 * False without memory; missing is the caller's. */
bool dg_summary_make(const struct dg_view *view,
                     const roaring_bitmap_t *offices, bool whole,
                     struct dg_summary *summary);
/* "expected", "received", "ontime", "rates". */
void dg_summary_put(const struct dg_print *print,
                    const struct dg_summary *summary);

#endif
