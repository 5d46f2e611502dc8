/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that states facts of what is asked and answered, and writes down the
 * headers it is shown, who said what of an entry, and what it finds when it
 * looks at another plugin's answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/plugin.h"

#define ARG(s) (int) (s).len, (s).data ? (s).data : ""
#define TEXT(s)                                                                \
    (struct dg_plugin_str)                                                     \
    {                                                                          \
        s, strlen(s)                                                           \
    }

struct scribe {
    char headers[65536], said[65536]; /* a line for each */
    size_t headers_len, said_len;
    int64_t entries;
};

static const struct dg_plugin_host *calls;

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    (void) options;
    calls = host;
    *state = calloc(1, sizeof(struct scribe));
    return *state ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* ---- facts -------------------------------------------------------------- */

static void
state_asked(const struct dg_plugin_event *event,
            struct dg_plugin_findings *findings)
{
    const struct dg_plugin_effect effect = {
        .kind = DG_PLUGIN_EFFECT_SHARE,
        .pointer = TEXT("/data/title"),
        .dimension = "field",
        .quantity = 1,
        .offices = 1,
        .cause = "known",
        .place = TEXT("0"),
    };
    calls->fact(findings,
                &(struct dg_plugin_effect){
                    .kind = DG_PLUGIN_EFFECT_ASK,
                    .dimension = "task",
                    .quantity = 1,
                    .offices = calls->audience_offices(event->audience),
                    .cause = "county",
                    .place = calls->audience_place(findings, event->audience)});
    calls->add(findings, &(struct dg_plugin_finding){
                             .struct_size = sizeof(struct dg_plugin_finding),
                             .rule = "shares",
                             .verdict = DG_PLUGIN_NOTE,
                             .code = "shared",
                             .text = TEXT("one office has it"),
                             .effects = &effect,
                             .effect_count = 1});
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    (void) state;
    if (event->task) {
        state_asked(event, findings);
    } else if (strstr(event->type.data, ".task.acknowledge.")) {
        char cause[] = "copied", dimension[] = "acknowledged";
        calls->fact(findings,
                    &(struct dg_plugin_effect){
                        .kind = DG_PLUGIN_EFFECT_ANSWER,
                        .pointer = calls->format(findings, "/%.*s",
                                                 ARG(calls->text(calls->member(
                                                     event->data, "task")))),
                        .dimension = dimension,
                        .quantity = 1,
                        .offices = 1,
                        .cause = cause});
        memset(cause, 'x', sizeof cause - 1);
        memset(dimension, 'x', sizeof dimension - 1);
    }
    return DG_PLUGIN_OK;
}

/* ---- what is shown ------------------------------------------------------ */

static enum dg_plugin_status
header(void *state, const struct dg_plugin_header *h)
{
    static const char *const kinds[] = {"refuse",  "strip", "share", "prefill",
                                        "release", "ask",   "answer"};
    struct scribe *s = state;
    char *at = s->headers + s->headers_len,
         *end = s->headers + sizeof s->headers;
    at += snprintf(at, (size_t) (end - at),
                   "%llu %.*s %.*s %d [%.*s] [%.*s] "
                   "%u%s\n",
                   (unsigned long long) h->sequence, ARG(h->type),
                   ARG(h->source), (int) h->verdict, ARG(h->duty),
                   ARG(h->period), h->offices, h->bare ? " bare" : "");
    for (size_t i = 0; i < h->effect_count; i++) {
        const struct dg_plugin_effect *e = &h->effects[i];
        at += snprintf(
            at, (size_t) (end - at), "  %s %.*s: %llu %s at %u, %s in [%.*s]\n",
            kinds[e->kind], ARG(e->pointer), (unsigned long long) e->quantity,
            e->dimension, e->offices, e->cause, ARG(e->place));
    }
    s->headers_len = (size_t) (at - s->headers);
    s->entries++;
    return DG_PLUGIN_OK;
}

