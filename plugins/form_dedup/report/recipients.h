/* SPDX-License-Identifier: Apache-2.0 */
/* Of whom reports of a task are expected by now: the recipients that are in
 * force, who took over from them, and who is gone but had reported. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_RECIPIENTS_H
#define PLUGINS_FORM_DEDUP_REPORT_RECIPIENTS_H

#include "plugins/form_dedup/report/given.h"

/* The caller's; NULL without memory. */
roaring_bitmap_t *dg_recipients_make(const struct dg_view *view);

#endif
