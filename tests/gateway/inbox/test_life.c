/* SPDX-License-Identifier: Apache-2.0 */
/* What tasks go through: they wait, recur, are put on the agenda, and end with
 * those they came of. */
#include <stdio.h>
#include <stdlib.h>

#include "gateway/inbox/agenda.h"
#include "proto/base/date.h"
#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define VILLAGE UINT64_C(522731100001)
#define DAY_US INT64_C(86400000000)
#define ASK(rest)                                                              \
    "{\"duty\":\"A-1\",\"title\":\"核查\",\"audience\":{\"prefixes\":["      \
    "\"522731\"]}," rest "}"

static void
set_up(struct fixture *f)
{
    fixture_init(f);
    fixture_roster(f, "{\"version\":\"1\",\"departments\":[],\"offices\":["
                      "{\"code\":\"522731100000\",\"name\":\"镇\"},"
                      "{\"code\":\"522731100001\",\"name\":\"东村\"},"
                      "{\"code\":\"522731100002\",\"name\":\"西村\"}]}");
    fixture_need(f->findings.count == 0, "roster");
}

/* "3 5 " of the receipt numbers in the village's inbox, '+' when amended. */
static const char *
seen(struct fixture *f)
{
    static char text[512];
    struct dg_inbox_query query = {VILLAGE, {NULL, 0}, 100, 0};
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *page, *task;
    enum dg_err err;
    size_t used = 0;

    dg_arena_init(&arena, SIZE_MAX);
    fixture_need(!dg_json_parse(&arena,
                                dg_arena_copy(&arena, dg_str_from(fixture_read(
                                                          f, &query, &err))),
                                &page, &error),
                 "page");
    text[0] = '\0';
    for (task = dg_json_get(page, "tasks")->child; task; task = task->next) {
        used += (size_t) snprintf(text + used, sizeof text - used, "%.*s%s ",
                                  DG_STR_ARG(dg_json_get(task, "task")->text),
                                  dg_json_get(task, "amended") ? "+" : "");
    }
    dg_arena_finish(&arena);
    return text;
}

static struct dg_inbox_publication
publication(struct fixture *f, uint64_t sequence, const char *data)
{
    struct dg_inbox_publication asked = {.sequence = sequence, .time_us = 1};

    asked.event = fixture_event(f, "department/mzj", data);
    fixture_need(!dg_audience_resolve(
                     f->roster, dg_json_get(asked.event->data, "audience"),
                     "/data/audience", &f->findings, &asked.audience) &&
                     asked.audience,
                 "audience");
    return asked;
}

/* ---- waiting ------------------------------------------------------------ */

static void
test_waiting(void)
{
    struct dg_inbox_publication asked;
    struct fixture f;

    set_up(&f);
    asked = publication(&f, 3, ASK("\"due\":\"2026-12-01\""));
    asked.waits = true;
    is_int(dg_inbox_publish(f.inbox, &asked), DG_OK, "a deferred task");
    is_text(seen(&f), "", "lies in no inbox");
    is_int(dg_inbox_open_count(f.inbox), 0, "and is not open");
    fixture_acknowledge(&f, "office/522731100001", 3);
    is_text(fixture_said(&f),
            "not-in-inbox /data/task: task 3 is not in the inbox of "
            "522731100001\n",
            "nobody acknowledges it");
    is_int(dg_inbox_open_waiting(f.inbox, 3), DG_OK, "it is let through");
    is_text(seen(&f), "3 ", "and is there");
    is_int(dg_inbox_open_waiting(f.inbox, 3), DG_ERR_ABSENT, "once");

    asked = publication(&f, 4, ASK("\"due\":\"2026-12-02\""));
    asked.waits = true;
    dg_inbox_publish(f.inbox, &asked);
    is_int(dg_inbox_end(f.inbox, 4, DG_TASK_REFUSED), DG_OK, "or refused");
    is_int(dg_inbox_open_waiting(f.inbox, 4), DG_ERR_ABSENT, "for good");
    fixture_withdraw(&f, "department/mzj", 4);
    is_text(fixture_said(&f),
            "task-refused /data/task: task 4 was refused by the keeper\n",
            "its end is told");
    fixture_finish(&f);
}

