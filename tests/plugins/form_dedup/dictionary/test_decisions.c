/* SPDX-License-Identifier: Apache-2.0 */
/* What a keeper says of two elements: merged, kept apart; conflicts until then;
 * and what fields of forms become by all that. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define PUBLISH "dutygate.dictionary.publish.v1"
#define MERGE "dutygate.dictionary.merge.v1"
#define APART "dutygate.dictionary.keep_apart.v1"
#define FORM "dutygate.form.publish.v1"
#define KEEPER "keeper/bwb"

static struct fake_host fake;
static unsigned form;

/* Registers a form of one field, as the next entry. */
static void
bring(const char *source, const char *field)
{
    char data[2048];
    snprintf(data, sizeof data,
             "{'form': {'control': '表%u', 'version': '1', 'class': 'survey', "
             "'authority': '厅', 'approval': '1', 'validuntil': '2030-12-31', "
             "'fields': [{'name': 'f', %s}]}}",
             ++form, field);
    fake_host_send(&fake, FORM, source, data);
}

/* The code of the element that the field of the last form is. */
static void
is_element(const char *want, const char *name)
{
    char params[64];
    const char *text, *is;
    snprintf(params, sizeof params, "{'control': '表%u', 'version': '1'}",
             form);
    text = fake_host_query(&fake, "form.read", params);
    is = strstr(text, "\"is\":\"");
    is = is ? is + strlen("\"is\":\"") : text;
    ok(strncmp(is, want, strlen(want)) == 0 && is[strlen(want)] == '"',
       "%s: %.*s", name, (int) strcspn(is, "\""), is);
}

static void
refuses(const char *type, const char *data, const char *want, const char *name)
{
    is_text(fake_host_decide(&fake, type, KEEPER, data), want, name);
}

static void
send(const char *type, const char *data)
{
    is_text(fake_host_decide(&fake, type, KEEPER, data), "", "it is passed");
    fake_host_send(&fake, type, KEEPER, data);
}

static void
begin(void)
{
    fake_host_open(&fake, "form_dedup", NULL);
    fake_host_set_day(&fake, "2026-11-22");
    form = 0;
}

#define MONTHLY "'type': 'integer', 'period': 'month', 'kind': 'stock'"
#define HOUSEHOLDS                                                                   \
    "{'version': '1', 'elements': [{'code': 'dibao', 'label': '城乡低保户数'," \
    " 'type': 'integer', 'unit': '户', 'period': 'month', 'kind': 'stock'}]}"

static void
test_merge(void)
{
    begin();
    bring("department/mzj", "'label': '低保家庭数', 'unit': '户', " MONTHLY);
    is_element("p1-0", "a field like no other");
    bring("department/cl", "'label': '低保家庭数（户）', " MONTHLY);
    is_element("p1-0", "the same of another department");
    send(PUBLISH, HOUSEHOLDS);
    bring("department/cl", "'label': '城乡低保户数', 'period': 'month'");
    is_element("dibao",
               "a published element fills in what a field leaves open");
    refuses(MERGE, "{'element': 'p1-1', 'into': 'dibao1'}",
            "refuse dictionary element-unknown at /data/element\n"
            "  there is no element \"p1-1\"\n"
            "refuse dictionary element-unknown at /data/into\n"
            "  there is no element \"dibao1\"\n",
            "elements there are not");
    refuses(MERGE, "{'element': 'dibao', 'into': 'dibao'}",
            "refuse dictionary merge-itself at /data/element\n"
            "  \"dibao\" is \"dibao\" already\n",
            "an element into itself");
    send(MERGE, "{'element': 'p1-0', 'into': 'dibao'}");
    refuses(MERGE, "{'element': 'p1-0', 'into': 'dibao'}",
            "refuse dictionary already-merged at /data/element\n"
            "  \"p1-0\" is \"dibao\" already\n",
            "twice");
    refuses(MERGE, "{'element': 'dibao', 'into': 'p1-0'}",
            "refuse dictionary merge-itself at /data/element\n"
            "  \"p1-0\" is \"dibao\" already\n",
            "and back");
    bring("department/tj", "'label': '低保家庭数', 'unit': '户', " MONTHLY);
    is_element("dibao", "its label leads to what it was merged into");
    bring("department/tj", "'label': '户数', 'element': 'p1-0'");
    is_element("dibao", "so does its code");
    is_text(fake_host_query(&fake, "dictionary.read", "{'code': 'p1-0'}"),
            "{\"elements\":[{\"code\":\"p1-0\",\"label\":\"低保家庭数\","
            "\"type\":\"integer\",\"unit\":\"户\",\"period\":\"month\","
            "\"kind\":\"stock\",\"provisional\":true,\"source\":"
            "\"department/mzj\",\"into\":\"dibao\",\"since\":1}]}",
            "and it says so");
    send(APART, "{'elements': ['dibao', 'p1-0']}");
    bring("department/tj", "'label': '低保家庭数', 'unit': '户', " MONTHLY);
    is_element("p1-0", "a merge that was wrong can be undone");
    send(MERGE, "{'element': 'p1-0', 'into': 'dibao'}");
    bring("department/tj", "'label': '低保家庭数', 'unit': '户', " MONTHLY);
    is_element("dibao", "the last word counts");
    fake_host_close(&fake);
}

