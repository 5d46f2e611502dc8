/* SPDX-License-Identifier: Apache-2.0 */
/* The task-access list as a plugin: what it declares, and which file each hook
 * is handed to. The list's versions and the count of admitted tasks are its
 * fold. */
#include "plugins/access_list/access_list.h"

#include <utlist.h>

#include "plugins/access_list/attachments.h"
#include "plugins/access_list/charged.h"
#include "plugins/access_list/check.h"
#include "plugins/access_list/erase.h"
#include "plugins/access_list/exemption.h"
#include "plugins/access_list/follow.h"
#include "plugins/access_list/lane.h"
#include "plugins/access_list/matters_read.h"
#include "plugins/access_list/print.h"
#include "plugins/access_list/publish.h"
#include "plugins/access_list/query.h"
#include "plugins/access_list/report_read.h"
#include "plugins/access_list/rules.h"
#include "plugins/access_list/shadow.h"
#include "plugins/access_list/silence.h"
#include "plugins/access_list/text.h"

#define TYPE_EXEMPTION_REQUEST "dutygate.exemption.request.v1"
#define TYPE_LIST_PUBLISH "dutygate.list.publish.v1"
#define TYPE_LIST_READ "dutygate.list.read.v1"
#define TYPE_TASK_CHECK "dutygate.task.check.v1"
#define TYPE_TASK_WITHDRAW "dutygate.task.withdraw.v1"

static const char list_publish_schema[] =
#include "plugins/access_list/schema/list.publish.v1.jinc"
    ;

static const char list_read_schema[] =
#include "plugins/access_list/schema/list.read.v1.jinc"
    ;

static const char list_report_schema[] =
#include "plugins/access_list/schema/list.report.v1.jinc"
    ;

static const char exemption_read_schema[] =
#include "plugins/access_list/schema/exemption.read.v1.jinc"
    ;

/* ---- life --------------------------------------------------------------- */

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct dg_plugin_str list = host->option_text(options, "list");
    struct dg_plugin_str safety = host->option_text(options, "life_safety");
    struct dg_plugin_str shadow = host->option_text(options, "shadow");
    struct dg_access_list *plugin =
        host->alloc(sizeof *plugin + list.len + safety.len + shadow.len);
    if (!plugin) {
        return DG_PLUGIN_FAILED;
    }
    plugin->host = host;
    memcpy(plugin->text, list.data, list.len);
    memcpy(plugin->text + list.len, safety.data, safety.len);
    memcpy(plugin->text + list.len + safety.len, shadow.data, shadow.len);
    plugin->list = (struct dg_plugin_str){plugin->text, list.len};
    plugin->life_safety =
        (struct dg_plugin_str){plugin->text + list.len, safety.len};
    plugin->shadow = (struct dg_plugin_str){
        plugin->text + list.len + safety.len, shadow.len};
    plugin->silence_days = host->option_integer(options, "silence_days");
    plugin->confirm_hours = host->option_integer(options, "confirm_hours");
    plugin->urgent_limit = host->option_integer(options, "urgent_limit");
    plugin->report_days = host->option_integer(options, "report_days");
    dg_list_init(&plugin->lists, host);
    dg_frequency_init(&plugin->frequency, host);
    dg_matters_init(&plugin->matters, host);
    dg_report_init(&plugin->report, host);
    *state = plugin;
    return DG_PLUGIN_OK;
}

static void
clear(struct dg_access_list *plugin)
{
    dg_layer_release_room(&plugin->room, plugin->host);
    dg_list_finish(&plugin->lists);
    dg_frequency_finish(&plugin->frequency);
    dg_matters_finish(&plugin->matters);
    dg_report_finish(&plugin->report);
}

static void
unload(void *state)
{
    struct dg_access_list *plugin = state;
    clear(plugin);
    plugin->host->release(plugin);
}

/* ---- events ------------------------------------------------------------- */

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    if (event->task && event->gated) {
        dg_lane_decide(state, event, findings);
        dg_rules_decide(state, event, findings);
        dg_attachments_decide(state, event, findings);
        dg_shadow_decide(state, event, findings);
    } else if (dg_text_is(event->type, TYPE_LIST_PUBLISH)) {
        return dg_publish_decide(state, event, findings);
    } else if (dg_text_is(event->type, TYPE_EXEMPTION_REQUEST)) {
        dg_exemption_decide(state, event, findings);
    }
    return DG_PLUGIN_OK;
}

/* A life-safety order is never held against anyone; an amendment that waits
 * changes nothing yet. */
