/* SPDX-License-Identifier: Apache-2.0 */
/* Brings what people write into groups of digits, and reads these. */
#include "plugins/form_dedup/cell/spoken.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "plugins/form_dedup/text/day.h"
#include "plugins/form_dedup/text/narrow.h"
#include "plugins/form_dedup/text/period.h"
#include "plugins/form_dedup/text/text.h"

/* ---- characters --------------------------------------------------------- */

/* Bytes of the first character, which is c; 0 at the end, or if it is none. */
static size_t
first(struct dg_plugin_str text, utf8proc_int32_t *c)
{
    utf8proc_ssize_t n =
        text.len ? utf8proc_iterate((const utf8proc_uint8_t *) text.data,
                                    (utf8proc_ssize_t) text.len, c)
                 : 0;
    return n > 0 ? (size_t) n : 0;
}

static struct dg_plugin_str
behind(struct dg_plugin_str text, size_t bytes)
{
    return (struct dg_plugin_str){text.data + bytes, text.len - bytes};
}

static bool
is_space(utf8proc_int32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 ||
           c == 0x3000 || c == 0xfeff || c == 0x200b;
}

struct dg_plugin_str
dg_spoken_trim(struct dg_plugin_str text)
{
    utf8proc_int32_t c;
    size_t n, end = 0;
    while ((n = first(text, &c)) > 0 && is_space(c)) {
        text = behind(text, n);
    }
    for (size_t at = 0; (n = first(behind(text, at), &c)) > 0;) {
        at += n;
        end = is_space(c) ? end : at;
    }
    return (struct dg_plugin_str){text.data, end};
}

bool
dg_spoken_is_plain(struct dg_plugin_str text, size_t most)
{
    utf8proc_int32_t c;
    size_t n, count = 0;
    for (; (n = first(text, &c)) > 0; text = behind(text, n)) {
        if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) ||
            ++count > most) {
            return false;
        }
    }
    return text.len == 0;
}

/* Of a label, and of what may be one: far more than any has. */
#define POINTS_MAX 1024

bool
dg_spoken_same(struct dg_plugin_str a, struct dg_plugin_str b)
{
    const utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                      UTF8PROC_STABLE | UTF8PROC_CASEFOLD;
    struct dg_plugin_str texts[] = {dg_spoken_trim(a), dg_spoken_trim(b)};
    utf8proc_int32_t points[2][POINTS_MAX];
    utf8proc_ssize_t count[2] = {0};
    for (size_t i = 0; i < 2 && texts[i].len; i++) {
        count[i] = utf8proc_decompose((const utf8proc_uint8_t *) texts[i].data,
                                      (utf8proc_ssize_t) texts[i].len,
                                      points[i], POINTS_MAX, options);
    }
    if (count[0] > POINTS_MAX || count[1] > POINTS_MAX) {
        return dg_text_equal(texts[0], texts[1]);
    }
    return count[0] > 0 && count[0] == count[1] &&
           memcmp(points[0], points[1],
                  (size_t) count[0] * sizeof points[0][0]) == 0;
}

/* ---- numbers and units -------------------------------------------------- */

void
dg_spoken_split(struct dg_plugin_str text, struct dg_plugin_str *number,
                struct dg_plugin_str *rest)
{
    utf8proc_int32_t c;
    size_t at = 0, n;
    text = dg_spoken_trim(text);
    while ((n = first(behind(text, at), &c)) > 0) {
        char narrow[2];
        struct dg_plugin_str one = {text.data + at, n};
        if (!is_space(c) && (!dg_narrow_read(one, narrow, sizeof narrow) ||
                             !strchr("0123456789+-.,", narrow[0]))) {
            break;
        }
        at += n;
    }
    *number = (struct dg_plugin_str){text.data, at};
    *rest = behind(text, at);
}

/* ---- days and periods --------------------------------------------------- */

/* What of a date in Chinese stands for what. */
static const struct {
    const char *written, *meant;
} signs[] = {{"年", "-"}, {"月", "-"},   {"日", ""},  {"号", ""},
             {"第", ""},  {"季度", "Q"}, {"季", "Q"}, {"一", "1"},
             {"二", "2"}, {"三", "3"},   {"四", "4"}};

