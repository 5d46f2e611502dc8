/* SPDX-License-Identifier: Apache-2.0 */
/* Turns what the model has into events: see county.h. */
#include "tests/plugins/form_dedup/report/county.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/flow/flow_internal.h"
#include "gateway/host/host_internal.h"

/* ---- saying ------------------------------------------------------------- */

const struct dg_json *
county_send(struct county *county, const char *type, const char *source,
            const struct dg_buf *data)
{
    struct dg_buf text;
    const struct dg_json *reply;
    unsigned long long sequence;
    dg_buf_init(&text);
    dg_buf_printf(&text,
                  "{\"specversion\":\"1.0\",\"id\":\"c%u\",\"source\":\"%s\","
                  "\"type\":\"dutygate.%s.v1\",\"data\":",
                  ++county->said, source, type);
    dg_buf_append(&text, data->data, data->len);
    dg_buf_text(&text, "}");
    dg_arena_reset(&county->gate.arena);
    reply = gate_ask_bytes(&county->gate, text.data, text.len);
    sequence =
        strtoull(gate_at(&county->gate, reply, "/receipt/sequence"), NULL, 10);
    county->sequence = sequence ? sequence : county->sequence;
    if (getenv("COUNTY_TRACE")) {
        fprintf(stderr, "> %s\n", text.data);
    }
    dg_buf_finish(&text);
    return reply;
}

const struct dg_json *
county_say(struct county *county, const char *type, const char *source,
           const char *format, ...)
{
    static char text[1 << 16];
    struct dg_buf data;
    const struct dg_json *reply;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    dg_buf_init(&data);
    dg_buf_text(&data, text);
    reply = county_send(county, type, source, &data);
    dg_buf_finish(&data);
    return reply;
}

bool
county_admitted(struct county *county, const struct dg_json *reply)
{
    return strcmp(gate_at(&county->gate, reply, "/verdict"), "admit") == 0;
}

static void
need(struct county *county, const struct dg_json *reply, const char *what)
{
    if (!county_admitted(county, reply)) {
        fprintf(stderr, "county: %s: %s\n", what,
                gate_at(&county->gate, reply, "/detail"));
        exit(99);
    }
}

/* ---- reading ------------------------------------------------------------ */

bool
county_is(const struct dg_json *object, const char *member, const char *text)
{
    struct dg_str value = dg_json_get_str(object, member);
    return value.len == strlen(text) &&
           memcmp(value.data, text, value.len) == 0;
}

const struct dg_json *
county_find(const struct dg_json *array, const char *member, const char *text)
{
    const struct dg_json *item = array ? array->child : NULL;
    while (item && !county_is(item, member, text)) {
        item = item->next;
    }
    return item;
}

char *
county_save(struct county *county)
{
    struct dg_host *host = county->gate.flow->host;
    struct dg_json_writer *json;
    struct dg_plugin_writer writer = {.json = NULL};
    struct dg_str text;
    char *copy = NULL;
    if (dg_json_writer_create(&json) != DG_OK) {
        exit(99);
    }
    writer.json = json;
    for (size_t i = 0; i < host->count; i++) {
        if (strcmp(host->plugins[i].block.name, "form_dedup") == 0 &&
            host->plugins[i].block.save(host->plugins[i].state, &writer) ==
                DG_PLUGIN_OK &&
            dg_json_writer_text(json, &text) == DG_OK) {
            copy = strndup(text.data, text.len);
        }
    }
    dg_json_writer_destroy(json);
    return copy;
}

/* ---- its beginning ------------------------------------------------------ */

static void
publish_roster(struct county *county)
{
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"version\":\"2026.1\",\"departments\":[");
    for (int i = 0; i < 4; i++) {
        dg_buf_printf(&data, "%s{\"code\":\"%s\",\"name\":\"县%s\"}",
                      i ? "," : "", model_departments[i], model_departments[i]);
    }
    dg_buf_text(&data, "],\"offices\":["
                       "{\"code\":\"522731001000\",\"name\":\"涟江街道\"},"
                       "{\"code\":\"522731102000\",\"name\":\"好花红镇\"}");
    for (int i = 0; i < MODEL_OFFICES; i++) {
        dg_buf_printf(&data, ",{\"code\":\"%s\",\"name\":\"第%d村\"}",
                      model_offices[i], i + 1);
    }
    dg_buf_text(&data, "]}");
    need(county,
         county_send(county, "roster.publish", "operator/huishui", &data),
         "roster");
    dg_buf_finish(&data);
}

