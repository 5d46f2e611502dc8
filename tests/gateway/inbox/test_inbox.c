/* SPDX-License-Identifier: Apache-2.0 */
/* The inbox: what a task looks like, who sees it in which order, and which
 * withdrawals and acknowledgements are refused. */
#include <stdlib.h>

#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define DAY INT64_C(86400000000)
/* The end of 2026-12-01 and of 2026-12-02 in China. */
#define DUE_1 INT64_C(1796140800000000)
#define DUE_2 (DUE_1 + DAY)

#define TASK(due, audience)                                                    \
    "{\"duty\":\"MZ-001\",\"title\":\"低保对象年度核查\","             \
    "\"audience\":" audience ",\"due\":\"" due "\"}"

static void
set_up(struct fixture *f)
{
    fixture_init(f);
    fixture_roster(
        f, "{\"version\":\"1\",\"departments\":["
           "{\"code\":\"mzj\",\"name\":\"惠水县民政局\"}],\"offices\":["
           "{\"code\":\"522731100000\",\"name\":\"好花红镇\"},"
           "{\"code\":\"522731100001\",\"name\":\"好花红村\"},"
           "{\"code\":\"522731100002\",\"name\":\"辉岩村\"},"
           "{\"code\":\"522731101001\",\"name\":\"摆金村\"}],"
           "\"groups\":[{\"name\":\"示范村\",\"codes\":[\"522731100001\"]}]}");
    fixture_need(dg_roster_version(f->roster) == 1, "set-up");
}

static const char *
read_after(struct fixture *f, uint64_t office, const char *after, size_t limit)
{
    struct dg_inbox_query query = {office, dg_str_from(after), limit, DUE_1};
    enum dg_err err;

    return fixture_read(f, &query, &err);
}

static const char *
read_all(struct fixture *f, uint64_t office)
{
    return read_after(f, office, "", 100);
}

/* The receipt numbers of a page, "3 1 2". */
static const char *
tasks_of(const char *page)
{
    static char list[256];
    size_t used = 0;

    list[0] = '\0';
    while (page && (page = strstr(page, "{\"task\":"))) {
        page += sizeof "{\"task\":" - 1;
        used += (size_t) snprintf(list + used, sizeof list - used, "%s%d",
                                  used ? " " : "", atoi(page));
    }
    return list;
}

static void
test_item(void)
{
    static const struct dg_effect effects[] = {
        {.kind = DG_EFFECT_STRIP, .pointer = {"/data/seals/0", 13}},
        {.kind = DG_EFFECT_STRIP, .pointer = {"/data/proofs/0", 14}},
        {.kind = DG_EFFECT_SHARE, .pointer = {"/data/evidence/0", 16}},
        {.kind = DG_EFFECT_STRIP, .pointer = {"/data/nothing", 13}},
        {.kind = DG_EFFECT_STRIP, .pointer = {"/data/text", 10}},
    };
    struct fixture f;

    set_up(&f);
    is_int(
        fixture_publish_stripped(
            &f, 7,
            "{ \"duty\": \"MZ-001\", \"title\": \"低保\\n核查\", "
            "\"text\":\"请于月底前完成\", \"document\":\"惠民发〔2026〕3号\","
            "\"origin\":\"county\",\"audience\":{\"prefixes\":[\"522731\"]},"
            "\"due\":\"2026-12-01\",\"period\":\"2026-Q4\","
            "\"funding\":\"县财政\",\"seals\":[\"S-01\",\"S-02\"],"
            "\"proofs\":[\"居住证明\"],\"evidence\":[\"photo\"],"
            "\"strict\":false}",
            effects, sizeof effects / sizeof *effects),
        DG_OK, "a task is taken");
    is_str(dg_inbox_task(f.inbox, 7)->item,
           "{\"duty\":\"MZ-001\",\"title\":\"低保\\n核查\","
           "\"document\":\"惠民发〔2026〕3号\",\"origin\":\"county\","
           "\"due\":\"2026-12-01\",\"period\":\"2026-Q4\","
           "\"funding\":\"县财政\",\"seals\":[\"S-02\"],"
           "\"evidence\":[\"photo\"],\"from\":\"department/mzj\","
           "\"offices\":3}",
           "without what was stripped, and without audience");
    is_text(read_all(&f, 522731100001),
            "{\"office\":\"522731100001\",\"name\":\"好花红村\",\"open\":1,"
            "\"acknowledged\":0,\"tasks\":[{\"task\":7,\"overdue\":true,"
            "\"acknowledged\":false,"
            "\"department\":\"惠水县民政局\",\"duty\":\"MZ-001\","
            "\"title\":\"低保\\n核查\",\"document\":\"惠民发〔2026〕3号\","
            "\"origin\":\"county\",\"due\":\"2026-12-01\","
            "\"period\":\"2026-Q4\",\"funding\":\"县财政\","
            "\"seals\":[\"S-02\"],\"evidence\":[\"photo\"],"
            "\"from\":\"department/mzj\",\"offices\":3}]}",
            "as an office reads it");
    is_str(dg_inbox_task(f.inbox, 7)->source, "department/mzj", "its source");
    is_int(dg_inbox_task(f.inbox, 7)->due_us, DUE_1, "due at the day's end");
    ok(!dg_inbox_task(f.inbox, 8), "another is not there");
    fixture_finish(&f);
}

