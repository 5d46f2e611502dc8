/* SPDX-License-Identifier: Apache-2.0 */
/* Publishing lists: what is wrong with one, and which one decides when. */
#include <stdlib.h>

#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

static struct fake_host fake;

static const char *
decide(const char *list)
{
    return fake_host_decide(&fake, LIST_PUBLISH, KEEPER, list);
}

static void
test_sound(void)
{
    char *list = fixture_list();
    is_text(decide(list),
            "refuse publish list-version-taken at /data/version\n"
            "  list \"access\" has had a version \"2026-1\" since receipt 1\n"
            "  cites access 2026-1\n"
            "  or: publish it under another version\n"
            "note publish seal-unknown at /data/entries/0/seals/3\n"
            "  \"yz-99\" is no seal item of this list, so it is never "
            "allowed\n"
            "  cites access 2026-1, entry mz-003\n",
            "the fixture's list again: its version is taken");
    free(list);
    is_text(decide("{'list': 'town', 'version': '2026-1', "
                   "'validfrom': '2026-01-01', 'entries': []}"),
            "", "the same version of another list is free");
}

static void
test_twice(void)
{
    is_text(decide("{'list': 'access', 'version': '2026-2', "
                   "'validfrom': '2026-01-01', 'entries': ["
                   "{'code': 'a-1', 'title': '甲', 'class': 'basic'}, "
                   "{'code': 'a-2', 'title': '乙', 'class': 'basic'}, "
                   "{'code': 'a-1', 'title': '丙', 'class': 'basic', "
                   "'kind': 'seal'}]}"),
            "refuse publish entry-twice at /data/entries/2/code\n"
            "  entry \"a-1\" is already at /data/entries/0\n"
            "  cites access 2026-2, entry a-1\n",
            "an entry that stands twice");
}

static void
test_reversed(void)
{
    is_text(decide("{'list': 'access', 'version': '2026-2', "
                   "'validfrom': '2026-07-01', 'validto': '2026-06-30', "
                   "'entries': [{'code': 'a-1', 'title': '甲', "
                   "'class': 'basic', 'validfrom': '2026-03-02', "
                   "'validto': '2026-03-01'}, {'code': 'a-2', 'title': '乙', "
                   "'class': 'basic', 'validfrom': '2026-03-01', "
                   "'validto': '2026-03-01'}]}"),
            "refuse publish validity-reversed at /data/validto\n"
            "  ends on 2026-06-30, before it begins on 2026-07-01\n"
            "  cites access 2026-2\n"
            "refuse publish validity-reversed at /data/entries/0/validto\n"
            "  ends on 2026-03-01, before it begins on 2026-03-02\n"
            "  cites access 2026-2, entry a-1\n",
            "a list and an entry that end before they begin");
}

static void
test_seals(void)
{
    is_text(decide("{'list': 'access', 'version': '2026-2', "
                   "'validfrom': '2026-07-01', 'entries': ["
                   "{'code': 'a-1', 'title': '甲', 'class': 'basic', "
                   "'seals': ['yz-1', 'a-2']}, "
                   "{'code': 'a-2', 'title': '乙', 'class': 'basic'}, "
                   "{'code': 'yz-1', 'title': '印', 'class': 'basic', "
                   "'kind': 'seal'}]}"),
            "note publish seal-unknown at /data/entries/0/seals/1\n"
            "  \"a-2\" is no seal item of this list, so it is never allowed\n"
            "  cites access 2026-2, entry a-1\n",
            "a seal may be listed later; a work item is none");
}

static void
test_many(void)
{
    char *list = malloc(65536);
    strcpy(list, "{'list': 'access', 'version': '2026-2', "
                 "'validfrom': '2026-07-01', 'entries': [");
    for (int i = 0; i < 300; i++) {
        strcat(list, i ? "," : "");
        strcat(list, "{'code': 'a-1', 'title': '甲', 'class': 'basic'}");
    }
    strcat(list, "]}");
    decide(list);
    is_int(fake.findings.count, 100, "not more than a hundred findings");
    free(list);
}

