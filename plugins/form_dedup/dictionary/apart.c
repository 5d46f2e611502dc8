/* SPDX-License-Identifier: Apache-2.0 */
/* A set of pairs; the lesser number is first in each. */
#define HASH_NONFATAL_OOM 1
#include "plugins/form_dedup/dictionary/apart.h"

#include <stdlib.h>
#include <uthash.h>

struct pair {
    uint32_t a, b;
};

struct dg_apart {
    struct pair pair;
    UT_hash_handle hh;
};

static struct dg_apart *
find(const struct dg_apart *apart, uint32_t a, uint32_t b)
{
    struct pair pair = {a < b ? a : b, a < b ? b : a};
    struct dg_apart *found = NULL;
    HASH_FIND(hh, apart, &pair, sizeof pair, found);
    return found;
}

bool
dg_apart_has(const struct dg_apart *apart, uint32_t a, uint32_t b)
{
    return find(apart, a, b) != NULL;
}

bool
dg_apart_add(struct dg_apart **apart, uint32_t a, uint32_t b)
{
    struct dg_apart *added;
    if (find(*apart, a, b)) {
        return true;
    }
    added = calloc(1, sizeof *added);
    if (!added) {
        return false;
    }
    added->pair = (struct pair){a < b ? a : b, a < b ? b : a};
    HASH_ADD(hh, *apart, pair, sizeof added->pair, added);
    if (!added->hh.tbl) {
        free(added);
        return false;
    }
    return true;
}

void
dg_apart_remove(struct dg_apart **apart, uint32_t a, uint32_t b)
{
    struct dg_apart *found = find(*apart, a, b);
    if (found) {
        HASH_DEL(*apart, found);
        free(found);
    }
}

void
dg_apart_each(const struct dg_apart *apart,
              void (*each)(void *ctx, uint32_t a, uint32_t b), void *ctx)
{
    for (; apart; apart = apart->hh.next) {
        each(ctx, apart->pair.a, apart->pair.b);
    }
}

void
dg_apart_destroy(struct dg_apart **apart)
{
    struct dg_apart *pair = *apart;
    HASH_CLEAR(hh, *apart);
    while (pair) {
        struct dg_apart *next = pair->hh.next;
        free(pair);
        pair = next;
    }
}
