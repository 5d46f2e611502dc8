/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which view answers a read, and of which book. */
#include "plugins/burden/figure/figure.h"

#include <stdlib.h>

#include "plugins/burden/figure/cut.h"
#include "plugins/burden/figure/headline.h"
#include "plugins/burden/figure/lists.h"
#include "plugins/burden/figure/measure.h"
#include "plugins/burden/figure/rates.h"
#include "plugins/burden/figure/score.h"
#include "plugins/burden/text.h"

struct dg_figures {
    struct dg_figures_rooms rooms;
    struct dg_units *units;
    int64_t now_us;
};

struct dg_figures *
dg_figures_create(const struct dg_figures_rooms *rooms)
{
    struct dg_figures *figures = calloc(1, sizeof *figures);
    if (!figures) {
        return NULL;
    }
    figures->rooms = *rooms;
    figures->units = dg_units_create(rooms->host, rooms->places);
    if (!figures->units) {
        free(figures);
        return NULL;
    }
    return figures;
}

void
dg_figures_destroy(struct dg_figures *figures)
{
    if (figures) {
        dg_units_destroy(figures->units);
        free(figures);
    }
}

void
dg_figures_header(struct dg_figures *figures,
                  const struct dg_plugin_header *header)
{
    figures->now_us = header->time_us;
    if (dg_text_is(header->type, "dutygate.roster.publish.v1")) {
        dg_units_forget(figures->units);
    }
}

/* ---- views --------------------------------------------------------------- */

struct asking {
    const struct dg_figures *figures;
    struct dg_scope scope;
    const struct dg_plugin_value *params;
    struct dg_plugin_writer *out;
};

static enum dg_plugin_status
view_figures(struct asking *a)
{
    return dg_cut_read(&a->scope, a->params, a->out);
}

static enum dg_plugin_status
view_headline(struct asking *a)
{
    return dg_headline_read(&a->scope, a->params, a->out);
}

static enum dg_plugin_status
view_compare(struct asking *a)
{
    return dg_compare_read(&a->scope, a->out);
}

static enum dg_plugin_status
view_rates(struct asking *a)
{
    return dg_rates_read(&a->scope, a->out);
}

static enum dg_plugin_status
view_rebounds(struct asking *a)
{
    return dg_lists_rebounds(&a->scope, a->params, a->out);
}

static enum dg_plugin_status
view_unread(struct asking *a)
{
    return dg_lists_unread(&a->scope, a->params, a->out);
}

static enum dg_plugin_status
view_estimates(struct asking *a)
{
    return dg_lists_estimates(&a->scope, a->params, a->out);
}

static enum dg_plugin_status
view_indicators(struct asking *a)
{
    return dg_score_read(&a->scope, a->figures->rooms.indicators, a->params,
                         a->out);
}

static const struct {
    const char *name;
    enum dg_plugin_status (*answer)(struct asking *asking);
} views[] = {{"figures", view_figures},     {"headline", view_headline},
             {"compare", view_compare},     {"rates", view_rates},
             {"rebounds", view_rebounds},   {"unread", view_unread},
             {"estimates", view_estimates}, {"indicators", view_indicators}};

static enum dg_plugin_status
answer(struct asking *asking, struct dg_plugin_str view)
{
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (dg_text_is(view, views[i].name)) {
            return views[i].answer(asking);
        }
    }
    return DG_PLUGIN_NOT_FOUND;
}

static struct dg_source_rooms
rooms_of(const struct dg_figures *figures, bool shadow)
{
    const struct dg_figures_rooms *rooms = &figures->rooms;
    return (struct dg_source_rooms){.host = rooms->host,
                                    .places = rooms->places,
                                    .tariffs = rooms->tariffs,
                                    .book =
                                        shadow ? rooms->shadow : rooms->book,
                                    .units = figures->units,
                                    .now_us = figures->now_us};
}

enum dg_plugin_status
dg_figures_query(struct dg_figures *figures,
                 const struct dg_plugin_value *params,
                 struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = figures->rooms.host;
    const struct dg_source_rooms rooms =
        rooms_of(figures, host->boolean(host->member(params, "shadow")));
    struct dg_plugin_str view = host->text(host->member(params, "view"));
    struct asking asking = {figures, .params = params, .out = out};
    enum dg_plugin_status status;
    if (!rooms.book) {
        return DG_PLUGIN_NOT_FOUND;
    }
    status = dg_scope_init(&asking.scope, &rooms, params);
    if (status == DG_PLUGIN_OK) {
        status = answer(&asking, view.len ? view : dg_text_from("figures"));
    }
    dg_scope_finish(&asking.scope);
    return status;
}

enum dg_plugin_status
dg_figures_measure(struct dg_figures *figures, struct dg_plugin_measures *out)
{
    const struct dg_source_rooms rooms = rooms_of(figures, false);
    struct dg_scope scope;
    enum dg_plugin_status status = dg_scope_init(&scope, &rooms, NULL);
    if (status == DG_PLUGIN_OK) {
        status = dg_measure_put(&scope, out);
    }
    dg_scope_finish(&scope);
    return status;
}
