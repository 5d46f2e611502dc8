/* SPDX-License-Identifier: Apache-2.0 */
/* Burden, as a plugin: what it declares, and in which order the rooms see an
 * event, a header and a read. Their state is its fold. */
#include "plugins/burden/burden.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/burden/types.h"

/* ---- life --------------------------------------------------------------- */

static void
unload(void *state)
{
    struct dg_burden *plugin = state;
    dg_figures_destroy(plugin->figures);
    dg_facts_destroy(plugin->facts);
    dg_indicators_destroy(plugin->indicators);
    dg_shadow_destroy(plugin->shadow);
    dg_book_destroy(plugin->book);
    dg_tariffs_destroy(plugin->tariffs);
    dg_places_destroy(plugin->places);
    free(plugin);
}

static bool
create_figures(struct dg_burden *plugin)
{
    const struct dg_figures_rooms rooms = {
        .host = plugin->host,
        .places = plugin->places,
        .tariffs = plugin->tariffs,
        .book = plugin->book,
        .shadow = plugin->shadow ? dg_shadow_book(plugin->shadow) : NULL,
        .indicators = plugin->indicators};
    plugin->figures = dg_figures_create(&rooms);
    return plugin->figures != NULL;
}

static bool
create_facts(struct dg_burden *plugin)
{
    const struct dg_facts_rooms rooms = {.host = plugin->host,
                                         .places = plugin->places,
                                         .tariffs = plugin->tariffs,
                                         .book = plugin->book};
    plugin->facts = dg_facts_create(&rooms);
    return plugin->facts != NULL;
}

/* Each is made of those before it; shadow: a second book is kept. */
static bool
create_rooms(struct dg_burden *plugin, bool shadow)
{
    const struct dg_plugin_host *host = plugin->host;
    plugin->places = dg_places_create(host);
    plugin->tariffs = dg_tariffs_create(host);
    if (!plugin->places || !plugin->tariffs) {
        return false;
    }
    plugin->book = dg_book_create(host, plugin->places, plugin->tariffs);
    plugin->indicators = dg_indicators_create(host);
    if (shadow) {
        plugin->shadow =
            dg_shadow_create(host, plugin->places, plugin->tariffs);
    }
    if (!plugin->book || !plugin->indicators || (shadow && !plugin->shadow)) {
        return false;
    }
    return create_facts(plugin) && create_figures(plugin);
}

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct dg_burden *plugin = calloc(1, sizeof *plugin);
    if (!plugin) {
        return DG_PLUGIN_FAILED;
    }
    plugin->host = host;
    *state = plugin;
    if (create_rooms(plugin, host->option_boolean(options, "shadow"))) {
        return DG_PLUGIN_OK;
    }
    unload(plugin);
    return DG_PLUGIN_FAILED;
}

/* ---- hooks -------------------------------------------------------------- */

static void
see_time(struct dg_burden *plugin, int64_t time_us)
{
    if (time_us > plugin->now_us) {
        plugin->now_us = time_us;
    }
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    struct dg_burden *plugin = state;
    const struct dg_type *type = dg_types_find(event->type);
    enum dg_plugin_status status =
        dg_facts_decide(plugin->facts, event, findings);
    return !status && type && type->decide
               ? type->decide(plugin, event, findings)
               : status;
}

/* Figures fold over headers alone. */
static enum dg_plugin_status
header(void *state, const struct dg_plugin_header *seen)
{
    struct dg_burden *plugin = state;
    enum dg_plugin_status status;
    static const char roster[] = "dutygate.roster.publish.v1";
    if (seen->type.len == strlen(roster) &&
        memcmp(seen->type.data, roster, seen->type.len) == 0) {
        dg_places_forget_roster(plugin->places);
    }
    see_time(plugin, seen->time_us);
    dg_figures_header(plugin->figures, seen);
    status = dg_book_header(plugin->book, seen);
    return !status && plugin->shadow ? dg_shadow_header(plugin->shadow, seen)
                                     : status;
}

static enum dg_plugin_status
task(void *state, const struct dg_plugin_task *told)
{
    struct dg_burden *plugin = state;
    enum dg_plugin_status status = dg_book_task(plugin->book, told);
    return !status && plugin->shadow ? dg_shadow_task(plugin->shadow, told)
                                     : status;
}

/* What is published besides, and what was refused. */
static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    struct dg_burden *plugin = state;
    const struct dg_type *type = dg_types_find(event->type);
    enum dg_plugin_status status =
        dg_facts_apply(plugin->facts, event, decision);
    if (!status && plugin->shadow) {
        status = dg_shadow_apply(plugin->shadow, event, decision);
    }
    if (!type || !type->apply || event->check || !event->data ||
        plugin->host->verdict(decision) == DG_PLUGIN_REFUSE) {
        return status;
    }
    return status ? status : type->apply(plugin, event);
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    struct dg_burden *plugin = state;
    const struct dg_type *type = dg_types_find_read(name);
    return type ? type->query(plugin, params, reader, out)
                : DG_PLUGIN_NOT_FOUND;
}

static enum dg_plugin_status
tick(void *state, int64_t now_us, struct dg_plugin_submit *submit)
{
    (void) submit;
    see_time(state, now_us);
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
measure(void *state, struct dg_plugin_measures *out)
{
    struct dg_burden *plugin = state;
    return dg_figures_measure(plugin->figures, out);
}

/* ---- the fold ----------------------------------------------------------- */

static enum dg_plugin_status
save(void *state, struct dg_plugin_writer *out)
{
    struct dg_burden *plugin = state;
    const struct dg_plugin_host *host = plugin->host;
    bool ok;
    host->open_object(out);
    host->put_name(out, "tariffs");
    ok = dg_tariffs_save(plugin->tariffs, out);
    host->put_name(out, "book");
    ok = dg_book_save(plugin->book, out) && ok;
    if (plugin->shadow) {
        host->put_name(out, "shadow");
        ok = dg_book_save(dg_shadow_book(plugin->shadow), out) && ok;
    }
    host->put_name(out, "facts");
    dg_facts_save(plugin->facts, plugin->now_us, out);
    host->put_name(out, "indicators");
    dg_indicators_save(plugin->indicators, out);
    host->close_object(out);
    return ok ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* ---- what is declared --------------------------------------------------- */

static const struct dg_plugin_rule rules[] = {
    {"tariff", "a tariff has all its rows, and does not reach back"},
    {"indicator", "an indicator tree holds together"},
    {"rebound", "a refused ask that returns in other clothes is named"},
};

static const struct dg_plugin_option options[] = {
    {"shadow", DG_PLUGIN_OPTION_BOOLEAN, "false", 0, 0,
     "keeps the figures of access_list's shadow list, too"},
};

static struct dg_plugin_type types[DG_TYPES_COUNT];

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "burden",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = DG_TYPES_COUNT,
    .rules = rules,
    .rule_count = sizeof rules / sizeof *rules,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
    .query = query,
    .tick = tick,
    .header = header,
    .task = task,
    .measure = measure,
    .save = save,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    for (size_t i = 0; i < DG_TYPES_COUNT; i++) {
        types[i] = dg_types_all()[i].declared;
    }
    return &description;
}
