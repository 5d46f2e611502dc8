/* SPDX-License-Identifier: Apache-2.0 */
/* An inverted index of elements by their words, by pairs of neighbouring words
 * (bigrams, of Han characters too), by letter trigrams of short labels, and by
 * whole labels with one word left out. A search looks into the shortest lists
 * first and stops after a fixed number of entries, so that what it costs does
 * not grow with the index. Of two labels that one form has, nothing is found
 * for the other. No thread of its own; one at a time may use it. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_NEAR_INDEX_H
#define PLUGINS_FORM_DEDUP_NEAR_NEAR_INDEX_H

#include "plugins/form_dedup/near/likeness.h"

struct dg_near_index; /* opaque */

struct dg_near_match {
    uint32_t number; /* of the element found */
    uint16_t score;  /* per mille */
    uint16_t evidence;
    uint32_t label; /* its hash */
};

/* Of one element at most: so many of its own label, and so many others, each
 * of another label. */
#define DG_NEAR_SAME 6
#define DG_NEAR_OTHERS 6
#define DG_NEAR_MATCHES (DG_NEAR_SAME + DG_NEAR_OTHERS)
#define DG_NEAR_SCORE_MIN 60

struct dg_near_index *dg_near_index_create(void); /* NULL: no memory */
void dg_near_index_destroy(struct dg_near_index *index);
/* Takes an element in; numbers ascend. False without memory. */
bool dg_near_index_add(struct dg_near_index *index,
                       const struct dg_near_field *field);
/* An element that was taken in stands in this form, too. */
bool dg_near_index_link(struct dg_near_index *index, uint32_t number,
                        uint32_t form);
/* The elements most like one that was taken in, among those of smaller
 * numbers; returns how many. */
size_t dg_near_index_find(struct dg_near_index *index, uint32_t number,
                          struct dg_near_match out[DG_NEAR_MATCHES]);
uint32_t dg_near_index_count(const struct dg_near_index *index);
size_t dg_near_index_size(const struct dg_near_index *index); /* bytes */

#endif
