/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of the roster: what is refused, what a version replaces, and what
 * earlier versions keep seeing. */
#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define HUISHUI                                                                \
    "{\"version\":\"2026-01\",\"departments\":["                               \
    "{\"code\":\"mzj\",\"name\":\"惠水县民政局\"},"                      \
    "{\"code\":\"nyj\",\"name\":\"惠水县农业农村局\"}],"               \
    "\"offices\":["                                                            \
    "{\"code\":\"522731100000\",\"name\":\"好花红镇\"},"                   \
    "{\"code\":\"522731100001\",\"name\":\"好花红村\"},"                   \
    "{\"code\":\"522731100002\",\"name\":\"辉岩村\"},"                      \
    "{\"code\":\"522731101000\",\"name\":\"摆金镇\"},"                      \
    "{\"code\":\"522731101001\",\"name\":\"摆金村\"}],"                     \
    "\"groups\":[{\"name\":\"示范村\",\"codes\":"                           \
    "[\"522731101001\",\"522731100001\"]}]}"

static struct dg_division
division(const char *digits)
{
    struct dg_division result = {0, 0};

    fixture_need(!dg_division_parse(dg_str_from(digits), &result), digits);
    return result;
}

static uint32_t
count(const struct fixture *f, const char *digits)
{
    return dg_roster_count(f->roster, division(digits));
}

static const struct dg_office *
office(const struct fixture *f, const char *digits)
{
    return dg_roster_office(f->roster, division(digits).value);
}

static void
test_empty(void)
{
    struct fixture f;

    fixture_init(&f);
    is_int(dg_roster_version(f.roster), 0, "no version at first");
    is_str(dg_roster_version_name(f.roster, 0), "", "version 0 has no name");
    is_int(count(&f, ""), 0, "an empty roster counts nothing");
    ok(!office(&f, "522731100001"), "an empty roster knows no office");
    ok(!dg_roster_department(f.roster, DG_STR("mzj")).data,
       "an empty roster knows no department");
    is_int(dg_roster_group(f.roster, DG_STR("示范村")), DG_ROSTER_NEVER,
           "an empty roster knows no group");
    dg_roster_destroy(NULL);
    fixture_finish(&f);
}

static void
test_first(void)
{
    struct fixture f;
    const struct dg_office *village;
    const uint64_t *members;
    size_t n;

    fixture_init(&f);
    fixture_roster(&f, HUISHUI);
    is_text(fixture_said(&f), "", "a first roster is taken");
    is_int(dg_roster_version(f.roster), 1, "it is version 1");
    is_str(dg_roster_version_name(f.roster, 1), "2026-01", "with its name");
    is_int(count(&f, ""), 3, "villages of the country");
    is_int(count(&f, "52"), 3, "villages of the province");
    is_int(count(&f, "5227"), 3, "villages of the city");
    is_int(count(&f, "522731"), 3, "villages of the county");
    is_int(count(&f, "522731100"), 2, "villages of a town");
    is_int(count(&f, "522731100001"), 1, "a village");
    is_int(count(&f, "522731100000"), 0, "a town's own code counts none");
    is_int(count(&f, "522731102"), 0, "a town that is not there");
    village = office(&f, "522731100001");
    is_str(village->name, "好花红村", "an office has its name");
    is_int(village->since, 1, "in force since version 1");
    ok(village->until == DG_ROSTER_NEVER, "without end");
    is_str(dg_roster_department(f.roster, DG_STR("mzj")), "惠水县民政局",
           "a department has its name");
    members = dg_roster_group_members(
        f.roster, dg_roster_group(f.roster, DG_STR("示范村")), &n);
    is_int(n, 2, "a group has its members");
    ok(members[0] == 522731100001 && members[1] == 522731101001,
       "a group's members are sorted");
    is_int(dg_roster_group_offices(f.roster, 0), 2, "both are in force");
    dg_roster_group_members(f.roster, 1, &n);
    is_int(n, 0, "a group that is not there has no members");
    fixture_finish(&f);
}

