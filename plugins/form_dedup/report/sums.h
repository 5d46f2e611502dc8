/* SPDX-License-Identifier: Apache-2.0 */
/* What those who ask want of several cells together: totals are the sum of
 * their parts, and a row of a list has all that one of its lists requires. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_SUMS_H
#define PLUGINS_FORM_DEDUP_REPORT_SUMS_H

#include "plugins/form_dedup/report/entered.h"

/* Refuses cells that are right by themselves. False without memory. */
bool dg_sums_check(struct dg_entered *entered);

#endif
