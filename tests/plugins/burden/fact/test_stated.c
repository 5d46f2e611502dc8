/* SPDX-License-Identifier: Apache-2.0 */
/* What an event puts on offices stands in its header: item by item, of whom,
 * from which level, charged to whom; and what it is about. Through the whole
 * gateway, without a list that refuses anything. */
#include "tests/plugins/burden/burdened.h"
#include "tests/plugins/burden/fact/stated.h"
#include "tests/tap/tap.h"

#define STREET "town/522731001000"
#define AT_TOWN "{\"codes\":[\"522731001000\"]}"
#define IN_EAST "{\"codes\":[\"522731001001\"]}"

__attribute__((format(printf, 1, 2))) static const char *
print(const char *format, ...)
{
    static char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return text;
}

/* ---- items -------------------------------------------------------------- */

/* Villages are 0, 1 and 2; towns do not lie below the prefixes of villages. */
static void
test_items(void)
{
    static const char sha[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c"
                              "d15d6c15b0f00a08";
    unsigned long long task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"due\":\"2026-02-01\","
            "\"audience\":" COUNTY ",\"origin\":\"province\",\"minutes\":90,"
            "\"urgency\":\"urgent\",\"review\":\"town\","
            "\"evidence\":[\"photo\",\"record\"],"
            "\"seals\":[\"S-001\",\"S-002\"],\"proofs\":[\"居住证明\"],"
            "\"attachments\":[{\"name\":\"通知.pdf\",\"size\":9,\"sha256\":"
            "\"%s\"}],\"meetings\":2,\"inspections\":1,\"trips\":3}",
            sha));
    is_text(stated(task),
            "ask task /data 1 province at 3 [0-2]\n"
            "ask urgency /data/urgency 1 urgent at 3\n"
            "ask estimate /data/minutes 90 estimate at 3\n"
            "ask evidence /data/evidence/0 1 evidence.photo at 3\n"
            "ask evidence /data/evidence/1 1 evidence at 3\n"
            "ask seal /data/seals/0 2 seal at 3\n"
            "ask proof /data/proofs/0 1 proof at 3\n"
            "ask attachment /data/attachments/0 1 attachment at 3\n"
            "ask meeting /data/meetings 2 meeting at 3\n"
            "ask inspection /data/inspections 1 inspection at 3\n"
            "ask trip /data/trips 3 trip at 3\n"
            "ask approval /data/review 1 approval at 3\n",
            "each item has its row, at everybody it goes to; evidence that no "
            "tariff names is plain evidence");
}

static void
test_forms(void)
{
    unsigned long long task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"统计\",\"due\":\"2026-02-01\","
            "\"period\":\"2026-01\",\"audience\":" IN_EAST
            ",\"forms\":[{\"control\":\"惠民1表\",\"version\":\"1\",\"class\":"
            "\"working\",\"filing\":\"惠备1\",\"fields\":["
            "{\"name\":\"a\",\"label\":\"户数\",\"type\":\"integer\"},"
            "{\"name\":\"b\",\"label\":\"人数\",\"type\":\"integer\"},"
            "{\"name\":\"c\",\"label\":\"备注\",\"type\":\"text\"}]}]}"));
    is_text(stated(task),
            "ask form /data/forms/0 1 惠民1表 at 1\n"
            "ask field /data/forms/0/fields/0 2 field.integer at 1\n"
            "ask field /data/forms/0/fields/2 1 field.text at 1\n"
            "ask task /data 1 county at 1 [0]\n",
            "fields come in runs of one type, said by form_dedup before");
}

static void
test_declared(void)
{
    unsigned long long task = number_of(
        say("task.declare", MZJ,
            "{\"duty\":\"A-001\",\"minutes\":45,\"audience\":" COUNTY "}"));
    is_text(stated(task),
            "ask task /data 1 county at 3 [0-2]\n"
            "ask declared /data/minutes 45 declared at 3\n",
            "what is classified is declared in minutes, and nothing else");
}

/* ---- level, charge ------------------------------------------------------ */

