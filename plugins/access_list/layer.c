/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the layers of a task. What each of them says, the rules ask. */
#include "plugins/access_list/layer.h"

#include "plugins/access_list/text.h"

/* ---- room --------------------------------------------------------------- */

bool
dg_layer_make_room(struct dg_layer_room *room, const struct dg_list_set *set)
{
    const struct dg_plugin_host *host = set->host;
    size_t needed = HASH_COUNT(set->by_name);
    if (needed <= room->room) {
        return true;
    }
    dg_layer_release_room(room, host);
    needed += needed / 2;
    room->items = host->alloc(needed * sizeof *room->items);
    room->prefixes = host->alloc(needed * sizeof *room->prefixes);
    if (!room->items || !room->prefixes) {
        dg_layer_release_room(room, host);
        return false;
    }
    room->room = needed;
    return true;
}

void
dg_layer_release_room(struct dg_layer_room *room,
                      const struct dg_plugin_host *host)
{
    host->release(room->items);
    host->release(room->prefixes);
    *room = (struct dg_layer_room){NULL, NULL, 0};
}

/* ---- the chain ---------------------------------------------------------- */

/* Ends also where lists that were let through stand in a circle. */
int
dg_layer_depth(const struct dg_list_set *set, const struct dg_list *list,
               const struct dg_list *top)
{
    int depth = 0;
    for (unsigned left = HASH_COUNT(set->by_name); list && left > 0; left--) {
        const struct dg_list *upper = dg_list_find(set, list->upper);
        if (list == top || (!top && !upper)) {
            return depth;
        }
        list = upper;
        depth++;
    }
    return -1;
}

static void
append(struct dg_layers *layers, const struct dg_list *list,
       const struct dg_version *version, int depth)
{
    layers->items[layers->count++] = (struct dg_layer){
        .list = list, .version = version, .depth = (size_t) depth};
}

/* From the deciding list up, then turned round. In a circle it stands alone. */
static void
add_chain(const struct dg_layer_ask *ask, const struct dg_list *list,
          struct dg_layers *layers)
{
    int depth = dg_layer_depth(ask->set, list, NULL);
    if (depth < 0) {
        depth = 0;
    }
    for (; list && depth >= 0; depth--) {
        const struct dg_version *version = dg_list_in_force(list, ask->day);
        if (version) {
            append(layers, list, version, depth);
        }
        list = dg_list_find(ask->set, list->upper);
    }
    for (size_t i = 0, j = layers->count - 1; i < j; i++, j--) {
        struct dg_layer swapped = layers->items[i];
        layers->items[i] = layers->items[j];
        layers->items[j] = swapped;
    }
}

/* ---- below -------------------------------------------------------------- */

/* Does the task ask of somebody there, or does somebody there ask it? */
static bool
holds_for(const struct dg_version *version, const struct dg_layer_ask *ask)
{
    const struct dg_plugin_event *event = ask->event;
    return (event->role == DG_PLUGIN_TOWN &&
            dg_text_begins(event->principal, version->prefix)) ||
           (event->audience &&
            ask->set->host->audience_meets(event->audience, version->prefix));
}

/* Behind all that are not deeper. */
static void
insert(struct dg_layers *layers, const struct dg_list *list,
       const struct dg_version *version, int depth)
{
    size_t at = layers->count;
    append(layers, list, version, depth);
    struct dg_layer made = layers->items[at];
    made.below = true;
    for (; layers->items[at - 1].depth > made.depth; at--) {
        layers->items[at] = layers->items[at - 1];
    }
    layers->items[at] = made;
}

static void
add_below(const struct dg_layer_ask *ask, const struct dg_list *deciding,
          int depth, struct dg_layers *layers)
{
    const struct dg_list *list, *next;
    HASH_ITER(hh, ask->set->by_name, list, next)
    {
        int below = list->upper.len && list != deciding
                        ? dg_layer_depth(ask->set, list, deciding)
                        : -1;
        const struct dg_version *version =
            below > 0 ? dg_list_in_force(list, ask->day) : NULL;
        if (version && holds_for(version, ask)) {
            insert(layers, list, version, depth + below);
        }
    }
}

/* ---- all ---------------------------------------------------------------- */

/* The nearest list above that is among the layers. */
static const struct dg_layer *
find_upper(const struct dg_list_set *set, const struct dg_layers *layers,
           size_t index)
{
    const struct dg_list *list = layers->items[index].list;
    for (size_t left = layers->items[index].depth;
         left > 0 && (list = dg_list_find(set, list->upper)); left--) {
        for (size_t i = index; i-- > 0;) {
            if (layers->items[i].list == list) {
                return &layers->items[i];
            }
        }
    }
    return NULL;
}

static void
link_up(const struct dg_layer_ask *ask, struct dg_layers *layers,
        struct dg_plugin_str duty)
{
    for (size_t i = 0; i < layers->count; i++) {
        struct dg_layer *layer = &layers->items[i];
        const struct dg_layer *upper = find_upper(ask->set, layers, i);
        layer->upper = upper;
        layer->entry = dg_version_entry(layer->version, duty);
        if (upper) {
            layer->mandate = upper->entry && upper->entry->mandatory
                                 ? upper
                                 : upper->mandate;
        }
    }
}

struct dg_layers
dg_layer_find(const struct dg_layer_ask *ask, struct dg_plugin_str duty)
{
    struct dg_layers layers = {.items = ask->room->items,
                               .prefixes = ask->room->prefixes};
    const struct dg_list *deciding = dg_list_find(ask->set, ask->list);
    if (!dg_list_in_force(deciding, ask->day)) {
        return layers;
    }
    add_chain(ask, deciding, &layers);
    layers.deciding = &layers.items[layers.count - 1];
    add_below(ask, deciding, (int) layers.deciding->depth, &layers);
    link_up(ask, &layers, duty);
    return layers;
}

/* ---- codes -------------------------------------------------------------- */

static enum dg_layer_status
status_of(const struct dg_layer *layer, struct dg_plugin_str code)
{
    enum dg_layer_status above =
        layer->upper ? layer->upper->status : DG_LAYER_OPEN;
    if (above != DG_LAYER_OPEN) {
        return above;
    }
    if (dg_version_entry(layer->version, code)) {
        return DG_LAYER_LISTED;
    }
    return layer->version->open ? DG_LAYER_OPEN : DG_LAYER_CLOSED;
}

/* The deciding list leaves it to those below. */
static bool
listed_below(struct dg_layers *layers, const struct dg_plugin_event *event,
             const struct dg_plugin_host *host)
{
    size_t count = 0;
    for (size_t i = 0; i < layers->count; i++) {
        const struct dg_layer *layer = &layers->items[i];
        if (layer->below && layer->status == DG_LAYER_LISTED) {
            layers->prefixes[count++] = layer->version->prefix;
        }
    }
    layers->partly = count > 0;
    return count > 0 && event->audience &&
           host->audience_inside(event->audience, layers->prefixes, count);
}

const struct dg_layer *
dg_layer_missing(struct dg_layers *layers, const struct dg_plugin_event *event,
                 struct dg_plugin_str code)
{
    layers->partly = false;
    for (size_t i = 0; i < layers->count; i++) {
        struct dg_layer *layer = &layers->items[i];
        layer->status = status_of(layer, code);
        if (!layer->below && layer->status == DG_LAYER_CLOSED) {
            return layer;
        }
    }
    if (layers->count == 0 || layers->deciding->status == DG_LAYER_LISTED ||
        listed_below(layers, event,
                     layers->deciding->version->content->pool.host)) {
        return NULL;
    }
    return layers->deciding;
}