static void
test_refusals(void)
{
    static const struct {
        const char *data, *said;
    } cases[] = {
        {"{\"version\":\"2026-01\"}",
         "roster-version-taken /data/version: there is a roster version called "
         "2026-01\n"},
        {"{\"version\":\"b\",\"base\":\"2025-12\",\"abolished\":"
         "[{\"code\":\"999999999999\"}]}",
         "roster-base-unknown /data/base: not the roster version in force: "
         "2025-12\n"},
        {"{\"version\":\"b\",\"offices\":["
         "{\"code\":\"522731100009\",\"name\":\"甲\"},"
         "{\"code\":\"522731100001\",\"name\":\"乙\"},"
         "{\"code\":\"522731100009\",\"name\":\"丙\"}]}",
         "office-twice /data/offices/2/code: offices named twice: "
         "522731100009\n"},
        {"{\"version\":\"b\",\"base\":\"2026-01\",\"offices\":["
         "{\"code\":\"522731100001\",\"name\":\"乙\"}],\"abolished\":["
         "{\"code\":\"522731100001\"},{\"code\":\"522731100002\"},"
         "{\"code\":\"522731100002\"}]}",
         "office-twice /data/abolished/0/code: offices named twice: "
         "522731100001, 522731100002\n"},
        {"{\"version\":\"b\",\"base\":\"2026-01\",\"abolished\":["
         "{\"code\":\"522731100002\"},{\"code\":\"522731100003\"}]}",
         "office-unknown /data/abolished/1/code: not in force, so they cannot "
         "end: 522731100003\n"},
        {"{\"version\":\"b\",\"base\":\"2026-01\",\"abolished\":["
         "{\"code\":\"522731100002\",\"successors\":[\"522731100001\","
         "\"522731100077\",\"522731100002\"]}]}",
         "successor-unknown /data/abolished/0/successors/1: successors that "
         "this version does not have: 522731100077, 522731100002\n"},
        {"{\"version\":\"b\",\"offices\":["
         "{\"code\":\"522731100001\",\"name\":\"好花红村\"}],\"abolished\":["
         "{\"code\":\"522731100002\",\"successors\":[\"522731101001\"]}]}",
         "successor-unknown /data/abolished/0/successors/0: successors that "
         "this version does not have: 522731101001\n"},
        {"{\"version\":\"b\",\"base\":\"2026-01\",\"abolished\":["
         "{\"code\":\"522731100002\"}],\"groups\":[{\"name\":\"甲\",\"codes\":"
         "[\"522731100001\"]},{\"name\":\"乙\",\"codes\":[\"522731100002\","
         "\"522731100044\"]}]}",
         "office-unknown /data/groups/1/codes/0: group members that this "
         "version does not have: 522731100002, 522731100044\n"},
        {"{\"version\":\"b\",\"base\":\"2026-01\",\"departments\":["
         "{\"code\":\"a\",\"name\":\"甲\"},{\"code\":\"b\",\"name\":\"乙\"},"
         "{\"code\":\"a\",\"name\":\"丙\"}]}",
         "department-twice /data/departments/2/code: departments named twice: "
         "a\n"},
        {"{\"version\":\"b\",\"base\":\"2026-01\",\"groups\":["
         "{\"name\":\"甲\",\"codes\":[\"522731100001\"]},"
         "{\"name\":\"甲\",\"codes\":[\"522731100002\"]}]}",
         "group-twice /data/groups/1/name: groups named twice: 甲\n"},
    };
    struct fixture f;

    fixture_init(&f);
    fixture_roster(&f, "{\"version\":\"a\",\"base\":\"0\"}");
    is_text(fixture_said(&f),
            "roster-base-unknown /data/base: there is no roster version yet, "
            "so none to change: 0\n",
            "a first roster has no base");
    fixture_roster(&f, HUISHUI);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture_roster(&f, cases[i].data);
        is_text(fixture_said(&f), cases[i].said, cases[i].data);
    }
    is_int(dg_roster_version(f.roster), 1, "what is refused changes nothing");
    fixture_finish(&f);
}

static void
test_many_mistakes(void)
{
    struct fixture f;
    struct dg_buf data;
    const char *said;

    fixture_init(&f);
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"version\":\"a\",\"abolished\":[");
    for (int i = 0; i < 25; i++) {
        dg_buf_printf(&data, "%s{\"code\":\"5227311000%02d\"}", i ? "," : "",
                      i);
    }
    dg_buf_text(&data, "]}");
    fixture_roster(&f, data.data);
    said = fixture_said(&f);
    ok(strstr(said, "office-unknown /data/abolished/0/code: "),
       "the first place is pointed at");
    ok(strstr(said, "522731100018, 522731100019 and 5 more\n"),
       "twenty are named, the rest counted");
    dg_buf_finish(&data);
    fixture_finish(&f);
}

static void
test_merge(void)
{
    struct fixture f;
    const struct dg_office *gone, *heir;

    fixture_init(&f);
    fixture_roster(&f, HUISHUI);
    fixture_roster(&f, "{\"version\":\"b\",\"base\":\"2026-01\",\"offices\":["
                       "{\"code\":\"522731100003\",\"name\":\"新村\"},"
                       "{\"code\":\"522731101001\",\"name\":\"摆金社区\"}],"
                       "\"abolished\":[{\"code\":\"522731100001\","
                       "\"successors\":[\"522731100003\"]},"
                       "{\"code\":\"522731100002\",\"successors\":"
                       "[\"522731100003\",\"522731101001\"]}]}");
    is_text(fixture_said(&f), "", "a merge is taken");
    is_int(count(&f, "522731100"), 1, "two villages became one");
    is_int(count(&f, "522731"), 2, "the county counts one less");
    gone = office(&f, "522731100002");
    is_int(gone->until, 2, "a merged village ends with the version");
    is_int(gone->successor_count, 2, "its successors are known");
    heir = office(&f, "522731100003");
    ok(gone->successors[0] == heir, "the new village is one of them");
    is_int(heir->since, 2, "the new village begins with the version");
    is_int(heir->predecessor_count, 2, "the new village has two predecessors");
    is_str(office(&f, "522731101001")->name, "摆金社区",
           "an office that is listed again is renamed");
    is_int(office(&f, "522731101001")->since, 1, "and goes on");
    is_int(dg_roster_group_offices(f.roster, 0), 1,
           "a group counts its members in force");
    fixture_roster(&f, "{\"version\":\"c\",\"base\":\"b\",\"abolished\":["
                       "{\"code\":\"522731100003\",\"successors\":"
                       "[\"522731101001\"]}]}");
    heir = office(&f, "522731101001");
    is_int(heir->predecessor_count, 3,
           "a predecessor's predecessors are inherited, each once");
    fixture_finish(&f);
}