/* ---- versions over time -------------------------------------------------- */

static void
publish(const char *list, const char *version, const char *dates,
        const char *duty)
{
    char data[1024];
    snprintf(data, sizeof data,
             "{'list': '%s', 'version': '%s', %s, 'entries': [{'code': '%s', "
             "'title': '事项', 'class': 'basic'}]}",
             list, version, dates, duty);
    fake_host_send(&fake, LIST_PUBLISH, KEEPER, data);
}

/* The version in force on that day, by what it cites. */
static void
is_version(const char *date, const char *version, const char *name)
{
    fake_host_set_day(&fake, date);
    fake_host_decide(&fake, TASK_PUBLISH, MZJ, fixture_task("nowhere", ""));
    is_str(fake.findings.items[0].listversion, version, name);
}

static void
test_versions(void)
{
    const char *pass = "";
    is_version("2025-12-31", "", "before the first version there is none");
    is_version("2026-01-01", "2026-1", "its first day");
    is_version("2026-12-31", "2026-1", "its last day");
    publish("access", "2026-2", "'validfrom': '2026-07-01'", "b-2");
    is_version("2026-06-30", "2026-1", "published early, in force later");
    is_version("2026-07-01", "2026-2", "the later published takes over");
    is_version("2030-01-01", "2026-2", "without a last day it stays");
    publish("access", "2026-3",
            "'validfrom': '2026-09-01', 'validto': '2026-09-30'", "b-3");
    is_version("2026-08-31", "2026-2", "before an interim version");
    is_version("2026-09-30", "2026-3", "an interim version");
    is_version("2026-10-01", "2026-2", "handed back after it");
    publish("town", "2026-9", "'validfrom': '2026-01-01'", "t-9");
    is_version("2026-10-01", "2026-2", "another list does not decide");
    is_text(fake_host_decide(&fake, TASK_PUBLISH, MZJ, fixture_task("b-2", "")),
            pass, "the version in force knows its duty");
    ok(*fake_host_decide(&fake, TASK_PUBLISH, MZJ, fixture_task("mz-003", "")),
       "and no other version's");
}

static void
test_refused(void)
{
    fake_host_apply(&fake, LIST_PUBLISH, KEEPER,
                    "{'list': 'access', 'version': '2026-4', "
                    "'validfrom': '2026-01-01', 'entries': []}",
                    DG_PLUGIN_REFUSE);
    is_version("2026-10-01", "2026-2", "a refused list is not taken");
    fake_host_apply(&fake, LIST_PUBLISH, KEEPER,
                    "{'list': 'access', 'version': '2026-2', "
                    "'validfrom': '2026-01-01', 'entries': ["
                    "{'code': 'c-1', 'title': '甲', 'class': 'basic'}, "
                    "{'code': 'c-1', 'title': '乙', 'class': 'negative'}]}",
                    DG_PLUGIN_NOTE);
    is_text(fake_host_decide(&fake, TASK_PUBLISH, MZJ, fixture_task("c-1", "")),
            "",
            "let through by a rule that does not enforce: the later version "
            "and the first entry count");
}

/* Another list decides if the option says so. */
static void
test_option(void)
{
    static const char *const options[] = {"list", "town", NULL};
    struct fake_host town;
    ok(fake_host_open(&town, "access_list", options), "option list = town");
    fake_host_set_day(&town, "2026-10-01");
    fake_host_send(&town, LIST_PUBLISH, "operator/ops",
                   "{'list': 'town', 'version': 'v1', "
                   "'validfrom': '2026-01-01', 'entries': []}");
    is_text(fake_host_decide(&town, TASK_PUBLISH, MZJ, fixture_task("t-1", "")),
            "refuse known duty-not-listed at /data/duty\n"
            "  duty \"t-1\" is not on list \"town\" version \"v1\"\n"
            "  cites town v1\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "it cites that list");
    fake_host_close(&town);
}

int
main(void)
{
    fixture_open(&fake);
    test_sound();
    test_twice();
    test_reversed();
    test_seals();
    test_many();
    test_versions();
    test_refused();
    test_option();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
