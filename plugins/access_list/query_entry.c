/* SPDX-License-Identifier: Apache-2.0 */
/* One code as all layers together have it: which lists say something, and what
 * of it counts. rules.c judges tasks by the same; a test holds them together.
 */
#include "plugins/access_list/query_entry.h"

#include "plugins/access_list/print.h"
#include "plugins/access_list/text.h"

#define BELOW_MAX 200

struct dg_layers
dg_query_entry_find(const struct dg_access_list *state,
                    struct dg_plugin_str list, struct dg_plugin_str code)
{
    static const struct dg_plugin_event nobody;
    const struct dg_layer_ask ask = {.set = &state->lists,
                                     .room = &state->room,
                                     .event = &nobody,
                                     .list = list,
                                     .day =
                                         state->host->date_of(state->now_us)};
    return dg_layer_find(&ask, code);
}

/* ---- which lists -------------------------------------------------------- */

static void
put_layers(const struct dg_plugin_host *host, const struct dg_layers *layers,
           struct dg_plugin_writer *out)
{
    host->put_name(out, "layers");
    host->open_array(out);
    for (size_t i = 0; i < layers->count; i++) {
        const struct dg_layer *layer = &layers->items[i];
        if (!layer->entry) {
            continue;
        }
        host->open_object(out);
        dg_print_head(layer->version, out);
        host->put_name(out, "entry");
        dg_print_entry(host, layer->entry, out);
        host->close_object(out);
    }
    host->close_array(out);
}

/* Lists below in force that have the code: where, and of what class. */
static void
put_below(const struct dg_access_list *state, const struct dg_list *above,
          struct dg_plugin_str code, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    int32_t day = host->date_of(state->now_us);
    const struct dg_list *list, *next;
    unsigned left = BELOW_MAX;
    host->put_name(out, "below");
    host->open_array(out);
    HASH_ITER(hh, state->lists.by_name, list, next)
    {
        const struct dg_version *version =
            left > 0 && dg_layer_depth(&state->lists, list, above) > 0
                ? dg_list_in_force(list, day)
                : NULL;
        const struct dg_entry *entry =
            version ? dg_version_entry(version, code) : NULL;
        if (entry) {
            host->open_object(out);
            dg_print_head(version, out);
            dg_print_text(host, out, "class",
                          dg_text_from(dg_entry_classes[entry->class]));
            host->close_object(out);
            left--;
        }
    }
    host->close_array(out);
}

/* ---- what counts -------------------------------------------------------- */

/* The next layer from index on whose refusals count, or NULL. */
static const struct dg_layer *
next_counting(const struct dg_layers *layers, size_t *index)
{
    while (*index < layers->count) {
        const struct dg_layer *layer = &layers->items[(*index)++];
        if (layer->entry && !layer->mandate) {
            return layer;
        }
    }
    return NULL;
}

/* Why nobody may ask it today: as in the findings; NULL if somebody may. */
static const char *
find_obstacle(const struct dg_access_list *state, struct dg_layers *layers,
              struct dg_plugin_str code, const struct dg_layer **by)
{
    static const struct dg_plugin_event nobody;
    int32_t day = state->host->date_of(state->now_us);
    *by = dg_layer_missing(layers, &nobody, code);
    if (*by) {
        return "duty-not-listed";
    }
    for (size_t i = 0; (*by = next_counting(layers, &i));) {
        if (!dg_validity_holds(&(*by)->entry->valid, day)) {
            return "duty-not-in-force";
        }
    }
    for (size_t i = 0; (*by = next_counting(layers, &i));) {
        if (dg_entry_forbids((*by)->entry)) {
            return (*by)->entry->class == DG_ENTRY_NEGATIVE ? "duty-negative"
                                                            : "duty-withdrawn";
        }
    }
    return NULL;
}

