/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a name matters, and how alike two names are. */
#include "proto/client/counter/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

#define LENGTH_MAX 400 /* characters that are compared */

static bool
matters(utf8proc_int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

static bool
drop_end(struct dg_str *s, const char *end)
{
    size_t len = strlen(end);
    if (s->len < len || memcmp(s->data + s->len - len, end, len) != 0) {
        return false;
    }
    s->len -= len;
    return true;
}

/* What matters of text, in place. */
static struct dg_str
squeeze(char *text, size_t len)
{
    size_t out = 0;
    for (size_t i = 0; i < len;) {
        utf8proc_int32_t character;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *) text + i,
                             (utf8proc_ssize_t) (len - i), &character);
        if (n <= 0) {
            break;
        }
        if (matters(character)) {
            memmove(text + out, text + i, (size_t) n);
            out += (size_t) n;
        }
        i += (size_t) n;
    }
    return (struct dg_str){text, out};
}

/* text under options, in malloc's memory. */
static enum dg_err
map(struct dg_str text, utf8proc_option_t options, char **out, size_t *len)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *) text.data,
                                      (utf8proc_ssize_t) text.len, &mapped,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                          UTF8PROC_COMPAT | options);
    if (n < 0) {
        return n == UTF8PROC_ERROR_NOMEM ? DG_ERR_MEMORY : DG_ERR_MALFORMED;
    }
    *out = (char *) mapped;
    *len = (size_t) n;
    return DG_OK;
}

enum dg_err
dg_fold(struct dg_arena *arena, struct dg_str name, struct dg_str *key)
{
    char *text;
    size_t len;
    enum dg_err err =
        map(name, UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &text, &len);
    if (err) {
        return err;
    }
    struct dg_str s = squeeze(text, len);
    while (drop_end(&s, "证明") || drop_end(&s, "盖章")) {
    }
    *key = dg_arena_copy(arena, s);
    free(text);
    return key->data ? DG_OK : DG_ERR_MEMORY;
}

enum dg_err
dg_fold_width(struct dg_arena *arena, struct dg_str text, struct dg_str *out)
{
    char *mapped;
    size_t len;
    enum dg_err err = map(text, (utf8proc_option_t) 0, &mapped, &len);
    if (err) {
        return err;
    }
    *out = dg_arena_copy(arena, (struct dg_str){mapped, len});
    free(mapped);
    return out->data ? DG_OK : DG_ERR_MEMORY;
}

bool
dg_fold_holds(struct dg_str a, struct dg_str b)
{
    if (a.len == 0 || b.len == 0) {
        return false;
    }
    return a.len >= b.len ? memmem(a.data, a.len, b.data, b.len) != NULL
                          : memmem(b.data, b.len, a.data, a.len) != NULL;
}

/* Characters of s; at most LENGTH_MAX. */
static size_t
characters(struct dg_str s, utf8proc_int32_t *out)
{
    size_t count = 0, i = 0;
    while (i < s.len && count < LENGTH_MAX) {
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *) s.data + i,
                             (utf8proc_ssize_t) (s.len - i), &out[count]);
        if (n <= 0) {
            break;
        }
        count++;
        i += (size_t) n;
    }
    return count;
}

unsigned
dg_fold_likeness(struct dg_str a, struct dg_str b)
{
    utf8proc_int32_t x[LENGTH_MAX], y[LENGTH_MAX];
    bool used[LENGTH_MAX] = {false};
    size_t m = characters(a, x), n = characters(b, y), shared = 0;
    if (dg_fold_holds(a, b)) {
        return 100;
    }
    for (size_t i = 0; i + 1 < m; i++) {
        for (size_t j = 0; j + 1 < n; j++) {
            if (!used[j] && x[i] == y[j] && x[i + 1] == y[j + 1]) {
                used[j] = true;
                shared++;
                break;
            }
        }
    }
    size_t pairs = (m < n ? m : n) - 1;
    return shared < 2 ? 0 : (unsigned) (100 * shared / pairs);
}
