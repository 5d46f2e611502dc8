/* SPDX-License-Identifier: Apache-2.0 */
/* Versions as changes of the one before, drafts, and what is wrong with them;
 * the fold of all this saved and restored. */
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
publish(const char *list)
{
    is_int(fake_host_send(&fake, LIST_PUBLISH, KEEPER, list), DG_PLUGIN_NOTE,
           "published");
}

#define ENTRY(code, class)                                                     \
    "{'code': '" code "', 'title': '事项', 'class': '" class "'}"

/* What list.read gives of a version: its codes. */
static const char *
codes(const char *version)
{
    static char text[1024];
    char params[128];
    const char *at;
    snprintf(params, sizeof params, "{'version': '%s', 'limit': 500}", version);
    at = fake_host_query(&fake, "list.read", params);
    *text = '\0';
    while ((at = strstr(at, "{\"code\":\""))) {
        at += strlen("{\"code\":\"");
        snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s ",
                 (int) strcspn(at, "\""), at);
    }
    return text;
}

static void
test_changes(void)
{
    publish(
        "{'list': 'access', 'version': 'v1', 'validfrom': '2026-01-01', "
        "'title': '清单', 'level': 'county', 'prefix': '522731', "
        "'open': true, 'entries': [" ENTRY("a", "basic") ", " ENTRY(
            "b",
            "basic") ", " ENTRY("c",
                                "basic") "], "
                                         "'proofs': [{'name': '婚姻状况'}]}");
    publish("{'list': 'access', 'version': 'v2', 'base': 'v1', "
            "'validfrom': '2026-02-01', 'removed': ['b'], 'entries': ["
            "{'code': 'c', 'title': '新', 'class': 'negative'}, " ENTRY(
                "ab", "basic") "]}");
    is_text(codes("v1"), "a b c ", "the version before stays as it was");
    is_text(codes("v2"), "a ab c ", "one removed, one replaced, one added");
    is_text(fake_host_query(&fake, "list.read",
                            "{'version': 'v2', 'after': 'b', 'proofs': true}"),
            "{\"list\":\"access\",\"version\":\"v2\",\"title\":\"清单\","
            "\"validfrom\":\"2026-02-01\",\"level\":\"county\","
            "\"prefix\":\"522731\",\"open\":true,"
            "\"proofs\":[{\"name\":\"婚姻状况\","
            "\"verdict\":\"not-allowed\"}],\"entries\":[{\"code\":\"c\","
            "\"title\":\"新\",\"kind\":\"work\","
            "\"class\":\"negative\"}]}",
            "replaced; place and proofs are taken over");
    publish("{'list': 'access', 'version': 'v3', 'base': 'v2', "
            "'validfrom': '2026-03-01', 'removed': ['ab'], "
            "'open': false, 'entries': [" ENTRY("b", "basic") "]}");
    is_text(codes("v3"), "a b c ", "what was removed may come back");
    is_text(codes("v2"), "a ab c ", "later only");
    publish("{'list': 'access', 'version': 'v4', "
            "'validfrom': '2026-04-01', 'entries': [" ENTRY("b", "basic") "]}");
    is_text(codes("v4"), "b ", "without base everything is replaced");
    is_text(codes("v3"), "a b c ", "and nothing in the versions before");
    is_text(fake_host_query(&fake, "list.read", "{'version': 'v4'}"),
            "{\"list\":\"access\",\"version\":\"v4\","
            "\"validfrom\":\"2026-04-01\",\"entries\":[{\"code\":\"b\","
            "\"title\":\"事项\",\"kind\":\"work\",\"class\":\"basic\"}]}",
            "the place as well");
}

static void
is_asked(const char *date, const char *duty, const char *said)
{
    const char *text;
    fake_host_set_day(&fake, date);
    text = fake_host_decide(&fake, TASK_PUBLISH, MZJ, fixture_task(duty, ""));
    ok(*said ? strstr(text, said) != NULL : *text == '\0',
       "%s on %s: %s (%.60s)", duty, date, *said ? said : "admitted", text);
}

static void
test_drafts(void)
{
    publish("{'list': 'access', 'version': 'v5-1', 'draft': true, "
            "'validfrom': '2026-05-01', 'entries': [" ENTRY("d", "basic") "]}");
    publish("{'list': 'access', 'version': 'v5-2', 'base': 'v5-1', "
            "'draft': true, 'validfrom': '2026-05-01', "
            "'entries': [" ENTRY("b", "negative") "]}");
    is_asked("2026-05-02", "b", "");
    is_asked("2026-05-02", "d", "not on list \"access\" version \"v4\"");
    is_asked("2026-02-02", "ab", "");
    is_asked("2026-02-02", "b", "not on list \"access\" version \"v2\"");
    is_asked("2026-02-02", "c", "duty-negative");
    publish("{'list': 'access', 'version': 'v5', 'base': 'v5-2', "
            "'validfrom': '2026-05-01', 'entries': [" ENTRY("e", "basic") "]}");
    is_asked("2026-05-02", "b", "duty-negative");
    is_asked("2026-05-02", "d", "");
    is_asked("2026-05-02", "e", "");
    is_asked("2026-04-30", "b", "");
}

