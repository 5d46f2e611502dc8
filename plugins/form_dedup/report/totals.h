/* SPDX-License-Identifier: Apache-2.0 */
/* Sums over villages of the fields whose elements may be summed over space. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_TOTALS_H
#define PLUGINS_FORM_DEDUP_REPORT_TOTALS_H

#include "plugins/form_dedup/report/row.h"

/* "totals": a row for each county and each town that has more than none of the
 * offices read; nothing if there is nothing to sum. False without memory. */
bool dg_totals_put(const struct dg_reading *reading);

#endif
