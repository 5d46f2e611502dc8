/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how slices compare and how a decimal is read. */
#include "proto/base/str.h"

int
dg_str_compare(struct dg_str a, struct dg_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;

    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool
dg_str_starts_with(struct dg_str s, const char *prefix)
{
    size_t len = strlen(prefix);
    return s.len >= len && (len == 0 || memcmp(s.data, prefix, len) == 0);
}

enum dg_err
dg_str_to_u64(struct dg_str s, uint64_t *value)
{
    uint64_t sum = 0;
    bool over = false;

    if (s.len == 0 || (s.len > 1 && s.data[0] == '0')) {
        return DG_ERR_MALFORMED;
    }
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char) s.data[i] - (unsigned) '0';
        if (digit > 9) {
            return DG_ERR_MALFORMED;
        }
        over = over || __builtin_mul_overflow(sum, (uint64_t) 10, &sum) ||
               __builtin_add_overflow(sum, (uint64_t) digit, &sum);
    }
    if (over) {
        return DG_ERR_LIMIT;
    }
    *value = sum;
    return DG_OK;
}
