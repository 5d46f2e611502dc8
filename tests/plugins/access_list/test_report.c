/* SPDX-License-Identifier: Apache-2.0 */
/* list.report: what a rule on trial would have stopped or cut, to the byte. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

static struct fake_host fake;

static void
publish(const char *source, const char *duty, const char *more)
{
    fake_host_send(&fake, TASK_PUBLISH, source, fixture_task(duty, more));
}

/* Rule department is on trial, then seals. */
static void
fill(void)
{
    fake.observed = "department";
    publish("department/rsj", "mz-003", ""); /* 2: statutory, stopped */
    publish("department/rsj", "lx-10", "");  /* 3: passes anyway */
    publish("department/tcj", "sh-01", "");  /* 4: refused, enforced */
    fake_host_set_day(&fake, "2026-11-23");
    fake.observed = "known";
    publish("department/rsj", "xx-99", ""); /* 5: not listed, stopped */
    fake.observed = "seals";
    publish(MZJ, "mz-003", ", 'seals': ['yz-08', 'yz-10']");        /* 6: cut */
    publish(MZJ, "mz-003", ", 'seals': ['yz-08'], 'strict': true"); /* 7 */
    fake.observed = NULL;
    publish("department/slj", "mz-003", ", 'urgency': 'life-safety'"); /* 8 */
    publish(MZJ, "pc-y", ", 'urgency': 'urgent'");                     /* 9 */
    fake_host_settle(&fake, EXEMPTION_DECIDE, "gateway/huishui",
                     "{'request': 9}", "exemption-lapsed");
}

static void
test_report(void)
{
    is_text(
        fake_host_query(&fake, "list.report", "{}"),
        "{\"from\":\"2026-11-22\",\"to\":\"2026-11-23\",\"asked\":8,"
        "\"stopped\":3,\"stripped\":1,\"statutory\":2,\"silence\":{"
        "\"passed\":0,\"lapsed\":1},\"by\":[{\"department\":\"mzj\",\"class\":"
        "\"statutory\",\"tasks\":2,\"stopped\":1,\"stripped\":1,\"offices\":4,"
        "\"rules\":{\"seals\":2}},{\"department\":\"rsj\",\"class\":"
        "\"statutory\",\"tasks\":1,\"stopped\":1,\"stripped\":0,\"offices\":2,"
        "\"rules\":{\"department\":1}},{\"department\":\"rsj\",\"class\":"
        "\"unlisted\",\"tasks\":1,\"stopped\":1,\"stripped\":0,\"offices\":2,"
        "\"rules\":{\"known\":1}}],\"urgent\":[{\"department\":\"mzj\","
        "\"tasks\":3,\"urgent\":1,\"lifesafety\":0,\"afterwards\":0},{"
        "\"department\":\"rsj\",\"tasks\":3,\"urgent\":0,\"lifesafety\":0,"
        "\"afterwards\":0},{\"department\":\"slj\",\"tasks\":1,\"urgent\":0,"
        "\"lifesafety\":1,\"afterwards\":0},{\"department\":\"tcj\",\"tasks\":"
        "0,\"urgent\":0,\"lifesafety\":0,\"afterwards\":0}],\"tasks\":[{"
        "\"task\":2,\"time\":\"2026-11-22\",\"department\":\"rsj\",\"duty\":"
        "\"mz-003\",\"class\":\"statutory\",\"stopped\":true,\"codes\":["
        "\"department-not-entitled\"],\"offices\":2},{\"task\":6,\"time\":"
        "\"2026-11-23\",\"department\":\"mzj\",\"duty\":\"mz-003\",\"class\":"
        "\"statutory\",\"stopped\":false,\"codes\":[\"seal-not-allowed\"],"
        "\"offices\":2},{\"task\":7,\"time\":\"2026-11-23\",\"department\":"
        "\"mzj\",\"duty\":\"mz-003\",\"class\":\"statutory\",\"stopped\":true,"
        "\"codes\":[\"seal-not-allowed\"],\"offices\":2},{\"task\":5,\"time\":"
        "\"2026-11-23\",\"department\":\"rsj\",\"duty\":\"xx-99\",\"class\":"
        "\"unlisted\",\"stopped\":true,\"codes\":[\"duty-not-listed\"],"
        "\"offices\":2}]}",
        "all of it, statutory work first");
    ok(strstr(fake_host_query(&fake, "list.report", "{'to': '2026-11-22'}"),
              "{\"from\":\"2026-11-22\",\"to\":\"2026-11-22\",\"asked\":3,"
              "\"stopped\":1,\"stripped\":0,\"statutory\":1,"),
       "until a day");
    ok(strstr(fake_host_query(&fake, "list.report", "{'from': '2026-11-23'}"),
              "\"asked\":5,\"stopped\":2,\"stripped\":1,\"statutory\":1,"),
       "from a day on");
}

