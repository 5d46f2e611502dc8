/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of offices, each kept once and known by a number: what effects name as
 * places, and which offices lie below a division prefix. */
#ifndef PLUGINS_BURDEN_PLACE_PLACE_H
#define PLUGINS_BURDEN_PLACE_PLACE_H

#include <roaring/roaring.h>

#include "plugins/plugin.h"

#define DG_PLACE_NOWHERE 0u /* the empty set's number */
#define DG_PLACE_NONE UINT32_MAX
#define DG_PLACE_MAX ((1u << 20) - 1) /* offices that a text may name */

struct dg_places; /* opaque */

/* NULL without memory. */
struct dg_places *dg_places_create(const struct dg_plugin_host *host);
void dg_places_destroy(struct dg_places *places);

/* The number of the set that a place's text names; of a text that is no place,
 * or one of too many, NOWHERE. NONE without memory. Numbers are given in the
 * order sets come, so that a replay gives the same. */
uint32_t dg_place_read(struct dg_places *places, struct dg_plugin_str text);
/* Of a set of the caller's, which it keeps. */
uint32_t dg_place_take(struct dg_places *places, const roaring_bitmap_t *set);

/* Lives as long as places. */
const roaring_bitmap_t *dg_place_set(const struct dg_places *places,
                                     uint32_t place);
uint32_t dg_place_count(const struct dg_places *places, uint32_t place);
uint32_t dg_places_count(const struct dg_places *places); /* how many sets */

uint32_t dg_place_and(struct dg_places *places, uint32_t a, uint32_t b);
uint32_t dg_place_or(struct dg_places *places, uint32_t a, uint32_t b);
uint32_t dg_place_minus(struct dg_places *places, uint32_t a, uint32_t b);
/* The first count of its offices. */
uint32_t dg_place_first(struct dg_places *places, uint32_t a, uint32_t count);

/* As text, what read takes; of nowhere data may be NULL. Released by the
 * caller (host->release). False without memory. */
bool dg_place_text(const struct dg_places *places, uint32_t place,
                   struct dg_plugin_str *out);

/* The runs of a set, ascending and joined. */
void dg_place_runs(const roaring_bitmap_t *set, dg_plugin_run_fn run,
                   void *ctx);

/* On constant boundaries 同口径: every office, that is or was, whose heir's
 * code begins with the prefix (2, 4, 6, 9 digits; 12: that office and whom it
 * took over from; empty: all). The set is the caller's (roaring_bitmap_free);
 * NULL without memory. */
roaring_bitmap_t *dg_place_below(struct dg_places *places,
                                 struct dg_plugin_str prefix);

/* A roster is being published: who lies where is looked up again. */
void dg_places_forget_roster(struct dg_places *places);

#endif
