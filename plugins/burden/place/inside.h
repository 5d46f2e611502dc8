/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. */
#ifndef PLUGINS_BURDEN_PLACE_INSIDE_H
#define PLUGINS_BURDEN_PLACE_INSIDE_H

#include <string.h>

#include "plugins/burden/place/place.h"

#define DG_PLACE_MADE 1024 /* results that are remembered */
#define DG_PLACE_TEXTS 256 /* short texts that are */

struct dg_place_entry {
    roaring_bitmap_t *set;
    uint32_t count;
    uint32_t hash; /* of its runs */
};

struct dg_place_made {
    uint32_t a, b, op; /* op 0: nothing is remembered */
    uint32_t place;
};

struct dg_place_text {
    uint32_t place;
    uint8_t len; /* 0: nothing is remembered */
    char text[43];
};

/* An office, that is or was, and the code of its heir. */
struct dg_place_heir {
    uint64_t code;
    uint32_t office;
};

struct dg_places {
    const struct dg_plugin_host *host;
    struct dg_place_entry *entries;
    uint32_t count, room;
    uint32_t *table; /* open addressing; DG_PLACE_NONE: free */
    uint32_t table_size;
    struct dg_place_made made[DG_PLACE_MADE];
    struct dg_place_text texts[DG_PLACE_TEXTS];
    struct dg_place_heir *heirs; /* sorted by code, then office */
    size_t heir_count;
    bool stale; /* heirs are to be looked up again */
};

/* The number of a set, which it takes over; NULL: there was no memory for it.
 * NONE without memory. */
uint32_t dg_place_keep(struct dg_places *places, roaring_bitmap_t *set);

static inline uint32_t
dg_place_mix(uint32_t hash, uint32_t word)
{
    hash = (hash ^ word) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

#endif
