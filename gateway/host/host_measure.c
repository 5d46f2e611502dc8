/* SPDX-License-Identifier: Apache-2.0 */
/* Figures across the border: what a plugin measures is copied, and sorted into
 * families, so that no figure spoils the whole of them. */
#include "gateway/host/host_internal.h"

#include <stdlib.h>

#include "gateway/core/log.h"

struct measured {
    const char *name, *summary; /* as it is shown */
    bool counter;
    const char *labels[4];
    int64_t value;
};

struct dg_plugin_measures {
    const struct dg_host_plugin *plugin;
    struct dg_arena *arena;
    struct measured *items;
    size_t count, room;
    bool failed;
};

static bool
is_snake(const char *text)
{
    size_t len =
        text ? strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;
    return len > 0 && !text[len] && (text[0] < '0' || text[0] > '9');
}

/* It begins as its plugin is called. */
static bool
is_own(const struct dg_host_plugin *plugin, const char *name)
{
    size_t len = strlen(plugin->block.name);
    return is_snake(name) && strncmp(name, plugin->block.name, len) == 0 &&
           name[len] == '_';
}

/* Pairs of two names, of which nothing is said twice. */
static bool
has_fit_labels(const struct dg_plugin_measure *m)
{
    const char *const *labels = m->labels;
    if (!labels[0]) {
        return true;
    }
    return is_snake(labels[0]) && labels[1] &&
           (!labels[2] || (is_snake(labels[2]) && labels[3] &&
                           strcmp(labels[0], labels[2]) != 0));
}

static const char *
copy(struct dg_plugin_measures *measures, const char *text)
{
    struct dg_str kept = dg_arena_copy(measures->arena, dg_str_from(text));
    measures->failed = measures->failed || !kept.data;
    return kept.data;
}

static struct measured *
add(struct dg_plugin_measures *measures)
{
    if (measures->count == measures->room) {
        size_t room = measures->room ? 2 * measures->room : 64;
        struct measured *items = realloc(measures->items, room * sizeof *items);
        if (!items) {
            measures->failed = true;
            return NULL;
        }
        measures->items = items;
        measures->room = room;
    }
    return &measures->items[measures->count++];
}

static void
complain(const struct dg_plugin_measures *measures, const char *name)
{
    dg_log(DG_LOG_ERROR, "plugin.failed", "plugin=%s hook=measure figure=%s",
           measures->plugin->block.name, name ? name : "");
}

void
dg_host_put_measure(struct dg_plugin_measures *measures,
                    const struct dg_plugin_measure *m)
{
    struct measured *kept;
    struct dg_str name;
    if (!is_own(measures->plugin, m->name) || !m->summary ||
        !has_fit_labels(m) || m->value < 0) {
        complain(measures, m->name);
        return;
    }
    kept = add(measures);
    if (!kept) {
        return;
    }
    name = dg_arena_printf(measures->arena, "dutygate_%s%s", m->name,
                           m->counter ? "_total" : "");
    *kept = (struct measured){.name = name.data,
                              .summary = copy(measures, m->summary),
                              .counter = m->counter,
                              .value = m->value};
    measures->failed = measures->failed || !name.data;
    for (int i = 0; i < 4 && m->labels[i]; i++) {
        kept->labels[i] = copy(measures, m->labels[i]);
    }
}

static int
compare(const void *a, const void *b)
{
    const struct measured *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    for (int i = 0; order == 0 && i < 4; i++) {
        order = strcmp(x->labels[i] ? x->labels[i] : "",
                       y->labels[i] ? y->labels[i] : "");
    }
    return order;
}

/* In the order of names and labels; a row that is there already is left out. */
static void
give(struct dg_plugin_measures *measures, struct dg_figures *out)
{
    const struct measured *items = measures->items;
    if (measures->count > 1) {
        qsort(measures->items, measures->count, sizeof *items, compare);
    }
    for (size_t i = 0; i < measures->count; i++) {
        const struct measured *m = &items[i];
        if (i == 0 || strcmp(m->name, items[i - 1].name) != 0) {
            dg_figures_begin(out,
                             m->counter ? DG_FIGURE_COUNTER : DG_FIGURE_GAUGE,
                             m->name, m->summary);
        } else if (compare(m, &items[i - 1]) == 0) {
            complain(measures, m->name);
            continue;
        }
        dg_figures_row(out, m->labels, (uint64_t) m->value);
    }
}

void
dg_host_measure(const struct dg_host *host, struct dg_figures *out)
{
    for (size_t i = 0; i < host->count && out->err == DG_OK; i++) {
        const struct dg_host_plugin *plugin = &host->plugins[i];
        struct dg_plugin_measures measures = {.plugin = plugin,
                                              .arena = out->arena};
        if (!plugin->block.measure) {
            continue;
        }
        if (plugin->block.measure(plugin->state, &measures) != DG_PLUGIN_OK) {
            dg_log(DG_LOG_ERROR, "plugin.failed", "plugin=%s hook=measure",
                   plugin->block.name);
        } else if (measures.failed) {
            out->err = DG_ERR_MEMORY;
        } else {
            give(&measures, out);
        }
        free(measures.items);
    }
}
