/* SPDX-License-Identifier: Apache-2.0 */
/* The table of host functions over proto/codec. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/date.h"
#include "proto/codec/json.h"
#include "tests/fake/host.h"

size_t fake_host_live, fake_host_left = SIZE_MAX;

#define ARG(s) (int) (s).len, (s).data ? (s).data : ""

/* ---- memory, log ------------------------------------------------------- */

static void *
host_alloc(size_t size)
{
    if (fake_host_left == 0) {
        return NULL;
    }
    fake_host_left -= fake_host_left != SIZE_MAX;
    fake_host_live++;
    return calloc(1, size);
}

static void
host_release(void *memory)
{
    fake_host_live -= memory != NULL;
    free(memory);
}

static void
host_log(enum dg_plugin_level level, const char *id, struct dg_plugin_str text)
{
    fprintf(stderr, "%d %s %.*s\n", (int) level, id, ARG(text));
}

/* ---- values -------------------------------------------------------------- */

static struct dg_str
in(struct dg_plugin_str s)
{
    return (struct dg_str){s.data, s.len};
}

static struct dg_plugin_str
out(struct dg_str s)
{
    return (struct dg_plugin_str){s.data, s.len};
}

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
    return value ? (enum dg_plugin_kind) node(value)->type : DG_PLUGIN_NULL;
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
    return value ? out(node(value)->name) : (struct dg_plugin_str){NULL, 0};
}

static struct dg_plugin_str
value_text(const struct dg_plugin_value *value)
{
    return value ? out(node(value)->text) : (struct dg_plugin_str){NULL, 0};
}

static bool
value_boolean(const struct dg_plugin_value *value)
{
    return value && node(value)->boolean;
}

static int64_t
value_integer(const struct dg_plugin_value *value, int64_t fallback)
{
    int64_t number;
    return dg_json_to_i64(node(value), &number) == DG_OK ? number : fallback;
}

/* ---- days ---------------------------------------------------------------- */

static bool
date_parse(struct dg_plugin_str text, int32_t *day)
{
    return dg_date_parse(in(text), day) == DG_OK;
}

static bool
due_day(struct dg_plugin_str text, int32_t *day)
{
    int64_t instant;
    if (dg_instant_parse(in(text), &instant) == DG_OK) {
        *day = dg_date_of_instant(instant);
        return true;
    }
    return date_parse(text, day);
}

static bool
period_day(struct dg_plugin_str text, int32_t *day)
{
    enum dg_span span;
    return dg_period_parse(in(text), day, &span) == DG_OK;
}

/* ---- audiences ----------------------------------------------------------- */

struct dg_plugin_audience *
fake_host_audience(const struct dg_plugin_value *codes)
{
    struct dg_plugin_audience *audience =
        codes ? host_alloc(sizeof *audience) : NULL;
    if (!audience) {
        return NULL;
    }
    for (const struct dg_plugin_value *v = value_first(codes);
         v && audience->count < FAKE_HOST_CODES_MAX; v = value_next(v)) {
        snprintf(audience->codes[audience->count++], 13, "%.*s",
                 ARG(value_text(v)));
    }
    return audience;
}

static uint32_t
audience_offices(const struct dg_plugin_audience *audience)
{
    return audience ? (uint32_t) audience->count : 0;
}

