/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of every call fails once: the call says so, and leaves the
 * inbox as it was. (Linked with --wrap for malloc, calloc and realloc.) */
#include <stdlib.h>

#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define VILLAGE UINT64_C(522731100001)

/* Allocations until the one that fails; 0: none fails. */
static unsigned countdown;

static bool
fails(void)
{
    return countdown > 0 && --countdown == 0;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

static const struct dg_json *
parse(struct dg_arena *arena, const char *text)
{
    const struct dg_json *root;
    struct dg_json_error error;

    fixture_need(!dg_json_parse(arena, dg_str_from(text), &root, &error), text);
    return root;
}

/* Groups of enough members that the maps grow. */
static const char *
write_roster(struct dg_buf *json)
{
    dg_buf_init(json);
    dg_buf_text(json, "{\"version\":\"1\",\"departments\":["
                      "{\"code\":\"mzj\",\"name\":\"民政局\"}],\"offices\":[");
    for (int i = 1; i < 200; i++) {
        dg_buf_printf(json, "%s{\"code\":\"522731%d%03d\",\"name\":\"村\"}",
                      i > 1 ? "," : "", 100 + i / 2, i);
    }
    dg_buf_text(json, "],\"groups\":[{\"name\":\"示范村\",\"codes\":[");
    for (int i = 1; i < 200; i++) {
        dg_buf_printf(json, "%s\"522731%d%03d\"", i > 1 ? "," : "", 100 + i / 2,
                      i);
    }
    dg_buf_text(json, "]}]}");
    return json->data;
}

static void
test_roster(void)
{
    struct dg_buf text;
    struct dg_arena arena;
    const struct dg_json *json;
    unsigned n = 0;
    enum dg_err err = DG_ERR_MEMORY;

    dg_arena_init(&arena, SIZE_MAX);
    json = parse(&arena, write_roster(&text));
    while (err == DG_ERR_MEMORY) {
        struct dg_roster *roster = NULL;
        countdown = ++n;
        err = dg_roster_create(&roster);
        if (!err) {
            err = dg_roster_apply(roster, json);
        }
        countdown = 0;
        dg_roster_destroy(roster);
    }
    ok(err == DG_OK && n > 10, "a roster: %u allocations can fail", n - 1);
    dg_buf_finish(&text);
    dg_arena_finish(&arena);
}

static void
set_up(struct fixture *f)
{
    struct dg_buf text;

    fixture_init(f);
    fixture_roster(f, write_roster(&text));
    fixture_need(f->findings.count == 0, fixture_said(f));
    dg_buf_finish(&text);
}

static void
test_resolve(struct fixture *f)
{
    static const char *const texts[] = {
        "{\"prefixes\":[\"522731\"],\"groups\":[\"示范村\"],"
        "\"exclude\":[\"522731199\"]}",
        "{\"codes\":[\"522731100009\"],\"groups\":[\"贫困村\"]}"};

    for (int i = 0; i < 2; i++) {
        struct dg_arena text;
        const struct dg_json *json;
        enum dg_err err = DG_ERR_MEMORY;
        unsigned n = 0;
        dg_arena_init(&text, SIZE_MAX);
        json = parse(&text, texts[i]);
        while (err == DG_ERR_MEMORY) {
            const struct dg_audience *audience;
            struct dg_findings findings;
            struct dg_arena arena;
            dg_arena_init(&arena, SIZE_MAX);
            dg_findings_init(&findings, &arena);
            countdown = ++n;
            err = dg_audience_resolve(f->roster, json, "/data/audience",
                                      &findings, &audience);
            countdown = 0;
            fixture_need(err || (audience != NULL) == (findings.count == 0),
                         "neither audience nor finding");
            dg_arena_finish(&arena);
        }
        ok(err == DG_OK && n > 1, "resolving: %u allocations can fail", n - 1);
        dg_arena_finish(&text);
    }
}

/* A page as it is before and after. */
static const char *
page(struct fixture *f)
{
    struct dg_inbox_query query = {VILLAGE, {NULL, 0}, 100, 0};
    enum dg_err err;

    return fixture_read(f, &query, &err);
}

static void
publish_all(struct fixture *f, uint64_t sequence)
{
    const struct dg_effect effect = {.kind = DG_EFFECT_STRIP,
                                     .pointer = {"/data/seals/0", 13}};
    const struct dg_event *event = fixture_event(
        f, "department/mzj",
        "{\"duty\":\"MZ-001\",\"title\":\"核查\",\"due\":\"2026-12-01\","
        "\"seals\":[\"S-01\"],\"forms\":[{\"control\":\"M-1\",\"version\":"
        "\"1\",\"fields\":[{\"name\":\"a\",\"label\":\"户数\"}]}],"
        "\"audience\":{\"prefixes\":[\"522731100\"],"
        "\"codes\":[\"522731103006\",\"522731104008\"],"
        "\"groups\":[\"示范村\"]}}");
    const struct dg_audience *audience;
    size_t open = dg_inbox_open_count(f->inbox);
    size_t entries = dg_inbox_entry_count(f->inbox);
    enum dg_err err = DG_ERR_MEMORY;
    struct dg_inbox_publication task = {.sequence = sequence,
                                        .time_us = 1,
                                        .event = event,
                                        .effects = &effect,
                                        .effect_count = 1};
    unsigned n = 0;

    fixture_need(
        !dg_audience_resolve(f->roster, dg_json_get(event->data, "audience"),
                             "/data/audience", &f->findings, &audience) &&
            audience,
        "resolve");
    task.audience = audience;
    while (err == DG_ERR_MEMORY) {
        fixture_need(dg_inbox_open_count(f->inbox) == open &&
                         dg_inbox_entry_count(f->inbox) == entries &&
                         !dg_inbox_task(f->inbox, sequence),
                     "a failed publish left something");
        countdown = ++n;
        err = dg_inbox_publish(f->inbox, &task);
        countdown = 0;
    }
    fixture_need(err == DG_OK && n > 3, "publish");
    fixture_need(dg_inbox_entry_count(f->inbox) == entries + 4, "entries");
}

static void
test_publish(struct fixture *f)
{
    char before[4096], expected[64];
    int good = 0;

    for (uint64_t sequence = 1; sequence < 10; sequence++) {
        publish_all(f, sequence);
        snprintf(expected, sizeof expected, "\"open\":%d,", (int) sequence);
        good += strstr(page(f), expected) != NULL;
    }
    is_int(good, 9, "publishing: nothing is left of what failed");
    snprintf(before, sizeof before, "%s", page(f));
    ok(strcmp(before, page(f)) == 0, "and pages stay the same");
}

static void
test_acknowledge(struct fixture *f)
{
    const struct dg_event *event =
        fixture_event(f, "office/522731100001", "{\"task\":3}");
    enum dg_err err = DG_ERR_MEMORY;
    unsigned n = 0;

    while (err == DG_ERR_MEMORY) {
        fixture_need(!strstr(page(f), "\"acknowledged\":true"), "acknowledged");
        countdown = ++n;
        err = dg_inbox_acknowledge(f->inbox, event, 2);
        countdown = 0;
    }
    ok(err == DG_OK && n > 2, "acknowledging: %u allocations can fail", n - 1);
    ok(strstr(page(f), "\"acknowledged\":true"), "and then it is done");
}

static void
test_read(void)
{
    struct dg_inbox_query query = {VILLAGE, {NULL, 0}, 100, 0};
    struct fixture other;
    enum dg_err err = DG_ERR_MEMORY;
    unsigned n = 0;

    set_up(&other);
    fixture_publish(&other, 1, "department/mzj",
                    "{\"duty\":\"D\",\"title\":\"T\",\"due\":\"2026-12-01\","
                    "\"audience\":{\"prefixes\":[\"522731\"]}}");
    while (err == DG_ERR_MEMORY) {
        struct dg_str text;
        dg_json_writer_reset(other.out);
        countdown = ++n;
        err = dg_inbox_read(other.inbox, &query, other.out, &other.rests_on);
        if (!err) {
            err = dg_json_writer_text(other.out, &text);
        }
        countdown = 0;
    }
    ok(err == DG_OK && n > 2, "reading: %u allocations can fail", n - 1);
    fixture_finish(&other);
}

static void
count_run(void *ctx, uint32_t first, uint32_t count)
{
    (void) first;
    *(uint32_t *) ctx += count;
}

static bool
count_task(void *ctx, uint64_t task)
{
    (void) task;
    ++*(uint32_t *) ctx;
    return true;
}

/* Runs of groups and prefixes, in a fresh roster; then an inbox. */
static void
test_runs(void)
{
    const struct dg_audience *audience;
    struct fixture other;
    enum dg_err err = DG_ERR_MEMORY;
    uint32_t in = 0, tasks = 0;
    unsigned n = 0;

    set_up(&other);
    audience = fixture_audience(&other, "{\"prefixes\":[\"522731\"],"
                                        "\"excludegroups\":[\"示范村\"]}");
    fixture_need(!audience && other.findings.count == 1, "nobody is left");
    audience = fixture_audience(&other, "{\"groups\":[\"示范村\"],"
                                        "\"exclude\":[\"522731101\"]}");
    while (err == DG_ERR_MEMORY) {
        in = 0;
        countdown = ++n;
        err =
            dg_audience_runs(audience, other.roster, count_run, count_run, &in);
        countdown = 0;
    }
    ok(err == DG_OK && n > 3, "runs: %u allocations can fail", n - 1);
    is_int(in, 199 + 2, "and then they are whole");
    fixture_publish(&other, 1, "department/mzj",
                    "{\"duty\":\"D\",\"title\":\"T\",\"due\":\"2026-12-01\","
                    "\"audience\":{\"prefixes\":[\"522731\"]}}");
    err = DG_ERR_MEMORY;
    for (n = 0; err == DG_ERR_MEMORY;) {
        countdown = ++n;
        err = dg_inbox_each(other.inbox, VILLAGE, count_task, &tasks);
        countdown = 0;
    }
    ok(err == DG_OK && n > 1 && tasks == 1,
       "the tasks of an inbox: %u allocations can fail", n - 1);
    fixture_finish(&other);
}

static void
test_create(struct fixture *f)
{
    enum dg_err err = DG_ERR_MEMORY;
    unsigned n = 0;

    while (err == DG_ERR_MEMORY) {
        struct dg_inbox *inbox;
        countdown = ++n;
        err = dg_inbox_create(f->roster, &inbox);
        countdown = 0;
        dg_inbox_destroy(inbox);
    }
    ok(err == DG_OK && n > 1, "creating: %u allocations can fail", n - 1);
}

int
main(void)
{
    struct fixture f;

    test_roster();
    set_up(&f);
    test_create(&f);
    test_resolve(&f);
    test_publish(&f);
    test_acknowledge(&f);
    test_read();
    test_runs();
    fixture_finish(&f);
    return tap_done();
}
