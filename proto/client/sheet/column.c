/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a heading or a word of a choice is meant. */
#include "proto/client/sheet/column.h"

#include "proto/base/i18n.h"

static bool
is_filler(char c)
{
    return c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\r' ||
           c == '\n' || c == '*';
}

static size_t
skip_filler(struct dg_str s, size_t at)
{
    while (at < s.len && is_filler(s.data[at])) {
        at++;
    }
    return at;
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
matches(struct dg_str a, struct dg_str b)
{
    size_t i = skip_filler(a, 0), j = skip_filler(b, 0);
    while (i < a.len && j < b.len && lower(a.data[i]) == lower(b.data[j])) {
        i = skip_filler(a, i + 1);
        j = skip_filler(b, j + 1);
    }
    return i == a.len && j == b.len && b.len > 0;
}

static bool
matches_one(struct dg_str text, const char *words)
{
    while (*words) {
        size_t len = strcspn(words, "|");
        if (matches(text, (struct dg_str){words, len})) {
            return true;
        }
        words += len + (words[len] == '|');
    }
    return false;
}

static bool
is_named(struct dg_str text, const char *wire, const char *shown,
         const char *chinese)
{
    return matches(text, dg_str_from(wire)) ||
           matches(text, dg_str_from(shown)) ||
           matches(text, dg_str_from(_(shown))) || matches_one(text, chinese);
}

bool
dg_column_is_heading(const struct dg_column *column, struct dg_str text)
{
    return is_named(text, column->member, column->heading, column->chinese);
}

bool
dg_column_is_word(const struct dg_column_word *word, struct dg_str text)
{
    return is_named(text, word->wire, word->shown, word->chinese);
}

void
dg_column_put(struct dg_buf *out, const char *shown, const char *chinese)
{
    struct dg_str first = {chinese, strcspn(chinese, "|")};
    const char *translated = _(shown);
    dg_buf_text(out, translated);
    if (first.len > 0 && strcmp(translated, shown) == 0) {
        dg_buf_printf(out, " (%.*s)", DG_STR_ARG(first));
    }
}
