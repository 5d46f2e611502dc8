/* SPDX-License-Identifier: Apache-2.0 */
/* Lives of asks, each with what it comes to worked out by hand. Built-in
 * minutes: a task 10, a form 15, an integer 1.50, a seal 15, a meeting 180. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/plugins/burden/book/fixture.h"
#include "tests/tap/tap.h"

#define TASK "ask task /data 1 county 0-9\n"
#define FIELDS(n) "ask field /data/forms/0/fields/0 " #n " field.integer\n"

static struct fixture f;

/* ---- one entry ----------------------------------------------------------- */

static void
test_items(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_STRIP,
                  TASK "ask form /data/forms/0 1 W-1\n" FIELDS(
                      4) "ask seal /data/seals/0 2 seal\n"
                         "ask meeting /data/meetings 3 meeting\n"
                         "share field /data/forms/0/fields/1 1 shared 0-4\n"
                         "strip seal /data/seals/1 1 not-listed\n"
                         "prefill field /data/forms/0 4 known 9\n"
                         "share field /data/forms/0/fields/1 1 later 0-5\n");
    /* At 10 offices: task 10, form 15, 4 x 1.5, 2 x 15, 3 x 180. Known takes
     * form and fields at office 9. */
    is_text(fixture_sums(&f),
            "avoided known 21.00\n"
            "avoided later 1.50\n"
            "avoided not-listed 150.00\n"
            "avoided shared 7.50\n"
            "borne asked 5830.00\n"
            "asked 6010.00",
            "each item loses offices to the first effect that names it");
    is_text(fixture_sums_at(&f, 0),
            "avoided not-listed 15.00\n"
            "avoided shared 1.50\n"
            "borne asked 584.50\n"
            "asked 601.00",
            "at one office");
    fixture_close(&f);
}

static void
test_refused(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_REFUSE,
                  TASK FIELDS(10) "strip seal /data/seals/0 1 stripped\n"
                                  "refuse task - 1 not-listed\n"
                                  "refuse task - 1 too-late\n");
    is_text(fixture_sums(&f), "refused not-listed 250.00\nasked 250.00",
            "what is refused has the first cause that refuses");
    fixture_entry(&f, DG_PLUGIN_REFUSE, TASK FIELDS(2));
    is_text(fixture_sums(&f),
            "refused not-listed 250.00\n"
            "refused refused 130.00\n"
            "asked 380.00",
            "or none");
    fixture_close(&f);
}

/* ---- chains -------------------------------------------------------------- */

static void
test_revised(void)
{
    fixture_open(&f);
    fixture_entry(
        &f, DG_PLUGIN_REFUSE,
        "ask task - 0 county 0-9\n" FIELDS(10) "refuse task - 1 not-listed\n");
    for (int i = 0; i < 9; i++) {
        fixture_entry(&f, DG_PLUGIN_REFUSE,
                      "ask task - 0 county 0-9\nask about /1 1 again\n" FIELDS(
                          10) "refuse task - 1 not-listed\n");
    }
    is_text(fixture_sums(&f), "refused not-listed 250.00\nasked 250.00",
            "refused ten times, asked once");
    fixture_entry(&f, DG_PLUGIN_NOTE,
                  "ask task - 0 county 0-9\nask about /10 1 again\n" FIELDS(8));
    is_text(fixture_sums(&f),
            "avoided not-listed 30.00\n"
            "borne asked 220.00\n"
            "asked 250.00",
            "ten fields refused, eight admitted: two avoided");
    fixture_close(&f);
}

/* As often as the rows differ, minutes are what counts. */
static void
test_other_rows(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_REFUSE,
                  TASK "ask seal /data/seals/0 1 seal\n"
                       "refuse task - 1 seals\n");
    fixture_entry(
        &f, DG_PLUGIN_NOTE,
        "ask task /data 1 county 0-7\nask about /1 1 again\n" FIELDS(8));
    /* Asked 10 x 25 = 250; borne 8 x (10 + 12) = 176; 74 more: first tasks of
     * the two who are not asked, then of the seal 54 at three offices, and the
     * rest of 9 at a fourth. */
    is_text(fixture_sums(&f),
            "avoided seals 74.00\n"
            "borne asked 176.00\n"
            "asked 250.00",
            "so much of the larger that the minutes add up");
    is_text(fixture_sums_at(&f, 0),
            "avoided seals 15.00\nborne asked 22.00\nasked 37.00",
            "the first office");
    is_text(fixture_sums_at(&f, 3),
            "avoided seals 9.00\nborne asked 22.00\nasked 31.00",
            "the one with the rest");
    is_text(fixture_sums_at(&f, 9), "avoided seals 10.00\nasked 10.00",
            "one that is asked no more");
    fixture_close(&f);
}

