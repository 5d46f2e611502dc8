/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, the book: a county's year of 1,000,000 entries folded from
 * their headers, what that takes in memory, and whether what is asked of a
 * country costs more than what is asked of a village. The book alone, in this
 * process.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/burden/book/book.h"
#include "tests/bench/bench.h"
#include "tests/fake/host.h"

#define ENTRIES 1000000u
#define OFFICES 216u
#define ASK_EVERY 32u /* entries: the rest are what offices do */
#define FIELDS 40u
#define ROUNDS 5
#define YEAR_US (365 * 86400 * INT64_C(1000000))

static struct dg_plugin_host host;
static char pointers[FIELDS][40];

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

/* What it asks: a task, a form of fields in runs, evidence, a seal; shares of
 * some fields at part of the offices. */
static size_t
put_ask(struct dg_plugin_effect *effects, unsigned serial, const char *place)
{
    static const char *const types[] = {"field.integer", "field.text",
                                        "field.date", "field.option"};
    size_t count = 0;
    for (unsigned i = 0; i < serial % 5; i++) {
        effects[count++] =
            (struct dg_plugin_effect){DG_PLUGIN_EFFECT_SHARE,
                                      str(pointers[(serial + 7 * i) % FIELDS]),
                                      "field",
                                      1,
                                      OFFICES,
                                      "field-shared",
                                      str(i % 2 ? "" : "0-99")};
    }
    effects[count++] = (struct dg_plugin_effect){DG_PLUGIN_EFFECT_ASK,
                                                 str("/data"),
                                                 "task",
                                                 1,
                                                 OFFICES,
                                                 "county",
                                                 str(place)};
    effects[count++] = (struct dg_plugin_effect){DG_PLUGIN_EFFECT_ASK,
                                                 str("/data/forms/0"),
                                                 "form",
                                                 1,
                                                 OFFICES,
                                                 "W-1",
                                                 str("")};
    for (unsigned i = 0; i < FIELDS; i += 5) {
        effects[count++] = (struct dg_plugin_effect){
            DG_PLUGIN_EFFECT_ASK, str(pointers[i]), "field", 5, OFFICES,
            types[i / 5 % 4],     str("")};
    }
    effects[count++] = (struct dg_plugin_effect){DG_PLUGIN_EFFECT_ASK,
                                                 str("/data/evidence/0"),
                                                 "evidence",
                                                 1,
                                                 OFFICES,
                                                 "evidence.photo",
                                                 str("")};
    effects[count++] = (struct dg_plugin_effect){DG_PLUGIN_EFFECT_ASK,
                                                 str("/data/seals/0"),
                                                 "seal",
                                                 1,
                                                 OFFICES,
                                                 "seal",
                                                 str("")};
    return count;
}

struct folding {
    struct dg_places *places;
    struct dg_tariffs *tariffs;
    struct dg_book *book;
    uint64_t sequence;
    uint64_t asks[64]; /* the last, which offices act on */
    unsigned ask_count;
};

static void
ask(struct folding *f, const char *place)
{
    static const char *const sources[] = {"department/mzj", "department/wjj",
                                          "department/nyncj", "department/yjj"};
    struct dg_plugin_effect effects[64];
    char duty[16], period[16];
    unsigned serial = f->ask_count;
    const struct dg_plugin_header header = {
        .struct_size = sizeof header,
        .sequence = ++f->sequence,
        .time_us = (int64_t) (f->sequence * (YEAR_US / ENTRIES)),
        .type = str("dutygate.task.publish.v1"),
        .source = str(sources[serial % 4]),
        .verdict = DG_PLUGIN_NOTE,
        .duty = {duty, (size_t) sprintf(duty, "d-%u", serial % 300)},
        .period = {period,
                   (size_t) sprintf(period, "2026-%02u", serial % 12 + 1)},
        .effects = effects,
        .effect_count = put_ask(effects, serial, place),
    };
    bench_need(dg_book_header(f->book, &header) == DG_PLUGIN_OK, "an ask");
    f->asks[f->ask_count++ % 64] = f->sequence;
}

