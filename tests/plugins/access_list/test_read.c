/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the list page by page; the fold saved and restored. */
#include <stdlib.h>

#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

static struct fake_host fake;

static const char *
read_list(const char *params)
{
    return fake_host_query(&fake, "list.read", params);
}

#define HEAD                                                                   \
    "{\"list\":\"access\",\"version\":\"2026-1\","                             \
    "\"title\":\"惠水县村（社区）工作事项准入清单\","          \
    "\"validfrom\":\"2026-01-01\",\"validto\":\"2026-12-31\",\"entries\":["
#define LAYER                                                                  \
    "{\"list\":\"access\",\"version\":\"2026-1\","                             \
    "\"title\":\"惠水县村（社区）工作事项准入清单\","          \
    "\"validfrom\":\"2026-01-01\",\"validto\":\"2026-12-31\",\"entry\":"
#define MZ_003                                                                       \
    "{\"code\":\"mz-003\",\"title\":\"高龄补贴对象摸底\",\"kind\":\"work\"," \
    "\"class\":\"statutory\",\"departments\":[\"mzj\",\"wjj\"],"                     \
    "\"prefixes\":[\"522731001\",\"522731100\"],"                                    \
    "\"basis\":\"《老年人权益保障法》\",\"clause\":\"第三十三条\","   \
    "\"seals\":[\"yz-07\",\"yz-09\",\"yz-10\",\"yz-99\"],"                           \
    "\"proofs\":[\"居住证明\"],\"evidence\":[\"photo\"],"                        \
    "\"alternative\":\"由民政信息系统直接取数\"}"
#define FM_01                                                                  \
    "{\"code\":\"fm-01\",\"title\":\"招商引资\",\"kind\":\"work\","        \
    "\"class\":\"negative\",\"departments\":[\"tcj\"],"                        \
    "\"clause\":\"负面清单第2项\",\"alternative\":\"由投促局自行承担\"}"
#define GQ_01                                                                  \
    "{\"code\":\"gq-01\",\"title\":\"汛期巡查\",\"kind\":\"work\","        \
    "\"class\":\"cooperating\",\"validfrom\":\"2026-06-01\","                  \
    "\"validto\":\"2026-10-31\"}"
#define YZ_10                                                                  \
    "{\"code\":\"yz-10\",\"title\":\"养犬盖章\",\"kind\":\"seal\","        \
    "\"class\":\"statutory\",\"validto\":\"2026-06-30\"}"

static void
test_entry(void)
{
    is_text(read_list("{'code': 'mz-003'}"),
            HEAD MZ_003 "],\"layers\":[" LAYER MZ_003 "}],\"below\":[],"
                        "\"effective\":{\"admitted\":true,"
                        "\"departments\":[\"mzj\",\"wjj\"],"
                        "\"prefixes\":[\"522731001\",\"522731100\"],"
                        "\"seals\":[\"yz-07\",\"yz-09\",\"yz-10\","
                        "\"yz-99\"],\"proofs\":[\"居住证明\"],"
                        "\"evidence\":[\"photo\"],\"frequencies\":[],"
                        "\"leaddays\":0,\"funding\":false}}",
            "one entry, as it was published, and what of it counts");
    is_text(read_list("{'code': 'xx-99'}"), "not found", "no such entry");
}

static void
test_pages(void)
{
    const char *last;
    is_text(read_list("{'limit': 2}"),
            HEAD FM_01 "," GQ_01 "],\"next\":\"gq-01\"}",
            "the first page, in code order");
    is_text(read_list("{'limit': 1, 'after': 'fm-99'}"),
            HEAD GQ_01 "],\"next\":\"gq-01\"}",
            "a page begins after a code that is not there");
    is_text(read_list("{'limit': 1, 'after': 'yz-09'}"), HEAD YZ_10 "]}",
            "the last page has no next");
    is_text(read_list("{'after': 'yz-10'}"), HEAD "]}", "behind the last");
    last = read_list("{}");
    ok(!strstr(last, "\"next\""), "without a limit all fourteen");
}

static void
test_department(void)
{
    const char *text = read_list("{'department': 'mzj', 'limit': 500}");
    ok(strstr(text, "\"mz-003\"") && strstr(text, "\"lx-10\""),
       "a department's own entries, and those of nobody");
    ok(!strstr(text, "\"fm-01\"") && !strstr(text, "\"sh-01\""),
       "neither negative nor withdrawn ones");
    text = read_list("{'department': 'tcj'}");
    ok(!strstr(text, "\"mz-003\""), "nor what another may ask");
    is_text(read_list("{'department': 'mzj', 'after': 'lx-10', 'limit': 1}"),
            HEAD MZ_003 "],\"next\":\"mz-003\"}", "paged as well");
    is_text(read_list("{'department': 'mzj', 'after': 'yz-08', 'limit': 1}"),
            HEAD YZ_10 "]}", "what is filtered out is no next page");
}

static int64_t
us_of(const char *date)
{
    struct fake_host when;
    fake_host_set_day(&when, date);
    return when.time_us;
}

