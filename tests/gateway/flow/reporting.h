/* SPDX-License-Identifier: Apache-2.0 */
/* A random life of three villages and two towns that report what two
 * departments ask on forms: publications and what becomes of them, figures and
 * lists of persons submitted, corrected, reviewed, for oneself and on behalf,
 * the dictionary, and erasures; with much that is wrong. It looks at worksheets
 * to know what to say. The same seed gives the same life. */
#ifndef TESTS_GATEWAY_FLOW_REPORTING_H
#define TESTS_GATEWAY_FLOW_REPORTING_H

#include "tests/gateway/flow/gate.h"

#define REPORTING_TASKS 64
#define REPORTING_ENTRIES 512

#define REPORTING_OFFICES 3
#define REPORTING_TOWNS 2
#define REPORTING_DEPARTMENTS 2
extern const char *const reporting_offices[REPORTING_OFFICES]; /* codes */
extern const char *const reporting_towns[REPORTING_TOWNS];
extern const char *const reporting_departments[REPORTING_DEPARTMENTS];

/* What may be erased: the kinds that were admitted. */
enum reporting_kind {
    REPORTING_PUBLISH,
    REPORTING_CHANGE, /* amend, withdraw */
    REPORTING_SUBMIT,
    REPORTING_CORRECT,
    REPORTING_REVIEW,
    REPORTING_DICTIONARY,
    REPORTING_ERASE,
    REPORTING_KINDS
};

struct reporting {
    struct gate *gate;
    uint64_t seed;
    unsigned sent;                             /* ids q1, q2 … so far */
    unsigned long long tasks[REPORTING_TASKS]; /* that were admitted, newest */
    const char *askers[REPORTING_TASKS];
    unsigned task_count;
    unsigned long long reviewed[REPORTING_TASKS]; /* those that towns review */
    unsigned reviewed_count;
    unsigned long long entries[REPORTING_ENTRIES]; /* erasable, in order */
    unsigned entry_count;
    unsigned done[REPORTING_KINDS]; /* how often each was admitted … */
    unsigned refused;               /* … and anything refused */
};

/* Roster and list. The gate is open. */
void reporting_begin(struct reporting *life);

/* One thing happens. */
void reporting_step(struct reporting *life);

/* Has some entries erased. */
void reporting_erase(struct reporting *life);

/* reporting_view.c: what everybody sees, a line for each answer: worksheets,
 * reports, changes, the dictionary. */
void reporting_look(const struct reporting *life, struct dg_buf *seen);

/* The fold of form_dedup as it writes it. */
void reporting_save(const struct gate *gate, struct dg_buf *fold);

#endif
