/* SPDX-License-Identifier: Apache-2.0 */
/* What a keeper keeps apart, for elements to come: those that say the same of
 * themselves have the same key, and what was said of one holds for them. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_NEAR_APART_H
#define PLUGINS_FORM_DEDUP_NEAR_NEAR_APART_H

#include "plugins/form_dedup/dictionary/dictionary.h"

struct dg_near_keys {
    uint64_t low, high;
};

struct dg_near_key; /* of an element, with the entry it was made for */

struct dg_near_apart {
    const struct dg_dictionary *dictionary;
    struct dg_near_keys *pairs; /* ascending */
    size_t count, room;
    struct dg_near_key *keys; /* by element; no fold */
    uint32_t key_count;
    bool no_memory; /* a key could not be made; whoever asks clears it first */
};

/* Of two elements, by their numbers. */
bool dg_near_apart_has(struct dg_near_apart *apart, uint32_t a, uint32_t b);
/* False without memory. */
bool dg_near_apart_add(struct dg_near_apart *apart, uint32_t a, uint32_t b);
void dg_near_apart_remove(struct dg_near_apart *apart, uint32_t a, uint32_t b);
void dg_near_apart_finish(struct dg_near_apart *apart);

#endif
