/* SPDX-License-Identifier: Apache-2.0 */
/* The shadow's book: the same asks as if the list that judges beside (option
 * shadow of access_list) had decided. A second book, fed with the same headers,
 * but with what the shadow list found in place of what the list that decides
 * did; README.md says where it cannot know. */
#ifndef PLUGINS_BURDEN_SHADOW_SHADOW_H
#define PLUGINS_BURDEN_SHADOW_SHADOW_H

#include "plugins/burden/book/book.h"

struct dg_shadow; /* opaque */

/* NULL without memory. */
struct dg_shadow *dg_shadow_create(const struct dg_plugin_host *host,
                                   struct dg_places *places,
                                   struct dg_tariffs *tariffs);
void dg_shadow_destroy(struct dg_shadow *shadow); /* NULL is fine */
const struct dg_book *dg_shadow_book(const struct dg_shadow *shadow);

/* The hooks header, apply and task, of every entry in that order. */
enum dg_plugin_status dg_shadow_header(struct dg_shadow *shadow,
                                       const struct dg_plugin_header *header);
enum dg_plugin_status
dg_shadow_apply(struct dg_shadow *shadow, const struct dg_plugin_event *event,
                const struct dg_plugin_decision *decision);
enum dg_plugin_status dg_shadow_task(struct dg_shadow *shadow,
                                     const struct dg_plugin_task *task);

#endif