static void
test_pages(void)
{
    ok(strstr(fake_host_query(&fake, "list.report", "{'limit': 2}"),
              "\"next\":\"1.6\"}"),
       "a page ends in the statutory part");
    ok(strstr(fake_host_query(&fake, "list.report",
                              "{'limit': 1, 'after': '1.6'}"),
              "\"tasks\":[{\"task\":7,"),
       "the next begins behind it");
    ok(strstr(fake_host_query(&fake, "list.report",
                              "{'limit': 1, 'after': '1.6'}"),
              "\"next\":\"2.0\"}"),
       "the other work is still to come");
    ok(strstr(fake_host_query(&fake, "list.report",
                              "{'limit': 1, 'after': '2.0'}"),
              "\"tasks\":[{\"task\":5,") &&
           !strstr(fake_host_query(&fake, "list.report", "{'after': '2.0'}"),
                   "next"),
       "and ends it");
}

static void
test_restore(void)
{
    struct fake_host other;
    char *saved = strdup(fake_host_save(&fake));
    char *report = strdup(fake_host_query(&fake, "list.report", "{}"));
    ok(fake_host_open(&other, "access_list", NULL), "a new gateway");
    is_int(fake_host_restore(&other, saved), DG_PLUGIN_OK, "restores");
    is_text(fake_host_save(&other), saved, "and saves the same");
    other.time_us = fake.time_us;
    fake_host_tick(&other);
    is_text(fake_host_query(&other, "list.report", "{}"), report,
            "and reports the same");
    fake_host_close(&other);
    free(saved);
    free(report);
}

static void
test_forgotten(void)
{
    fake_host_set_day(&fake, "2027-12-27"); /* 400 days behind the 22nd */
    fake_host_apply(&fake, TASK_WITHDRAW, MZJ, "{'task': 99}", DG_PLUGIN_NOTE);
    ok(strstr(fake_host_query(&fake, "list.report", "{}"),
              "{\"from\":\"2026-11-22\","),
       "four hundred days are kept");
    fake_host_set_day(&fake, "2027-12-28");
    fake_host_apply(&fake, TASK_WITHDRAW, MZJ, "{'task': 99}", DG_PLUGIN_NOTE);
    ok(strstr(fake_host_query(&fake, "list.report", "{}"),
              "{\"from\":\"2026-11-23\",\"to\":\"2027-12-28\",\"asked\":5,"
              "\"stopped\":2,"),
       "no more");
}

/* Whichever allocation fails, it is said and nothing leaks. */
static void
test_memory(void)
{
    size_t failed = 0;
    fixture_open(&fake);
    while (failed < 40) {
        enum dg_plugin_status status;
        fake_host_left = failed;
        status = fake_host_apply(&fake, TASK_PUBLISH, MZJ,
                                 fixture_task("mz-003", ""), DG_PLUGIN_DEFER);
        fake_host_left = SIZE_MAX;
        if (status == DG_PLUGIN_OK) {
            break;
        }
        failed++;
    }
    is_int(failed, 4, "day, name, audience and matter fail one by one");
    fake_host_left = 0;
    is_text(fake_host_query(&fake, "list.report", "{}"), "failed",
            "a report without memory");
    fake_host_left = SIZE_MAX;
    fake_host_close(&fake);
}

int
main(void)
{
    fixture_open(&fake);
    fill();
    test_report();
    test_pages();
    test_restore();
    test_forgotten();
    fake_host_close(&fake);
    test_memory();
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
