/* SPDX-License-Identifier: Apache-2.0 */
/* The county: its offices, the host's table, and reading. */
#include "tests/plugins/burden/figure/county.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/base/date.h"
#include "proto/codec/json.h"
#include "tests/plugins/burden/figure/byhand.h"

#define NOON_US (INT64_C(12) * 3600 * 1000000)

static struct county *
county_of(const struct dg_plugin_host *table)
{
    const char *begin =
        (const char *) table - offsetof(struct county, fake.table);
    return (struct county *) (void *) begin;
}

/* ---- offices ------------------------------------------------------------- */

static uint64_t
office_code(const struct dg_plugin_host *host, uint32_t number)
{
    uint32_t village = number;
    if (number >= DG_PLUGIN_TOWNS) {
        uint32_t town = number - DG_PLUGIN_TOWNS;
        return town < COUNTY_TOWNS ? UINT64_C(522731100000) + town * 1000 : 0;
    }
    return village < county_of(host)->villages
               ? UINT64_C(522731100200) + village / 10 * 1000 + village % 10
               : 0;
}

static uint32_t
office_number(const struct dg_plugin_host *host, struct dg_plugin_str code)
{
    for (uint32_t i = 0; i < COUNTY_VILLAGES + COUNTY_TOWNS; i++) {
        uint32_t number =
            i < COUNTY_VILLAGES ? i : DG_PLUGIN_TOWNS + i - COUNTY_VILLAGES;
        char text[16];
        snprintf(text, sizeof text, "%012llu",
                 (unsigned long long) office_code(host, number));
        if (code.len == 12 && memcmp(code.data, text, 12) == 0) {
            return number;
        }
    }
    return DG_PLUGIN_NO_OFFICE;
}

static uint32_t
office_heir(const struct dg_plugin_host *host, uint32_t number)
{
    return number >= DG_PLUGIN_TOWNS ? number : county_of(host)->heirs[number];
}

static struct dg_plugin_str
office_name(const struct dg_plugin_host *host, uint32_t number)
{
    const char *name = number >= DG_PLUGIN_TOWNS ? "镇" : "村";
    (void) host;
    return (struct dg_plugin_str){name, strlen(name)};
}

/* ---- what it is asked and told ------------------------------------------- */

