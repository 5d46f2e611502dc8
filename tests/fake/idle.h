/* SPDX-License-Identifier: Apache-2.0 */
/* Hooks of a plugin that has nothing to say. */
#ifndef TESTS_FAKE_IDLE_H
#define TESTS_FAKE_IDLE_H

#include "plugins/plugin.h"

static inline enum dg_plugin_status
idle_load(const struct dg_plugin_host *host,
          const struct dg_plugin_options *options, void **state)
{
    (void) host;
    (void) options;
    *state = NULL;
    return DG_PLUGIN_OK;
}

static inline enum dg_plugin_status
idle_decide(void *state, const struct dg_plugin_event *event,
            struct dg_plugin_findings *findings)
{
    (void) state;
    (void) event;
    (void) findings;
    return DG_PLUGIN_OK;
}

static inline enum dg_plugin_status
idle_apply(void *state, const struct dg_plugin_event *event,
           const struct dg_plugin_decision *decision)
{
    (void) state;
    (void) event;
    (void) decision;
    return DG_PLUGIN_OK;
}

#endif
