/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that come again and again (sources, units, codes), kept once, with
 * numbers from 0 in the order they came. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_NAMES_H
#define PLUGINS_FORM_DEDUP_TEXT_NAMES_H

#include "plugins/plugin.h"

#define DG_NAMES_NONE UINT32_MAX

struct dg_names; /* opaque */

struct dg_names *dg_names_create(void); /* NULL: no memory */
void dg_names_destroy(struct dg_names *names);
uint32_t dg_names_count(const struct dg_names *names);
uint32_t dg_names_find(const struct dg_names *names, struct dg_plugin_str text);
uint32_t dg_names_take(struct dg_names *names, struct dg_plugin_str text);
struct dg_plugin_str dg_names_text(const struct dg_names *names,
                                   uint32_t number);

#endif
