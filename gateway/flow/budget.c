/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a bucket has a token again, and which accounts are forgotten. */
#include "gateway/flow/budget.h"

#include <stdlib.h>

#define NANO 1000000000
/* So that whoever goes on for long is not shut out for hours. */
#define DEBT_MAX_S 10
#define GOOD_MAX 65536u

/* ---- buckets ------------------------------------------------------------ */

int64_t
dg_bucket_level(struct dg_bucket *bucket, struct dg_bucket_kind kind,
                uint64_t now_ns)
{
    uint64_t passed_ns = now_ns - bucket->filled_ns;
    int64_t burst = (int64_t) kind.burst * NANO;
    int64_t debt = (int64_t) kind.rate * DEBT_MAX_S * NANO;
    bucket->filled_ns = now_ns;
    if (kind.rate == 0) {
        return INT64_MAX;
    }
    if (bucket->missing > burst + debt) {
        bucket->missing = burst + debt;
    }
    if (passed_ns >= (uint64_t) bucket->missing / kind.rate + 1) {
        bucket->missing = 0;
    } else {
        bucket->missing -= (int64_t) passed_ns * kind.rate;
    }
    return (burst - bucket->missing) / NANO;
}

void
dg_bucket_take(struct dg_bucket *bucket, int64_t tokens)
{
    bucket->missing += tokens * NANO;
    if (bucket->missing < 0) {
        bucket->missing = 0;
    }
}

unsigned
dg_bucket_wait_s(const struct dg_bucket *bucket, struct dg_bucket_kind kind)
{
    int64_t lacking = bucket->missing - (int64_t) kind.burst * NANO + NANO;
    int64_t second = (int64_t) kind.rate * NANO;
    return lacking <= second ? 1 : (unsigned) ((lacking + second - 1) / second);
}

/* ---- accounts ----------------------------------------------------------- */

void
dg_ledger_init(struct dg_ledger *ledger, size_t room)
{
    *ledger = (struct dg_ledger){.room = room};
}

void
dg_ledger_finish(struct dg_ledger *ledger)
{
    struct dg_account *account, *next;
    HASH_ITER(hh, ledger->by_key, account, next)
    {
        HASH_DEL(ledger->by_key, account);
        free(account);
    }
}

static struct dg_accounts *
alike(struct dg_ledger *ledger, const struct dg_account *account)
{
    return account->good > 0 ? &ledger->known : &ledger->strangers;
}

static void
unlink_account(struct dg_accounts *accounts, struct dg_account *account)
{
    *(account->older ? &account->older->newer : &accounts->oldest) =
        account->newer;
    *(account->newer ? &account->newer->older : &accounts->newest) =
        account->older;
    accounts->count--;
}

static void
link_newest(struct dg_accounts *accounts, struct dg_account *account)
{
    account->older = accounts->newest;
    account->newer = NULL;
    *(account->older ? &account->older->newer : &accounts->oldest) = account;
    accounts->newest = account;
    accounts->count++;
}

static void
forget(struct dg_ledger *ledger, struct dg_account *account)
{
    unlink_account(alike(ledger, account), account);
    HASH_DEL(ledger->by_key, account);
    free(account);
}

/* One is forgotten for each that comes: so there are at most as many more than
 * room as have something pending. */
static void
trim(struct dg_ledger *ledger, const struct dg_accounts *accounts)
{
    struct dg_account *account = accounts->oldest;
    while (account && account->pending > 0) {
        account = account->newer;
    }
    if (accounts->count >= ledger->room && account) {
        forget(ledger, account);
    }
}

static struct dg_account *
open_account(struct dg_ledger *ledger, uint64_t key)
{
    struct dg_account *account = calloc(1, sizeof *account);
    if (!account) {
        return NULL;
    }
    account->key = key;
    HASH_ADD(hh, ledger->by_key, key, sizeof account->key, account);
    if (!DG_MAP_HAS(account)) {
        free(account);
        return NULL;
    }
    trim(ledger, &ledger->strangers);
    link_newest(&ledger->strangers, account);
    return account;
}

struct dg_account *
dg_ledger_use(struct dg_ledger *ledger, uint64_t key)
{
    struct dg_account *account;
    HASH_FIND(hh, ledger->by_key, &key, sizeof key, account);
    if (!account) {
        return open_account(ledger, key);
    }
    if (account->newer) {
        struct dg_accounts *accounts = alike(ledger, account);
        unlink_account(accounts, account);
        link_newest(accounts, account);
    }
    return account;
}

static void
set_good(struct dg_ledger *ledger, struct dg_account *account, uint32_t good)
{
    unlink_account(alike(ledger, account), account);
    account->good = good;
    trim(ledger, alike(ledger, account));
    link_newest(alike(ledger, account), account);
}

void
dg_ledger_praise(struct dg_ledger *ledger, struct dg_account *account)
{
    if (account->good == 0) {
        set_good(ledger, account, 1);
    } else if (account->good < GOOD_MAX) {
        account->good++;
    }
}

void
dg_ledger_blame(struct dg_ledger *ledger, struct dg_account *account)
{
    if (account->good > 0) {
        set_good(ledger, account, 0);
    }
}
