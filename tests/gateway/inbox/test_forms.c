/* SPDX-License-Identifier: Apache-2.0 */
/* Forms of tasks: how much of them the inbox shows, what of them was taken off,
 * and what another assignment asks besides. */
#include "gateway/inbox/compare.h"
#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define F(name) "{\"name\":\"" name "\",\"label\":\"" name "\"}"
#define LIST                                                                   \
    "{\"name\":\"rows\",\"subject\":\"person\",\"key\":\"k\",\"fields\":["     \
    "" F("k") "," F("v") "]}"
#define FORM                                                                   \
    "{\"control\":\"M-1\",\"version\":\"1\",\"fields\":[" F("a") "," F(        \
        "b") "],\"lists\":[" LIST "]}"
#define NAMED "{\"control\":\"M-2\",\"version\":\"1\"}"
#define TASK(dates, forms)                                                     \
    "{\"duty\":\"A-1\",\"title\":\"t\",\"audience\":{\"prefixes\":["           \
    "\"522731\"]}," dates ",\"forms\":[" forms "]}"
#define DUE "\"due\":\"2026-12-01\""

static void
set_up(struct fixture *f)
{
    fixture_init(f);
    fixture_roster(f, "{\"version\":\"1\",\"departments\":[],\"offices\":["
                      "{\"code\":\"522731100000\",\"name\":\"镇\"},"
                      "{\"code\":\"522731100001\",\"name\":\"东村\"}]}");
    fixture_need(f->findings.count == 0, "roster");
}

/* The task's "forms" as the inbox shows them; static memory. */
static const char *
shown(const struct fixture *f, uint64_t task)
{
    static char text[1024];
    struct dg_str item = dg_inbox_task(f->inbox, task)->item;
    const struct dg_json *root, *forms;
    struct dg_json_error error;
    struct dg_arena arena;
    struct dg_str bytes;

    dg_arena_init(&arena, SIZE_MAX);
    fixture_need(!dg_json_parse(&arena, item, &root, &error), "item");
    forms = dg_json_get(root, "forms");
    bytes = dg_json_bytes(forms);
    snprintf(text, sizeof text, "%.*s", DG_STR_ARG(bytes));
    dg_arena_finish(&arena);
    return text;
}

/* The members by which an assignment asks more than the task. */
static const char *
added(struct fixture *f, uint64_t task, const char *assignment)
{
    static char text[128];
    const struct dg_event *event =
        fixture_event(f, "department/mzj", assignment);
    struct dg_str names = dg_compare_added(
        &f->arena, dg_inbox_task(f->inbox, task), event->data, true);

    snprintf(text, sizeof text, "%.*s", DG_STR_ARG(names));
    return text;
}

static enum dg_err
strip(struct fixture *f, uint64_t sequence, const char *pointer)
{
    const struct dg_effect effect = {.kind = DG_EFFECT_STRIP,
                                     .pointer = dg_str_from(pointer)};

    return fixture_publish_stripped(f, sequence, TASK(DUE, FORM "," NAMED),
                                    &effect, 1);
}

static void
test_shown(void)
{
    static const struct {
        const char *stripped, *shown, *added;
    } cases[] = {
        {"/data/seals",
         "[{\"control\":\"M-1\",\"version\":\"1\",\"fieldcount\":4},"
         "{\"control\":\"M-2\",\"version\":\"1\"}]",
         ""},
        {"/data/forms/0", "[{\"control\":\"M-2\",\"version\":\"1\"}]", "forms"},
        {"/data/forms/1",
         "[{\"control\":\"M-1\",\"version\":\"1\",\"fieldcount\":4}]", "forms"},
        {"/data/forms/0/fields/1",
         "[{\"control\":\"M-1\",\"version\":\"1\",\"fieldcount\":3},"
         "{\"control\":\"M-2\",\"version\":\"1\"}]",
         "forms"},
        {"/data/forms/0/lists/0",
         "[{\"control\":\"M-1\",\"version\":\"1\",\"fieldcount\":2},"
         "{\"control\":\"M-2\",\"version\":\"1\"}]",
         "forms"},
        {"/data/forms/0/lists/0/fields/0",
         "[{\"control\":\"M-1\",\"version\":\"1\",\"fieldcount\":3},"
         "{\"control\":\"M-2\",\"version\":\"1\"}]",
         "forms"},
        {"/data/forms", "", "forms"},
    };
    struct fixture f;

    set_up(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is_int(strip(&f, i + 1, cases[i].stripped), DG_OK, cases[i].stripped);
        is_text(shown(&f, i + 1), cases[i].shown, "is not shown");
        is_text(added(&f, i + 1, TASK(DUE, FORM "," NAMED)), cases[i].added,
                "and is new again");
        is_text(added(&f, i + 1,
                      "{\"duty\":\"A-1\",\"title\":\"t\",\"audience\":{}," DUE
                      "}"),
                "", "without forms nothing is asked");
    }
    fixture_finish(&f);
}

