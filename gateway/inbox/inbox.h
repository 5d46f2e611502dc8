/* SPDX-License-Identifier: Apache-2.0 */
/* What offices see: a fold of admitted tasks, what becomes of them, and
 * acknowledgements. A task lies under its audience's terms; an office's inbox
 * is the union of the six prefixes above it, its code and its groups, so that
 * publishing to a whole country costs no more than publishing to a village. */
#ifndef GATEWAY_INBOX_INBOX_H
#define GATEWAY_INBOX_INBOX_H

#include "gateway/inbox/task.h"
#include "gateway/keys/principals.h"
#include "proto/codec/event.h"

struct dg_inbox;

/* The roster outlives the inbox. */
enum dg_err dg_inbox_create(const struct dg_roster *roster,
                            struct dg_inbox **inbox);
void dg_inbox_destroy(struct dg_inbox *inbox); /* NULL is fine */

/* Who knows the names and parents of task forces; outlives the inbox. */
void dg_inbox_set_principals(struct dg_inbox *inbox,
                             const struct dg_principals *principals);

/* Tasks that do not say so themselves end so many days after they are due; 0:
 * never. Before the first publication. */
void dg_inbox_set_expiry(struct dg_inbox *inbox, int days);

/* A joint task lapses when not all have signed within so many days, or when it
 * is due. Before the first publication. */
void dg_inbox_set_cosign(struct dg_inbox *inbox, int days);

enum dg_inbox_change_kind {
    DG_INBOX_OPENED,  /* the task came into inboxes */
    DG_INBOX_CHANGED, /* it reads otherwise, or goes to others */
    DG_INBOX_ENDED,   /* it left them; its state says how */
    DG_INBOX_DROPPED, /* it ended without being in them */
    DG_INBOX_STANDS,  /* its occurrences will be, or they will read otherwise */
    DG_INBOX_TOUCHED  /* none of that, but inboxes show something else */
};

struct dg_inbox_change {
    enum dg_inbox_change_kind kind;
    const struct dg_task *task; /* as it now is; of one that is being erased
                                   its audience is still there */
    const struct dg_audience *audience; /* whose inboxes show something else;
                                           NULL: they were told */
};

/* handle is called, within the call that does it, whenever a task enters,
 * changes in or leaves inboxes; NULL: nobody listens. */
typedef void (*dg_inbox_change_fn)(void *ctx,
                                   const struct dg_inbox_change *change);
void dg_inbox_watch(struct dg_inbox *inbox, dg_inbox_change_fn handle,
                    void *ctx);

/* An assignment that was admitted, or deferred. */
struct dg_inbox_publication {
    uint64_t sequence;
    int64_t time_us;
    const struct dg_event *event;
    const struct dg_json *task;         /* the assignment; NULL: event->data */
    const struct dg_audience *audience; /* copied */
    const struct dg_effect *effects;    /* NULL when there are none */
    size_t effect_count;
    bool waits; /* deferred: for a keeper's word … */
    bool signs; /* … or for the signatures of its joint departments … */
    bool needs_word;             /* … or for both */
    const uint8_t *event_sha256; /* what they sign; NULL unless signs */
    uint64_t amends;             /* the task it changes, or 0 */
    uint64_t forwards;           /* the task it hands on, or 0 … */
    bool tied;                   /* … with which it ends: nothing was added */
    uint64_t of; /* the recurring task it is an occurrence of, or 0 */
};

/* Takes the task into the fold; what the effects of kind strip point at
 * ("/data/seals/0") is left out of the item.
 * DG_ERR_EXISTS unless sequence is greater than all before, DG_ERR_MALFORMED
 * for a due date or a recurrence that is none; after any error the inbox is as
 * it was. */
enum dg_err dg_inbox_publish(struct dg_inbox *inbox,
                             const struct dg_inbox_publication *asked);

/* The task asked->amends reads like this from now on. Judged anew
 * (gated), offices must acknowledge it again, and a recurring task changes with
 * its next occurrence; else a narrower audience narrows open occurrences, too.
 * What waits changes nothing before it is opened. DG_ERR_ABSENT: no such task,
 * or it ended. After DG_ERR_MEMORY the inbox can only be destroyed. */
enum dg_err dg_inbox_amend(struct dg_inbox *inbox,
                           const struct dg_inbox_publication *asked,
                           bool gated);

/* One more occurrence (data.task, data.period) of a recurring task: a task with
 * a receipt number of its own. Errors as dg_inbox_publish; DG_ERR_ABSENT: there
 * is no such period, or the task ended. */
enum dg_err dg_inbox_occur(struct dg_inbox *inbox, uint64_t sequence,
                           int64_t time_us, const struct dg_event *event);

/* A task that waits goes where it would have gone: to inboxes, among the
 * recurring ones, or, an amendment, into its task. DG_ERR_ABSENT: no such task
 * waits. After DG_ERR_MEMORY the inbox can only be destroyed. */
