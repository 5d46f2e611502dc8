/* SPDX-License-Identifier: Apache-2.0 */
/* Burden, as a plugin: what it declares, and in which order the rooms see an
 * event, a header and a read. Their state is its fold. */
#include "plugins/burden/burden.h"

#include <stdlib.h>

/* ---- life --------------------------------------------------------------- */

static void
unload(void *state)
{
    struct dg_burden *plugin = state;
    dg_facts_destroy(plugin->facts);
    free(plugin);
}

/* Each is made of those before it. */
static bool
create_rooms(struct dg_burden *plugin)
{
    plugin->facts = dg_facts_create(plugin->host);
    return plugin->facts != NULL;
}

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct dg_burden *plugin = calloc(1, sizeof *plugin);
    (void) options;
    if (!plugin) {
        return DG_PLUGIN_FAILED;
    }
    plugin->host = host;
    *state = plugin;
    if (create_rooms(plugin)) {
        return DG_PLUGIN_OK;
    }
    unload(plugin);
    return DG_PLUGIN_FAILED;
}

/* ---- hooks -------------------------------------------------------------- */

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    struct dg_burden *plugin = state;
    return dg_facts_decide(plugin->facts, event, findings);
}

/* Figures fold over headers. */
static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    (void) state;
    (void) event;
    (void) decision;
    return DG_PLUGIN_OK;
}

/* ---- what is declared --------------------------------------------------- */

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "burden",
    .version = "0.1.0",
    .fold_version = 1,
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
