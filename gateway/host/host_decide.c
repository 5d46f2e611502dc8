/* SPDX-License-Identifier: Apache-2.0 */
/* Hands events to plugins and collects what they answer: decide, header, apply,
 * task, query, tick. Knows nothing of what the events mean. */
#include "gateway/host/host_internal.h"

#include "gateway/core/log.h"
#include "proto/base/date.h"

#define DECISION_ARENA_LIMIT (16u << 20)

static enum dg_err
fail(const struct dg_host_plugin *plugin, const char *hook)
{
    dg_log(DG_LOG_ERROR, "plugin.failed", "plugin=%s hook=%s",
           plugin->block.name, hook);
    return DG_ERR_MEMORY;
}

/* An event as plugins see it, with what it points at. */
struct shown {
    struct dg_plugin_audience audience;
    struct dg_plugin_str charged[DG_HOST_CHARGED_MAX];
    struct dg_plugin_event event;
};

static void
show_charged(const struct dg_host_event *event, struct shown *shown)
{
    size_t count = event->charged_count < DG_HOST_CHARGED_MAX
                       ? event->charged_count
                       : DG_HOST_CHARGED_MAX;
    for (size_t i = 0; i < count; i++) {
        shown->charged[i] = dg_host_to_plugin(event->charged[i]);
    }
    shown->event.charged = shown->charged;
    shown->event.charged_count = count;
}

static void
show_event(const struct dg_host *host, const struct dg_host_event *event,
           struct shown *shown)
{
    const struct dg_event *e = event->event;
    shown->audience =
        (struct dg_plugin_audience){event->audience, host->world.roster};
    shown->event = (struct dg_plugin_event){
        .struct_size = sizeof(struct dg_plugin_event),
        .type = dg_host_to_plugin(e->type),
        .source = dg_host_to_plugin(e->source),
        .principal = dg_host_to_plugin(e->principal),
        .id = dg_host_to_plugin(e->id),
        .role = (enum dg_plugin_role)(1u << e->role),
        .time_us = event->time_us,
        .sequence = event->sequence,
        .check = event->check,
        .data = (const struct dg_plugin_value *) e->data,
        .audience = event->audience ? &shown->audience : NULL,
        .task = (const struct dg_plugin_value *) event->task,
        .task_pointer = dg_host_to_plugin(event->task_pointer),
        .gated = event->gated,
        .amends = event->amends,
        .erased = event->erased,
        .erased_count = event->erased_count,
        .onbehalf = dg_host_to_plugin(e->behalf),
        .due_us = event->due_us,
        .causation = dg_host_to_plugin(dg_json_get_str(e->root, "causationid")),
    };
    show_charged(event, shown);
}

enum dg_err
dg_host_decide(struct dg_host *host, const struct dg_host_event *event,
               struct dg_findings *findings)
{
    struct shown shown;
    show_event(host, event, &shown);
    for (size_t i = 0; i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        struct dg_plugin_findings out = {
            .findings = findings,
            .plugin = plugin,
            .day = dg_date_of_instant(event->time_us),
        };
        if (plugin->block.decide(plugin->state, &shown.event, &out) !=
            DG_PLUGIN_OK) {
            return fail(plugin, "decide");
        }
    }
    return findings->err;
}

enum dg_err
dg_host_apply(struct dg_host *host, const struct dg_host_event *event,
              const struct dg_host_decision *decision)
{
    struct shown shown;
    struct dg_plugin_decision recorded = {.verdict = decision->verdict,
                                          .text = decision->text};
    enum dg_err err = DG_OK;
    if (decision->findings) {
        recorded.decoded.findings = decision->findings->items;
        recorded.decoded.finding_count = decision->findings->count;
        recorded.is_decoded = true;
    }
    show_event(host, event, &shown);
    dg_arena_init(&recorded.arena, DECISION_ARENA_LIMIT);
    for (size_t i = 0; err == DG_OK && i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        recorded.plugin = plugin;
        if (plugin->block.apply(plugin->state, &shown.event, &recorded) !=
            DG_PLUGIN_OK) {
            err = fail(plugin, "apply");
        }
    }
    dg_arena_finish(&recorded.arena);
    return err;
}

