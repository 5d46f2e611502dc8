/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how sets of divisions and codes are kept and searched. As no term of
 * a set covers another, the one above a division can only be the last whose key
 * is not greater: one binary search. */
#include "gateway/inbox/term.h"

#include <stdlib.h>

static int
compare_keys(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int
compare_terms(const void *a, const void *b)
{
    return compare_keys(dg_division_key(*(const struct dg_division *) a),
                        dg_division_key(*(const struct dg_division *) b));
}

static int
compare_codes(const void *a, const void *b)
{
    return compare_keys(*(const uint64_t *) a, *(const uint64_t *) b);
}

size_t
dg_term_normalise(struct dg_division *terms, size_t count)
{
    size_t kept = 0;

    if (count == 0) {
        return 0;
    }
    qsort(terms, count, sizeof *terms, compare_terms);
    for (size_t i = 1; i < count; i++) {
        if (!dg_division_contains(terms[kept], terms[i])) {
            terms[++kept] = terms[i];
        }
    }
    return kept + 1;
}

const struct dg_division *
dg_term_above(const struct dg_division *terms, size_t count,
              struct dg_division division)
{
    uint64_t key = dg_division_key(division);
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dg_division_key(terms[middle]) <= key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0 || !dg_division_contains(terms[low - 1], division)) {
        return NULL;
    }
    return &terms[low - 1];
}

size_t
dg_term_sort_codes(uint64_t *codes, size_t count)
{
    size_t kept = 0;

    if (count == 0) {
        return 0;
    }
    qsort(codes, count, sizeof *codes, compare_codes);
    for (size_t i = 1; i < count; i++) {
        if (codes[i] != codes[kept]) {
            codes[++kept] = codes[i];
        }
    }
    return kept + 1;
}

bool
dg_term_find_code(const uint64_t *codes, size_t count, uint64_t code)
{
    return count > 0 &&
           bsearch(&code, codes, count, sizeof *codes, compare_codes) != NULL;
}

/* The first code that lies behind everything below the prefix; from is the
 * first that lies not before it. */
static size_t
end_of(const uint64_t *codes, size_t from, size_t count,
       struct dg_division prefix)
{
    size_t low = from, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct dg_division code = {codes[middle], DG_DIVISION_LEVELS - 1};
        if (dg_division_contains(prefix, code)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t
dg_term_count_codes(const uint64_t *codes, size_t count,
                    struct dg_division prefix)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (codes[middle] < prefix.value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return end_of(codes, low, count, prefix) - low;
}
