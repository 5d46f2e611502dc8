/* SPDX-License-Identifier: Apache-2.0 */
/* One month of a small county, through the whole gateway: what stands on a
 * worksheet, what two departments get of what was filled in once, what comes
 * late, back, corrected, and who may read which of it. */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define EAST "office/522731001001"
#define WEST "office/522731001002"
#define FAR "office/522731102201"
#define TOWN "town/522731001000"
#define MZJ "department/mzj"
#define WJJ "department/wjj"

static unsigned long long aid, money; /* tasks */

static unsigned long long
admitted(const struct dg_json *reply, const char *what)
{
    is_text(at(reply, "/verdict"), "admit", what);
    return number_of(reply);
}

/* The bytes of a reply's node. */
static const char *
bytes(const struct dg_json *reply, const char *pointer)
{
    struct dg_str text = dg_json_bytes(dg_json_at(reply, dg_str_from(pointer)));
    return dg_arena_printf(&gate.arena, "%.*s", (int) text.len, text.data).data;
}

static void
set_day(const char *day)
{
    int32_t number;
    dg_date_parse(dg_str_from(day), &number);
    gate.now_us = (number * 24ll + 4) * 3600 * 1000000; /* noon in China */
    dg_core_clock_tick(gate.flow);
}

/* ---- what is asked ------------------------------------------------------ */

static void
furnish(void)
{
    admitted(say("dictionary.publish", "keeper/bwb",
                 "{\"version\":\"1\",\"elements\":["
                 "{\"code\":\"aid.households\",\"label\":\"救助户数\",\"type\":"
                 "\"integer\",\"unit\":\"户\",\"period\":\"month\",\"kind\":"
                 "\"stock\",\"concept\":\"临时救助\",\"rollup\":{\"space\":"
                 "\"sum\"},\"definition\":\"月末在册户数\"},"
                 "{\"code\":\"aid.spent\",\"label\":\"救助支出\",\"type\":"
                 "\"decimal\",\"unit\":\"元\",\"period\":\"month\",\"kind\":"
                 "\"flow\",\"concept\":\"临时救助\",\"rollup\":{\"space\":"
                 "\"sum\"}}]}"),
             "a dictionary");
    admitted(say("form.file", "keeper/bwb",
                 "{\"department\":\"" MZJ "\",\"control\":\"民统1表\","
                 "\"filing\":\"惠备1号\"}"),
             "a filing number");
    admitted(say("form.file", "keeper/bwb",
                 "{\"department\":\"" WJJ "\",\"control\":\"财统1表\","
                 "\"filing\":\"惠备2号\"}"),
             "another one");
}

static void
ask_both(void)
{
    aid = admitted(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"救助月报\",\"due\":"
            "\"2026-02-05\",\"period\":\"2026-01\",\"audience\":" COUNTY
            ",\"forms\":[{\"control\":\"民统1表\",\"version\":\"1\","
            "\"filing\":\"惠备1号\",\"title\":\"救助月报表\",\"fields\":["
            "{\"name\":\"hs\",\"label\":\"救助户数\",\"element\":"
            "\"aid.households\",\"required\":true,\"max\":\"500\"},"
            "{\"name\":\"zc\",\"label\":\"支出\",\"element\":"
            "\"aid.spent\"}]}]}"),
        "the first department asks");
    money = admitted(
        say("task.publish", WJJ,
            "{\"duty\":\"A-001\",\"title\":\"资金月报\",\"due\":"
            "\"2026-02-10\",\"period\":\"2026-01\",\"review\":\"town\","
            "\"audience\":{\"prefixes\":[\"522731001\"]},\"forms\":[{"
            "\"control\":\"财统1表\",\"version\":\"1\",\"filing\":"
            "\"惠备2号\",\"fields\":[{\"name\":\"je\",\"label\":"
            "\"救助资金\",\"element\":\"aid.spent\",\"unit\":\"万元\","
            "\"decimals\":2,\"required\":true}]}]}"),
        "the second asks one figure of it, in another unit");
}

