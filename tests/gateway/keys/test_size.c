/* SPDX-License-Identifier: Apache-2.0 */
/* A country of 600,000 offices with an officer each: what they take, and what a
 * look-up by key takes beside one among a thousand. */
#include "gateway/keys/principals_table.h"

#include <malloc.h>
#include <stdlib.h>
#include <time.h>

#include "tests/tap/tap.h"

#define MANY 600000u
#define LOOKS 200000u

/* A key as good as any here: nothing is checked against it. */
static struct dg_public_key
key_of(uint32_t number)
{
    struct dg_public_key key = {.kid = ""};
    uint64_t mixed = number;
    for (size_t i = 0; i < sizeof key.kid - 1; i++) {
        mixed = mixed * 6364136223846793005u + 1442695040888963407u;
        key.kid[i] = (char) ('A' + (mixed >> 40) % 26);
    }
    memcpy(key.bytes, key.kid, sizeof key.bytes);
    return key;
}

static void
add(struct dg_principals *principals, uint32_t number)
{
    char source[32];
    struct dg_public_key key = key_of(number);
    struct dg_principal *principal;
    snprintf(source, sizeof source, "office/%012" PRIu64,
             UINT64_C(110000000000) + number);
    principal = dg_principals_table_add(principals, dg_str_from(source));
    if (!principal ||
        !dg_principals_table_add_officer(principals, principal, &key)) {
        fprintf(stderr, "no memory\n");
        exit(99);
    }
}

/* Nanoseconds a look-up, among so many. */
static double
measure(const struct dg_principals *principals, uint32_t many)
{
    struct timespec begin, end;
    struct dg_public_key *keys = malloc(LOOKS * sizeof *keys);
    unsigned found = 0;
    for (uint32_t i = 0; i < LOOKS; i++) {
        keys[i] = key_of((uint32_t) (i * UINT64_C(7919) % many));
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (uint32_t i = 0; i < LOOKS; i++) {
        found += dg_principals_find_key(principals, keys[i].kid) != NULL;
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    free(keys);
    is_int(found, LOOKS, "all are found");
    return ((double) (end.tv_sec - begin.tv_sec) * 1e9 +
            (double) (end.tv_nsec - begin.tv_nsec)) /
           LOOKS;
}

int
main(void)
{
    struct dg_principals *principals;
    double few, all, bytes;
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    dg_principals_create("huishui", NULL, 0, &principals);
    for (uint32_t i = 0; i < 1000; i++) {
        add(principals, i);
    }
    few = measure(principals, 1000);
    for (uint32_t i = 1000; i < MANY; i++) {
        add(principals, i);
    }
    bytes =
        (double) (mallinfo2().uordblks + mallinfo2().hblkhd - before) / MANY;
    all = measure(principals, MANY);
    fprintf(stderr,
            "# %.0f bytes each; look-up %.0f ns among 1,000, %.0f ns "
            "among %u\n",
            bytes, few, all, MANY);
    ok(bytes == 0 || bytes < 285,
       "a principal with an officer takes %.0f bytes",
       bytes); /* 0: another malloc, under a sanitizer */
    ok(all < 40 * few + 2000, "a look-up does not grow with their number");
    ok(!dg_principals_find_key(principals, key_of(MANY).kid),
       "one more is not");
    dg_principals_destroy(principals);
    return tap_done();
}
