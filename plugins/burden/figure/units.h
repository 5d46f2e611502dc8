/* SPDX-License-Identifier: Apache-2.0 */
/* On constant boundaries 同口径, which division each office counts to: that of
 * whoever has taken over from it, however its own code began. An office that
 * ended without an heir counts where it was. */
#ifndef PLUGINS_BURDEN_FIGURE_UNITS_H
#define PLUGINS_BURDEN_FIGURE_UNITS_H

#include "plugins/burden/place/place.h"

#define DG_UNIT_NONE UINT32_MAX

/* All divisions of one length of code (2, 4, 6, 9, 12 digits), ascending. */
struct dg_unit_level {
    uint64_t *codes;
    uint32_t count;
    /* By the office's number, towns' less DG_PLUGIN_TOWNS: index into codes. */
    uint32_t *of_village, *of_town;
};

struct dg_units; /* opaque */

/* NULL without memory. */
struct dg_units *dg_units_create(const struct dg_plugin_host *host,
                                 struct dg_places *places);
void dg_units_destroy(struct dg_units *units); /* NULL is fine */

/* The roster may be another now. */
void dg_units_forget(struct dg_units *units);

/* Of every office of any place; valid until units are asked again after a place
 * came, or forget. NULL without memory, or if digits is no such length. */
const struct dg_unit_level *dg_units_at(struct dg_units *units,
                                        unsigned digits);
/* DG_UNIT_NONE: of no place. */
uint32_t dg_units_of(const struct dg_units *units,
                     const struct dg_unit_level *level, uint32_t office);
/* The offices of any place whose work others have taken over. */
const roaring_bitmap_t *dg_units_moved(struct dg_units *units);
/* The office that an office's work counts to now; itself, if none took over. */
uint32_t dg_units_heir(const struct dg_units *units, uint32_t office);

#endif
