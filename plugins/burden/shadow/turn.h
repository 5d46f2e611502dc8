/* SPDX-License-Identifier: Apache-2.0 */
/* A header as the shadow list would have made it. */
#ifndef PLUGINS_BURDEN_SHADOW_TURN_H
#define PLUGINS_BURDEN_SHADOW_TURN_H

#include "plugins/plugin.h"

/* What was decided of an entry, beside its header. */
struct dg_turn {
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    const struct dg_plugin_decision *decision;
    const struct dg_plugin_header *header; /* as it is */
};

/* In turned another verdict and other effects, in memory of their own (free):
 * NULL if no shadow judged it, and turned is as it is. False without memory. */
bool dg_turn_make(const struct dg_turn *turn, struct dg_plugin_header *turned,
                  struct dg_plugin_effect **effects);

#endif
