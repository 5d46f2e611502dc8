/* SPDX-License-Identifier: Apache-2.0 */
/* Reads whom an event is charged to, and names them. */
#include "plugins/access_list/charged.h"

#include "plugins/access_list/text.h"

struct dg_plugin_str
dg_charged_code(const struct dg_plugin_event *event, size_t index)
{
    return dg_text_behind(event->charged[index], '/');
}

bool
dg_charged_has(const struct dg_plugin_event *event, struct dg_plugin_str source)
{
    for (size_t i = 0; i < event->charged_count; i++) {
        if (dg_text_equal(event->charged[i], source)) {
            return true;
        }
    }
    return dg_text_equal(event->source, source);
}

struct dg_plugin_str
dg_charged_name(const struct dg_plugin_host *host,
                const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    struct dg_plugin_str parents = {NULL, 0};
    if (event->role != DG_PLUGIN_TASKFORCE) {
        return host->format(findings, "\"%.*s\"",
                            DG_TEXT_ARG(event->principal));
    }
    for (size_t i = 0; i < event->charged_count; i++) {
        parents =
            host->format(findings, "%.*s%s\"%.*s\"", DG_TEXT_ARG(parents),
                         i ? ", " : "", DG_TEXT_ARG(dg_charged_code(event, i)));
    }
    return host->format(findings, "\"%.*s\" (for %.*s)",
                        DG_TEXT_ARG(event->principal), DG_TEXT_ARG(parents));
}
