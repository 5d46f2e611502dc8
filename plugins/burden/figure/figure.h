/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of the book, for whoever asks: burden.read with all its views, and
 * what is shown of burden while the gateway runs. README.md has every formula.
 *
 * Nothing here is a fold of its own: figures are computed when they are asked
 * for, as exact sums of integers, from the book's cells. */
#ifndef PLUGINS_BURDEN_FIGURE_FIGURE_H
#define PLUGINS_BURDEN_FIGURE_FIGURE_H

#include "plugins/burden/book/book.h"
#include "plugins/burden/figure/indicators.h"

struct dg_figures; /* opaque */

/* What figures are made of; all must outlive them. */
struct dg_figures_rooms {
    const struct dg_plugin_host *host;
    struct dg_places *places;
    struct dg_tariffs *tariffs;
    const struct dg_book *book;
    /* What a list that is judged beside the one in force would have left; NULL:
     * there is none. */
    const struct dg_book *shadow;
    const struct dg_indicators *indicators;
};

/* NULL without memory. */
struct dg_figures *dg_figures_create(const struct dg_figures_rooms *rooms);
void dg_figures_destroy(struct dg_figures *figures); /* NULL is fine */

/* The hook header, in whatever order with the book's: what day it is. */
void dg_figures_header(struct dg_figures *figures,
                       const struct dg_plugin_header *header);

/* burden.read. */
enum dg_plugin_status dg_figures_query(struct dg_figures *figures,
                                       const struct dg_plugin_value *params,
                                       struct dg_plugin_writer *out);

/* The hook measure. */
enum dg_plugin_status dg_figures_measure(struct dg_figures *figures,
                                         struct dg_plugin_measures *out);

#endif