#define ELEMENT(code, label, more)                                             \
    "{'code': '" code "', 'label': '" label "', " more "}"

static void
test_unfit(void)
{
    begin();
    send(
        PUBLISH, "{'version': '1', 'elements': [" ELEMENT("a", "甲", "'type': 'integer', 'unit': '户', 'kind': 'stock'") ", " ELEMENT(
                     "b", "乙",
                     "'type': 'text'") ", " ELEMENT("c", "丙",
                                                    "'type': 'integer', "
                                                    "'unit': '人', "
                                                    "'kind': "
                                                    "'stock'") ","
                                                               " " ELEMENT(
                                                                   "d", "丁",
                                                                   "'t"
                                                                   "yp"
                                                                   "e'"
                                                                   ": "
                                                                   "'i"
                                                                   "nt"
                                                                   "eg"
                                                                   "er"
                                                                   "',"
                                                                   " '"
                                                                   "un"
                                                                   "it"
                                                                   "':"
                                                                   " '"
                                                                   "户"
                                                                   "',"
                                                                   " '"
                                                                   "ki"
                                                                   "nd"
                                                                   "':"
                                                                   " '"
                                                                   "fl"
                                                                   "ow"
                                                                   "'") ","
                                                                        " " ELEMENT(
                                                                            "e",
                                                                            "戊",
                                                                            "'t"
                                                                            "yp"
                                                                            "e'"
                                                                            ": "
                                                                            "'i"
                                                                            "nt"
                                                                            "eg"
                                                                            "er"
                                                                            "',"
                                                                            " '"
                                                                            "un"
                                                                            "it"
                                                                            "':"
                                                                            " '"
                                                                            "户"
                                                                            "',"
                                                                            " '"
                                                                            "ki"
                                                                            "nd"
                                                                            "':"
                                                                            " '"
                                                                            "st"
                                                                            "oc"
                                                                            "k'"
                                                                            ", "
                                                                            "'p"
                                                                            "er"
                                                                            "so"
                                                                            "na"
                                                                            "l'"
                                                                            ": "
                                                                            "tr"
                                                                            "u"
                                                                            "e") ", " ELEMENT("f",
                                                                                              "己", "'type': 'integer', 'unit': '户', 'kind': 'stock', 'definition': '在册'") ", " ELEMENT("g",
                                                                                                                                                                                           "庚", "'type': 'integer', 'unit': '户', 'kind': 'stock', 'definition': '在管'") ", " ELEMENT("h", "辛", "'type': 'integer', 'unit': '户', 'kind': 'stock', 'derive': {'by': 'sum', 'from': ['a']}") ", " ELEMENT("i",
                                                                                                                                                                                                                                                                                                                                                                                                            "壬",
                                                                                                                                                                                                                                                                                                                                                                                                            "'type': 'option', 'options': [{'code': '1', 'label': '是'}]") ", " ELEMENT("j",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "癸",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "'type': 'option', 'options': [{'code': '1', 'label': '否'}]") "]}");
#define UNFIT(from, into, member)                                              \
    refuses(MERGE, "{'element': '" from "', 'into': '" into "'}",              \
            "refuse dictionary merge-unfit at /data/element\n  \"" from        \
            "\" and \"" into "\" differ in their " member "\n",                \
            member)
    UNFIT("b", "a", "type");
    UNFIT("c", "a", "unit");
    UNFIT("d", "a", "kind");
    UNFIT("e", "a", "personal");
    UNFIT("j", "i", "options");
    refuses(MERGE, "{'element': 'g', 'into': 'f'}",
            "refuse dictionary definitions-conflict at /data/element\n"
            "  \"g\" and \"f\" have different definitions\n",
            "two definitions");
    refuses(MERGE, "{'element': 'a', 'into': 'h'}",
            "refuse dictionary derivation-circular at /data/element\n"
            "  \"h\" follows from \"a\", and would follow from itself\n",
            "a part into its sum");
    send(MERGE, "{'element': 'a', 'into': 'f'}");
    fake_host_close(&fake);
}

