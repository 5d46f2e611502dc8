/* SPDX-License-Identifier: Apache-2.0 */
/* Which entries may be erased, and which are: a fold of the journal, five bytes
 * for each entry. */
#ifndef GATEWAY_FLOW_ERASABLE_H
#define GATEWAY_FLOW_ERASABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/base/err.h"

enum dg_erasable_kind {
    DG_ERASABLE_STAYS, /* for good */
    DG_ERASABLE_FREE,  /* may be erased */
    DG_ERASABLE_UPON,  /* with, or after, the entry it is upon */
    DG_ERASABLE_ALONG, /* cannot be erased: it goes with the one it is upon */
    DG_ERASABLE_ERASED
};

struct dg_erasable;

enum dg_err dg_erasable_create(struct dg_erasable **erasable);
void dg_erasable_destroy(struct dg_erasable *erasable); /* NULL is fine */

/* The next entry; upon may be 0. DG_ERR_MEMORY. */
enum dg_err dg_erasable_add(struct dg_erasable *erasable,
                            enum dg_erasable_kind kind, uint64_t upon);

/* How many were added: the last one's sequence. */
uint64_t dg_erasable_count(const struct dg_erasable *erasable);

enum dg_erasable_kind dg_erasable_kind(const struct dg_erasable *erasable,
                                       uint64_t sequence);
/* What it is upon, or 0. */
uint64_t dg_erasable_upon(const struct dg_erasable *erasable,
                          uint64_t sequence);

/* True if the entry was erased, or goes with one that was. */
bool dg_erasable_is_gone(const struct dg_erasable *erasable, uint64_t sequence);
void dg_erasable_erase(struct dg_erasable *erasable, uint64_t sequence);

#endif
