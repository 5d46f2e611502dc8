/* SPDX-License-Identifier: Apache-2.0 */
/* The table of host functions: everything a plugin may call. Thin: each one
 * hands on to the module that knows. */
#include "gateway/host/host_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"

static void *
host_alloc(size_t size)
{
    return calloc(1, size ? size : 1);
}

static void
host_log(enum dg_plugin_level level, const char *id, struct dg_plugin_str text)
{
    static const enum dg_log_level levels[] = {
        [DG_PLUGIN_DEBUG] = DG_LOG_DEBUG,
        [DG_PLUGIN_INFO] = DG_LOG_INFO,
        [DG_PLUGIN_WARN] = DG_LOG_WARN,
    };
    char quoted[DG_LOG_QUOTE_SIZE];
    dg_log(levels[level], "plugin.said", "id=%s text=%s", id,
           dg_log_quote(dg_host_from_plugin(text), quoted));
}

/* ---- values ------------------------------------------------------------ */

static const struct dg_json *
node(const struct dg_plugin_value *value)
{
    return (const struct dg_json *) value;
}

static const struct dg_plugin_value *
value_of(const struct dg_json *json)
{
    return (const struct dg_plugin_value *) json;
}

static enum dg_plugin_kind
value_kind(const struct dg_plugin_value *value)
{
    static const enum dg_plugin_kind kinds[] = {
        [DG_JSON_NULL] = DG_PLUGIN_NULL,
        [DG_JSON_BOOLEAN] = DG_PLUGIN_BOOLEAN,
        [DG_JSON_NUMBER] = DG_PLUGIN_NUMBER,
        [DG_JSON_STRING] = DG_PLUGIN_STRING,
        [DG_JSON_ARRAY] = DG_PLUGIN_ARRAY,
        [DG_JSON_OBJECT] = DG_PLUGIN_OBJECT,
    };
    return value ? kinds[node(value)->type] : DG_PLUGIN_NULL;
}

static size_t
value_count(const struct dg_plugin_value *value)
{
    return value ? node(value)->count : 0;
}

static const struct dg_plugin_value *
value_member(const struct dg_plugin_value *value, const char *name)
{
    return value_of(dg_json_get(node(value), name));
}

static const struct dg_plugin_value *
value_first(const struct dg_plugin_value *value)
{
    return value ? value_of(node(value)->child) : NULL;
}

static const struct dg_plugin_value *
value_next(const struct dg_plugin_value *value)
{
    return value ? value_of(node(value)->next) : NULL;
}

static struct dg_plugin_str
value_name(const struct dg_plugin_value *value)
{
    return dg_host_to_plugin(value ? node(value)->name : DG_STR(""));
}

static struct dg_plugin_str
value_text(const struct dg_plugin_value *value)
{
    enum dg_plugin_kind kind = value_kind(value);
    bool has = kind == DG_PLUGIN_STRING || kind == DG_PLUGIN_NUMBER;
    return dg_host_to_plugin(has ? node(value)->text : DG_STR(""));
}

static struct dg_plugin_str
value_raw(const struct dg_plugin_value *value)
{
    return dg_host_to_plugin(dg_json_bytes(node(value)));
}

static bool
value_boolean(const struct dg_plugin_value *value)
{
    return value_kind(value) == DG_PLUGIN_BOOLEAN && node(value)->boolean;
}

static int64_t
value_integer(const struct dg_plugin_value *value, int64_t fallback)
{
    int64_t number;
    return dg_json_to_i64(node(value), &number) == DG_OK ? number : fallback;
}

/* ---- days -------------------------------------------------------------- */

static bool
date_parse(struct dg_plugin_str text, int32_t *day)
{
    return dg_date_parse(dg_host_from_plugin(text), day) == DG_OK;
}

