/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which event types there are, who may send each, and which room takes
 * it. */
#include "plugins/burden/types.h"

#include <string.h>

#define PREFIX "dutygate."
#define VERSION ".v1"

/* ---- schemas ------------------------------------------------------------ */

static const char indicator_publish_schema[] =
#include "plugins/burden/schema/indicator.publish.v1.jinc"
    ;

/* ---- rooms -------------------------------------------------------------- */

static enum dg_plugin_status
decide_indicator(struct dg_burden *plugin, const struct dg_plugin_event *event,
                 struct dg_plugin_findings *findings)
{
    return dg_indicators_decide(plugin->indicators, event, findings);
}

static enum dg_plugin_status
apply_indicator(struct dg_burden *plugin, const struct dg_plugin_event *event)
{
    return dg_indicators_apply(plugin->indicators, event);
}

/* ---- the types ---------------------------------------------------------- */

/* In the order of their names. */
static const struct dg_type rows[] = {
    {.declared = {.name = "dutygate.indicator.publish.v1",
                  .schema = indicator_publish_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_indicator,
     .apply = apply_indicator},
};

_Static_assert(sizeof rows / sizeof *rows == DG_TYPES_COUNT, "all of them");

const struct dg_type *
dg_types_all(void)
{
    return rows;
}

const struct dg_type *
dg_types_find(struct dg_plugin_str type)
{
    for (size_t i = 0; i < DG_TYPES_COUNT; i++) {
        const char *name = rows[i].declared.name;
        if (strlen(name) == type.len &&
            memcmp(name, type.data, type.len) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

const struct dg_type *
dg_types_find_read(struct dg_plugin_str name)
{
    for (size_t i = 0; i < DG_TYPES_COUNT; i++) {
        const char *own = rows[i].declared.name + strlen(PREFIX);
        if (rows[i].query && strlen(own) == name.len + strlen(VERSION) &&
            memcmp(own, name.data, name.len) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}