static const struct dg_plugin_value *
parse(struct county *county, const char *text)
{
    struct dg_arena *arena = &county->fake.arena;
    struct dg_str copy = dg_arena_copy(arena, dg_str_from(text));
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    for (char *c = (char *) copy.data; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    if (dg_json_parse(arena, copy, &root, &error) != DG_OK) {
        fprintf(stderr, "%s in %s\n", error.code, text);
        abort();
    }
    return (const struct dg_plugin_value *) root;
}

static const struct dg_plugin_value *
look(struct dg_plugin_writer *writer, const char *name,
     struct dg_plugin_str params)
{
    struct county *county =
        county_of(&((struct fake_host *) writer->fake)->table);
    size_t len = strlen(county->looked);
    snprintf(county->looked + len, sizeof county->looked - len, "%s %.*s\n",
             name, (int) params.len, params.data);
    return county->total ? parse(county, county->total) : NULL;
}

static void
put_measure(struct dg_plugin_measures *measures,
            const struct dg_plugin_measure *measure)
{
    struct dg_buf *shown = (struct dg_buf *) (void *) measures;
    dg_buf_printf(shown, "%s%s", measure->name,
                  measure->counter ? " counter" : "");
    for (size_t i = 0; i < 4 && measure->labels[i]; i += 2) {
        dg_buf_printf(shown, " %s=%s", measure->labels[i],
                      measure->labels[i + 1]);
    }
    dg_buf_printf(shown, " %lld\n", (long long) measure->value);
}

/* ---- life ---------------------------------------------------------------- */

static void
make_table(struct county *county)
{
    struct dg_plugin_host *table = &county->fake.table;
    fake_host_make_table(table);
    table->office_code = office_code;
    table->office_number = office_number;
    table->office_heir = office_heir;
    table->office_name = office_name;
    table->look = look;
    table->put_measure = put_measure;
}

void
county_open(struct county *county)
{
    struct dg_figures_rooms rooms;
    memset(county, 0, sizeof *county);
    make_table(county);
    county->villages = COUNTY_VILLAGES;
    for (uint32_t i = 0; i < COUNTY_VILLAGES; i++) {
        county->heirs[i] = i;
    }
    dg_arena_init(&county->fake.arena, (size_t) 256 << 20);
    dg_buf_init(&county->shown);
    county->places = dg_places_create(&county->fake.table);
    county->tariffs = dg_tariffs_create(&county->fake.table);
    county->book = byhand_create();
    county->indicators = dg_indicators_create(&county->fake.table);
    rooms = (struct dg_figures_rooms){.host = &county->fake.table,
                                      .places = county->places,
                                      .tariffs = county->tariffs,
                                      .book = county->book,
                                      .indicators = county->indicators};
    county->figures = dg_figures_create(&rooms);
    if (!county->figures ||
        dg_json_writer_create(&county->fake.writer) != DG_OK) {
        abort();
    }
}

void
county_close(struct county *county)
{
    dg_figures_destroy(county->figures);
    dg_indicators_destroy(county->indicators);
    byhand_destroy(county->book);
    dg_tariffs_destroy(county->tariffs);
    dg_places_destroy(county->places);
    dg_json_writer_destroy(county->fake.writer);
    dg_buf_finish(&county->shown);
    dg_arena_finish(&county->fake.arena);
}

int64_t
county_noon(const char *date)
{
    int32_t day;
    if (dg_date_parse(dg_str_from(date), &day) != DG_OK) {
        abort();
    }
    return dg_instant_of_date(day) + NOON_US;
}

void
county_today(struct county *county, const char *date)
{
    static const char type[] = "dutygate.roster.publish.v1";
    dg_figures_header(county->figures,
                      &(struct dg_plugin_header){
                          .struct_size = sizeof(struct dg_plugin_header),
                          .type = {type, sizeof type - 1},
                          .time_us = county_noon(date)});
    dg_places_forget_roster(county->places);
}

/* ---- what is published --------------------------------------------------- */

void
county_tariff(struct county *county, const char *data)
{
    struct dg_plugin_event event = {.struct_size = sizeof event,
                                    .data = parse(county, data),
                                    .sequence = 1};
    if (dg_tariffs_apply(county->tariffs, &event) != DG_PLUGIN_OK) {
        abort();
    }
}

void
county_even_tariff(struct county *county, const char *version,
                   const char *minutes, const char *more)
{
    static const char *const rows[] = {
        "task",         "form",           "field.integer", "field.decimal",
        "field.text",   "field.date",     "field.period",  "field.boolean",
        "field.option", "field.idnumber", "evidence",      "seal",
        "proof",        "attachment",     "meeting",       "inspection",
        "trip",         "approval"};
    struct dg_buf text;
    dg_buf_init(&text);
    dg_buf_printf(&text, "{'version':'%s','from':'2020-01-01','rows':[",
                  version);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dg_buf_printf(&text, "%s{'row':'%s','minutes':'%s'}", i ? "," : "",
                      rows[i], minutes);
    }
    dg_buf_printf(&text, "]%s}", more);
    county_tariff(county, text.data);
    dg_buf_finish(&text);
}

void
county_indicator(struct county *county, const char *data)
{
    struct dg_plugin_event event = {.struct_size = sizeof event,
                                    .data = parse(county, data),
                                    .sequence = 1};
    if (dg_indicators_apply(county->indicators, &event) != DG_PLUGIN_OK) {
        abort();
    }
}

/* ---- reading ------------------------------------------------------------- */

const char *
county_read(struct county *county, const char *params)
{
    struct fake_host *fake = &county->fake;
    struct dg_plugin_writer out = {fake->writer, fake};
    struct dg_str text;
    enum dg_plugin_status status;
    dg_arena_reset(&fake->arena);
    county->looked[0] = '\0';
    dg_json_writer_reset(fake->writer);
    status = dg_figures_query(county->figures, parse(county, params), &out);
    if (status != DG_PLUGIN_OK) {
        return status == DG_PLUGIN_NOT_FOUND ? "not found" : "failed";
    }
    if (dg_json_writer_text(fake->writer, &text) != DG_OK) {
        return "not written";
    }
    return dg_arena_copy(&fake->arena, text).data;
}

const char *
county_measure(struct county *county)
{
    dg_buf_clear(&county->shown);
    if (dg_figures_measure(
            county->figures,
            (struct dg_plugin_measures *) (void *) &county->shown) !=
        DG_PLUGIN_OK) {
        abort();
    }
    return county->shown.data;
}
