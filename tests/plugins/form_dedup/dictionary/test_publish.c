/* SPDX-License-Identifier: Apache-2.0 */
/* What a keeper may publish: every refusal, word for word, and that nothing of
 * what was refused comes to the dictionary. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define PUBLISH "dutygate.dictionary.publish.v1"
#define KEEPER "keeper/bwb"

static struct fake_host fake;
static unsigned version;

/* Of a version of its own. */
static const char *
data_of(const char *members)
{
    static char data[8192];
    snprintf(data, sizeof data, "{'version': 'v%u', %s}", ++version, members);
    return data;
}

static void
refuses(const char *members, const char *want, const char *name)
{
    is_text(fake_host_decide(&fake, PUBLISH, KEEPER, data_of(members)), want,
            name);
}

#define REFUSES_ELEMENTS(elements, code, pointer, text, name)                  \
    refuses("'elements': [" elements "]",                                      \
            "refuse dictionary " code " at /data/elements/" pointer            \
            "\n  " text "\n",                                                  \
            name)

static void
publish(const char *members)
{
    const char *data = data_of(members);
    is_text(fake_host_decide(&fake, PUBLISH, KEEPER, data), "",
            "what is good is passed without a word");
    fake_host_send(&fake, PUBLISH, KEEPER, data);
}

static void
reads(const char *params, const char *want, const char *name)
{
    is_text(fake_host_query(&fake, "dictionary.read", params), want, name);
}

static void
begin(void)
{
    fake_host_open(&fake, "form_dedup", NULL);
    fake_host_set_day(&fake, "2026-11-22");
}

static void
test_codes(void)
{
    begin();
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'integer'}, "
                     "{'code': 'a', 'label': '低保人数', 'type': 'integer'}",
                     "element-twice", "1/code",
                     "element \"a\" is already at /data/elements/0",
                     "an element twice");
    REFUSES_ELEMENTS(
        "{'code': 'p12-3', 'label': '低保户数', 'type': 'integer'}",
        "element-reserved", "0/code",
        "\"p12-3\" is a code of the gateway's, for fields that are like no "
        "element; publish another code and merge it into that",
        "a code of the gateway's");
    publish("'elements': [{'code': 'p12-x', 'label': '低保户数', 'type': "
            "'integer'}]");
    is_text(fake_host_decide(&fake, PUBLISH, KEEPER,
                             "{'version': 'v3', 'elements': [{'code': 'b', "
                             "'label': '人数数', 'type': 'integer'}]}"),
            "refuse dictionary dictionary-version-taken at /data/version\n"
            "  there has been a version \"v3\" of the dictionary; publish it "
            "under another version\n",
            "a version twice");
    fake_host_close(&fake);
}