/* ---- the worksheet ------------------------------------------------------ */

static void
see_worksheet(void)
{
    const struct dg_json *reply = say("worksheet.read", EAST, "{}");
    is_text(at(reply, "/result/open"), "2", "each figure once");
    is_text(at(reply, "/result/cells"), "[2]", "and no other");
    is_text(bytes(reply, "/result/cells/0"),
            "{\"element\":\"aid.households\",\"label\":\"救助户数\","
            "\"definition\":\"月末在册户数\",\"type\":\"integer\",\"kind\":"
            "\"stock\",\"unit\":\"户\",\"section\":\"临时救助\",\"period\":"
            "\"2026-01\",\"required\":true,\"max\":\"500\",\"due\":"
            "\"2026-02-05\",\"state\":\"open\",\"askedby\":[{\"source\":"
            "\"department/mzj\",\"name\":\"民政局\",\"task\":6,\"title\":"
            "\"救助月报\",\"duty\":\"A-001\"}]}",
            "what it is, until when, for whom");
    is_text(at(reply, "/result/cells/1/unit"), "元", "in the cell's own unit");
    is_text(at(reply, "/result/cells/1/required"), "true",
            "required if anybody requires it");
    is_text(at(reply, "/result/cells/1/due"), "2026-02-05",
            "due when it is due first");
    is_text(at(reply, "/result/cells/1/askedby/1/source"), WJJ,
            "for both who ask");
    reply = say("worksheet.read", EAST, "{\"limit\":1}");
    reply = say("worksheet.read", EAST, "{\"limit\":1,\"after\":\"%s\"}",
                at(reply, "/result/next"));
    is_text(at(reply, "/result/cells/0/element"), "aid.spent",
            "page after page");
    is_text(at(reply, "/result/next"), "(absent)", "to the end");
}

/* ---- filled in ---------------------------------------------------------- */

static void
submit(const char *office, const char *values, const char *what)
{
    admitted(say("report.submit", office, "{\"values\":[%s]}", values), what);
}

#define HS(n) "{\"element\":\"aid.households\",\"period\":\"2026-01\"," n "}"
#define ZC(n) "{\"element\":\"aid.spent\",\"period\":\"2026-01\"," n "}"

static void
fill_in(void)
{
    set_day("2026-02-03");
    submit(EAST, HS("\"value\":\"12\"") "," ZC("\"value\":\"123456.7\""),
           "one office fills in both");
    set_day("2026-02-06");
    submit(WEST, HS("\"none\":true") "," ZC("\"value\":\"0\""),
           "another, a day late for the first department");
    submit(FAR, ZC("\"value\":\"1.5\",\"unit\":\"万元\""),
           "the third only what is not required");
    is_text(at(say("worksheet.read", EAST, "{}"), "/result/open"), "0",
            "nothing is left to be filled in");
}

static void
see_filled(void)
{
    const struct dg_json *reply =
        say("worksheet.read", FAR, "{\"filled\":true}");
    is_text(at(reply, "/result/cells/0/state"), "open", "what is open");
    is_text(at(reply, "/result/cells/0/overdue"), "true", "by now overdue");
    is_text(bytes(reply, "/result/cells/1/said"),
            "{\"value\":\"1.5\",\"unit\":\"万元\",\"period\":\"2026-01\"}",
            "what was said");
    reply = say("worksheet.read", "keeper/bwb",
                "{\"office\":\"522731102201\",\"filled\":true}");
    is_text(at(reply, "/result/cells/1/state"), "filled",
            "a keeper sees that it was");
    is_text(at(reply, "/result/cells/1/said"), "(absent)", "and not what");
}

/* ---- what they get ------------------------------------------------------ */

