/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a label counts. NFKC and case folding are utf8proc's; what is
 * a unit, the caller's; numbering and punctuation are looked at here. */
#include "plugins/form_dedup/text/label.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* A stretch of code points in NFKC. */
struct span {
    const utf8proc_int32_t *at;
    size_t len;
};

static bool
is_in(utf8proc_int32_t c, const char *set)
{
    utf8proc_int32_t member;
    while (*set) {
        set += utf8proc_iterate((const utf8proc_uint8_t *) set, -1, &member);
        if (member == c) {
            return true;
        }
    }
    return false;
}

static bool
is_digit(utf8proc_int32_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_numeral(utf8proc_int32_t c)
{
    return is_in(c, "一二三四五六七八九十百");
}

static bool
is_blank(utf8proc_int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x3000;
}

static bool
is_word(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Hyphens and what is written for "to" between two numbers. */
static bool
is_dash(utf8proc_int32_t c)
{
    return c == '~' || c == 0x301c || c == 0x2212 ||
           utf8proc_category(c) == UTF8PROC_CATEGORY_PD;
}

/* Signs that tell figures apart: HIV+, ≥60, %. */
static bool
is_sign(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return c == '%' || c == 0x2030 || c == '#' ||
           (category >= UTF8PROC_CATEGORY_SM &&
            category <= UTF8PROC_CATEGORY_SO && c != '~' && c != '`' &&
            c != '^');
}

static struct span
trim(struct span s)
{
    while (s.len && is_blank(s.at[0])) {
        s.at++, s.len--;
    }
    while (s.len && is_blank(s.at[s.len - 1])) {
        s.len--;
    }
    return s;
}

/* ---- numbering in front ------------------------------------------------- */

static size_t
count_number(struct span s)
{
    size_t n = 0;
    if (s.len && is_digit(s.at[0])) {
        while (n < s.len &&
               (is_digit(s.at[n]) ||
                (s.at[n] == '.' && n + 1 < s.len && is_digit(s.at[n + 1])))) {
            n++;
        }
        return n;
    }
    while (n < s.len && is_numeral(s.at[n])) {
        n++;
    }
    if (!n && s.len > 1 && s.at[1] == ')' && is_word(s.at[0])) {
        n = 1; /* a) */
    }
    return n;
}

/* "1." "2、" "(三)" "1.2)" "四、": how many characters; 0 for none. What goes
 * on with a digit is a number, not numbering: 2.5, 1,000. */
static size_t
count_numbering(struct span s)
{
    bool bracket = s.len && (s.at[0] == '(' || s.at[0] == '[');
    struct span rest = {s.at + bracket, s.len - bracket};
    size_t n = count_number(rest);
    if (!n || n > 8 || n >= rest.len ||
        !is_in(rest.at[n], bracket ? ")]" : ".、):,]")) {
        return 0;
    }
    n++;
    if (!bracket && n < rest.len && is_digit(rest.at[n])) {
        return 0;
    }
    return bracket + n;
}

static struct span
without_numbering(struct span s)
{
    for (int level = 0; level < 3; level++) {
        size_t n = count_numbering(s);
        struct span rest = trim((struct span){s.at + n, s.len - n});
        if (!n || !rest.len) {
            break;
        }
        s = rest;
    }
    return s;
}

/* ---- a unit behind ------------------------------------------------------ */

/* Encodes into out, which has room for 4 bytes a character; no blanks. */
static struct dg_plugin_str
encode(struct span s, char *out)
{
    struct dg_plugin_str text = {out, 0};
    for (size_t i = 0; i < s.len; i++) {
        if (!is_blank(s.at[i])) {
            text.len += (size_t) utf8proc_encode_char(
                s.at[i], (utf8proc_uint8_t *) out + text.len);
        }
    }
    return text;
}

/* Where the bracket opens that the last character closes, or the last comma
 * stands; len: nowhere. */
static size_t
find_tail(struct span s)
{
    size_t i = s.len;
    bool bracket = s.len && is_in(s.at[s.len - 1], ")]】〕");
    while (i > 0) {
        i--;
        if (is_in(s.at[i], bracket ? "([【〔" : ",")) {
            return i;
        }
    }
    return s.len;
}

static struct span
without_name(struct span s)
{
    static const utf8proc_int32_t name[] = {0x5355, 0x4f4d}; /* 单位 */
    s = trim(s);
    if (s.len > 2 && memcmp(s.at, name, sizeof name) == 0 &&
        (s.at[2] == ':' || is_blank(s.at[2]))) {
        s = trim((struct span){s.at + 3, s.len - 3});
    }
    return s;
}

struct unit_question {
    dg_label_unit_fn is_unit;
    void *ctx;
};

static struct span
split_unit(struct span s, const struct unit_question *question, char *memory,
           struct dg_plugin_str *unit)
{
    struct span head = s, tail;
    size_t at;
    while (head.len && is_in(head.at[head.len - 1], ":*?。;. ")) {
        head.len--;
    }
    at = find_tail(head);
    if (!question->is_unit || at == 0 || at == head.len) {
        return s;
    }
    tail = (struct span){head.at + at + 1, head.len - at - 1};
    if (head.at[at] != ',') {
        tail.len--;
    }
    *unit = encode(without_name(tail), memory);
    if (!unit->len || !question->is_unit(question->ctx, *unit)) {
        *unit = (struct dg_plugin_str){0};
        return s;
    }
    return trim((struct span){head.at, at});
}

/* ---- the text ----------------------------------------------------------- */

static char *
fold(utf8proc_int32_t c, char *out)
{
    utf8proc_int32_t folded[4];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        c, folded, 4, UTF8PROC_CASEFOLD | UTF8PROC_STABLE, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 4; i++) {
        out += utf8proc_encode_char(folded[i], (utf8proc_uint8_t *) out);
    }
    return out;
}

/* Between two digits what divides them counts: 0-6, 2.5. A hyphen that ends a
 * word does, too: HIV-. */
static utf8proc_int32_t
divider(struct span s, size_t first, size_t behind)
{
    bool before = first > 0 && is_word(s.at[first - 1]);
    bool after = behind < s.len && is_word(s.at[behind]);
    if (before && after && is_digit(s.at[first - 1]) &&
        is_digit(s.at[behind])) {
        return behind == first + 1 && s.at[first] == '.' ? '.' : '-';
    }
    return before && !after && is_dash(s.at[first]) ? '-' : 0;
}

static struct dg_plugin_str
write_text(struct span s, char *memory)
{
    char *out = memory;
    size_t i = 0;
    while (i < s.len) {
        size_t first = i;
        utf8proc_int32_t between;
        if (is_word(s.at[i]) || is_sign(s.at[i])) {
            out = fold(s.at[i++], out);
            continue;
        }
        while (i < s.len && !is_word(s.at[i]) && !is_sign(s.at[i])) {
            i++;
        }
        between = divider(s, first, i);
        if (between) {
            *out++ = (char) between;
        }
    }
    return (struct dg_plugin_str){memory, (size_t) (out - memory)};
}

/* ---- all of it ---------------------------------------------------------- */

/* ①, ❶: numbering that NFKC would make a digit of. */
static struct dg_plugin_str
without_circle(struct dg_plugin_str text)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t n;
    while (text.len && (unsigned char) text.data[0] <= ' ') {
        text.data++, text.len--;
    }
    n = text.len ? utf8proc_iterate((const utf8proc_uint8_t *) text.data,
                                    (utf8proc_ssize_t) text.len, &c)
                 : 0;
    if (n > 0 && (size_t) n < text.len &&
        ((c >= 0x2460 && c <= 0x2473) || (c >= 0x2776 && c <= 0x2793))) {
        text.data += n, text.len -= (size_t) n;
    }
    return text;
}

