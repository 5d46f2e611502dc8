/* SPDX-License-Identifier: Apache-2.0 */
/* Of a cell that an office fills in: who asked it, who still does, and whether
 * the value is what these want. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_WANTED_H
#define PLUGINS_FORM_DEDUP_REPORT_WANTED_H

#include "plugins/form_dedup/report/entered.h"

/* Refuses a cell that nobody asked, that nobody asks any more, that is not what
 * they want, or whose last period has no value. */
void dg_wanted_check(struct dg_entered *entered, struct dg_entered_cell *cell);
/* Whether it comes after the due date of all open tasks that ask it; the last
 * of these dates in due_us. */
bool dg_wanted_is_late(const struct dg_entered *entered,
                       const struct dg_entered_cell *cell, int64_t *due_us);

/* A task asks, or asked, the cell: of subjects only in a list of the same key,
 * of the list itself only by its key. */
bool dg_wanted_fits(const struct dg_entered_cell *cell,
                    const struct dg_form *form, uint32_t field);

#endif
