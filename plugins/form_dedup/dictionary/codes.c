/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table of codes, and the codes that are none of the keeper's. */
#define HASH_NONFATAL_OOM 1
#include "plugins/form_dedup/dictionary/codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <uthash.h>

#include "plugins/form_dedup/dictionary/element.h"

struct dg_code {
    uint32_t number;
    UT_hash_handle hh;
};

uint32_t
dg_codes_find(const struct dg_code *codes, struct dg_plugin_str code)
{
    const struct dg_code *found = NULL;
    HASH_FIND(hh, codes, code.data, code.len, found);
    return found ? found->number : DG_ELEMENT_NONE;
}

bool
dg_codes_add(struct dg_code **codes, struct dg_plugin_str code, uint32_t number)
{
    struct dg_code *added = calloc(1, sizeof *added);
    if (!added) {
        return false;
    }
    added->number = number;
    HASH_ADD_KEYPTR(hh, *codes, code.data, code.len, added);
    if (!added->hh.tbl) {
        free(added);
        return false;
    }
    return true;
}

void
dg_codes_destroy(struct dg_code **codes)
{
    struct dg_code *code = *codes;
    HASH_CLEAR(hh, *codes);
    while (code) {
        struct dg_code *next = code->hh.next;
        free(code);
        code = next;
    }
}

void
dg_codes_write_provisional(uint64_t sequence, uint32_t index,
                           char code[DG_CODES_SIZE])
{
    snprintf(code, DG_CODES_SIZE, "p%" PRIu64 "-%" PRIu32, sequence, index);
}

/* Digits without a zero in front, up to max. */
static size_t
read_digits(struct dg_plugin_str text, uint64_t max, uint64_t *number)
{
    size_t n = 0;
    *number = 0;
    while (n < text.len && text.data[n] >= '0' && text.data[n] <= '9') {
        unsigned digit = (unsigned) (text.data[n] - '0');
        if ((n == 1 && *number == 0) || *number > (max - digit) / 10) {
            return 0;
        }
        *number = 10 * *number + digit;
        n++;
    }
    return n;
}

bool
dg_codes_read_provisional(struct dg_plugin_str code, uint64_t *sequence,
                          uint32_t *index)
{
    struct dg_plugin_str rest;
    uint64_t number = 0;
    size_t n;
    if (code.len < 4 || code.data[0] != 'p') {
        return false;
    }
    rest = (struct dg_plugin_str){code.data + 1, code.len - 1};
    n = read_digits(rest, UINT64_MAX, sequence);
    if (!n || n >= rest.len || rest.data[n] != '-') {
        return false;
    }
    rest = (struct dg_plugin_str){rest.data + n + 1, rest.len - n - 1};
    n = read_digits(rest, UINT32_MAX, &number);
    *index = (uint32_t) number;
    return n && n == rest.len;
}
