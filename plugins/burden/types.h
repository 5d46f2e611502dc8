/* SPDX-License-Identifier: Apache-2.0 */
/* The event types of the plugin, one row for each: what is declared of it, and
 * who takes it. */
#ifndef PLUGINS_BURDEN_TYPES_H
#define PLUGINS_BURDEN_TYPES_H

#include "plugins/burden/burden.h"

#define DG_TYPES_COUNT 4

/* decide and apply may be NULL; a read has query alone. */
struct dg_type {
    struct dg_plugin_type declared;
    enum dg_plugin_status (*decide)(struct dg_burden *plugin,
                                    const struct dg_plugin_event *event,
                                    struct dg_plugin_findings *findings);
    enum dg_plugin_status (*apply)(struct dg_burden *plugin,
                                   const struct dg_plugin_event *event);
    enum dg_plugin_status (*query)(struct dg_burden *plugin,
                                   const struct dg_plugin_value *params,
                                   struct dg_plugin_str reader,
                                   struct dg_plugin_writer *out);
};

/* DG_TYPES_COUNT rows, in the order of their names. */
const struct dg_type *dg_types_all(void);

/* By the whole type; NULL: it is none of the plugin's own. */
const struct dg_type *dg_types_find(struct dg_plugin_str type);

/* A read by its name within the plugin ("burden.read"); NULL. */
const struct dg_type *dg_types_find_read(struct dg_plugin_str name);

#endif