static void
test_charged(void)
{
    unsigned long long task;
    say("principal.enrol", "root/huishui",
        "{\"principals\":[{\"principal\":\"department/wjj\",\"name\":"
        "\"卫健局\"},{\"principal\":\"department/mzj\",\"name\":\"民政局\"},"
        "{\"principal\":\"taskforce/fx\",\"name\":\"专班\",\"parents\":["
        "\"department/wjj\",\"department/mzj\"],\"until\":\"2026-12-31\"}]}");
    task = number_of(say("task.publish", "taskforce/fx",
                         "{\"duty\":\"A-001\",\"title\":\"防汛\",\"due\":"
                         "\"2026-02-01\",\"audience\":" IN_EAST "}"));
    is_text(stated(task),
            "ask task /data 1 county at 1 [0]\n"
            "ask charged department/wjj 1 charged at 0\n",
            "a task force is charged to the first of its parents");
    task = number_of(say("task.publish", STREET,
                         "{\"duty\":\"C-001\",\"title\":\"巡查\",\"due\":"
                         "\"2026-02-01\",\"audience\":" IN_EAST "}"));
    is_text(stated(task), "ask task /data 1 town at 1 [0]\n",
            "what a town asks is of the town's level");
    task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-009\",\"title\":\"联合\",\"due\":\"2026-02-01\","
            "\"audience\":" IN_EAST ",\"joint\":[\"department/wjj\"]}"));
    is_text(stated(task), "ask task /data 1 county at 1 [0]\n",
            "what is asked jointly is charged once, to the lead");
}

/* ---- recurring ---------------------------------------------------------- */

static const char *
recurring(const char *per, const char *first, const char *last)
{
    unsigned long long task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"月报\",\"audience\":" IN_EAST
            ",\"recurrence\":{\"per\":\"%s\",\"first\":\"%s\",\"last\":\"%s\","
            "\"dueafter\":5}}",
            per, first, last));
    return stated_line(task, "recurring");
}

static void
test_recurring(void)
{
    is_text(recurring("month", "2026-03", "2026-06"),
            "ask recurring /data 4 county at 1 [0]\n", "four months");
    is_text(recurring("month", "2026-02", "2028-12"),
            "ask recurring /data 12 county at 1 [0]\n", "a year of many");
    is_text(recurring("quarter", "2026-Q1", "2027-Q4"),
            "ask recurring /data 4 county at 1 [0]\n", "quarters of a year");
    is_text(recurring("quarter", "2026-Q2", "2026-Q3"),
            "ask recurring /data 2 county at 1 [0]\n", "two quarters");
    is_text(recurring("year", "2026", "2030"),
            "ask recurring /data 1 county at 1 [0]\n", "one of the years");
    is_text(recurring("day", "2026-02-01", "2026-02-10"),
            "ask recurring /data 10 county at 1 [0]\n", "ten days");
    is_text(recurring("day", "2026-02-01", "2027-06-30"),
            "ask recurring /data 365 county at 1 [0]\n", "a year of days");
    is_text(recurring("day", "2028-02-29", "2029-06-30"),
            "ask recurring /data 366 county at 1 [0]\n",
            "from a leap day to the last of February");
}

/* ---- what it is about --------------------------------------------------- */

static unsigned long long
publish(const char *audience, const char *more)
{
    return number_of(say("task.publish", MZJ,
                         "{\"duty\":\"A-001\",\"title\":\"核查\",\"due\":"
                         "\"2026-03-01\",\"audience\":%s%s}",
                         audience, more));
}

static void
test_amended(void)
{
    unsigned long long task = publish(IN_EAST, ""), change;
    change = number_of(
        say("task.amend", MZJ,
            "{\"task\":%llu,\"statute\":\"社会救助暂行办法\",\"assignment\":{"
            "\"duty\":\"A-001\",\"title\":\"核查\",\"due\":\"2026-03-01\","
            "\"audience\":" IN_EAST ",\"seals\":[\"S-001\"]}}",
            task));
    is_text(stated(change),
            print("ask task /data/assignment 1 county at 1 [0]\n"
                  "ask about /%llu 1 amends at 0\n"
                  "ask about /%llu 1 statute at 0\n"
                  "ask seal /data/assignment/seals/0 1 seal at 1\n",
                  task, task),
            "an amendment says all it asks, and what it amends, and by what");
    change = number_of(say("task.withdraw", MZJ, "{\"task\":%llu}", task));
    is_text(stated(change), print("ask about /%llu 1 withdraws at 0\n", task),
            "a withdrawal says of what");
}

