/* SPDX-License-Identifier: Apache-2.0 */
/* The rules about the duty itself: each with its whole finding. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

static struct fake_host fake;

static const char *
decide(const char *source, const char *task)
{
    return fake_host_decide(&fake, TASK_PUBLISH, source, task);
}

static void
test_known(void)
{
    const char *unlisted =
        "refuse known duty-not-listed at /data/duty\n"
        "  duty \"xx-99\" is not on list \"access\" version \"2026-1\"\n"
        "  cites access 2026-1\n"
        "  or: apply to the keeper for admission of the duty (申请准入)\n";
    is_text(decide(MZJ, fixture_task("mz-003", "")), "",
            "known: a listed duty passes without a word");
    is_text(decide(MZJ, fixture_task("xx-99", "")), unlisted,
            "known: duty-not-listed");
    is_text(fake_host_decide(&fake, TASK_CHECK, MZJ, fixture_task("xx-99", "")),
            unlisted, "known: task.check is told the same");
    is_text(fake_host_decide(&fake, "dutygate.task.acknowledge.v1", MZJ,
                             "{'task': 1}"),
            "", "other types are none of its business");
    fake_host_set_day(&fake, "2027-01-01");
    is_text(decide(MZJ, fixture_task("mz-003", ", 'proofs': ['健在']")),
            "refuse known no-list-in-force at /data/duty\n"
            "  no version of list \"access\" is in force on 2027-01-01\n"
            "  cites access \n"
            "  or: ask the keeper to publish the list (准入清单)\n",
            "known: no-list-in-force after the last version's last day");
    fake_host_set_day(&fake, "2026-11-22");
}

static void
test_valid(void)
{
    is_text(decide(MZJ, fixture_task("gq-01", "")),
            "refuse valid duty-not-in-force at /data/duty\n"
            "  duty \"gq-01\" was last in force on 2026-10-31; it is asked on "
            "2026-11-22\n"
            "  cites access 2026-1, entry gq-01\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "valid: after the entry's last day");
    fake_host_set_day(&fake, "2026-05-31");
    is_text(decide(MZJ, fixture_task("gq-01", "")),
            "refuse valid duty-not-in-force at /data/duty\n"
            "  duty \"gq-01\" comes into force on 2026-06-01; it is asked on "
            "2026-05-31\n"
            "  cites access 2026-1, entry gq-01\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "valid: before the entry's first day");
    fake_host_set_day(&fake, "2026-06-01");
    is_text(decide(MZJ, fixture_task("gq-01", "")), "",
            "valid: on the first day");
    fake_host_set_day(&fake, "2026-10-31");
    is_text(decide(MZJ, fixture_task("gq-01", "")), "",
            "valid: on the last day");
    fake_host_set_day(&fake, "2026-11-22");
}

static void
test_class(void)
{
    is_text(decide("department/tcj", fixture_task("fm-01", "")),
            "refuse class duty-negative at /data/duty\n"
            "  duty \"fm-01\" is on the negative list and must not be handed "
            "down\n"
            "  cites access 2026-1, entry fm-01, clause 负面清单第2项\n"
            "  or: 由投促局自行承担\n"
            "  or: let the department do it itself (部门自行承担)\n",
            "class: duty-negative");
    is_text(decide(MZJ, fixture_task("sh-01", "")),
            "refuse class duty-withdrawn at /data/duty\n"
            "  duty \"sh-01\" was withdrawn to the level above\n"
            "  cites access 2026-1, entry sh-01, clause 上级收回第5项\n"
            "  or: leave it to the level above (上级收回)\n",
            "class: duty-withdrawn");
}

static void
test_department(void)
{
    is_text(decide("department/rsj", fixture_task("mz-003", "")),
            "refuse department department-not-entitled at /data/duty\n"
            "  \"rsj\" may not ask duty \"mz-003\"; entitled: \"mzj\", "
            "\"wjj\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n"
            "  or: let the lead department \"mzj\" ask it (牵头部门)\n",
            "department: another one is told who may");
    is_text(decide("department/wjj", fixture_task("mz-003", "")), "",
            "department: the second of the entry may");
    is_text(decide("department/rsj", fixture_task("lx-10", "")), "",
            "department: an entry that names none is open to all");
}

static void
test_audience(void)
{
    is_text(decide(MZJ, fixture_ask("mz-003", "'522731100201', '522731102203'",
                                    "2026-12-20", "")),
            "refuse audience audience-outside at /data/audience\n"
            "  duty \"mz-003\" may be asked only below \"522731001\", "
            "\"522731100\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n"
            "  or: narrow the audience to these divisions (缩小范围)\n",
            "audience: one office outside is enough");
    is_text(decide(MZJ, "{'duty': 'mz-003', 'due': '2026-12-20'}"), "",
            "audience: one that could not be resolved is the core's refusal");
}

static void
test_lead(void)
{
    const char *short_notice =
        "refuse lead lead-time-short at /data/due\n"
        "  due on 2026-12-01, too soon after 2026-11-22: duty \"lx-10\" needs "
        "10 days; the earliest lawful date is 2026-12-02\n"
        "  cites access 2026-1, entry lx-10, clause 第九条\n"
        "  or: make it due on 2026-12-02 or later (顺延截止日期)\n";
    const char *codes = "'522731100201'";
    is_text(decide(MZJ, fixture_ask("lx-10", codes, "2026-12-01", "")),
            short_notice, "lead: one day short");
    is_text(
        decide(MZJ, fixture_ask("lx-10", codes, "2026-12-01T15:59:59Z", "")),
        short_notice, "lead: an instant is taken as its China day");
    is_text(
        decide(MZJ, fixture_ask("lx-10", codes, "2026-12-01T16:00:00Z", "")),
        "", "lead: the next China day is enough");
    is_text(decide(MZJ, fixture_ask("lx-10", codes, "2026-12-02", "")), "",
            "lead: exactly enough days");
    is_text(decide(MZJ, fixture_ask("mz-003", codes, "2026-11-21", "")), "",
            "lead: a date in the past is the core's refusal");
}

static void
test_funding(void)
{
    is_text(decide(MZJ, fixture_task("jf-01", "")),
            "refuse funding funding-missing at /data\n"
            "  duty \"jf-01\" may be asked only with its funding named\n"
            "  cites access 2026-1, entry jf-01, clause 第十一条\n"
            "  or: name in \"funding\" where the money comes from "
            "(费随事转)\n",
            "funding: missing");
    is_text(decide(MZJ, fixture_task("jf-01",
                                     ", 'funding': '县财政2026年养护专项'")),
            "", "funding: named");
}

static void
test_all_reasons(void)
{
    decide("department/rsj",
           fixture_ask("fm-01", "'522731100201'", "2026-11-23",
                       ", 'proofs': ['健在'], 'seals': ['yz-07'], "
                       "'evidence': ['album']"));
    is_int(fake.findings.count, 5, "all reasons: five findings");
    is_text(fake.findings.items[0].code, "duty-negative", "all reasons: 1");
    is_text(fake.findings.items[1].code, "department-not-entitled",
            "all reasons: 2");
    is_text(fake.findings.items[2].code, "seal-not-allowed", "all reasons: 3");
    is_text(fake.findings.items[3].code, "proof-forbidden", "all reasons: 4");
    is_text(fake.findings.items[4].code, "evidence-not-allowed",
            "all reasons: 5");
}

/* An entry may name a hundred departments; a sentence should not. */
static void
test_long_sentence(void)
{
    char list[4096] = "{'list': 'access', 'version': '2026-2', "
                      "'validfrom': '2026-01-01', 'entries': [{'code': "
                      "'a-1', 'title': '事项', 'class': 'basic', "
                      "'departments': [";
    const char *text;
    for (int i = 1; i <= 22; i++) {
        char one[16];
        snprintf(one, sizeof one, "%s'd%02d'", i > 1 ? "," : "", i);
        strcat(list, one);
    }
    strcat(list, "]}]}");
    fake_host_send(&fake, LIST_PUBLISH, KEEPER, list);
    text = decide(MZJ, fixture_task("a-1", ""));
    ok(strstr(text, "entitled: \"d01\", \"d02\", ") &&
           strstr(text, "\"d20\" and 2 more\n") && !strstr(text, "\"d21\""),
       "department: twenty are named, the others counted");
}

int
main(void)
{
    fixture_open(&fake);
    test_known();
    test_valid();
    test_class();
    test_department();
    test_audience();
    test_lead();
    test_funding();
    test_all_reasons();
    test_long_sentence();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