/* Most entries have no effects, and cost no memory. */
enum dg_err
dg_host_header(struct dg_host *host, const struct dg_header *header, bool bare)
{
    struct dg_plugin_header shown = {
        .struct_size = sizeof shown,
        .sequence = header->sequence,
        .time_us = header->time_us,
        .type = dg_host_to_plugin(header->type),
        .source = dg_host_to_plugin(header->source),
        .verdict = (enum dg_plugin_verdict) header->verdict,
        .duty = dg_host_to_plugin(header->duty),
        .period = dg_host_to_plugin(header->period),
        .offices = header->offices,
        .effect_count = header->effect_count,
        .bare = bare,
    };
    enum dg_err err = DG_OK;
    if (!host->shows_headers) {
        return DG_OK;
    }
    if (header->effect_count > 0) {
        err = dg_host_findings_show(&host->arena, header, &shown.effects);
    }
    for (size_t i = 0; err == DG_OK && i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        if (plugin->block.header &&
            plugin->block.header(plugin->state, &shown) != DG_PLUGIN_OK) {
            err = fail(plugin, "header");
        }
    }
    dg_arena_reset(&host->arena);
    return err;
}

bool
dg_host_follows_tasks(const struct dg_host *host)
{
    for (size_t i = 0; i < host->count; i++) {
        if (host->plugins[i].block.task) {
            return true;
        }
    }
    return false;
}

enum dg_err
dg_host_task(struct dg_host *host, const struct dg_host_task *task,
             int64_t time_us)
{
    const struct dg_plugin_audience audience = {task->audience,
                                                host->world.roster};
    const struct dg_plugin_task shown = {
        .struct_size = sizeof(struct dg_plugin_task),
        .change = task->change,
        .task = task->task,
        .content = task->content,
        .of = task->of,
        .forwards = task->forwards,
        .source = dg_host_to_plugin(task->source),
        .period = {task->period, strlen(task->period)},
        .due_us = task->due_us,
        .time_us = time_us,
        .audience = &audience,
        .end = {task->end, strlen(task->end)},
    };
    for (size_t i = 0; i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        bool hears =
            plugin->block.task && (task->change < DG_PLUGIN_TASK_DROPPED ||
                                   plugin->block.abi_minor >= 4);
        if (hears &&
            plugin->block.task(plugin->state, &shown) != DG_PLUGIN_OK) {
            return fail(plugin, "task");
        }
    }
    return DG_OK;
}

enum dg_err
dg_host_query(struct dg_host *host, const struct dg_host_asking *asking)
{
    const struct dg_event *event = asking->event;
    struct dg_host_plugin *plugin = &host->plugins[event->kind->owner];
    struct dg_plugin_writer writer = {asking->out, asking->disclosed, asking,
                                      host};
    struct dg_str text;
    switch (dg_host_look_query(host, event, &writer)) {
    case DG_PLUGIN_OK: /* but it may not have written one value */
        return dg_json_writer_text(asking->out, &text) == DG_OK
                   ? DG_OK
                   : fail(plugin, "query");
    case DG_PLUGIN_NOT_FOUND:
        return DG_ERR_ABSENT;
    default:
        return fail(plugin, "query");
    }
}

enum dg_err
dg_host_tick(struct dg_host *host, int64_t now_us, dg_host_submit_fn submit,
             void *ctx)
{
    for (size_t i = 0; i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        struct dg_plugin_submit out = {plugin, submit, ctx};
        enum dg_plugin_status status = DG_PLUGIN_OK;
        host->ticking = plugin;
        if (plugin->block.tick) {
            status = plugin->block.tick(plugin->state, now_us, &out);
        }
        host->ticking = NULL;
        if (status != DG_PLUGIN_OK) {
            return fail(plugin, "tick");
        }
    }
    return DG_OK;
}
