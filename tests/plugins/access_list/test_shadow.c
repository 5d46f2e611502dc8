/* SPDX-License-Identifier: Apache-2.0 */
/* Option shadow: a second list judges every task beside the one that decides;
 * what it finds is observed, and changes nothing: not the decision, not the
 * report, not the count. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

static struct fake_host fake;

/* Stricter of mz-003, and lets what the other has not. */
static const char next_list[] =
    "{'list':'next','version':'2027-1','validfrom':'2026-11-23','entries':["
    "{'code':'mz-003','title':'高龄补贴对象摸底','class':'statutory',"
    "'departments':['mzj'],'clause':'第一条'},"
    "{'code':'fm-01','title':'招商引资','class':'negative','clause':'第二条'},"
    "{'code':'xx-99','title':'新事项','class':'assisting'}]}";

#define JUDGED                                                                 \
    "observed note shadow shadow-judged at /data\n"                            \
    "  list \"next\" version \"2027-1\" judges beside; what it finds does "    \
    "not count\n"                                                              \
    "  cites next 2027-1\n"

static void
test_before(void)
{
    is_text(
        fake_host_decide(&fake, TASK_CHECK, MZJ, fixture_task("mz-003", "")),
        "", "nothing before there is such a list");
    fake_host_send(&fake, LIST_PUBLISH, KEEPER, next_list);
    is_text(
        fake_host_decide(&fake, TASK_CHECK, MZJ, fixture_task("mz-003", "")),
        "", "nor before it is in force");
    fake_host_set_day(&fake, "2026-11-23");
}

static void
test_judged(void)
{
    is_text(
        fake_host_decide(&fake, TASK_CHECK, MZJ, fixture_task("mz-003", "")),
        JUDGED, "both admit it");
    is_text(fake_host_decide(&fake, TASK_CHECK, MZJ,
                             fixture_task("mz-003", ", 'evidence': ['photo']")),
            JUDGED
            "observed strip shadow evidence-not-allowed at /data/evidence/0\n"
            "  duty \"mz-003\" may not ask for evidence \"photo\"\n"
            "  cites next 2027-1, entry mz-003, clause 第一条\n"
            "  or: rely on the office's own working records (原始工作记录)\n"
            "  strip /data/evidence/0: 1 evidence at 2 offices, "
            "evidence-not-allowed\n",
            "the shadow would take it off");
    is_text(fake_host_decide(&fake, TASK_CHECK, MZJ, fixture_task("xx-99", "")),
            "refuse known duty-not-listed at /data/duty\n"
            "  duty \"xx-99\" is not on list \"access\" version \"2026-1\"\n"
            "  cites access 2026-1\n"
            "  or: apply to the keeper for admission of the duty "
            "(申请准入)\n" JUDGED,
            "the shadow would let it pass");
    is_text(fake_host_decide(&fake, TASK_CHECK, MZJ, fixture_task("lx-10", "")),
            JUDGED
            "observed refuse shadow duty-not-listed at /data/duty\n"
            "  duty \"lx-10\" is not on list \"next\" version "
            "\"2027-1\"\n"
            "  cites next 2027-1\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "or refuse it");
}

static void
test_changes_nothing(void)
{
    char *report = strdup(fake_host_query(&fake, "list.report", "{}"));
    is_int(fake_host_send(&fake, TASK_PUBLISH, MZJ, fixture_task("lx-10", "")),
           DG_PLUGIN_NOTE, "admitted, as without");
    is_int(fake_host_send(&fake, TASK_PUBLISH, MZJ, fixture_task("xx-99", "")),
           DG_PLUGIN_REFUSE, "refused, as without");
    is_text(fake_host_query(&fake, "list.report", "{}"),
            "{\"from\":\"2026-11-23\",\"to\":\"2026-11-23\",\"asked\":2,"
            "\"stopped\":0,\"stripped\":0,\"statutory\":0,\"silence\":{"
            "\"passed\":0,\"lapsed\":0},\"by\":[],\"urgent\":[{\"department\":"
            "\"mzj\",\"tasks\":1,\"urgent\":0,\"lifesafety\":0,\"afterwards\":"
            "0}],\"tasks\":[]}",
            "the report of rules on trial does not tell of it");
    free(report);
}

/* Exemptions and the lane hold for the shadow, too. */
static void
test_lane(void)
{
    is_text(
        fake_host_decide(&fake, TASK_CHECK, "department/slj",
                         fixture_task("mz-003", ", 'urgency': 'life-safety'")),
        "note urgency urgency-life-safety at /data/urgency\n"
        "  a life-safety order: goes out at once, and no rule refuses it\n"
        "note department life-safety-set-aside at /data/duty\n"
        "  rule \"department\" is set aside for a life-safety order; "
        "otherwise: \"slj\" may not ask duty \"mz-003\"; entitled: "
        "\"mzj\", \"wjj\"\n"
        "  cites access 2026-1, entry mz-003, clause 第三十三条\n" JUDGED
        "observed note shadow life-safety-set-aside at /data/duty\n"
        "  rule \"department\" is set aside for a life-safety order; "
        "otherwise: \"slj\" may not ask duty \"mz-003\"; entitled: "
        "\"mzj\"\n"
        "  cites next 2027-1, entry mz-003, clause 第一条\n",
        "a life-safety order");
}

static void
test_town(void)
{
    is_int(fake_host_send(&fake, LIST_PUBLISH, "town/522731100000",
                          "{'list':'other','version':'1','level':'town',"
                          "'prefix':'522731100','upper':'access','validfrom':"
                          "'2026-11-23','entries':[]}") == DG_PLUGIN_REFUSE,
           0, "a town has a list of its own");
    fake_host_close(&fake);
    fixture_open_with(&fake, (const char *const[]){"shadow", "next", NULL});
    is_int(fake_host_send(&fake, LIST_PUBLISH, "town/522731100000",
                          "{'list':'next','version':'1','level':'town',"
                          "'prefix':'522731100','upper':'access','validfrom':"
                          "'2026-11-23','entries':[]}"),
           DG_PLUGIN_REFUSE, "but not under the shadow's name");
}

int
main(void)
{
    fixture_open_with(&fake, (const char *const[]){"shadow", "next", NULL});
    test_before();
    test_judged();
    test_changes_nothing();
    test_lane();
    test_town();
    fake_host_close(&fake);
    is_int((long) fake_host_live, 0, "nothing is left");
    return tap_done();
}
