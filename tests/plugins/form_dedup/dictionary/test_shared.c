/* SPDX-License-Identifier: Apache-2.0 */
/* One figure of two departments with different codes for its options and
 * different units, through the whole gateway: said once, read by each in its
 * own words; and a merge, which holds from then on. */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define EAST "office/522731001001"
#define MZJ "department/mzj"
#define WJJ "department/wjj"

static unsigned long long
admitted(const struct dg_json *reply, const char *what)
{
    is_text(at(reply, "/verdict"), "admit", what);
    return number_of(reply);
}

static void
furnish(void)
{
    admitted(say("dictionary.publish", "keeper/bwb",
                 "{\"version\":\"1\",\"optionsets\":[{\"code\":\"num\","
                 "\"options\":[{\"code\":\"1\",\"label\":\"是\"},{\"code\":"
                 "\"2\",\"label\":\"否\"}],\"maps\":[{\"to\":\"yn\","
                 "\"codes\":[{\"from\":\"1\",\"to\":\"Y\"},{\"from\":\"2\","
                 "\"to\":\"N\"}]}]},{\"code\":\"yn\",\"options\":[{\"code\":"
                 "\"Y\",\"label\":\"Yes\"},{\"code\":\"N\",\"label\":\"No\"}]}]"
                 ",\"elements\":[{\"code\":\"road\",\"label\":\"是否通硬化路\","
                 "\"type\":\"option\",\"optionset\":\"num\",\"period\":"
                 "\"none\"}]}"),
             "a dictionary");
    admitted(say("form.file", "keeper/bwb",
                 "{\"department\":\"" MZJ "\",\"control\":\"A\","
                 "\"filing\":\"惠备1号\"}"),
             "a filing number");
    admitted(say("form.file", "keeper/bwb",
                 "{\"department\":\"" WJJ "\",\"control\":\"A\","
                 "\"filing\":\"惠备2号\"}"),
             "another one");
}

/* A task of fields, for one month of one village. */
static unsigned long long
want(const char *source, const char *version, const char *fields)
{
    return admitted(
        say("task.publish", source,
            "{\"duty\":\"A-001\",\"title\":\"月报\",\"due\":\"2026-02-05\","
            "\"period\":\"2026-01\",\"audience\":{\"codes\":["
            "\"522731001001\"]},\"forms\":[{\"control\":\"A\",\"version\":"
            "\"%s\",\"filing\":\"惠备%d号\",\"fields\":[%s]}]}",
            version, strcmp(source, MZJ) == 0 ? 1 : 2, fields),
        "a department asks");
}

static void
reads(const char *source, unsigned long long task, const char *pointer,
      const char *text)
{
    is_text(at(say("report.read", source, "{\"task\":%llu}", task), pointer),
            text, pointer);
}

static void
share_options(void)
{
    unsigned long long first = want(
        MZJ, "1",
        "{\"name\":\"r\",\"label\":\"是否通硬化路\",\"optionset\":\"num\"}");
    unsigned long long second = want(
        WJJ, "1",
        "{\"name\":\"r\",\"label\":\"是否通硬化路\",\"optionset\":\"yn\"}");
    is_text(at(say("worksheet.read", EAST, "{}"), "/result/open"), "1",
            "one cell of both");
    admitted(say("report.submit", EAST,
                 "{\"values\":[{\"element\":\"road\",\"value\":\"否\"}]}"),
             "it is said once");
    reads(MZJ, first, "/result/rows/0/values/r/value", "2");
    reads(WJJ, second, "/result/rows/0/values/r/value", "N");
    reads(WJJ, second, "/result/rows/0/values/r/converted", "true");
}

#define FUND(unit)                                                             \
    "{\"name\":\"f\",\"label\":\"" unit "\",\"type\":\"decimal\","             \
    "\"kind\":\"flow\",\"period\":\"month\",\"decimals\":2}"

static void
share_units(void)
{
    char code[32], submit[256];
    unsigned long long first = want(MZJ, "2", FUND("救灾资金支出（元）"));
    unsigned long long second = want(WJJ, "2", FUND("救灾资金支出（万元）"));
    snprintf(code, sizeof code, "p%llu-0", first);
    snprintf(submit, sizeof submit,
             "{\"values\":[{\"element\":\"%s\",\"period\":\"2026-01\","
             "\"value\":\"123450\"}]}",
             code);
    admitted(say("report.submit", EAST, "%s", submit), "it is said once");
    reads(MZJ, first, "/result/rows/0/values/f/value", "123450.00");
    reads(WJJ, second, "/result/rows/0/values/f/value", "12.34");
    reads(WJJ, second, "/result/rows/0/values/f/rounded", "true");
}

/* Two that were apart are one for what is asked after the merge. */
static void
merge(void)
{
    static const char submit[] =
        "{\"values\":[{\"element\":\"p%llu-0\",\"period\":\"2026-01\","
        "\"value\":\"%s\"}]}";
    unsigned long long first = want(MZJ, "3", FUND("慰问资金发放数（元）"));
    unsigned long long second = want(WJJ, "3", FUND("发放慰问金数额（元）"));
    unsigned long long third;
    admitted(say("report.submit", EAST, submit, first, "5"), "one is said");
    admitted(say("report.submit", EAST, submit, second, "6"), "the other, too");
    admitted(say("dictionary.merge", "keeper/bwb",
                 "{\"element\":\"p%llu-0\",\"into\":\"p%llu-0\",\"reason\":"
                 "\"同一个数\"}",
                 second, first),
             "a keeper says they are one");
    reads(MZJ, first, "/result/rows/0/values/f/value", "5.00");
    reads(WJJ, second, "/result/rows/0/values/f/value", "6.00");
    third = want(WJJ, "3", FUND("发放慰问金数额（元）"));
    reads(WJJ, third, "/result/rows/0/values/f/value", "5.00");
}

int
main(void)
{
    gate_open(&gate, "memory", "plugins = {\"form_dedup\"}");
    gate.quiet = true;
    admitted(say("roster.publish", "operator/huishui", "%s", gate_roster),
             "a roster");
    furnish();
    share_options();
    share_units();
    merge();
    gate_close(&gate);
    return tap_done();
}