static void
test_amended(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_NOTE, TASK FIELDS(10));
    fixture_task(&f, 1, 0, "opened");
    f.type = "dutygate.task.acknowledge.v1";
    fixture_entry(&f, DG_PLUGIN_NOTE, "answer acknowledged /1 1 - 3\n");
    f.type = "dutygate.task.amend.v1";
    fixture_entry(&f, DG_PLUGIN_NOTE,
                  "ask task /data/assignment 1 county 0-4\n"
                  "ask about /1 1 amends\n" FIELDS(6));
    fixture_task(&f, 1, 3, "changed");
    /* Office 3 keeps its 25; four others have 19; 250 were asked. */
    is_text(fixture_sums(&f),
            "borne asked 101.00\n"
            "outside discretion 149.00\n"
            "asked 250.00",
            "amended to less: who had acted stays");
    is_text(fixture_sums_at(&f, 3), "borne asked 25.00\nasked 25.00",
            "who had acted");
    fixture_entry(&f, DG_PLUGIN_NOTE,
                  "ask task /data/assignment 1 county 0-4\n"
                  "ask about /1 1 amends\n"
                  "ask about - 1 statute\n" FIELDS(2));
    is_text(fixture_sums(&f),
            "borne asked 77.00\n"
            "outside discretion 149.00\n"
            "outside statute 24.00\n"
            "asked 250.00",
            "each amendment with its own cause");
    fixture_close(&f);
}

static void
amend(const char *rows)
{
    f.type = "dutygate.task.amend.v1";
    fixture_task(&f, 1, fixture_entry(&f, DG_PLUGIN_NOTE, rows), "changed");
}

#define AMEND(place)                                                           \
    "ask task /data/assignment 1 county " place "\nask about /1 1 amends\n"
#define SEALS(n) "ask seal /data/seals/0 " #n " seal\n"
#define SHARE "share field /data/forms/0/fields/1 1 shared 0-4\n"

/* At 10 offices: task 10, 4 x 1.5, 3 x 15, two of which are on no list. */
static void
test_stripped(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_STRIP,
                  TASK FIELDS(4) SEALS(3) SHARE
                  "strip seal /data/seals/1 1 not-listed\n"
                  "strip seal /data/seals/2 1 not-listed\n");
    fixture_task(&f, 1, 0, "opened");
    amend(AMEND("0-6") FIELDS(4) SEALS(1) SHARE);
    /* 7 x 31, less 5 x 1.5; two seals at 7; 3 x 61 are let off. */
    is_text(fixture_sums(&f),
            "avoided not-listed 210.00\n"
            "avoided shared 7.50\n"
            "borne asked 209.50\n"
            "outside discretion 183.00\n"
            "asked 610.00",
            "amended as it stands: what was taken off stays so");
    is_text(fixture_sums_at(&f, 8), "outside discretion 61.00\nasked 61.00",
            "but not where it stands no more");
    amend(AMEND("0-6") "ask about - 1 statute\n" FIELDS(3));
    /* 7 x 14.5; a field at 7, at 5 of which it was shared; a seal at 7. */
    is_text(fixture_sums(&f),
            "avoided not-listed 210.00\n"
            "avoided shared 7.50\n"
            "borne asked 101.50\n"
            "outside discretion 183.00\n"
            "outside statute 108.00\n"
            "asked 610.00",
            "amended again: each of what it was before");
    fixture_task(&f, 1, 0, "withdrawn");
    is_text(fixture_sums(&f),
            "outside discretion 393.00\n"
            "outside statute 115.50\n"
            "outside withdrawn 101.50\n"
            "asked 610.00",
            "withdrawn: nobody was spared anything");
    f.type = "dutygate.task.acknowledge.v1";
    fixture_entry(&f, DG_PLUGIN_NOTE, "answer acknowledged /1 1 - 3\n");
    is_text(fixture_sums_at(&f, 3),
            "avoided not-listed 30.00\n"
            "avoided shared 1.50\n"
            "borne asked 14.50\n"
            "outside statute 15.00\n"
            "asked 61.00",
            "but who had acted");
    fixture_close(&f);
}

