/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the rules once more, of the shadow list: see shadow.h. */
#include "plugins/access_list/shadow.h"

#include "plugins/access_list/rules.h"
#include "plugins/access_list/text.h"

void
dg_shadow_add(const struct dg_access_list *state,
              struct dg_plugin_findings *findings,
              const struct dg_plugin_finding *finding)
{
    struct dg_plugin_finding said = *finding;
    if (state->shadowing) {
        said.rule = DG_SHADOW_RULE;
        said.observed = true;
    }
    state->host->add(findings, &said);
}

/* Without it nobody knew whether there was nothing to find or nobody looked. */
static void
say_judged(const struct dg_access_list *state, const struct dg_version *version,
           const struct dg_plugin_event *event,
           struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .verdict = DG_PLUGIN_NOTE,
        .code = "shadow-judged",
        .text = host->format(findings,
                             "list \"%.*s\" version \"%.*s\" judges beside; "
                             "what it finds does not count",
                             DG_TEXT_ARG(version->list),
                             DG_TEXT_ARG(version->name)),
        .pointer = event->task_pointer,
        .list = version->list,
        .listversion = version->name,
    };
    dg_shadow_add(state, findings, &finding);
}

void
dg_shadow_decide(const struct dg_access_list *state,
                 const struct dg_plugin_event *event,
                 struct dg_plugin_findings *findings)
{
    struct dg_access_list shadow = *state;
    const struct dg_version *version =
        state->shadow.len
            ? dg_list_in_force(dg_list_find(&state->lists, state->shadow),
                               state->host->date_of(event->time_us))
            : NULL;
    if (!version) {
        return;
    }
    shadow.list = state->shadow;
    shadow.shadowing = true;
    say_judged(&shadow, version, event, findings);
    dg_rules_decide(&shadow, event, findings);
}
