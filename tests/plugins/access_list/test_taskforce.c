/* SPDX-License-Identifier: Apache-2.0 */
/* What a task force (专班) may, its parents let it; what it asks, counts for
 * each of them. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define FORCE "taskforce/fx"
#define WJJ "department/wjj"
#define URGENT ", 'urgency': 'urgent'"
#define REQUEST                                                                \
    "{'duty': 'lx-10', 'audience': {'codes': ['522731100201', "                \
    "'522731100202']}, 'rules': ['lead'], 'reason': 'r', 'until': "            \
    "'2026-12-31'}"

static struct fake_host fake;
static const char *const parents[] = {WJJ, MZJ, NULL};
static const char *const others[] = {"department/rsj", "department/slj", NULL};

static const char *
decide(const char *source, const char *duty, const char *more)
{
    return fake_host_decide(&fake, TASK_PUBLISH, source,
                            fixture_task(duty, more));
}

static void
open_with(const char *const *options, const char *const *who)
{
    fixture_open_with(&fake, options);
    fake.parents = who;
}

static void
test_entitled(void)
{
    open_with(NULL, others);
    is_text(decide(FORCE, "mz-003", ""),
            "refuse department department-not-entitled at /data/duty\n"
            "  \"fx\" (for \"rsj\", \"slj\") may not ask duty \"mz-003\"; "
            "entitled: \"mzj\", \"wjj\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n"
            "  or: let the lead department \"mzj\" ask it (牵头部门)\n",
            "no parent may ask it");
    ok(strstr(decide(FORCE, "pc-y", ", 'urgency': 'life-safety'"),
              "note urgency urgency-life-safety"),
       "a parent that may order life-safety work lets it");
    fake.parents = parents;
    is_text(decide(FORCE, "mz-003", ""), "", "one parent is enough");
    ok(strstr(decide(FORCE, "mz-003", ", 'urgency': 'life-safety'"),
              "\"fx\" (for \"wjj\", \"mzj\") may not order life-safety work"),
       "life-safety: none of them may");
    fake_host_close(&fake);
}

static void
test_frequency(void)
{
    char data[32], *fold;
    open_with(NULL, parents);
    fake_host_send(&fake, TASK_PUBLISH, FORCE, fixture_task("pc-y", ""));
    ok(strstr(decide(MZJ, "pc-y", ""), "frequency-exceeded"),
       "it counts for one parent");
    ok(strstr(decide(WJJ, "pc-y", ""), "frequency-exceeded"),
       "and for the other");
    is_text(decide("department/rsj", "pc-y", ""), "", "for nobody else");
    fold = strdup(fake_host_save(&fake));
    fake_host_close(&fake);
    open_with(NULL, parents);
    is_int(fake_host_restore(&fake, fold), DG_PLUGIN_OK,
           "the fold is restored");
    is_text(fake_host_save(&fake), fold, "and is the same");
    ok(strstr(decide(WJJ, "pc-y", ""), "frequency-exceeded"),
       "for each of them");
    free(fold);
    fake.sequence = 2;
    snprintf(data, sizeof data, "{'task': 2}");
    fake_host_send(&fake, TASK_WITHDRAW, FORCE, data);
    is_text(decide(MZJ, "pc-y", ""), "", "withdrawn, it frees its place");
    is_text(decide(WJJ, "pc-y", ""), "", "for each of them, too");
    fake_host_send(&fake, TASK_PUBLISH, WJJ, fixture_task("pc-y", ""));
    ok(strstr(decide(FORCE, "pc-y", ""), "frequency-exceeded"),
       "what one parent asked, its task force does not ask again");
    fake_host_close(&fake);
}

static void
test_urgent(void)
{
    static const char *const options[] = {"urgent_limit", "1", NULL};
    const char *report;
    open_with(options, parents);
    fake_host_send(&fake, TASK_PUBLISH, FORCE, fixture_task("lx-10", URGENT));
    ok(strstr(decide(WJJ, "lx-10", URGENT), "defer urgency urgent-waits"),
       "its urgent task is one of the first parent's");
    ok(strstr(decide(MZJ, "lx-10", URGENT), "defer urgency urgent-waits"),
       "and one of the second's");
    ok(strstr(decide(FORCE, "lx-10", URGENT),
              "\"fx\" (for \"wjj\", \"mzj\") has asked 1 urgent tasks"),
       "and its own");
    report = fake_host_query(&fake, "list.report", "{}");
    ok(strstr(report, "\"asked\":1,"), "the report tells it once");
    ok(strstr(report, "\"urgent\":[{\"department\":\"wjj\",\"tasks\":1,"
                      "\"urgent\":1,\"lifesafety\":0,\"afterwards\":0}]"),
       "of the first parent");
    fake_host_close(&fake);
}

/* An exemption of a parent holds for its task force, not the other way. */
static void
test_exemption(void)
{
    const char *soon = fixture_ask("lx-10", "'522731100201', '522731100202'",
                                   "2026-11-24", "");
    open_with(NULL, parents);
    fake_host_apply(&fake, EXEMPTION_REQUEST, MZJ, REQUEST, DG_PLUGIN_DEFER);
    fake_host_settle(&fake, EXEMPTION_DECIDE, KEEPER, "{'request': 2}",
                     "exemption-granted");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, FORCE, soon),
              "note lead exempted"),
       "a parent's holds for its task force");
    fake_host_close(&fake);
    open_with(NULL, parents);
    fake_host_apply(&fake, EXEMPTION_REQUEST, FORCE, REQUEST, DG_PLUGIN_DEFER);
    fake.reader = MZJ;
    ok(strstr(fake_host_query(&fake, "exemption.read", "{}"),
              "\"from\":\"taskforce/fx\""),
       "a parent reads what its task force asked");
    fake.reader = "department/wj";
    ok(!strstr(fake_host_query(&fake, "exemption.read", "{}"), "taskforce"),
       "somebody whose code only begins like a parent's does not");
    fake.reader = "department/rsj";
    ok(!strstr(fake_host_query(&fake, "exemption.read", "{}"), "taskforce"),
       "nor does anybody else");
    fake_host_settle(&fake, EXEMPTION_DECIDE, KEEPER, "{'request': 2}",
                     "exemption-granted");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, FORCE, soon),
              "note lead exempted"),
       "its own holds for itself");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, MZJ, soon),
              "lead-time-short"),
       "and for no parent");
    fake_host_close(&fake);
}