static void
test_apart(void)
{
    begin();
    send(
        PUBLISH,
        "{'version': '1', 'elements': [" ELEMENT(
            "a", "甲",
            "'type': 'text'") ", " ELEMENT("b", "乙",
                                           "'type': 'text'") ", " ELEMENT("c",
                                                                          "丙",
                                                                          "'typ"
                                                                          "e': "
                                                                          "'tex"
                                                                          "t'") "]}");
    refuses(APART, "{'elements': ['a', 'x']}",
            "refuse dictionary element-unknown at /data/elements/1\n"
            "  there is no element \"x\"\n",
            "from no element");
    send(MERGE, "{'element': 'a', 'into': 'c'}");
    send(MERGE, "{'element': 'b', 'into': 'c'}");
    refuses(APART, "{'elements': ['a', 'b']}",
            "refuse dictionary already-merged at /data/elements/0\n"
            "  both are \"c\" by now: keep one of them apart from that\n",
            "two that are a third");
    send(APART, "{'elements': ['c', 'a']}");
    send(APART, "{'elements': ['a', 'b']}");
    ok(!strstr(fake_host_query(&fake, "dictionary.read", "{'code': 'a'}"),
               "into"),
       "one is itself again");
    ok(strstr(fake_host_save(&fake), "\"apart\":[\"a\",\"c\",\"a\",\"b\"]"),
       "and is kept apart from both");
    fake_host_close(&fake);
}

#define MENTAL                                                                 \
    "'label': '严重精神障碍患者数', 'unit': '人', " MONTHLY ", 'definition': "
#define SIDE(code, definition, source)                                           \
    "{\"code\":\"" code "\",\"label\":\"严重精神障碍患者数\",\"type\":" \
    "\"integer\",\"unit\":\"人\",\"period\":\"month\",\"kind\":\"stock\","      \
    "\"definition\":\"" definition "\",\"source\":\"department/" source "\"}"

static void
test_conflicts(void)
{
    begin();
    bring("department/wj", MENTAL "'在册的六类患者'");
    bring("department/cl", MENTAL "'持证的精神残疾人'");
    is_element("p2-0", "another definition is another figure");
    bring("department/ga", MENTAL "'三级以上患者'");
    is_text(fake_host_query(&fake, "dictionary.conflicts", "{'limit': 1}"),
            "{\"conflicts\":[{\"element\":" SIDE(
                "p2-0", "持证的精神残疾人",
                "cl") ",\"other\":" SIDE("p1-0", "在册的六类患者",
                                         "wj") ",\"member\":\"definition\","
                                               "\"since\":2}],\"next\":"
                                               "\"p2-0\"}",
            "both sides are shown");
    is_text(fake_host_query(&fake, "dictionary.conflicts", "{'after': 'p2-0'}"),
            "{\"conflicts\":[{\"element\":" SIDE(
                "p3-0", "三级以上患者",
                "ga") ",\"other\":" SIDE("p1-0", "在册的六类患者",
                                         "wj") ",\"member\":\"definition\","
                                               "\"since\":3}]}",
            "and the next");
    send(APART, "{'elements': ['p3-0', 'p1-0']}");
    send(APART, "{'elements': ['p1-0', 'p2-0']}");
    is_text(fake_host_query(&fake, "dictionary.conflicts", "{}"),
            "{\"conflicts\":[]}", "what a keeper decided is none any more");
    is_text(fake_host_query(&fake, "dictionary.conflicts", "{'after': 'x'}"),
            "not found", "after no element");
    fake_host_close(&fake);
}

