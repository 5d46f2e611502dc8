/* SPDX-License-Identifier: Apache-2.0 */
/* What the core's event types share, and what core_types.c's table names of
 * each. What the stages know of them is in flow_internal.h. */
#ifndef GATEWAY_FLOW_TYPES_TYPES_INTERNAL_H
#define GATEWAY_FLOW_TYPES_TYPES_INTERNAL_H

#include "gateway/flow/flow_internal.h"

/* ---- shared ------------------------------------------------------------- */

/* core_task.c: the pointer of a member of the assignment; parts of how that is
 * judged */
struct dg_str dg_core_task_place(const struct dg_deciding *deciding,
                                 const char *member);
void dg_core_task_check_publisher(struct dg_deciding *deciding);
void dg_core_task_check_dates(struct dg_deciding *deciding); /* fit together */
void dg_core_task_check_due(struct dg_deciding *deciding);   /* not past */
void dg_core_task_resolve(struct dg_deciding *deciding);
void dg_core_task_check_reach(struct dg_deciding *deciding); /* of a town */
struct dg_inbox_publication
dg_core_task_publication(const struct dg_flow *flow,
                         const struct dg_folding *folding);
/* What was admitted named a task; at replay that task may have been erased:
 * then DG_ERR_ABSENT is none. */
enum dg_err dg_core_task_unless_erased(enum dg_err err);

/* core_ordered.c: "ordered" of an assignment. */
void dg_core_ordered_check(struct dg_deciding *deciding);
/* True if it was ordered before it was due, and is entered in time. */
bool dg_core_ordered_excuses(const struct dg_deciding *deciding,
                             int64_t due_us);

/* core_cosign.c: "joint" of an assignment, judged like a new task. */
void dg_core_cosign_check_joint(struct dg_deciding *deciding);

/* separation.c: false with the refusal, of a keeper's word on what its own body
 * asked, and of a body's second on an appeal; matter is NULL of a task. */
bool dg_separation_check(struct dg_deciding *deciding, struct dg_str asker,
                         const struct dg_matter *matter);

/* ---- for the table ------------------------------------------------------ */

/* core_task.c */
void dg_core_task_check(struct dg_deciding *deciding);
enum dg_err dg_core_task_apply(struct dg_flow *flow,
                               const struct dg_folding *folding);
void dg_core_task_check_withdraw(struct dg_deciding *deciding);
enum dg_err dg_core_task_withdraw(struct dg_flow *flow,
                                  const struct dg_folding *folding);
void dg_core_task_check_acknowledge(struct dg_deciding *deciding);
enum dg_err dg_core_task_acknowledge(struct dg_flow *flow,
                                     const struct dg_folding *folding);

/* core_change.c */
void dg_core_change_check_amend(struct dg_deciding *deciding);
enum dg_err dg_core_change_amend(struct dg_flow *flow,
                                 const struct dg_folding *folding);
void dg_core_change_check_forward(struct dg_deciding *deciding);
enum dg_err dg_core_change_forward(struct dg_flow *flow,
                                   const struct dg_folding *folding);
void dg_core_change_check_declare(struct dg_deciding *deciding);

/* core_clock.c: shows the audience and the due date of an occurrence */
void dg_core_clock_show(const struct dg_flow *flow,
                        struct dg_host_event *shown);
void dg_core_clock_check_occur(struct dg_deciding *deciding);
enum dg_err dg_core_clock_occur(struct dg_flow *flow,
                                const struct dg_folding *folding);
void dg_core_clock_check_expire(struct dg_deciding *deciding);
enum dg_err dg_core_clock_expire(struct dg_flow *flow,
                                 const struct dg_folding *folding);

/* core_cosign.c */
void dg_core_cosign_check(struct dg_deciding *deciding);
enum dg_err dg_core_cosign_apply(struct dg_flow *flow,
                                 const struct dg_folding *folding);
void dg_core_cosign_list(struct dg_item *item, const struct dg_event *event,
                         struct dg_answer *answer);

/* core_exemption.c */
void dg_core_exemption_check_request(struct dg_deciding *deciding);
enum dg_err dg_core_exemption_request(struct dg_flow *flow,
                                      const struct dg_folding *folding);
void dg_core_exemption_check_decide(struct dg_deciding *deciding);
enum dg_err dg_core_exemption_decide(struct dg_flow *flow,
                                     const struct dg_folding *folding);

/* core_principal.c */
void dg_core_principal_check(struct dg_deciding *deciding);
void dg_core_principal_check_handover(struct dg_deciding *deciding);
enum dg_err dg_core_principal_apply(struct dg_flow *flow,
                                    const struct dg_folding *folding);

/* core_erase.c */
void dg_core_erase_check(struct dg_deciding *deciding);

#endif
