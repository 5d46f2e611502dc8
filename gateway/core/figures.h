/* SPDX-License-Identifier: Apache-2.0 */
/* All figures of one moment, gathered, and how they are told: as JSON, and as
 * the text that Prometheus reads (exposition format 0.0.4). What is gathered is
 * the callers' business. */
#ifndef GATEWAY_CORE_FIGURES_H
#define GATEWAY_CORE_FIGURES_H

#include "gateway/core/metric.h"
#include "proto/base/arena.h"
#include "proto/base/buf.h"

enum dg_figure_kind { DG_FIGURE_COUNTER, DG_FIGURE_GAUGE, DG_FIGURE_HISTOGRAM };

/* A family of rows, or a row of the family before. */
struct dg_figure {
    const char *name;    /* "dutygate_entries"; NULL: a row */
    const char *summary; /* of a family: one line */
    enum dg_figure_kind kind;
    const char *labels[4]; /* of a row: name, value, name, value; NULL ends */
    int64_t value;
    const struct dg_histogram *histogram; /* of such a family */
    enum dg_histogram_kind histogram_kind;
};

/* Strings and histograms outlive it. */
struct dg_figures {
    struct dg_arena *arena;
    struct dg_figure *items;
    size_t count, room;
    enum dg_err err; /* sticky: DG_ERR_MEMORY */
};

void dg_figures_init(struct dg_figures *figures, struct dg_arena *arena);

/* Begins a family, which may stay without rows. */
void dg_figures_begin(struct dg_figures *figures, enum dg_figure_kind kind,
                      const char *name, const char *summary);
/* labels may be NULL. */
void dg_figures_row(struct dg_figures *figures, const char *const labels[4],
                    uint64_t value);
/* A family of one row without labels. */
void dg_figures_put(struct dg_figures *figures, enum dg_figure_kind kind,
                    const char *name, const char *summary, uint64_t value);
void dg_figures_put_histogram(struct dg_figures *figures,
                              enum dg_histogram_kind kind,
                              const struct dg_histogram *histogram);

/* The members "counters", "gauges" and "histograms" of the open object. */
void dg_figures_write(const struct dg_figures *figures,
                      struct dg_json_writer *out);
/* Each family with its summary and kind, in the order they were gathered. */
void dg_figures_print(const struct dg_figures *figures, struct dg_buf *out);

#endif
