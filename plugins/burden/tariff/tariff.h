/* SPDX-License-Identifier: Apache-2.0 */
/* The tariff table: how many minutes each thing that may be asked stands for,
 * by published version. Tariff minutes 折算工时 are no measured time. Minutes
 * are counted in hundredths throughout; formulas: Standard Cost Model,
 * AB = AC x (1 - BAU). */
#ifndef PLUGINS_BURDEN_TARIFF_TARIFF_H
#define PLUGINS_BURDEN_TARIFF_TARIFF_H

#include "plugins/plugin.h"

/* Sums of hundredths of minutes: 2^24 a row x 2^20 of it in one ask, of which
 * a recurring one counts 2^9 times, x 2^20 offices x 2^32 entries stay below
 * 2^105. */
__extension__ typedef unsigned __int128 dg_hundredths;
#define DG_TARIFF_MINUTES_BITS 24
#define DG_TARIFF_QUANTITY_BITS 20
#define DG_TARIFF_PERIODS_BITS 9
#define DG_TARIFF_OFFICES_BITS 20
#define DG_TARIFF_ENTRIES_BITS 32

enum dg_tariff_dimension {
    DG_DIMENSION_TASK, /* reading it, taking notice */
    DG_DIMENSION_FORM,
    DG_DIMENSION_FIELD,
    DG_DIMENSION_EVIDENCE,
    DG_DIMENSION_SEAL,
    DG_DIMENSION_PROOF,
    DG_DIMENSION_ATTACHMENT,
    DG_DIMENSION_MEETING,
    DG_DIMENSION_INSPECTION,
    DG_DIMENSION_TRIP,
    DG_DIMENSION_APPROVAL,
    DG_DIMENSION_DECLARED, /* as its department declares it: a minute each */
    DG_DIMENSION_COUNT
};

/* "task", "form" … */
const char *dg_tariff_dimension_name(enum dg_tariff_dimension dimension);
/* DG_DIMENSION_COUNT: there is none of that name. */
enum dg_tariff_dimension dg_tariff_dimension_find(struct dg_plugin_str name);

/* Rows are "task", "form", "field.integer", "field.decimal", "field.text",
 * "field.date", "field.period", "field.boolean", "field.option",
 * "field.idnumber", "evidence.<kind>" of any kind and "evidence" of every
 * other, "seal", "proof", "attachment", "meeting", "inspection", "trip",
 * "approval". All but the evidence.<kind> must be in each version. */
struct dg_tariffs; /* opaque */

struct dg_tariffs *dg_tariffs_create(const struct dg_plugin_host *host);
void dg_tariffs_destroy(struct dg_tariffs *tariffs);

#define DG_TARIFF_FAILED (UINT16_MAX - 1) /* no row, for lack of memory */

/* A row's number, given for good in the order rows come; an unknown kind of
 * evidence gets its own. UINT16_MAX if it is none. */
uint16_t dg_tariff_row(struct dg_tariffs *tariffs, struct dg_plugin_str name);
/* It is a row, of some version that was published or by itself. */
bool dg_tariff_has(const struct dg_tariffs *tariffs, struct dg_plugin_str name);
struct dg_plugin_str dg_tariff_row_name(const struct dg_tariffs *tariffs,
                                        uint16_t row);
enum dg_tariff_dimension
dg_tariff_row_dimension(const struct dg_tariffs *tariffs, uint16_t row);
uint16_t dg_tariff_rows(const struct dg_tariffs *tariffs);
/* The row of what remains of an item of that dimension that counts in part:
 * "rest.field", a hundredth of a minute each, in every version. */
uint16_t dg_tariff_rest(enum dg_tariff_dimension dimension);

#define DG_TARIFF_BUILTIN "built-in" /* name of version 0 */

/* The version in force on a China day: the newest published one whose from is
 * not later. Version 0 is the built-in one, in force before any was published;
 * README.md has its rows. */
uint16_t dg_tariff_at(const struct dg_tariffs *tariffs, int32_t day);
/* UINT16_MAX: there is none of that name. */
uint16_t dg_tariff_find(const struct dg_tariffs *tariffs,
                        struct dg_plugin_str version);
struct dg_plugin_str dg_tariff_name(const struct dg_tariffs *tariffs,
                                    uint16_t version);
/* Hundredths of minutes for one of it at one office. */
uint32_t dg_tariff_minutes(const struct dg_tariffs *tariffs, uint16_t version,
                           uint16_t row);
/* Share that would be done without being asked, in ten-thousandths. */
uint32_t dg_tariff_usual(const struct dg_tariffs *tariffs, uint16_t version,
                         uint16_t row);
/* Money for an hour of a grade ("village", "town"), in hundredths; false: the
 * version says none. */
bool dg_tariff_money(const struct dg_tariffs *tariffs, uint16_t version,
                     struct dg_plugin_str grade, uint64_t *hundredths);
/* On-duty workers 在岗人数 of an office, by its number; 0: unknown. */
uint32_t dg_tariff_workers(const struct dg_tariffs *tariffs, uint16_t version,
                           uint32_t office);
/* The months, since 1970-01, of the baseline 基线; false: none is published.
 * Once published it stays (tariff-baseline-frozen). */
bool dg_tariff_baseline(const struct dg_tariffs *tariffs, int32_t *first,
                        int32_t *last);

/* tariff.publish: the findings are tariff-row-missing (all that are),
 * tariff-row-unknown, tariff-row-twice, tariff-row-negative,
 * tariff-row-too-large, tariff-version-taken, tariff-from-past,
 * tariff-baseline-frozen, each at its pointer. */
void dg_tariffs_decide(const struct dg_tariffs *tariffs,
                       const struct dg_plugin_event *event,
                       struct dg_plugin_findings *findings);
enum dg_plugin_status dg_tariffs_apply(struct dg_tariffs *tariffs,
                                       const struct dg_plugin_event *event);
/* One version as it was published, and the names of all; now_us: the one in
 * force unless params name one. */
enum dg_plugin_status dg_tariffs_query(const struct dg_tariffs *tariffs,
                                       const struct dg_plugin_value *params,
                                       int64_t now_us,
                                       struct dg_plugin_writer *out);
bool dg_tariffs_save(const struct dg_tariffs *tariffs,
                     struct dg_plugin_writer *out);

#endif
