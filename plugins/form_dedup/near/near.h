/* SPDX-License-Identifier: Apache-2.0 */
/* Near matches: pairs of elements that may be the same figure, with a score and
 * the evidence. Searched on a worker; what it finds comes back as
 * dictionary.suggest, and only that is the fold. Knows the dictionary alone. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_NEAR_H
#define PLUGINS_FORM_DEDUP_NEAR_NEAR_H

#include "plugins/form_dedup/dictionary/dictionary.h"

struct dg_near; /* opaque */

struct dg_near *dg_near_create(const struct dg_plugin_host *host,
                               const struct dg_dictionary *dictionary);
void dg_near_destroy(struct dg_near *near);
/* The elements of one form, which are therefore not the same: none of them is
 * suggested for another. In apply, once for each form; no fold of its own.
 * False without memory. */
bool dg_near_together(struct dg_near *near, const uint32_t *elements,
                      uint32_t count);
/* Starts a search for elements nobody searched for yet; hands in what the last
 * one found. */
enum dg_plugin_status dg_near_tick(struct dg_near *near, int64_t now_us,
                                   struct dg_plugin_submit *submit);
/* dictionary.suggest, and publish, merge and keep_apart after the dictionary
 * applied them. */
enum dg_plugin_status dg_near_apply(struct dg_near *near,
                                    const struct dg_plugin_event *event);
/* dictionary.suggestions. */
enum dg_plugin_status dg_near_query(struct dg_near *near,
                                    const struct dg_plugin_value *params,
                                    struct dg_plugin_str reader,
                                    struct dg_plugin_writer *out);
void dg_near_save(const struct dg_near *near, struct dg_plugin_writer *out);

#endif