static void
see_first_report(void)
{
    const struct dg_json *reply =
        say("report.read", MZJ, "{\"task\":%llu}", aid);
    is_text(bytes(reply, "/result/form/1"),
            "{\"name\":\"zc\",\"label\":\"支出\",\"type\":\"decimal\",\"unit\":"
            "\"元\"}",
            "its own columns");
    is_text(bytes(reply, "/result/rates"),
            "{\"reporting\":\"66.67\",\"ontime\":\"33.33\",\"timeliness\":"
            "\"50.00\"}",
            "rates are ratios of sums");
    is_text(bytes(reply, "/result/missing"), "[\"522731102201\"]",
            "who has not reported all that is required");
    is_text(
        bytes(reply, "/result/totals/0"),
        "{\"prefix\":\"522731\",\"offices\":3,\"values\":{\"hs\":{\"value\":"
        "\"12\",\"offices\":2},\"zc\":{\"value\":\"138456.7\",\"offices\":3}}"
        "}",
        "the county's sums");
    is_text(bytes(reply, "/result/totals/2/values"),
            "{\"zc\":{\"value\":\"15000\",\"offices\":1}}", "a town's");
    is_text(bytes(reply, "/result/rows/1"),
            "{\"office\":\"522731001002\",\"name\":\"城西社区\",\"received\":"
            "\"2026-02-06T12:00:00+08:00\",\"late\":true,\"values\":{\"hs\":{"
            "\"none\":true,\"sequence\":9,\"time\":"
            "\"2026-02-06T12:00:00+08:00\",\"by\":\"office/522731001002\"},"
            "\"zc\":{\"value\":\"0\",\"sequence\":9,\"time\":"
            "\"2026-02-06T12:00:00+08:00\",\"by\":\"office/522731001002\"}}}",
            "a row, late for this department");
    is_text(at(reply, "/result/rows/2/values/hs/missing"), "true",
            "blank is no answer");
    is_text(at(reply, "/result/rows/2/values/zc/value"), "15000",
            "in its unit, whatever was entered");
    is_text(at(reply, "/result/rows/2/values/zc/converted"), "true",
            "which is said");
    reply = say("report.read", MZJ, "{\"task\":%llu,\"prefix\":\"522731102\"}",
                aid);
    is_text(at(reply, "/result/expected"), "1", "of one town alone");
}

static void
see_reviewed_report(void)
{
    const struct dg_json *reply =
        say("report.read", WJJ, "{\"task\":%llu}", money);
    is_text(bytes(reply, "/result/rows/0/values/je"),
            "{\"missing\":true,\"state\":\"in-review\"}",
            "what no town passed is not there yet");
    reply = say("report.read", TOWN, "{\"task\":%llu}", money);
    is_text(at(reply, "/result/rows/0/values/je/value"), "12.35",
            "but to the town");
    admitted(say("report.review", TOWN,
                 "{\"office\":\"522731001001\",\"task\":%llu,\"verdict\":"
                 "\"pass\",\"upto\":10}",
                 money),
             "which passes it");
    reply = say("report.read", WJJ, "{\"task\":%llu}", money);
    is_text(bytes(reply, "/result/rows/0/values/je"),
            "{\"value\":\"12.35\",\"converted\":true,\"rounded\":true,"
            "\"sequence\":8,\"time\":\"2026-02-03T12:00:00+08:00\",\"by\":"
            "\"office/522731001001\"}",
            "then it is: converted, rounded once, half to even");
    is_text(at(reply, "/result/rows"), "[2]", "of its own offices only");
    is_text(at(reply, "/result/ontime"), "1",
            "in time, whenever the town passed it");
}