/* What stands in front of text; taken is how many bytes of text that is. */
static struct dg_plugin_str
meant(struct dg_plugin_str text, size_t *taken)
{
    utf8proc_int32_t c;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        *taken = strlen(signs[i].written);
        if (*taken <= text.len &&
            memcmp(text.data, signs[i].written, *taken) == 0) {
            return dg_text_from(signs[i].meant);
        }
    }
    *taken = first(text, &c);
    *taken = *taken ? *taken : text.len;
    return (struct dg_plugin_str){text.data, *taken};
}

/* In ASCII; false if it does not fit, or there is anything else in it. */
static bool
spell(struct dg_plugin_str text, char out[32])
{
    char spelt[64] = "";
    size_t taken;
    for (text = dg_spoken_trim(text); text.len > 0;
         text = behind(text, taken)) {
        struct dg_plugin_str one = meant(text, &taken);
        if (strlen(spelt) + one.len >= sizeof spelt) {
            return false;
        }
        strncat(spelt, one.data, one.len);
    }
    return dg_narrow_read(dg_text_from(spelt), out, 32);
}

/* "2026-11-22": its groups of digits; with a Q it is a quarter. */
struct digits {
    int numbers[3];
    size_t lens[3];
    size_t count;
    bool quarter;
};

static bool
read_digits(struct dg_plugin_str text, struct digits *digits)
{
    char spelt[32];
    *digits = (struct digits){.count = 0};
    if (!spell(text, spelt)) {
        return false;
    }
    for (const char *at = spelt; *at;) {
        size_t len = strspn(at, "0123456789");
        if (len > 8 || (len > 0 && digits->count == 3)) {
            return false;
        }
        if (len > 0) {
            digits->numbers[digits->count] = atoi(at);
            digits->lens[digits->count++] = len;
            at += len;
        } else if (strchr("-/.Qq", *at) && digits->count > 0) {
            digits->quarter = digits->quarter || *at == 'Q' || *at == 'q';
            at++;
        } else {
            return false;
        }
    }
    return digits->count > 0;
}

/* "202611" and "20261122" in their groups; years have four digits. */
static bool
split_digits(struct digits *digits)
{
    int all = digits->numbers[0];
    if (digits->count == 1 && digits->lens[0] == 8) {
        *digits = (struct digits){
            .numbers = {all / 10000, all / 100 % 100, all % 100}, .count = 3};
        return true;
    }
    if (digits->count == 1 && digits->lens[0] == 6) {
        *digits =
            (struct digits){.numbers = {all / 100, all % 100}, .count = 2};
        return true;
    }
    return digits->lens[0] == 4;
}

static bool
write_date(const struct digits *digits, char out[11])
{
    struct dg_day date = {digits->numbers[0], digits->numbers[1],
                          digits->numbers[2]};
    int32_t number;
    if (digits->count != 3 || digits->quarter || date.year < 1000 ||
        !dg_day_number(date, &number)) {
        return false;
    }
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned) date.year % 10000,
             (unsigned) date.month % 100, (unsigned) date.day % 100);
    return true;
}

bool
dg_spoken_date(struct dg_plugin_str text, char out[11])
{
    struct digits digits;
    return read_digits(text, &digits) && split_digits(&digits) &&
           write_date(&digits, out);
}

bool
dg_spoken_period(struct dg_plugin_str text, char out[11])
{
    struct digits digits;
    dg_period period;
    unsigned year, part;
    if (!read_digits(text, &digits) || !split_digits(&digits) ||
        (digits.quarter && digits.count != 2)) {
        return false;
    }
    year = (unsigned) digits.numbers[0] % 10000;
    part = (unsigned) digits.numbers[1];
    if (digits.count == 3) {
        return write_date(&digits, out) &&
               dg_period_read(dg_text_from(out), &period);
    }
    if (part > 12) {
        return false;
    }
    if (digits.count == 1) {
        snprintf(out, 11, "%04u", year);
    } else {
        snprintf(out, 11, digits.quarter ? "%04u-Q%u" : "%04u-%02u", year,
                 part);
    }
    return dg_period_read(dg_text_from(out), &period);
}

/* ---- yes and no --------------------------------------------------------- */

bool
dg_spoken_truth(struct dg_plugin_str text, bool *truth)
{
    static const char *const words[2][6] = {
        {"否", "无", "false", "no", "n", "0"},
        {"是", "有", "true", "yes", "y", "1"}};
    for (size_t i = 0; i < 12; i++) {
        if (dg_spoken_same(text, dg_text_from(words[i / 6][i % 6]))) {
            *truth = i / 6 == 1;
            return true;
        }
    }
    return false;
}
