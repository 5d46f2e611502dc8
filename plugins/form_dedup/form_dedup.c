/* SPDX-License-Identifier: Apache-2.0 */
/* Ask once, as a plugin: what it declares, and in which order the rooms see an
 * event, a read and a task. Their state is its fold. */
#include "plugins/form_dedup/form_dedup.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/report/acted.h"
#include "plugins/form_dedup/report/fetch.h"
#include "plugins/form_dedup/types.h"

/* ---- life --------------------------------------------------------------- */

static void
unload(void *state)
{
    struct dg_form_dedup *plugin = state;
    dg_fetch_destroy(plugin->fetch);
    dg_acted_destroy(plugin->acted);
    dg_asks_destroy(plugin->asks);
    dg_near_destroy(plugin->near);
    dg_cells_destroy(plugin->cells);
    dg_forms_destroy(plugin->forms);
    dg_dictionary_destroy(plugin->dictionary);
    dg_names_destroy(plugin->sources);
    free(plugin);
}

/* Each is made of those before it. */
static bool
create_rooms(struct dg_form_dedup *plugin)
{
    const struct dg_plugin_host *host = plugin->host;
    plugin->sources = dg_names_create();
    plugin->dictionary = dg_dictionary_create(host);
    if (!plugin->sources || !plugin->dictionary) {
        return false;
    }
    plugin->forms = dg_forms_create(host, plugin->dictionary);
    plugin->cells = dg_cells_create(host, plugin->dictionary, plugin->sources);
    if (!plugin->forms || !plugin->cells) {
        return false;
    }
    plugin->near = dg_near_create(host, plugin->dictionary);
    if (!plugin->near) {
        return false;
    }
    plugin->asks =
        dg_asks_create(host, plugin->dictionary, plugin->forms, plugin->cells);
    plugin->acted = dg_acted_create();
    plugin->fetch = dg_fetch_create();
    return plugin->asks && plugin->acted && plugin->fetch;
}

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct dg_form_dedup *plugin = calloc(1, sizeof *plugin);
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

static bool
is_erasure(const struct dg_plugin_event *event)
{
    static const char type[] = "dutygate.journal.erase.v1";
    return event->type.len == strlen(type) &&
           memcmp(event->type.data, type, event->type.len) == 0;
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    struct dg_form_dedup *plugin = state;
    const struct dg_type *type = dg_types_find(event->type);
    enum dg_plugin_status status =
        dg_asks_decide(plugin->asks, event, findings);
    if (is_erasure(event)) {
        dg_asks_check_erase(plugin->asks, event, findings);
    }
    return !status && type && type->decide
               ? type->decide(plugin, event, findings)
               : status;
}

static void
see_time(struct dg_form_dedup *plugin, int64_t time_us)
{
    if (time_us > plugin->now_us) {
        plugin->now_us = time_us;
    }
}

/* What was erased is as if it had never been said. */
static bool
forget(struct dg_form_dedup *plugin, const struct dg_plugin_event *event)
{
    for (size_t i = 0; i < event->erased_count; i++) {
        if (!dg_asks_forget(plugin->asks, event->erased[i])) {
            return false;
        }
    }
    return event->erased_count == 0 ||
           dg_cells_forget(plugin->cells, event->erased, event->erased_count);
}

static bool
tell_together(struct dg_form_dedup *plugin, const struct dg_form *form)
{
    uint32_t *elements = calloc(form->field_count + 1, sizeof *elements);
    bool ok = elements != NULL;
    for (uint32_t i = 0; ok && i < form->field_count; i++) {
        elements[i] = form->fields[i].element;
    }
    ok = ok && dg_near_together(plugin->near, elements, form->field_count);
    free(elements);
    return ok;
}