static void
test_options(void)
{
    begin();
    REFUSES_ELEMENTS("{'code': 'sex', 'label': '性别', 'type': 'option'}",
                     "options-missing", "0/type",
                     "element \"sex\" is an option and has none to choose from",
                     "an option without options");
    REFUSES_ELEMENTS("{'code': 'sex', 'label': '性别', 'type': 'option', "
                     "'optionset': 'gb2261'}",
                     "optionset-unknown", "0/optionset",
                     "there is no option set \"gb2261\"", "of no set");
    REFUSES_ELEMENTS("{'code': 'sex', 'label': '性别', 'type': 'option', "
                     "'optionset': 'x', 'options': [{'code': '1'}]}",
                     "options-twice", "0/optionset",
                     "element \"sex\" has options and an option set; one of "
                     "them is to go",
                     "both");
    REFUSES_ELEMENTS("{'code': 'sex', 'label': '性别', 'type': 'option', "
                     "'options': [{'code': '1'}, {'code': '2'}, {'code': "
                     "'1'}]}",
                     "option-twice", "0/options/2/code",
                     "option \"1\" is there twice", "an option twice");
    refuses("'optionsets': [{'code': 's', 'options': [{'code': '1'}]}, "
            "{'code': 's', 'options': [{'code': '2'}]}]",
            "refuse dictionary optionset-twice at /data/optionsets/1/code\n"
            "  option set \"s\" is already at /data/optionsets/0\n",
            "a set twice");
    refuses("'optionsets': [{'code': 's', 'options': [{'code': '1'}], 'maps': "
            "[{'to': 't', 'codes': [{'from': '1', 'to': 'M'}]}]}]",
            "refuse dictionary optionset-unknown at "
            "/data/optionsets/0/maps/0/to\n"
            "  there is no option set \"t\"\n",
            "a map to no set");
    refuses("'optionsets': [{'code': 's', 'options': [{'code': '1'}], 'maps': "
            "[{'to': 't', 'codes': [{'from': '2', 'to': 'F'}]}]}, {'code': "
            "'t', 'options': [{'code': 'M'}]}]",
            "refuse dictionary option-unknown at "
            "/data/optionsets/0/maps/0/codes/0/from\n"
            "  option set \"s\" has no \"2\"\n"
            "refuse dictionary option-unknown at "
            "/data/optionsets/0/maps/0/codes/0/to\n"
            "  option set \"t\" has no \"F\"\n",
            "of codes that are none");
    publish("'optionsets': [{'code': 'gb2261', 'options': [{'code': '1', "
            "'label': '男'}, {'code': '2', 'label': '女'}]}], 'elements': "
            "[{'code': 'sex', 'label': '性别', 'type': 'option', 'optionset': "
            "'gb2261', 'period': 'none'}]");
    reads("{'code': 'sex'}",
          "{\"elements\":[{\"code\":\"sex\",\"label\":\"性别\",\"type\":"
          "\"option\",\"optionset\":\"gb2261\",\"options\":[{\"code\":\"1\","
          "\"label\":\"男\"},{\"code\":\"2\",\"label\":\"女\"}],\"period\":"
          "\"none\",\"since\":1}]}",
          "options are those of the set");
    publish("'optionsets': [{'code': 'gb2261', 'options': [{'code': '1', "
            "'label': '男'}, {'code': '2', 'label': '女'}, {'code': '9', "
            "'label': '未说明'}]}]");
    ok(strstr(fake_host_query(&fake, "dictionary.read", "{'code': 'sex'}"),
              "{\"code\":\"9\",\"label\":\"未说明\"}"),
       "which may get more");
    fake_host_close(&fake);
}

static void
test_units(void)
{
    begin();
    refuses("'units': [{'unit': '亩', 'of': '公顷', 'factor': '1/10'}]",
            "refuse dictionary unit-changed at /data/units/0/factor\n"
            "  1 亩 is 1/15 公顷, not 1/10\n",
            "a unit that is known otherwise");
    refuses("'units': [{'unit': '打', 'of': '个', 'factor': '12'}, {'unit': "
            "'打', 'of': '个', 'factor': '10'}]",
            "refuse dictionary unit-changed at /data/units/1/factor\n"
            "  1 打 is 12 个, not 10\n",
            "also by the same event");
    refuses("'units': [{'unit': '打', 'of': '个', 'factor': '0'}, {'unit': "
            "'箩', 'of': '个', 'factor': '1/0'}]",
            "refuse dictionary unit-factor at /data/units/0/factor\n"
            "  \"0\" is no factor\n"
            "refuse dictionary unit-factor at /data/units/1/factor\n"
            "  \"1/0\" is no factor\n",
            "nothing is no unit");
    refuses("'units': [{'unit': '打', 'of': '打', 'factor': '2'}]",
            "refuse dictionary unit-changed at /data/units/0/factor\n"
            "  1 打 is 1 打, not 2\n",
            "nor is more of itself");
    publish("'units': [{'unit': '打', 'of': '个', 'factor': '12'}, {'unit': "
            "'箩', 'of': '打', 'factor': '12'}]");
    refuses("'units': [{'unit': '箩', 'of': '个', 'factor': '100'}]",
            "refuse dictionary unit-changed at /data/units/0/factor\n"
            "  1 箩 is 144 个, not 100\n",
            "what follows from two rules counts, too");
    publish("'units': [{'unit': '箩', 'of': '个', 'factor': '144.0'}]");
    fake_host_close(&fake);
}

#define STOCK                                                                  \
    "a stock is counted on a day, so that adding up counts it again each "     \
    "time: of several periods the last one holds (\"last\")"