static void
test_department(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 1, "department/xxx",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731\"]}"));
    ok(!strstr(read_all(&f, 522731100001), "\"department\""),
       "a department that the roster does not know has no name");
    fixture_roster(&f, "{\"version\":\"2\",\"base\":\"1\",\"departments\":"
                       "[{\"code\":\"xxx\",\"name\":\"新局\"}]}");
    ok(strstr(read_all(&f, 522731100001), "\"department\":\"新局\""),
       "the name is looked up when the inbox is read");
    fixture_publish(&f, 2, "town/522731100000",
                    TASK("2026-12-02", "{\"codes\":[\"522731100002\"]}"));
    ok(!strstr(read_all(&f, 522731100002), "\"task\":2,\"overdue\":false,"
                                           "\"acknowledged\":false,\"dep"),
       "a town is no department");
    ok(strstr(read_all(&f, 522731100002),
              "\"acknowledged\":false,\"town\":\"好花红镇\""),
       "but it has a name, too");
    fixture_finish(&f);
}

static void
test_who_sees(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"\"]}"));
    fixture_publish(&f, 2, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731100\"]}"));
    fixture_publish(&f, 3, "department/mzj",
                    TASK("2026-12-01", "{\"codes\":[\"522731100000\"]}"));
    fixture_publish(&f, 4, "department/mzj",
                    TASK("2026-12-01", "{\"groups\":[\"示范村\"],"
                                       "\"prefixes\":[\"522731100\"]}"));
    fixture_publish(&f, 5, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"52\"],"
                                       "\"exclude\":[\"522731100001\"]}"));
    is_text(tasks_of(read_all(&f, 522731100001)), "1 2 4",
            "prefixes and groups, each task once, not where excluded");
    is_text(tasks_of(read_all(&f, 522731100002)), "1 2 4 5", "its neighbour");
    is_text(tasks_of(read_all(&f, 522731101001)), "1 5", "the other town");
    is_text(tasks_of(read_all(&f, 522731100000)), "3",
            "a town sees only what names it");
    is_int(dg_inbox_entry_count(f.inbox), 6, "one entry for each term");
    fixture_finish(&f);
}

