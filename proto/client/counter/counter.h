/* SPDX-License-Identifier: Apache-2.0 */
/* What a resident at the counter is told: stamp, do not stamp, or let the
 * person declare it; by the stored list alone. */
#ifndef PROTO_CLIENT_COUNTER_COUNTER_H
#define PROTO_CLIENT_COUNTER_COUNTER_H

#include "proto/client/counter/stored.h"

#define DG_COUNTER_CANDIDATES_MAX 10

enum dg_counter_outcome {
    DG_COUNTER_FOUND,   /* item says what to do */
    DG_COUNTER_UNSURE,  /* candidates: ask which is meant */
    DG_COUNTER_NOTHING, /* not on the list */
    DG_COUNTER_WORDLESS /* the words say nothing: 证明 alone */
};

struct dg_counter {
    enum dg_counter_outcome outcome;
    enum dg_stored_verdict verdict;
    const struct dg_stored_item *item; /* found: the strictest of its name */
    bool alike;   /* found by part of its name, not by all of it */
    bool expired; /* item is not in force today, so: do not stamp */
    const struct dg_stored_item *candidates[DG_COUNTER_CANDIDATES_MAX];
    size_t candidate_count;
    bool more; /* candidates than these */
};

/* Looks for words: a code, a name, a part of one, something alike. proofs:
 * which of seal items and proofs is looked at first. */
enum dg_err dg_counter_ask(const struct dg_stored *stored, struct dg_str words,
                           bool proofs, int32_t today,
                           struct dg_counter *counter);

/* "stamp", "do not stamp", "self-declaration", translated. */
const char *dg_counter_verdict(enum dg_stored_verdict verdict);

/* Found: where to go instead; empty when it is stamped here. */
struct dg_str dg_counter_instead(const struct dg_counter *counter);

/* For programs: one JSON object. */
void dg_counter_put(const struct dg_stored *stored,
                    const struct dg_counter *counter,
                    struct dg_json_writer *writer);

/* For people: the verdict, by which rule, whom to ask. */
void dg_counter_show(const struct dg_stored *stored,
                     const struct dg_counter *counter, struct dg_buf *out);

#endif
