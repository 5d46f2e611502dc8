/* SPDX-License-Identifier: Apache-2.0 */
/* How often: periods, overlapping audiences, what counts and what does not. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#define VILLAGE_1 "'522731100201'"
#define VILLAGE_2 "'522731100202'"
#define VILLAGE_3 "'522731100203'"

static struct fake_host fake;

static bool
admits(const char *duty, const char *codes, const char *due)
{
    return *fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                             fixture_ask(duty, codes, due, "")) == '\0';
}

/* Its receipt. */
static unsigned
send(const char *duty, const char *codes, const char *due)
{
    fake_host_send(&fake, TASK_PUBLISH, MZJ, fixture_ask(duty, codes, due, ""));
    return (unsigned) fake.sequence;
}

static void
withdraw(unsigned receipt)
{
    char data[32];
    snprintf(data, sizeof data, "{'task': %u}", receipt);
    fake_host_send(&fake, TASK_WITHDRAW, MZJ, data);
}

static void
test_year(void)
{
    unsigned first = send("pc-y", VILLAGE_1 "," VILLAGE_2, "2026-12-31");
    is_int(first, 2, "year: the first is receipt 2");
    is_text(fake_host_decide(
                &fake, TASK_CHECK, MZJ,
                fixture_ask("pc-y", VILLAGE_2 "," VILLAGE_3, "2026-11-30", "")),
            "refuse frequency frequency-exceeded at /data/due\n"
            "  duty \"pc-y\" is limited to 1 per year; 2026 already has 1 for "
            "some of these offices, last receipt 2\n"
            "  cites access 2026-1, entry pc-y, clause 第四条\n"
            "  or: 并入年度综合检查\n"
            "  or: withdraw receipt 2 first (撤回)\n"
            "  or: ask for the next period, from 2027-01-01 on (下一周期)\n",
            "year: overlapping in one office is once too often");
    is_text(fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                             fixture_ask("pc-y", VILLAGE_1, "2027-01-20",
                                         ", 'period': '2026-Q4'")),
            "refuse frequency frequency-exceeded at /data/period\n"
            "  duty \"pc-y\" is limited to 1 per year; 2026 already has 1 for "
            "some of these offices, last receipt 2\n"
            "  cites access 2026-1, entry pc-y, clause 第四条\n"
            "  or: 并入年度综合检查\n"
            "  or: withdraw receipt 2 first (撤回)\n"
            "  or: ask for the next period, from 2027-01-01 on (下一周期)\n",
            "year: the period counts, not the due date");
    ok(admits("pc-y", VILLAGE_3, "2026-12-31"), "year: disjoint offices");
    ok(admits("pc-y", VILLAGE_1, "2027-01-01"), "year: the next year");
    ok(*fake_host_decide(&fake, TASK_PUBLISH, "department/wjj",
                         fixture_ask("pc-y", VILLAGE_1, "2026-12-31", "")) ==
           '\0',
       "year: another department");
}

static void
test_withdrawn(void)
{
    unsigned receipt = send("pc-m", VILLAGE_1, "2026-12-10");
    ok(!admits("pc-m", VILLAGE_1, "2026-12-20"), "withdrawn: full before");
    withdraw(9999);
    ok(!admits("pc-m", VILLAGE_1, "2026-12-20"),
       "withdrawn: another receipt changes nothing");
    withdraw(receipt);
    ok(admits("pc-m", VILLAGE_1, "2026-12-20"), "withdrawn: the place is free");
    withdraw(receipt);
    ok(admits("pc-m", VILLAGE_1, "2026-12-20"), "withdrawn: twice is harmless");
}

static void
test_quarter(void)
{
    unsigned last;
    send("pc-q", VILLAGE_1, "2026-10-01");
    ok(admits("pc-q", VILLAGE_1, "2026-12-31"), "quarter: two are allowed");
    last = send("pc-q", VILLAGE_1, "2026-12-31");
    fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                     fixture_ask("pc-q", VILLAGE_1, "2026-11-30", ""));
    is_int(fake.findings.count, 1, "quarter: the third is not");
    ok(last == 5, "quarter: the second is receipt 5");
    is_str(fake.findings.items[0].text,
           "duty \"pc-q\" is limited to 2 per quarter; 2026-Q4 already has 2 "
           "for some of these offices, last receipt 5",
           "quarter: text");
    is_str(fake.findings.items[0].alternatives[1],
           "ask for the next period, from 2027-01-01 on (下一周期)",
           "quarter: the next one");
    ok(admits("pc-q", VILLAGE_1, "2026-09-30"), "quarter: the one before");
    ok(admits("pc-q", VILLAGE_1, "2027-01-01"), "quarter: the one after");
}

