/* SPDX-License-Identifier: Apache-2.0 */
/* The roster page by page: its order, where pages end, what is left out. */
#include <stdio.h>
#include <string.h>

#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define OFFICE(code, name) "{\"code\":\"" code "\",\"name\":\"" name "\"}"
#define ROSTER                                                                                                           \
    "{\"version\":\"1\",\"departments\":[" OFFICE("wjj", "卫健局") "," OFFICE("mzj", "民政局") "],\"offices\":[" OFFICE( \
        "522731101001",                                                                                                  \
        "摆金村") "," OFFICE("522731100002",                                                                             \
                             "辉岩村") "," OFFICE("522731100000",                                                        \
                                                  "好花红镇") "],"                                                       \
                                                              "\"groups\":[{"                                            \
                                                              "\"name\":"                                                \
                                                              "\"山区\","                                              \
                                                              "\"codes\":["                                              \
                                                              "\"522731101001"                                           \
                                                              "\","                                                      \
                                                              "\"522731100002"                                           \
                                                              "\"]},{"                                                   \
                                                              "\"name\":"                                                \
                                                              "\"坝区\","                                              \
                                                              "\"codes\":["                                              \
                                                              "\"522731100002"                                           \
                                                              "\"]}]}"

static const char *
read_page(struct fixture *f, const char *after, size_t limit)
{
    static char text[4096];
    struct dg_str written;
    dg_json_writer_reset(f->out);
    switch (dg_roster_read(f->roster, dg_str_from(after), limit, f->out)) {
    case DG_OK:
        fixture_need(!dg_json_writer_text(f->out, &written), "text");
        snprintf(text, sizeof text, "%.*s", DG_STR_ARG(written));
        return text;
    case DG_ERR_ABSENT:
        return "absent";
    default:
        return "malformed";
    }
}

static void
test_pages(struct fixture *f)
{
    is_text(
        read_page(f, "", 500),
        "{\"version\":\"1\",\"departments\":[" OFFICE("mzj", "民政局") "," OFFICE(
            "wjj",
            "卫健局") "],\"offices\""
                      ":[" OFFICE("522731100000", "好花红镇") "," OFFICE(
                          "522731100002",
                          "辉岩村") "," OFFICE("522731101001",
                                               "摆金村") "],\"groups\":[{"
                                                         "\"name\":"
                                                         "\"山区\",\"codes\":["
                                                         "\"522731100002\","
                                                         "\"522731101001\"]},"
                                                         "{\"name\":\"坝区\","
                                                         "\"codes\":["
                                                         "\"522731100002\"]}]}",
        "all of it: by code, groups as they were published");
    is_text(read_page(f, "", 1),
            "{\"version\":\"1\",\"departments\":[" OFFICE(
                "mzj", "民政局") "],\"next\":\"d.mzj\"}",
            "a page ends within the departments");
    is_text(
        read_page(f, "d.mzj", 2),
        "{\"version\":\"1\",\"departments\":[" OFFICE(
            "wjj",
            "卫健局") "],\"offices\":[" OFFICE("522731100000",
                                               "好花红镇") "],"
                                                           "\"next\":\"o."
                                                           "522731100000\"}",
        "or within the offices");
    is_text(read_page(f, "o.522731100002", 2),
            "{\"version\":\"1\",\"offices\":[" OFFICE(
                "522731101001",
                "摆金村") "],\"groups\":[{\"name\":\"山区\","
                          "\"codes\":[\"522731100002\",\"522731101001\"]}],"
                          "\"next\":\"g.0\"}",
            "or within the groups");
    is_text(read_page(f, "g.0", 1),
            "{\"version\":\"1\",\"groups\":[{\"name\":\"坝区\",\"codes\":"
            "[\"522731100002\"]}]}",
            "the last page has no next");
}

static void
test_cursors(struct fixture *f)
{
    static const char *const bad[] = {"x.1", "o", "o.", "o.1x", "g.-1", "d"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        is_text(read_page(f, bad[i], 10), "malformed", bad[i]);
    }
}

static void
test_changes(struct fixture *f)
{
    fixture_roster(
        f, "{\"version\":\"2\",\"base\":\"1\",\"offices\":[" OFFICE(
               "522731099001", "新村") "],\"abolished\":[{\"code\":"
                                       "\"522731100002\",\"successors\":"
                                       "[\"522731101001\"]}]}");
    is_text(
        read_page(f, "d.wjj", 500),
        "{\"version\":\"2\",\"departments\":[],\"offices\":[" OFFICE(
            "522731099001",
            "新村") "," OFFICE("522731100000",
                               "好花红镇") "," OFFICE("522731101001",
                                                      "摆金村") "],\"groups\":["
                                                                "{\"name\":"
                                                                "\"山区\","
                                                                "\"codes\":["
                                                                "\"522731101001"
                                                                "\"]}]}",
        "what ended is not read, nor a group of which nothing is left");
}

int
main(void)
{
    struct fixture f;
    fixture_init(&f);
    is_text(read_page(&f, "", 10), "absent", "there is no roster yet");
    fixture_roster(&f, ROSTER);
    is_text(fixture_said(&f), "", "a roster is taken");
    test_pages(&f);
    test_cursors(&f);
    test_changes(&f);
    fixture_finish(&f);
    return tap_done();
}
