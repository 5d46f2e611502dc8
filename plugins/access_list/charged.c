/* SPDX-License-Identifier: Apache-2.0 */
/* Reads whom an event is charged to, and names them. */
#include "plugins/access_list/charged.h"

#include "plugins/access_list/text.h"

struct dg_plugin_str
dg_charged_code(const struct dg_plugin_event *event, size_t index)
{
    return dg_text_behind(event->charged[index], '/');
}

/* The next of them that it is not charged to anyway. */
static const struct dg_plugin_value *
next_joint(const struct dg_plugin_host *host,
           const struct dg_plugin_event *event,
           const struct dg_plugin_value *joint)
{
    while (joint && dg_charged_has(event, host->text(joint))) {
        joint = host->next(joint);
    }
    return joint;
}

static const struct dg_plugin_value *
first_joint(const struct dg_plugin_host *host,
            const struct dg_plugin_event *event)
{
    return next_joint(host, event,
                      host->first(host->member(event->task, "joint")));
}

size_t
dg_charged_caps(const struct dg_plugin_host *host,
                const struct dg_plugin_event *event)
{
    size_t count = event->charged_count;
    for (const struct dg_plugin_value *joint = first_joint(host, event); joint;
         joint = next_joint(host, event, host->next(joint))) {
        count++;
    }
    return count;
}

struct dg_plugin_str
dg_charged_cap(const struct dg_plugin_host *host,
               const struct dg_plugin_event *event, size_t index)
{
    const struct dg_plugin_value *joint;
    if (index < event->charged_count) {
        return dg_charged_code(event, index);
    }
    joint = first_joint(host, event);
    for (index -= event->charged_count; index > 0; index--) {
        joint = next_joint(host, event, host->next(joint));
    }
    return dg_text_behind(host->text(joint), '/');
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
