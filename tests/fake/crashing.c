/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that ends its process when it sees a task titled "crash", be it to
 * decide or to fold it, that fails to fold one titled "stumble", and that logs
 * the id of one titled "say". */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "plugins/plugin.h"

static const struct dg_plugin_host *calls;

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    (void) options;
    calls = host;
    *state = NULL;
    return DG_PLUGIN_OK;
}

static bool
is_titled(const struct dg_plugin_event *event, const char *wanted)
{
    struct dg_plugin_str title =
        calls->text(calls->member(event->data, "title"));
    return title.len == strlen(wanted) &&
           memcmp(title.data, wanted, title.len) == 0;
}

/* SIGKILL leaves no core file and no sanitizer's report. */
static void
look(const struct dg_plugin_event *event)
{
    if (is_titled(event, "crash")) {
        kill(getpid(), SIGKILL);
    }
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    (void) state;
    (void) findings;
    look(event);
    if (is_titled(event, "say")) {
        calls->log(DG_PLUGIN_INFO, "crashing.said", event->id);
    }
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    (void) state;
    (void) decision;
    look(event);
    return is_titled(event, "stumble") ? DG_PLUGIN_FAILED : DG_PLUGIN_OK;
}

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "crashing",
    .version = "0.1.0",
    .fold_version = 1,
    .load = load,
    .decide = decide,
    .apply = apply,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
