/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs of elements that a keeper said are not the same. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_APART_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_APART_H

#include "plugins/form_dedup/dictionary/element.h"

struct dg_apart; /* opaque; NULL is no pair */

bool dg_apart_has(const struct dg_apart *apart, uint32_t a, uint32_t b);
/* False without memory. */
bool dg_apart_add(struct dg_apart **apart, uint32_t a, uint32_t b);
void dg_apart_remove(struct dg_apart **apart, uint32_t a, uint32_t b);
/* In the order they were added. */
void dg_apart_each(const struct dg_apart *apart,
                   void (*each)(void *ctx, uint32_t a, uint32_t b), void *ctx);
void dg_apart_destroy(struct dg_apart **apart);

#endif
