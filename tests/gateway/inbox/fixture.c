/* SPDX-License-Identifier: Apache-2.0 */
/* Turns JSON into what the flow would hand over. */
#include "tests/gateway/inbox/fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define TYPE "dutygate.test.event.v1"

void
fixture_need(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fixture: %s\n", what);
        exit(99);
    }
}

void
fixture_init(struct fixture *f)
{
    *f = (struct fixture){.roster = NULL};
    fixture_need(!dg_roster_create(&f->roster), "roster");
    fixture_need(!dg_inbox_create(f->roster, &f->inbox), "inbox");
    fixture_need(!dg_json_writer_create(&f->out), "writer");
    dg_arena_init(&f->arena, SIZE_MAX);
    dg_findings_init(&f->findings, &f->arena);
}

void
fixture_finish(struct fixture *f)
{
    dg_inbox_destroy(f->inbox);
    dg_roster_destroy(f->roster);
    dg_json_writer_destroy(f->out);
    dg_arena_finish(&f->arena);
}

static void
begin(struct fixture *f)
{
    dg_arena_reset(&f->arena);
    dg_findings_init(&f->findings, &f->arena);
}

static const struct dg_json *
parse(struct fixture *f, const char *text)
{
    const struct dg_json *root;
    struct dg_json_error error;
    struct dg_str copy = dg_arena_copy(&f->arena, dg_str_from(text));
    bool good = !dg_json_parse(&f->arena, copy, &root, &error);

    if (!good) {
        fprintf(stderr, "%s\n", text);
    }
    fixture_need(good, "not JSON");
    return root;
}

void
fixture_roster(struct fixture *f, const char *data)
{
    const struct dg_json *root;

    begin(f);
    root = parse(f, data);
    dg_roster_check(f->roster, root, &f->findings);
    fixture_need(!f->findings.err, "roster check");
    if (f->findings.count == 0) {
        fixture_need(!dg_roster_apply(f->roster, root), "roster apply");
    }
}

const struct dg_audience *
fixture_audience(struct fixture *f, const char *json)
{
    const struct dg_audience *audience;

    begin(f);
    fixture_need(!dg_audience_resolve(f->roster, parse(f, json),
                                      "/data/audience", &f->findings,
                                      &audience),
                 "resolve");
    return audience;
}

static const struct dg_event_type *
lookup(void *ctx, struct dg_str name)
{
    (void) ctx;
    (void) name;
    return NULL;
}

const struct dg_event *
fixture_event(struct fixture *f, const char *source, const char *data)
{
    const struct dg_event_codec codec = {.lookup = lookup};
    struct dg_event *event;
    struct dg_str text;

    begin(f);
    event = dg_arena_alloc(&f->arena, sizeof *event);
    text =
        dg_arena_printf(&f->arena,
                        "{\"specversion\":\"1.0\",\"id\":\"1\","
                        "\"source\":\"%s\",\"type\":\"" TYPE "\",\"data\":%s}",
                        source, data);
    fixture_need(!dg_event_decode_stored(&codec, &f->arena, text, event),
                 "event");
    return event;
}

static enum dg_err
publish(struct fixture *f, uint64_t sequence, const struct dg_event *event,
        const struct dg_effect *effects, size_t count)
{
    const struct dg_audience *audience;

    fixture_need(
        !dg_audience_resolve(f->roster, dg_json_get(event->data, "audience"),
                             "/data/audience", &f->findings, &audience),
        "resolve");
    if (!audience) {
        return DG_OK;
    }
    return dg_inbox_publish(
        f->inbox, &(struct dg_inbox_publication){.sequence = sequence,
                                                 .time_us = 1,
                                                 .event = event,
                                                 .audience = audience,
                                                 .effects = effects,
                                                 .effect_count = count});
}

enum dg_err
fixture_publish(struct fixture *f, uint64_t sequence, const char *source,
                const char *data)
{
    return publish(f, sequence, fixture_event(f, source, data), NULL, 0);
}

enum dg_err
fixture_publish_stripped(struct fixture *f, uint64_t sequence, const char *data,
                         const struct dg_effect *effects, size_t count)
{
    return publish(f, sequence, fixture_event(f, "department/mzj", data),
                   effects, count);
}

enum dg_err
fixture_amend(struct fixture *f, uint64_t sequence, uint64_t task,
              const char *data, bool *reached)
{
    const struct dg_event *event = fixture_event(f, "department/mzj", data);
    const struct dg_task *before = dg_inbox_task(f->inbox, task);
    struct dg_inbox_publication asked = {
        .sequence = sequence, .time_us = 1, .event = event, .amends = task};

    fixture_need(
        !dg_audience_resolve(f->roster, dg_json_get(event->data, "audience"),
                             "/data/audience", &f->findings, &asked.audience),
        "resolve");
    if (!asked.audience) {
        return DG_OK;
    }
    if (reached) {
        *reached =
            dg_audience_same(asked.audience, before->audience) ||
            dg_audience_reached(asked.audience, before->audience, f->roster);
    }
    return dg_inbox_amend(f->inbox, &asked, !reached || !*reached);
}

static const struct dg_event *
event_about(struct fixture *f, const char *source, uint64_t sequence)
{
    char data[64];

    snprintf(data, sizeof data, "{\"task\":%" PRIu64 "}", sequence);
    return fixture_event(f, source, data);
}

void
fixture_withdraw(struct fixture *f, const char *source, uint64_t sequence)
{
    const struct dg_event *event = event_about(f, source, sequence);

    dg_inbox_check_withdraw(f->inbox, event, &f->findings);
    fixture_need(!f->findings.err, "withdraw check");
    if (f->findings.count == 0) {
        fixture_need(!dg_inbox_end(f->inbox, sequence, DG_TASK_WITHDRAWN),
                     "withdraw");
    }
}

void
fixture_acknowledge(struct fixture *f, const char *source, uint64_t sequence)
{
    const struct dg_event *event = event_about(f, source, sequence);

    dg_inbox_check_acknowledge(f->inbox, event, &f->findings);
    fixture_need(!f->findings.err, "acknowledge check");
    if (f->findings.count == 0) {
        fixture_need(!dg_inbox_acknowledge(f->inbox, event, 1000 + sequence),
                     "acknowledge");
    }
}

const char *
fixture_read(struct fixture *f, const struct dg_inbox_query *query,
             enum dg_err *err)
{
    struct dg_str text;

    dg_json_writer_reset(f->out);
    *err = dg_inbox_read(f->inbox, query, f->out, &f->rests_on);
    if (*err) {
        return NULL;
    }
    fixture_need(!dg_json_writer_text(f->out, &text), "read");
    return text.data;
}

const char *
fixture_said(struct fixture *f)
{
    struct dg_str all = dg_arena_copy(&f->arena, DG_STR(""));

    for (size_t i = 0; i < f->findings.count; i++) {
        const struct dg_finding *finding = &f->findings.items[i];
        fixture_need(finding->verdict == DG_VERDICT_REFUSE, "no refusal");
        all = dg_arena_printf(&f->arena, "%.*s%.*s %.*s: %.*s\n",
                              DG_STR_ARG(all), DG_STR_ARG(finding->code),
                              DG_STR_ARG(finding->pointer),
                              DG_STR_ARG(finding->text));
    }
    return all.data;
}