static void
test_waiting_amendment(void)
{
    struct dg_inbox_publication asked;
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 3, "department/mzj", ASK("\"due\":\"2026-12-01\""));
    fixture_acknowledge(&f, "office/522731100001", 3);
    asked = publication(&f, 5, ASK("\"due\":\"2026-11-01\""));
    asked.waits = true;
    asked.amends = 3;
    is_int(dg_inbox_amend(f.inbox, &asked, true), DG_OK,
           "a deferred amendment");
    is_text(seen(&f), "3 ", "changes nothing");
    is_int(dg_inbox_open_waiting(f.inbox, 5), DG_OK, "until it is granted");
    is_text(seen(&f), "3+ ", "then its task reads like it");
    is_int(dg_inbox_task(f.inbox, 3)->notice, 5,
           "and has to be acknowledged again");
    fixture_withdraw(&f, "department/mzj", 5);
    is_text(fixture_said(&f),
            "task-unknown /data/task: receipt 5 is of an amendment, not of a "
            "task\n",
            "it is no task itself");

    asked = publication(&f, 6, ASK("\"due\":\"2026-10-01\""));
    asked.waits = true;
    asked.amends = 3;
    dg_inbox_amend(f.inbox, &asked, true);
    fixture_withdraw(&f, "department/mzj", 3);
    is_int(dg_inbox_open_waiting(f.inbox, 6), DG_ERR_ABSENT,
           "one that waits ends with its task");
    fixture_finish(&f);
}

/* ---- ends --------------------------------------------------------------- */

static void
forward(struct fixture *f, uint64_t sequence, uint64_t task, bool tied)
{
    struct dg_inbox_publication asked =
        publication(f, sequence, ASK("\"due\":\"2026-12-01\""));

    asked.forwards = task;
    asked.tied = tied;
    fixture_need(!dg_inbox_publish(f->inbox, &asked), "forward");
}

static void
test_ends(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj", ASK("\"due\":\"2026-12-01\""));
    forward(&f, 2, 1, true);
    forward(&f, 3, 2, true);
    forward(&f, 4, 2, false);
    forward(&f, 5, 4, true);
    is_text(seen(&f), "1 2 3 4 5 ", "forwarded, and forwarded again");
    is_int(dg_inbox_end(f.inbox, 2, DG_TASK_EXPIRED), DG_OK, "one expires");
    is_text(seen(&f), "1 3 4 5 ", "by itself");
    is_int(dg_inbox_end(f.inbox, 1, DG_TASK_WITHDRAWN), DG_OK,
           "what all came of is withdrawn");
    is_text(seen(&f), "3 4 5 ",
            "below one that ended before nothing ends again");
    fixture_finish(&f);

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj", ASK("\"due\":\"2026-12-01\""));
    forward(&f, 2, 1, true);
    forward(&f, 3, 2, true);
    forward(&f, 4, 2, false);
    forward(&f, 5, 4, true);
    dg_inbox_end(f.inbox, 1, DG_TASK_LAPSED);
    is_text(seen(&f), "4 5 ", "a new ask stands, and what was made of it");
    is_int(dg_inbox_open_count(f.inbox), 2, "two are open");
    is_int(dg_inbox_task(f.inbox, 3)->state, DG_TASK_LAPSED,
           "the others ended likewise");
    fixture_finish(&f);
}

/* Of a chain as long as anybody likes. */
static void
test_long_chain(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj", ASK("\"due\":\"2026-12-01\""));
    for (uint64_t i = 2; i <= 20000; i++) {
        forward(&f, i, i - 1, true);
    }
    dg_inbox_end(f.inbox, 1, DG_TASK_WITHDRAWN);
    is_int(dg_inbox_open_count(f.inbox), 0, "a chain of 20,000 ends as one");
    fixture_finish(&f);
}

/* ---- the agenda --------------------------------------------------------- */

static void
test_agenda(void)
{
    enum { COUNT = 2000 };
    struct dg_task *tasks = calloc(COUNT, sizeof *tasks), *task;
    struct dg_agenda agenda = {NULL, 0, 0};
    unsigned long long random = 7;
    int64_t last = 0;
    unsigned came = 0, ended = 0;
    bool sorted = true;

    for (unsigned i = 0; i < COUNT; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        tasks[i].sequence = i + 1;
        tasks[i].wakes_us = (int64_t) (random >> 44);
        fixture_need(!dg_agenda_reserve(&agenda), "reserve");
        dg_agenda_put(&agenda, &tasks[i]);
    }
    for (unsigned i = 0; i < COUNT; i += 5) { /* put off, ended */
        tasks[i].wakes_us += 1 << 20;
        fixture_need(!dg_agenda_reserve(&agenda), "reserve");
        dg_agenda_put(&agenda, &tasks[i]);
        tasks[i + 1].state = DG_TASK_WITHDRAWN;
        ended++;
    }
    while ((task = dg_agenda_first(&agenda))) {
        sorted = sorted && task->wakes_us >= last;
        last = task->wakes_us;
        task->wakes_us = INT64_MAX;
        came++;
    }
    ok(sorted, "tasks come in order of time");
    is_int(came, COUNT - ended, "each once, and none that ended");
    dg_agenda_finish(&agenda);
    free(tasks);
}

static int64_t
instant(const char *text)
{
    int64_t time_us;

    fixture_need(!dg_instant_parse(dg_str_from(text), &time_us), text);
    return time_us;
}

