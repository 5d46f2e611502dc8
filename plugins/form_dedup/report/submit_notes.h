/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a submission that is taken. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_SUBMIT_NOTES_H
#define PLUGINS_FORM_DEDUP_REPORT_SUBMIT_NOTES_H

#include "plugins/form_dedup/report/entered.h"

/* Notes, each once however many cells it is about, at the first of them: late,
 * unchanged, overwrites, differs-from-rollup, entered-on-behalf, corrected. */
void dg_submit_notes_add(struct dg_entered *entered);

#endif
