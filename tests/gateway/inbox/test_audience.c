/* SPDX-License-Identifier: Apache-2.0 */
/* Audiences: every rule of resolving and counting, and every refusal word for
 * word. */
#include <stdlib.h>

#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

/* Two counties; in Huishui two towns with three and two villages. 522731100004
 * became 522731100001 and 522731100002; 522731100005 is gone. */
static void
set_up(struct fixture *f)
{
    fixture_init(f);
    fixture_roster(
        f, "{\"version\":\"1\",\"offices\":["
           "{\"code\":\"522731100000\",\"name\":\"好花红镇\"},"
           "{\"code\":\"522731100001\",\"name\":\"好花红村\"},"
           "{\"code\":\"522731100002\",\"name\":\"辉岩村\"},"
           "{\"code\":\"522731100003\",\"name\":\"弄苑村\"},"
           "{\"code\":\"522731100004\",\"name\":\"旧村\"},"
           "{\"code\":\"522731100005\",\"name\":\"废村\"},"
           "{\"code\":\"522731101000\",\"name\":\"摆金镇\"},"
           "{\"code\":\"522731101001\",\"name\":\"摆金村\"},"
           "{\"code\":\"522731101002\",\"name\":\"冗章村\"},"
           "{\"code\":\"522732100001\",\"name\":\"三合社区\"}],"
           "\"groups\":[{\"name\":\"示范村\",\"codes\":[\"522731100001\","
           "\"522731101001\",\"522731100005\"]},{\"name\":\"乡镇\",\"codes\":"
           "[\"522731100000\",\"522731101000\"]},{\"name\":\"试点村\","
           "\"codes\":[\"522732100001\",\"522731101001\","
           "\"522731100001\"]}]}");
    fixture_roster(f, "{\"version\":\"2\",\"base\":\"1\",\"abolished\":["
                      "{\"code\":\"522731100004\",\"successors\":"
                      "[\"522731100001\",\"522731100002\"]},"
                      "{\"code\":\"522731100005\"}]}");
    fixture_need(dg_roster_version(f->roster) == 2, "set-up");
}

static void
test_counts(struct fixture *f)
{
    static const struct {
        const char *json;
        uint32_t offices;
    } cases[] = {
        {"{\"prefixes\":[\"\"]}", 6},
        {"{\"prefixes\":[\"522731\"]}", 5},
        {"{\"prefixes\":[\"522731100\",\"522731\",\"5227\"]}", 6},
        {"{\"prefixes\":[\"522731100\",\"522732\"]}", 4},
        {"{\"codes\":[\"522731100000\"]}", 1},
        {"{\"codes\":[\"522731100001\",\"522731100001\"]}", 1},
        {"{\"prefixes\":[\"522731\"],\"codes\":[\"522731100001\"]}", 5},
        {"{\"prefixes\":[\"522731\"],\"codes\":[\"522731100000\"]}", 6},
        {"{\"groups\":[\"示范村\"]}", 2},
        {"{\"groups\":[\"示范村\",\"乡镇\",\"示范村\"]}", 4},
        {"{\"groups\":[\"示范村\"],\"prefixes\":[\"522731101\"]}", 3},
        {"{\"groups\":[\"示范村\"],\"codes\":[\"522731101001\"]}", 2},
        {"{\"groups\":[\"示范村\"],\"exclude\":[\"522731101\"]}", 1},
        {"{\"groups\":[\"乡镇\"],\"exclude\":[\"522731101\"]}", 1},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100\"]}", 2},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100\","
         "\"522731100001\"]}",
         2},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100001\"]}", 4},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100000\"]}", 5},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522732\"]}", 5},
        {"{\"prefixes\":[\"522731\",\"522732\"],\"exclude\":[\"522732\"]}", 5},
        {"{\"prefixes\":[\"\"],\"excludegroups\":[\"试点村\"]}", 3},
        {"{\"prefixes\":[\"522731\"],\"excludegroups\":[\"试点村\"]}", 3},
        {"{\"prefixes\":[\"522731100\",\"522732\"],\"excludegroups\":"
         "[\"试点村\",\"试点村\"]}",
         2},
        {"{\"prefixes\":[\"\"],\"excludegroups\":[\"示范村\"]}", 4},
        {"{\"prefixes\":[\"\"],\"excludegroups\":[\"试点村\",\"示范村\"]}", 3},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731101\"],"
         "\"excludegroups\":[\"试点村\"]}",
         2},
        {"{\"groups\":[\"示范村\",\"乡镇\"],\"excludegroups\":[\"试点村\"]}",
         2},
        {"{\"codes\":[\"522731100001\",\"522731100000\"],\"excludegroups\":"
         "[\"示范村\"]}",
         1},
        {"{\"prefixes\":[\"522732\"],\"codes\":[\"522731100000\","
         "\"522731100001\"],\"exclude\":[\"522731100\"]}",
         1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct dg_audience *audience = fixture_audience(f, cases[i].json);
        is_int(audience ? audience->offices : 0, cases[i].offices,
               cases[i].json);
    }
}