/* Who found it; that effects of a decision have no place. */
static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    struct scribe *s = state;
    struct dg_plugin_finding f = {.struct_size = sizeof f};
    char *at = s->said + s->said_len, *end = s->said + sizeof s->said;
    for (size_t i = 0; calls->finding_at(decision, i, &f); i++) {
        bool placed = f.effect_count > 0 && f.effects[0].place.len > 0;
        at += snprintf(at, (size_t) (end - at), "%llu %s %s%s\n",
                       (unsigned long long) event->sequence,
                       calls->finding_plugin(decision, i), f.code,
                       placed ? " placed" : "");
    }
    s->said_len = (size_t) (at - s->said);
    return DG_PLUGIN_OK;
}

/* ---- reads -------------------------------------------------------------- */

static void
put_heir(struct dg_plugin_writer *out, struct dg_plugin_str code)
{
    uint32_t heir =
        calls->office_heir(calls, calls->office_number(calls, code));
    calls->put_integer(out, (int64_t) calls->office_code(calls, heir));
}

static void
put_seen(struct dg_plugin_writer *out, const struct dg_plugin_value *params)
{
    struct dg_plugin_str name = calls->text(calls->member(params, "look"));
    char text[64];
    const struct dg_plugin_value *seen;
    snprintf(text, sizeof text, "%.*s", ARG(name));
    seen = calls->look(out, text, calls->raw(calls->member(params, "params")));
    if (seen) {
        calls->put_value(out, seen);
    } else {
        calls->put_text(out, TEXT("nothing"));
    }
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    struct scribe *s = state;
    struct dg_plugin_str text = calls->text(calls->member(params, "text"));
    if (name.len == 12) { /* scribe.audit */
        calls->disclose(out, TEXT("what was looked at"), 3);
        calls->put_text(out, reader);
    } else if (calls->member(params, "look")) {
        put_seen(out, params);
    } else if (calls->member(params, "heir")) {
        put_heir(out, calls->text(calls->member(params, "heir")));
    } else if (text.len == 4) { /* said */
        calls->put_text(out, (struct dg_plugin_str){s->said, s->said_len});
    } else {
        calls->put_text(out,
                        (struct dg_plugin_str){s->headers, s->headers_len});
    }
    return DG_PLUGIN_OK;
}

/* ---- figures ------------------------------------------------------------ */

static void
put(struct dg_plugin_measures *out, const char *name, bool counter,
    const char *label, int64_t value)
{
    calls->put_measure(out, &(struct dg_plugin_measure){
                                .struct_size = sizeof(struct dg_plugin_measure),
                                .name = name,
                                .summary = "What\\the scribe\nhas.",
                                .counter = counter,
                                .labels = {label ? "which" : NULL, label},
                                .value = value});
}

/* Some of which are not to be shown. */
static enum dg_plugin_status
measure(void *state, struct dg_plugin_measures *out)
{
    struct scribe *s = state;
    put(out, "scribe_pages", false, "b \"quoted\" \\ \n line", 2);
    put(out, "scribe_entries", true, NULL, s->entries);
    put(out, "scribe_pages", false, "a", 1);
    put(out, "scribe_pages", false, "a", 3);
    put(out, "entries", false, NULL, 4);
    put(out, "scribe_Pages", false, NULL, 5);
    put(out, "scribe_lost", false, NULL, -1);
    return DG_PLUGIN_OK;
}

static const struct dg_plugin_type types[] = {
    {.name = "dutygate.scribe.read.v1",
     .schema = "{\"type\":\"object\"}",
     .roles = 0xffu,
     .reads = true},
    {.name = "dutygate.scribe.audit.v1",
     .schema = "{\"type\":\"object\",\"properties\":{},"
               "\"additionalProperties\":false}",
     .roles = DG_PLUGIN_AUDITOR,
     .reads = true},
};

static const struct dg_plugin_rule rules[] = {{"shares", "says who has it"}};

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "scribe",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .rules = rules,
    .rule_count = sizeof rules / sizeof *rules,
    .load = load,
    .unload = free,
    .decide = decide,
    .apply = apply,
    .query = query,
    .header = header,
    .measure = measure,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