/* Does what every counting layer says of the member allow the text? */
static bool
all_allow(const struct dg_layers *layers, enum dg_entry_member member,
          struct dg_plugin_str text)
{
    for (size_t i = 0; i < layers->count; i++) {
        const struct dg_layer *layer = &layers->items[i];
        struct dg_texts texts;
        bool anything = member < DG_ENTRY_SEALS; /* without the member */
        if (!layer->entry || (anything && layer->mandate)) {
            continue;
        }
        texts = dg_entry_texts(layer->entry, member);
        if (anything && texts.count == 0) {
            continue;
        }
        if (!(member == DG_ENTRY_PREFIXES ? dg_texts_above(texts, text)
              : member == DG_ENTRY_PROOFS ? dg_texts_have_proof(texts, text)
                                          : dg_texts_have(texts, text))) {
            return false;
        }
    }
    return true;
}

/* Prefixes of different lengths are only found from the longer one: each layer
 * is gone through. Every text is written once. */
static void
put_common(const struct dg_plugin_host *host, const struct dg_layers *layers,
           enum dg_entry_member member, struct dg_plugin_writer *out)
{
    bool begun = false;
    for (size_t i = 0; i < layers->count; i++) {
        const struct dg_entry *entry = layers->items[i].entry;
        struct dg_texts texts;
        struct dg_plugin_str text;
        if (!entry || (member < DG_ENTRY_SEALS && layers->items[i].mandate)) {
            continue;
        }
        texts = dg_entry_texts(entry, member);
        if (texts.count > 0 && !begun) {
            host->put_name(out, dg_entry_members[member]);
            host->open_array(out);
            begun = true;
        }
        while (dg_texts_next(&texts, &text)) {
            bool said = false;
            for (size_t j = 0; j < i && !said; j++) {
                said =
                    layers->items[j].entry &&
                    dg_texts_have(
                        dg_entry_texts(layers->items[j].entry, member), text);
            }
            if (!said && all_allow(layers, member, text)) {
                host->put_text(out, text);
            }
        }
    }
    if (begun) {
        host->close_array(out);
    }
}

static void
put_limits(const struct dg_plugin_host *host, const struct dg_layers *layers,
           struct dg_plugin_writer *out)
{
    const struct dg_layer *layer;
    uint16_t leaddays = 0;
    bool funding = false;
    host->put_name(out, "frequencies");
    host->open_array(out);
    for (size_t i = 0; (layer = next_counting(layers, &i));) {
        const struct dg_entry *entry = layer->entry;
        leaddays = entry->leaddays > leaddays ? entry->leaddays : leaddays;
        funding |= entry->funding;
        if (entry->times) {
            host->open_object(out);
            host->put_name(out, "times");
            host->put_integer(out, entry->times);
            dg_print_text(host, out, "per",
                          dg_text_from(dg_entry_spans[entry->per]));
            host->close_object(out);
        }
    }
    host->close_array(out);
    host->put_name(out, "leaddays");
    host->put_integer(out, leaddays);
    host->put_name(out, "funding");
    host->put_boolean(out, funding);
}

static void
put_effective(const struct dg_access_list *state, struct dg_layers *layers,
              struct dg_plugin_str code, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_layer *by;
    const char *obstacle = find_obstacle(state, layers, code, &by);
    host->put_name(out, "effective");
    host->open_object(out);
    host->put_name(out, "admitted");
    host->put_boolean(out, !obstacle);
    if (obstacle) {
        dg_print_text(host, out, "code", dg_text_from(obstacle));
        dg_print_text(host, out, "list", by->version->list);
        dg_print_text(host, out, "version", by->version->name);
    }
    for (enum dg_entry_member i = DG_ENTRY_DEPARTMENTS;
         i < DG_ENTRY_MEMBER_COUNT; i++) {
        put_common(host, layers, i, out);
    }
    put_limits(host, layers, out);
    host->close_object(out);
}

void
dg_query_entry_put(const struct dg_access_list *state, struct dg_layers *layers,
                   struct dg_plugin_str code, struct dg_plugin_writer *out)
{
    put_layers(state->host, layers, out);
    put_below(state, layers->deciding->list, code, out);
    put_effective(state, layers, code, out);
}
