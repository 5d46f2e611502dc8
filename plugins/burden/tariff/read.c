/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the data of a tariff.publish into a version. Judges nothing: decide.c
 * says what is wrong with one. */
#include "plugins/burden/tariff/inside.h"

#include <stdlib.h>

/* ---- numbers, months ----------------------------------------------------- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum dg_tariff_reading
dg_tariff_read_decimal(struct dg_plugin_str text, unsigned digits, uint64_t max,
                       uint64_t *out)
{
    uint64_t value = 0;
    unsigned behind = 0;
    bool negative = text.len > 0 && text.data[0] == '-', point = false;
    size_t at = negative;
    for (; at < text.len && value <= UINT64_MAX / 20; at++) {
        if (is_digit(text.data[at]) && behind < digits) {
            value = 10 * value + (uint64_t) (text.data[at] - '0');
            behind += point;
        } else if (text.data[at] == '.' && !point && at > negative) {
            point = true;
        } else {
            return DG_TARIFF_NO_NUMBER;
        }
    }
    for (; behind < digits && value <= UINT64_MAX / 20; behind++) {
        value *= 10;
    }
    if (text.len == negative || text.data[text.len - 1] == '.') {
        return DG_TARIFF_NO_NUMBER;
    }
    if (negative && value > 0) {
        return DG_TARIFF_NEGATIVE;
    }
    *out = value;
    return value > max ? DG_TARIFF_TOO_LARGE : DG_TARIFF_READ;
}

bool
dg_tariff_read_month(struct dg_plugin_str text, int32_t *out)
{
    int32_t digits[6];
    size_t count = 0;
    for (size_t i = 0; i < text.len && text.len == 7; i++) {
        if (i == 4 && text.data[i] == '-') {
            continue;
        }
        if (i == 4 || !is_digit(text.data[i])) {
            return false;
        }
        digits[count++] = text.data[i] - '0';
    }
    if (count != 6 || digits[4] * 10 + digits[5] < 1 ||
        digits[4] * 10 + digits[5] > 12) {
        return false;
    }
    *out = (digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3] -
            1970) *
               12 +
           digits[4] * 10 + digits[5] - 1;
    return true;
}

/* ---- a version ----------------------------------------------------------- */

/* Anything that is no number is 0: decide has refused it. */
static uint64_t
decimal(const struct dg_plugin_host *host, const struct dg_plugin_value *object,
        const char *name, unsigned digits)
{
    struct dg_plugin_str text = host->text(host->member(object, name));
    uint64_t value = 0;
    return dg_tariff_read_decimal(text, digits, UINT64_MAX, &value) ==
                   DG_TARIFF_READ
               ? value
               : 0;
}

static bool
read_rows(struct dg_tariffs *tariffs, const struct dg_plugin_value *rows,
          struct dg_tariff_version *version)
{
    const struct dg_plugin_host *host = tariffs->host;
    for (const struct dg_plugin_value *v = host->first(rows); v;
         v = host->next(v)) {
        if (dg_tariff_row(tariffs, host->text(host->member(v, "row"))) ==
            DG_TARIFF_FAILED) {
            return false;
        }
    }
    version->price_count = tariffs->row_count;
    version->prices = malloc(tariffs->row_count * sizeof *version->prices);
    if (!version->prices) {
        return false;
    }
    memset(version->prices, 0xff, tariffs->row_count * sizeof *version->prices);
    for (const struct dg_plugin_value *v = host->first(rows); v;
         v = host->next(v)) {
        uint16_t row =
            dg_rows_find(tariffs, host->text(host->member(v, "row")));
        if (row == DG_ROW_NONE) {
            continue;
        }
        version->prices[row] =
            (struct dg_tariff_price){(uint32_t) decimal(host, v, "minutes", 2),
                                     (uint32_t) decimal(host, v, "usual", 4)};
    }
    return true;
}

static void
read_money(const struct dg_plugin_host *host,
           const struct dg_plugin_value *money,
           struct dg_tariff_version *version)
{
    const struct dg_plugin_value *v = host->first(money);
    for (; v && version->grade_count < 2; v = host->next(v)) {
        struct dg_tariff_grade *grade =
            &version->grades[version->grade_count++];
        struct dg_plugin_str name = host->text(host->member(v, "grade"));
        size_t len =
            name.len < sizeof grade->name ? name.len : sizeof grade->name - 1;
        memcpy(grade->name, name.data, len);
        grade->perhour = decimal(host, v, "perhour", 2);
    }
}

static int
compare_staff(const void *a, const void *b)
{
    const struct dg_tariff_staff *x = a, *y = b;
    return (x->code > y->code) - (x->code < y->code);
}

static bool
read_workers(const struct dg_plugin_host *host,
             const struct dg_plugin_value *workers,
             struct dg_tariff_version *version)
{
    const struct dg_plugin_value *offices = host->member(workers, "offices");
    size_t count = host->count(offices);
    int64_t each = host->integer(host->member(workers, "each"), 0);
    version->each = each > 0 && each <= UINT32_MAX ? (uint32_t) each : 0;
    version->staff = malloc((count + 1) * sizeof *version->staff);
    if (!version->staff) {
        return false;
    }
    for (const struct dg_plugin_value *v = host->first(offices); v;
         v = host->next(v)) {
        struct dg_plugin_str code = host->text(host->member(v, "code"));
        int64_t number = host->integer(host->member(v, "workers"), 0);
        struct dg_tariff_staff *staff = &version->staff[version->staff_count++];
        *staff = (struct dg_tariff_staff){
            .workers =
                number > 0 && number <= UINT32_MAX ? (uint32_t) number : 0};
        for (size_t i = 0; i < code.len && is_digit(code.data[i]); i++) {
            staff->code = 10 * staff->code + (uint64_t) (code.data[i] - '0');
        }
    }
    qsort(version->staff, version->staff_count, sizeof *version->staff,
          compare_staff);
    return true;
}

bool
dg_tariff_read_version(struct dg_tariffs *tariffs,
                       const struct dg_plugin_value *data,
                       struct dg_tariff_version *version)
{
    const struct dg_plugin_host *host = tariffs->host;
    struct dg_plugin_str name = host->text(host->member(data, "version"));
    const struct dg_plugin_value *baseline = host->member(data, "baseline");
    memset(version, 0, sizeof *version);
    version->name = malloc(name.len + 1);
    if (!version->name ||
        !read_rows(tariffs, host->member(data, "rows"), version) ||
        !read_workers(host, host->member(data, "workers"), version)) {
        dg_tariff_drop_version(version);
        return false;
    }
    memcpy(version->name, name.data, name.len);
    version->name_len = name.len;
    host->date_parse(host->text(host->member(data, "from")), &version->from);
    read_money(host, host->member(data, "money"), version);
    version->has_baseline =
        baseline &&
        dg_tariff_read_month(host->text(host->member(baseline, "from")),
                             &version->first) &&
        dg_tariff_read_month(host->text(host->member(baseline, "to")),
                             &version->last);
    return true;
}

void
dg_tariff_drop_version(struct dg_tariff_version *version)
{
    free(version->name);
    free(version->prices);
    free(version->staff);
    memset(version, 0, sizeof *version);
}