static void
test_order(void)
{
    struct fixture f;
    const char *page;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj",
                    TASK("2026-12-02", "{\"prefixes\":[\"522731\"]}"));
    fixture_publish(&f, 2, "department/mzj",
                    TASK("2026-12-01", "{\"codes\":[\"522731100001\"]}"));
    fixture_publish(
        &f, 3, "department/mzj",
        TASK("2026-12-02T23:59:59+08:00", "{\"prefixes\":[\"52\"]}"));
    fixture_publish(&f, 4, "department/mzj",
                    TASK("2026-12-02", "{\"groups\":[\"示范村\"]}"));
    is_text(tasks_of(read_all(&f, 522731100001)), "2 3 1 4",
            "by due date, then receipt number");
    page = read_after(&f, 522731100001, "", 2);
    is_text(tasks_of(page), "2 3", "the first page");
    ok(strstr(page, "\"open\":4"), "open counts all pages");
    ok(strstr(page, "],\"next\":\"1796227199000000.3\"}"), "a cursor");
    page = read_after(&f, 522731100001, "1796227199000000.3", 2);
    is_text(tasks_of(page), "1 4", "the last page");
    ok(!strstr(page, "next"), "has no cursor");
    page = read_after(&f, 522731100001, "1796227200000000.1", 2);
    is_text(tasks_of(page), "4", "between two that are due together");
    page = read_after(&f, 522731100001, "1796227200000000.4", 2);
    is_text(tasks_of(page), "", "after the last there is nothing");
    ok(strstr(read_all(&f, 522731100001), "{\"task\":2,\"overdue\":true"),
       "due now is overdue");
    ok(strstr(read_all(&f, 522731100001), "{\"task\":3,\"overdue\":false"),
       "due later is not");
    fixture_finish(&f);
}

static void
test_bad_reads(void)
{
    static const char *const cursors[] = {
        "x",   "1",    ".",    "1.",   ".1",   "1.2.3",
        "1.x", "-1.1", " 1.2", "1.2 ", "01.2", "9223372036854775808.1"};
    struct dg_inbox_query query = {999999999999, {NULL, 0}, 10, 0};
    struct fixture f;
    enum dg_err err;

    set_up(&f);
    fixture_read(&f, &query, &err);
    is_int(err, DG_ERR_ABSENT, "an office that never was");
    query.office = 522731100001;
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        query.after = dg_str_from(cursors[i]);
        fixture_read(&f, &query, &err);
        is_int(err, DG_ERR_MALFORMED, cursors[i]);
    }
    is_text(read_all(&f, 522731100001),
            "{\"office\":\"522731100001\",\"name\":\"好花红村\",\"open\":0,"
            "\"acknowledged\":0,\"tasks\":[]}",
            "an empty inbox");
    fixture_finish(&f);
}

/* A read need not wait for what it does not show. */
static void
test_rests_on(void)
{
    struct fixture f;

    set_up(&f);
    read_all(&f, 522731100001);
    is_int(f.rests_on, 0, "an empty inbox rests on nothing");
    fixture_publish(&f, 3, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731100\"]}"));
    fixture_publish(&f, 5, "department/mzj",
                    TASK("2026-12-01", "{\"codes\":[\"522731101001\"]}"));
    read_all(&f, 522731100001);
    is_int(f.rests_on, 3, "on what came to the office, not to another");
    fixture_acknowledge(&f, "office/522731101001", 5);
    read_all(&f, 522731100001);
    is_int(f.rests_on, 3, "nor on what another did");
    fixture_acknowledge(&f, "office/522731100001", 3);
    read_all(&f, 522731100001);
    is_int(f.rests_on, 1003, "but on what it did itself");
    fixture_finish(&f);
}