static void
test_versions(void)
{
    fake_host_send(&fake, LIST_PUBLISH, KEEPER,
                   "{'list': 'access', 'version': '2027-1', "
                   "'validfrom': '2027-01-01', 'entries': []}");
    is_text(read_list("{'version': '2027-1'}"),
            "{\"list\":\"access\",\"version\":\"2027-1\","
            "\"validfrom\":\"2027-01-01\",\"entries\":[]}",
            "a version that is not in force yet");
    is_text(read_list("{'code': 'gq-01'}"),
            HEAD GQ_01 "],\"layers\":[" LAYER GQ_01
                       "}],\"below\":[],\"effective\":{\"admitted\":false,"
                       "\"code\":\"duty-not-in-force\",\"list\":\"access\","
                       "\"version\":\"2026-1\",\"frequencies\":[],"
                       "\"leaddays\":0,\"funding\":false}}",
            "without a version the one in force");
    is_text(read_list("{'last': true}"),
            "{\"list\":\"access\",\"version\":\"2027-1\","
            "\"validfrom\":\"2027-01-01\",\"entries\":[]}",
            "the version published last, in force or not");
    is_text(read_list("{'proofs': true, 'code': 'none-such'}"), "not found",
            "an entry that is not there has no proofs either");
    fake.plugin->tick(fake.state, us_of("2027-01-01"), NULL);
    is_text(read_list("{}"),
            "{\"list\":\"access\",\"version\":\"2027-1\","
            "\"validfrom\":\"2027-01-01\",\"entries\":[]}",
            "which changes with the day, without any event");
    is_text(read_list("{'version': '2025-1'}"), "not found", "no such version");
    is_text(read_list("{'list': 'town'}"), "not found", "no such list");
    is_text(fake_host_query(&fake, "list.count", "{}"), "not found",
            "no such read");
}

/* ---- save and restore ---------------------------------------------------- */

static void
fill(struct fake_host *host)
{
    fixture_open(host);
    fake_host_send(host, LIST_PUBLISH, KEEPER,
                   "{'list': 'town', 'version': 'v1', 'title': '镇清单', "
                   "'validfrom': '2026-01-01', 'entries': [{'code': 'b', "
                   "'title': '乙', 'class': 'basic', 'leaddays': 3, "
                   "'funding': true}, {'code': 'a', 'title': '甲', "
                   "'class': 'withdrawn', 'frequency': {'times': 4, "
                   "'per': 'day'}}]}");
    fake_host_send(host, TASK_PUBLISH, MZJ,
                   fixture_ask("pc-y", "'522731100201'", "2026-12-20", ""));
    fake_host_send(host, TASK_PUBLISH, MZJ,
                   fixture_ask("pc-m", "'522731100201', '522731100202'",
                               "2026-12-20", ", 'period': '2026-12'"));
    fake_host_send(host, TASK_PUBLISH, MZJ,
                   fixture_ask("pc-y", "'522731100203'", "2026-12-20", ""));
    fake_host_send(host, TASK_WITHDRAW, MZJ, "{'task': 5}");
}

static void
test_restore(void)
{
    struct fake_host old, new;
    char *saved;
    fill(&old);
    saved = strdup(fake_host_save(&old));
    ok(strstr(saved, "\"tasks\":[{\"task\":3,\"department\":\"mzj\","
                     "\"duty\":\"pc-y\",\"day\":\"2026-12-20\","
                     "\"audience\":[\"522731100201\"]},{\"task\":4,"
                     "\"department\":\"mzj\",\"duty\":\"pc-m\","
                     "\"day\":\"2026-12-01\",\"audience\":[\"522731100201\","
                     "\"522731100202\"]}],\"matters\":[],"),
       "saved: every task that counts");
    ok(fake_host_open(&new, "access_list", NULL), "a new gateway");
    is_int(fake_host_restore(&new, saved), DG_PLUGIN_OK, "restores");
    is_text(fake_host_save(&new), saved, "and saves the same");
    is_int(fake_host_restore(&new, saved), DG_PLUGIN_OK,
           "restores over what it has");
    is_text(fake_host_save(&new), saved, "and saves the same again");
    new.sequence = old.sequence;
    fake_host_set_day(&new, "2026-11-22");
    fake_host_send(&new, TASK_WITHDRAW, MZJ, "{'task': 3}");
    fake_host_send(&old, TASK_WITHDRAW, MZJ, "{'task': 3}");
    free(saved);
    saved = strdup(fake_host_save(&old));
    is_text(fake_host_save(&new), saved, "both go on alike");
    ok(*fake_host_decide(
           &new, TASK_PUBLISH, MZJ,
           fixture_ask("pc-m", "'522731100202'", "2026-12-31", "")),
       "the restored count decides");
    is_int(fake_host_restore(&new, "{'lists': [], 'tasks': [{'task': 1}]}"),
           DG_PLUGIN_FAILED, "a fold that makes no sense is not taken");
    free(saved);
    fake_host_close(&old);
    fake_host_close(&new);
}

/* Whichever allocation fails, it says so, and nothing is lost. */
static void
test_memory(void)
{
    struct fake_host old;
    char *saved;
    size_t failures = 0;
    enum dg_plugin_status status = DG_PLUGIN_FAILED;
    fill(&old);
    saved = strdup(fake_host_save(&old));
    for (; status && failures < 1000; failures++) {
        fake_host_left = failures;
        status = fake_host_restore(&old, saved);
    }
    fake_host_left = SIZE_MAX;
    ok(failures > 8, "restore fails at each of %zu allocations", failures - 1);
    is_text(fake_host_save(&old), saved, "and works with one more");
    free(saved);
    fake_host_close(&old);
}

int
main(void)
{
    fixture_open(&fake);
    test_entry();
    test_pages();
    test_department();
    test_versions();
    fake_host_close(&fake);
    test_restore();
    test_memory();
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
