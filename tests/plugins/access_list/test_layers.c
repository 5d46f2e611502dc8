/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks judged by lists in layers: a province, its county (which decides) and
 * two towns of it. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

static struct fake_host fake;

#define PROVINCE                                                               \
    "{'list': 'province', 'version': 'p1', 'level': 'province', "              \
    "'prefix': '52', 'validfrom': '2026-01-01', 'open': true, 'entries': ["    \
    "{'code': 'fy', 'title': '防疫', 'class': 'statutory', "                 \
    "'mandatory': true, 'clause': '第三条', 'seals': ['yz-1'], "            \
    "'proofs': ['居住'], 'evidence': ['photo']}, "                           \
    "{'code': 'tj', 'title': '统计', 'class': 'assisting', "                 \
    "'leaddays': 5, 'clause': '第五条'}, "                                  \
    "{'code': 'zs', 'title': '招商', 'class': 'negative'}, "                 \
    "{'code': 'yz-1', 'title': '印', 'kind': 'seal', 'class': 'basic'}], "    \
    "'proofs': [{'name': '婚姻状况'}, {'name': '收入', "                 \
    "'verdict': 'declaration', 'instead': '由本人书面承诺'}, "          \
    "{'name': '户籍', 'verdict': 'allowed'}]}"
#define COUNTY                                                                 \
    "{'list': 'access', 'version': 'c1', 'level': 'county', "                  \
    "'upper': 'province', 'prefix': '522731', 'open': true, "                  \
    "'validfrom': '2026-01-01', 'entries': ["                                  \
    "{'code': 'mz', 'title': '民政', 'class': 'basic', "                     \
    "'departments': ['mzj'], 'evidence': ['photo', 'album']}, "                \
    "{'code': 'sh', 'title': '收回', 'class': 'withdrawn'}]}"
#define TOWN_A                                                                 \
    "{'list': 'town-a', 'version': 'a1', 'level': 'town', "                    \
    "'upper': 'access', 'prefix': '522731100', "                               \
    "'validfrom': '2026-01-01', 'entries': ["                                  \
    "{'code': 'mz', 'title': '民政', 'class': 'negative', "                  \
    "'alternative': '由民政局办理'}, "                                   \
    "{'code': 'fy', 'title': '防疫', 'class': 'statutory', "                 \
    "'leaddays': 60, 'evidence': ['photo']}, "                                 \
    "{'code': 'jz', 'title': '集镇', 'class': 'basic'}, "                    \
    "{'code': 'tj', 'title': '统计', 'class': 'assisting', "                 \
    "'leaddays': 20}, "                                                        \
    "{'code': 'sh', 'title': '收回', 'class': 'negative'}], "                \
    "'proofs': [{'name': '居住'}]}"
#define TOWN_B                                                                 \
    "{'list': 'town-b', 'version': 'b1', 'level': 'town', "                    \
    "'upper': 'access', 'prefix': '522731102', "                               \
    "'validfrom': '2026-01-01', 'entries': ["                                  \
    "{'code': 'mz', 'title': '民政', 'class': 'withdrawn'}, "                \
    "{'code': 'tj', 'title': '统计', 'class': 'assisting', "                 \
    "'leaddays': 15}]}"

#define A "'522731100201'"
#define B "'522731102201'"
#define C "'522731103201'"

/* More members begin with a comma. */
static const char *
ask(const char *duty, const char *codes, const char *more)
{
    return fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                            fixture_ask(duty, codes, "2026-12-02", more));
}

