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

int
main(void)
{
    gate_open(&gate, "memory", "access_list { urgent_limit = 1 }");
    gate_furnish(&gate);
    test_urgent();
    gate_close(&gate);
    return tap_done();
}
