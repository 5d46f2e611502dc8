/* SPDX-License-Identifier: Apache-2.0 */
/* Publishing a list among layers: where it may stand, what it may not loosen
 * or tighten away, and what is said of lists below. */
#include <stdlib.h>

#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

static struct fake_host fake;

#define TOWN "town/522731100000"

static const char *
decide(const char *source, const char *list)
{
    return fake_host_decide(&fake, LIST_PUBLISH, source, list);
}

static void
publish(const char *list)
{
    is_int(fake_host_send(&fake, LIST_PUBLISH, KEEPER, list), DG_PLUGIN_NOTE,
           "a list that fits");
}

/* ---- place --------------------------------------------------------------- */

static void
test_upper(void)
{
    publish("{'list': 'city', 'version': 'v1', 'level': 'city', "
            "'prefix': '5227', 'validfrom': '2026-01-01', 'entries': []}");
    publish("{'list': 'access', 'version': 'v1', 'level': 'county', "
            "'upper': 'city', 'prefix': '522731', "
            "'validfrom': '2026-01-01', 'entries': []}");
    is_text(decide(KEEPER, "{'list': 'x', 'version': 'v1', 'upper': 'y', "
                           "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish upper-unknown at /data/upper\n"
            "  there is no list \"y\"\n"
            "  cites x v1\n",
            "a list above that is not there");
    is_text(decide(KEEPER, "{'list': 'city', 'version': 'v2', "
                           "'upper': 'access', 'validfrom': '2026-01-01', "
                           "'entries': []}"),
            "refuse publish layer-cycle at /data/upper\n"
            "  the list would stand above itself: city → access → city\n"
            "  cites city v2\n",
            "a cycle, with its chain");
    is_text(decide(KEEPER, "{'list': 'x', 'version': 'v1', 'upper': 'x', "
                           "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish layer-cycle at /data/upper\n"
            "  the list would stand above itself: x → x\n"
            "  cites x v1\n",
            "a list above itself");
    is_text(decide(KEEPER, "{'list': 'x', 'version': 'v1', 'upper': 'access', "
                           "'level': 'county', 'prefix': '5227', "
                           "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish layer-order at /data/level\n"
            "  a list of level county cannot stand below list \"access\" of "
            "level county\n"
            "  cites x v1\n"
            "refuse publish layer-outside at /data/prefix\n"
            "  prefix \"5227\" lies outside that of list \"access\", which is "
            "\"522731\"\n"
            "  cites x v1\n",
            "neither lower nor inside");
    is_text(decide(KEEPER, "{'list': 'access', 'version': 'v2', "
                           "'level': 'county', 'prefix': '522731', "
                           "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish layer-left at /data/upper\n"
            "  list \"access\" stands below \"city\" and stays there\n"
            "  cites access v2\n",
            "out of its place");
    is_text(decide(KEEPER, "{'list': 'access', 'version': 'v2', 'base': 'v1', "
                           "'validfrom': '2026-01-01', 'entries': []}"),
            "", "with a base it keeps it");
}

/* Before a keeper published it. */
static void
test_deciding(void)
{
    is_text(decide(TOWN, "{'list': 'access', 'version': 'v1', "
                         "'level': 'town', 'prefix': '522731100', "
                         "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish layer-not-own at /data/list\n"
            "  list \"access\" is not that of \"522731100000\"\n"
            "  cites access v1\n",
            "the list that decides is no town's, also where there is none");
}

static void
test_town(void)
{
    is_text(decide(TOWN, "{'list': 't', 'version': 'v1', 'level': 'town', "
                         "'upper': 'access', 'prefix': '522731100', "
                         "'validfrom': '2026-01-01', 'entries': []}"),
            "", "a town publishes its own list");
    is_text(decide(TOWN, "{'list': 't', 'version': 'v1', 'level': 'town', "
                         "'upper': 'access', 'prefix': '522731102', "
                         "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish layer-not-own at /data/prefix\n"
            "  \"522731100000\" publishes only lists of level town with prefix "
            "\"522731100\"\n"
            "  cites t v1\n",
            "but no other town's");
    is_text(decide(TOWN, "{'list': 'access', 'version': 'v2', "
                         "'level': 'town', 'upper': 'city', "
                         "'prefix': '522731100', "
                         "'validfrom': '2026-01-01', 'entries': []}"),
            "refuse publish layer-not-own at /data/list\n"
            "  list \"access\" is not that of \"522731100000\"\n"
            "  cites access v2\n",
            "nor the county's in its own name");
    fake_host_apply(&fake, LIST_PUBLISH, TOWN,
                    "{'list': 'access', 'version': 'v9', 'level': 'town', "
                    "'prefix': '522731100', 'validfrom': '2026-01-01', "
                    "'entries': []}",
                    DG_PLUGIN_NOTE);
    is_text(fake_host_query(&fake, "list.read", "{'version': 'v9'}"),
            "not found", "not even where the rule only observes");
}

/* ---- above --------------------------------------------------------------- */

#define LOOSE(member, what)                                                    \
    "refuse publish layer-loosens at /data/entries/0/" member "\n"             \
    "  \"a\" is milder than \"a\" of list \"city\" version \"v2\", clause "    \
    "第九条: " what "\n"                                                       \
    "  cites access v2, entry a\n"                                             \
    "  or: leave the entry out: then the list above holds\n"

static void
test_loosens(void)
{
    publish("{'list': 'city', 'version': 'v2', 'level': 'city', "
            "'prefix': '5227', 'validfrom': '2026-01-01', 'entries': ["
            "{'code': 'a', 'title': '甲', 'class': 'basic', "
            "'departments': ['mzj', 'wjj'], 'prefixes': ['522731'], "
            "'seals': ['s'], 'proofs': ['居住证明'], 'evidence': ['photo'], "
            "'frequency': {'times': 12, 'per': 'year'}, 'leaddays': 10, "
            "'funding': true, 'validfrom': '2026-03-01', "
            "'validto': '2026-09-30', 'clause': '第九条'}, "
            "{'code': 'n', 'title': '负', 'class': 'negative'}, "
            "{'code': 's', 'title': '印', 'kind': 'seal', 'class': 'basic'}], "
            "'proofs': [{'name': '婚姻状况证明', 'clause': '第8项'}, "
            "{'name': '收入', 'verdict': 'declaration'}]}");
    is_text(
        decide(KEEPER,
               "{'list': 'access', 'version': 'v2', 'base': 'v1', "
               "'validfrom': '2026-01-01', 'entries': ["
               "{'code': 'a', 'title': '甲', 'class': 'basic', "
               "'departments': ['mzj', 'rsj'], "
               "'prefixes': ['522731', '522732'], "
               "'seals': ['s', 't'], 'proofs': ['居住', '学历'], "
               "'evidence': ['photo', 'album'], "
               "'frequency': {'times': 2, 'per': 'month'}, "
               "'leaddays': 9, 'validto': '2026-10-01'}, "
               "{'code': 'n', 'title': '负', 'class': 'basic'}, "
               "{'code': 'x', 'title': '新', 'class': 'basic'}], "
               "'proofs': [{'name': '婚姻状况', 'verdict': 'declaration'}, "
               "{'name': '收入', 'verdict': 'not-allowed'}]}"),
        "note publish seal-unknown at /data/entries/0/seals/1\n"
        "  \"t\" is no seal item of this list, so it is never allowed\n"
        "  cites access v2, entry a\n" LOOSE("departments",
                                             "it lets more departments ask")
            LOOSE("seals", "it allows more seals") LOOSE(
                "proofs", "it allows more proofs")
                LOOSE("evidence", "it allows more evidence") LOOSE(
                    "frequency",
                    "it may be asked more often") LOOSE("leaddays",
                                                        "it needs fewer days")
                    LOOSE("funding", "it needs no funding") LOOSE(
                        "validfrom",
                        "it is in force longer") "refuse publish layer-loosens "
                                                 "at /data/entries/1/class\n"
                                                 "  \"n\" is milder than \"n\" "
                                                 "of list \"city\" version "
                                                 "\"v2\": it "
                                                 "lets be handed down what "
                                                 "must not be\n"
                                                 "  cites access v2, entry n\n"
                                                 "  or: leave the entry out: "
                                                 "then the list above holds\n"
                                                 "refuse publish layer-loosens "
                                                 "at /data/entries/2/code\n"
                                                 "  \"x\" is not on list "
                                                 "\"city\" version \"v2\", "
                                                 "which is not open "
                                                 "to entries of its own below "
                                                 "it\n"
                                                 "  cites access v2, entry x\n"
                                                 "  or: leave the entry out: "
                                                 "then the list above holds\n"
                                                 "refuse publish layer-loosens "
                                                 "at /data/proofs/0/verdict\n"
                                                 "  proof \"婚姻状况\" is "
                                                 "milder than \"婚姻状况证明\" "
                                                 "of list "
                                                 "\"city\" version \"v2\", "
                                                 "clause 第8项: declaration, "
                                                 "there "
                                                 "not-allowed\n"
                                                 "  cites access v2, entry "
                                                 "婚姻状况\n",
        "every loosening, with both entries");
    publish("{'list': 'access', 'version': 'v2', 'base': 'v1', "
            "'validfrom': '2026-01-01', 'entries': ["
            "{'code': 'a', 'title': '甲', 'class': 'basic', "
            "'departments': ['mzj'], 'seals': ['s'], 'proofs': ['居住'], "
            "'frequency': {'times': 3, 'per': 'quarter'}, 'leaddays': 20, "
            "'funding': true, 'validfrom': '2026-04-01', "
            "'validto': '2026-09-30'}, "
            "{'code': 'n', 'title': '负', 'class': 'withdrawn'}]}");
}

static void
is_loose(const char *frequency, bool loose)
{
    char list[512];
    const char *text;
    snprintf(list, sizeof list,
             "{'list': 'access', 'version': 'v3', 'base': 'v2', "
             "'validfrom': '2026-01-01', 'entries': ["
             "{'code': 'a', 'title': '甲', 'class': 'basic', "
             "'departments': ['mzj'], 'leaddays': 10, 'funding': true, "
             "'validfrom': '2026-03-01', 'validto': '2026-09-30'%s}]}",
             frequency);
    text = decide(KEEPER, list);
    ok(loose ? strstr(text, "/frequency") != NULL : *text == '\0',
       "beside 12 a year:%s %s", frequency, loose ? "is oftener" : "is not");
}

static void
test_frequencies(void)
{
    is_loose("", true);
    is_loose(", 'frequency': {'times': 12, 'per': 'year'}", false);
    is_loose(", 'frequency': {'times': 13, 'per': 'year'}", true);
    is_loose(", 'frequency': {'times': 3, 'per': 'quarter'}", false);
    is_loose(", 'frequency': {'times': 4, 'per': 'quarter'}", true);
    is_loose(", 'frequency': {'times': 1, 'per': 'month'}", false);
    is_loose(", 'frequency': {'times': 1, 'per': 'day'}", true);
}

#define TAKEN(member, what)                                                    \
    "refuse publish layer-mandatory at /data/entries/0/" member "\n"           \
    "  \"m\" tightens away the mandatory \"m\" of list \"city\" version "      \
    "\"v3\", clause 第一条: " what "\n"                                        \
    "  cites access v3, entry m\n"                                             \
    "  or: leave the entry out: then the list above holds\n"

static void
test_mandatory(void)
{
    publish("{'list': 'city', 'version': 'v3', 'base': 'v2', "
            "'validfrom': '2026-01-01', 'entries': ["
            "{'code': 'm', 'title': '防疫', 'class': 'statutory', "
            "'mandatory': true, 'clause': '第一条'}]}");
    is_text(decide(KEEPER, "{'list': 'access', 'version': 'v3', "
                           "'base': 'v2', 'validfrom': '2026-01-01', "
                           "'entries': [{'code': 'm', 'title': '防疫', "
                           "'class': 'negative', 'departments': ['wjj'], "
                           "'prefixes': ['522731100'], "
                           "'validto': '2026-09-30'}]}"),
            TAKEN("class", "it may not be handed down any more")
                TAKEN("departments", "it lets fewer departments ask")
                    TAKEN("prefixes", "it may be asked in fewer places")
                        TAKEN("validfrom", "it is in force for a shorter time"),
            "what is mandatory is not tightened away");
    is_text(decide(KEEPER, "{'list': 'access', 'version': 'v3', "
                           "'base': 'v2', 'validfrom': '2026-01-01', "
                           "'entries': [{'code': 'm', 'title': '防疫', "
                           "'class': 'statutory', 'leaddays': 5, "
                           "'prefixes': ['5227', '522732']}]}"),
            "", "it may be tightened otherwise, and repeat where it holds");
}

/* ---- below --------------------------------------------------------------- */

static void
test_below(void)
{
    const char *text =
        decide(KEEPER, "{'list': 'city', 'version': 'v4', 'base': 'v3', "
                       "'validfrom': '2026-01-01', 'removed': ['n'], "
                       "'entries': [{'code': 'a', 'title': '甲', "
                       "'class': 'negative', 'clause': '第十条'}]}");
    is_text(text,
            "note publish layer-below at /data/entries/0\n"
            "  \"a\" of list \"access\" version \"v2\" does not fit under this "
            "any more: it lets be handed down what must not be\n"
            "  cites city v4, entry a\n"
            "note publish layer-below at /data/removed/0\n"
            "  \"n\" of list \"access\" version \"v2\" does not fit under this "
            "any more: its duty is not listed any more\n"
            "  cites city v4, entry n\n",
            "changes above are not held up, but said");
    is_text(decide(KEEPER, "{'list': 'city', 'version': 'v4', "
                           "'level': 'city', 'prefix': '5227', 'open': true, "
                           "'validfrom': '2026-01-01', 'entries': ["
                           "{'code': 'n', 'title': '负', 'class': 'basic', "
                           "'mandatory': true}]}"),
            "note publish layer-below at /data/entries/0\n"
            "  \"n\" of list \"access\" version \"v2\" does not fit under this "
            "any more: it may not be handed down any more\n"
            "  cites city v4, entry n\n",
            "a whole version as well; an open list minds no others");
}

int
main(void)
{
    ok(fake_host_open(&fake, "access_list", NULL) &&
           fake_host_set_day(&fake, "2026-01-01"),
       "a gateway");
    test_deciding();
    test_upper();
    test_town();
    test_loosens();
    test_frequencies();
    test_mandatory();
    test_below();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