static void
test_forwarded(void)
{
    unsigned long long county = publish(COUNTY, ""), town, forward;
    forward = number_of(say("task.forward", STREET,
                            "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
                            "\"title\":\"核查\",\"due\":\"2026-03-01\","
                            "\"audience\":" IN_EAST "}}",
                            county));
    is_text(stated(forward), print("ask about /%llu 1 forwards at 0\n", county),
            "whoever has it already is asked nothing by its being handed on");
    town = publish(AT_TOWN, ",\"origin\":\"city\"");
    forward = number_of(say("task.forward", STREET,
                            "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
                            "\"title\":\"核查\",\"due\":\"2026-03-01\","
                            "\"audience\":" IN_EAST "}}",
                            town));
    is_text(stated(forward),
            print("ask task /data/assignment 1 city at 1 [0]\n"
                  "ask charged " MZJ " 1 charged at 0\n"
                  "ask about /%llu 1 forwards at 0\n",
                  town),
            "what a town hands on is charged to whoever asked");
    forward = number_of(
        say("task.forward", STREET,
            "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
            "\"核查\",\"due\":\"2026-03-01\",\"origin\":\"city\","
            "\"evidence\":[\"photo\"],\"audience\":{\"codes\":["
            "\"522731001002\"]}}}",
            town));
    is_text(stated(forward),
            print("ask task /data/assignment 1 town at 1 [1]\n"
                  "ask about /%llu 1 forwards at 0\n"
                  "ask evidence /data/assignment/evidence/0 1 evidence.photo "
                  "at 1\n",
                  town),
            "what it adds is the town's own ask");
}

/* An occurrence opens on the first day of its period. */
static void
test_occurrence(void)
{
    unsigned long long task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"月报\",\"origin\":\"national\","
            "\"audience\":" COUNTY ",\"seals\":[\"S-001\"],\"recurrence\":{"
            "\"per\":\"month\",\"first\":\"2026-02\",\"last\":\"2026-06\","
            "\"dueafter\":5}}"));
    unsigned long long occurrence;
    gate.now_us = 1769900000000000; /* 2026-01-31T22:53:20Z: February */
    gate_tick(&gate);
    occurrence = strtoull(row_of(say("inbox.read", "office/522731102201", "{}"),
                                 "tasks/of", task, "task"),
                          NULL, 10);
    is_text(stated(occurrence),
            print("ask task  1 national at 3 [0-2]\n"
                  "ask charged " MZJ " 1 charged at 0\n"
                  "ask about /%llu/%llu 1 occurs at 0\n",
                  task, task),
            "an occurrence asks what its task says, charged to whoever asked");
}

/* ---- what offices do ---------------------------------------------------- */

static void
test_acknowledged(void)
{
    unsigned long long task = publish(COUNTY, ""), done;
    const struct dg_json *reply;
    done = number_of(say("task.acknowledge", "office/522731001002",
                         "{\"task\":%llu}", task));
    is_text(stated(done),
            print("answer acknowledged /%llu 1 acknowledged at 1 [1]\n", task),
            "which office acknowledged");
    reply =
        gate_ask(&gate,
                 "{\"specversion\":\"1.0\",\"id\":\"b1\",\"source\":\"" STREET
                 "\",\"type\":\"dutygate.task.acknowledge.v1\","
                 "\"onbehalf\":\"office/522731001001\",\"data\":{\"task\":"
                 "%llu}}",
                 task);
    is_text(stated(number_of(reply)),
            print("answer acknowledged /%llu 1 acknowledged at 1 [0]\n", task),
            "and for which a town did");
}

int
main(void)
{
    gate_open(&gate, "memory", "plugins = {\"form_dedup\", \"burden\"}\n");
    say("roster.publish", "operator/huishui", "%s", gate_roster);
    say("tariff.publish", "keeper/huishui", "{%s}", burdened_tariff);
    test_items();
    test_forms();
    test_declared();
    test_charged();
    test_recurring();
    test_amended();
    test_forwarded();
    test_occurrence();
    test_acknowledged();
    gate_close(&gate);
    return tap_done();
}
