/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`: what a million filled cells take in memory, all of it: hash
 * tables, sets of offices, values. Of offices, passed by towns, and of persons;
 * at most 100 MiB each. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/cell/cell.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/bench/bench.h"
#include "tests/fake/host.h"

#define CELLS 1000000
#define OFFICES 216
#define MONTHS 12
#define ELEMENTS (CELLS / OFFICES / MONTHS + 1)
#define COLUMNS 5 /* of a list of persons */
#define PER_ENTRY 40
#define MIB_MAX 100.0

static struct dg_plugin_host host;
static struct dg_dictionary *dictionary;
static struct dg_names *sources;
static uint64_t sequence;

static double
mib_used(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double) (info.uordblks + info.hblkhd) / (1 << 20);
}

static dg_period
month(uint32_t index)
{
    char text[8];
    dg_period period = 0;
    snprintf(text, sizeof text, "2026-%02u", index % MONTHS + 1);
    dg_period_read(dg_text_from(text), &period);
    return period;
}

static void
say(struct dg_cells *cells, struct dg_cell_key key, enum dg_word word,
    uint32_t nth)
{
    char text[16];
    struct dg_saying saying = {.word = word, .upto = UINT64_MAX};
    sequence += nth % PER_ENTRY == 0;
    saying.sequence = sequence;
    saying.time_us = (int64_t) sequence * 1000000;
    snprintf(text, sizeof text, "%u", nth * 2654435761u >> 12);
    saying.text = dg_text_from(word == DG_WORD_VALUE ? text : "");
    bench_need(dg_cells_say(cells, key, &saying), "a cell is filled");
}

static void
make_elements(void)
{
    for (uint32_t i = 0; i < ELEMENTS; i++) {
        char label[64];
        struct dg_field_meaning meaning = {.has_type = true,
                                           .type = DG_VALUE_INTEGER,
                                           .has_period = true,
                                           .period = DG_PERIOD_MONTH};
        struct dg_field_origin origin = {.sequence = 1,
                                         .index = i,
                                         .other = DG_ELEMENT_NONE,
                                         .source =
                                             dg_text_from(BENCH_DEPARTMENT)};
        uint32_t number;
        snprintf(label, sizeof label, "第%u类对象人数", i);
        meaning.label = dg_text_from(label);
        bench_need(dg_dictionary_take(dictionary, &meaning, &origin, &number) &&
                       number == i,
                   "an element");
    }
}

/* As many slots as it takes with all offices in each. */
static void
fill_offices(struct dg_cells *cells, enum dg_word word)
{
    for (uint32_t i = 0; i < CELLS; i++) {
        uint32_t slot = i / OFFICES;
        struct dg_cell_key key = {
            dg_cells_take_slot(cells, slot / MONTHS, month(slot)), i % OFFICES,
            0};
        say(cells, key, word, i);
    }
}

/* Lists of 1,000 persons in each office, COLUMNS cells each. */
static void
fill_persons(struct dg_cells *cells)
{
    for (uint32_t i = 0; i < CELLS; i++) {
        uint32_t person = i / COLUMNS;
        char name[33];
        struct dg_cell_key key = {
            dg_cells_take_slot(cells, i % COLUMNS, month(0)), person % OFFICES,
            0};
        snprintf(name, sizeof name, "%08x%08x%08x%08x", person * 2654435761u,
                 person * 40503u, person, ~person);
        key.subject = dg_cells_take_subject(cells, name);
        say(cells, key, DG_WORD_VALUE, i);
    }
}

static void
report(const char *what, double before, double began)
{
    double mib = mib_used() - before;
    printf("a million cells %s: %.1f MiB (target %.0f), %.1f bytes each; %.2f "
           "million/s\n",
           what, mib, MIB_MAX, mib * (1 << 20) / CELLS,
           CELLS / (bench_now() - began) / 1e6);
    bench_need(mib < MIB_MAX, "a million filled cells fit 100 MiB");
}

int
main(void)
{
    double before, began;
    struct dg_cells *cells;
    uint64_t erased[100];
    fake_host_make_table(&host);
    dictionary = dg_dictionary_create(&host);
    sources = dg_names_create();
    make_elements();

    before = mib_used();
    began = bench_now();
    cells = dg_cells_create(&host, dictionary, sources);
    fill_offices(cells, DG_WORD_VALUE);
    report("of offices", before, began);
    began = bench_now();
    fill_offices(cells, DG_WORD_PASSED);
    report("of offices, all passed by towns", before, began);
    for (uint64_t i = 0; i < 100; i++) {
        erased[i] = 1 + i * 200;
    }
    began = bench_now();
    bench_need(dg_cells_forget(cells, erased, 100), "entries are forgotten");
    printf("100 entries forgotten among them in %.0f ms\n",
           (bench_now() - began) * 1e3);
    dg_cells_destroy(cells);

    before = mib_used();
    began = bench_now();
    cells = dg_cells_create(&host, dictionary, sources);
    fill_persons(cells);
    report("of persons", before, began);
    dg_cells_destroy(cells);
    dg_dictionary_destroy(dictionary);
    dg_names_destroy(sources);
    return 0;
}
