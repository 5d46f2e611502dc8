/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which period a text is. That "2026-12" becomes "Dec-26" or
 * "2026年12月" when a spreadsheet program opens and keeps a sheet is why it is
 * lenient. */
#include "proto/client/report/spelling.h"

#include <stdio.h>
#include <strings.h>

#include "proto/base/date.h"

#define NUMBERS 3

/* Up to three numbers and what stands around them. */
struct pieces {
    unsigned numbers[NUMBERS];
    size_t digits[NUMBERS];
    size_t count;
    char between[32]; /* without blanks; '#' in the place of a number */
    bool fits;
};

static void
take_number(struct pieces *p, struct dg_str text, size_t *at)
{
    size_t begin = *at;
    unsigned number = 0;
    while (*at < text.len && text.data[*at] >= '0' && text.data[*at] <= '9') {
        number = number * 10 + (unsigned) (text.data[(*at)++] - '0');
    }
    if (p->count == NUMBERS || *at - begin > 6) {
        p->fits = false;
        return;
    }
    p->digits[p->count] = *at - begin;
    p->numbers[p->count++] = number;
}

static struct pieces
take_apart(struct dg_str text)
{
    struct pieces p = {.fits = text.len > 0};
    size_t len = 0, at = 0;
    while (p.fits && at < text.len) {
        bool digit = text.data[at] >= '0' && text.data[at] <= '9';
        if (text.data[at] == ' ') {
            at++;
            continue;
        }
        p.fits = len + 1 < sizeof p.between;
        if (p.fits) {
            p.between[len++] = digit ? '#' : text.data[at];
        }
        if (digit) {
            take_number(&p, text, &at);
        } else {
            at++;
        }
    }
    return p;
}

static bool
is_one_of(const char *text, const char *const *words)
{
    while (*words && strcasecmp(text, *words) != 0) {
        words++;
    }
    return *words != NULL;
}

/* "Dec-26": 12; 0: none of these. */
static unsigned
month_named(const char *text)
{
    static const char *const months[] = {"jan-#", "feb-#", "mar-#", "apr-#",
                                         "may-#", "jun-#", "jul-#", "aug-#",
                                         "sep-#", "oct-#", "nov-#", "dec-#"};
    unsigned month = 0;
    while (month < 12 && strcasecmp(text, months[month]) != 0) {
        month++;
    }
    return month < 12 ? month + 1 : 0;
}

/* As it travels, whatever its numbers are. */
static void
spell(const struct pieces *p, char *out, size_t size)
{
    static const char *const quarters[] = {
        "#-Q#", "#Q#", "#年#季度", "#年第#季度", "#年#季", "#年第#季", NULL};
    static const char *const months[] = {"#-#",    "#/#",  "#.#",
                                         "#年#月", "#年#", NULL};
    static const char *const days[] = {"#-#-#", "#/#/#", "#.#.#", "#年#月#日",
                                       NULL};
    const unsigned *n = p->numbers;
    unsigned named = month_named(p->between);
    if (named > 0 && p->digits[0] == 2) {
        snprintf(out, size, "20%02u-%02u", n[0], named);
    } else if (p->digits[0] == 6 && p->count == 1) {
        snprintf(out, size, "%04u-%02u", n[0] / 100, n[0] % 100);
    } else if (p->digits[0] != 4) {
        return;
    } else if (strcmp(p->between, "#") == 0 || strcmp(p->between, "#年") == 0) {
        snprintf(out, size, "%04u", n[0]);
    } else if (is_one_of(p->between, quarters)) {
        snprintf(out, size, "%04u-Q%u", n[0], n[1]);
    } else if (is_one_of(p->between, months)) {
        snprintf(out, size, "%04u-%02u", n[0], n[1]);
    } else if (is_one_of(p->between, days)) {
        snprintf(out, size, "%04u-%02u-%02u", n[0], n[1], n[2]);
    }
}

bool
dg_spelling_period(struct dg_str text, char out[DG_SPELLING_SIZE])
{
    struct pieces p = take_apart(text);
    char spelled[48] = "";
    int32_t first;
    enum dg_span span;
    if (p.fits) {
        spell(&p, spelled, sizeof spelled);
    }
    if (spelled[0] == '\0' || strlen(spelled) >= DG_SPELLING_SIZE ||
        dg_period_parse(dg_str_from(spelled), &first, &span)) {
        return false;
    }
    memcpy(out, spelled, strlen(spelled) + 1);
    return true;
}

int
dg_spelling_option(struct dg_cli *cli, const char **text,
                   char out[DG_SPELLING_SIZE])
{
    if (!*text) {
        return DG_EXIT_OK;
    }
    if (!dg_spelling_period(dg_str_from(*text), out)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, "--period: %s",
                           _(DG_SPELLING_NONE));
    }
    *text = out;
    return DG_EXIT_OK;
}