static void
test_published(void)
{
    begin();
    send(PUBLISH,
         "{'version': '1', 'units': [{'unit': '担', 'of': '公斤', 'factor': "
         "'50'}], 'optionsets': [{'code': 'num', 'options': [{'code': '1', "
         "'label': '是'}, {'code': '2', 'label': '否'}], 'maps': [{'to': "
         "'yn', 'codes': [{'from': '1', 'to': 'Y'}, {'from': '2', 'to': "
         "'N'}]}]}, {'code': 'yn', 'options': [{'code': 'Y', 'label': "
         "'Yes'}, {'code': 'N', 'label': 'No'}]}], 'elements': [{'code': "
         "'grain', 'label': '粮食产量', 'aliases': ['Grain harvested'], "
         "'type': 'decimal', 'unit': '吨', 'period': 'year', 'kind': 'flow'}, "
         "{'code': 'grain.month', 'label': '粮食产量', 'type': 'decimal', "
         "'unit': '吨', 'period': 'month', 'kind': 'flow'}, {'code': "
         "'covered', 'label': '是否参保', 'type': 'option', 'optionset': "
         "'num', 'period': 'none'}, {'code': 'note', 'label': '备注', 'type': "
         "'text', 'definition': '困难原因', 'period': 'none'}, {'code': "
         "'hit', 'label': '是否受灾', 'type': 'option', 'optionset': 'yn', "
         "'period': 'none'}, {'code': 'spent', 'label': '支出', 'type': "
         "'decimal', 'unit': '元', "
         "'period': 'month', 'kind': 'running'}, {'code': 'spent.month', "
         "'label': '支出', 'type': 'decimal', 'unit': '元', 'period': "
         "'month', 'kind': 'flow'}]}");
    bring("department/ny", "'label': 'Grain  Harvested (担)', 'type': "
                           "'decimal', 'period': 'year'");
    is_element("grain", "by an alias, in a published unit");
    bring("department/ny", "'label': '粮食产量', 'period': 'month'");
    is_element("grain.month", "of two the one of the field's period");
    bring("department/ny", "'label': '支出', 'period': 'month', 'type': "
                           "'decimal', 'kind': 'flow'");
    is_element("spent.month", "of two the one of its kind");
    bring("department/ny", "'label': '支出', 'period': 'month'");
    is_element("p5-0", "a field that may be either is neither");
    bring("department/ny", "'label': '是否参保', 'type': 'option', "
                           "'optionset': 'yn', 'period': 'none'");
    is_element("covered", "by a map of its options");
    bring("department/ny", "'label': '是否参保', 'type': 'option', 'period': "
                           "'none', 'options': [{'code': 'Y', 'label': "
                           "'Yes'}]");
    is_element("p7-0", "of options that no map leads to it is another");
    bring("department/ny", "'label': '是否受灾', 'type': 'option', 'period': "
                           "'none', 'optionset': 'num'");
    is_element("hit", "by a map that leads back");
    bring("department/ny", "'label': '备注', 'period': 'none'");
    is_element("p9-0", "a label that says nothing finds nothing");
    bring("department/ny", "'label': '备注', 'definition': '困难原因。', "
                           "'period': 'none'");
    is_element("note", "but for a definition");
    fake_host_close(&fake);
}

#define COUNT(code, label, more)                                               \
    "{'code': '" code "', 'label': '" label                                    \
    "', 'type': 'integer', 'unit': '户'" more "}"
#define SUM_OF(part) ", 'derive': {'by': 'sum', 'from': ['" part "']}"

/* Nothing follows from itself, over whatever was merged and is no more. */
static void
test_circles(void)
{
    begin();
    send(
        PUBLISH,
        "{'version': '1', 'elements': [" COUNT("a", "甲", "") ", " COUNT(
            "b", "乙",
            "") ", " COUNT("c", "丙",
                           "") ", " COUNT("x", "子",
                                          SUM_OF(
                                              "y")) ", " COUNT("y", "丑",
                                                               "") ", " COUNT("z",
                                                                              "寅",
                                                                              "") "]}");
    send(MERGE, "{'element': 'a', 'into': 'b'}");
    refuses(PUBLISH,
            "{'version': '2', 'elements': [" COUNT("a", "甲", "") ", " COUNT(
                "b", "乙", SUM_OF("a")) "]}",
            "refuse dictionary derivation-circular at "
            "/data/elements/1/derive/from\n  element \"b\" would follow from "
            "itself: \"b\" ← \"b\"\n",
            "from what was merged into it");
    send(PUBLISH,
         "{'version': '3', 'elements': [" COUNT("z", "寅", SUM_OF("x")) "]}");
    send(MERGE, "{'element': 'x', 'into': 'c'}");
    send(MERGE, "{'element': 'y', 'into': 'z'}");
    refuses(APART, "{'elements': ['c', 'x']}",
            "refuse dictionary derivation-circular at /data/elements/0\n  "
            "\"x\" follows from \"y\", and would follow from itself\n",
            "from what it is merged into no more");
    fake_host_close(&fake);
}

/* 14 layers of two, each the sum of both below it. */
static void
test_ways(void)
{
    char data[8192];
    size_t len =
        (size_t) snprintf(data, sizeof data, "{'version': '1', 'elements': [");
    begin();
    for (unsigned i = 0; i < 30; i++) {
        len += (size_t) snprintf(
            data + len, sizeof data - len,
            "%s{'code': 'w%02u', 'label': '第%u项', 'type': 'integer'",
            i ? ", " : "", i, i);
        if (i >= 2) {
            len += (size_t) snprintf(data + len, sizeof data - len,
                                     ", 'derive': {'by': 'sum', 'from': "
                                     "['w%02u', 'w%02u']}",
                                     i / 2 * 2 - 2, i / 2 * 2 - 1);
        }
        len += (size_t) snprintf(data + len, sizeof data - len, "}");
    }
    snprintf(data + len, sizeof data - len, "]}");
    refuses(PUBLISH, data,
            "refuse dictionary derivation-deep at "
            "/data/elements/28/derive/from\n  element \"w28\" follows from "
            "others in 10000 ways or more\n",
            "over and over again");
    fake_host_close(&fake);
}

int
main(void)
{
    test_merge();
    test_unfit();
    test_circles();
    test_ways();
    test_apart();
    test_conflicts();
    test_published();
    return tap_done();
}