static void
test_again(void)
{
    struct fixture f;
    const struct dg_office *first;

    fixture_init(&f);
    fixture_roster(&f, HUISHUI);
    first = office(&f, "522731100001");
    fixture_roster(&f, "{\"version\":\"b\",\"base\":\"2026-01\",\"abolished\":"
                       "[{\"code\":\"522731100001\"}]}");
    is_int(count(&f, "522731100001"), 0, "an office that ended counts none");
    ok(!dg_roster_office_at(f.roster, 522731100001, 2), "it is not in force");
    ok(dg_roster_office_at(f.roster, 522731100001, 1) == first,
       "but it was in the version before");
    fixture_roster(&f,
                   "{\"version\":\"c\",\"base\":\"b\",\"offices\":"
                   "[{\"code\":\"522731100001\",\"name\":\"新好花红村\"}]}");
    is_int(office(&f, "522731100001")->since, 3,
           "a code that is listed again is a new office");
    ok(dg_roster_office_at(f.roster, 522731100001, 1) == first,
       "the old version keeps the old one");
    ok(!dg_roster_office_at(f.roster, 522731100001, 2),
       "the version between has none");
    is_int(count(&f, "522731"), 3, "it counts again");
    is_int(dg_roster_group_offices(f.roster, 0), 2,
           "and counts in its group again");
    fixture_finish(&f);
}

static void
test_whole(void)
{
    struct fixture f;
    size_t n;
    const uint32_t *groups;

    fixture_init(&f);
    fixture_roster(&f, HUISHUI);
    fixture_roster(&f,
                   "{\"version\":\"b\",\"base\":\"2026-01\",\"groups\":["
                   "{\"name\":\"示范村\",\"codes\":[\"522731100001\"]}],"
                   "\"departments\":[{\"code\":\"mzj\",\"name\":\"民政\"}]}");
    is_int(dg_roster_group(f.roster, DG_STR("示范村")), 1,
           "a group published again has a new index");
    groups = dg_roster_groups_of(f.roster, 522731100001, &n);
    ok(n == 2 && groups[0] == 0 && groups[1] == 1, "a code is in both");
    dg_roster_groups_of(f.roster, 522731100002, &n);
    is_int(n, 0, "a code may be in none");
    is_str(dg_roster_department(f.roster, DG_STR("mzj")), "民政",
           "a department is renamed");
    is_str(dg_roster_department(f.roster, DG_STR("nyj")), "惠水县农业农村局",
           "with a base the others stay");
    fixture_roster(&f,
                   "{\"version\":\"c\",\"offices\":["
                   "{\"code\":\"522731100001\",\"name\":\"好花红村\"},"
                   "{\"code\":\"522731102001\",\"name\":\"断杉村\"}],"
                   "\"abolished\":[{\"code\":\"522731101001\","
                   "\"successors\":[\"522731102001\"]}],"
                   "\"departments\":[{\"code\":\"nyj\",\"name\":\"农业\"}]}");
    is_text(fixture_said(&f), "", "a whole roster is taken");
    is_int(count(&f, ""), 2, "it has what it lists");
    is_int(office(&f, "522731100001")->since, 1, "who is listed goes on");
    is_int(office(&f, "522731100002")->until, 3, "who is not listed ends");
    is_int(office(&f, "522731100002")->successor_count, 0, "without heir");
    is_int(office(&f, "522731101001")->successor_count, 1,
           "who is abolished has one");
    ok(!dg_roster_department(f.roster, DG_STR("mzj")).data,
       "departments that are not listed are gone");
    is_int(dg_roster_group(f.roster, DG_STR("示范村")), DG_ROSTER_NEVER,
           "so are groups");
    dg_roster_group_members(f.roster, 0, &n);
    is_int(n, 2, "their members stay for tasks that name them");
    fixture_finish(&f);
}

int
main(void)
{
    test_empty();
    test_first();
    test_refusals();
    test_many_mistakes();
    test_merge();
    test_again();
    test_whole();
    return tap_done();
}