/* What stands in one form stands in no other, nor in its list. */
static void
test_places(void)
{
    static const struct {
        const char *forms, *added;
    } cases[] = {
        {"{\"control\":\"M-1\",\"version\":\"1\",\"fields\":[" F("b") "]}", ""},
        {"{\"version\":\"1\",\"control\":\"M-1\",\"fields\":[" F("b") "]}", ""},
        {"{\"control\":\"M-1\",\"version\":\"1\",\"fields\":[" F("k") "]}",
         "forms"},
        {"{\"control\":\"M-1\",\"version\":\"2\",\"fields\":[" F("b") "]}",
         "forms"},
        {"{\"control\":\"M-2\",\"version\":\"1\",\"fields\":[" F("b") "]}",
         "forms"},
        {"{\"control\":\"M-1\",\"version\":\"1\",\"lists\":[" LIST "]}", ""},
        {"{\"control\":\"M-1\",\"version\":\"1\",\"lists\":[{\"name\":\"rows\","
         "\"subject\":\"person\",\"key\":\"k\",\"fields\":[" F("v") "]}]}",
         ""},
        {"{\"control\":\"M-1\",\"version\":\"1\",\"lists\":[{\"name\":\"rows\","
         "\"subject\":\"plot\",\"key\":\"k\",\"fields\":[" F("v") "]}]}",
         "forms"},
        {NAMED "," FORM, ""},
        {FORM "," FORM, ""},
    };
    char assignment[1024];
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj", TASK(DUE, FORM "," NAMED));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(assignment, sizeof assignment,
                 "{\"duty\":\"A-1\",\"title\":\"t\",\"audience\":{}," DUE
                 ",\"forms\":[%s]}",
                 cases[i].forms);
        is_text(added(&f, 1, assignment), cases[i].added, cases[i].forms);
    }
    fixture_finish(&f);
}

/* A field whose text does not fit the stack is told apart all the same. */
static void
test_long(void)
{
    static char task[4096];
    char label[700];
    struct fixture f;

    memset(label, 'x', sizeof label - 1);
    label[sizeof label - 1] = '\0';
    snprintf(task, sizeof task,
             TASK(DUE, "{\"control\":\"M\",\"version\":\"1\",\"fields\":[{"
                       "\"name\":\"a\",\"label\":\"%s\"}]}"),
             label);
    set_up(&f);
    fixture_publish(&f, 1, "department/mzj", task);
    is_text(added(&f, 1, task), "", "a long definition");
    strstr(task, "xxx")[600] = 'y';
    is_text(added(&f, 1, task), "forms", "one letter makes another");
    fixture_finish(&f);
}

#define MONTHLY                                                                \
    "\"recurrence\":{\"per\":\"month\",\"first\":\"2026-01\",\"last\":"        \
    "\"2026-12\",\"dueafter\":5}"

static void
test_occurrence(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj", TASK(MONTHLY, FORM));
    is_int(dg_inbox_occur(f.inbox, 2, 1,
                          fixture_event(&f, "gateway/g",
                                        "{\"task\":1,\"period\":\"2026-01\"}")),
           DG_OK, "a recurring task occurs");
    fixture_amend(&f, 3, 1, TASK(MONTHLY, NAMED), NULL);
    is_text(shown(&f, 2),
            "[{\"control\":\"M-1\",\"version\":\"1\",\"fieldcount\":4}]",
            "an occurrence keeps the forms it came with");
    is_text(added(&f, 2, TASK(DUE, FORM)), "", "and asks what is on them");
    is_text(added(&f, 1, TASK(MONTHLY, FORM)), "forms",
            "its task has others now");
    dg_inbox_forget(f.inbox, 1);
    ok(dg_inbox_task(f.inbox, 1) == NULL, "erased, nothing is left");
    fixture_finish(&f);
}

/* What is written alike is kept once, as long as a task asks it. */
static void
test_shared(void)
{
    static const char *const tasks[] = {
        TASK(DUE, FORM "," NAMED),
        TASK("\"due\":\"2026-12-02\"", FORM "," NAMED),
        TASK(DUE, FORM ", " NAMED), TASK(DUE, FORM "," NAMED)};
    const struct dg_form_set *sets[4];
    struct fixture f;

    set_up(&f);
    for (size_t i = 0; i < 4; i++) {
        fixture_publish(&f, i + 1, "department/mzj", tasks[i]);
        sets[i] = dg_inbox_task(f.inbox, i + 1)->forms;
    }
    is_int(strip(&f, 5, "/data/forms/1"), DG_OK, "one is taken off");
    ok(sets[0] == sets[1] && sets[0] == sets[3], "the same forms, kept once");
    ok(sets[0] != sets[2], "written otherwise they are others");
    ok(sets[0] != dg_inbox_task(f.inbox, 5)->forms,
       "so are those of which something was taken off");
    dg_inbox_forget(f.inbox, 1);
    dg_inbox_forget(f.inbox, 2);
    for (size_t i = 3; i <= 4; i++) {
        is_text(added(&f, i, tasks[0]), "", "and as many as they were");
    }
    is_text(added(&f, 5, tasks[0]), "forms", "what was taken off is new again");
    fixture_finish(&f);
}

int
main(void)
{
    test_shown();
    test_places();
    test_long();
    test_occurrence();
    test_shared();
    return tap_done();
}
