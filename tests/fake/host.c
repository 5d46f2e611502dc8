/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a plugin and calls its hooks. */
#include "tests/fake/host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/buf.h"
#include "proto/base/date.h"
#include "proto/codec/json.h"

#define ARG(s) (int) (s).len, (s).data ? (s).data : ""

/* ---- life ---------------------------------------------------------------- */

bool
fake_host_open(struct fake_host *fake, const char *name,
               const char *const *options)
{
    const struct dg_plugin *(*describe)(void);
    struct dg_plugin_options given;
    char path[4096];
    void *module;
    *fake = (struct fake_host){.reader = "auditor/sjj"};
    snprintf(path, sizeof path, "%s/plugins/%s/.libs/%s.so",
             getenv("top_builddir"), name, name);
    module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!module) {
        fprintf(stderr, "%s\n", dlerror());
        return false;
    }
    *(void **) &describe = dlsym(module, "dg_plugin_describe");
    fake->plugin = describe();
    fake_host_make_table(&fake->table);
    given = (struct dg_plugin_options){fake->plugin, options};
    dg_arena_init(&fake->arena, (size_t) 64 << 20);
    return dg_json_writer_create(&fake->writer) == DG_OK &&
           fake->plugin->load(&fake->table, &given, &fake->state) ==
               DG_PLUGIN_OK;
}

void
fake_host_close(struct fake_host *fake)
{
    fake->plugin->unload(fake->state);
    dg_json_writer_destroy(fake->writer);
    dg_arena_finish(&fake->arena);
}

bool
fake_host_set_day(struct fake_host *fake, const char *date)
{
    int32_t day;
    bool parsed = dg_date_parse(dg_str_from(date), &day) == DG_OK;
    fake->time_us = dg_instant_of_date(day) + INT64_C(12) * 3600 * 1000000;
    return parsed;
}

/* ---- hooks --------------------------------------------------------------- */