/* Forms that the event brought: what stands in one is not the same. */
static enum dg_plugin_status
see_forms(struct dg_form_dedup *plugin, enum dg_plugin_status status)
{
    const struct dg_form *form;
    while ((form = dg_forms_form(plugin->forms, plugin->forms_seen)) != NULL) {
        if (!tell_together(plugin, form)) {
            return DG_PLUGIN_FAILED;
        }
        plugin->forms_seen++;
    }
    return status;
}

static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    struct dg_form_dedup *plugin = state;
    const struct dg_type *type = dg_types_find(event->type);
    see_time(plugin, event->time_us);
    if (event->check || !event->data ||
        plugin->host->verdict(decision) == DG_PLUGIN_REFUSE) {
        return DG_PLUGIN_OK;
    }
    if (!forget(plugin, event)) {
        return DG_PLUGIN_FAILED;
    }
    if (event->task) {
        return see_forms(plugin, dg_asks_apply(plugin->asks, event, decision));
    }
    return type && type->apply ? see_forms(plugin, type->apply(plugin, event))
                               : DG_PLUGIN_OK;
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    struct dg_form_dedup *plugin = state;
    const struct dg_type *type = dg_types_find_read(name);
    if (!dg_asks_settle(plugin->asks)) {
        return DG_PLUGIN_FAILED;
    }
    return type ? type->query(plugin, name, params, reader, out)
                : DG_PLUGIN_NOT_FOUND;
}

static enum dg_plugin_status
tick(void *state, int64_t now_us, struct dg_plugin_submit *submit)
{
    struct dg_form_dedup *plugin = state;
    see_time(plugin, now_us);
    dg_fetch_tick(plugin, now_us, submit);
    return dg_near_tick(plugin->near, now_us, submit);
}

static enum dg_plugin_status
task(void *state, const struct dg_plugin_task *change)
{
    struct dg_form_dedup *plugin = state;
    see_time(plugin, change->time_us);
    return dg_asks_change(plugin->asks, change);
}

static enum dg_plugin_status
header(void *state, const struct dg_plugin_header *shown)
{
    struct dg_form_dedup *plugin = state;
    return dg_acted_take(plugin->acted, shown) ? DG_PLUGIN_OK
                                               : DG_PLUGIN_FAILED;
}

/* ---- the fold ----------------------------------------------------------- */

static enum dg_plugin_status
save(void *state, struct dg_plugin_writer *out)
{
    struct dg_form_dedup *plugin = state;
    const struct dg_plugin_host *host = plugin->host;
    bool ok;
    host->open_object(out);
    host->put_name(out, "dictionary");
    dg_dictionary_save(plugin->dictionary, out);
    host->put_name(out, "cells");
    ok = dg_cells_save(plugin->cells, out);
    host->put_name(out, "forms");
    dg_forms_save(plugin->forms, out);
    host->put_name(out, "near");
    dg_near_save(plugin->near, out);
    host->put_name(out, "acted");
    ok = dg_acted_save(plugin->acted, &(struct dg_print){host, out}) && ok;
    host->put_name(out, "asks");
    ok = dg_asks_save(plugin->asks, out) && ok;
    host->close_object(out);
    return ok ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* ---- what is declared --------------------------------------------------- */

static const struct dg_plugin_rule rules[] = {
    {"dictionary",
     "the dictionary agrees with itself and with what rests on it"},
    {"form", "forms agree with themselves and with the dictionary"},
    {"form-label", "forms carry the labels that their class needs"},
    {"once", "what is asked or known already is not asked again"},
    {"report", "what is reported was asked, and is a value of its kind"},
};

static struct dg_plugin_type types[DG_TYPES_COUNT];

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "form_dedup",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = DG_TYPES_COUNT,
    .rules = rules,
    .rule_count = sizeof rules / sizeof *rules,
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
    .query = query,
    .tick = tick,
    .save = save,
    .task = task,
    .header = header,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    for (size_t i = 0; i < DG_TYPES_COUNT; i++) {
        types[i] = dg_types_all()[i].declared;
    }
    return &description;
}
