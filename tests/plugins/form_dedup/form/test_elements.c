/* SPDX-License-Identifier: Apache-2.0 */
/* Fields against the dictionary: what does not fit is refused word for word,
 * what was merged or published since is taken over by forms that come again. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define FORM "dutygate.form.publish.v1"
#define TASK "dutygate.task.publish.v1"
#define DICTIONARY "dutygate.dictionary.publish.v1"
#define MERGE "dutygate.dictionary.merge.v1"
#define KEEPER "keeper/bwb"
#define MZJ "department/mzj"

static struct fake_host fake;

static const char dictionary[] =
    "{'version': '2026', 'elements': ["
    "{'code': 'dibao.households', 'label': '低保对象户数', 'type': 'integer', "
    "'unit': '户', 'period': 'month', 'kind': 'stock'}, "
    "{'code': 'dibao.paid', 'label': '低保金发放额', 'type': 'decimal', "
    "'unit': "
    "'元', 'period': 'month', 'kind': 'flow'}, "
    "{'code': 'dibao.total', 'label': '低保金累计发放额', 'type': 'decimal', "
    "'unit': '元', 'period': 'month', 'kind': 'running'}, "
    "{'code': 'house.state', 'label': '房屋状况', 'type': 'text', 'period': "
    "'month'}, "
    "{'code': 'land', 'label': '耕地面积', 'type': 'decimal', 'unit': '亩', "
    "'period': 'year', 'kind': 'stock'}]}";

/* What is said of a form of one field. */
static const char *
judge(const char *field)
{
    char data[2048];
    snprintf(data, sizeof data,
             "{'form': {'control': '民统1表', 'version': '2026', 'class': "
             "'survey', 'authority': '省民政厅', 'approval': '12号', "
             "'validuntil': '2027-12-31', 'fields': [{'name': 'a', %s}]}}",
             field);
    return fake_host_decide(&fake, FORM, MZJ, data);
}

static void
check(const char *field, const char *code, const char *member, const char *text)
{
    char want[1024];
    snprintf(want, sizeof want,
             "refuse form %s at /data/form/fields/0/%s\n  %s\n", code, member,
             text);
    is_text(judge(field), want, text);
}

static void
test_rollups(void)
{
    check("'label': '户数', 'element': 'dibao.households', 'period': "
          "'quarter', 'rollup': 'sum'",
          "rollup-not-allowed", "rollup",
          "monthly stocks do not add up to a quarter: a stock is as of a day, "
          "and the last one counts");
    check("'label': '户数', 'element': 'dibao.households', 'period': 'year', "
          "'rollup': 'difference'",
          "rollup-not-allowed", "rollup",
          "monthly figures make no difference for a year: only running totals "
          "do");
    check("'label': '发放额', 'element': 'dibao.paid', 'period': 'quarter', "
          "'rollup': 'last'",
          "rollup-not-allowed", "rollup",
          "the last of monthly flows is not that of a quarter: the others "
          "would be missing");
    check("'label': '累计', 'element': 'dibao.total', 'period': 'quarter', "
          "'rollup': 'sum'",
          "rollup-not-allowed", "rollup",
          "monthly running totals do not add up to a quarter: each has those "
          "before in it");
    check("'label': '房屋状况', 'element': 'house.state', 'period': 'year'",
          "rollup-not-allowed", "period",
          "nothing says how monthly values become that of a year: element "
          "\"house.state\" has no kind");
    is_text(judge("'label': '户数', 'element': 'dibao.households', 'period': "
                  "'quarter', 'rollup': 'last'"),
            "", "the last of stocks");
    is_text(judge("'label': '发放额', 'element': 'dibao.paid', 'period': "
                  "'year', 'rollup': 'sum'"),
            "", "the sum of flows");
    is_text(judge("'label': '发放额', 'element': 'dibao.paid', 'period': "
                  "'quarter'"),
            "", "which goes without saying");
    is_text(judge("'label': '本季发放额', 'element': 'dibao.total', 'period': "
                  "'quarter', 'kind': 'flow', 'rollup': 'difference'"),
            "", "the difference of running totals is a flow");
}