/* Not dg_due_parse, which gives the end of a day: the next day's begin. */
static bool
due_day(struct dg_plugin_str text, int32_t *day)
{
    int64_t instant_us;
    if (dg_instant_parse(dg_host_from_plugin(text), &instant_us) == DG_OK) {
        *day = dg_date_of_instant(instant_us);
        return true;
    }
    return date_parse(text, day);
}

static bool
period_day(struct dg_plugin_str text, int32_t *day)
{
    enum dg_span span;
    return dg_period_parse(dg_host_from_plugin(text), day, &span) == DG_OK;
}

/* ---- findings and decisions -------------------------------------------- */

/* In the language that dg_locale_set took. "" is the catalogue's head. */
static const char *
translate(const char *text)
{
    return *text ? _(text) : text;
}

__attribute__((format(printf, 2, 3))) static struct dg_plugin_str
format_text(struct dg_plugin_findings *findings, const char *format, ...)
{
    va_list args, again;
    int len;
    char *text;
    va_start(args, format);
    va_copy(again, args);
    format = translate(format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = len < 0
               ? NULL
               : dg_arena_alloc(findings->findings->arena, (size_t) len + 1);
    if (!text) {
        findings->findings->err = DG_ERR_MEMORY;
        va_end(again);
        return (struct dg_plugin_str){NULL, 0};
    }
    vsnprintf(text, (size_t) len + 1, format, again);
    va_end(again);
    return (struct dg_plugin_str){text, (size_t) len};
}

static enum dg_plugin_verdict
decision_verdict(const struct dg_plugin_decision *decision)
{
    return (enum dg_plugin_verdict) decision->verdict;
}

/* ---- writing ----------------------------------------------------------- */

static struct dg_json_writer *
json_writer(struct dg_plugin_writer *writer)
{
    return writer->json;
}

static void
open_object(struct dg_plugin_writer *writer)
{
    dg_json_open_object(json_writer(writer));
}

static void
close_object(struct dg_plugin_writer *writer)
{
    dg_json_close_object(json_writer(writer));
}

static void
open_array(struct dg_plugin_writer *writer)
{
    dg_json_open_array(json_writer(writer));
}

static void
close_array(struct dg_plugin_writer *writer)
{
    dg_json_close_array(json_writer(writer));
}

static void
put_name(struct dg_plugin_writer *writer, const char *name)
{
    dg_json_name(json_writer(writer), name);
}

static void
put_text(struct dg_plugin_writer *writer, struct dg_plugin_str text)
{
    dg_json_str(json_writer(writer), dg_host_from_plugin(text));
}

static void
put_integer(struct dg_plugin_writer *writer, int64_t number)
{
    dg_json_integer(json_writer(writer), number);
}

static void
put_boolean(struct dg_plugin_writer *writer, bool truth)
{
    dg_json_boolean(json_writer(writer), truth);
}

static void
put_value(struct dg_plugin_writer *writer, const struct dg_plugin_value *value)
{
    if (value) {
        dg_json_copy(json_writer(writer), node(value));
    } else {
        dg_json_null(json_writer(writer));
    }
}

/* ---- tick and options -------------------------------------------------- */

static void
submit_event(struct dg_plugin_submit *submit, const char *type,
             const char *what, int64_t due_us, struct dg_plugin_str data)
{
    struct dg_buf event;
    dg_buf_init(&event);
    dg_buf_printf(&event,
                  "{\"specversion\":\"1.0\",\"id\":\"%s/%s/%lld\","
                  "\"source\":\"gateway/%s\",\"type\":\"%s\",\"data\":",
                  submit->plugin->block.name, what, (long long) due_us,
                  submit->plugin->host->conf->gateway, type);
    dg_buf_str(&event, dg_host_from_plugin(data));
    dg_buf_text(&event, "}");
    if (event.err == DG_OK) {
        submit->submit(submit->ctx, (struct dg_str){event.data, event.len});
    }
    dg_buf_finish(&event);
}

/* The contract shows the options as const; noting the mistake is no change that
 * a plugin could see. */
static bool
is_declared(const struct dg_plugin_options *options, const char *name,
            enum dg_plugin_option_type type)
{
    const struct dg_plugin *block = &options->plugin->block;
    for (size_t i = 0; i < block->option_count; i++) {
        if (strcmp(block->options[i].name, name) == 0 &&
            block->options[i].type == type) {
            return true;
        }
    }
    ((struct dg_plugin_options *) options)->undeclared = name;
    return false;
}

static struct dg_plugin_str
option_text(const struct dg_plugin_options *options, const char *name)
{
    const struct dg_host_plugin *plugin = options->plugin;
    if (!is_declared(options, name, DG_PLUGIN_OPTION_TEXT)) {
        return (struct dg_plugin_str){"", 0};
    }
    return dg_host_to_plugin(
        dg_conf_text(plugin->host->conf, plugin->block.name, name));
}

static int64_t
option_integer(const struct dg_plugin_options *options, const char *name)
{
    const struct dg_host_plugin *plugin = options->plugin;
    return is_declared(options, name, DG_PLUGIN_OPTION_INTEGER)
               ? dg_conf_integer(plugin->host->conf, plugin->block.name, name)
               : 0;
}

static bool
option_boolean(const struct dg_plugin_options *options, const char *name)
{
    const struct dg_host_plugin *plugin = options->plugin;
    return is_declared(options, name, DG_PLUGIN_OPTION_BOOLEAN) &&
           dg_conf_boolean(plugin->host->conf, plugin->block.name, name);
}

const struct dg_plugin_host dg_host_table = {
    .struct_size = sizeof(struct dg_plugin_host),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .alloc = host_alloc,
    .release = free,
    .log = host_log,
    .kind = value_kind,
    .count = value_count,
    .member = value_member,
    .first = value_first,
    .next = value_next,
    .name = value_name,
    .text = value_text,
    .boolean = value_boolean,
    .integer = value_integer,
    .date_parse = date_parse,
    .date_of = dg_date_of_instant,
    .date_format = dg_date_format,
    .due_day = due_day,
    .period_day = period_day,
    .audience_offices = dg_host_audience_offices,
    .audience_overlaps = dg_host_audience_overlaps,
    .audience_inside = dg_host_audience_inside,
    .audience_keep = dg_host_audience_keep,
    .audience_release = dg_host_audience_release,
    .put_audience = dg_host_audience_put,
    .audience_restore = dg_host_audience_restore,
    .format = format_text,
    .add = dg_host_findings_add,
    .verdict = decision_verdict,
    .finding_count = dg_host_findings_count,
    .finding_at = dg_host_findings_at,
    .open_object = open_object,
    .close_object = close_object,
    .open_array = open_array,
    .close_array = close_array,
    .put_name = put_name,
    .put_text = put_text,
    .put_integer = put_integer,
    .put_boolean = put_boolean,
    .put_value = put_value,
    .submit = submit_event,
    .option_text = option_text,
    .option_integer = option_integer,
    .option_boolean = option_boolean,
    .audience_meets = dg_host_audience_meets,
    .finding_observed = dg_host_findings_observed,
    .translate = translate,
    .audience_within = dg_host_audience_within,
    .raw = value_raw,
    .office_number = dg_host_world_number,
    .office_code = dg_host_world_code,
    .office_name = dg_host_world_name,
    .town_offices = dg_host_world_town,
    .audience_runs = dg_host_audience_runs,
    .audience_reaches = dg_host_audience_reaches,
    .inbox_each = dg_host_world_inbox,
    .task_asked_by = dg_host_world_asked_by,
    .source_name = dg_host_world_source,
    .pseudonym = dg_host_pseudonym,
    .work = dg_host_work,
    .disclose = dg_host_disclose,
    .fact = dg_host_findings_fact,
    .audience_place = dg_host_audience_place,
    .office_heir = dg_host_world_heir,
    .finding_plugin = dg_host_findings_plugin,
    .look = dg_host_look,
    .put_measure = dg_host_put_measure,
};
