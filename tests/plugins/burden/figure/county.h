/* SPDX-License-Identifier: Apache-2.0 */
/* A county whose book is written by hand, cell by cell, and read by the real
 * figures with the real places and tariffs. Villages are numbered from 0, ten
 * in each town: 17 is "522731101207", in town "522731101000". In JSON texts '
 * stands for ". Ends the program where a test is wrong itself. */
#ifndef TESTS_PLUGINS_BURDEN_FIGURE_COUNTY_H
#define TESTS_PLUGINS_BURDEN_FIGURE_COUNTY_H

#include "plugins/burden/figure/figure.h"
#include "tests/fake/host.h"

#define COUNTY_VILLAGES 2000u
#define COUNTY_TOWNS (COUNTY_VILLAGES / 10)

struct county {
    struct fake_host fake;
    struct dg_places *places;
    struct dg_tariffs *tariffs;
    struct dg_book *book; /* by hand */
    struct dg_indicators *indicators;
    struct dg_figures *figures;
    uint32_t villages; /* that there are; all at first */
    uint32_t heirs[COUNTY_VILLAGES];
    const char *total;   /* what report.total answers, or NULL */
    char looked[4096];   /* what it was asked, line by line */
    struct dg_buf shown; /* measures, line by line */
};

void county_open(struct county *county);
void county_close(struct county *county);

/* The day of the last entry, noon in China. */
void county_today(struct county *county, const char *date);
/* Data of tariff.publish, indicator.publish, as applied. */
void county_tariff(struct county *county, const char *data);
void county_indicator(struct county *county, const char *data);
/* All rows at so many minutes, from that day; more: further members, each begun
 * by a comma. */
void county_even_tariff(struct county *county, const char *version,
                        const char *minutes, const char *more);

/* Causes: "asked", "rework" are borne; "identical" (share), "known" (prefill),
 * "seal-not-allowed" (strip) avoided; "duty-not-listed" refused; "withdrawn",
 * "discretion", "statute" outside. */
struct county_cell {
    const char *month, *department, *duty, *place, *row, *cause;
    uint64_t quantity;
    uint16_t tariff;
    uint8_t level; /* enum dg_level */
};
void county_add(struct county *county, const struct county_cell *cell);
uint32_t county_source(struct county *county, const char *name);
uint32_t county_duty(struct county *county, const char *name);
uint32_t county_place(struct county *county, const char *text);
/* Sets that asks may point to; live as long as the county. */
const roaring_bitmap_t *county_set(struct county *county, const char *text);
void county_ask(struct county *county, const struct dg_book_ask *ask);
void county_tally(struct county *county, const struct dg_tally *tally);
void county_stray(struct county *county, uint64_t task, uint32_t office);
int64_t county_noon(const char *date);

/* The answer of burden.read; "not found", "failed". Lives until the next. */
const char *county_read(struct county *county, const char *params);
/* What is put as measures, a line for each. */
const char *county_measure(struct county *county);

#endif