static void
test_inherit(void)
{
    is_text(ask("fy", C,
                ", 'seals': ['yz-1'], 'proofs': ['居住证明', "
                "'户籍'], 'evidence': ['photo']"),
            "", "what a list leaves out is as above: duty, seal, proofs");
    is_text(ask("zs", C, ""),
            "refuse class duty-negative at /data/duty\n"
            "  duty \"zs\" is on the negative list and must not be handed "
            "down\n"
            "  cites province p1, entry zs\n"
            "  or: let the department do it itself (部门自行承担)\n",
            "the list above objects");
    is_text(ask("xx", A, ""),
            "refuse known duty-not-listed at /data/duty\n"
            "  duty \"xx\" is not on list \"access\" version \"c1\"\n"
            "  cites access c1\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "listed nowhere");
}

static void
test_open(void)
{
    is_text(ask("jz", A, ""), "", "an open list leaves a duty to those below");
    is_text(ask("jz", A ", " B, ""),
            "refuse known duty-not-listed at /data/duty\n"
            "  duty \"jz\" is not on list \"access\" version \"c1\"\n"
            "  cites access c1\n"
            "  or: narrow the audience to divisions whose lists have it "
            "(缩小范围)\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "where it is not listed it may not be asked");
}

static void
test_town(void)
{
    is_text(ask("mz", C, ""), "", "a town without list is as above");
    is_text(ask("mz", A, ""),
            "refuse class duty-negative at /data/duty\n"
            "  duty \"mz\" is on the negative list and must not be handed "
            "down\n"
            "  cites town-a a1, entry mz\n"
            "  or: 由民政局办理\n"
            "  or: let the department do it itself (部门自行承担)\n",
            "a town tightens");
    is_text(ask("mz", A ", " B ", " C, ""),
            "refuse class duty-negative at /data/duty\n"
            "  duty \"mz\" is on the negative list and must not be handed "
            "down\n"
            "  cites town-a a1, entry mz\n"
            "  or: 由民政局办理\n"
            "  or: let the department do it itself (部门自行承担)\n"
            "  or: leave out \"522731100\", \"522731102\" (排除)\n",
            "a task of the county: the way is to leave out who objects");
    is_text(ask("tj", A ", " B ", " C, ""),
            "refuse lead lead-time-short at /data/due\n"
            "  due on 2026-12-02, too soon after 2026-11-22: duty \"tj\" needs "
            "20 days; the earliest lawful date is 2026-12-12\n"
            "  cites town-a a1, entry tj\n"
            "  or: make it due on 2026-12-12 or later (顺延截止日期)\n"
            "  or: leave out \"522731100\", \"522731102\" (排除)\n",
            "days as well");
    is_text(fake_host_decide(&fake, TASK_PUBLISH, "town/522731102000",
                             fixture_ask("mz", C, "2026-12-20", "")),
            "refuse class duty-withdrawn at /data/duty\n"
            "  duty \"mz\" was withdrawn to the level above\n"
            "  cites town-b b1, entry mz\n"
            "  or: leave it to the level above (上级收回)\n"
            "refuse department department-not-entitled at /data/duty\n"
            "  \"522731102000\" may not ask duty \"mz\"; entitled: \"mzj\"\n"
            "  cites access c1, entry mz\n"
            "  or: let the lead department \"mzj\" ask it (牵头部门)\n",
            "a town that asks is judged by its own list as well");
}

/* What is set aside above does not hide what is not, below. */
static void
test_exempted(void)
{
    char word[64];
    fake_host_apply(&fake, EXEMPTION_REQUEST, MZJ,
                    "{'duty': 'sh', 'audience': {'codes': [" A ", " C
                    "]}, 'rules': ['class', 'lead'], 'reason': 'r', 'until': "
                    "'2026-12-31'}",
                    DG_PLUGIN_DEFER);
    snprintf(word, sizeof word, "{'request': %llu}",
             (unsigned long long) fake.sequence);
    fake_host_settle(&fake, EXEMPTION_DECIDE, KEEPER, word,
                     "exemption-granted");
    ok(strstr(ask("sh", C, ""), "note class exempted"),
       "a duty withdrawn above, set aside");
    is_text(ask("sh", A, ""),
            "refuse class duty-negative at /data/duty\n"
            "  duty \"sh\" is on the negative list and must not be handed "
            "down\n"
            "  cites town-a a1, entry sh\n"
            "  or: let the department do it itself (部门自行承担)\n",
            "and negative below: that is heard");
    ok(strstr(ask("sh", A ", " C, ""), "leave out \"522731100\" (排除)"),
       "the way is to leave out who forbids it");
}

static void
test_mandatory(void)
{
    is_text(ask("fy", A, ", 'seals': ['yz-1'], 'proofs': ['居住证明']"),
            "strip seals seal-not-allowed at /data/seals/0\n"
            "  duty \"fy\" may not ask for seal item \"yz-1\"\n"
            "  cites town-a a1, entry fy\n"
            "  or: check with the authority that keeps the record instead "
            "(部门核验)\n"
            "  or: apply to the keeper for admission of the seal item "
            "(申请准入)\n"
            "  strip /data/seals/0: 1 seal at 1 offices, seal-not-allowed\n"
            "strip proofs proof-forbidden at /data/proofs/0\n"
            "  no office may be asked to issue the proof \"居住证明\"\n"
            "  cites town-a a1, entry 居住\n"
            "  strip /data/proofs/0: 1 proof at 1 offices, proof-forbidden\n"
            "note lead layer-void at /data/due\n"
            "  due on 2026-12-02, too soon after 2026-11-22: duty \"fy\" needs "
            "60 days; the earliest lawful date is 2027-01-21; this does not "
            "count, since list \"province\" version \"p1\" marks the duty "
            "mandatory\n"
            "  cites town-a a1, entry fy\n",
            "a mandatory duty is stripped below, but never refused");
}

static void
test_proofs(void)
{
    is_text(ask("fy", C, ", 'proofs': ['婚姻状况', '收入证明', '学历']"),
            "refuse proofs proof-forbidden at /data/proofs/0\n"
            "  no office may be asked to issue the proof \"婚姻状况\"\n"
            "  cites province p1, entry 婚姻状况\n"
            "strip proofs proof-declaration at /data/proofs/1\n"
            "  the person declares \"收入证明\"; no office is asked to prove "
            "it\n"
            "  cites province p1, entry 收入\n"
            "  or: 由本人书面承诺\n"
            "  or: accept a self-declaration (告知承诺制)\n"
            "  strip /data/proofs/1: 1 proof at 1 offices, proof-declaration\n"
            "strip proofs proof-not-allowed at /data/proofs/2\n"
            "  duty \"fy\" may not ask for the proof \"学历\"\n"
            "  cites province p1, entry fy, clause 第三条\n"
            "  or: accept a self-declaration (告知承诺制)\n"
            "  strip /data/proofs/2: 1 proof at 1 offices, "
            "proof-not-allowed\n",
            "the verdicts on proofs");
}

/* What list.read says of one code. */
static void
test_read(void)
{
    const char *text =
        fake_host_query(&fake, "list.read", "{'list': 'town-a', 'code': 'tj'}");
    is_text(strstr(text, "\"below\""),
            "\"below\":[],\"effective\":{\"admitted\":true,"
            "\"frequencies\":[],\"leaddays\":20,\"funding\":false}}",
            "an entry read at a town: the strictest counts");
    ok(strstr(text, "\"layers\":[{\"list\":\"province\",") &&
           strstr(text, "},{\"list\":\"town-a\","),
       "both lists that have it are shown");
    text = fake_host_query(&fake, "list.read", "{'code': 'mz'}");
    is_text(strstr(text, "\"below\""),
            "\"below\":[{\"list\":\"town-a\",\"version\":\"a1\","
            "\"validfrom\":\"2026-01-01\",\"level\":\"town\","
            "\"upper\":\"access\",\"prefix\":\"522731100\","
            "\"class\":\"negative\"},{\"list\":\"town-b\","
            "\"version\":\"b1\",\"validfrom\":\"2026-01-01\","
            "\"level\":\"town\",\"upper\":\"access\","
            "\"prefix\":\"522731102\",\"class\":\"withdrawn\"}],"
            "\"effective\":{\"admitted\":true,\"departments\":[\"mzj\"],"
            "\"evidence\":[\"photo\",\"album\"],\"frequencies\":[],"
            "\"leaddays\":0,\"funding\":false}}",
            "read at the county: which lists below tighten it");
    text =
        fake_host_query(&fake, "list.read", "{'list': 'town-a', 'code': 'fy'}");
    is_text(strstr(text, "\"effective\""),
            "\"effective\":{\"admitted\":true,\"seals\":[],"
            "\"proofs\":[],"
            "\"evidence\":[\"photo\"],\"frequencies\":[],\"leaddays\":0,"
            "\"funding\":false}}",
            "what a mandatory entry above makes void is left out");
    text =
        fake_host_query(&fake, "list.read", "{'list': 'town-a', 'code': 'zs'}");
    is_text(strstr(text, "\"effective\""),
            "\"effective\":{\"admitted\":false,\"code\":\"duty-negative\","
            "\"list\":\"province\",\"version\":\"p1\",\"frequencies\":[],"
            "\"leaddays\":0,\"funding\":false}}",
            "an entry that only the list above has");
    is_text(
        fake_host_query(&fake, "list.read", "{'list': 'town-a', 'code': 'xx'}"),
        "not found", "one that none has");
}

/* The layers of a closed county. */
static void
test_closed(void)
{
    fake_host_apply(&fake, LIST_PUBLISH, KEEPER,
                    "{'list': 'access', 'version': 'c2', 'base': 'c1', "
                    "'open': false, 'validfrom': '2026-11-01', 'entries': []}",
                    DG_PLUGIN_NOTE);
    is_text(ask("jz", A, ""),
            "refuse known duty-not-listed at /data/duty\n"
            "  duty \"jz\" is not on list \"access\" version \"c2\"\n"
            "  cites access c2\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n",
            "a closed list does not");
}

int
main(void)
{
    static const char *const lists[] = {PROVINCE, COUNTY, TOWN_A, TOWN_B};
    ok(fake_host_open(&fake, "access_list", NULL), "a gateway");
    fake_host_set_day(&fake, "2026-01-01");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        is_text(fake_host_decide(&fake, LIST_PUBLISH, KEEPER, lists[i]), "",
                "a list that fits");
        fake_host_send(&fake, LIST_PUBLISH, KEEPER, lists[i]);
    }
    fake_host_set_day(&fake, "2026-11-22");
    test_inherit();
    test_open();
    test_town();
    test_exempted();
    test_mandatory();
    test_proofs();
    test_read();
    test_closed();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