const struct dg_plugin_value *
fake_host_parse(struct fake_host *fake, const char *text)
{
    struct dg_str copy = dg_arena_copy(&fake->arena, dg_str_from(text));
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    for (char *c = (char *) copy.data; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    if (dg_json_parse(&fake->arena, copy, &root, &error) != DG_OK) {
        fprintf(stderr, "%s at %zu of %.60s\n", error.code, error.offset, text);
        abort();
    }
    return (const struct dg_plugin_value *) root;
}

static struct dg_plugin_str
literal(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

/* Bits of enum dg_plugin_role. */
static enum dg_plugin_role
role_of(const char *source)
{
    static const char *const roles[] = {"department/", "town/",     "office/",
                                        "keeper/",     "auditor/",  "operator/",
                                        "gateway/",    "taskforce/"};
    unsigned i = 0;
    while (i < 7 && strncmp(source, roles[i], strlen(roles[i])) != 0) {
        i++;
    }
    return (enum dg_plugin_role)(1u << i);
}

/* Never runs out of memory: that is for the plugin to try. */
static struct dg_plugin_audience *
event_audience(const struct fake_host *fake, const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *table = &fake->table;
    size_t left = fake_host_left;
    struct dg_plugin_audience *audience;
    fake_host_left = SIZE_MAX;
    audience = fake_host_audience(
        table->member(table->member(data, "audience"), "codes"));
    fake_host_left = left;
    return audience;
}

/* The parents of a task force, of everybody else the source. */
static void
charge(struct fake_host *fake, const char *source)
{
    bool force = strncmp(source, "taskforce/", 10) == 0;
    fake->charged_count = 0;
    while (force && fake->parents && fake->parents[fake->charged_count]) {
        fake->charged[fake->charged_count] =
            literal(fake->parents[fake->charged_count]);
        fake->charged_count++;
    }
    if (fake->charged_count == 0) {
        fake->charged[fake->charged_count++] = literal(source);
    }
}

/* 0 without one. */
static int64_t
due_of(const struct fake_host *fake, const struct dg_plugin_value *data)
{
    struct dg_plugin_str due =
        fake->table.text(fake->table.member(data, "due"));
    int64_t due_us;
    return dg_due_parse((struct dg_str){due.data, due.len}, &due_us) == DG_OK
               ? due_us
               : 0;
}

/* The audience is to be released. */
static struct dg_plugin_event
make_event(struct fake_host *fake, const char *type, const char *source,
           const char *data)
{
    const char *slash = strchr(source, '/');
    const struct dg_plugin_value *value = fake_host_parse(fake, data);
    charge(fake, source);
    bool amends = strstr(type, ".task.amend.") != NULL;
    bool asks = amends || strstr(type, ".task.publish.") ||
                strstr(type, ".task.check.");
    const struct dg_plugin_value *task =
        amends ? fake->table.member(value, "assignment") : value;
    return (struct dg_plugin_event){
        .struct_size = sizeof(struct dg_plugin_event),
        .type = literal(type),
        .source = literal(source),
        .principal = literal(slash + 1),
        .id = literal("e1"),
        .role = role_of(source),
        .time_us = fake->time_us,
        .data = value,
        .task = asks ? task : NULL,
        .task_pointer = literal(amends ? "/data/assignment"
                                : asks ? "/data"
                                       : ""),
        .gated = asks,
        .amends = amends ? (uint64_t) fake->table.integer(
                               fake->table.member(value, "task"), 0)
                         : 0,
        .audience = event_audience(fake, task),
        .erased = fake->erased,
        .erased_count = fake->erased_count,
        .charged = fake->charged,
        .charged_count = fake->charged_count,
        .onbehalf = literal(fake->onbehalf ? fake->onbehalf : ""),
        .due_us = asks ? due_of(fake, task) : 0,
    };
}

static enum dg_plugin_status
call_decide(struct fake_host *fake, struct dg_plugin_event *event)
{
    fake->findings.arena = &fake->arena;
    fake->findings.count = fake->findings.fact_count = 0;
    return fake->plugin->decide(fake->state, event, &fake->findings);
}

static void
show_effect(struct dg_buf *text, const struct dg_plugin_effect *e)
{
    static const char *const kinds[] = {"refuse",  "strip", "share", "prefill",
                                        "release", "ask",   "answer"};
    dg_buf_printf(text, "%s %.*s: %llu %s at %u offices, %s", kinds[e->kind],
                  ARG(e->pointer), (unsigned long long) e->quantity,
                  e->dimension, e->offices, e->cause ? e->cause : "");
    dg_buf_printf(text, e->place.len ? " in %.*s\n" : "%.*s\n", ARG(e->place));
}

static void
show(struct dg_buf *text, const struct dg_plugin_finding *f)
{
    static const char *const verdicts[] = {"note", "strip", "defer", "refuse"};
    dg_buf_printf(text, "%s%s %s %s at %.*s\n  %.*s\n",
                  f->observed ? "observed " : "", verdicts[f->verdict], f->rule,
                  f->code, ARG(f->pointer), ARG(f->text));
    if (f->list.len) {
        dg_buf_printf(text, "  cites %.*s %.*s", ARG(f->list),
                      ARG(f->listversion));
        dg_buf_printf(text, f->entry.len ? ", entry %.*s" : "%.*s",
                      ARG(f->entry));
        dg_buf_printf(text, f->clause.len ? ", clause %.*s\n" : "%.*s\n",
                      ARG(f->clause));
    }
    for (size_t i = 0; i < f->alternative_count; i++) {
        dg_buf_printf(text, "  or: %.*s\n", ARG(f->alternatives[i]));
    }
    for (size_t i = 0; i < f->effect_count; i++) {
        dg_buf_text(text, "  ");
        show_effect(text, &f->effects[i]);
    }
}

const char *
fake_host_facts(struct fake_host *fake)
{
    struct dg_buf text;
    struct dg_str shown;
    dg_buf_init(&text);
    dg_buf_text(&text, "");
    for (size_t i = 0; i < fake->findings.fact_count; i++) {
        show_effect(&text, &fake->findings.facts[i]);
    }
    shown = dg_arena_copy(&fake->arena, (struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
    return shown.data;
}

const char *
fake_host_decide(struct fake_host *fake, const char *type, const char *source,
                 const char *data)
{
    struct dg_plugin_event event;
    struct dg_buf text;
    enum dg_plugin_status status;
    struct dg_str shown;
    dg_arena_reset(&fake->arena);
    event = make_event(fake, type, source, data);
    event.check = strstr(type, ".check.") != NULL;
    status = call_decide(fake, &event);
    fake->table.audience_release((void *) event.audience);
    if (status) {
        return "failed";
    }
    dg_buf_init(&text);
    dg_buf_text(&text, "");
    for (size_t i = 0; i < fake->findings.count; i++) {
        show(&text, &fake->findings.items[i]);
    }
    shown = dg_arena_copy(&fake->arena, (struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
    return shown.data;
}

enum dg_plugin_status
fake_host_header(struct fake_host *fake, const struct dg_plugin_header *header)
{
    struct dg_plugin_header shown = *header;
    shown.struct_size = sizeof shown;
    shown.time_us = shown.time_us ? shown.time_us : fake->time_us;
    shown.sequence = shown.sequence ? shown.sequence : ++fake->sequence;
    return fake->plugin->header ? fake->plugin->header(fake->state, &shown)
                                : DG_PLUGIN_OK;
}

static bool
is_observed(const struct fake_host *fake, const struct dg_plugin_finding *f)
{
    return f->observed ||
           (fake->observed && strcmp(f->rule, fake->observed) == 0);
}

/* Of findings that count, then the facts. */
static size_t
gather_effects(const struct fake_host *fake, struct dg_plugin_effect *effects)
{
    const struct dg_plugin_findings *findings = &fake->findings;
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct dg_plugin_finding *f = &findings->items[i];
        for (size_t j = 0; !is_observed(fake, f) && j < f->effect_count; j++) {
            if (effects) {
                effects[count] = f->effects[j];
            }
            count++;
        }
    }
    for (size_t i = 0; i < findings->fact_count; i++) {
        if (effects) {
            effects[count] = findings->facts[i];
        }
        count++;
    }
    return count;
}

static enum dg_plugin_status
show_header(struct fake_host *fake, const struct dg_plugin_event *event,
            enum dg_plugin_verdict verdict)
{
    const struct dg_plugin_host *table = &fake->table;
    const struct dg_plugin_value *task =
        event->task ? event->task : event->data;
    size_t count = gather_effects(fake, NULL);
    struct dg_plugin_effect *effects =
        dg_arena_alloc(&fake->arena, count * sizeof *effects);
    struct dg_plugin_header header = {
        .sequence = event->sequence,
        .type = event->type,
        .source = event->source,
        .verdict = verdict,
        .duty = table->text(table->member(task, "duty")),
        .period = table->text(table->member(task, "period")),
        .offices = event->audience ? (uint32_t) event->audience->count : 0,
        .effects = effects,
        .effect_count = count,
    };
    gather_effects(fake, effects);
    return fake_host_header(fake, &header);
}

static enum dg_plugin_status
apply_event(struct fake_host *fake, struct dg_plugin_event *event,
            enum dg_plugin_verdict verdict)
{
    struct dg_plugin_decision decision = {verdict, &fake->findings,
                                          fake->observed, fake->plugin->name};
    enum dg_plugin_status status;
    event->sequence = ++fake->sequence;
    status = show_header(fake, event, verdict);
    return status ? status : fake->plugin->apply(fake->state, event, &decision);
}

enum dg_plugin_verdict
fake_host_send(struct fake_host *fake, const char *type, const char *source,
               const char *data)
{
    enum dg_plugin_verdict verdict = DG_PLUGIN_NOTE;
    struct dg_plugin_event event;
    dg_arena_reset(&fake->arena);
    event = make_event(fake, type, source, data);
    if (call_decide(fake, &event) != DG_PLUGIN_OK) {
        abort();
    }
    for (size_t i = 0; i < fake->findings.count; i++) {
        if (fake->findings.items[i].verdict > verdict &&
            !is_observed(fake, &fake->findings.items[i])) {
            verdict = fake->findings.items[i].verdict;
        }
    }
    if (apply_event(fake, &event, verdict) != DG_PLUGIN_OK) {
        abort();
    }
    fake->table.audience_release((void *) event.audience);
    return verdict;
}

enum dg_plugin_status
fake_host_pass(struct fake_host *fake, const char *type, const char *source,
               const char *data, enum dg_plugin_verdict verdict)
{
    struct dg_plugin_event event;
    enum dg_plugin_status status;
    dg_arena_reset(&fake->arena);
    event = make_event(fake, type, source, data);
    status = call_decide(fake, &event);
    if (fake->decided) {
        fake->decided();
    }
    status = status ? status : apply_event(fake, &event, verdict);
    fake->table.audience_release((void *) event.audience);
    return status;
}

enum dg_plugin_status
fake_host_apply(struct fake_host *fake, const char *type, const char *source,
                const char *data, enum dg_plugin_verdict verdict)
{
    struct dg_plugin_event event;
    enum dg_plugin_status status;
    dg_arena_reset(&fake->arena);
    fake->findings.count = fake->findings.fact_count = 0;
    event = make_event(fake, type, source, data);
    status = apply_event(fake, &event, verdict);
    fake->table.audience_release((void *) event.audience);
    return status;
}

enum dg_plugin_status
fake_host_settle(struct fake_host *fake, const char *type, const char *source,
                 const char *data, const char *code)
{
    struct dg_plugin_event event;
    enum dg_plugin_status status;
    dg_arena_reset(&fake->arena);
    fake->findings.items[0] =
        (struct dg_plugin_finding){.rule = "", .code = code};
    fake->findings.count = 1;
    fake->findings.fact_count = 0;
    event = make_event(fake, type, source, data);
    status = apply_event(fake, &event, DG_PLUGIN_NOTE);
    fake->table.audience_release((void *) event.audience);
    return status;
}

const char *
fake_host_tick(struct fake_host *fake)
{
    struct dg_plugin_submit submit;
    struct dg_str copy;
    dg_arena_reset(&fake->arena);
    dg_buf_init(&submit.text);
    dg_buf_text(&submit.text, "");
    fake->ticking = true;
    if (fake->plugin->tick(fake->state, fake->time_us, &submit) !=
        DG_PLUGIN_OK) {
        abort();
    }
    fake->ticking = false;
    copy = dg_arena_copy(&fake->arena,
                         (struct dg_str){submit.text.data, submit.text.len});
    dg_buf_finish(&submit.text);
    return copy.data;
}

static const char *
written(struct fake_host *fake, enum dg_plugin_status status)
{
    struct dg_str text;
    if (status == DG_PLUGIN_NOT_FOUND) {
        return "not found";
    }
    if (status || dg_json_writer_text(fake->writer, &text) != DG_OK) {
        return "failed";
    }
    return dg_arena_copy(&fake->arena, text).data;
}

const char *
fake_host_query(struct fake_host *fake, const char *name, const char *params)
{
    struct dg_plugin_writer out = {fake->writer, fake};
    dg_arena_reset(&fake->arena);
    dg_json_writer_reset(fake->writer);
    return written(fake, fake->plugin->query(fake->state, literal(name),
                                             fake_host_parse(fake, params),
                                             literal(fake->reader), &out));
}

const char *
fake_host_save(struct fake_host *fake)
{
    struct dg_plugin_writer out = {fake->writer, fake};
    dg_arena_reset(&fake->arena);
    dg_json_writer_reset(fake->writer);
    return written(fake, fake->plugin->save(fake->state, &out));
}

enum dg_plugin_status
fake_host_restore(struct fake_host *fake, const char *fold)
{
    dg_arena_reset(&fake->arena);
    return fake->plugin->restore(fake->state, fake_host_parse(fake, fold));
}

const char *
fake_host_measure(struct fake_host *fake)
{
    struct dg_plugin_measures measures;
    struct dg_str copy;
    dg_arena_reset(&fake->arena);
    dg_buf_init(&measures.text);
    dg_buf_text(&measures.text, "");
    if (fake->plugin->measure(fake->state, &measures) != DG_PLUGIN_OK) {
        dg_buf_finish(&measures.text);
        return "failed";
    }
    copy = dg_arena_copy(
        &fake->arena, (struct dg_str){measures.text.data, measures.text.len});
    dg_buf_finish(&measures.text);
    return copy.data;
}