static void
test_normal_form(struct fixture *f)
{
    const struct dg_audience *a = fixture_audience(
        f, "{\"prefixes\":[\"522732\",\"522731100\",\"522731101\",\"5227\"],"
           "\"codes\":[\"522731101001\",\"522731101000\",\"522731100000\"],"
           "\"exclude\":[\"522731100\",\"522731100001\",\"522731101002\"]}");

    is_int(a->version, 2, "frozen at the version in force");
    ok(a->prefix_count == 1 && a->prefixes[0].value == 522700000000 &&
           a->prefixes[0].level == 2,
       "prefixes that are covered are dropped");
    ok(a->code_count == 1 && a->codes[0] == 522731101000,
       "codes below a prefix are dropped, excluded ones too, towns stay");
    ok(a->exclude_count == 2 && a->excludes[0].level == 4 &&
           a->excludes[1].value == 522731101002,
       "exclusions that are covered are dropped");
    is_int(a->offices, 3, "and the count is of what is left");
    a = fixture_audience(f, "{\"codes\":[\"522731100001\",\"522731100002\"],"
                            "\"exclude\":[\"522731100002\"]}");
    ok(a->code_count == 1 && a->exclude_count == 0,
       "an exclusion that can exclude nothing more is dropped");
}

static void
test_refusals(struct fixture *f)
{
    static const struct {
        const char *json, *said;
    } cases[] = {
        {"{\"prefixes\":[\"522731\",\"53\",\"522731109\"]}",
         "audience-unknown /data/audience/prefixes/1: no office below \"53\", "
         "\"522731109\"\n"},
        {"{\"codes\":[\"522731100001\",\"522731100002\",\"522731100003\","
         "\"522731100099\"]}",
         "office-unknown /data/audience/codes/3: no such office: "
         "522731100099\n"},
        {"{\"codes\":[\"522731100005\",\"522731100004\"]}",
         "office-abolished /data/audience/codes/0: no longer an office: "
         "522731100005 (no successor), 522731100004 (now 522731100001, "
         "522731100002)\n"},
        {"{\"groups\":[\"示范村\",\"贫困村\"]}",
         "group-unknown /data/audience/groups/1: no such group: 贫困村\n"},
        {"{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100004\","
         "\"522731100077\",\"522733\"]}",
         "audience-unknown /data/audience/exclude/2: no office below "
         "\"522733\"\n"
         "office-unknown /data/audience/exclude/1: no such office: "
         "522731100077\n"
         "office-abolished /data/audience/exclude/0: no longer an office: "
         "522731100004 (now 522731100001, 522731100002)\n"},
        {"{\"prefixes\":[\"\"],\"excludegroups\":[\"试点村\",\"贫困村\"]}",
         "group-unknown /data/audience/excludegroups/1: no such group: "
         "贫困村\n"},
        {"{\"prefixes\":[\"522732\"],\"excludegroups\":[\"试点村\"]}",
         "audience-empty /data/audience: the audience holds no office\n"},
        {"{\"codes\":[\"522731100001\"],\"exclude\":[\"522731\"]}",
         "audience-empty /data/audience: the audience holds no office\n"},
        {"{\"prefixes\":[\"522732\"],\"exclude\":[\"522732100001\"]}",
         "audience-empty /data/audience: the audience holds no office\n"},
        {"{\"exclude\":[\"522731\"]}",
         "audience-empty /data/audience: the audience holds no office\n"},
        {"{\"groups\":[\"乡镇\"],\"exclude\":[\"522731\"]}",
         "audience-empty /data/audience: the audience holds no office\n"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ok(!fixture_audience(f, cases[i].json), "refused: %s", cases[i].json);
        is_text(fixture_said(f), cases[i].said, "in these words");
    }
}

static void
test_no_roster(void)
{
    struct fixture f;

    fixture_init(&f);
    ok(!fixture_audience(&f, "{\"prefixes\":[\"\"]}"), "without a roster");
    is_text(fixture_said(&f),
            "audience-unknown /data/audience/prefixes/0: no office below "
            "\"\"\n",
            "there is no office anywhere");
    fixture_finish(&f);
}

static void
test_has(struct fixture *f)
{
    struct dg_audience *a = dg_audience_copy(fixture_audience(
        f, "{\"prefixes\":[\"522731100\"],\"codes\":[\"522731101000\"],"
           "\"groups\":[\"示范村\"],\"exclude\":[\"522731100003\"]}"));

    is_int(a->offices, 4, "a copy has the count");
    ok(dg_audience_has(a, f->roster, 522731100001), "below a prefix");
    ok(dg_audience_has(a, f->roster, 522731101000), "named");
    ok(dg_audience_has(a, f->roster, 522731101001), "in a group");
    ok(!dg_audience_has(a, f->roster, 522731100003), "excluded");
    ok(!dg_audience_has(a, f->roster, 522731100000),
       "a town is not below its prefix");
    ok(!dg_audience_has(a, f->roster, 522731100005),
       "a group's member that ended before");
    ok(!dg_audience_has(a, f->roster, 522731101002), "somewhere else");
    fixture_roster(f, "{\"version\":\"3\",\"base\":\"2\",\"offices\":"
                      "[{\"code\":\"522731100006\",\"name\":\"后村\"}],"
                      "\"abolished\":[{\"code\":\"522731100002\"}]}");
    ok(!dg_audience_has(a, f->roster, 522731100006), "came later");
    ok(dg_audience_has(a, f->roster, 522731100002), "ended later");
    free(a);
}

static void
test_exclude_groups(struct fixture *f)
{
    struct dg_audience *a = dg_audience_copy(fixture_audience(
        f, "{\"prefixes\":[\"522731\"],\"excludegroups\":[\"试点村\"]}"));
    struct dg_division town = dg_division_above(522731101001, 4);
    struct dg_division other = dg_division_above(522732100001, 2);

    ok(!dg_audience_has(a, f->roster, 522731100001), "in an excluded group");
    ok(dg_audience_has(a, f->roster, 522731100002), "in none");
    ok(dg_audience_meets(a, f->roster, town), "meets a town within");
    ok(dg_audience_meets(a, f->roster, dg_division_above(0, 0)),
       "meets the whole country");
    ok(!dg_audience_meets(a, f->roster, dg_division_above(530000000000, 1)),
       "meets no other province");
    ok(other.level == 2 && dg_audience_meets(a, f->roster, other),
       "meets the city around it");
    free(a);
}

static bool
overlaps(struct fixture *f, const char *one, const char *other)
{
    struct dg_audience *a = dg_audience_copy(fixture_audience(f, one));
    const struct dg_audience *b = fixture_audience(f, other);
    bool there = dg_audience_overlaps(a, b, f->roster);
    bool back = dg_audience_overlaps(b, a, f->roster);

    free(a);
    fixture_need(there == back, "overlap depends on the order");
    return there;
}

static void
test_overlaps(struct fixture *f)
{
    ok(overlaps(f, "{\"prefixes\":[\"522731\"]}", "{\"prefixes\":[\"\"]}"),
       "a prefix above");
    ok(!overlaps(f, "{\"prefixes\":[\"522731\"]}",
                 "{\"prefixes\":[\"522732\"]}"),
       "a prefix beside");
    ok(overlaps(f, "{\"prefixes\":[\"522731\"]}",
                "{\"codes\":[\"522731100001\"]}"),
       "a village and its county");
    ok(!overlaps(f, "{\"prefixes\":[\"522731\"]}",
                 "{\"codes\":[\"522731100000\"]}"),
       "a town and its county");
    ok(!overlaps(f, "{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100\"]}",
                 "{\"prefixes\":[\"522731100\"]}"),
       "a prefix that is excluded");
    ok(overlaps(f, "{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100\"]}",
                "{\"prefixes\":[\"522731\"]}"),
       "a prefix of which a part is excluded");
    ok(!overlaps(f,
                 "{\"prefixes\":[\"522731\"],\"exclude\":[\"522731100001\"]}",
                 "{\"codes\":[\"522731100001\"]}"),
       "a code that is excluded");
    ok(overlaps(f, "{\"groups\":[\"示范村\"]}",
                "{\"prefixes\":[\"522731101\"]}"),
       "a group with a member there");
    ok(!overlaps(f, "{\"groups\":[\"示范村\"]}", "{\"prefixes\":[\"522732\"]}"),
       "a group without");
    ok(!overlaps(f, "{\"groups\":[\"示范村\"]}", "{\"groups\":[\"乡镇\"]}"),
       "groups that share no member");
    ok(!overlaps(f, "{\"groups\":[\"示范村\"],\"exclude\":[\"522731100001\"]}",
                 "{\"prefixes\":[\"522731100\"]}"),
       "a group whose member there is excluded");
}

static bool
inside(struct fixture *f, const char *json, const char *one, const char *other)
{
    struct dg_division prefixes[2];
    size_t count = other ? 2 : 1;

    fixture_need(!dg_division_parse(dg_str_from(one), &prefixes[0]), one);
    if (other) {
        fixture_need(!dg_division_parse(dg_str_from(other), &prefixes[1]),
                     other);
    }
    return dg_audience_inside(fixture_audience(f, json), f->roster, prefixes,
                              count);
}

static void
test_inside(struct fixture *f)
{
    ok(inside(f, "{\"prefixes\":[\"522731100\"]}", "522731", NULL),
       "a town is inside its county");
    ok(!inside(f, "{\"prefixes\":[\"522731\"]}", "522731100", NULL),
       "a county is not inside one of two towns");
    ok(inside(f, "{\"prefixes\":[\"522731\"]}", "522731101", "522731100"),
       "a county is inside all of its towns");
    ok(inside(f, "{\"prefixes\":[\"\"],\"exclude\":[\"522732\"]}", "522731",
              "522731100"),
       "so is a country without the other county");
    ok(inside(f, "{\"prefixes\":[\"5227\"],\"exclude\":[\"522732100001\"]}",
              "522731", "522731"),
       "a prefix that is said twice counts once");
    ok(inside(f, "{\"prefixes\":[\"522731\"],\"exclude\":[\"522731101\"]}",
              "522731100", "522731101"),
       "what is excluded may be named as well");
    ok(!inside(f, "{\"codes\":[\"522731100001\",\"522732100001\"]}", "522731",
               NULL),
       "a code elsewhere is not");
    ok(inside(f, "{\"codes\":[\"522731100000\"]}", "522731100", NULL),
       "a town is below its prefix here");
    ok(inside(f, "{\"groups\":[\"示范村\"]}", "522731", NULL),
       "a group is inside if its members are");
    ok(!inside(f, "{\"groups\":[\"示范村\"]}", "522731100", NULL),
       "and is not if one is not");
    ok(inside(f, "{\"groups\":[\"示范村\"],\"exclude\":[\"522731101001\"]}",
              "522731100", NULL),
       "unless that one is excluded");
}

static bool
within(struct fixture *f, const char *one, const char *other)
{
    struct dg_audience *inner = dg_audience_copy(fixture_audience(f, one));
    bool is = dg_audience_within(inner, fixture_audience(f, other), f->roster);

    free(inner);
    return is;
}

static void
test_within(struct fixture *f)
{
    static const struct {
        const char *inner, *outer;
        bool is;
    } cases[] = {
        {"{'prefixes':['522731100']}", "{'prefixes':['522731']}", true},
        {"{'prefixes':['522731']}", "{'prefixes':['522731']}", true},
        {"{'prefixes':['522731']}", "{'prefixes':['522731100']}", false},
        {"{'prefixes':['522731']}", "{'prefixes':['522731100','522731101']}",
         true},
        {"{'prefixes':['522731'],'exclude':['522731101']}",
         "{'prefixes':['522731100']}", true},
        {"{'prefixes':['522731']}",
         "{'prefixes':['522731'],'exclude':['522731101']}", false},
        {"{'prefixes':['522731'],'exclude':['522731101']}",
         "{'prefixes':['522731'],'exclude':['522731101001']}", true},
        {"{'prefixes':['522731100']}",
         "{'prefixes':['522731'],'exclude':['522731101001']}", true},
        {"{'prefixes':['522731']}",
         "{'prefixes':['522731'],'excludegroups':['示范村']}", false},
        {"{'codes':['522731100001']}", "{'prefixes':['522731100']}", true},
        {"{'codes':['522731100000']}", "{'prefixes':['522731']}", false},
        {"{'codes':['522731101001']}", "{'groups':['示范村']}", true},
        {"{'codes':['522731101002']}", "{'groups':['示范村']}", false},
        {"{'groups':['示范村']}", "{'prefixes':['522731']}", true},
        {"{'groups':['试点村']}", "{'prefixes':['522731']}", false},
        {"{'groups':['试点村'],'exclude':['522732']}",
         "{'prefixes':['522731']}", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char inner[128], outer[128];
        snprintf(inner, sizeof inner, "%s", cases[i].inner);
        snprintf(outer, sizeof outer, "%s", cases[i].outer);
        for (size_t j = 0; j < sizeof inner; j++) {
            inner[j] = inner[j] == '\'' ? '"' : inner[j];
            outer[j] = outer[j] == '\'' ? '"' : outer[j];
        }
        ok(within(f, inner, outer) == cases[i].is, "%s within %s: %d",
           cases[i].inner, cases[i].outer, cases[i].is);
    }
}

int
main(void)
{
    struct fixture f;

    set_up(&f);
    test_counts(&f);
    test_normal_form(&f);
    test_refusals(&f);
    test_no_roster();
    test_overlaps(&f);
    test_inside(&f);
    test_within(&f);
    test_exclude_groups(&f);
    test_has(&f);
    fixture_finish(&f);
    return tap_done();
}