/* Silence is told of the first parent, also after the fold was saved. */
static void
test_silence(void)
{
    char *fold;
    open_with(NULL, parents);
    fake_host_apply(&fake, EXEMPTION_REQUEST, FORCE, REQUEST, DG_PLUGIN_DEFER);
    fold = strdup(fake_host_save(&fake));
    fake_host_close(&fake);
    open_with(NULL, parents);
    fake_host_restore(&fake, fold);
    free(fold);
    fake.reader = WJJ;
    ok(strstr(fake_host_query(&fake, "exemption.read", "{}"),
              "\"from\":\"taskforce/fx\""),
       "whose it is, the fold keeps");
    fake.sequence = 2;
    fake_host_settle(&fake, EXEMPTION_DECIDE, "gateway/huishui",
                     "{'request': 2}", "exemption-lapsed");
    ok(strstr(fake_host_query(&fake, "list.report", "{}"),
              "\"silence\":{\"passed\":0,\"lapsed\":1}"),
       "silence is told");
    fake_host_close(&fake);
}

/* A joint task counts for its lead and for each joint department, once. */
static void
test_joint(void)
{
    static const char *const none[] = {NULL};
    static const char joint[] = ", 'joint': ['department/wjj']";
    open_with(NULL, none);
    fake.parents = NULL;
    fake_host_send(&fake, TASK_PUBLISH, MZJ, fixture_task("pc-y", joint));
    ok(strstr(decide(MZJ, "pc-y", ""), "frequency-exceeded"),
       "it counts for its lead");
    ok(strstr(decide(WJJ, "pc-y", ""), "frequency-exceeded"),
       "and for who asks along");
    is_text(decide("department/rsj", "pc-y", ""), "", "for nobody else");
    ok(strstr(decide("department/rsj", "pc-y", joint), "frequency-exceeded"),
       "nobody asks jointly with who has asked already");
    fake_host_close(&fake);
    open_with(NULL, parents);
    fake_host_send(&fake, TASK_PUBLISH, FORCE, fixture_task("pc-y", joint));
    ok(strstr(decide(WJJ, "pc-y", ""), "already has 1 "),
       "a parent that is also joint has it once");
    fake_host_close(&fake);
}

int
main(void)
{
    test_entitled();
    test_frequency();
    test_urgent();
    test_exemption();
    test_silence();
    is_int((long long) fake_host_live, 0, "nothing leaks");
    test_joint();
    return tap_done();
}
