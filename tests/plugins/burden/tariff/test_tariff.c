/* SPDX-License-Identifier: Apache-2.0 */
/* Tariffs: which is in force when, what is refused of one, and that kinds of
 * evidence which departments make up do no harm. Through the built plugin. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/burden/tariff/tariff.h"
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define PUBLISH "dutygate.tariff.publish.v1"

static struct fake_host fake;

/* All rows that must be there, at a minute each, but those in place of which
 * with comes; minutes of task besides. */
static const char *
tariff(const char *version, const char *from, const char *task,
       const char *more)
{
    static const char *const names[] = {
        "form",       "field.integer", "field.decimal",  "field.text",
        "field.date", "field.period",  "field.boolean",  "field.option",
        "evidence",   "seal",          "field.idnumber", "proof",
        "attachment", "meeting",       "inspection",     "trip",
        "approval",
    };
    static char text[8192];
    size_t len = (size_t) snprintf(
        text, sizeof text,
        "{'version':'%s','from':'%s','rows':[{'row':'task','minutes':'%s'}",
        version, from, task);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        len += (size_t) snprintf(text + len, sizeof text - len,
                                 ",{'row':'%s','minutes':'1'}", names[i]);
    }
    snprintf(text + len, sizeof text - len, "%s}", more);
    return text;
}

static const char *
decide(const char *data)
{
    return fake_host_decide(&fake, PUBLISH, "keeper/jfb", data);
}

static void
send(const char *data)
{
    is_int(fake_host_send(&fake, PUBLISH, "keeper/jfb", data), DG_PLUGIN_NOTE,
           "is admitted");
}

static bool
has(const char *text, const char *line)
{
    return strstr(text, line) != NULL;
}

static void
test_refusals(void)
{
    const char *said;
    fake_host_set_day(&fake, "2026-03-02");
    is_text(decide(tariff("1", "2026-03-02", "10", "]")), "", "all is well");
    said = decide("{'version':'1','from':'2026-03-02','rows':[{'row':'task',"
                  "'minutes':'1'},{'row':'form','minutes':'1'}]}");
    ok(has(said, "refuse tariff tariff-row-missing at /data/rows\n"
                 "  has no rows for: field.integer, field.decimal, "
                 "field.text, field.date, field.period, field.boolean, "
                 "field.option, field.idnumber, evidence, seal, proof, "
                 "attachment, meeting, inspection, trip, approval\n"),
       "all that are missing: %s", said);
    said = decide(tariff("1", "2026-03-02", "-0.5",
                         ",{'row':'task','minutes':'2'},"
                         "{'row':'teeth','minutes':'100000'},"
                         "{'row':'rest.task','minutes':'1'},"
                         "{'row':'evidence.photo','minutes':'99999.99',"
                         "'usual':'1.0001'}]"));
    ok(has(said, "tariff-row-negative at /data/rows/0/minutes\n"
                 "  row \"task\": -0.5 is no number from 0 on\n"),
       "below zero");
    ok(has(said, "tariff-row-twice at /data/rows/18/row\n"
                 "  row \"task\" is already at /data/rows/0\n"),
       "twice");
    ok(has(said, "tariff-row-unknown at /data/rows/19/row\n"
                 "  \"teeth\" is no row of a tariff\n"),
       "unknown");
    ok(has(said, "tariff-row-too-large at /data/rows/19/minutes\n"
                 "  row \"teeth\": 100000 is more than 99999.99\n"),
       "too large");
    ok(has(said, "tariff-row-unknown at /data/rows/20/row"), "nobody's");
    ok(has(said, "tariff-row-too-large at /data/rows/21/usual\n"
                 "  row \"evidence.photo\": 1.0001 is more than 1\n"),
       "more than all of it");
    said = decide(tariff("1", "2026-03-01", "1", "]"));
    is_text(said,
            "refuse tariff tariff-from-past at /data/from\n"
            "  holds from 2026-03-01, but today is 2026-03-02: what was asked "
            "keeps its minutes\n",
            "it reaches back");
    is_text(decide(tariff("built-in", "2026-03-02", "1", "]")),
            "refuse tariff tariff-version-taken at /data/version\n"
            "  \"built-in\" is the tariff that was there first\n",
            "the name of the first");
}

static void
test_versions(void)
{
    send(tariff("2026-1", "2026-03-02", "10",
                "],'baseline':{'from':'2026-01','to':'2026-03'}"));
    is_text(decide(tariff("2026-1", "2026-04-01", "1", "]")),
            "refuse tariff tariff-version-taken at /data/version\n"
            "  there has been a tariff \"2026-1\" since receipt 1\n",
            "a version is published once");
    is_text(decide(tariff("2026-2", "2026-04-01", "1",
                          "],'baseline':{'from':'2026-01','to':'2026-04'}")),
            "refuse tariff tariff-baseline-frozen at /data/baseline\n"
            "  the baseline is 2026-01 to 2026-03, and stays so\n",
            "the baseline is frozen");
    is_text(decide(tariff("2026-2", "2026-04-01", "1",
                          "],'baseline':{'from':'2026-03','to':'2026-01'}")),
            "refuse tariff tariff-baseline-frozen at /data/baseline\n"
            "  2026-03 to 2026-01 are no months of a baseline\n",
            "it ends before it begins");
    is_text(decide(tariff("2026-2", "2026-04-01", "1",
                          "],'baseline':{'from':'2026-01','to':'2026-03'}")),
            "", "the same one may be said again");
}

/* Rooms alone. */
static void
test_rows(void)
{
    struct dg_plugin_host host;
    struct dg_tariffs *tariffs;
    uint16_t row = 0, evidence;
    char name[32];
    fake_host_make_table(&host);
    tariffs = dg_tariffs_create(&host);
    evidence = dg_tariff_row(tariffs, (struct dg_plugin_str){"evidence", 8});
    is_int(dg_tariff_minutes(tariffs, 0, evidence), 2000, "evidence");
    for (int i = 0; i < 10000; i++) {
        struct dg_plugin_str kind = {
            name, (size_t) snprintf(name, sizeof name, "evidence.k%d", i)};
        row = dg_tariff_row(tariffs, kind);
        if (i == 7) {
            is_int(dg_tariff_minutes(tariffs, 0, row), 2000,
                   "a kind that no tariff names costs what others do");
            is_int(dg_tariff_row(tariffs, kind), row, "and has one number");
        }
    }
    is_int(row, UINT16_MAX, "kinds that are made up end somewhere");
    is_int(dg_tariff_row(tariffs, (struct dg_plugin_str){"teeth", 5}),
           UINT16_MAX, "no row");
    is_int(dg_tariff_minutes(tariffs, 0, dg_tariff_rest(DG_DIMENSION_SEAL)), 1,
           "a rest is a hundredth");
    dg_tariffs_destroy(tariffs);
}

int
main(void)
{
    if (!fake_host_open(&fake, "burden", NULL)) {
        return 99;
    }
    test_refusals();
    test_versions();
    fake_host_close(&fake);
    test_rows();
    return tap_done();
}
