/* SPDX-License-Identifier: Apache-2.0 */
/* One plugin's read within another's: what the same reader would be answered.
 * Whether it may read that is the flow's to say. */
#include "gateway/host/host_internal.h"

/* "dutygate.list.read.v1" is asked as "list.read". */
static struct dg_plugin_str
name_of(struct dg_str type)
{
    const size_t prefix = strlen("dutygate.");
    size_t end = type.len;
    while (end > prefix && type.data[end - 1] != '.') {
        end--;
    }
    return (struct dg_plugin_str){type.data + prefix, end - 1 - prefix};
}

enum dg_plugin_status
dg_host_look_query(struct dg_host *host, const struct dg_event *event,
                   struct dg_plugin_writer *writer)
{
    struct dg_host_plugin *plugin = &host->plugins[event->kind->owner];
    return plugin->block.query(plugin->state, name_of(event->type),
                               (const struct dg_plugin_value *) event->data,
                               dg_host_to_plugin(event->source), writer);
}

/* The answer as a value in the arena. */
static const struct dg_json *
answer(struct dg_host *host, const struct dg_host_asking *asking,
       const struct dg_event *event)
{
    struct dg_plugin_writer writer = {.json = host->inner,
                                      .disclosed = asking->disclosed};
    const struct dg_json *value = NULL;
    struct dg_json_error error;
    struct dg_str text;
    dg_json_writer_reset(host->inner);
    if (dg_host_look_query(host, event, &writer) != DG_PLUGIN_OK ||
        dg_json_writer_text(host->inner, &text) != DG_OK) {
        return NULL;
    }
    text = dg_arena_copy(asking->arena, text);
    if (!text.data ||
        dg_json_parse(asking->arena, text, &value, &error) != DG_OK) {
        return NULL;
    }
    return value;
}

const struct dg_plugin_value *
dg_host_look(struct dg_plugin_writer *writer, const char *name,
             struct dg_plugin_str params)
{
    const struct dg_host_asking *asking = writer->asking;
    struct dg_host *host = writer->host;
    const struct dg_event *event =
        asking && asking->ask
            ? asking->ask(asking->ctx, name, dg_host_from_plugin(params))
            : NULL;
    if (!event ||
        (!host->inner && dg_json_writer_create(&host->inner) != DG_OK)) {
        return NULL;
    }
    return (const struct dg_plugin_value *) answer(host, asking, event);
}
