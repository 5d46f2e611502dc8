/* SPDX-License-Identifier: Apache-2.0 */
/* A small county under a round tariff, and what it bears: figures in one line,
 * to be held against what was worked out by hand. Three villages, 东 and 西 of
 * one town, 远 of another. */
#ifndef TESTS_PLUGINS_BURDEN_BURDENED_H
#define TESTS_PLUGINS_BURDEN_BURDENED_H

#include "tests/gateway/flow/gate.h"

#define MZJ "department/mzj"
#define WJJ "department/wjj"
#define KEEPER "keeper/huishui"
#define EAST "522731001001"
#define WEST "522731001002"
#define FAR "522731102201"
#define TOWN "522731001000"
#define DAY_US INT64_C(86400000000)

/* Minutes: a task 10, a form 20, a whole number 2, a text 4, evidence 30, a
 * photo 10, a seal 15, a proof 40, an attachment 5, a meeting 60, an inspection
 * 90, a trip 100, an approval 6. */
extern const char burdened_tariff[];
/* of mzj, B-001 of wjj: seal S-001, photos, five days ahead. */
extern const char burdened_list[];

/* Opens the gate, on an empty journal, on 2026-01-05, with more configuration
 * (plugins that are not the usual ones); in_tariff goes into the tariff
 * (",\"baseline\":…"). */
void burdened_begin(struct gate *gate, const char *more, const char *in_tariff);
void burdened_end(struct gate *gate);

/* "asked 75.00 = borne 25.00 + avoided 50.00 (relief 0.00, never 0.00, outside
 * 50.00): asked borne 25.00, withdrawn outside 50.00", causes by their names;
 * where is more of burden.read's parameters, ",\"level\":\"town\"". */
const char *burdened_figures(struct gate *gate, const char *where);

#endif