enum dg_err dg_inbox_open_waiting(struct dg_inbox *inbox, uint64_t task);

/* A keeper agreed to the task, or silence did, provisionally: what waits is
 * opened. Errors as dg_inbox_open_waiting; DG_ERR_ABSENT: no such task, or it
 * ended. */
enum dg_err dg_inbox_confirm(struct dg_inbox *inbox, uint64_t task,
                             bool provisionally);

/* Takes over what dg_inbox_check_cosign let pass: a signature, with the last of
 * which the task goes where it would have gone, unless it needs a word as well;
 * or a decline, which ends it. DG_ERR_ABSENT: no such task waits for it. After
 * DG_ERR_MEMORY the inbox can only be destroyed. */
enum dg_err dg_inbox_cosign(struct dg_inbox *inbox,
                            const struct dg_event *event, uint64_t sequence,
                            int64_t time_us);

/* Ends by date what data.task names; what waits for signatures lapses. As
 * dg_inbox_end. */
enum dg_err dg_inbox_expire(struct dg_inbox *inbox,
                            const struct dg_event *event, int64_t time_us);

/* Ends a task that has not ended: it leaves all inboxes. With it end its
 * occurrences, its deferred amendments and, unless it expired, what was
 * forwarded of it and added nothing. DG_ERR_ABSENT: no such task, or it
 * ended. */
enum dg_err dg_inbox_end(struct dg_inbox *inbox, uint64_t task,
                         enum dg_task_state state);

/* data.task names no task, or none that the sender may know of. */
void dg_inbox_refuse_unknown(const struct dg_event *event,
                             struct dg_findings *findings);

/* An entry was erased: what it brought leaves all inboxes, with its occurrences
 * and what waits to amend it, and reads as if it had never been. What was
 * handed on of it stays, and still ends when a later entry ended it.
 * DG_ERR_MEMORY. */
enum dg_err dg_inbox_forget(struct dg_inbox *inbox, uint64_t sequence);
/* At replay, of one whose event is gone. */
enum dg_err dg_inbox_bury(struct dg_inbox *inbox, uint64_t sequence,
                          struct dg_str source, struct dg_task *of);
/* The receipt numbers of a task's occurrences, erased or not, and of what was
 * handed on of it and is there, ascending; 0 behind the last. */
uint64_t dg_inbox_next_occurrence(const struct dg_inbox *inbox, uint64_t of,
                                  uint64_t after);
uint64_t dg_inbox_next_forward(const struct dg_inbox *inbox, uint64_t of,
                               uint64_t after);

/* Core refusals of task.withdraw (unknown, somebody else's, ended) and
 * task.acknowledge (unknown, ended, not in this office's inbox, acknowledged
 * before); of the latter also the notes that a town enters it for an office,
 * and that the office confirms that. data.task is the receipt number. */
void dg_inbox_check_withdraw(const struct dg_inbox *inbox,
                             const struct dg_event *event,
                             struct dg_findings *findings);
void dg_inbox_check_acknowledge(const struct dg_inbox *inbox,
                                const struct dg_event *event,
                                struct dg_findings *findings);
/* Of task.amend (as of task.withdraw, and a task that waits) and task.forward
 * (unknown, ended, not received by the town in source, recurring): the task, or
 * NULL with the refusal. */
const struct dg_task *dg_inbox_check_amend(const struct dg_inbox *inbox,
                                           const struct dg_event *event,
                                           struct dg_findings *findings);
const struct dg_task *dg_inbox_check_forward(const struct dg_inbox *inbox,
                                             const struct dg_event *event,
                                             struct dg_findings *findings);
/* Of task.occur and task.expire, at a time. */
void dg_inbox_check_occur(const struct dg_inbox *inbox,
                          const struct dg_event *event, int64_t time_us,
                          struct dg_findings *findings);
void dg_inbox_check_expire(const struct dg_inbox *inbox,
                           const struct dg_event *event, int64_t time_us,
                           struct dg_findings *findings);

/* Of task.cosign: unknown, not joint, not named, signed before, ended, nothing
 * to sign, other content; else the note that says what it amounts to. */
void dg_inbox_check_cosign(const struct dg_inbox *inbox,
                           const struct dg_event *event,
                           struct dg_findings *findings);

/* Takes over what was checked and admitted. DG_ERR_ABSENT if there is no such
 * task, or no such office. */
enum dg_err dg_inbox_acknowledge(struct dg_inbox *inbox,
                                 const struct dg_event *event,
                                 uint64_t sequence);

/* NULL if there is no such admitted or deferred task, or it was erased. */
const struct dg_task *dg_inbox_task(const struct dg_inbox *inbox,
                                    uint64_t sequence);
