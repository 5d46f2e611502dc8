/* SPDX-License-Identifier: Apache-2.0 */
/* Exemptions: what they set aside and what never, what is read of them, what
 * silence says, and that the fold comes back. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>

static struct fake_host fake;

#define VILLAGE_1 "'522731100201'"
#define VILLAGE_2 "'522731100202'"
#define RSJ "department/rsj"

/* For two villages, until 2026-12-31; its receipt number. */
static unsigned long long
request(const char *source, const char *duty, const char *rules)
{
    char data[512];
    snprintf(data, sizeof data,
             "{'duty': '%s', 'audience': {'codes': [" VILLAGE_1 ", " VILLAGE_2
             "]}, 'rules': [%s], 'reason': '临时部署', 'until': "
             "'2026-12-31'}",
             duty, rules);
    fake_host_apply(&fake, EXEMPTION_REQUEST, source, data, DG_PLUGIN_DEFER);
    return fake.sequence;
}

static void
settle(unsigned long long number, const char *code, const char *more)
{
    char data[256];
    snprintf(data, sizeof data, "{'request': %llu, 'reason': 'r'%s}", number,
             more);
    fake_host_settle(&fake, EXEMPTION_DECIDE, KEEPER, data, code);
}

static unsigned long long
grant(const char *source, const char *duty, const char *rules)
{
    unsigned long long number = request(source, duty, rules);
    settle(number, "exemption-granted", "");
    return number;
}

static const char *
decide(const char *source, const char *duty, const char *more)
{
    return fake_host_decide(&fake, TASK_PUBLISH, source,
                            fixture_task(duty, more));
}

static void
test_set_aside(void)
{
    unsigned long long number = grant(RSJ, "mz-003", "'department', 'seals'");
    char expected[512];
    snprintf(expected, sizeof expected,
             "note department exempted at /data/duty\n"
             "  rule \"department\" is set aside by receipt %llu, until "
             "2026-12-31; otherwise: \"rsj\" may not ask duty \"mz-003\"; "
             "entitled: \"mzj\", \"wjj\"\n"
             "  cites access 2026-1, entry mz-003, clause 第三十三条\n",
             number);
    is_text(decide(RSJ, "mz-003", ""), expected, "a refusal is set aside");
    ok(strstr(decide(RSJ, "mz-003", ", 'seals': ['yz-08']"),
              "note seals exempted at /data/seals/0"),
       "and what would have been taken off");
    ok(strstr(decide(RSJ, "mz-003", ", 'evidence': ['album']"),
              "strip evidence evidence-not-allowed"),
       "other rules stand");
    ok(strstr(decide("department/tcj", "mz-003", ""),
              "refuse department department-not-entitled"),
       "it is nobody else's");
    is_text(
        fake_host_decide(&fake, TASK_PUBLISH, RSJ,
                         fixture_ask("mz-003", VILLAGE_2, "2026-12-20", "")),
        expected, "a part of the offices is inside");
    ok(strstr(
           fake_host_decide(&fake, TASK_PUBLISH, RSJ,
                            fixture_ask("mz-003", VILLAGE_1 ", '522731100203'",
                                        "2026-12-20", "")),
           "refuse department"),
       "one office beyond is not");
    fake_host_set_day(&fake, "2026-12-31");
    ok(strstr(decide(RSJ, "mz-003", ""), "exempted"), "on its last day");
    settle(number, "exemption-refused", "");
    ok(strstr(decide(RSJ, "mz-003", ""), "refuse department"),
       "refused later, it is over");
    fake_host_set_day(&fake, "2026-11-22");
}