/* What is asked to be stripped saves once, however often it is amended. */
static void
test_padded(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_STRIP,
                  TASK SEALS(1000) "strip seal /data/seals 1000 seals\n");
    fixture_task(&f, 1, 0, "opened");
    is_text(fixture_sums(&f),
            "avoided seals 150000.00\nborne asked 100.00\nasked 150100.00",
            "a thousand seals are stripped");
    amend(AMEND("0-9"));
    is_text(fixture_sums(&f),
            "avoided seals 150000.00\nborne asked 100.00\nasked 150100.00",
            "amended to none: the same");
    amend(AMEND("0-9") "ask meeting /data/meetings 50 meeting\n"
                       "strip meeting /data/meetings 50 meetings\n");
    is_text(fixture_sums(&f),
            "avoided meetings 90000.00\n"
            "avoided seals 60000.00\n"
            "borne asked 100.00\n"
            "asked 150100.00",
            "amended to others: no more than before");
    fixture_close(&f);
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_STRIP,
                  "ask task /data 1 county 0\n" SEALS(
                      10) "strip seal /data/seals/0 1 seals\n"
                          "strip seal /data/seals/1 1 seals\n"
                          "strip seal /data/seals/2 1 seals\n"
                          "strip seal /data/seals/3 1 seals\n");
    fixture_task(&f, 1, 0, "opened");
    amend(AMEND("0") FIELDS(40) "share field /data/forms/0 40 shared\n");
    amend(AMEND("0"));
    /* Seals 4 x 15, then fields 40 x 1.5: never 120 together. */
    is_text(fixture_sums(&f),
            "avoided shared 60.00\n"
            "borne asked 10.00\n"
            "outside discretion 90.00\n"
            "asked 160.00",
            "as much as was taken off one of them");
    fixture_close(&f);
}

static void
test_withdrawn(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_STRIP,
                  TASK FIELDS(10) "share field /data/forms/0/fields/0 1 s\n");
    fixture_task(&f, 1, 0, "opened");
    f.type = "dutygate.report.submit.v1";
    f.source = "office/522731100003";
    fixture_entry(&f, DG_PLUGIN_NOTE, "answer started /1 1 - 2\n");
    fixture_task(&f, 1, 0, "withdrawn");
    is_text(fixture_sums(&f),
            "avoided s 1.50\n"
            "borne asked 23.50\n"
            "outside withdrawn 225.00\n"
            "asked 250.00",
            "withdrawn: who had acted bears it");
    fixture_entry(&f, DG_PLUGIN_NOTE, "answer acknowledged /1 1 - 4\n");
    is_text(fixture_sums(&f),
            "avoided s 3.00\n"
            "borne asked 47.00\n"
            "outside withdrawn 200.00\n"
            "asked 250.00",
            "also who acts later");
    fixture_close(&f);
}

static void
test_waiting(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_DEFER, TASK FIELDS(10));
    is_text(fixture_sums(&f), "outside waiting 250.00\nasked 250.00",
            "what waits is outside");
    fixture_task(&f, 1, 0, "opened");
    is_text(fixture_sums(&f), "borne asked 250.00\nasked 250.00",
            "let through");
    fixture_task(&f, 1, 0, "expired");
    is_text(fixture_sums(&f), "borne asked 250.00\nasked 250.00",
            "what expired stays borne");
    fixture_entry(&f, DG_PLUGIN_DEFER, TASK FIELDS(2));
    fixture_task(&f, 2, 0, "dropped refused");
    fixture_entry(&f, DG_PLUGIN_DEFER, TASK);
    fixture_task(&f, 3, 0, "dropped lapsed");
    is_text(fixture_sums(&f),
            "borne asked 250.00\n"
            "outside lapsed 100.00\n"
            "refused refused 130.00\n"
            "asked 480.00",
            "or not");
    fixture_close(&f);
}

static void
test_recurring(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_REFUSE,
                  "ask recurring /data 12 county 0-9\n" FIELDS(
                      10) "refuse task - 1 too-often\n");
    is_text(fixture_sums(&f), "refused too-often 3000.00\nasked 3000.00",
            "refused, it asked all periods");
    fixture_entry(&f, DG_PLUGIN_NOTE,
                  "ask recurring /data 4 county 0-9\n"
                  "ask about /1 1 again\n" FIELDS(10));
    is_text(fixture_sums(&f), "asked 0.00", "admitted, its occurrences ask");
    f.type = "dutygate.task.occur.v1";
    fixture_entry(&f, DG_PLUGIN_NOTE,
                  "ask task /data 1 county 0-9\n"
                  "ask about /2/2 1 occurs\n"
                  "share field /data/forms/0/fields/2 1 shared 0-3\n");
    /* A quarter has three months of what was refused. */
    is_text(fixture_sums(&f),
            "avoided shared 6.00\n"
            "avoided too-often 500.00\n"
            "borne asked 244.00\n"
            "asked 750.00",
            "an occurrence has its content's rows and its own effects");
    fixture_close(&f);
}

static void
test_rework(void)
{
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_NOTE, TASK);
    f.type = "dutygate.report.review.v1";
    fixture_entry(&f, DG_PLUGIN_NOTE, "answer rework /1 3 field.integer 4\n");
    is_text(fixture_sums(&f),
            "borne asked 100.00\n"
            "borne rework 4.50\n"
            "asked 104.50",
            "rework is asked and borne");
    fixture_close(&f);
}