/* An acknowledgement, or a submission that completes a report. */
static void
act(struct folding *f)
{
    unsigned draw = (unsigned) (f->sequence * 2654435761u >> 7);
    char pointer[24], office[12];
    uint64_t task = f->asks[draw % (f->ask_count < 64 ? f->ask_count : 64)];
    struct dg_plugin_str at = {
        pointer, (size_t) sprintf(pointer, "/%llu", (unsigned long long) task)};
    struct dg_plugin_str who = {
        office, (size_t) sprintf(office, "%u", draw / 64 % OFFICES)};
    const struct dg_plugin_effect said[] = {
        {DG_PLUGIN_EFFECT_ANSWER, at, "started", 1, 1, "first", who},
        {DG_PLUGIN_EFFECT_ANSWER, at, "report", 1, 1, "on-time", who},
        {DG_PLUGIN_EFFECT_ANSWER, at, "field", FIELDS, 1, "filled", who},
    };
    const struct dg_plugin_effect seen = {
        DG_PLUGIN_EFFECT_ANSWER, at, "acknowledged", 1, 1, "seen", who};
    bool reports = draw % 2;
    const struct dg_plugin_header header = {
        .struct_size = sizeof header,
        .sequence = ++f->sequence,
        .time_us = (int64_t) (f->sequence * (YEAR_US / ENTRIES)),
        .type = str(reports ? "dutygate.report.submit.v1"
                            : "dutygate.task.acknowledge.v1"),
        .source = str("office/522731100001"),
        .verdict = DG_PLUGIN_NOTE,
        .effects = reports ? said : &seen,
        .effect_count = reports ? 3 : 1,
    };
    bench_need(dg_book_header(f->book, &header) == DG_PLUGIN_OK, "an act");
}

static void
open_book(struct folding *f)
{
    memset(f, 0, sizeof *f);
    f->places = dg_places_create(&host);
    f->tariffs = dg_tariffs_create(&host);
    f->book = dg_book_create(&host, f->places, f->tariffs);
    bench_need(f->book != NULL, "a book");
}

static void
close_book(struct folding *f)
{
    dg_book_destroy(f->book);
    dg_tariffs_destroy(f->tariffs);
    dg_places_destroy(f->places);
}

/* Seconds. */
static double
fold_year(struct folding *f)
{
    double begin = bench_now();
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (i % ASK_EVERY == 0) {
            ask(f, "0-215");
        } else {
            act(f);
        }
    }
    return bench_now() - begin;
}

/* Microseconds of an ask. */
static double
time_asks(const char *place)
{
    struct folding f;
    double begin, took;
    open_book(&f);
    begin = bench_now();
    for (int i = 0; i < 20000; i++) {
        ask(&f, place);
    }
    took = bench_now() - begin;
    close_book(&f);
    return took / 20000 * 1e6;
}

int
main(void)
{
    double rates[ROUNDS], country[ROUNDS], village[ROUNDS];
    struct folding f;
    size_t before, cells;
    fake_host_make_table(&host);
    for (unsigned i = 0; i < FIELDS; i++) {
        sprintf(pointers[i], "/data/forms/0/fields/%u", i);
    }
    for (int i = 0; i < ROUNDS; i++) {
        before = mallinfo2().uordblks;
        open_book(&f);
        rates[i] = ENTRIES / fold_year(&f);
        if (i == 0) {
            dg_book_cells(f.book, &cells);
            printf("burden: a year of %u entries takes %.1f MiB, %zu cells\n",
                   ENTRIES,
                   (double) (mallinfo2().uordblks - before) / (1 << 20), cells);
        }
        close_book(&f);
        village[i] = time_asks("7");
        country[i] = time_asks("0-617999");
    }
    printf("burden: folds %.0f entries/s (target 500,000)\n",
           bench_quantile(rates, ROUNDS, 0.5));
    printf("burden: an ask of 618,000 offices takes %.2f us, of one %.2f us\n",
           bench_quantile(country, ROUNDS, 0.5),
           bench_quantile(village, ROUNDS, 0.5));
    return 0;
}