static void
test_periods(void)
{
    check("'label': '耕地', 'element': 'land', 'period': 'month'",
          "period-mismatch", "period",
          "\"period\" of element \"land\" is \"year\": nothing makes it "
          "\"month\"");
    check("'label': '户数', 'element': 'dibao.households', 'period': 'none'",
          "period-mismatch", "period",
          "\"period\" of element \"dibao.households\" is \"month\": nothing "
          "makes it \"none\"");
}

static void
test_unfit(void)
{
    check("'label': '耕地', 'element': 'land', 'unit': '户'", "unit-no-rule",
          "unit",
          "no rule makes \"户\" of \"亩\", the unit of element \"land\"");
    is_text(judge("'label': '耕地', 'element': 'land', 'unit': '公顷'"), "",
            "公顷 of 亩 there is");
    check("'label': '户数', 'element': 'dibao.households', 'type': 'text'",
          "element-unfit", "type",
          "\"type\" of element \"dibao.households\" is \"integer\", not "
          "\"text\"");
    check("'label': '户数', 'element': 'dibao.households', 'kind': 'flow'",
          "element-unfit", "kind",
          "\"kind\" of element \"dibao.households\" is \"stock\", not "
          "\"flow\"");
    check("'label': '户数', 'element': 'dibao.household'", "element-unknown",
          "element", "the dictionary has no element \"dibao.household\"");
}

/* The code of the first field of a form when it was asked last. */
static void
is_element(const char *version, const char *code, const char *name)
{
    char params[128], want[64];
    const char *got;
    snprintf(params, sizeof params, "{'control': '残3表', 'version': '%s'}",
             version);
    snprintf(want, sizeof want, "\"is\":\"%s\"", code);
    got = fake_host_query(&fake, "form.read", params);
    if (!ok(strstr(got, want), "%s", name)) {
        tap_show(" got", got, strlen(got));
    }
}

static void
publish(const char *version, const char *label)
{
    char data[512];
    snprintf(data, sizeof data,
             "{'form': {'control': '残3表', 'version': '%s', 'fields': "
             "[{'name': 'a', 'label': '%s', 'type': 'integer', 'unit': '人', "
             "'period': 'month', 'kind': 'stock', 'definition': "
             "'持证残疾人'}]}}",
             version, label);
    fake_host_send(&fake, FORM, "department/cl", data);
}

static void
ask(const char *version)
{
    char data[512];
    snprintf(data, sizeof data,
             "{'duty': 'A-001', 'title': '核查', 'due': '2026-12-05', "
             "'period': '2026-11', 'audience': {'codes': ['522731102200']}, "
             "'forms': [{'control': '残3表', 'version': '%s'}]}",
             version);
    fake_host_apply(&fake, TASK, "department/cl", data, DG_PLUGIN_NOTE);
}

/* Elements of a form's own give way to what the keeper says later. */
static void
test_later(void)
{
    char own[64], data[256];
    publish("1", "持证残疾人数");
    snprintf(own, sizeof own, "p%llu-0", (unsigned long long) fake.sequence);
    is_element("1", own, "an element of its own");
    fake_host_send(&fake, DICTIONARY, KEEPER,
                   "{'version': '2026-2', 'elements': [{'code': 'cl.persons', "
                   "'label': '持证残疾人数', 'type': 'integer', 'unit': '人', "
                   "'period': 'month', 'kind': 'stock', 'definition': "
                   "'持证残疾人'}]}");
    ask("1");
    is_element("1", "cl.persons", "once published it is that");
    publish("2", "残疾人总人数");
    snprintf(own, sizeof own, "p%llu-0", (unsigned long long) fake.sequence);
    is_element("2", own, "another label, another element");
    snprintf(data, sizeof data, "{'element': '%s', 'into': 'cl.persons'}", own);
    is_int(fake_host_send(&fake, MERGE, KEEPER, data), DG_PLUGIN_NOTE,
           "the keeper says they are one");
    ask("2");
    is_element("2", "cl.persons", "and they are");
}

int
main(void)
{
    ok(fake_host_open(&fake, "form_dedup", NULL), "opens");
    fake_host_set_day(&fake, "2026-11-22");
    is_int(fake_host_send(&fake, DICTIONARY, KEEPER, dictionary),
           DG_PLUGIN_NOTE, "there is a dictionary");
    test_rollups();
    test_periods();
    test_unfit();
    test_later();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