/* The task that data.task of an event names, or NULL. */
const struct dg_task *dg_inbox_task_named(const struct dg_inbox *inbox,
                                          const struct dg_event *event);

/* ---- the clock's work --------------------------------------------------- */

/* What is to be submitted: task.expire, or task.occur when period is not
 * empty. */
struct dg_inbox_chore {
    uint64_t task;
    int64_t due_us; /* since when */
    char period[DG_DATE_SIZE];
};

/* The next chore by that time, if there is one. Stays the next until it is
 * folded or put off. */
bool dg_inbox_next_chore(struct dg_inbox *inbox, int64_t now_us,
                         struct dg_inbox_chore *chore);
/* When there may be one next; INT64_MAX: never. */
int64_t dg_inbox_wakes(struct dg_inbox *inbox);
/* The next chore could not be done: it comes again at that later time. */
void dg_inbox_put_off(struct dg_inbox *inbox, int64_t until_us);

/* ---- reading ------------------------------------------------------------ */

/* How many tasks lie in inboxes. */
size_t dg_inbox_open_count(const struct dg_inbox *inbox);
/* Entries of the index: one for each term of an open task, and those of ended
 * tasks that nobody came across since. */
size_t dg_inbox_entry_count(const struct dg_inbox *inbox);

/* Gives the tasks that dg_inbox_read would show an office, in that order, until
 * each says false; it must not look at the inbox meanwhile. DG_ERR_MEMORY. */
enum dg_err dg_inbox_each(struct dg_inbox *inbox, uint64_t office,
                          bool (*each)(void *ctx, uint64_t task), void *ctx);

/* True if a source published the task, is joint in it, or is a parent of the
 * task force that published it; or did so with what it is an occurrence of, or
 * hands on as it was. */
bool dg_inbox_asked_by(const struct dg_inbox *inbox, const struct dg_task *task,
                       struct dg_str source);

/* The receipt number of the amendment that a task reads as, by the task's own;
 * 0: it was never amended, or there is no such task. */
uint64_t dg_inbox_amendment(const struct dg_inbox *inbox, uint64_t sequence);

struct dg_inbox_query {
    uint64_t office;     /* code */
    struct dg_str after; /* cursor of the page before; empty for the first */
    size_t limit;        /* 1 to 500 */
    int64_t now_us;      /* overdue tasks stay; they are marked */
};

/* Writes {"office", "name", "open", "acknowledged", "entered"?, "tasks": […],
 * "next"?}: the
 * tasks that have not ended, by due date and then receipt number; open is
 * how many there are on all pages, acknowledged how many of these are, entered
 * how many of those only by a town, unconfirmed, next the cursor of the page
 * after. Each item has "task" (receipt number), "due", "overdue",
 * "acknowledged", "enteredby" (a town, as long as the office has not confirmed
 * what it entered), "department" or "town" (the name, if the roster has one),
 * "taskforce" (its name) and "parents" (theirs), of an occurrence "of" and
 * "period", of what was forwarded "forwards", once it was amended "amended" and
 * "amendment", "unconfirmed" or "provisional" while no keeper agreed to it and,
 * when it came not to this office but to some it took over from, "for": their
 * codes. An office that was merged away still reads what it had. DG_ERR_ABSENT:
 * no such office; DG_ERR_MALFORMED: bad cursor; nothing is written then.
 * *rests_on is the newest sequence among the tasks that ever came under the
 * office's terms and its own acknowledgements; what became of tasks since they
 * came is not in it.
 */
enum dg_err dg_inbox_read(struct dg_inbox *inbox,
                          const struct dg_inbox_query *query,
                          struct dg_json_writer *out, uint64_t *rests_on);

/* How many tasks dg_inbox_read would show an office on all pages; 0 of one that
 * never was. DG_ERR_MEMORY. */
enum dg_err dg_inbox_count(struct dg_inbox *inbox, uint64_t office,
                           uint32_t *open);

/* ---- joint tasks -------------------------------------------------------- */

struct dg_inbox_joint_query {
    struct dg_str source; /* sees what it leads or is named in */
    uint64_t after;       /* receipt number; 0: from the beginning */
    size_t limit;
    int64_t now_us;
};

/* Writes {"tasks": […], "next"?}: what waits for signatures, and for 30 days
 * what was declined or lapsed, by receipt number. Each has "task", "state"
 * ("waiting", "declined", "lapsed"), "from", "amends"? (receipt number), what
 * the assignment has of "duty", "title", "document", "due", "offices", "event"
 * (its SHA-256), "lapses" (an instant), "joint": [{"department", "name"?,
 * "signature"?}], "yours" (it waits for the reader), "by"? and "reason"? of who
 * declined. */
enum dg_err dg_inbox_read_joint(struct dg_inbox *inbox,
                                const struct dg_inbox_joint_query *query,
                                struct dg_json_writer *out);

#endif
