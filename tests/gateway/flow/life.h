/* SPDX-License-Identifier: Apache-2.0 */
/* A random life of a small county: rosters in which villages merge, lists,
 * tasks, what becomes of them, acknowledgements, and much that is wrong. The
 * same seed gives the same life, if the same compiler built it. */
#ifndef TESTS_GATEWAY_FLOW_LIFE_H
#define TESTS_GATEWAY_FLOW_LIFE_H

#include "proto/base/buf.h"

#define LIFE_TOWNS 3
#define LIFE_VILLAGES 18 /* six in each town */
#define LIFE_HEIRS 9     /* villages that may come of others */
#define LIFE_TASKS 16

/* One that was admitted, as it was asked. */
struct life_task {
    unsigned sequence;
    char data[1024];
};

/* A task or an amendment, as it is signed. */
struct life_event {
    unsigned sequence;
    char sha256[65];
};

struct life {
    unsigned long long seed;
    unsigned sent;    /* ids e1, e2 … so far */
    unsigned lists;   /* versions l1, l2 … so far */
    unsigned rosters; /* changes that were admitted: life_note */
    struct life_task tasks[LIFE_TASKS]; /* likewise, the newest */
    unsigned task_count;
    struct life_event events[LIFE_TASKS]; /* joint ones, likewise */
    unsigned event_count;
    unsigned requests[LIFE_TASKS]; /* that were deferred, the newest */
    unsigned request_count;
};

/* One of count numbers. */
unsigned life_pick(struct life *life, unsigned count);

unsigned long long life_town(unsigned number);
unsigned long long life_village(unsigned number);
unsigned long long life_heir(unsigned number);

/* The events that begin it. */
void life_put_roster(struct life *life, struct dg_buf *out);
void life_put_list(struct life *life, struct dg_buf *out);

/* The next message: an event, or a batch of them. */
void life_put(struct life *life, struct dg_buf *out);

/* A task.amend. */
void life_put_amendment(struct life *life, struct dg_buf *out);

/* Says that a message of one event was admitted, or deferred, so that later
 * ones are about what is there. */
void life_note(struct life *life, const struct dg_buf *message,
               unsigned sequence);

/* A task.check; changes nothing but the seed and the ids. */
void life_put_check(struct life *life, struct dg_buf *out);

#endif
