/* SPDX-License-Identifier: Apache-2.0 */
/* Whose authority an event rests on, and whom it is charged to: of a task force
 * (专班) its parents, of everybody else who sent it. */
#ifndef PLUGINS_ACCESS_LIST_CHARGED_H
#define PLUGINS_ACCESS_LIST_CHARGED_H

#include "plugins/plugin.h"

/* The code of the one at an index, without its role. */
struct dg_plugin_str dg_charged_code(const struct dg_plugin_event *event,
                                     size_t index);

/* Whose caps it counts against: those it is charged to, then the departments
 * that ask it jointly (配合). How many, and the code of each. */
size_t dg_charged_caps(const struct dg_plugin_host *host,
                       const struct dg_plugin_event *event);
struct dg_plugin_str dg_charged_cap(const struct dg_plugin_host *host,
                                    const struct dg_plugin_event *event,
                                    size_t index);

/* True if a source sent the event, or is one it is charged to. */
bool dg_charged_has(const struct dg_plugin_event *event,
                    struct dg_plugin_str source);

/* Who asks, for a text: `"mzj"`, `"fx" (for "slj", "yjglj")`; in the findings'
 * memory. */
struct dg_plugin_str dg_charged_name(const struct dg_plugin_host *host,
                                     const struct dg_plugin_event *event,
                                     struct dg_plugin_findings *findings);

#endif
