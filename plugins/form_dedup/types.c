/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which event types there are, who may send each, and which room takes
 * it. */
#include "plugins/form_dedup/types.h"

#include <string.h>

#include "plugins/form_dedup/report/fetch.h"
#include "plugins/form_dedup/report/report.h"

#define PREFIX "dutygate."
#define VERSION ".v1"

/* ---- schemas ------------------------------------------------------------ */

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
static const char dictionary_suggest_schema[] =
#include "plugins/form_dedup/schema/dictionary.suggest.v1.jinc"
    ;
static const char dictionary_suggestions_schema[] =
#include "plugins/form_dedup/schema/dictionary.suggestions.v1.jinc"
    ;
static const char form_check_schema[] =
#include "plugins/form_dedup/schema/form.check.v1.jinc"
    ;
static const char form_file_schema[] =
#include "plugins/form_dedup/schema/form.file.v1.jinc"
    ;
static const char form_publish_schema[] =
#include "plugins/form_dedup/schema/form.publish.v1.jinc"
    ;
static const char form_read_schema[] =
#include "plugins/form_dedup/schema/form.read.v1.jinc"
    ;
static const char report_changes_schema[] =
#include "plugins/form_dedup/schema/report.changes.v1.jinc"
    ;
static const char report_correct_schema[] =
#include "plugins/form_dedup/schema/report.correct.v1.jinc"
    ;
static const char report_fetch_schema[] =
#include "plugins/form_dedup/schema/report.fetch.v1.jinc"
    ;
static const char report_list_schema[] =
#include "plugins/form_dedup/schema/report.list.v1.jinc"
    ;
static const char report_read_schema[] =
#include "plugins/form_dedup/schema/report.read.v1.jinc"
    ;
static const char report_review_schema[] =
#include "plugins/form_dedup/schema/report.review.v1.jinc"
    ;
static const char report_submit_schema[] =
#include "plugins/form_dedup/schema/report.submit.v1.jinc"
    ;
static const char report_total_schema[] =
#include "plugins/form_dedup/schema/report.total.v1.jinc"
    ;
static const char worksheet_read_schema[] =
#include "plugins/form_dedup/schema/worksheet.read.v1.jinc"
    ;

/* ---- rooms before report/ ----------------------------------------------- */

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

static enum dg_plugin_status
check_form(struct dg_form_dedup *plugin, struct dg_plugin_str name,
           const struct dg_plugin_value *params, struct dg_plugin_str reader,
           struct dg_plugin_writer *out)
{
    (void) name;
    return dg_asks_query(plugin->asks, params, reader, plugin->now_us, out);
}

/* ---- the types ---------------------------------------------------------- */

#define ASKERS (DG_PLUGIN_DEPARTMENT | DG_PLUGIN_TOWN | DG_PLUGIN_TASKFORCE)
#define FILLERS (DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN)
#define WATCHERS (DG_PLUGIN_KEEPER | DG_PLUGIN_AUDITOR | DG_PLUGIN_OPERATOR)
#define EVERYBODY (ASKERS | WATCHERS | DG_PLUGIN_OFFICE | DG_PLUGIN_GATEWAY)

/* In the order of their names. */
static const struct dg_type rows[] = {
    {.declared = {.name = "dutygate.dictionary.conflicts.v1",
                  .schema = dictionary_conflicts_schema,
                  .roles = EVERYBODY,
                  .reads = true},
     .query = read_dictionary},
    {.declared = {.name = "dutygate.dictionary.keep_apart.v1",
                  .schema = dictionary_keep_apart_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_dictionary,
     .apply = apply_dictionary},
    {.declared = {.name = "dutygate.dictionary.merge.v1",
                  .schema = dictionary_merge_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_dictionary,
     .apply = apply_dictionary},
    {.declared = {.name = "dutygate.dictionary.publish.v1",
                  .schema = dictionary_publish_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_dictionary,
     .apply = apply_dictionary},
    {.declared = {.name = "dutygate.dictionary.read.v1",
                  .schema = dictionary_read_schema,
                  .roles = EVERYBODY,
                  .reads = true},
     .query = read_dictionary},
    {.declared = {.name = "dutygate.dictionary.suggest.v1",
                  .schema = dictionary_suggest_schema,
                  .roles = DG_PLUGIN_GATEWAY},
     .apply = apply_suggestion},
    {.declared = {.name = "dutygate.dictionary.suggestions.v1",
                  .schema = dictionary_suggestions_schema,
                  .roles = DG_PLUGIN_DEPARTMENT | DG_PLUGIN_KEEPER,
                  .reads = true,
                  .scope = {.own = DG_PLUGIN_DEPARTMENT,
                            .whose = "department"}},
     .query = read_suggestions},
    {.declared = {.name = "dutygate.form.check.v1",
                  .schema = form_check_schema,
                  .roles = ASKERS | DG_PLUGIN_KEEPER,
                  .reads = true},
     .query = check_form},
    {.declared = {.name = "dutygate.form.file.v1",
                  .schema = form_file_schema,
                  .roles = DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_form,
     .apply = apply_form},
    {.declared = {.name = "dutygate.form.publish.v1",
                  .schema = form_publish_schema,
                  .roles = ASKERS | DG_PLUGIN_KEEPER,
                  .scope = {.open = true}},
     .decide = decide_form,
     .apply = apply_form},
    {.declared = {.name = "dutygate.form.read.v1",
                  .schema = form_read_schema,
                  .roles = EVERYBODY,
                  .reads = true},
     .query = read_forms},
    {.declared = {.name = "dutygate.report.changes.v1",
                  .schema = report_changes_schema,
                  .roles = ASKERS,
                  .reads = true,
                  .scope = {.own = ASKERS}},
     .query = dg_changes_query},
    {.declared = {.name = "dutygate.report.correct.v1",
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
    {.declared = {.name = "dutygate.report.fetch.v1",
                  .schema = report_fetch_schema,
                  .roles = DG_PLUGIN_GATEWAY},
     .decide = dg_fetch_decide},
    {.declared = {.name = "dutygate.report.list.v1",
                  .schema = report_list_schema,
                  .roles = ASKERS,
                  .reads = true,
                  .scope = {.own = ASKERS}},
     .query = dg_list_query},
    {.declared = {.name = "dutygate.report.read.v1",
                  .schema = report_read_schema,
                  .roles = ASKERS | DG_PLUGIN_OFFICE,
                  .reads = true,
                  .scope = {.own = ASKERS | DG_PLUGIN_OFFICE,
                            .below = DG_PLUGIN_TOWN}},
     .query = dg_delivery_query},
    {.declared = {.name = "dutygate.report.review.v1",
                  .schema = report_review_schema,
                  .roles = DG_PLUGIN_TOWN,
                  .scope = {.own = DG_PLUGIN_TOWN,
                            .below = DG_PLUGIN_TOWN,
                            .whose = "office"}},
     .decide = dg_review_decide,
     .apply = dg_review_apply},
    {.declared = {.name = "dutygate.report.submit.v1",
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
    {.declared = {.name = "dutygate.report.total.v1",
                  .schema = report_total_schema,
                  .roles = ASKERS | WATCHERS | DG_PLUGIN_GATEWAY,
                  .reads = true},
     .query = dg_total_query},
    {.declared = {.name = "dutygate.worksheet.read.v1",
                  .schema = worksheet_read_schema,
                  .roles = DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN | WATCHERS,
                  .reads = true,
                  .scope = {.own = DG_PLUGIN_OFFICE,
                            .below = DG_PLUGIN_TOWN,
                            .whose = "office"}},
     .query = dg_worksheet_query},
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
