/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin to copy does what it says. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define TASK_CHECK "dutygate.task.check.v1"
#define TASK_PUBLISH "dutygate.task.publish.v1"
#define MZJ "department/mzj"

int
main(void)
{
    static const char *const options[] = {"perday", "2", NULL};
    const char *task = "{'duty': 'mz-003'}";
    const char *full = "refuse perday day-full at \n"
                       "  2 tasks were admitted today; no more\n"
                       "  or: ask again tomorrow (次日下达)\n";
    struct fake_host fake;
    ok(fake_host_open(&fake, "skeleton", options), "opens");
    fake_host_set_day(&fake, "2026-11-22");
    fake_host_send(&fake, TASK_PUBLISH, MZJ, task);
    fake_host_apply(&fake, TASK_PUBLISH, MZJ, task, DG_PLUGIN_REFUSE);
    fake_host_send(&fake, "dutygate.task.withdraw.v1", MZJ, "{'task': 1}");
    is_text(fake_host_decide(&fake, TASK_PUBLISH, MZJ, task), "",
            "only admitted tasks count");
    fake_host_send(&fake, TASK_PUBLISH, MZJ, task);
    is_text(fake_host_decide(&fake, TASK_PUBLISH, MZJ, task), full,
            "the third of the day is refused");
    is_text(fake_host_decide(&fake, TASK_CHECK, MZJ, task), full,
            "a check is told the same");
    is_text(fake_host_decide(&fake, "dutygate.roster.publish.v1",
                             "operator/ops", "{}"),
            "", "other events pass");
    fake_host_set_day(&fake, "2026-11-23");
    is_text(fake_host_decide(&fake, TASK_PUBLISH, MZJ, task), "",
            "the next day begins anew");
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
