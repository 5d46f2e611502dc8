/* SPDX-License-Identifier: Apache-2.0 */
/* What an assignment asks besides what a task asks as it stands. Dates and
 * audiences are compared elsewhere. */
#ifndef GATEWAY_INBOX_COMPARE_H
#define GATEWAY_INBOX_COMPARE_H

#include "gateway/inbox/inbox.h"

/* The names of the members that add something or differ, "seals, text", in the
 * arena; empty if none does. Of seals, proofs, evidence, attachments,
 * forms and what is on them, meetings, inspections and trips there may be
 * fewer, and no review; minutes are only an estimate; when may_drop, other
 * members may be left out, too. data is NULL without memory. */
struct dg_str dg_compare_added(struct dg_arena *arena,
                               const struct dg_task *task,
                               const struct dg_json *assignment, bool may_drop);

#endif