static void
test_base(void)
{
    is_text(decide("{'list': 'access', 'version': 'v6', 'base': 'v4', "
                   "'validfrom': '2026-06-01', 'removed': ['x'], "
                   "'entries': []}"),
            "refuse publish base-not-last at /data/base\n"
            "  version \"v4\" is not the one published last; that is \"v5\"\n"
            "  cites access v6\n"
            "refuse publish removed-unknown at /data/removed/0\n"
            "  entry \"x\" is not in version \"v5\"\n"
            "  cites access v6, entry x\n",
            "a base that others have changed since, and an unknown code");
    is_text(decide("{'list': 'access', 'version': 'v6', 'base': 'w', "
                   "'validfrom': '2026-06-01', 'entries': []}"),
            "refuse publish base-unknown at /data/base\n"
            "  list \"access\" has no version \"w\"\n"
            "  cites access v6\n",
            "a base that never was");
    is_text(decide("{'list': 'new', 'version': 'v1', 'base': 'v5', "
                   "'validfrom': '2026-06-01', 'entries': []}"),
            "refuse publish base-unknown at /data/base\n"
            "  list \"new\" has no version \"v5\"\n"
            "  cites new v1\n",
            "a base of a list that never was");
    is_text(decide("{'list': 'access', 'version': 'v6', "
                   "'validfrom': '2026-06-01', 'removed': ['b'], "
                   "'entries': []}"),
            "refuse publish removed-unknown at /data/removed/0\n"
            "  entry \"b\" cannot be removed from nothing: there is no base\n"
            "  cites access v6, entry b\n",
            "removed without a base");
    is_text(decide("{'list': 'access', 'version': 'v6', 'base': 'v5', "
                   "'validfrom': '2026-06-01', 'removed': ['b'], "
                   "'entries': [" ENTRY("b", "basic") "]}"),
            "refuse publish entry-twice at /data/entries/0/code\n"
            "  entry \"b\" is already at /data/removed/0\n"
            "  cites access v6, entry b\n",
            "removed and given");
}

/* Ten codes that stand twice are ten findings, each with both places. */
static void
test_ten_twice(void)
{
    char list[4096] = "{'list': 'access', 'version': 'v6', "
                      "'validfrom': '2026-06-01', 'entries': [";
    char wanted[4096] = "";
    for (int i = 0; i < 20; i++) {
        snprintf(list + strlen(list), sizeof list - strlen(list),
                 "%s{'code': 'd-%d', 'title': '重', 'class': 'basic'}",
                 i ? ", " : "", i % 10);
    }
    strcat(list, "]}");
    for (int i = 0; i < 10; i++) {
        snprintf(wanted + strlen(wanted), sizeof wanted - strlen(wanted),
                 "refuse publish entry-twice at /data/entries/%d/code\n"
                 "  entry \"d-%d\" is already at /data/entries/%d\n"
                 "  cites access v6, entry d-%d\n",
                 i + 10, i, i, i);
    }
    is_text(decide(list), wanted, "a list with ten duplicate codes");
}

/* Let through by a rule that does not enforce. */
static void
test_observed(void)
{
    fake_host_apply(&fake, LIST_PUBLISH, KEEPER,
                    "{'list': 'access', 'version': 'v7', 'base': 'v1', "
                    "'validfrom': '2026-07-01', 'removed': ['x', 'e'], "
                    "'entries': [" ENTRY("f", "basic") "]}",
                    DG_PLUGIN_NOTE);
    is_text(codes("v7"), "b d f ", "a foreign base: it changes the last one");
}

static void
test_restore(void)
{
    struct fake_host new;
    char *saved = strdup(fake_host_save(&fake));
    static const char *const versions[] = {"v1", "v2",   "v3", "v4",
                                           "v5", "v5-1", "v7"};
    ok(fake_host_open(&new, "access_list", NULL) &&
           fake_host_restore(&new, saved) == DG_PLUGIN_OK,
       "a new gateway restores");
    is_text(fake_host_save(&new), saved, "and saves the same");
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct fake_host old = fake;
        char *wanted = strdup(codes(versions[i]));
        fake = new;
        is_text(codes(versions[i]), wanted, versions[i]);
        new = fake;
        fake = old;
        free(wanted);
    }
    free(saved);
    fake_host_close(&new);
}

int
main(void)
{
    ok(fake_host_open(&fake, "access_list", NULL) &&
           fake_host_set_day(&fake, "2026-01-01"),
       "a gateway");
    test_changes();
    test_drafts();
    test_base();
    test_ten_twice();
    test_observed();
    test_restore();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
