/* SPDX-License-Identifier: Apache-2.0 */
/* What a submission means to those who asked, as facts for its entry's header.
 */
#ifndef PLUGINS_FORM_DEDUP_REPORT_ANSWER_H
#define PLUGINS_FORM_DEDUP_REPORT_ANSWER_H

#include "plugins/form_dedup/report/entered.h"

/* Which tasks the office begins with it, whose report it completes, how many
 * values it says, and how many of them reach more than one who asked. False
 * without memory. */
bool dg_answer_state(const struct dg_entered *entered);

#endif