/* NFKC as code points, malloc; NULL without memory, or if it is no UTF-8. */
static utf8proc_int32_t *
decompose(struct dg_plugin_str text, size_t *len)
{
    const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE;
    size_t room = 2 * text.len + 32;
    const utf8proc_uint8_t *bytes = text.len
                                        ? (const utf8proc_uint8_t *) text.data
                                        : (const utf8proc_uint8_t *) "";
    utf8proc_int32_t *points = malloc(room * sizeof *points);
    utf8proc_ssize_t n = -1;
    for (int once = 0; points && once < 2; once++) {
        utf8proc_int32_t *grown;
        n = utf8proc_decompose(bytes, (utf8proc_ssize_t) text.len, points,
                               (utf8proc_ssize_t) room, options);
        if (n < 0 || (size_t) n <= room) {
            break;
        }
        room = (size_t) n;
        grown = realloc(points, room * sizeof *points);
        if (!grown) {
            n = -1;
            break;
        }
        points = grown;
    }
    n = n < 0 || !points ? -1 : utf8proc_normalize_utf32(points, n, options);
    if (n < 0) {
        free(points);
        return NULL;
    }
    *len = (size_t) n;
    return points;
}

bool
dg_label_read(struct dg_plugin_str text, dg_label_unit_fn is_unit, void *ctx,
              struct dg_label *label)
{
    struct unit_question question = {is_unit, ctx};
    struct span s = {0};
    utf8proc_int32_t *points = decompose(without_circle(text), &s.len);
    *label = (struct dg_label){0};
    if (!points) {
        return false;
    }
    /* Folding makes at most three characters of one, of two bytes each. */
    label->memory = malloc(4 * s.len + 12 * s.len + 1);
    if (label->memory) {
        s.at = points;
        s = without_numbering(trim(s));
        s = split_unit(s, &question, label->memory, &label->unit);
        label->text = write_text(s, label->memory + label->unit.len);
    }
    free(points);
    return label->memory != NULL;
}

void
dg_label_finish(struct dg_label *label)
{
    free(label->memory);
    *label = (struct dg_label){0};
}

/* ---- what a normal form is worth ---------------------------------------- */

unsigned
dg_label_weight(struct dg_plugin_str normal)
{
    unsigned weight = 0;
    for (size_t i = 0; i < normal.len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *) normal.data + i,
                             (utf8proc_ssize_t) (normal.len - i), &c);
        if (n <= 0) {
            break;
        }
        weight += (c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c < 0x3ffff)
                      ? 3
                      : is_word(c);
        i += (size_t) n;
    }
    return weight;
}
