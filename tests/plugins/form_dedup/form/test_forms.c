/* SPDX-License-Identifier: Apache-2.0 */
/* Which forms are one, and which elements their fields are. */
#include "plugins/form_dedup/form/form.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

static struct dg_plugin_host host;
static struct dg_dictionary *dictionary;
static struct dg_forms *forms;
static struct dg_arena arena;
static struct dg_plugin_findings findings;
static uint64_t sequence;

#define MZJ "department/mzj"
#define CL "department/cl"

static const struct dg_plugin_value *
parse(const char *text)
{
    struct dg_str copy = dg_arena_copy(&arena, dg_str_from(text));
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    for (char *c = (char *) copy.data; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    return dg_json_parse(&arena, copy, &root, &error) == DG_OK
               ? (const struct dg_plugin_value *) root
               : NULL;
}

static struct dg_plugin_event
event_of(const char *source, const char *task)
{
    struct dg_plugin_event event = {
        .struct_size = sizeof event,
        .type = dg_text_from("dutygate.task.publish.v1"),
        .source = dg_text_from(source),
        .sequence = ++sequence,
        .task = parse(task),
    };
    return event;
}

#define MONTHLY "{'period': '2026-11'}"
#define QUARTERLY "{'recurrence': {'per': 'quarter'}}"

/* Looked at it is what it is when taken. */
static const struct dg_form *
take(const char *source, const char *task, const char *form)
{
    struct dg_plugin_event event = event_of(source, task);
    struct dg_form_asked asked = {&event, parse(form),
                                  dg_text_from("/data/forms/0")};
    const struct dg_form *looked = NULL, *taken = NULL;
    findings = (struct dg_plugin_findings){.arena = &arena};
    ok(dg_forms_look(forms, &asked, &findings, &looked) && looked &&
           findings.count == 0,
       "it is looked at");
    ok(dg_forms_take(forms, &asked, &taken) && taken, "and taken in");
    return taken;
}

static void
is_element(const struct dg_form *form, uint32_t field, const char *code)
{
    is_str(dg_dictionary_element(dictionary, form->fields[field].element)->code,
           code, "is this element");
}

static void
begin(void)
{
    sequence = 0;
    dictionary = dg_dictionary_create(&host);
    forms = dg_forms_create(&host, dictionary);
}

static void
end(void)
{
    dg_forms_destroy(forms);
    dg_dictionary_destroy(dictionary);
}

#define FORM(fields)                                                           \
    "{'control': '1表', 'version': '1', 'fields': [" fields "]}"
#define LAND                                                                             \
    "{'name': 'a', 'label': '设施农业占地面积（公顷）', 'type': 'decimal', " \
    "'kind': 'stock'}"

static void
test_same(void)
{
    const struct dg_form *first, *again, *other;
    begin();
    first = take(MZJ, MONTHLY, FORM(LAND));
    again = take(CL, MONTHLY, FORM(LAND));
    ok(first == again, "the same form of whomever");
    is_str(first->source, MZJ, "of who brought it first");
    is_int(first->since, 1, "by this entry");
    is_element(first, 0, "p1-0");
    is_str(first->fields[0].unit, "公顷", "the unit of its label");
    is_int(first->fields[0].period, DG_PERIOD_MONTH, "the period of the task");
    other = take(MZJ, MONTHLY, FORM(LAND ", {'name': 'b', 'label': '备注'}"));
    ok(other != first, "another form");
    end();
}

/* Fields that leave their period open are of the task's. */
static void
test_open_period(void)
{
    const struct dg_form *month, *quarter, *again;
    begin();
    month = take(MZJ, MONTHLY, FORM(LAND));
    quarter = take(MZJ, QUARTERLY, FORM(LAND));
    again = take(MZJ, MONTHLY, FORM(LAND));
    ok(month != quarter, "by month and by quarter it is not the same");
    ok(month == again, "by month it is");
    is_element(month, 0, "p1-0");
    is_element(quarter, 0, "p1-0");
    is_int(quarter->fields[0].period, DG_PERIOD_QUARTER, "by quarter");
    is_int(quarter->fields[0].rollup, DG_ROLLUP_LAST, "a stock is the last");
    is_int(month->fields[0].rollup, DG_ROLLUP_NONE, "by month it is itself");
    end();
}

#define LIST(basis)                                                                 \
    "{'control': '1表', 'version': '1', 'lists': [{'name': 'l', 'subject': "       \
    "'person', 'key': 'id', " basis "'fields': [{'name': 'id', 'label': "           \
    "'残疾人身份证号码', 'type': 'idnumber', 'period': 'none'}, {'name': "  \
    "'level', 'label': '残疾人残疾等级', 'type': 'text', 'period': 'none', " \
    "'definition': '一至四级'}]}]}"

static void
test_private(void)
{
    const struct dg_form *mine, *theirs, *again, *lawful;
    begin();
    mine = take(MZJ, MONTHLY, LIST(""));
    theirs = take(CL, MONTHLY, LIST(""));
    again = take(MZJ, MONTHLY, LIST(""));
    ok(mine != theirs, "without legal basis nothing is shared");
    ok(mine == again, "but with oneself");
    is_element(mine, 1, "p1-1");
    is_element(theirs, 1, "p2-1");
    is_int(mine->lists[0].key, 0, "the key");
    is_int(mine->fields[1].list, 0, "a field of the list");
    lawful = take(CL, MONTHLY, LIST("'basis': '残疾人保障法', "));
    is_element(lawful, 1, "p4-1");
    again = take(MZJ, MONTHLY, LIST("'basis': '社会救助暂行办法', "));
    is_element(again, 1, "p4-1");
    ok(again != lawful, "two forms, one element, each with its basis");
    end();
}

/* What is only looked at leaves no trace. */
static void
test_look(void)
{
    struct dg_plugin_event event;
    struct dg_form_asked asked;
    const struct dg_form *form = NULL;
    begin();
    event = event_of(MZJ, MONTHLY);
    asked = (struct dg_form_asked){&event, parse(LIST("")),
                                   dg_text_from("/data/forms/0")};
    ok(dg_forms_look(forms, &asked, NULL, &form) && form, "is looked at");
    is_int(form->fields[0].element, DG_ELEMENT_NONE, "it has no element yet");
    is_int(dg_dictionary_count(dictionary), 0, "nor the dictionary");
    ok(dg_forms_form(forms, 0) == NULL, "nor is it kept");
    end();
}

/* Elements of one entry are counted through its forms. */
static void
test_one_entry(void)
{
    struct dg_plugin_event event;
    const struct dg_form *a = NULL, *b = NULL;
    begin();
    event = event_of(MZJ, MONTHLY);
    ok(dg_forms_take(forms,
                     &(struct dg_form_asked){&event, parse(FORM(LAND)),
                                             dg_text_from("/data/forms/0")},
                     &a),
       "the first");
    ok(dg_forms_take(forms,
                     &(struct dg_form_asked){&event, parse(LIST("")),
                                             dg_text_from("/data/forms/1")},
                     &b),
       "the second");
    is_element(a, 0, "p1-0");
    is_element(b, 0, "p1-1");
    is_element(b, 1, "p1-2");
    ok(dg_forms_form(forms, 0) == a && dg_forms_form(forms, 1) == b,
       "by their numbers");
    ok(dg_forms_uses(forms, b->fields[1].element), "it is in use");
    ok(!dg_forms_uses(forms, 3), "there is no fourth");
    ok(!dg_forms_uses(forms, 1000000), "far from it");
    end();
}

/* The same label twice in a form means something else each time. */
static void
test_repeated(void)
{
    const struct dg_form *form, *again;
    begin();
    form = take(MZJ, MONTHLY,
                FORM("{'name': 'a', 'label': '女性常住人口数（人）', 'period': "
                     "'month'}, {'name': 'b', 'label': '女性常住人口数 (人)', "
                     "'period': 'month'}"));
    again = take(CL, MONTHLY,
                 FORM("{'name': 'a', 'label': '女性常住人口数（人）', "
                      "'period': 'month', 'section': '人口'}"));
    is_element(form, 0, "p1-0");
    is_element(form, 1, "p1-1");
    is_element(again, 0, "p2-0");
    end();
}

/* Where the rule only observes, what was found wrong comes all the same. */
static void
test_observed(void)
{
    struct dg_plugin_event event;
    struct dg_form_asked asked = {&event, NULL, dg_text_from("/data/forms/0")};
    const struct dg_form *form = NULL, *again = NULL;
    begin();
    event = event_of(MZJ, MONTHLY);
    asked.value = parse(FORM("{'name': 'a', 'label': '设施农业占地面积', "
                             "'element': 'land', 'unit': '亩'}"));
    ok(dg_forms_take(forms, &asked, &form) && form, "an unknown element");
    is_element(form, 0, "p1-0");
    findings = (struct dg_plugin_findings){.arena = &arena};
    ok(dg_forms_look(forms, &asked, &findings, &again), "asked again");
    is_int(findings.count, 1, "it is said again");
    ok(dg_forms_take(forms, &asked, &again) && again == form,
       "and it is the same");
    asked.value = parse("{'control': '1表', 'version': '1', 'fields': "
                        "[{'name': 'a', 'label': '人口'}], 'sums': [{'total': "
                        "'a', 'parts': ['b']}]}");
    ok(dg_forms_take(forms, &asked, &form) && !form,
       "a form that disagrees with itself asks no cells");
    asked.value = parse("{'control': '2表', 'version': '1'}");
    ok(dg_forms_take(forms, &asked, &form) && !form,
       "nor does one that nobody registered");
    end();
}

int
main(void)
{
    fake_host_make_table(&host);
    dg_arena_init(&arena, (size_t) 64 << 20);
    test_same();
    test_open_period();
    test_private();
    test_look();
    test_one_entry();
    test_repeated();
    test_observed();
    dg_arena_finish(&arena);
    return tap_done();
}
