/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin as it was built for minor 3: its effects have no place, and so are
 * shorter. It says two, and fails to apply what it does not get back. */
#include <string.h>

#include "tests/fake/idle.h"

/* struct dg_plugin_effect of minor 3. */
struct effect_1_3 {
    enum dg_plugin_effect_kind kind;
    struct dg_plugin_str pointer;
    const char *dimension;
    uint64_t quantity;
    uint32_t offices;
    const char *cause;
};

static const struct dg_plugin_host *calls;

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    calls = host;
    return idle_load(host, options, state);
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    static const struct effect_1_3 effects[] = {
        {DG_PLUGIN_EFFECT_SHARE, {"/data/a", 7}, "field", 1, 2, "first"},
        {DG_PLUGIN_EFFECT_PREFILL, {"/data/b", 7}, "field", 3, 4, "second"},
    };
    (void) state;
    if (event->task) {
        calls->add(findings,
                   &(struct dg_plugin_finding){
                       .struct_size = sizeof(struct dg_plugin_finding),
                       .rule = "says",
                       .verdict = DG_PLUGIN_NOTE,
                       .code = "elder",
                       .effects = (const void *) effects,
                       .effect_count = 2});
    }
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    struct dg_plugin_finding f = {.struct_size = sizeof f};
    (void) state;
    (void) event;
    for (size_t i = 0; calls->finding_at(decision, i, &f); i++) {
        const struct effect_1_3 *effects = (const void *) f.effects;
        if (strcmp(f.code, "elder") == 0 &&
            (f.effect_count != 2 || effects[1].quantity != 3 ||
             effects[1].offices != 4 ||
             strcmp(effects[0].cause, "first") != 0 ||
             strcmp(effects[1].cause, "second") != 0)) {
            return DG_PLUGIN_FAILED;
        }
    }
    return DG_PLUGIN_OK;
}

static const struct dg_plugin_rule rules[] = {{"says", "says two"}};

static const struct dg_plugin description = {
    .struct_size = offsetof(struct dg_plugin, header),
    .abi_major = 1,
    .abi_minor = 3,
    .name = "elder",
    .version = "0.1.0",
    .fold_version = 1,
    .rules = rules,
    .rule_count = 1,
    .load = load,
    .decide = decide,
    .apply = apply,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