static bool
audience_overlaps(const struct dg_plugin_audience *a,
                  const struct dg_plugin_audience *b)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (strcmp(a->codes[i], b->codes[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool
below_any(const char *code, const struct dg_plugin_str *prefixes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(code, prefixes[i].data, prefixes[i].len) == 0) {
            return true;
        }
    }
    return false;
}

static bool
audience_inside(const struct dg_plugin_audience *audience,
                const struct dg_plugin_str *prefixes, size_t count)
{
    for (size_t i = 0; i < audience->count; i++) {
        if (!below_any(audience->codes[i], prefixes, count)) {
            return false;
        }
    }
    return true;
}

static struct dg_plugin_audience *
audience_keep(const struct dg_plugin_audience *audience)
{
    struct dg_plugin_audience *copy = host_alloc(sizeof *copy);
    if (copy) {
        *copy = *audience;
    }
    return copy;
}

static void
audience_release(struct dg_plugin_audience *audience)
{
    host_release(audience);
}

/* ---- findings ------------------------------------------------------------ */

__attribute__((format(printf, 2, 3))) static struct dg_plugin_str
format_text(struct dg_plugin_findings *findings, const char *format, ...)
{
    char text[8192];
    int len;
    va_list args;
    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return out(
        dg_arena_copy(findings->arena, (struct dg_str){text, (size_t) len}));
}

static void *
copy_array(struct dg_arena *arena, const void *from, size_t size)
{
    void *copy = dg_arena_alloc(arena, size);
    return copy && size ? memcpy(copy, from, size) : copy;
}

static void
findings_add(struct dg_plugin_findings *findings,
             const struct dg_plugin_finding *finding)
{
    struct dg_plugin_finding *copy;
    if (findings->count == FAKE_HOST_FINDINGS_MAX) {
        return;
    }
    copy = &findings->items[findings->count++];
    *copy = *finding;
    copy->alternatives =
        copy_array(findings->arena, finding->alternatives,
                   finding->alternative_count * sizeof *finding->alternatives);
    copy->effects =
        copy_array(findings->arena, finding->effects,
                   finding->effect_count * sizeof *finding->effects);
}

static enum dg_plugin_verdict
decision_verdict(const struct dg_plugin_decision *decision)
{
    return decision->verdict;
}

static size_t
decision_count(const struct dg_plugin_decision *decision)
{
    return decision->findings->count;
}

static bool
decision_at(const struct dg_plugin_decision *decision, size_t index,
            struct dg_plugin_finding *finding)
{
    if (index >= decision->findings->count) {
        return false;
    }
    *finding = decision->findings->items[index];
    return true;
}

/* ---- JSON out ------------------------------------------------------------ */

static struct dg_json_writer *
json(struct dg_plugin_writer *writer)
{
    return (struct dg_json_writer *) writer;
}

static void
open_object(struct dg_plugin_writer *writer)
{
    dg_json_open_object(json(writer));
}

static void
close_object(struct dg_plugin_writer *writer)
{
    dg_json_close_object(json(writer));
}

static void
open_array(struct dg_plugin_writer *writer)
{
    dg_json_open_array(json(writer));
}

static void
close_array(struct dg_plugin_writer *writer)
{
    dg_json_close_array(json(writer));
}

static void
put_name(struct dg_plugin_writer *writer, const char *name)
{
    dg_json_name(json(writer), name);
}

static void
put_text(struct dg_plugin_writer *writer, struct dg_plugin_str text)
{
    dg_json_str(json(writer), in(text));
}

static void
put_integer(struct dg_plugin_writer *writer, int64_t number)
{
    dg_json_integer(json(writer), number);
}

static void
put_boolean(struct dg_plugin_writer *writer, bool truth)
{
    dg_json_boolean(json(writer), truth);
}

static void
put_audience(struct dg_plugin_writer *writer,
             const struct dg_plugin_audience *audience)
{
    open_array(writer);
    for (size_t i = 0; i < audience->count; i++) {
        dg_json_text(json(writer), audience->codes[i]);
    }
    close_array(writer);
}

/* ---- options ------------------------------------------------------------- */

static const char *
option(const struct dg_plugin_options *options, const char *name)
{
    for (const char *const *pair = options->pairs; pair && *pair; pair += 2) {
        if (strcmp(pair[0], name) == 0) {
            return pair[1];
        }
    }
    for (size_t i = 0; i < options->plugin->option_count; i++) {
        if (strcmp(options->plugin->options[i].name, name) == 0) {
            return options->plugin->options[i].fallback;
        }
    }
    return "";
}

static struct dg_plugin_str
option_text(const struct dg_plugin_options *options, const char *name)
{
    return out(dg_str_from(option(options, name)));
}

static int64_t
option_integer(const struct dg_plugin_options *options, const char *name)
{
    return strtoll(option(options, name), NULL, 10);
}

static bool
option_boolean(const struct dg_plugin_options *options, const char *name)
{
    return strcmp(option(options, name), "true") == 0;
}

/* What a plugin may not need under test (put_value, submit) is NULL. */
const struct dg_plugin_host fake_host_table = {
    .struct_size = sizeof fake_host_table,
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .alloc = host_alloc,
    .release = host_release,
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
    .audience_offices = audience_offices,
    .audience_overlaps = audience_overlaps,
    .audience_inside = audience_inside,
    .audience_keep = audience_keep,
    .audience_release = audience_release,
    .put_audience = put_audience,
    .audience_restore = fake_host_audience,
    .format = format_text,
    .add = findings_add,
    .verdict = decision_verdict,
    .finding_count = decision_count,
    .finding_at = decision_at,
    .open_object = open_object,
    .close_object = close_object,
    .open_array = open_array,
    .close_array = close_array,
    .put_name = put_name,
    .put_text = put_text,
    .put_integer = put_integer,
    .put_boolean = put_boolean,
    .option_text = option_text,
    .option_integer = option_integer,
    .option_boolean = option_boolean,
};
