/* SPDX-License-Identifier: Apache-2.0 */
/* Sums over everything a read is about, and how they are written. */
#ifndef PLUGINS_BURDEN_FIGURE_TOTAL_H
#define PLUGINS_BURDEN_FIGURE_TOTAL_H

#include "plugins/burden/figure/decimal.h"
#include "plugins/burden/figure/scope.h"

struct dg_total {
    dg_hundredths slots[DG_SLOT_COUNT]; /* enum dg_slot */
    dg_hundredths usual;     /* of borne, ten-thousandths of hundredths */
    dg_hundredths money;     /* of borne, hundredths x hundredths an hour */
    dg_hundredths responses; /* tasks x offices that were borne */
    /* By cause: what counts, and what does not. */
    dg_hundredths (*causes)[2];
    struct dg_total_cause *order; /* all causes, as they are written */
};

/* To be finished if true. */
bool dg_total_init(struct dg_total *total, const struct dg_scope *scope);
void dg_total_finish(struct dg_total *total);

/* All cells of the scope; each is told to see, if there is one, with its
 * minutes at one office, twice if only a part of them is relief; false from it
 * stops, and is handed on. */
typedef bool (*dg_total_see_fn)(void *ctx, const struct dg_cell *cell,
                                enum dg_slot slot, dg_hundredths minutes);
bool dg_total_walk(struct dg_total *total, struct dg_scope *scope,
                   dg_total_see_fn see, void *ctx);
/* What was borne, alone. */
dg_hundredths dg_total_borne(struct dg_scope *scope);

/* Members asked, borne, avoided, relief, neverborne, outside, rate. */
void dg_total_put_slots(const struct dg_plugin_host *host,
                        const dg_hundredths slots[DG_SLOT_COUNT],
                        struct dg_plugin_writer *out);
/* Members "total" and "causes". */
void dg_total_put(const struct dg_total *total, const struct dg_scope *scope,
                  struct dg_plugin_writer *out);
/* A member of hundredths as text. */
void dg_total_put_minutes(const struct dg_plugin_host *host, const char *name,
                          dg_signed hundredths, struct dg_plugin_writer *out);
/* A member that is a ratio to two decimals; none if there is no such figure. */
struct dg_ratio {
    dg_signed numerator;
    dg_hundredths denominator;
    uint32_t scale;
};
void dg_total_put_ratio(const struct dg_plugin_host *host, const char *name,
                        const struct dg_ratio *ratio,
                        struct dg_plugin_writer *out);

#endif
