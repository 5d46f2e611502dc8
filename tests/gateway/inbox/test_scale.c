/* SPDX-License-Identifier: Apache-2.0 */
/* A country of 600,000 villages, published in parts: reaching all of them costs
 * as many index entries as reaching one. Counts work, not time. */
#include <inttypes.h>

#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define PARTS 30 /* a province each */
#define PART 20000
#define TOWN 100 /* villages; so 200 towns in 10 counties of 20 */

static uint64_t
village(unsigned part, unsigned i)
{
    unsigned town = i / TOWN;

    return (11 + part) * UINT64_C(10000000000) + UINT64_C(100000000) +
           (1 + town / 20) * UINT64_C(1000000) +
           (100 + town % 20) * UINT64_C(1000) + 1 + i % TOWN;
}

static void
publish_part(struct fixture *f, unsigned part)
{
    struct dg_buf json;

    dg_buf_init(&json);
    dg_buf_printf(&json, "{\"version\":\"p%u\"", part);
    if (part > 0) {
        dg_buf_printf(&json, ",\"base\":\"p%u\"", part - 1);
    }
    dg_buf_text(&json, ",\"offices\":[");
    for (unsigned i = 0; i < PART; i++) {
        dg_buf_printf(&json, "%s{\"code\":\"%" PRIu64 "\",\"name\":\"村%u\"}",
                      i ? "," : "", village(part, i), i);
    }
    dg_buf_text(&json, "]}");
    fixture_roster(f, json.data);
    fixture_need(f->findings.count == 0, fixture_said(f));
    dg_buf_finish(&json);
}

/* One village of each of 5,000 towns. */
static void
write_excluding(struct dg_buf *json)
{
    dg_buf_text(json, "{\"duty\":\"MZ-001\",\"title\":\"核查\",\"due\":"
                      "\"2026-12-01\",\"audience\":{\"prefixes\":[\"\"],"
                      "\"exclude\":[");
    for (unsigned i = 0; i < 5000; i++) {
        dg_buf_printf(json, "%s\"%" PRIu64 "\"", i ? "," : "",
                      village(i / 200, i % 200 * TOWN));
    }
    dg_buf_text(json, "]}}");
}

static const char *
task_to(const char *audience)
{
    static char json[256];

    snprintf(json, sizeof json,
             "{\"duty\":\"MZ-001\",\"title\":\"核查\",\"due\":\"2026-12-01\","
             "\"audience\":%s}",
             audience);
    return json;
}

static size_t
entries_of(struct fixture *f, uint64_t sequence, const char *data)
{
    size_t before = dg_inbox_entry_count(f->inbox);

    fixture_need(!fixture_publish(f, sequence, "department/mzj", data), data);
    fixture_need(dg_inbox_task(f->inbox, sequence) != NULL, fixture_said(f));
    return dg_inbox_entry_count(f->inbox) - before;
}

static bool
sees(struct fixture *f, uint64_t office, const char *open)
{
    struct dg_inbox_query query = {office, {NULL, 0}, 100, 0};
    enum dg_err err;
    const char *page = fixture_read(f, &query, &err);

    return page && strstr(page, open) != NULL;
}

static void
test_publish(struct fixture *f)
{
    struct dg_buf excluding;

    dg_buf_init(&excluding);
    write_excluding(&excluding);
    is_int(entries_of(f, 1, task_to("{\"codes\":[\"110101100001\"]}")), 1,
           "one village: one entry");
    is_int(entries_of(f, 2, task_to("{\"prefixes\":[\"\"]}")), 1,
           "the whole country: one entry");
    is_int(entries_of(f, 3, excluding.data), 1,
           "the country but 5,000 villages: one entry");
    is_int(dg_inbox_task(f->inbox, 1)->audience->offices, 1, "one office");
    is_int(dg_inbox_task(f->inbox, 2)->audience->offices, PARTS * PART,
           "600,000 offices");
    is_int(dg_inbox_task(f->inbox, 3)->audience->offices, PARTS * PART - 5000,
           "595,000 offices");
    dg_buf_finish(&excluding);
    ok(sees(f, village(0, 0), "\"open\":2,"),
       "a village that is named, and excluded once");
    ok(sees(f, village(29, PART - 1), "\"open\":2,"),
       "a village at the other end");
    ok(sees(f, village(0, TOWN), "\"open\":1,"), "a village that is excluded");
}

static void
test_whole(struct fixture *f)
{
    fixture_roster(f, "{\"version\":\"new\",\"offices\":["
                      "{\"code\":\"110101100001\",\"name\":\"一村\"}]}");
    is_int(dg_roster_count(f->roster, (struct dg_division){0, 0}), 1,
           "a whole roster ends all it does not list");
    ok(sees(f, village(29, PART - 1), "\"open\":2,"),
       "which keep what they had");
}

int
main(void)
{
    struct fixture f;

    fixture_init(&f);
    for (unsigned part = 0; part < PARTS; part++) {
        publish_part(&f, part);
    }
    is_int(dg_roster_count(f.roster, (struct dg_division){0, 0}), PARTS * PART,
           "600,000 villages");
    is_int(dg_roster_count(f.roster, dg_division_above(village(7, 0), 1)), PART,
           "20,000 in a province");
    is_int(dg_roster_count(f.roster, dg_division_above(village(7, 0), 4)), TOWN,
           "100 in a town");
    test_publish(&f);
    test_whole(&f);
    fixture_finish(&f);
    return tap_done();
}