static void
test_rollups(void)
{
    begin();
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'integer', "
                     "'kind': 'stock', 'rollup': {'time': 'sum'}}",
                     "rollup-not-allowed", "0/rollup/time",
                     "element \"a\": " STOCK, "stocks do not add up");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '新增', 'type': 'integer', "
                     "'kind': 'flow', 'rollup': {'time': 'last'}}",
                     "rollup-not-allowed", "0/rollup/time",
                     "element \"a\": a flow is counted within its period, so "
                     "that the whole is the sum of its parts (\"sum\")",
                     "the last of a flow is not the whole");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '支出', 'type': 'decimal', "
                     "'kind': 'running', 'rollup': {'time': 'sum'}}",
                     "rollup-not-allowed", "0/rollup/time",
                     "element \"a\": a running total has the periods before in "
                     "it already: the last one holds (\"last\"), or what it "
                     "grew by (\"difference\")",
                     "running totals do not add up");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '支出', 'type': 'decimal', "
                     "'rollup': {'time': 'sum'}}",
                     "rollup-not-allowed", "0/rollup/time",
                     "element \"a\": without a kind (\"stock\", \"flow\", "
                     "\"running\") nothing says how periods become a longer "
                     "one",
                     "of what kind has to be said");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '支出', 'type': 'text', 'kind': "
                     "'flow'}",
                     "rollup-not-allowed", "0/kind",
                     "element \"a\": what is no number is no stock, flow or "
                     "running total",
                     "a text is no flow");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '支出', 'type': 'text', 'rollup': "
                     "{'space': 'sum'}}",
                     "rollup-not-allowed", "0/rollup/space",
                     "element \"a\": what is no number does not add up",
                     "nor do texts add up");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '覆盖率', 'type': 'decimal', "
                     "'unit': '％', 'kind': 'stock', 'rollup': {'space': "
                     "'sum'}}",
                     "rollup-not-allowed", "0/rollup/space",
                     "element \"a\": ratios of villages do not add up to that "
                     "of the town",
                     "nor ratios");
    publish("'elements': [{'code': 'a', 'label': '支出', 'type': 'decimal', "
            "'kind': 'running', 'rollup': {'time': 'difference', 'space': "
            "'sum'}}, {'code': 'b', 'label': '低保户数', 'type': 'integer', "
            "'kind': 'stock', 'rollup': {'time': 'none'}}]");
    reads("{}",
          "{\"elements\":[{\"code\":\"a\",\"label\":\"支出\",\"type\":"
          "\"decimal\",\"kind\":\"running\",\"rollup\":{\"time\":"
          "\"difference\",\"space\":\"sum\"},\"since\":1},{\"code\":\"b\","
          "\"label\":\"低保户数\",\"type\":\"integer\",\"kind\":\"stock\","
          "\"rollup\":{\"time\":\"none\"},\"since\":1}]}",
          "what is allowed is kept");
    fake_host_close(&fake);
}

#define PARTS                                                                       \
    "{'code': 'men', 'label': '男性人数', 'type': 'integer', 'unit': '人', "   \
    "'period': 'month', 'kind': 'stock'}, {'code': 'women', 'label': "              \
    "'女性人数', 'type': 'integer', 'unit': '人', 'period': 'month', 'kind': " \
    "'stock'}"
#define DERIVED(more, parts)                                                   \
    "{'code': 'all', 'label': '总人数', 'period': 'month', " more              \
    ", 'derive': {'by': 'sum', 'from': [" parts "]}}"
#define NUMBER "'type': 'integer', 'unit': '人', 'kind': 'stock'"