static void
test_never(void)
{
    grant("department/tcj", "fm-01", "'class', 'proofs'");
    ok(strstr(decide("department/tcj", "fm-01", ""),
              "refuse class duty-negative"),
       "a negative duty is never set aside");
    ok(strstr(decide("department/tcj", "fm-01", ", 'proofs': ['健在']"),
              "refuse proofs proof-forbidden"),
       "nor a forbidden proof");
    ok(strstr(decide("department/tcj", "fm-01", ", 'proofs': ['居住证明']"),
              "note proofs exempted"),
       "another proof is");
    grant(MZJ, "sh-01", "'class'");
    ok(strstr(decide(MZJ, "sh-01", ""), "note class exempted"),
       "a duty withdrawn to the level above is");
    is_text(fake_host_decide(&fake, EXEMPTION_REQUEST, MZJ,
                             "{'duty': 'fm-01', 'rules': ['lead', 'class']}"),
            "refuse exemption rule-not-exemptible at /data/rules/1\n"
            "  duty \"fm-01\" is on the negative list, which nothing sets "
            "aside\n"
            "  or: let the department do it itself (部门自行承担)\n",
            "a request for a negative duty");
    is_text(fake_host_decide(&fake, EXEMPTION_REQUEST, MZJ,
                             "{'duty': 'xx-99', 'rules': ['class', 'known']}"),
            "", "where nothing would be stopped it is fine");
}

static void
test_narrowed(void)
{
    unsigned long long number = request(MZJ, "lx-10", "'lead', 'funding'");
    const char *soon = fixture_ask("lx-10", VILLAGE_1, "2026-11-23", "");
    settle(number, "exemption-passed", "");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, MZJ, soon),
              "rule \"lead\" is set aside provisionally by receipt "),
       "what passed, provisionally");
    settle(number, "exemption-granted", ", 'until': '2026-11-30'");
    soon = fixture_ask("lx-10", VILLAGE_1, "2026-11-23", "");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, MZJ, soon),
              ", until 2026-11-30; otherwise: "),
       "granted then, for a shorter time");
    fake_host_set_day(&fake, "2026-12-01");
    soon = fixture_ask("lx-10", VILLAGE_1, "2026-12-02", "");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, MZJ, soon),
              "refuse lead lead-time-short"),
       "after its last day it is over");
    fake_host_set_day(&fake, "2026-11-22");
    number = request(MZJ, "lx-10", "'lead', 'funding'");
    settle(number, "exemption-granted", ", 'rules': ['funding']");
    soon = fixture_ask("lx-10", VILLAGE_1, "2026-11-23", "");
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, MZJ, soon),
              "rule \"lead\" is set aside"),
       "the one before still holds");
}

/* ---- silence ------------------------------------------------------------ */

static void
test_silence(void)
{
    char expected[512];
    unsigned long long a, b, c;
    fixture_open(&fake);
    a = request(MZJ, "mz-003", "'lead'");
    b = request(MZJ, "lx-10", "'lead'");
    settle(b, "exemption-signed", "");
    fake_host_send(&fake, TASK_PUBLISH, MZJ,
                   fixture_task("lx-10", ", 'urgency': 'urgent'"));
    c = fake.sequence;
    is_text(fake_host_tick(&fake), "", "nothing is due");
    fake_host_set_day(&fake, "2026-11-23");
    snprintf(expected, sizeof expected,
             "dutygate.exemption.decide.v1 silence-%llu 1795406400000000 "
             "{\"request\":%llu,\"verdict\":\"lapse\",\"reason\":\"no word "
             "within 24 hours (默认)\"}\n",
             c, c);
    is_text(fake_host_tick(&fake), expected, "an urgent task after its hours");
    is_text(fake_host_tick(&fake), "", "once in a tick");
    fake.time_us++;
    is_text(fake_host_tick(&fake), expected, "again while it waits");
    settle(c, "exemption-lapsed", "");
    fake_host_set_day(&fake, "2026-12-13");
    is_text(fake_host_tick(&fake), "", "the last day is not over");
    fake_host_set_day(&fake, "2026-12-14");
    snprintf(expected, sizeof expected,
             "dutygate.exemption.decide.v1 silence-%llu 1797177600000000 "
             "{\"request\":%llu,\"verdict\":\"pass\",\"reason\":\"no word "
             "within 21 days (默认)\"}\n"
             "dutygate.exemption.decide.v1 silence-%llu 1797177600000000 "
             "{\"request\":%llu,\"verdict\":\"lapse\",\"reason\":\"no word "
             "within 21 days (默认)\"}\n",
             a, a, b, b);
    is_text(fake_host_tick(&fake), expected,
            "statutory work passes, other work lapses, signed once or not");
    snprintf(expected, sizeof expected, "{'request': %llu}", a);
    fake_host_apply(&fake, EXEMPTION_DECIDE, "gateway/huishui", expected,
                    DG_PLUGIN_REFUSE);
    fake.time_us++;
    ok(!strstr(fake_host_tick(&fake), "pass"), "refused, never again");
    fake_host_close(&fake);
}

