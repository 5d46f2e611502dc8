/* SPDX-License-Identifier: Apache-2.0 */
/* How much each may: token buckets, and accounts of what somebody has under way
 * and has done well so far. Pure: time is the caller's, in nanoseconds that
 * never go back. Who gets an account, and for what, is allow.c's. */
#ifndef GATEWAY_FLOW_BUDGET_H
#define GATEWAY_FLOW_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gateway/inbox/map.h"

/* Fills by rate tokens a second up to burst; 0: never empty. */
struct dg_bucket_kind {
    uint32_t rate, burst;
};

/* Full when all zero. What was done without asking leaves it in debt. */
struct dg_bucket {
    int64_t missing; /* to be full, in tokens × 10^9 */
    uint64_t filled_ns;
};

/* Whole tokens that are there; below 0: debt. INT64_MAX if it is never empty.
 */
int64_t dg_bucket_level(struct dg_bucket *bucket, struct dg_bucket_kind kind,
                        uint64_t now_ns);
/* Takes them, whether they are there or not; below 0 gives back. */
void dg_bucket_take(struct dg_bucket *bucket, int64_t tokens);
/* Whole seconds until there is a token, as of the last level; at least 1. */
unsigned dg_bucket_wait_s(const struct dg_bucket *bucket,
                          struct dg_bucket_kind kind);

struct dg_account {
    uint64_t key;
    struct dg_bucket bucket;
    struct dg_bucket repeats; /* of what was new once */
    uint64_t open;            /* what is under way: messages, or bytes */
    uint32_t pending; /* pointers to it that are kept: it stays meanwhile */
    uint32_t good;    /* since something of it was not */
    bool failed;      /* something of it was not */
    struct dg_account *older, *newer; /* used, among those alike */
    UT_hash_handle hh;
};

struct dg_accounts {
    struct dg_account *oldest, *newest;
    size_t count;
};

/* Accounts by key. Of more than room, those not used for longest are
 * forgotten; who did well so far is not forgotten for who did not. */
struct dg_ledger {
    struct dg_account *by_key;
    struct dg_accounts known, strangers; /* with something good, and without */
    size_t room;                         /* for each of the two */
};

void dg_ledger_init(struct dg_ledger *ledger, size_t room);
void dg_ledger_finish(struct dg_ledger *ledger);

/* Finds it, or opens one; it is now the newest. NULL without memory. */
struct dg_account *dg_ledger_use(struct dg_ledger *ledger, uint64_t key);
/* Notes that something of it was good, or was not. */
void dg_ledger_praise(struct dg_ledger *ledger, struct dg_account *account);
void dg_ledger_blame(struct dg_ledger *ledger, struct dg_account *account);

#endif