static void
test_derivations(void)
{
    begin();
    publish("'elements': [" PARTS ", " DERIVED(NUMBER, "'men', 'women'") "]");
    REFUSES_ELEMENTS(DERIVED(NUMBER, "'men', 'children'"), "derivation-unknown",
                     "0/derive/from/1", "there is no element \"children\"",
                     "of no element");
    REFUSES_ELEMENTS(DERIVED("'type': 'integer', 'unit': '户', 'kind': "
                             "'stock'",
                             "'men'"),
                     "unit-no-rule", "0/derive/from/0",
                     "no rule leads from \"人\", the unit of element \"men\", "
                     "to \"户\"",
                     "persons are no households");
    REFUSES_ELEMENTS(
        DERIVED("'type': 'integer', 'unit': '人', 'kind': 'flow'", "'men'"),
        "derivation-unfit", "0/derive/from/0",
        "element \"all\" does not follow from \"men\": their "
        "kinds differ",
        "a flow does not follow from stocks");
    REFUSES_ELEMENTS(DERIVED("'type': 'text'", "'men'"), "derivation-unfit",
                     "0/derive/from/0",
                     "element \"all\" does not follow from \"men\": only "
                     "numbers add up",
                     "texts do not add up");
    REFUSES_ELEMENTS("{'code': 'all', 'label': '总人数', 'period': 'quarter', "
                     "'type': 'integer', 'unit': '人', 'kind': 'stock', "
                     "'derive': {'by': 'sum', 'from': ['men']}}",
                     "derivation-unfit", "0/derive/from/0",
                     "element \"all\" does not follow from \"men\": their "
                     "periods differ",
                     "quarters do not follow from months");
    REFUSES_ELEMENTS("{'code': 'grown', 'label': '增加人数', 'period': "
                     "'month', 'type': 'integer', 'unit': '人', 'kind': "
                     "'flow', 'derive': {'by': 'difference', 'from': ['men']}}",
                     "derivation-unfit", "0/derive/from/0",
                     "element \"grown\" does not follow from \"men\": a "
                     "difference is a flow, of a running total",
                     "stocks have no difference");
    REFUSES_ELEMENTS("{'code': 'age', 'label': '年龄', 'type': 'integer', "
                     "'derive': {'by': 'age', 'from': ['men']}}",
                     "derivation-unfit", "0/derive/from/0",
                     "element \"age\" does not follow from \"men\": an age is "
                     "an integer, of a date or an ID number",
                     "a number has no age");
    REFUSES_ELEMENTS("{'code': 'birth', 'label': '出生日期', 'type': 'date', "
                     "'derive': {'by': 'birth', 'from': ['men']}}",
                     "derivation-unfit", "0/derive/from/0",
                     "element \"birth\" does not follow from \"men\": a date "
                     "of birth is a date, of an ID number",
                     "nor a date of birth");
    REFUSES_ELEMENTS("{'code': 'age', 'label': '年龄', 'type': 'integer', "
                     "'personal': true, 'derive': {'by': 'age', 'from': "
                     "['born']}}, {'code': 'born', 'label': '生日', 'type': "
                     "'date'}",
                     "derivation-unfit", "0/derive/from/0",
                     "element \"age\" does not follow from \"born\": one is of "
                     "persons and the other is not",
                     "a person's from an office's");
    REFUSES_ELEMENTS("{'code': 'age', 'label': '年龄', 'type': 'integer', "
                     "'derive': {'by': 'age', 'from': ['born', 'id']}}, "
                     "{'code': 'born', 'label': '生日', 'type': 'date'}, "
                     "{'code': 'id', 'label': '公民身份号码', 'type': "
                     "'idnumber'}",
                     "derivation-unfit", "0/derive/from",
                     "element \"age\" follows from one element only",
                     "an age of two");
    fake_host_close(&fake);
}

#define SUM(code, part)                                                        \
    "{'code': '" code "', 'label': '某项人数" code "', 'type': 'integer', "    \
    "'derive': {'by': 'sum', 'from': ['" part "']}}"
#define PLAIN(code)                                                            \
    "{'code': '" code "', 'label': '某项人数" code "', 'type': 'integer'}"

static void
test_circles(void)
{
    begin();
    REFUSES_ELEMENTS(SUM("a", "a"), "derivation-circular", "0/derive/from",
                     "element \"a\" would follow from itself: \"a\" ← \"a\"",
                     "an element from itself");
    REFUSES_ELEMENTS(SUM("a", "b") ", " SUM("b", "c") ", " SUM("c", "a"),
                     "derivation-circular", "0/derive/from",
                     "element \"a\" would follow from itself: \"a\" ← \"b\" ← "
                     "\"c\" ← \"a\"",
                     "over others");
    publish(
        "'elements': [" SUM("a", "b") ", " SUM("b", "c") ", " PLAIN("c") "]");
    REFUSES_ELEMENTS(PLAIN("d") ", " SUM("c", "a"), "derivation-circular",
                     "1/derive/from",
                     "element \"c\" would follow from itself: \"c\" ← \"a\" ← "
                     "\"b\" ← \"c\"",
                     "over those there are");
    publish("'elements': [" PLAIN("b") ", " SUM("c", "a") "]");
    fake_host_close(&fake);
}

static void
test_depth(void)
{
    static char members[8192];
    int len = 0;
    begin();
    len += sprintf(members + len, "'elements': [");
    for (int i = 0; i < 17; i++) {
        len += sprintf(members + len,
                       "{'code': 'e%d', 'label': '某项人数之%d', 'type': "
                       "'integer', 'derive': {'by': 'sum', 'from': ['e%d']}}, ",
                       i, i, i + 1);
    }
    sprintf(members + len,
            "{'code': 'e17', 'label': '某项人数之末', 'type': 'integer'}]");
    refuses(members,
            "refuse dictionary derivation-deep at "
            "/data/elements/0/derive/from\n"
            "  element \"e0\" follows from others over more than 16 steps\n",
            "over seventeen steps");
    fake_host_close(&fake);
}

