/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is a frequency: so many times in a year, quarter, month or
 * day. */
#include "proto/client/sheet/cell_internal.h"

#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/sheet/cell.h"

#define TIMES_MAX 366

static const struct {
    const char *word, *per;
} spans[] = {
    {"year", "year"},  {"quarter", "quarter"}, {"month", "month"},
    {"day", "day"},    {"年", "year"},         {"季度", "quarter"},
    {"季", "quarter"}, {"个月", "month"},      {"月", "month"},
    {"日", "day"},     {"天", "day"},
};

static const char *const numerals[] = {"一", "二", "三", "四", "五",
                                       "六", "七", "八", "九", "十"};

static bool
take(struct dg_str *s, const char *word)
{
    size_t len = strlen(word);
    if (!dg_str_starts_with(*s, word)) {
        return false;
    }
    *s = (struct dg_str){s->data + len, s->len - len};
    return true;
}

static void
skip_blanks(struct dg_str *s)
{
    while (take(s, " ")) {
    }
}

static const char *
take_span(struct dg_str *s)
{
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        if (take(s, spans[i].word)) {
            return spans[i].per;
        }
    }
    return NULL;
}

static unsigned
take_number(struct dg_str *s)
{
    unsigned number = 0;
    if (take(s, "两")) {
        return 2;
    }
    for (unsigned i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        if (take(s, numerals[i])) {
            return i + 1;
        }
    }
    while (s->len > 0 && s->data[0] >= '0' && s->data[0] <= '9' &&
           number <= TIMES_MAX) {
        number = number * 10 + (unsigned) (s->data[0] - '0');
        *s = (struct dg_str){s->data + 1, s->len - 1};
    }
    return number;
}

/* 1/quarter, 1次/季度. */
static const char *
take_ratio(struct dg_str *s, unsigned *times)
{
    const char *per;
    *times = take_number(s);
    skip_blanks(s);
    (void) take(s, "次");
    if (!take(s, "/")) {
        return NULL;
    }
    skip_blanks(s);
    per = take_span(s);
    return s->len == 0 ? per : NULL;
}

/* 每季度1次, 一年一次. */
static const char *
take_phrase(struct dg_str *s, unsigned *times)
{
    const char *per;
    if (!take(s, "每") && !take(s, "一") && !take(s, "1")) {
        return NULL;
    }
    (void) take(s, "一");
    per = take_span(s);
    skip_blanks(s);
    *times = take_number(s);
    skip_blanks(s);
    return take(s, "次") && s->len == 0 ? per : NULL;
}

bool
dg_cell_frequency_read(struct dg_str text, char out[DG_CELL_FREQUENCY_SIZE])
{
    struct dg_str rest = text;
    unsigned times = 0;
    const char *per = take_ratio(&rest, &times);
    if (!per) {
        rest = text;
        per = take_phrase(&rest, &times);
    }
    if (!per || times < 1 || times > TIMES_MAX) {
        return false;
    }
    snprintf(out, DG_CELL_FREQUENCY_SIZE, "%u/%s", times, per);
    return true;
}

bool
dg_cell_frequency(struct dg_str text, uint64_t *times, struct dg_str *per)
{
    const char *slash = text.len ? memchr(text.data, '/', text.len) : NULL;
    struct dg_str number = {text.data,
                            slash ? (size_t) (slash - text.data) : 0};
    if (!slash || dg_str_to_u64(number, times)) {
        return false;
    }
    *per = (struct dg_str){slash + 1, text.len - number.len - 1};
    return true;
}

void
dg_cell_frequency_write(struct dg_buf *out, struct dg_str text)
{
    static const char *const words[] = {N_("year"), N_("quarter"), N_("month"),
                                        N_("day")};
    uint64_t times;
    struct dg_str per;
    if (!dg_cell_frequency(text, &times, &per)) {
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (dg_str_is(per, words[i])) {
            dg_buf_decimal(out, times);
            dg_buf_printf(out, "/%s", _(words[i]));
        }
    }
}
