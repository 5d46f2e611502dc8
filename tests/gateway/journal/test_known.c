/* SPDX-License-Identifier: Apache-2.0 */
/* The idempotence fold: finds what it was told, in the memory it may take. */
#include <malloc.h>
#include <stdlib.h>

#include "gateway/journal/known.h"
#include "tests/tap/tap.h"

static const uint8_t key[DG_KEY_SIZE] = "0123456789abcdef0123456789abcde";

static void
digest(uint64_t number, uint8_t id[DG_ID_DIGEST_SIZE],
       uint8_t event[DG_SHA256_SIZE])
{
    char text[32];
    snprintf(text, sizeof text, "mzj-2026-%06" PRIu64, number);
    dg_digest_id(key, DG_STR("department/mzj"), dg_str_from(text), id);
    memset(event, (int) number & 0xff, DG_SHA256_SIZE);
}

static enum dg_err
add(struct dg_known *known, uint64_t sequence, uint64_t number)
{
    uint8_t id[DG_ID_DIGEST_SIZE], event[DG_SHA256_SIZE];
    digest(number, id, event);
    return dg_known_add(known, sequence, id, event);
}

static void
test_few(void)
{
    struct dg_known *known;
    uint8_t id[DG_ID_DIGEST_SIZE], event[DG_SHA256_SIZE];
    uint8_t got[DG_KNOWN_EVENT_SIZE];
    uint64_t sequence = 77;
    dg_known_create(&known);
    digest(5, id, event);
    ok(!dg_known_find(known, id, &sequence, got), "nothing is known at first");
    is_int(sequence, 77, "and nothing is said");
    is_int(add(known, 3, 5), DG_OK, "an id is told");
    ok(dg_known_find(known, id, &sequence, got), "and known");
    is_int(sequence, 3, "under its sequence");
    ok(memcmp(got, event, sizeof got) == 0, "with its event's digest");
    is_int(add(known, 4, 5), DG_ERR_EXISTS, "a second time it exists");
    is_int(add(known, 0, 6), DG_ERR_LIMIT, "0 is no sequence");
    is_int(add(known, UINT64_C(1) << 32, 6), DG_ERR_LIMIT, "2^32 is too many");
    is_int(add(known, 1000000, 7), DG_OK, "sequences may skip");
    digest(7, id, event);
    dg_known_find(known, id, &sequence, got);
    is_int(sequence, 1000000, "as far as they like");
    dg_known_destroy(known);
    dg_known_destroy(NULL);
}

/* Measured by malloc's own figures, at every size the table passes through. */
static void
test_many(void)
{
    struct dg_known *known;
    uint8_t id[DG_ID_DIGEST_SIZE], event[DG_SHA256_SIZE];
    uint8_t got[DG_KNOWN_EVENT_SIZE];
    uint64_t sequence;
    double worst = 0;
    bool all = true;
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    dg_known_create(&known);
    for (uint64_t i = 1; i <= 300000; i++) {
        all = all && add(known, i, i) == DG_OK;
        if (i >= 50000 && i % 100 == 0) {
            struct mallinfo2 info = mallinfo2();
            double each =
                (double) (info.uordblks + info.hblkhd - before) / (double) i;
            worst = each > worst ? each : worst;
        }
    }
    ok(all, "300,000 ids are told");
    if (worst > 0) {
        ok(worst <= 48 && worst > 32, "%.1f bytes an event at most", worst);
    } else {
        tap_skip(1, "malloc is a tool's, which gives no figures");
    }
    ok(dg_known_memory(known) <= 48 * 300000, "the fold says so itself");
    for (uint64_t i = 1; i <= 300000; i++) {
        digest(i, id, event);
        all = all && dg_known_find(known, id, &sequence, got) &&
              sequence == i && memcmp(got, event, sizeof got) == 0;
    }
    ok(all, "and all are found");
    digest(300001, id, event);
    ok(!dg_known_find(known, id, &sequence, got), "and no other");
    dg_known_destroy(known);
}

int
main(void)
{
    test_few();
    test_many();
    return tap_done();
}
