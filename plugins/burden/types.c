/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which event types there are, who may send each, and which room takes
 * it. */
#include "plugins/burden/types.h"

#include <string.h>

#define PREFIX "dutygate."
#define VERSION ".v1"

/* ---- schemas ------------------------------------------------------------ */

static const char burden_read_schema[] =
#include "plugins/burden/schema/burden.read.v1.jinc"
    ;
static const char indicator_publish_schema[] =
#include "plugins/burden/schema/indicator.publish.v1.jinc"
    ;
static const char tariff_publish_schema[] =
#include "plugins/burden/schema/tariff.publish.v1.jinc"
    ;
static const char tariff_read_schema[] =
#include "plugins/burden/schema/tariff.read.v1.jinc"
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

static enum dg_plugin_status
decide_tariff(struct dg_burden *plugin, const struct dg_plugin_event *event,
              struct dg_plugin_findings *findings)
{
    dg_tariffs_decide(plugin->tariffs, event, findings);
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
apply_tariff(struct dg_burden *plugin, const struct dg_plugin_event *event)
{
    return dg_tariffs_apply(plugin->tariffs, event);
}

static enum dg_plugin_status
read_tariff(struct dg_burden *plugin, const struct dg_plugin_value *params,
            struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    (void) reader;
    return dg_tariffs_query(plugin->tariffs, params, plugin->now_us, out);
}

static enum dg_plugin_status
read_burden(struct dg_burden *plugin, const struct dg_plugin_value *params,
            struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    (void) reader;
    return dg_figures_query(plugin->figures, params, out);
}

/* ---- the types ---------------------------------------------------------- */

#define EVERYBODY                                                              \
    (DG_PLUGIN_DEPARTMENT | DG_PLUGIN_TOWN | DG_PLUGIN_TASKFORCE |             \
     DG_PLUGIN_OFFICE | DG_PLUGIN_KEEPER | DG_PLUGIN_AUDITOR |                 \
     DG_PLUGIN_OPERATOR | DG_PLUGIN_GATEWAY)

/* In the order of their names. */
static const struct dg_type rows[] = {
    {.declared = {.name = "dutygate.burden.read.v1",
                  .schema = burden_read_schema,
                  .roles = EVERYBODY,
                  .reads = true},
     .query = read_burden},
    {.declared = {.name = "dutygate.indicator.publish.v1",
                  .schema = indicator_publish_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_indicator,
     .apply = apply_indicator},
    {.declared = {.name = "dutygate.tariff.publish.v1",
                  .schema = tariff_publish_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_tariff,
     .apply = apply_tariff},
    {.declared = {.name = "dutygate.tariff.read.v1",
                  .schema = tariff_read_schema,
                  .roles = EVERYBODY,
                  .reads = true},
     .query = read_tariff},
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
