/* SPDX-License-Identifier: Apache-2.0 */
/* Slices: a pointer and a length into memory that somebody else owns.
 * Every text that came over the wire is one; none of them ends in NUL. */
#ifndef PROTO_BASE_STR_H
#define PROTO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "proto/base/err.h"

struct dg_str {
    const char *data; /* may be NULL when len is 0 */
    size_t len;       /* bytes */
};

/* A slice of a string literal. */
#define DG_STR(literal) ((struct dg_str){"" literal, sizeof(literal) - 1})

/* For printf's "%.*s". */
#define DG_STR_ARG(s) (int) (s).len, (s).data ? (s).data : ""

static inline struct dg_str
dg_str_from(const char *text)
{
    return (struct dg_str){text, text ? strlen(text) : 0};
}

static inline bool
dg_str_equal(struct dg_str a, struct dg_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool
dg_str_is(struct dg_str a, const char *text)
{
    return dg_str_equal(a, dg_str_from(text));
}

/* Byte order, shorter first among equals; for qsort and sorted arrays. */
int dg_str_compare(struct dg_str a, struct dg_str b);

bool dg_str_starts_with(struct dg_str s, const char *prefix);

/* Parses an unsigned decimal without sign, blanks or leading zeros (but "0").
 * DG_ERR_MALFORMED, or DG_ERR_LIMIT when it does not fit 64 bits. */
enum dg_err dg_str_to_u64(struct dg_str s, uint64_t *value);

#endif
