/* SPDX-License-Identifier: Apache-2.0 */
/* Brings every form into the plain one, checks date and check character, and
 * writes the forms. */
#include "plugins/form_dedup/text/idnumber.h"

#include <stdio.h>
#include <string.h>

#include "plugins/form_dedup/text/day.h"
#include "plugins/form_dedup/text/narrow.h"

#define PLAIN_LEN 18
#define OLD_LEN 15
#define REGION_LEN 6

/* ISO 7064 MOD 11-2 over the first 17 digits. */
static char
check_character(const char *plain)
{
    int sum = 0;
    for (int i = 0; i < PLAIN_LEN - 1; i++) {
        sum = (sum + plain[i] - '0') * 2 % 11;
    }
    return "10X98765432"[sum];
}

/* Without what groups the digits. */
static size_t
squeeze(char *text)
{
    size_t len = 0;
    for (const char *at = text; *at; at++) {
        if (*at != ' ' && *at != '-') {
            text[len++] = *at;
        }
    }
    text[len] = '\0';
    return len;
}

static void
lengthen(char *old, char plain[19])
{
    snprintf(plain, 19, "%.6s19%.9s", old, old + REGION_LEN);
    plain[PLAIN_LEN - 1] = check_character(plain);
    plain[PLAIN_LEN] = '\0';
}

static int
number_at(const char *digits, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        number = 10 * number + digits[i] - '0';
    }
    return number;
}

static bool
find_birth(const char *plain, int32_t *day)
{
    struct dg_day date = {number_at(plain + 6, 4), number_at(plain + 10, 2),
                          number_at(plain + 12, 2)};
    return date.year >= 1800 && date.year < 2200 && dg_day_number(date, day);
}

enum dg_idnumber_fault
dg_idnumber_read(struct dg_plugin_str text, char plain[19])
{
    char typed[64];
    size_t len;
    int32_t day;
    if (!dg_narrow_read(text, typed, sizeof typed)) {
        return DG_IDNUMBER_LENGTH;
    }
    len = squeeze(typed);
    if (len == PLAIN_LEN && strspn(typed, "0123456789") >= PLAIN_LEN - 1 &&
        strchr("0123456789Xx", typed[PLAIN_LEN - 1])) {
        memcpy(plain, typed, PLAIN_LEN + 1);
        plain[PLAIN_LEN - 1] =
            plain[PLAIN_LEN - 1] == 'x' ? 'X' : plain[PLAIN_LEN - 1];
    } else if (len == OLD_LEN && strspn(typed, "0123456789") == OLD_LEN) {
        lengthen(typed, plain);
    } else {
        return DG_IDNUMBER_LENGTH;
    }
    if (!find_birth(plain, &day)) {
        return DG_IDNUMBER_DATE;
    }
    return plain[PLAIN_LEN - 1] == check_character(plain) ? DG_IDNUMBER_GOOD
                                                          : DG_IDNUMBER_CHECK;
}

static void
widen(const char plain[19], char *out)
{
    for (int i = 0; i < PLAIN_LEN; i++) {
        int c = 0xfee0 + plain[i]; /* three bytes of UTF-8 */
        *out++ = (char) (0xe0 | c >> 12);
        *out++ = (char) (0x80 | (c >> 6 & 0x3f));
        *out++ = (char) (0x80 | (c & 0x3f));
    }
    *out = '\0';
}

void
dg_idnumber_write(const char plain[19], enum dg_idnumber_form form,
                  char out[64])
{
    snprintf(out, 64, "%.18s", plain);
    switch (form) {
    case DG_IDNUMBER_PLAIN:
        break;
    case DG_IDNUMBER_LOWER:
        out[17] = out[17] == 'X' ? 'x' : out[17];
        break;
    case DG_IDNUMBER_OLD:
        if (memcmp(plain + REGION_LEN, "19", 2) == 0) {
            snprintf(out, 64, "%.6s%.9s", plain, plain + 8);
        }
        break;
    case DG_IDNUMBER_SPACES:
        snprintf(out, 64, "%.6s %.8s %.4s", plain, plain + 6, plain + 14);
        break;
    case DG_IDNUMBER_HYPHENS:
        snprintf(out, 64, "%.6s-%.8s-%.4s", plain, plain + 6, plain + 14);
        break;
    case DG_IDNUMBER_FULLWIDTH:
        widen(plain, out);
        break;
    }
}

int32_t
dg_idnumber_birth(const char plain[19])
{
    int32_t day = 0;
    (void) find_birth(plain, &day);
    return day;
}