static void
test_many_silent(void)
{
    unsigned words = 0;
    fixture_open(&fake);
    for (unsigned i = 0; i < 250; i++) {
        fake_host_send(&fake, TASK_PUBLISH, MZJ,
                       fixture_task("lx-10", ", 'urgency': 'urgent'"));
    }
    fake_host_set_day(&fake, "2026-11-24");
    for (const char *at = fake_host_tick(&fake); (at = strchr(at, '\n'));
         at++) {
        words++;
    }
    is_int(words, 200, "one tick says so many words and no more");
    fake_host_close(&fake);
}

/* A withdrawn task waits for nobody; a refused one frees its place. */
static void
test_ends(void)
{
    char data[64];
    const char *urgent = ", 'urgency': 'urgent'";
    fixture_open(&fake);
    fake_host_send(&fake, TASK_PUBLISH, MZJ, fixture_task("pc-y", urgent));
    snprintf(data, sizeof data, "{'task': %llu}",
             (unsigned long long) fake.sequence);
    fake_host_send(&fake, TASK_WITHDRAW, MZJ, data);
    fake_host_send(&fake, TASK_PUBLISH, MZJ, fixture_task("pc-y", urgent));
    ok(strstr(decide(MZJ, "pc-y", ""), "frequency-exceeded"),
       "an urgent task counts");
    settle(fake.sequence, "exemption-refused", "");
    ok(!strstr(decide(MZJ, "pc-y", ""), "frequency-exceeded"),
       "until it is refused");
    fake_host_apply(&fake, TASK_PUBLISH, MZJ, fixture_task("pc-y", ""),
                    DG_PLUGIN_DEFER);
    ok(strstr(decide(MZJ, "pc-y", ""), "frequency-exceeded"),
       "what waits holds its place");
    settle(fake.sequence, "exemption-lapsed", "");
    ok(!strstr(decide(MZJ, "pc-y", ""), "frequency-exceeded"),
       "until it lapses");
    fake_host_set_day(&fake, "2027-01-01");
    is_text(fake_host_tick(&fake), "", "none of them is waited for");
    fake_host_close(&fake);
}

/* ---- reading ------------------------------------------------------------ */

