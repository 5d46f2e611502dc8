/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a form is said where it is, word for word. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define PUBLISH "dutygate.form.publish.v1"
#define MZJ "department/mzj"

static struct fake_host fake;

/* What is said of a form of these members; a survey with all labels, so that
 * nothing is noted. */
static const char *
judge(const char *members)
{
    char data[8192];
    snprintf(data, sizeof data,
             "{'form': {'control': '民统1表', 'version': '2026', 'class': "
             "'survey', 'authority': '省民政厅', 'approval': '12号', "
             "'validuntil': '2027-12-31', %s}}",
             members);
    return fake_host_decide(&fake, PUBLISH, MZJ, data);
}

/* Of a form of these fields. */
static void
check_fields(const char *fields, const char *pointer, const char *text)
{
    char members[4096], want[2048];
    snprintf(members, sizeof members, "'fields': [%s]", fields);
    snprintf(want, sizeof want,
             "refuse form form-fields at /data/form/%s\n  %s\n", pointer, text);
    is_text(judge(members), want, text);
}

static void
test_names(void)
{
    check_fields("{'name': 'a', 'label': '户数'}, "
                 "{'name': 'b', 'label': '人数'}, "
                 "{'name': 'a', 'label': '常住人口'}",
                 "fields/2/name", "field \"a\" is there already, as \"户数\"");
    is_text(judge("'fields': [{'name': 'a', 'label': '户数'}], 'lists': ["
                  "{'name': 'l', 'subject': 'person', 'key': 'id', 'basis': "
                  "'法', 'fields': [{'name': 'id', 'label': '身份证号'}, "
                  "{'name': 'a', 'label': '姓名'}]}]"),
            "refuse form form-fields at /data/form/lists/0/fields/1/name\n"
            "  field \"a\" is there already, as \"户数\"\n",
            "also in a list");
    is_text(judge("'lists': ["
                  "{'name': 'l', 'subject': 'person', 'key': 'id', 'basis': "
                  "'法', 'fields': [{'name': 'id', 'label': '身份证号'}]}, "
                  "{'name': 'l', 'subject': 'person', 'key': 'id', 'basis': "
                  "'法', 'fields': [{'name': 'nr', 'label': '编号'}]}]"),
            "refuse form form-fields at /data/form/lists/1/name\n"
            "  list \"l\" is there already\n"
            "refuse form form-fields at /data/form/lists/1/key\n"
            "  list \"l\" has no field \"id\" that could tell its rows apart\n",
            "a list twice, and a key from another list");
}

static void
test_values(void)
{
    check_fields("{'name': 'a', 'label': '姓名', 'type': 'text', 'min': '1'}",
                 "fields/0/min",
                 "\"min\" of field \"a\": only numbers have that, and it is of "
                 "type text");
    check_fields(
        "{'name': 'a', 'label': '姓名', 'type': 'text', 'decimals': 0}",
        "fields/0/decimals",
        "\"decimals\" of field \"a\": only numbers have that, and it "
        "is of type text");
    check_fields("{'name': 'a', 'label': '日期', 'type': 'date', 'kind': "
                 "'flow'}",
                 "fields/0/kind",
                 "\"kind\" of field \"a\": only numbers have that, and it is "
                 "of type date");
    check_fields("{'name': 'a', 'label': '年龄', 'min': '10', 'max': '9.5'}",
                 "fields/0/max",
                 "no value of field \"a\" is at least 10 and at most 9.5");
    is_text(judge("'fields': [{'name': 'a', 'label': '年龄', 'min': '9.50', "
                  "'max': '9.5'}]"),
            "", "one value is enough");
    check_fields("{'name': 'a', 'label': '出生日期', 'type': 'date', 'format': "
                 "'old'}",
                 "fields/0/format",
                 "field \"a\" of type date has no format \"old\"");
    check_fields("{'name': 'a', 'label': '身份证号', 'type': 'idnumber', "
                 "'format': 'compact'}",
                 "fields/0/format",
                 "field \"a\" of type idnumber has no format \"compact\"");
}