static void
test_withdraw(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 3, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731\"]}"));
    fixture_publish(&f, 5, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731\"]}"));
    fixture_withdraw(&f, "department/mzj", 4);
    is_text(fixture_said(&f),
            "task-unknown /data/task: no task has the receipt number 4\n",
            "a task that is not there");
    fixture_withdraw(&f, "department/nyj", 3);
    is_text(fixture_said(&f),
            "not-yours /data/task: task 3 is of department/mzj\n",
            "somebody else's task");
    is_int(dg_inbox_open_count(f.inbox), 2, "two are open");
    fixture_withdraw(&f, "department/mzj", 3);
    is_text(fixture_said(&f), "", "one's own task may be withdrawn");
    is_int(dg_inbox_open_count(f.inbox), 1, "one is open");
    is_int(dg_inbox_task(f.inbox, 3)->state, DG_TASK_WITHDRAWN,
           "and is known as withdrawn");
    is_int(dg_inbox_entry_count(f.inbox), 2, "its entry goes later");
    is_text(tasks_of(read_all(&f, 522731100001)), "5", "it is not seen");
    is_int(dg_inbox_entry_count(f.inbox), 1, "the reader took it away");
    fixture_withdraw(&f, "department/mzj", 3);
    is_text(fixture_said(&f),
            "already-withdrawn /data/task: task 3 is withdrawn already\n",
            "but once");
    is_int(dg_inbox_end(f.inbox, 4, DG_TASK_WITHDRAWN), DG_ERR_ABSENT,
           "what was not checked is not taken over");
    fixture_finish(&f);
}

static void
test_acknowledge(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 3, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731100\"]}"));
    fixture_publish(&f, 4, "department/mzj",
                    TASK("2026-12-01", "{\"codes\":[\"522731100000\"]}"));
    fixture_acknowledge(&f, "office/522731100001", 2);
    is_text(fixture_said(&f),
            "task-unknown /data/task: no task has the receipt number 2\n",
            "a task that is not there");
    fixture_acknowledge(&f, "office/522731101001", 3);
    is_text(fixture_said(&f),
            "not-in-inbox /data/task: task 3 is not in the inbox of "
            "522731101001\n",
            "a task of others");
    fixture_acknowledge(&f, "office/hhh", 3);
    is_text(fixture_said(&f),
            "not-in-inbox /data/task: task 3 is not in the inbox of hhh\n",
            "an office without a code");
    fixture_acknowledge(&f, "town/522731100000", 3);
    is_text(fixture_said(&f),
            "not-in-inbox /data/task: task 3 is not in the inbox of "
            "522731100000\n",
            "a town does not act for its villages");
    fixture_acknowledge(&f, "office/522731100001", 3);
    is_text(fixture_said(&f), "", "an office acknowledges its task");
    ok(strstr(read_all(&f, 522731100001), "\"acknowledged\":true"),
       "it is marked");
    ok(strstr(read_all(&f, 522731100002), "\"acknowledged\":false"),
       "for that office only");
    ok(strstr(read_all(&f, 522731100001), "\"open\":1,\"acknowledged\":1,"),
       "and stays open, but is counted");
    fixture_acknowledge(&f, "office/522731100001", 3);
    is_text(fixture_said(&f),
            "already-acknowledged /data/task: 522731100001 has acknowledged "
            "task 3 already\n",
            "but once");
    fixture_acknowledge(&f, "town/522731100000", 4);
    is_text(fixture_said(&f), "", "a town acknowledges its own task");
    fixture_withdraw(&f, "department/mzj", 3);
    fixture_acknowledge(&f, "office/522731100002", 3);
    is_text(fixture_said(&f),
            "task-withdrawn /data/task: task 3 was withdrawn\n",
            "a task that was withdrawn");
    fixture_finish(&f);
}