static void
test_month_and_day(void)
{
    send("pc-m", VILLAGE_1, "2026-11-30");
    ok(!admits("pc-m", VILLAGE_1, "2026-11-01"), "month: the same");
    is_str(fake.findings.items[0].alternatives[1],
           "ask for the next period, from 2026-12-01 on (下一周期)",
           "month: the next one");
    ok(admits("pc-m", VILLAGE_1, "2026-12-01"), "month: the next is free");
    send("pc-d", VILLAGE_1, "2026-12-31");
    ok(!admits("pc-d", VILLAGE_1, "2026-12-31"), "day: the same");
    is_str(fake.findings.items[0].text,
           "duty \"pc-d\" is limited to 1 per day; 2026-12-31 already has 1 "
           "for some of these offices, last receipt 7",
           "day: text");
    is_str(fake.findings.items[0].alternatives[1],
           "ask for the next period, from 2027-01-01 on (下一周期)",
           "day: the next one");
    ok(admits("pc-d", VILLAGE_1, "2026-12-30"), "day: the day before");
}

/* Only what was admitted, and published, counts. */
static void
test_not_counted(void)
{
    const char *data = fixture_ask("pc-m", VILLAGE_3, "2026-12-10", "");
    fake_host_apply(&fake, TASK_PUBLISH, MZJ, data, DG_PLUGIN_REFUSE);
    fake_host_apply(&fake, TASK_CHECK, MZJ, data, DG_PLUGIN_NOTE);
    fake_host_apply(&fake, TASK_PUBLISH, MZJ,
                    "{'duty': 'pc-m', 'due': '2026-12-10'}", DG_PLUGIN_NOTE);
    ok(admits("pc-m", VILLAGE_3, "2026-12-10"),
       "refused, checked and without audience: none counts");
    fake_host_apply(&fake, TASK_PUBLISH, MZJ, data, DG_PLUGIN_STRIP);
    ok(!admits("pc-m", VILLAGE_3, "2026-12-10"),
       "admitted without what was stripped: counts");
    fake_host_apply(&fake, TASK_WITHDRAW, MZJ, "{'task': 12}",
                    DG_PLUGIN_REFUSE);
    ok(!admits("pc-m", VILLAGE_3, "2026-12-10"),
       "a refused withdrawal frees nothing");
}

static const char long_list[] =
    "{'list': 'access', 'version': 'long', 'validfrom': '2026-01-01', "
    "'entries': [{'code': 'pc-y', 'title': '综合检查', 'class': 'basic', "
    "'frequency': {'times': 1, 'per': 'year'}}]}";

/* What lies before last year is forgotten, and not before. */
static void
test_expiry(void)
{
    size_t before;
    fake_host_send(&fake, LIST_PUBLISH, KEEPER, long_list);
    send("pc-y", VILLAGE_1, "2026-12-31");
    fake_host_set_day(&fake, "2027-12-31");
    before = fake_host_live;
    send("pc-y", VILLAGE_3, "2027-12-31");
    ok(!admits("pc-y", VILLAGE_1, "2026-12-31"), "expiry: last year counts");
    fake_host_set_day(&fake, "2028-01-01");
    send("pc-y", VILLAGE_2, "2028-01-31");
    ok(admits("pc-y", VILLAGE_1, "2026-12-31"),
       "expiry: the year before is forgotten");
    ok(fake_host_live < before, "expiry: and its memory given back");
    send("pc-y", VILLAGE_1, "2026-12-31");
    ok(admits("pc-y", VILLAGE_1, "2026-12-31"),
       "expiry: what comes later for that year is not kept");
}

/* A period that would not be kept counts by its due date instead. */
static void
test_old_period(void)
{
    const char *village = "'522731100209'";
    fake_host_set_day(&fake, "2028-01-01");
    fake_host_send(
        &fake, TASK_PUBLISH, MZJ,
        fixture_ask("pc-y", village, "2028-03-31", ", 'period': '2019'"));
    ok(strstr(fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                               fixture_ask("pc-y", village, "2028-06-30",
                                           ", 'period': '2018'")),
              "limited to 1 per year; 2028 already has 1"),
       "an old period is no way round");
    ok(*fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                         fixture_ask("pc-y", village, "2028-06-30",
                                     ", 'period': '2027'")) == '\0',
       "last year's is another year");
}