static void
test_options(void)
{
    check_fields("{'name': 'a', 'label': '类别', 'type': 'option'}",
                 "fields/0/type", "field \"a\" gives no options");
    check_fields("{'name': 'a', 'label': '类别', 'type': 'text', 'options': "
                 "[{'code': 'x'}]}",
                 "fields/0/type",
                 "field \"a\" gives options and is of type text");
    check_fields("{'name': 'a', 'label': '类别', 'options': [{'code': 'x'}, "
                 "{'code': 'y'}, {'code': 'x'}]}",
                 "fields/0/options", "field \"a\" gives option \"x\" twice");
    check_fields("{'name': 'a', 'label': '类别', 'optionset': 'gender'}",
                 "fields/0/optionset",
                 "the dictionary has no option set \"gender\"");
}

#define PARTS                                                                  \
    "'fields': [{'name': 'all', 'label': '合计'}, {'name': 'men', 'label': " \
    "'男'}, {'name': 'note', 'label': '备注', 'type': 'text'}], 'lists': "  \
    "[{'name': 'l', 'subject': 'person', 'key': 'id', 'basis': '法', "        \
    "'fields': [{'name': 'id', 'label': '身份证号'}]}], "

static void
test_sums(void)
{
    is_text(judge(PARTS "'sums': [{'total': 'sum', 'parts': ['men']}]"),
            "refuse form form-fields at /data/form/sums/0/total\n"
            "  there is no field \"sum\"\n",
            "an unknown total");
    is_text(judge(PARTS "'sums': [{'total': 'note', 'parts': ['men']}]"),
            "refuse form form-fields at /data/form/sums/0/total\n"
            "  field \"note\" is of type text, and cannot be added up\n",
            "a text as total");
    is_text(judge(PARTS "'sums': [{'total': 'all', 'parts': ['men', 'women', "
                        "'note', 'all', 'id']}]"),
            "refuse form form-fields at /data/form/sums/0/parts/1\n"
            "  there is no field \"women\"\n"
            "refuse form form-fields at /data/form/sums/0/parts/2\n"
            "  field \"note\" is of type text, and cannot be added up\n"
            "refuse form form-fields at /data/form/sums/0/parts/3\n"
            "  field \"all\" cannot be a part of itself\n"
            "refuse form form-fields at /data/form/sums/0/parts/4\n"
            "  field \"id\" does not stand beside its sum \"all\"\n",
            "parts of all kinds");
    is_text(judge(PARTS "'sums': [{'total': 'all', 'parts': ['men']}]"), "",
            "a sum that is one");
}

static void
test_elements(void)
{
    is_text(judge("'fields': [{'name': 'a', 'label': '户数', 'element': "
                  "'mz.dibao.households'}, {'name': 'b', 'label': '人数', "
                  "'element': 'mz.dibao.persons'}]"),
            "refuse form element-unknown at /data/form/fields/0/element\n"
            "  the dictionary has no element \"mz.dibao.households\"\n"
            "refuse form element-unknown at /data/form/fields/1/element\n"
            "  the dictionary has no element \"mz.dibao.persons\"\n",
            "elements that are not there");
}

/* Everything is said at once, up to a hundred. */
static void
test_many(void)
{
    char members[8192] = "'fields': [";
    size_t lines = 0;
    const char *got;
    for (int i = 0; i < 120; i++) {
        char field[64];
        snprintf(field, sizeof field,
                 "%s{'name':'n%d','label':'x','element':"
                 "'e'}",
                 i ? "," : "", i);
        strcat(members, field);
    }
    strcat(members, "]");
    got = judge(members);
    for (const char *at = got; (at = strchr(at, '\n')); at++) {
        lines++;
    }
    is_int(lines, 200, "a hundred findings of 120");
}

int
main(void)
{
    ok(fake_host_open(&fake, "form_dedup", NULL), "opens");
    fake_host_set_day(&fake, "2026-11-22");
    test_names();
    test_values();
    test_options();
    test_sums();
    test_elements();
    test_many();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