/* ---- edges --------------------------------------------------------------- */

/* 618,000 offices, every day for ten years, as much as an entry may ask: more
 * hundredths of minutes than 64 bits hold. */
static void
test_edge(void)
{
    fixture_open(&f);
    for (int day = 0; day < 3650; day++) {
        f.time_us += (int64_t) 86400 * 1000000;
        fixture_entry(&f, DG_PLUGIN_NOTE,
                      "ask task /data 1 county 0-617999\n"
                      "ask meeting /data/meetings 99999999999 meeting\n");
    }
    is_text(fixture_sums(&f),
            "borne asked 425748329481000000.00\n"
            "asked 425748329481000000.00",
            "3,650 x 618,000 x (10 + 1,048,574 x 180)");
    fixture_close(&f);
}

/* China's months, and leap days. */
static void
test_months(void)
{
    static const struct {
        const char *text;
        int64_t time_us;
    } cases[] = {
        {"1970-01", 0},
        {"2024-02", INT64_C(1709222399000000)}, /* 02-29 23:59:59 in China */
        {"2024-03", INT64_C(1709222400000000)},
        {"2025-12", INT64_C(1767196799000000)},
        {"2026-01", INT64_C(1767196800000000)},
        {"2100-02", INT64_C(4107513599000000)}, /* 28 days */
        {"2100-03", INT64_C(4107513600000000)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count;
        char month[16];
        const struct dg_cell *cell;
        fixture_open(&f);
        f.time_us = cases[i].time_us;
        fixture_entry(&f, DG_PLUGIN_NOTE, TASK);
        cell = dg_book_cells(f.book, &count);
        snprintf(month, sizeof month, "%04d-%02d", 1970 + cell->month / 12,
                 cell->month % 12 + 1);
        is_text(month, cases[i].text, cases[i].text);
        fixture_close(&f);
    }
}

/* The newest that stands no more, of the same. */
static void
test_chain(void)
{
    roaring_bitmap_t *at = roaring_bitmap_from_range(9, 30, 1);
    struct dg_book_seek seek = {
        .source = {"department/mzj", 14}, .duty = {"d1", 2}, .at = at};
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_REFUSE, TASK);
    fixture_entry(&f, DG_PLUGIN_NOTE, TASK);
    fixture_entry(&f, DG_PLUGIN_REFUSE, "ask task - 0 county 0-8\n");
    seek.time_us = f.time_us;
    is_int(dg_book_chain(f.book, &seek), 1, "what stands is another ask");
    fixture_task(&f, 2, 0, "expired");
    is_int(dg_book_chain(f.book, &seek), 1, "what expired stays");
    fixture_entry(&f, DG_PLUGIN_NOTE, TASK);
    fixture_task(&f, 4, 0, "withdrawn");
    is_int(dg_book_chain(f.book, &seek), 4,
           "what was withdrawn is gone on with");
    seek.time_us += (int64_t) 91 * 86400 * 1000000;
    is_int(dg_book_chain(f.book, &seek), 0, "90 days, without a period");
    seek.period = (struct dg_plugin_str){"2026-03", 7};
    is_int(dg_book_chain(f.book, &seek), 0, "another period");
    roaring_bitmap_free(at);
    fixture_close(&f);
}

/* A report of an office that was not asked is named, and counted nowhere. */
static void
test_stray(void)
{
    struct dg_book_ask ask;
    const struct dg_book_stray *stray;
    fixture_open(&f);
    fixture_entry(&f, DG_PLUGIN_NOTE, TASK);
    f.type = "dutygate.report.submit.v1";
    fixture_entry(&f, DG_PLUGIN_NOTE,
                  "answer report /1 1 on-time 3\nanswer report /1 1 late 4\n"
                  "answer report /1 1 late 44\n");
    dg_book_ask(f.book, 0, &ask);
    is_int(roaring_bitmap_get_cardinality(ask.reported), 2, "two reports");
    is_int(roaring_bitmap_get_cardinality(ask.ontime), 1,
           "one of them on time");
    stray = dg_book_stray(f.book, 0);
    ok(stray && stray->task == 1 && stray->sequence == 2 && stray->office == 44,
       "and a stray");
    ok(!dg_book_stray(f.book, 1), "only one");
    fixture_close(&f);
}

int
main(void)
{
    test_items();
    test_refused();
    test_revised();
    test_other_rows();
    test_amended();
    test_stripped();
    test_padded();
    test_withdrawn();
    test_waiting();
    test_recurring();
    test_rework();
    test_edge();
    test_months();
    test_chain();
    test_stray();
    is_int(fake_host_live, 0, "all memory is given back");
    return tap_done();
}
