/* SPDX-License-Identifier: Apache-2.0 */
/* Ask once, as a plugin: what it declares, and which room each event, read and
 * task is handed to. The rooms' state is its fold. */
#include "plugins/form_dedup/form_dedup.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/report/report.h"

/* ---- life --------------------------------------------------------------- */

static void
unload(void *state)
{
    struct dg_form_dedup *plugin = state;
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
    return plugin->asks != NULL;
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

/* ---- reads -------------------------------------------------------------- */

static enum dg_plugin_status
check_form(struct dg_form_dedup *plugin, struct dg_plugin_str name,
           const struct dg_plugin_value *params, struct dg_plugin_str reader,
           struct dg_plugin_writer *out)
{
    (void) name;
    return dg_asks_query(plugin->asks, params, reader, plugin->now_us, out);
}

/* ---- the event types ---------------------------------------------------- */

static const char dictionary_suggest_schema[] =
#include "plugins/form_dedup/schema/dictionary.suggest.v1.jinc"
    ;

static const char dictionary_suggestions_schema[] =
#include "plugins/form_dedup/schema/dictionary.suggestions.v1.jinc"
    ;

static const char form_check_schema[] =
#include "plugins/form_dedup/schema/form.check.v1.jinc"
    ;

static const char worksheet_read_schema[] =
#include "plugins/form_dedup/schema/worksheet.read.v1.jinc"
    ;
static const char report_read_schema[] =
#include "plugins/form_dedup/schema/report.read.v1.jinc"
    ;
static const char report_list_schema[] =
#include "plugins/form_dedup/schema/report.list.v1.jinc"
    ;
static const char report_changes_schema[] =
#include "plugins/form_dedup/schema/report.changes.v1.jinc"
    ;

/* One for each type: what is declared of it, and who takes it. decide and apply
 * may be NULL; a read has query alone. */
struct row {
    struct dg_plugin_type type;
    enum dg_plugin_status (*decide)(struct dg_form_dedup *plugin,
                                    const struct dg_plugin_event *event,
                                    struct dg_plugin_findings *findings);
    enum dg_plugin_status (*apply)(struct dg_form_dedup *plugin,
                                   const struct dg_plugin_event *event);
    enum dg_plugin_status (*query)(struct dg_form_dedup *plugin,
                                   struct dg_plugin_str name,
                                   const struct dg_plugin_value *params,
                                   struct dg_plugin_str reader,
                                   struct dg_plugin_writer *out);
};

#define PREFIX "dutygate."
#define VERSION ".v1"

static const char form_file_schema[] =
#include "plugins/form_dedup/schema/form.file.v1.jinc"
    ;

static const char form_publish_schema[] =
#include "plugins/form_dedup/schema/form.publish.v1.jinc"
    ;

static const char form_read_schema[] =
#include "plugins/form_dedup/schema/form.read.v1.jinc"
    ;

static const char report_correct_schema[] =
#include "plugins/form_dedup/schema/report.correct.v1.jinc"
    ;

static const char report_review_schema[] =
#include "plugins/form_dedup/schema/report.review.v1.jinc"
    ;

static const char report_submit_schema[] =
#include "plugins/form_dedup/schema/report.submit.v1.jinc"
    ;

static enum dg_plugin_status
apply_suggestion(struct dg_form_dedup *plugin,
                 const struct dg_plugin_event *event)
{
    return dg_near_apply(plugin->near, event);
}

static enum dg_plugin_status
read_suggestions(struct dg_form_dedup *plugin, struct dg_plugin_str name,
                 const struct dg_plugin_value *params,
                 struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    (void) name;
    return dg_near_query(plugin->near, params, reader, out);
}

static enum dg_plugin_status
decide_form(struct dg_form_dedup *plugin, const struct dg_plugin_event *event,
            struct dg_plugin_findings *findings)
{
    return dg_forms_decide(plugin->forms, event, findings);
}

static enum dg_plugin_status
apply_form(struct dg_form_dedup *plugin, const struct dg_plugin_event *event)
{
    return dg_forms_apply(plugin->forms, event);
}

static enum dg_plugin_status
read_forms(struct dg_form_dedup *plugin, struct dg_plugin_str name,
           const struct dg_plugin_value *params, struct dg_plugin_str reader,
           struct dg_plugin_writer *out)
{
    (void) name;
    (void) reader;
    return dg_forms_query(plugin->forms, params, out);
}

static const char dictionary_conflicts_schema[] =
#include "plugins/form_dedup/schema/dictionary.conflicts.v1.jinc"
    ;

static const char dictionary_keep_apart_schema[] =
#include "plugins/form_dedup/schema/dictionary.keep_apart.v1.jinc"
    ;

static const char dictionary_merge_schema[] =
#include "plugins/form_dedup/schema/dictionary.merge.v1.jinc"
    ;

static const char dictionary_publish_schema[] =
#include "plugins/form_dedup/schema/dictionary.publish.v1.jinc"
    ;

static const char dictionary_read_schema[] =
#include "plugins/form_dedup/schema/dictionary.read.v1.jinc"
    ;

static bool
is_in_use(void *ctx, uint32_t element)
{
    return dg_forms_uses(ctx, element);
}

static enum dg_plugin_status
decide_dictionary(struct dg_form_dedup *plugin,
                  const struct dg_plugin_event *event,
                  struct dg_plugin_findings *findings)
{
    struct dg_dictionary_use use = {is_in_use, plugin->forms};
    return dg_dictionary_decide(plugin->dictionary, &use, event, findings);
}

static enum dg_plugin_status
apply_dictionary(struct dg_form_dedup *plugin,
                 const struct dg_plugin_event *event)
{
    enum dg_plugin_status status =
        dg_dictionary_apply(plugin->dictionary, event);
    return status ? status : dg_near_apply(plugin->near, event);
}

static enum dg_plugin_status
read_dictionary(struct dg_form_dedup *plugin, struct dg_plugin_str name,
                const struct dg_plugin_value *params,
                struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    return dg_dictionary_query(plugin->dictionary, name, params, reader, out);
}

#define ASKERS (DG_PLUGIN_DEPARTMENT | DG_PLUGIN_TOWN | DG_PLUGIN_TASKFORCE)
#define FILLERS (DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN)
#define WATCHERS (DG_PLUGIN_KEEPER | DG_PLUGIN_AUDITOR | DG_PLUGIN_OPERATOR)
#define EVERYBODY (ASKERS | WATCHERS | DG_PLUGIN_OFFICE | DG_PLUGIN_GATEWAY)

/* In the order of their names; a row without a name ends them. */
static const struct row rows[] = {
    {.type = {.name = "dutygate.dictionary.conflicts.v1",
              .schema = dictionary_conflicts_schema,
              .roles = EVERYBODY,
              .reads = true},
     .query = read_dictionary},
    {.type = {.name = "dutygate.dictionary.keep_apart.v1",
              .schema = dictionary_keep_apart_schema,
              .roles = DG_PLUGIN_KEEPER,
              .scope = {.open = true}},
     .decide = decide_dictionary,
     .apply = apply_dictionary},
    {.type = {.name = "dutygate.dictionary.merge.v1",
              .schema = dictionary_merge_schema,
              .roles = DG_PLUGIN_KEEPER,
              .scope = {.open = true}},
     .decide = decide_dictionary,
     .apply = apply_dictionary},
    {.type = {.name = "dutygate.dictionary.publish.v1",
              .schema = dictionary_publish_schema,
              .roles = DG_PLUGIN_KEEPER,
              .scope = {.open = true}},
     .decide = decide_dictionary,
     .apply = apply_dictionary},
    {.type = {.name = "dutygate.dictionary.read.v1",
              .schema = dictionary_read_schema,
              .roles = EVERYBODY,
              .reads = true},
     .query = read_dictionary},
    {.type = {.name = "dutygate.dictionary.suggest.v1",
              .schema = dictionary_suggest_schema,
              .roles = DG_PLUGIN_GATEWAY},
     .apply = apply_suggestion},
    {.type = {.name = "dutygate.dictionary.suggestions.v1",
              .schema = dictionary_suggestions_schema,
              .roles = DG_PLUGIN_DEPARTMENT | DG_PLUGIN_KEEPER,
              .reads = true,
              .scope = {.own = DG_PLUGIN_DEPARTMENT, .whose = "department"}},
     .query = read_suggestions},
    {.type = {.name = "dutygate.form.check.v1",
              .schema = form_check_schema,
              .roles = ASKERS | DG_PLUGIN_KEEPER,
              .reads = true},
     .query = check_form},
    {.type = {.name = "dutygate.form.file.v1",
              .schema = form_file_schema,
              .roles = DG_PLUGIN_KEEPER,
              .scope = {.open = true}},
     .decide = decide_form,
     .apply = apply_form},
    {.type = {.name = "dutygate.form.publish.v1",
              .schema = form_publish_schema,
              .roles = ASKERS | DG_PLUGIN_KEEPER,
              .scope = {.open = true}},
     .decide = decide_form,
     .apply = apply_form},
    {.type = {.name = "dutygate.form.read.v1",
              .schema = form_read_schema,
              .roles = EVERYBODY,
              .reads = true},
     .query = read_forms},
    {.type = {.name = "dutygate.report.changes.v1",
              .schema = report_changes_schema,
              .roles = ASKERS,
              .reads = true,
              .scope = {.own = ASKERS}},
     .query = dg_changes_query},
    {.type = {.name = "dutygate.report.correct.v1",
              .schema = report_correct_schema,
              .roles = FILLERS,
              .scope = {.own = FILLERS,
                        .below = DG_PLUGIN_TOWN,
                        .whose = "office"},
              .personal = true,
              .erasable = true,
              .behalf = true},
     .decide = dg_submit_decide,
     .apply = dg_submit_apply},
    {.type = {.name = "dutygate.report.list.v1",
              .schema = report_list_schema,
              .roles = ASKERS,
              .reads = true,
              .scope = {.own = ASKERS}},
     .query = dg_reports_query},
    {.type = {.name = "dutygate.report.read.v1",
              .schema = report_read_schema,
              .roles = ASKERS | DG_PLUGIN_OFFICE,
              .reads = true,
              .scope = {.own = ASKERS | DG_PLUGIN_OFFICE,
                        .below = DG_PLUGIN_TOWN}},
     .query = dg_delivery_query},
    {.type = {.name = "dutygate.report.review.v1",
              .schema = report_review_schema,
              .roles = DG_PLUGIN_TOWN,
              .scope = {.own = DG_PLUGIN_TOWN,
                        .below = DG_PLUGIN_TOWN,
                        .whose = "office"}},
     .decide = dg_review_decide,
     .apply = dg_review_apply},
    {.type = {.name = "dutygate.report.submit.v1",
              .schema = report_submit_schema,
              .roles = FILLERS,
              .scope = {.own = FILLERS,
                        .below = DG_PLUGIN_TOWN,
                        .whose = "office"},
              .personal = true,
              .erasable = true,
              .behalf = true},
     .decide = dg_submit_decide,
     .apply = dg_submit_apply},
    {.type = {.name = "dutygate.worksheet.read.v1",
              .schema = worksheet_read_schema,
              .roles = DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN | WATCHERS,
              .reads = true,
              .scope = {.own = DG_PLUGIN_OFFICE,
                        .below = DG_PLUGIN_TOWN,
                        .whose = "office"}},
     .query = dg_worksheet_query},
    {.type = {.name = NULL}},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Of the whole type; NULL: it is none of the plugin's own. */
static const struct row *
find_row(struct dg_plugin_str type)
{
    for (const struct row *row = rows; row->type.name; row++) {
        if (strlen(row->type.name) == type.len &&
            memcmp(row->type.name, type.data, type.len) == 0) {
            return row;
        }
    }
    return NULL;
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
    const struct row *row = find_row(event->type);
    enum dg_plugin_status status =
        dg_asks_decide(plugin->asks, event, findings);
    if (is_erasure(event)) {
        dg_asks_check_erase(plugin->asks, event, findings);
    }
    return !status && row && row->decide ? row->decide(plugin, event, findings)
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
    const struct row *row = find_row(event->type);
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
    return row && row->apply ? see_forms(plugin, row->apply(plugin, event))
                             : DG_PLUGIN_OK;
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    struct dg_form_dedup *plugin = state;
    if (!dg_asks_settle(plugin->asks)) {
        return DG_PLUGIN_FAILED;
    }
    for (const struct row *row = rows; row->type.name; row++) {
        const char *own = row->type.name + strlen(PREFIX);
        if (row->query && strlen(own) == name.len + strlen(VERSION) &&
            memcmp(own, name.data, name.len) == 0) {
            return row->query(plugin, name, params, reader, out);
        }
    }
    return DG_PLUGIN_NOT_FOUND;
}

static enum dg_plugin_status
tick(void *state, int64_t now_us, struct dg_plugin_submit *submit)
{
    struct dg_form_dedup *plugin = state;
    see_time(plugin, now_us);
    return dg_near_tick(plugin->near, now_us, submit);
}

static enum dg_plugin_status
task(void *state, const struct dg_plugin_task *change)
{
    struct dg_form_dedup *plugin = state;
    see_time(plugin, change->time_us);
    return dg_asks_change(plugin->asks, change);
}

/* ---- the fold ----------------------------------------------------------- */

static enum dg_plugin_status
save(void *state, struct dg_plugin_writer *out)
{
    struct dg_form_dedup *plugin = state;
    const struct dg_plugin_host *host = plugin->host;
    enum dg_plugin_status status;
    host->open_object(out);
    host->put_name(out, "dictionary");
    dg_dictionary_save(plugin->dictionary, out);
    host->put_name(out, "cells");
    dg_cells_save(plugin->cells, out);
    host->put_name(out, "forms");
    dg_forms_save(plugin->forms, out);
    host->put_name(out, "near");
    dg_near_save(plugin->near, out);
    host->put_name(out, "asks");
    status = dg_asks_save(plugin->asks, out) ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
    host->close_object(out);
    return status;
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

static struct dg_plugin_type types[COUNT(rows) - 1 ? COUNT(rows) - 1 : 1];

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "form_dedup",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = COUNT(rows) - 1,
    .rules = rules,
    .rule_count = COUNT(rules),
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
    .query = query,
    .tick = tick,
    .save = save,
    .task = task,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    for (size_t i = 0; i + 1 < COUNT(rows); i++) {
        types[i] = rows[i].type;
    }
    return &description;
}
