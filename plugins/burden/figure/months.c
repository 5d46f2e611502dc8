/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes months and spans of them, by the numbers the book has. */
#include "plugins/burden/figure/months.h"

#include "plugins/burden/text.h"

static int32_t
two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

bool
dg_months_read(struct dg_plugin_str text, struct dg_months *months)
{
    int32_t first;
    if (text.len != 4 && text.len != 7) {
        return false;
    }
    first = (two(text.data) * 100 + two(text.data + 2) - 1970) * 12;
    if (text.len == 4) {
        *months = (struct dg_months){first, first + 11};
    } else if (text.data[5] == 'Q') {
        first += (text.data[6] - '1') * 3;
        *months = (struct dg_months){first, first + 2};
    } else {
        first += two(text.data + 5) - 1;
        *months = (struct dg_months){first, first};
    }
    return true;
}

void
dg_months_write(int32_t month, char out[16])
{
    unsigned year = (unsigned) (1970 + month / 12) % 10000;
    unsigned of_year = (unsigned) (month % 12) + 1;
    out[0] = (char) ('0' + year / 1000);
    out[1] = (char) ('0' + year / 100 % 10);
    out[2] = (char) ('0' + year / 10 % 10);
    out[3] = (char) ('0' + year % 10);
    out[4] = '-';
    out[5] = (char) ('0' + of_year / 10);
    out[6] = (char) ('0' + of_year % 10);
    out[7] = '\0';
}

int32_t
dg_months_day(const struct dg_plugin_host *host, int32_t month)
{
    char text[16];
    int32_t day = 0;
    dg_months_write(month, text);
    host->period_day(dg_text_from(text), &day);
    return day;
}

int32_t
dg_months_of_day(const struct dg_plugin_host *host, int32_t day)
{
    char text[11];
    struct dg_months months = {0, 0};
    host->date_format(day, text);
    dg_months_read((struct dg_plugin_str){text, 7}, &months);
    return months.first;
}
