/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin as it was built for minor 2: it has no hook task, and where a type
 * now says that it is taken on behalf there was nothing, which may be anything.
 */
#include <stdlib.h>

#include "plugins/plugin.h"

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    (void) host;
    (void) options;
    *state = NULL;
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    (void) state;
    (void) event;
    (void) findings;
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    (void) state;
    (void) event;
    (void) decision;
    return DG_PLUGIN_OK;
}

/* Behind what minor 2 knows: nobody may call it. */
static enum dg_plugin_status
task(void *state, const struct dg_plugin_task *told)
{
    (void) state;
    (void) told;
    abort();
}

static const struct dg_plugin_type types[] = {
    {.name = "dutygate.recent.note.v1",
     .schema = "{\"type\":\"object\"}",
     .roles = DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN,
     .behalf = true},
};

static const struct dg_plugin description = {
    .struct_size = offsetof(struct dg_plugin, task),
    .abi_major = 1,
    .abi_minor = 2,
    .name = "recent",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .load = load,
    .decide = decide,
    .apply = apply,
    .task = task,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
