/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a version as it was published, and the names of all. */
#include "plugins/burden/tariff/inside.h"

#include <inttypes.h>
#include <stdio.h>

struct put {
    const struct dg_tariffs *tariffs;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
};

static void
put_text(const struct put *p, const char *name, const char *text)
{
    p->host->put_name(p->out, name);
    p->host->put_text(p->out, dg_text_from(text));
}

/* Without noughts at its end: "0.5", "15". */
static void
put_decimal(const struct put *p, const char *name, uint64_t value,
            unsigned digits)
{
    char text[40];
    int len;
    uint64_t unit = digits == 2 ? 100 : 10000;
    len = snprintf(text, sizeof text, "%" PRIu64 ".%0*" PRIu64, value / unit,
                   (int) digits, value % unit);
    while (text[len - 1] == '0') {
        len--;
    }
    len -= text[len - 1] == '.';
    p->host->put_name(p->out, name);
    p->host->put_text(p->out, (struct dg_plugin_str){text, (size_t) len});
}

static void
put_day(const struct put *p, const char *name, int32_t day)
{
    char date[11];
    p->host->date_format(day, date);
    put_text(p, name, date);
}

static void
put_month(const struct put *p, const char *name, int32_t month)
{
    char text[16];
    snprintf(text, sizeof text, "%04d-%02d", 1970 + (int) month / 12,
             (int) month % 12 + 1);
    put_text(p, name, text);
}

/* ---- a version ----------------------------------------------------------- */

static void
put_rows(const struct put *p, const struct dg_tariff_version *version)
{
    const struct dg_plugin_host *host = p->host;
    host->put_name(p->out, "rows");
    host->open_array(p->out);
    for (uint16_t i = 0; i < version->price_count; i++) {
        struct dg_plugin_str name = dg_tariff_row_name(p->tariffs, i);
        const struct dg_tariff_price *price = &version->prices[i];
        if (price->minutes == DG_TARIFF_UNSAID || !dg_rows_publishable(name)) {
            continue;
        }
        host->open_object(p->out);
        host->put_name(p->out, "row");
        host->put_text(p->out, name);
        put_decimal(p, "minutes", price->minutes, 2);
        if (price->usual > 0) {
            put_decimal(p, "usual", price->usual, 4);
        }
        host->close_object(p->out);
    }
    host->close_array(p->out);
}

static void
put_money(const struct put *p, const struct dg_tariff_version *version)
{
    if (version->grade_count == 0) {
        return;
    }
    p->host->put_name(p->out, "money");
    p->host->open_array(p->out);
    for (size_t i = 0; i < version->grade_count; i++) {
        p->host->open_object(p->out);
        put_text(p, "grade", version->grades[i].name);
        put_decimal(p, "perhour", version->grades[i].perhour, 2);
        p->host->close_object(p->out);
    }
    p->host->close_array(p->out);
}

static void
put_staff(const struct put *p, const struct dg_tariff_version *version)
{
    p->host->put_name(p->out, "offices");
    p->host->open_array(p->out);
    for (size_t i = 0; i < version->staff_count; i++) {
        char code[24];
        snprintf(code, sizeof code, "%012" PRIu64, version->staff[i].code);
        p->host->open_object(p->out);
        put_text(p, "code", code);
        p->host->put_name(p->out, "workers");
        p->host->put_integer(p->out, version->staff[i].workers);
        p->host->close_object(p->out);
    }
    p->host->close_array(p->out);
}

static void
put_workers(const struct put *p, const struct dg_tariff_version *version)
{
    if (version->each == 0 && version->staff_count == 0) {
        return;
    }
    p->host->put_name(p->out, "workers");
    p->host->open_object(p->out);
    if (version->each > 0) {
        p->host->put_name(p->out, "each");
        p->host->put_integer(p->out, version->each);
    }
    if (version->staff_count > 0) {
        put_staff(p, version);
    }
    p->host->close_object(p->out);
}

/* The members of its object. */
static void
put_version(const struct put *p, uint16_t number)
{
    const struct dg_tariff_version *version = &p->tariffs->versions[number];
    p->host->put_name(p->out, "version");
    p->host->put_text(p->out, dg_tariff_name(p->tariffs, number));
    if (number > 0) {
        p->host->put_name(p->out, "receipt");
        p->host->put_integer(p->out, (int64_t) version->sequence);
        put_day(p, "from", version->from);
    }
    put_rows(p, version);
    put_money(p, version);
    put_workers(p, version);
    if (version->has_baseline) {
        p->host->put_name(p->out, "baseline");
        p->host->open_object(p->out);
        put_month(p, "from", version->first);
        put_month(p, "to", version->last);
        p->host->close_object(p->out);
    }
}

/* ---- reads, save --------------------------------------------------------- */

static void
put_names(const struct put *p)
{
    p->host->put_name(p->out, "versions");
    p->host->open_array(p->out);
    for (uint16_t i = 0; i < p->tariffs->version_count; i++) {
        p->host->open_object(p->out);
        p->host->put_name(p->out, "version");
        p->host->put_text(p->out, dg_tariff_name(p->tariffs, i));
        if (i > 0) {
            put_day(p, "from", p->tariffs->versions[i].from);
        }
        p->host->close_object(p->out);
    }
    p->host->close_array(p->out);
}

enum dg_plugin_status
dg_tariffs_query(const struct dg_tariffs *tariffs,
                 const struct dg_plugin_value *params, int64_t now_us,
                 struct dg_plugin_writer *out)
{
    const struct put p = {tariffs, tariffs->host, out};
    struct dg_plugin_str asked =
        p.host->text(p.host->member(params, "version"));
    uint16_t current = dg_tariff_at(tariffs, p.host->date_of(now_us));
    uint16_t number = asked.len ? dg_tariff_find(tariffs, asked) : current;
    if (number == UINT16_MAX) {
        return DG_PLUGIN_NOT_FOUND;
    }
    p.host->open_object(out);
    put_version(&p, number);
    p.host->put_name(out, "inforce");
    p.host->put_text(out, dg_tariff_name(tariffs, current));
    put_names(&p);
    p.host->close_object(out);
    return DG_PLUGIN_OK;
}

bool
dg_tariffs_save(const struct dg_tariffs *tariffs, struct dg_plugin_writer *out)
{
    const struct put p = {tariffs, tariffs->host, out};
    p.host->open_array(out);
    for (uint16_t i = 1; i < tariffs->version_count; i++) {
        p.host->open_object(out);
        put_version(&p, i);
        p.host->close_object(out);
    }
    p.host->close_array(out);
    return true;
}