/* ---- recurring tasks ---------------------------------------------------- */

/* As a task, of village 210, that recurs. */
static const char *
recurring(const char *duty, const char *per, const char *first,
          const char *last)
{
    static char task[1024];
    snprintf(task, sizeof task,
             "{'duty': '%s', 'title': '月报', 'audience': {'codes': "
             "['522731100210']}, 'recurrence': {'per': '%s', 'first': '%s', "
             "'last': '%s', 'dueafter': 5}}",
             duty, per, first, last);
    return task;
}

static const char *
decide(const char *data)
{
    return fake_host_decide(&fake, TASK_PUBLISH, MZJ, data);
}

static bool
admits_one(const char *duty, const char *due)
{
    return *decide(fixture_ask(duty, "'522731100210'", due, "")) == '\0';
}

static void
test_recurring(void)
{
    unsigned receipt;
    fake_host_set_day(&fake, "2026-11-22");
    is_text(decide(recurring("pc-y", "month", "2026-12", "2027-06")),
            "refuse frequency frequency-exceeded at /data/recurrence\n"
            "  duty \"pc-y\" is limited to 1 per year; with 0 asked before, "
            "this task recurs too often in 2027\n"
            "  cites access 2026-1, entry pc-y, clause 第四条\n"
            "  or: 并入年度综合检查\n"
            "  or: let it recur less often (降低频次)\n",
            "it may not recur oftener than the duty may be asked");
    is_text(decide(recurring("pc-y", "year", "2026", "2030")), "",
            "once a year it may");
    is_text(decide(recurring("pc-m", "month", "2026-01", "2027-12")), "",
            "and once a month");
    fake_host_send(&fake, TASK_PUBLISH, MZJ,
                   recurring("pc-m", "month", "2026-01", "2027-12"));
    receipt = (unsigned) fake.sequence;
    ok(!admits_one("pc-m", "2027-12-31"), "its last month is taken");
    ok(!admits_one("pc-m", "2026-11-30"), "the month it began in");
    ok(admits_one("pc-m", "2028-01-31"), "none behind its last");
    ok(admits_one("pc-m", "2026-09-30"),
       "nor one whose occurrence never opens");
    ok(strstr(decide(recurring("pc-m", "month", "2027-12", "2028-03")),
              "2027-12 already has 1 for some of these offices"),
       "two that recur meet in one month");
    withdraw(receipt);
    ok(admits_one("pc-m", "2027-12-31"), "withdrawn, it frees all its months");
}

static unsigned looks;
static bool (*look)(const struct dg_plugin_audience *a,
                    const struct dg_plugin_audience *b);

static bool
count_looks(const struct dg_plugin_audience *a,
            const struct dg_plugin_audience *b)
{
    looks++;
    return look(a, b);
}

/* Two tasks of 90 occurrences each. */
static void
test_cost(void)
{
    fake_host_send(&fake, LIST_PUBLISH, KEEPER,
                   "{'list': 'access', 'version': '2026-2', 'base': '2026-1', "
                   "'validfrom': '2026-01-01', 'entries': [{'code': 'rc', "
                   "'title': '每日巡查', 'class': 'basic', 'frequency': "
                   "{'times': 366, 'per': 'year'}}]}");
    fake_host_send(&fake, TASK_PUBLISH, MZJ,
                   recurring("rc", "day", "2026-12-01", "2027-02-28"));
    look = fake.table.audience_overlaps;
    fake.table.audience_overlaps = count_looks;
    is_text(decide(recurring("rc", "day", "2026-12-01", "2027-02-28")), "",
            "every day of a winter, twice");
    ok(looks >= 1 && looks <= 3, "%u looks at the audience, one a month",
       looks);
    fake.table.audience_overlaps = look;
}

int
main(void)
{
    fixture_open(&fake);
    test_year();
    test_withdrawn();
    fake_host_close(&fake);
    fixture_open(&fake);
    fake.sequence = 3;
    test_quarter();
    test_month_and_day();
    test_not_counted();
    test_expiry();
    test_old_period();
    fake_host_close(&fake);
    fixture_open(&fake);
    test_recurring();
    test_cost();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
