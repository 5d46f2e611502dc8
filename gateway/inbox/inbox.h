/* SPDX-License-Identifier: Apache-2.0 */
/* What offices see: a fold of admitted tasks, withdrawals and acknowledgements.
 * A task lies under its audience's terms; an office's inbox is the union of the
 * six prefixes above it, its code and its groups, so that publishing to a whole
 * country costs no more than publishing to a village. */
#ifndef GATEWAY_INBOX_INBOX_H
#define GATEWAY_INBOX_INBOX_H

#include "gateway/inbox/audience.h"
#include "proto/codec/event.h"

/* Lives with the inbox. */
struct dg_task {
    uint64_t sequence; /* of its task.publish: the receipt number */
    int64_t time_us, due_us;
    int64_t withdrawn_us; /* 0 while it stands */
    struct dg_str source; /* who published it */
    struct dg_str item;   /* JSON object as the inbox shows it, stripped */
    const struct dg_audience *audience;
};

struct dg_inbox;

/* The roster outlives the inbox. */
enum dg_err dg_inbox_create(const struct dg_roster *roster,
                            struct dg_inbox **inbox);
void dg_inbox_destroy(struct dg_inbox *inbox); /* NULL is fine */

/* An admitted task.publish. */
struct dg_inbox_publication {
    uint64_t sequence;
    int64_t time_us;
    const struct dg_event *event;
    const struct dg_audience *audience; /* copied */
    const struct dg_effect *effects;    /* NULL when there are none */
    size_t effect_count;
};

/* Takes the task into the fold; what the effects of kind strip point at
 * ("/data/seals/0") is left out of the item.
 * DG_ERR_EXISTS unless sequence is greater than all before, DG_ERR_MALFORMED
 * for a due date that is none; after any error the inbox is as it was. */
enum dg_err dg_inbox_publish(struct dg_inbox *inbox,
                             const struct dg_inbox_publication *asked);

/* Core refusals of task.withdraw (unknown, somebody else's, already withdrawn)
 * and task.acknowledge (unknown, withdrawn, not in this office's inbox,
 * acknowledged before). data.task is the receipt number. */
void dg_inbox_check_withdraw(const struct dg_inbox *inbox,
                             const struct dg_event *event,
                             struct dg_findings *findings);
void dg_inbox_check_acknowledge(const struct dg_inbox *inbox,
                                const struct dg_event *event,
                                struct dg_findings *findings);

/* Take over what was checked and admitted. time_us is greater than 0.
 * DG_ERR_ABSENT if there is no such task, or no such office. */
enum dg_err dg_inbox_withdraw(struct dg_inbox *inbox,
                              const struct dg_event *event, int64_t time_us);
enum dg_err dg_inbox_acknowledge(struct dg_inbox *inbox,
                                 const struct dg_event *event, int64_t time_us);

/* NULL if there is no such admitted task. */
const struct dg_task *dg_inbox_task(const struct dg_inbox *inbox,
                                    uint64_t sequence);
size_t dg_inbox_open_count(const struct dg_inbox *inbox);
/* Entries of the index: one for each term of an open task, and those of
 * withdrawn tasks that nobody came across since. */
size_t dg_inbox_entry_count(const struct dg_inbox *inbox);

struct dg_inbox_query {
    uint64_t office;     /* code */
    struct dg_str after; /* cursor of the page before; empty for the first */
    size_t limit;        /* 1 to 500 */
    int64_t now_us;      /* overdue tasks stay; they are marked */
};

/* Writes {"office", "name", "open", "acknowledged", "tasks": […], "next"?}: the
 * tasks that are not withdrawn, by due date and then receipt number; open is
 * how many there are on all pages, acknowledged how many of these are, next the
 * cursor of the page after. Each item has "task" (receipt number), "due",
 * "overdue", "acknowledged", "department" (the name, if the roster has one)
 * and, when it came not to this office but to some it took over from, "for":
 * their codes. An office that was merged away still reads what it had.
 * DG_ERR_ABSENT: no such office; DG_ERR_MALFORMED: bad cursor; nothing is
 * written then. */
enum dg_err dg_inbox_read(struct dg_inbox *inbox,
                          const struct dg_inbox_query *query,
                          struct dg_json_writer *out);

#endif