static void
see_others(void)
{
    is_text(at(say("report.read", WJJ, "{\"task\":%llu}", aid), "/type"),
            "urn:dutygate:problem:not-found", "another's report is not there");
    is_text(at(say("report.read", FAR, "{\"task\":%llu}", money), "/type"),
            "urn:dutygate:problem:not-found", "nor one that did not ask it");
    is_text(at(say("report.read", FAR, "{\"task\":%llu}", aid), "/result/rows"),
            "[1]", "an office reads its own row");
    is_text(
        bytes(say("report.list", WJJ, "{}"), "/result/reports"),
        "[{\"task\":7,\"title\":\"资金月报\",\"duty\":\"A-001\",\"period\":"
        "\"2026-01\",\"due\":\"2026-02-10\",\"review\":\"town\",\"fields\":1,"
        "\"expected\":2,\"received\":1,\"ontime\":1,\"rates\":{\"reporting\":"
        "\"50.00\",\"ontime\":\"50.00\",\"timeliness\":\"100.00\"}}]",
        "a department lists its own");
}

/* ---- what becomes of it ------------------------------------------------- */

static void
correct(void)
{
    const struct dg_json *reply;
    set_day("2026-02-20");
    is_text(bytes(say("report.changes", MZJ, "{\"since\":0}"), "/result"),
            "{\"changes\":[]}", "what came for the first time is no change");
    admitted(say("report.correct", EAST,
                 "{\"reason\":\"笔误\",\"values\":[%s]}",
                 ZC("\"value\":\"123356.7\"")),
             "a correction");
    reply = say("report.changes", MZJ, "{\"since\":11}");
    is_text(bytes(reply, "/result/changes/0"),
            "{\"sequence\":12,\"time\":\"2026-02-20T12:00:00+08:00\",\"by\":"
            "\"office/522731001001\",\"task\":6,\"control\":\"民统1表\","
            "\"period\":\"2026-01\",\"field\":\"zc\",\"label\":\"支出\","
            "\"office\":\"522731001001\",\"name\":\"城东社区\",\"old\":{"
            "\"value\":\"123456.7\",\"sequence\":8},\"new\":{\"value\":"
            "\"123356.7\",\"sequence\":12},\"reason\":\"笔误\"}",
            "reaches one department with the old value");
    reply = say("report.changes", WJJ, "{\"since\":11}");
    is_text(bytes(reply, "/result/changes/0/old"),
            "{\"value\":\"12.35\",\"converted\":true,\"rounded\":true,"
            "\"sequence\":8}",
            "and the other in its own unit");
    is_text(at(reply, "/result/changes/0/new/value"), "12.34", "likewise");
    reply = say("report.read", MZJ, "{\"task\":%llu}", aid);
    is_text(bytes(reply, "/result/rows/0/values/zc/was"),
            "{\"value\":\"123456.7\",\"sequence\":8}",
            "the report says what it was");
    is_text(at(reply, "/result/rows/0/late"), "(absent)",
            "and a correction makes nobody late");
}

static void
give_back(void)
{
    const struct dg_json *reply;
    admitted(say("report.review", TOWN,
                 "{\"office\":\"522731001001\",\"task\":%llu,\"verdict\":"
                 "\"return\",\"upto\":12,\"cells\":[{\"element\":\"aid.spent\","
                 "\"period\":\"2026-01\",\"reason\":\"与台账不符\"}]}",
                 money),
             "a cell is returned");
    reply = say("worksheet.read", EAST, "{}");
    is_text(at(reply, "/result/cells/0/state"), "returned",
            "it is on the worksheet again");
    is_text(at(reply, "/result/cells/0/returned/reason"), "与台账不符",
            "with the reason");
    reply = say("report.read", MZJ, "{\"task\":%llu}", aid);
    is_text(bytes(reply, "/result/rows/0/values/zc"),
            "{\"missing\":true,\"state\":\"returned\"}",
            "and has gone from every report");
    reply = say("report.changes", MZJ, "{\"since\":12}");
    is_text(at(reply, "/result/changes/0/gone"), "returned", "which is said");
    submit(EAST, ZC("\"value\":\"123356.7\""), "the office means it");
    reply = say("report.changes", MZJ, "{\"since\":13}");
    is_text(at(reply, "/result/changes/0/new/value"), "123356.7",
            "and it is there again");
}