static void
test_merge(void)
{
    struct fixture f;
    const char *page;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731100\"]}"));
    fixture_publish(&f, 2, "department/mzj",
                    TASK("2026-12-02", "{\"codes\":[\"522731100002\"]}"));
    fixture_roster(&f, "{\"version\":\"2\",\"base\":\"1\",\"offices\":["
                       "{\"code\":\"522731101003\",\"name\":\"新村\"},"
                       "{\"code\":\"522731100009\",\"name\":\"后村\"}],"
                       "\"abolished\":[{\"code\":\"522731100001\","
                       "\"successors\":[\"522731101003\"]},"
                       "{\"code\":\"522731100002\",\"successors\":"
                       "[\"522731101003\"]}]}");
    page = read_all(&f, 522731101003);
    is_text(tasks_of(page), "1 2", "a successor sees what its villages had");
    ok(strstr(page, "{\"task\":1,\"overdue\":true,\"acknowledged\":false,"
                    "\"for\":[\"522731100001\",\"522731100002\"],"),
       "once, for both");
    ok(strstr(page, "{\"task\":2,\"overdue\":false,\"acknowledged\":false,"
                    "\"for\":[\"522731100002\"],"),
       "or for one");
    is_text(tasks_of(read_all(&f, 522731100009)), "",
            "a new village below the prefix sees nothing older");
    is_text(tasks_of(read_all(&f, 522731100002)), "1 2",
            "a village that was merged away still reads what it had");
    fixture_publish(&f, 3, "department/mzj",
                    TASK("2026-12-02", "{\"prefixes\":[\"522731100\"]}"));
    is_text(tasks_of(read_all(&f, 522731100009)), "3",
            "what comes later reaches the new village");
    is_text(tasks_of(read_all(&f, 522731100002)), "1 2",
            "and not the old ones");
    fixture_acknowledge(&f, "office/522731101003", 1);
    is_text(fixture_said(&f), "", "a successor acknowledges");
    fixture_acknowledge(&f, "office/522731101003", 3);
    is_text(fixture_said(&f),
            "not-in-inbox /data/task: task 3 is not in the inbox of "
            "522731101003\n",
            "but only what it has");
    fixture_roster(&f, "{\"version\":\"3\",\"base\":\"2\",\"abolished\":["
                       "{\"code\":\"522731101003\",\"successors\":"
                       "[\"522731101001\"]}]}");
    is_text(tasks_of(read_all(&f, 522731101001)), "1 2",
            "a second merge passes on what the first did");
    fixture_roster(&f, "{\"version\":\"4\",\"base\":\"3\",\"offices\":["
                       "{\"code\":\"522731100002\",\"name\":\"又一村\"}]}");
    is_text(tasks_of(read_all(&f, 522731100002)), "",
            "a code made anew begins with an empty inbox");
    is_text(tasks_of(read_all(&f, 522731101001)), "1 2",
            "the heir of the old one keeps it");
    fixture_finish(&f);
}

static void
test_own_and_inherited(void)
{
    struct fixture f;
    const char *page;

    set_up(&f);
    fixture_publish(&f, 1, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731100\"]}"));
    fixture_roster(&f, "{\"version\":\"2\",\"base\":\"1\",\"abolished\":["
                       "{\"code\":\"522731100001\",\"successors\":"
                       "[\"522731100002\"]}]}");
    page = read_all(&f, 522731100002);
    is_text(tasks_of(page), "1", "one's own task and the inherited are one");
    ok(!strstr(page, "\"for\""), "and it is one's own");
    fixture_finish(&f);
}

static void
test_bad_publish(void)
{
    struct fixture f;

    set_up(&f);
    fixture_publish(&f, 5, "department/mzj",
                    TASK("2026-12-01", "{\"prefixes\":[\"522731\"]}"));
    is_int(fixture_publish(&f, 5, "department/mzj",
                           TASK("2026-12-01", "{\"prefixes\":[\"522731\"]}")),
           DG_ERR_EXISTS, "a receipt number twice");
    is_int(fixture_publish(&f, 6, "department/mzj",
                           TASK("2026-13-01", "{\"prefixes\":[\"522731\"]}")),
           DG_ERR_MALFORMED, "a due date that is none");
    is_int(dg_inbox_open_count(f.inbox), 1, "nothing changed");
    is_int(dg_inbox_entry_count(f.inbox), 1, "nor in the index");
    dg_inbox_destroy(NULL);
    fixture_finish(&f);
}

int
main(void)
{
    test_item();
    test_department();
    test_who_sees();
    test_order();
    test_bad_reads();
    test_rests_on();
    test_withdraw();
    test_acknowledge();
    test_merge();
    test_own_and_inherited();
    test_bad_publish();
    return tap_done();
}