/* A text for each of the pairs would be more than memory holds. */
static void
test_one_label(void)
{
    enum { COUNT = 5000 };
    static char text[COUNT * 128];
    size_t len =
        (size_t) snprintf(text, sizeof text, "{'version': 'v1', 'elements': [");
    const char *said;
    unsigned told = 0;
    for (unsigned i = 0; i < COUNT; i++) {
        len += (size_t) snprintf(
            text + len, sizeof text - len,
            "%s{'code': 'y%u', 'label': '同一个标签', 'type': "
            "'integer', 'definition': '口径%u'}",
            i ? ", " : "", i, i);
    }
    snprintf(text + len, sizeof text - len, "]}");
    begin();
    said = fake_host_decide(&fake, PUBLISH, KEEPER, text);
    while ((said = strstr(said, "refuse dictionary definitions-conflict"))) {
        said++;
        told++;
    }
    is_int(told, 100, "of 5000 of one label a hundred are told");
    fake_host_close(&fake);
}

static void
test_labels(void)
{
    begin();
    publish("'elements': [{'code': 'wj.mental', 'label': "
            "'严重精神障碍患者数', 'aliases': ['精神病人数'], 'type': "
            "'integer', 'unit': '人', 'period': 'month', 'kind': 'stock', "
            "'definition': '在册的六类患者'}]");
    REFUSES_ELEMENTS("{'code': 'cl.mental', 'label': '严重精神障碍患者数', "
                     "'type': 'integer', 'unit': '人', 'period': 'month', "
                     "'kind': 'stock', 'definition': '持证的精神残疾人'}",
                     "definitions-conflict", "0/label",
                     "\"严重精神障碍患者数\" would name two figures: element "
                     "\"wj.mental\" has it with another definition",
                     "one label of two definitions");
    REFUSES_ELEMENTS("{'code': 'cl.mental', 'label': '精神残疾人数', "
                     "'aliases': ['精神疾病人数', '1. 精神病人数（人）'], "
                     "'type': 'integer', 'unit': '人'}",
                     "definitions-conflict", "0/aliases/1",
                     "\"1. 精神病人数（人）\" would name two figures: element "
                     "\"wj.mental\" has it with another definition",
                     "an alias, and of no definition");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '持证残疾人数', 'type': "
                     "'integer', 'definition': '甲'}, {'code': 'b', 'label': "
                     "'残疾人数', 'aliases': ['持证 残疾人数'], 'type': "
                     "'integer', 'definition': '乙'}",
                     "definitions-conflict", "1/aliases/0",
                     "\"持证 残疾人数\" would name two figures: element \"a\" "
                     "has it with another definition",
                     "both in one event");
    REFUSES_ELEMENTS("{'code': 'b', 'label': '精神病人数', 'type': 'integer', "
                     "'unit': '名', 'period': 'month', 'kind': 'stock', "
                     "'definition': '在册的六类患者。'}",
                     "label-twice", "0/label",
                     "\"精神病人数\" is element \"wj.mental\" already, which "
                     "differs in nothing",
                     "an element that there is");
    publish("'elements': [{'code': 'b', 'label': '精神病人数', 'type': "
            "'integer', 'unit': '人', 'period': 'year', 'kind': 'stock', "
            "'definition': '在册的六类患者'}]");
    reads("{'label': '（一）精神病人数'}",
          "{\"elements\":[{\"code\":\"wj.mental\",\"label\":"
          "\"严重精神障碍患者数\",\"aliases\":[\"精神病人数\"],\"type\":"
          "\"integer\",\"unit\":\"人\",\"period\":\"month\",\"kind\":"
          "\"stock\",\"definition\":\"在册的六类患者\",\"since\":1},{\"code\":"
          "\"b\",\"label\":\"精神病人数\",\"type\":\"integer\",\"unit\":"
          "\"人\",\"period\":\"year\",\"kind\":\"stock\",\"definition\":"
          "\"在册的六类患者\",\"since\":2}]}",
          "two of one label, of other periods, are found by it");
    publish("'elements': [{'code': 'b', 'label': '精神障碍人数', 'type': "
            "'integer'}]");
    ok(!strstr(
           fake_host_query(&fake, "dictionary.read", "{'label': '精神病人数'}"),
           "\"b\""),
       "a label that an element has no more finds it no more");
    fake_host_close(&fake);
}

