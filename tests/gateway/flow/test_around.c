/* SPDX-License-Identifier: Apache-2.0 */
/* Ways around the gate that are none: what a new task is not let through with,
 * no chain of other events is either. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

static const struct dg_json *
publish(const char *title, const char *more)
{
    return say("task.publish", "department/mzj",
               "{\"duty\":\"A-001\",\"title\":\"%s\",\"due\":"
               "\"2026-02-01\",\"audience\":" COUNTY "%s}",
               title, more);
}

static const struct dg_json *
amend(unsigned long long task, const char *title, const char *more)
{
    return say("task.amend", "department/mzj",
               "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\",\"title\":"
               "\"%s\",\"due\":\"2026-02-01\",\"audience\":" COUNTY "%s}}",
               task, title, more);
}

/* One urgent task a month goes out at once. */
static void
test_urgent(void)
{
    static const char urgent[] = ",\"urgency\":\"urgent\"";
    unsigned long long first, second;
    first = number_of(publish("一", urgent));
    is_text(at(publish("二", urgent), "/verdict"), "defer",
            "the second urgent task waits");
    second = number_of(publish("三", ""));
    is_text(at(amend(second, "三", urgent), "/verdict"), "defer",
            "so does a task that is made urgent");
    is_text(at(amend(first, "一（更正）", urgent), "/verdict"), "admit",
            "one that is urgent already may be mended");
}

/* Refused at once, instead of being cut when the keeper has agreed. */
static void
test_strict(void)
{
    const struct dg_json *reply =
        publish("四", ",\"urgency\":\"urgent\",\"strict\":true,\"seals\":["
                      "\"S-002\"]");
    is_text(at(reply, "/verdict"), "refuse", "a strict task that would wait");
    is_text(at(reply, "/findings/2/code"), "strict", "is not cut later");
    is_text(at(reply, "/findings/2/pointer"), "/data/strict", "where it says");
    reply = amend(number_of(publish("五", "")), "五",
                  ",\"strict\":true,\"seals\":[\"S-002\"]");
    is_text(at(reply, "/verdict"), "refuse", "nor is an amendment");
    is_text(at(reply, "/findings/2/pointer"), "/data/assignment/strict",
            "where it says");
}

static const char *
silence_on(const char *duty)
{
    static char text[8];
    const struct dg_json *reply =
        say("task.publish", "department/wjj",
            "{\"duty\":\"%s\",\"title\":\"摸排\",\"due\":\"2026-02-01\","
            "\"urgency\":\"urgent\",\"audience\":" COUNTY "}",
            duty);
    const char *said = at(reply, "/findings/0/text");
    snprintf(text, sizeof text, "%s",
             strstr(said, "it passes") ? "passes"
             : strstr(said, "lapses")  ? "lapses"
                                       : "?");
    return text;
}

/* A list beside those that judge makes nothing statutory. */
static void
test_beside(void)
{
    const struct dg_json *reply =
        say("list.publish", "town/522731001000",
            "{\"list\":\"own\",\"version\":\"1\",\"level\":\"town\",\"prefix\":"
            "\"522731001\",\"validfrom\":\"2026-01-01\",\"entries\":[{\"code\":"
            "\"X-1\",\"title\":\"摸排\",\"class\":\"statutory\"}]}");
    is_text(at(reply, "/verdict"), "admit", "a town's list that is below none");
    is_text(silence_on("X-1"), "lapses", "is no reason to pass by silence");
}

/* The group that an exemption was for is not the one that has its name. */
static void
test_group(void)
{
    static const char task[] =
        "{\"duty\":\"A-001\",\"title\":\"核查\",\"due\":\"2026-01-08\","
        "\"audience\":{\"groups\":[\"山区\"]}}";
    const struct dg_json *reply;
    say("roster.publish", "operator/o",
        "{\"version\":\"g1\",\"base\":\"2026.1\",\"offices\":[],\"groups\":[{"
        "\"name\":\"山区\",\"codes\":[\"522731001001\"]}]}");
    reply =
        say("exemption.request", "department/mzj",
            "{\"duty\":\"A-001\",\"rules\":[\"lead\"],\"reason\":\"r\","
            "\"until\":\"2026-12-31\",\"audience\":{\"groups\":[\"山区\"]}}");
    is_text(at(reply, "/verdict"), "defer", "asked for a group");
    say("exemption.decide", "keeper/bwb",
        "{\"request\":%llu,\"verdict\":\"grant\",\"reason\":\"r\"}",
        number_of(reply));
    is_text(at(say("task.publish", "department/mzj", "%s", task), "/verdict"),
            "admit", "and granted");
    reply =
        say("roster.publish", "operator/o",
            "{\"version\":\"g2\",\"base\":\"g1\",\"offices\":[],\"groups\":["
            "{\"name\":\"山区\",\"codes\":[\"522731001001\","
            "\"522731001002\"]}]}");
    is_text(at(reply, "/verdict"), "admit", "the group grows");
    is_text(at(say("task.publish", "department/mzj", "%s", task), "/verdict"),
            "refuse", "the exemption does not");
}

int
main(void)
{
    gate_open(&gate, "memory", "access_list { urgent_limit = 1 }");
    gate_furnish(&gate);
    test_urgent();
    test_strict();
    test_group();
    gate_close(&gate);
    gate_open(&gate, "memory", "");
    gate_furnish(&gate);
    test_beside();
    gate_close(&gate);
    return tap_done();
}
