/* SPDX-License-Identifier: Apache-2.0 */
/* What requesters and offices of the county see, held against the model. */
#ifndef TESTS_PLUGINS_FORM_DEDUP_REPORT_SEEN_H
#define TESTS_PLUGINS_FORM_DEDUP_REPORT_SEEN_H

#include "tests/plugins/form_dedup/report/county.h"

#define SEEN_ROWS 128

extern struct county county;
extern struct model model;
extern unsigned seen_wrong; /* how much was not as the model says */

/* Counts it, and says the first few on stderr. */
void seen_differ(const char *what, const char *got, const char *wanted);
void seen_compare(const char *what, long long got, long long wanted);
/* "department/mzj"; static memory. */
const char *seen_source(const char *role, const char *code);

/* The effects found of a task that is not the model's yet. */
void seen_check_classes(const struct dg_json *reply,
                        const struct model_task *task);

struct seen_row {
    enum model_figure figure;
    int period;
};
/* All pages; learns the codes of elements. */
size_t seen_read_worksheet(int office, struct seen_row rows[SEEN_ROWS]);
/* Every open cell is there, once, and no other. */
void seen_check_worksheet(int office);
/* Each value, who reported, and the sums. */
void seen_check_report(const struct model_task *task);
/* Who took over every change since the last time, has what all reports give
 * now. Behind seen_check_report of every task. */
void seen_check_changes(void);
/* Another county begins. */
void seen_begin(void);
/* Something was erased, which is no change: look at all anew. */
void seen_forget(void);

#endif