/* Two become one, which takes over what was asked of both. */
static void
merge(void)
{
    const struct dg_json *reply;
    admitted(say("roster.publish", "operator/huishui",
                 "{\"version\":\"2026.2\",\"base\":\"2026.1\",\"offices\":[{"
                 "\"code\":\"522731001003\",\"name\":\"城南社区\"}],"
                 "\"abolished\":[{\"code\":\"522731001001\",\"successors\":["
                 "\"522731001003\"]},{\"code\":\"522731001002\","
                 "\"successors\":[\"522731001003\"]}]}"),
             "a merger");
    reply = say("report.read", MZJ, "{\"task\":%llu}", aid);
    is_text(at(reply, "/result/expected"), "4",
            "who had reported counts; so does who took over");
    is_text(at(reply, "/result/received"), "2", "which has not reported");
}

/* ---- options ------------------------------------------------------------ */

#define LEVEL(set)                                                             \
    "\"fields\":[{\"name\":\"dj\",\"label\":\"救助等级\",\"element\":"     \
    "\"aid.level\",\"optionset\":\"" set "\"}]"

static unsigned long long
ask_level(const char *source, const char *control, const char *number,
          const char *fields)
{
    return admitted(
        say("task.publish", source,
            "{\"duty\":\"A-001\",\"title\":\"等级\",\"due\":\"2026-03-05\","
            "\"audience\":{\"codes\":[\"522731102201\"]},\"forms\":[{"
            "\"control\":\"%s\",\"version\":\"2\",\"filing\":\"%s\",%s}]}",
            control, number, fields),
        "an option is asked");
}

static void
see_options(void)
{
    unsigned long long own, other;
    admitted(
        say("dictionary.publish", "keeper/bwb",
            "{\"version\":\"2\",\"optionsets\":[{\"code\":\"level\","
            "\"options\":[{\"code\":\"1\",\"label\":\"一级\"},{\"code\":"
            "\"2\",\"label\":\"二级\"}],\"maps\":[{\"to\":\"grade\","
            "\"codes\":[{\"from\":\"1\",\"to\":\"A\"},{\"from\":\"2\","
            "\"to\":\"B\"}]}]},{\"code\":\"grade\",\"options\":[{\"code\":"
            "\"A\",\"label\":\"甲等\"},{\"code\":\"B\",\"label\":\"乙等\"}]"
            "}],\"elements\":[{\"code\":\"aid.level\",\"label\":"
            "\"救助等级\",\"type\":\"option\",\"optionset\":\"level\","
            "\"period\":\"none\"}]}"),
        "two option sets, and what each is in the other");
    own = ask_level(MZJ, "民统1表", "惠备1号", LEVEL("level"));
    other = ask_level(WJJ, "财统1表", "惠备2号", LEVEL("grade"));
    submit(FAR, "{\"element\":\"aid.level\",\"value\":\"二级\"}",
           "it is filled in once");
    is_text(at(say("report.read", MZJ, "{\"task\":%llu}", own),
               "/result/rows/0/values/dj/value"),
            "2", "and given in one department's codes");
    is_text(at(say("report.read", WJJ, "{\"task\":%llu}", other),
               "/result/rows/0/values/dj/value"),
            "B", "and in the other's");
}

int
main(void)
{
    gate_open(&gate, "memory", "plugins = {\"form_dedup\"}");
    gate.quiet = true;
    admitted(say("roster.publish", "operator/huishui", "%s", gate_roster),
             "a roster");
    furnish();
    ask_both();
    see_worksheet();
    fill_in();
    see_filled();
    see_first_report();
    see_reviewed_report();
    see_others();
    correct();
    give_back();
    merge();
    see_options();
    gate_close(&gate);
    return tap_done();
}