static void
test_chores(void)
{
    struct dg_inbox_chore chore;
    struct fixture f;

    set_up(&f);
    dg_inbox_set_expiry(f.inbox, 10);
    fixture_publish(&f, 3, "department/mzj", ASK("\"due\":\"2026-12-01\""));
    fixture_publish(&f, 4, "department/mzj",
                    ASK("\"due\":\"2026-12-01\",\"urgency\":"
                        "\"life-safety\",\"expires\":\"2026-12-02\""));
    ok(!dg_inbox_next_chore(f.inbox, instant("2026-12-11T15:59:59Z"), &chore),
       "nothing to do before ten days are over");
    ok(dg_inbox_next_chore(f.inbox, instant("2026-12-11T16:00:00Z"), &chore) &&
           chore.task == 3 && chore.period[0] == '\0',
       "then one ends");
    dg_inbox_put_off(f.inbox, instant("2026-12-11T17:00:00Z"));
    ok(!dg_inbox_next_chore(f.inbox, instant("2026-12-11T16:59:59Z"), &chore),
       "put off");
    ok(dg_inbox_next_chore(f.inbox, instant("2026-12-11T17:00:00Z"), &chore) &&
           chore.due_us == instant("2026-12-11T17:00:00Z"),
       "it comes again");
    dg_inbox_end(f.inbox, 3, DG_TASK_EXPIRED);
    ok(!dg_inbox_next_chore(f.inbox, instant("2099-01-01T00:00:00Z"), &chore),
       "what saves lives never ends by itself");
    fixture_finish(&f);
}

/* ---- recurrence --------------------------------------------------------- */

static enum dg_err
parse(const char *per, const char *first, const char *last, int dueafter,
      struct dg_recurrence *recurrence)
{
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *json;
    enum dg_err err;

    dg_arena_init(&arena, SIZE_MAX);
    fixture_need(!dg_json_parse(&arena,
                                dg_arena_printf(&arena,
                                                "{\"per\":\"%s\",\"first\":"
                                                "\"%s\",\"last\":\"%s\","
                                                "\"dueafter\":%d}",
                                                per, first, last, dueafter),
                                &json, &error),
                 "recurrence");
    err = dg_recurrence_parse(json, recurrence);
    dg_arena_finish(&arena);
    return err;
}

/* "2026-11-05 2026-12-05" of the first two due dates. */
static const char *
dues(const struct dg_recurrence *r)
{
    static char text[32];
    int32_t second = dg_period_after(r->first, r->per, 1);

    dg_date_format(dg_date_of_instant(dg_recurrence_due(r, r->first) - 1),
                   text);
    text[10] = ' ';
    dg_date_format(dg_date_of_instant(dg_recurrence_due(r, second) - 1),
                   text + 11);
    return text;
}

static void
test_recurrence(void)
{
    static const struct {
        const char *per, *first, *last;
        int dueafter;
        const char *want; /* NULL: malformed; "": too many or too late */
    } cases[] = {
        {"month", "2027-12", "2028-12", 5, "2028-01-05 2028-02-05"},
        {"month", "2028-01", "2028-12", 0, "2028-01-31 2028-02-29"},
        {"month", "2027-02", "2027-12", -27, "2027-02-01 2027-03-04"},
        {"month", "2027-02", "2027-12", -28, NULL},
        {"quarter", "2026-Q4", "2027-Q4", 10, "2027-01-10 2027-04-10"},
        {"year", "2026", "2030", -366, NULL},
        {"year", "2026", "2030", 30, "2027-01-30 2028-01-30"},
        {"day", "2026-12-31", "2027-01-05", 1, "2027-01-01 2027-01-02"},
        {"day", "2026-01-01", "2027-02-04", 0, "2026-01-01 2026-01-02"},
        {"day", "2026-01-01", "2027-02-05", 0, ""},
        {"year", "9998", "9999", 0, "9998-12-31 9999-12-31"},
        {"year", "9998", "9999", 1, ""},
        {"month", "2026-Q1", "2026-12", 5, NULL},
        {"month", "2026-12", "2026-11", 5, NULL},
        {"week", "2026-01", "2026-12", 5, NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_recurrence r;
        const char *want = cases[i].want;
        enum dg_err err = parse(cases[i].per, cases[i].first, cases[i].last,
                                cases[i].dueafter, &r);
        if (want && *want) {
            is_text(err ? "refused" : dues(&r), want, cases[i].first);
        } else {
            is_int(err, want ? DG_ERR_LIMIT : DG_ERR_MALFORMED, cases[i].first);
        }
    }
}

int
main(void)
{
    test_waiting();
    test_waiting_amendment();
    test_ends();
    test_long_chain();
    test_agenda();
    test_chores();
    test_recurrence();
    return tap_done();
}