#define FORM(element)                                                          \
    "{'form': {'control': '民1表', 'version': '1', 'class': 'survey', "      \
    "'authority': '厅', 'approval': '1', 'validuntil': '2030-12-31', "        \
    "'fields': [{'name': 'f', 'label': '低保户数', 'element': '" element       \
    "'}]}}"
#define IN_USE(member)                                                         \
    "forms or cells rest on element \"a\", so that its " member                \
    " cannot change; the new figure needs a new code"

static void
test_in_use(void)
{
    begin();
    publish("'optionsets': [{'code': 's', 'options': [{'code': '1', 'label': "
            "'是'}, {'code': '2', 'label': '否'}]}], 'elements': [{'code': "
            "'a', 'label': '低保户数', 'type': 'integer', 'unit': '户', "
            "'period': 'month', 'kind': 'stock'}, {'code': 'o', 'label': "
            "'是否低保', 'type': 'option', 'optionset': 's'}]");
    publish("'elements': [{'code': 'a', 'label': '低保户数', 'type': "
            "'decimal', 'unit': '户', 'period': 'month', 'kind': 'stock'}]");
    publish("'elements': [{'code': 'a', 'label': '低保户数', 'type': "
            "'integer', 'unit': '户', 'period': 'month', 'kind': 'stock'}]");
    fake_host_send(&fake, "dutygate.form.publish.v1", "department/mzj",
                   FORM("a"));
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'decimal', "
                     "'unit': '户', 'period': 'month', 'kind': 'stock'}",
                     "element-type-changed", "0/type", IN_USE("type"),
                     "the type of an element in use");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'integer', "
                     "'unit': '人', 'period': 'month', 'kind': 'stock'}",
                     "element-type-changed", "0/unit", IN_USE("unit"),
                     "its unit");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'integer', "
                     "'unit': '户', 'period': 'month', 'kind': 'flow'}",
                     "element-type-changed", "0/kind", IN_USE("kind"),
                     "its kind");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'integer', "
                     "'unit': '户', 'kind': 'stock'}",
                     "element-type-changed", "0/period", IN_USE("period"),
                     "its period");
    REFUSES_ELEMENTS("{'code': 'a', 'label': '低保户数', 'type': 'integer', "
                     "'unit': '户', 'period': 'month', 'kind': 'stock', "
                     "'personal': true}",
                     "element-type-changed", "0/personal", IN_USE("personal"),
                     "whose it is");
    publish("'elements': [{'code': 'a', 'label': '低保家庭户数', 'type': "
            "'integer', 'unit': '户', 'period': 'month', 'kind': 'stock', "
            "'definition': '在册'}]");
    fake_host_send(&fake, "dutygate.form.publish.v1", "department/mzj",
                   "{'form': {'control': '民2表', 'version': '1', 'class': "
                   "'survey', 'authority': '厅', 'approval': '1', "
                   "'validuntil': '2030-12-31', 'fields': [{'name': 'f', "
                   "'label': '是否低保', 'element': 'o'}]}}");
    refuses("'optionsets': [{'code': 's', 'options': [{'code': '1', 'label': "
            "'是'}]}]",
            "refuse dictionary element-type-changed at "
            "/data/optionsets/0/options\n"
            "  forms or cells rest on element \"o\", so that option set \"s\" "
            "loses no option; the new one needs a new code\n",
            "an option of an element in use");
    fake_host_close(&fake);
}

/* Pages of what is published; what there is not. */
static void
test_read(void)
{
    begin();
    publish("'elements': [" PLAIN("a") ", " PLAIN("b") ", " PLAIN("c") "]");
    reads("{'limit': 2}",
          "{\"elements\":[{\"code\":\"a\",\"label\":\"某项人数a\",\"type\":"
          "\"integer\",\"since\":1},{\"code\":\"b\",\"label\":\"某项人数b\","
          "\"type\":\"integer\",\"since\":1}],\"next\":\"b\"}",
          "a page");
    reads("{'limit': 2, 'after': 'b'}",
          "{\"elements\":[{\"code\":\"c\",\"label\":\"某项人数c\",\"type\":"
          "\"integer\",\"since\":1}]}",
          "and the next");
    reads("{'after': 'x'}", "not found", "after no element");
    reads("{'code': 'x'}", "not found", "no element");
    reads("{'label': '某项'}", "{\"elements\":[]}", "of no label");
    fake_host_close(&fake);
}

int
main(void)
{
    test_codes();
    test_options();
    test_units();
    test_rollups();
    test_derivations();
    test_circles();
    test_depth();
    test_one_label();
    test_labels();
    test_in_use();
    test_read();
    return tap_done();
}
