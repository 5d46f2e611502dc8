/* SPDX-License-Identifier: Apache-2.0 */
/* The emergency lane: what it sets aside, what it takes off, what it counts. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

static struct fake_host fake;

#define URGENT ", 'urgency': 'urgent'"
#define LIFE_SAFETY ", 'urgency': 'life-safety'"
#define SLJ "department/slj"

static const char *
decide(const char *source, const char *duty, const char *more)
{
    return fake_host_decide(&fake, TASK_PUBLISH, source,
                            fixture_task(duty, more));
}

static enum dg_plugin_verdict
publish(const char *source, const char *duty, const char *more)
{
    return fake_host_send(&fake, TASK_PUBLISH, source,
                          fixture_task(duty, more));
}

static void
test_urgent(void)
{
    const char *flagged =
        "note urgency urgency-urgent at /data/urgency\n"
        "  urgent: goes out at once, for the keeper to confirm until "
        "2026-11-23 12:00; without a word it lapses\n";
    const char *text;
    is_text(decide(MZJ, "mz-003", URGENT),
            "note urgency urgency-urgent at /data/urgency\n"
            "  urgent: goes out at once, for the keeper to confirm until "
            "2026-11-23 12:00; without a word it passes provisionally, being "
            "statutory\n",
            "urgent: statutory work will pass");
    text = decide(MZJ, "xx-99", URGENT);
    is_text(text,
            "note urgency urgency-urgent at /data/urgency\n"
            "  urgent: goes out at once, for the keeper to confirm until "
            "2026-11-23 12:00; without a word it lapses\n"
            "note known urgent-set-aside at /data/duty\n"
            "  rule \"known\" is set aside for urgent work; otherwise: duty "
            "\"xx-99\" is not on list \"access\" version \"2026-1\"\n"
            "  cites access 2026-1\n",
            "urgent: a duty that is not listed");
    text = decide(MZJ, "gq-01", URGENT);
    ok(strstr(text, flagged) == text &&
           strstr(text, "note valid urgent-set-aside"),
       "urgent: a duty out of force");
    ok(strstr(fake_host_decide(
                  &fake, TASK_PUBLISH, MZJ,
                  fixture_ask("lx-10", "'522731100201'", "2026-11-23", URGENT)),
              "note lead urgent-set-aside"),
       "urgent: on short notice");
    ok(strstr(decide(MZJ, "jf-01", URGENT), "note funding urgent-set-aside"),
       "urgent: without its funding");
    publish(MZJ, "pc-y", "");
    ok(strstr(decide(MZJ, "pc-y", URGENT), "note frequency urgent-set-aside"),
       "urgent: too often");
    ok(strstr(decide("department/tcj", "fm-01", URGENT),
              "refuse class duty-negative"),
       "urgent: a negative duty stays refused");
    ok(strstr(decide("department/rsj", "mz-003", URGENT),
              "refuse department department-not-entitled"),
       "urgent: who may not ask may not");
    ok(strstr(decide(MZJ, "mz-003", URGENT ", 'seals': ['yz-08']"),
              "strip seals seal-not-allowed"),
       "urgent: seals are taken off all the same");
    ok(strstr(decide(MZJ, "mz-003", URGENT ", 'proofs': ['健在']"),
              "refuse proofs proof-forbidden"),
       "urgent: a forbidden proof refuses");
}

static void
test_life_safety(void)
{
    is_text(decide(MZJ, "mz-003", LIFE_SAFETY),
            "refuse urgency urgency-not-entitled at /data/urgency\n"
            "  \"mzj\" may not order life-safety work; entitled: yjglj wsjkj "
            "gaj slj\n"
            "  or: ask it as \"urgent\" (按紧急任务报送)\n",
            "life-safety: not everybody's");
    ok(strstr(decide("department/sl", "mz-003", LIFE_SAFETY),
              "urgency-not-entitled"),
       "life-safety: half a code is none");
    ok(strstr(decide("town/slj", "mz-003", LIFE_SAFETY),
              "urgency-not-entitled"),
       "life-safety: a department's");
    is_text(decide(SLJ, "fm-01", LIFE_SAFETY ", 'proofs': ['健在']"),
            "note urgency urgency-life-safety at /data/urgency\n"
            "  a life-safety order: goes out at once, and no rule refuses it\n"
            "note class life-safety-set-aside at /data/duty\n"
            "  rule \"class\" is set aside for a life-safety order; otherwise: "
            "duty \"fm-01\" is on the negative list and must not be handed "
            "down\n"
            "  cites access 2026-1, entry fm-01, clause 负面清单第2项\n"
            "note department life-safety-set-aside at /data/duty\n"
            "  rule \"department\" is set aside for a life-safety order; "
            "otherwise: \"slj\" may not ask duty \"fm-01\"; entitled: "
            "\"tcj\"\n"
            "  cites access 2026-1, entry fm-01, clause 负面清单第2项\n"
            "strip proofs proof-forbidden at /data/proofs/0\n"
            "  no office may be asked to issue the proof \"健在\"\n"
            "  cites access 2026-1, entry 健在证明\n"
            "  or: 本人承诺（告知承诺制）\n"
            "  strip /data/proofs/0: 1 proof at 2 offices, proof-forbidden\n",
            "life-safety: nothing refuses, a forbidden proof is taken off");
    ok(strstr(decide(SLJ, "mz-003",
                     LIFE_SAFETY ", 'attachments': [{'name': 'a.xlsx', 'size': "
                                 "1, 'sha256': 'x'}]"),
              "note attachments life-safety-set-aside"),
       "life-safety: nor an attachment");
    publish(SLJ, "pc-q", LIFE_SAFETY);
    publish(SLJ, "pc-q", LIFE_SAFETY);
    ok(!strstr(decide(SLJ, "pc-q", ""), "frequency-exceeded"),
       "life-safety: is not counted");
    publish(SLJ, "pc-q", "");
    publish(SLJ, "pc-q", "");
    ok(strstr(decide(SLJ, "pc-q", LIFE_SAFETY),
              "note frequency life-safety-set-aside"),
       "life-safety: is not held up by what is");
}

static void
test_limit(void)
{
    static const char *const options[] = {
        "urgent_limit", "2", "confirm_hours", "3", "life_safety",
        "  mzj",        NULL};
    fixture_open_with(&fake, options);
    publish(MZJ, "pc-m", URGENT);
    is_int(publish("department/wjj", "pc-m", URGENT), DG_PLUGIN_NOTE,
           "limit: another department's do not count");
    is_int(publish(MZJ, "pc-m", URGENT), DG_PLUGIN_NOTE, "limit: the second");
    is_text(decide(MZJ, "gq-01", URGENT),
            "defer urgency urgent-waits at /data/urgency\n"
            "  \"mzj\" has asked 2 urgent tasks in 2026-11, and 2 a month go "
            "out at once: this one waits for the keeper, until 2026-11-22 "
            "15:00\n"
            "note valid urgent-set-aside at /data/duty\n"
            "  rule \"valid\" is set aside for urgent work; otherwise: duty "
            "\"gq-01\" was last in force on 2026-10-31; it is asked on "
            "2026-11-22\n"
            "  cites access 2026-1, entry gq-01\n",
            "limit: the third waits");
    fake_host_set_day(&fake, "2026-12-01");
    ok(strstr(decide(MZJ, "pc-m", URGENT), "note urgency urgency-urgent"),
       "limit: a month later it does not");
    ok(strstr(decide(MZJ, "pc-m", LIFE_SAFETY), "urgency-life-safety"),
       "option: words with blanks around");
    fake_host_close(&fake);
}

/* Whoever writes the option parts the codes as he is used to. */
static void
test_entitled(void)
{
    static const char *const lists[] = {"yjglj,slj", "yjglj, slj,",
                                        "yjglj、slj", "slj;yjglj"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *const options[] = {"life_safety", lists[i], NULL};
        fixture_open_with(&fake, options);
        ok(!strstr(decide(SLJ, "mz-003", LIFE_SAFETY), "urgency-not-entitled"),
           "life-safety: %s", lists[i]);
        fake_host_close(&fake);
    }
}

int
main(void)
{
    fixture_open(&fake);
    test_urgent();
    test_life_safety();
    fake_host_close(&fake);
    test_limit();
    test_entitled();
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