static bool
is_counted(const struct dg_access_list *plugin,
           const struct dg_plugin_event *event,
           const struct dg_plugin_decision *decision)
{
    return !(event->amends &&
             plugin->host->verdict(decision) == DG_PLUGIN_DEFER) &&
           !dg_follow_says(plugin->host, decision, "urgency-life-safety");
}

static enum dg_plugin_status
count_task(struct dg_access_list *plugin, const struct dg_plugin_event *event,
           struct dg_frequency_ask *ask)
{
    struct dg_frequency *frequency = &plugin->frequency;
    if (!event->gated) { /* what is only handed on counts with its origin */
        return dg_frequency_put_off(frequency, ask, event->amends);
    }
    return dg_frequency_add(frequency, ask,
                            event->amends ? event->amends : event->sequence,
                            plugin->host->date_of(event->time_us));
}

/* It counts for each whose caps it counts against. */
static enum dg_plugin_status
apply_task(struct dg_access_list *plugin, const struct dg_plugin_event *event,
           const struct dg_plugin_decision *decision)
{
    enum dg_plugin_status status = DG_PLUGIN_OK;
    struct dg_frequency_ask ask;
    if (!is_counted(plugin, event, decision)) {
        return DG_PLUGIN_OK;
    }
    for (size_t i = 0;
         i < dg_charged_caps(plugin->host, event) && status == DG_PLUGIN_OK;
         i++) {
        if (!dg_frequency_read(plugin->host, event, i, &ask)) {
            return DG_PLUGIN_OK;
        }
        if (i == 0 && event->gated) {
            dg_frequency_withdraw(&plugin->frequency, event->amends);
        }
        status = count_task(plugin, event, &ask);
    }
    return status;
}

static enum dg_plugin_status
publish(struct dg_access_list *plugin, const struct dg_plugin_value *data,
        uint64_t sequence)
{
    enum dg_plugin_status status =
        dg_list_publish(&plugin->lists, data, sequence);
    return status || dg_layer_make_room(&plugin->room, &plugin->lists)
               ? status
               : DG_PLUGIN_FAILED;
}

static void
see_time(struct dg_access_list *plugin, int64_t time_us)
{
    if (time_us > plugin->now_us) {
        plugin->now_us = time_us;
    }
}

/* An erased event has no data, so it says nothing any more. */
static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    struct dg_access_list *plugin = state;
    const struct dg_plugin_host *host = plugin->host;
    enum dg_plugin_status status = dg_follow_apply(plugin, event, decision);
    see_time(plugin, event->time_us);
    if (status || event->check || !event->data ||
        host->verdict(decision) == DG_PLUGIN_REFUSE) {
        return status;
    }
    if (event->erased_count > 0) {
        return dg_erase_apply(plugin, event);
    }
    if (event->task && !dg_text_is(event->type, TYPE_TASK_CHECK)) {
        return apply_task(plugin, event, decision);
    }
    if (dg_text_is(event->type, TYPE_TASK_WITHDRAW)) {
        int64_t task = host->integer(host->member(event->data, "task"), 0);
        dg_frequency_withdraw(&plugin->frequency, (uint64_t) task);
    } else if (dg_text_is(event->type, TYPE_LIST_PUBLISH) &&
               dg_place_permits(plugin, event)) {
        return publish(plugin, event->data, event->sequence);
    }
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    if (dg_text_is(name, "list.read")) {
        return dg_query_list(state, params, out);
    }
    if (dg_text_is(name, "list.report")) {
        return dg_report_read(state, params, out);
    }
    return dg_text_is(name, "exemption.read")
               ? dg_matters_read(state, params, reader, out)
               : DG_PLUGIN_NOT_FOUND;
}

static enum dg_plugin_status
tick(void *state, int64_t now_us, struct dg_plugin_submit *submit)
{
    struct dg_access_list *plugin = state;
    see_time(plugin, now_us);
    dg_silence_tick(plugin, now_us, submit);
    return DG_PLUGIN_OK;
}

/* ---- the fold ----------------------------------------------------------- */

