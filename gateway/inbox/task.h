/* SPDX-License-Identifier: Apache-2.0 */
/* A task as the inbox keeps it. */
#ifndef GATEWAY_INBOX_TASK_H
#define GATEWAY_INBOX_TASK_H

#include "gateway/inbox/audience.h"
#include "gateway/inbox/joint.h"
#include "gateway/inbox/recurrence.h"

enum dg_task_state {
    DG_TASK_OPEN,     /* in inboxes */
    DG_TASK_WAITING,  /* deferred: in none until somebody says yes */
    DG_TASK_STANDING, /* recurring: in none itself, its occurrences are */
    /* Ended, whatever the way: */
    DG_TASK_WITHDRAWN, /* by who asked */
    DG_TASK_REFUSED,   /* by who had to say yes */
    DG_TASK_LAPSED,    /* nobody said yes in time */
    DG_TASK_EXPIRED,   /* by its date */
    DG_TASK_DECLINED,  /* by a department that had to sign */
    DG_TASK_TAKEN,     /* a deferred amendment, taken over by its task */
    DG_TASK_ERASED     /* or whatever else was; nothing of it is left */
};

enum dg_urgency { DG_URGENCY_NONE, DG_URGENCY_URGENT, DG_URGENCY_LIFE_SAFETY };

/* What was said on a task that a keeper has to agree to. */
enum dg_task_word {
    DG_TASK_UNASKED,     /* nobody has to */
    DG_TASK_UNCONFIRMED, /* urgent: it went out before anybody did */
    DG_TASK_PROVISIONAL, /* nobody did in time; a keeper still may */
    DG_TASK_CONFIRMED
};

struct dg_form_set; /* form_set.h */

/* Lives with the inbox. */
struct dg_task {
    uint64_t sequence; /* of the event it came with: the receipt number */
    int64_t time_us;
    int64_t due_us;   /* of a recurring task: of its last occurrence */
    int64_t wakes_us; /* when the clock comes to it; INT64_MAX: never */
    uint64_t notice;  /* what offices acknowledge: its receipt number, or that
                         of the last amendment that was judged anew */
    uint64_t content; /* receipt number of the entry whose assignment it reads
                         as: its own, its parent's if it occurs, or that of the
                         last amendment that either took over */
    enum dg_task_state state;
    enum dg_urgency urgency;
    enum dg_task_word word;    /* of what is tied, or an occurrence: its
                                  parent's counts */
    bool needs_word;           /* waits for a keeper's, whatever else */
    bool tied;                 /* ends with its parent, unless that expires */
    bool amends;               /* a deferred amendment of its parent */
    bool occurs;               /* an occurrence of its parent */
    bool over;                 /* erased, and it ended, before or since */
    bool unseen;               /* it waits, or ended so: no inbox ever had it */
    char period[DG_DATE_SIZE]; /* it is asked for; empty: it names none */
    struct dg_str source;      /* who published it */
    struct dg_str item;        /* JSON object as the inbox shows it, stripped */
    const struct dg_audience *audience; /* NULL once erased */
    const struct dg_form_set *forms;    /* NULL: it asks to fill in none */
    struct dg_recurrence *recurrence;   /* NULL: it has a due date */
    struct dg_joint *joint;             /* NULL: nobody asks along */
    struct dg_task *parent; /* of an occurrence, of what was forwarded, of a
                               deferred amendment */
    struct dg_task *children, *sibling;
    char *text; /* item's memory, once it was amended */
};

/* Departments have still to sign it. */
static inline bool
dg_task_unsigned(const struct dg_task *task)
{
    return task->state == DG_TASK_WAITING && task->joint &&
           task->joint->missing > 0;
}

static inline bool
dg_task_ended(const struct dg_task *task)
{
    return task->state >= DG_TASK_WITHDRAWN;
}

#endif
