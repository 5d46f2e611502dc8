/* SPDX-License-Identifier: Apache-2.0 */
/* The task-access list as a plugin: what it declares, and which file each hook
 * is handed to. The list's versions and the count of admitted tasks are its
 * fold. */
#include "plugins/access_list/access_list.h"

#include <utlist.h>

#include "plugins/access_list/print.h"
#include "plugins/access_list/publish.h"
#include "plugins/access_list/query.h"
#include "plugins/access_list/rules.h"
#include "plugins/access_list/text.h"

#define TYPE_LIST_PUBLISH "dutygate.list.publish.v1"
#define TYPE_LIST_READ "dutygate.list.read.v1"
#define TYPE_TASK_PUBLISH "dutygate.task.publish.v1"
#define TYPE_TASK_WITHDRAW "dutygate.task.withdraw.v1"

static const char list_publish_schema[] =
#include "plugins/access_list/schema/list.publish.v1.jinc"
    ;

static const char list_read_schema[] =
#include "plugins/access_list/schema/list.read.v1.jinc"
    ;

/* ---- life --------------------------------------------------------------- */

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct dg_plugin_str list = host->option_text(options, "list");
    struct dg_access_list *plugin = host->alloc(sizeof *plugin + list.len);
    if (!plugin) {
        return DG_PLUGIN_FAILED;
    }
    plugin->host = host;
    memcpy(plugin->list_text, list.data, list.len);
    plugin->list = (struct dg_plugin_str){plugin->list_text, list.len};
    dg_list_init(&plugin->lists, host);
    dg_frequency_init(&plugin->frequency, host);
    *state = plugin;
    return DG_PLUGIN_OK;
}

static void
clear(struct dg_access_list *plugin)
{
    dg_layer_release_room(&plugin->room, plugin->host);
    dg_list_finish(&plugin->lists);
    dg_frequency_finish(&plugin->frequency);
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
        dg_rules_decide(state, event, findings);
    } else if (dg_text_is(event->type, TYPE_LIST_PUBLISH)) {
        return dg_publish_decide(state, event, findings);
    }
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
apply_task(struct dg_access_list *plugin, const struct dg_plugin_event *event)
{
    struct dg_frequency_ask ask;
    if (!dg_frequency_read(plugin->host, event, &ask)) {
        return DG_PLUGIN_OK;
    }
    return dg_frequency_add(&plugin->frequency, &ask, event->sequence,
                            plugin->host->date_of(event->time_us));
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
    see_time(plugin, event->time_us);
    if (event->check || !event->data ||
        host->verdict(decision) > DG_PLUGIN_STRIP) {
        return DG_PLUGIN_OK;
    }
    if (dg_text_is(event->type, TYPE_TASK_PUBLISH)) {
        return apply_task(plugin, event);
    }
    if (dg_text_is(event->type, TYPE_TASK_WITHDRAW)) {
        int64_t task = host->integer(host->member(event->data, "task"), 0);
        dg_frequency_withdraw(&plugin->frequency, (uint64_t) task);
    } else if (dg_text_is(event->type, TYPE_LIST_PUBLISH)) {
        return publish(plugin, event->data, event->sequence);
    }
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    (void) reader; /* the list is public */
    if (!dg_text_is(name, "list.read")) {
        return DG_PLUGIN_NOT_FOUND;
    }
    return dg_query_list(state, params, out);
}

static enum dg_plugin_status
tick(void *state, int64_t now_us, struct dg_plugin_submit *submit)
{
    struct dg_access_list *plugin = state;
    (void) submit;
    see_time(plugin, now_us);
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
                                host->member(fold, "tasks"));
}

/* ---- what is declared --------------------------------------------------- */

#define EVERYBODY                                                              \
    (DG_PLUGIN_DEPARTMENT | DG_PLUGIN_TOWN | DG_PLUGIN_OFFICE |                \
     DG_PLUGIN_KEEPER | DG_PLUGIN_AUDITOR | DG_PLUGIN_OPERATOR |               \
     DG_PLUGIN_GATEWAY)

static const struct dg_plugin_type types[] = {
    {TYPE_LIST_PUBLISH, list_publish_schema,
     DG_PLUGIN_KEEPER | DG_PLUGIN_OPERATOR, false},
    {TYPE_LIST_READ, list_read_schema, EVERYBODY, true},
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
    {"publish", "a list that is published is consistent"},
};

static const struct dg_plugin_option options[] = {
    {"list", DG_PLUGIN_OPTION_TEXT, "access", 1, 64, "the list that decides"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "access_list",
    .version = "0.1.0",
    .fold_version = 2,
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