static void
put_element(const struct model_figure_is *is, struct dg_buf *out)
{
    dg_buf_printf(out,
                  "{\"code\":\"%s\",\"label\":\"%s\",\"type\":\"%s\","
                  "\"period\":\"month\",\"definition\":\"%s\"",
                  is->code, is->label, is->type, is->definition);
    if (is->kind) {
        dg_buf_printf(out, ",\"kind\":\"%s\",\"rollup\":{\"space\":\"sum\"}",
                      is->kind);
    }
    if (is->unit) {
        dg_buf_printf(out, ",\"unit\":\"%s\"", is->unit);
    }
    if (is == &model_figures[MODEL_AREA]) {
        dg_buf_text(out, ",\"freshness\":2");
    }
    if (is == &model_figures[MODEL_POP]) {
        dg_buf_text(out, ",\"derive\":{\"by\":\"sum\",\"from\":[\"pop.men\","
                         "\"pop.women\"]}");
    }
    dg_buf_text(out, "}");
}

static void
publish_dictionary(struct county *county)
{
    struct dg_buf data;
    bool more = false;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"version\":\"1\",\"elements\":[");
    for (int i = 0; i < MODEL_FIGURES; i++) {
        const struct model_figure_is *is = &model_figures[i];
        county->codes[i][0] = '\0';
        if (is->code) {
            dg_buf_text(&data, more ? "," : "");
            put_element(is, &data);
            snprintf(county->codes[i], sizeof county->codes[i], "%s", is->code);
            more = true;
        }
    }
    dg_buf_text(&data, "]}");
    need(county, county_send(county, "dictionary.publish", "keeper/bwb", &data),
         "dictionary");
    dg_buf_finish(&data);
}

void
county_put_form(const struct model_form *form, size_t number,
                struct dg_buf *out)
{
    static const char *const formats[] = {"iso", "compact", "chinese"};
    dg_buf_printf(out,
                  "{\"control\":\"县表%zu\",\"version\":\"2026\",\"title\":"
                  "\"第%zu表\",\"filing\":\"惠备%zu号\",\"fields\":[",
                  number, number, number);
    for (size_t i = 0; i < form->count; i++) {
        const struct model_field *field = &form->fields[i];
        const struct model_figure_is *is = &model_figures[field->figure];
        dg_buf_printf(out, "%s{\"name\":\"f%zu\",\"label\":\"%s\"",
                      i ? "," : "", i, is->label);
        if (!field->by_label) {
            dg_buf_printf(out, ",\"element\":\"%s\"", is->code);
        } else if (!is->code) {
            dg_buf_printf(out,
                          ",\"definition\":\"%s\",\"type\":\"%s\",\"kind\":"
                          "\"%s\"",
                          is->definition, is->type, is->kind);
        }
        if (form->quarterly) {
            dg_buf_text(out, ",\"period\":\"quarter\"");
        } else if (!is->code) {
            dg_buf_text(out, ",\"period\":\"month\"");
        }
        if (is->unit) {
            dg_buf_printf(out, ",\"unit\":\"%s\"",
                          field->other ? is->other : is->unit);
        }
        if (field->decimals >= 0) {
            dg_buf_printf(out, ",\"decimals\":%d", field->decimals);
        }
        if (field->figure == MODEL_CHECKED) {
            dg_buf_printf(out, ",\"format\":\"%s\"", formats[field->format]);
        }
        dg_buf_text(out, "}");
    }
    dg_buf_text(out, "]}");
}

static void
file_forms(struct county *county)
{
    for (size_t i = 0; i < county->model->form_count; i++) {
        need(county,
             county_say(county, "form.file", "keeper/bwb",
                        "{\"department\":\"department/%s\",\"control\":"
                        "\"县表%zu\",\"filing\":\"惠备%zu号\"}",
                        model_departments[county->model->forms[i].department],
                        i, i),
             "filing number");
    }
}

/* That of the county before. */
static void
remove_journal(void)
{
    char command[4096];
    snprintf(command, sizeof command, "rm -rf '%s/state'", getenv("TEST_DIR"));
    if (system(command) != 0) {
        exit(99);
    }
}

void
county_open(struct county *county, struct model *model)
{
    remove_journal();
    gate_open(&county->gate, "sqlite", "plugins = {\"form_dedup\"}");
    county->gate.quiet = true;
    county->model = model;
    county->said = 0;
    county->sequence = 0;
    publish_roster(county);
    publish_dictionary(county);
    file_forms(county);
}

void
county_close(struct county *county)
{
    gate_close(&county->gate);
}