static enum dg_plugin_status
save(void *state, struct dg_plugin_writer *out)
{
    struct dg_access_list *plugin = state;
    const struct dg_plugin_host *host = plugin->host;
    struct dg_list *list, *next;
    struct dg_version *version;
    host->open_object(out);
    host->put_name(out, "lists");
    host->open_array(out);
    HASH_ITER(hh, plugin->lists.by_name, list, next)
    {
        DL_FOREACH(list->versions, version)
        {
            dg_print_version(version, out);
        }
    }
    host->close_array(out);
    host->put_name(out, "tasks");
    dg_frequency_save(&plugin->frequency, out);
    host->put_name(out, "matters");
    dg_matters_save(&plugin->matters, out);
    host->put_name(out, "report");
    dg_report_save(&plugin->report, out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
restore(void *state, const struct dg_plugin_value *fold)
{
    struct dg_access_list *plugin = state;
    const struct dg_plugin_host *host = plugin->host;
    clear(plugin);
    for (const struct dg_plugin_value *v =
             host->first(host->member(fold, "lists"));
         v; v = host->next(v)) {
        int64_t sequence = host->integer(host->member(v, "sequence"), 0);
        if (publish(plugin, v, (uint64_t) sequence)) {
            return DG_PLUGIN_FAILED;
        }
    }
    return dg_frequency_restore(&plugin->frequency,
                                host->member(fold, "tasks")) ||
                   dg_matters_restore(&plugin->matters,
                                      host->member(fold, "matters")) ||
                   dg_report_restore(&plugin->report,
                                     host->member(fold, "report"))
               ? DG_PLUGIN_FAILED
               : DG_PLUGIN_OK;
}

/* ---- what is declared --------------------------------------------------- */

#define ASKERS (DG_PLUGIN_DEPARTMENT | DG_PLUGIN_TOWN | DG_PLUGIN_TASKFORCE)
#define WATCHERS (DG_PLUGIN_KEEPER | DG_PLUGIN_AUDITOR | DG_PLUGIN_OPERATOR)
#define EVERYBODY (ASKERS | WATCHERS | DG_PLUGIN_OFFICE | DG_PLUGIN_GATEWAY)

static const struct dg_plugin_type types[] = {
    {.name = TYPE_LIST_PUBLISH,
     .schema = list_publish_schema,
     .roles = DG_PLUGIN_KEEPER | DG_PLUGIN_OPERATOR | DG_PLUGIN_TOWN,
     .scope = {.own = DG_PLUGIN_TOWN, .open = true}},
    {.name = TYPE_LIST_READ,
     .schema = list_read_schema,
     .roles = EVERYBODY,
     .reads = true},
    {.name = "dutygate.list.report.v1",
     .schema = list_report_schema,
     .roles = WATCHERS,
     .reads = true},
    {.name = "dutygate.exemption.read.v1",
     .schema = exemption_read_schema,
     .roles = WATCHERS | ASKERS,
     .reads = true,
     .scope = {.own = ASKERS, .whose = "department"}},
};

static const struct dg_plugin_rule rules[] = {
    {"known", "a list is in force and the duty is on it"},
    {"valid", "the duty is in force on the day it is asked"},
    {"class", "the duty is neither negative nor withdrawn to the level above"},
    {"department", "the department may ask this duty"},
    {"audience", "all recipients are where the duty may be asked"},
    {"seals", "seals are listed, in force and allowed for the duty"},
    {"proofs", "proofs are allowed for the duty and none is forbidden"},
    {"evidence", "proof of work is of a kind the duty allows"},
    {"lead", "there are enough days between asking and due date"},
    {"frequency", "the same offices are not asked too often"},
    {"funding", "a duty that costs money says where it comes from"},
    {"attachments", "no attachment is a form in disguise"},
    {"urgency", "who may use the emergency lane, and how often"},
    {"exemption", "what an exemption may be asked of"},
    {"shadow", "what the shadow list would have said; never counts"},
    {"publish",
     "a list that is published is consistent, in its place, and loosens "
     "nothing that stands above it"},
};

static const struct dg_plugin_option options[] = {
    {"list", DG_PLUGIN_OPTION_TEXT, "access", 1, 64, "the list that decides"},
    {"shadow", DG_PLUGIN_OPTION_TEXT, "", 0, 64,
     "a list that judges beside, and changes nothing"},
    {"life_safety", DG_PLUGIN_OPTION_TEXT, "yjglj wsjkj gaj slj", 0, 2000,
     "departments that may order life-safety work"},
    {"confirm_hours", DG_PLUGIN_OPTION_INTEGER, "24", 1, 720,
     "hours for the keeper to confirm an urgent task"},
    {"urgent_limit", DG_PLUGIN_OPTION_INTEGER, "0", 0, 10000,
     "urgent tasks of a department in a month that go out at once; 0: all"},
    {"silence_days", DG_PLUGIN_OPTION_INTEGER, "21", 1, 366,
     "days for the keeper's word on a request for exemption"},
    {"report_days", DG_PLUGIN_OPTION_INTEGER, "400", 31, 3660,
     "days that list.report reaches back"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "access_list",
    .version = "0.1.0",
    .fold_version = 4,
    .types = types,
    .type_count = COUNT(types),
    .rules = rules,
    .rule_count = COUNT(rules),
    .options = options,
    .option_count = COUNT(options),
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
    .query = query,
    .tick = tick,
    .save = save,
    .restore = restore,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
