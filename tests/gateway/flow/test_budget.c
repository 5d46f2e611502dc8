/* SPDX-License-Identifier: Apache-2.0 */
/* Buckets and accounts by themselves. */
#include "gateway/flow/budget.h"
#include "tests/tap/tap.h"

#define SECOND UINT64_C(1000000000)

static const struct dg_bucket_kind kind = {.rate = 10, .burst = 25};

static void
test_bucket(void)
{
    struct dg_bucket bucket = {0};
    uint64_t now = 7 * SECOND;
    is_int(dg_bucket_level(&bucket, kind, now), 25, "it begins full");
    dg_bucket_take(&bucket, 20);
    is_int(dg_bucket_level(&bucket, kind, now), 5, "what is taken is gone");
    now += SECOND / 2;
    is_int(dg_bucket_level(&bucket, kind, now), 10, "half a second gives 5");
    now += SECOND / 20;
    is_int(dg_bucket_level(&bucket, kind, now), 10, "a part of one is none");
    now += SECOND / 20;
    is_int(dg_bucket_level(&bucket, kind, now), 11, "but is not lost");
    now += 1000 * SECOND;
    is_int(dg_bucket_level(&bucket, kind, now), 25, "it is never overfull");
    now += UINT64_C(1) << 62;
    is_int(dg_bucket_level(&bucket, kind, now), 25, "also after an age");
    dg_bucket_take(&bucket, -3);
    is_int(dg_bucket_level(&bucket, kind, now), 25, "nor by what is returned");
}

static void
test_debt(void)
{
    struct dg_bucket bucket = {0};
    uint64_t now = SECOND;
    dg_bucket_level(&bucket, kind, now);
    dg_bucket_take(&bucket, 25);
    is_int(dg_bucket_level(&bucket, kind, now), 0, "empty");
    is_int(dg_bucket_wait_s(&bucket, kind), 1, "for a second at most");
    dg_bucket_take(&bucket, 40);
    is_int(dg_bucket_level(&bucket, kind, now), -40, "in debt");
    is_int(dg_bucket_wait_s(&bucket, kind), 5, "for 4.1 seconds");
    now += 4 * SECOND;
    is_int(dg_bucket_level(&bucket, kind, now), 0, "almost over");
    now += SECOND / 10;
    is_int(dg_bucket_level(&bucket, kind, now), 1, "over");
    dg_bucket_take(&bucket, 100000);
    is_int(dg_bucket_level(&bucket, kind, now), -100,
           "nobody waits for more than some ten seconds");
    is_int(dg_bucket_wait_s(&bucket, kind), 11, "whatever was done");
}

static void
test_no_limit(void)
{
    const struct dg_bucket_kind none = {0, 0};
    struct dg_bucket bucket = {0};
    dg_bucket_take(&bucket, 1000000);
    ok(dg_bucket_level(&bucket, none, SECOND) == INT64_MAX, "0 is no limit");
}

/* ---- accounts ------------------------------------------------------------ */

static bool
is_there(const struct dg_ledger *ledger, uint64_t key)
{
    const struct dg_account *account;
    HASH_FIND(hh, ledger->by_key, &key, sizeof key, account);
    return account;
}

static void
test_ledger(void)
{
    struct dg_ledger ledger;
    struct dg_account *one;
    dg_ledger_init(&ledger, 3);
    one = dg_ledger_use(&ledger, 1);
    ok(one && dg_ledger_use(&ledger, 1) == one, "an account stays");
    dg_ledger_praise(&ledger, one);
    dg_ledger_praise(&ledger, one);
    is_int(one->good, 2, "its good is counted");
    for (uint64_t key = 2; key < 100; key++) {
        dg_ledger_use(&ledger, key);
    }
    ok(is_there(&ledger, 1), "it is not forgotten for strangers");
    ok(!is_there(&ledger, 2) && is_there(&ledger, 99), "the oldest are");
    ok(HASH_COUNT(ledger.by_key) <= 5, "so there are few");

    dg_ledger_use(&ledger, 97);
    dg_ledger_use(&ledger, 200);
    ok(is_there(&ledger, 97) && !is_there(&ledger, 98), "use keeps it young");

    dg_ledger_blame(&ledger, one);
    is_int(one->good, 0, "one failure, and all good is forgotten");
    one->pending = 1;
    for (uint64_t key = 300; key < 400; key++) {
        dg_ledger_use(&ledger, key);
    }
    ok(is_there(&ledger, 1), "what is under way is not forgotten");
    one->pending = 0;
    for (uint64_t key = 400; key < 410; key++) {
        dg_ledger_use(&ledger, key);
    }
    ok(!is_there(&ledger, 1), "until it is over");

    for (uint64_t key = 500; key < 600; key++) {
        dg_ledger_praise(&ledger, dg_ledger_use(&ledger, key));
    }
    ok(HASH_COUNT(ledger.by_key) <= 8, "nor are there many with good");
    dg_ledger_finish(&ledger);
}

int
main(void)
{
    test_bucket();
    test_debt();
    test_no_limit();
    test_ledger();
    return tap_done();
}