static void
test_read(void)
{
    char expected[1024];
    fixture_open(&fake);
    request(MZJ, "mz-003", "'lead', 'seals'");
    grant(RSJ, "lx-10", "'lead'");
    fake_host_send(&fake, TASK_PUBLISH, MZJ,
                   fixture_task("xx-99", ", 'urgency': 'urgent'"));
    fake.reader = "department/rsj";
    is_text(fake_host_query(&fake, "exemption.read", "{}"),
            "{\"today\":\"2026-11-22\",\"matters\":[{\"request\":3,\"kind\":"
            "\"request\",\"state\":\"granted\",\"from\":\"department/rsj\","
            "\"duty\":\"lx-10\",\"class\":\"assisting\",\"asked\":"
            "\"2026-11-22\",\"offices\":2,\"reason\":\"临时部署\",\"rules\":["
            "\"lead\"],\"until\":\"2026-12-31\"}]}",
            "a department reads its own");
    fake.reader = KEEPER;
    snprintf(expected, sizeof expected,
             "{\"today\":\"2026-11-22\",\"matters\":[{\"request\":2,\"kind\":"
             "\"request\",\"state\":\"waiting\",\"from\":\"department/mzj\","
             "\"duty\":\"mz-003\",\"class\":\"statutory\",\"asked\":"
             "\"2026-11-22\",\"offices\":2,\"reason\":\"临时部署\",\"rules\":["
             "\"seals\",\"lead\"],\"until\":\"2026-12-31\",\"deadline\":"
             "\"2026-12-13\",\"then\":\"pass\"},{\"request\":5,\"kind\":"
             "\"task\",\"state\":\"unconfirmed\",\"from\":\"department/mzj\","
             "\"duty\":\"xx-99\",\"class\":\"unlisted\",\"asked\":"
             "\"2026-11-22\",\"offices\":2,\"title\":"
             "\"关于报送有关情况的通知\",\"deadline\":"
             "\"2026-11-23T12:00:00+08:00\",\"then\":\"lapse\"}],\"next\":"
             "\"1.0\"}");
    is_text(fake_host_query(&fake, "exemption.read", "{'limit': 2}"), expected,
            "a keeper reads all, what waits first");
    ok(strstr(fake_host_query(&fake, "exemption.read",
                              "{'limit': 2, 'after': '1.0'}"),
              "\"matters\":[{\"request\":3,") &&
           !strstr(fake_host_query(&fake, "exemption.read", "{'after': '1.0'}"),
                   "next"),
       "page by page");
    is_text(fake_host_query(&fake, "exemption.read", "{'department': 'tcj'}"),
            "{\"today\":\"2026-11-22\",\"matters\":[]}", "of one department");
    settle(5, "exemption-lapsed", "");
    ok(strstr(fake_host_query(&fake, "exemption.read", "{'after': '1.3'}"),
              "\"state\":\"lapsed\""),
       "what lapsed stands last");
    fake_host_set_day(&fake, "2028-01-01");
    fake_host_apply(&fake, TASK_WITHDRAW, MZJ, "{'task': 99}", DG_PLUGIN_NOTE);
    ok(!strstr(fake_host_query(&fake, "exemption.read", "{}"), "lapsed"),
       "and is forgotten in time");
    fake_host_close(&fake);
}

static void
test_restore(void)
{
    struct fake_host other;
    char *saved;
    fixture_open(&fake);
    request(MZJ, "mz-003", "'lead', 'seals'");
    grant(RSJ, "lx-10", "'lead'");
    settle(request(MZJ, "jf-01", "'funding'"), "exemption-passed", "");
    settle(request(MZJ, "jf-01", "'funding'"), "exemption-lapsed", "");
    fake_host_send(&fake, TASK_PUBLISH, MZJ,
                   fixture_task("xx-99", ", 'urgency': 'urgent'"));
    saved = strdup(fake_host_save(&fake));
    ok(fake_host_open(&other, "access_list", NULL), "a new gateway");
    is_int(fake_host_restore(&other, saved), DG_PLUGIN_OK, "restores");
    is_text(fake_host_save(&other), saved, "and saves the same");
    fake_host_close(&other);
    free(saved);
    fake_host_close(&fake);
}

/* Whichever allocation fails, it is said and nothing leaks. */
static void
test_memory(void)
{
    const char *data = "{'duty': 'lx-10', 'audience': {'codes': [" VILLAGE_1
                       "]}, 'rules': ['lead'], 'reason': 'r', 'until': "
                       "'2026-12-31'}";
    size_t failed = 0;
    fixture_open(&fake);
    while (failed < 40) {
        enum dg_plugin_status status;
        fake_host_left = failed;
        status = fake_host_apply(&fake, EXEMPTION_REQUEST, MZJ, data,
                                 DG_PLUGIN_DEFER);
        fake_host_left = SIZE_MAX;
        if (status == DG_PLUGIN_OK) {
            break;
        }
        failed++;
    }
    is_int(failed, 2, "audience and request fail one by one");
    fake_host_close(&fake);
}

int
main(void)
{
    fixture_open(&fake);
    test_set_aside();
    test_never();
    test_narrowed();
    fake_host_close(&fake);
    test_silence();
    test_many_silent();
    test_ends();
    test_read();
    test_restore();
    test_memory();
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
