/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin asks of another while it answers a read: whether there is such
 * a read, whether what it asks is well-formed, and whether who reads may. */
#include "gateway/flow/flow_internal.h"

/* A plugin's read of that name, "list.read", in the version declared last. */
static const struct dg_event_type *
find_read(const struct dg_flow *flow, const char *name)
{
    const size_t prefix = strlen("dutygate."), len = strlen(name);
    const struct dg_event_type *found = NULL;
    for (size_t i = 0; i < flow->type_count; i++) {
        const struct dg_event_type *type = &flow->types[i];
        const char *rest = type->name + prefix;
        if (type->reads && type->owner >= 0 && strncmp(rest, name, len) == 0 &&
            strncmp(rest + len, ".v", 2) == 0) {
            found = type;
        }
    }
    return found;
}

const struct dg_event *
dg_look_ask(void *ctx, const char *name, struct dg_str params)
{
    const struct dg_looking *looking = ctx;
    struct dg_item *item = looking->item;
    const struct dg_event_type *type = find_read(item->flow, name);
    struct dg_event *event = dg_arena_alloc(&item->arena, sizeof *event);
    struct dg_str text = dg_arena_copy(&item->arena, params);
    struct dg_schema_error misfit;
    struct dg_json_error error;
    struct dg_answer ignored = {.kind = DG_ANSWER_PROBLEM};
    if (!type || !event || !text.data) {
        return NULL;
    }
    *event = *looking->event;
    event->type = dg_str_from(type->name);
    event->kind = type;
    event->bytes = text;
    if (dg_json_parse(&item->arena, text, &event->data, &error) != DG_OK ||
        !dg_schema_fits(type->schema, event->data, &item->arena, &misfit) ||
        !dg_authorise_read(item, event, &ignored)) {
        return NULL;
    }
    event->root = event->data;
    return event;
}
