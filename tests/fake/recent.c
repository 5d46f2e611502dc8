/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin as it was built for minor 2: it has no hook task, and where a type
 * now says that it is taken on behalf there was nothing, which may be anything.
 */
#include <stdlib.h>

#include "tests/fake/idle.h"

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
    .load = idle_load,
    .decide = idle_decide,
    .apply = idle_apply,
    .task = task,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
