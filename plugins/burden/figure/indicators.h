/* SPDX-License-Identifier: Apache-2.0 */
/* Published indicator trees 指标体系: weighted trees over cells and figures
 * that are there already, asking nothing new. A fold of indicator.publish; what
 * the nodes come to is computed elsewhere. */
#ifndef PLUGINS_BURDEN_FIGURE_INDICATORS_H
#define PLUGINS_BURDEN_FIGURE_INDICATORS_H

#include "plugins/plugin.h"

struct dg_indicators; /* opaque */

enum dg_indicator_leaf {
    DG_INDICATOR_INNER, /* no leaf: the weighted mean of its children */
    DG_INDICATOR_CELL,  /* total of an element, or that by another's */
    DG_INDICATOR_FIGURE /* a figure of burden.read, of a dimension or all */
};

#define DG_INDICATOR_ROOT UINT32_MAX

/* Texts live as long as indicators. */
struct dg_indicator_node {
    struct dg_plugin_str code, label;
    uint32_t parent; /* index among the nodes, or ROOT; may come behind */
    struct dg_plugin_str weight; /* decimal above 0, against its siblings */
    enum dg_indicator_leaf leaf;
    struct dg_plugin_str element, per;      /* of CELL; per may be empty */
    struct dg_plugin_str figure, dimension; /* of FIGURE; may be empty */
    struct dg_plugin_str target;            /* decimal; empty: none */
    bool lower;                             /* less is better */
};

struct dg_indicator_tree {
    struct dg_plugin_str code, version, title;
    const struct dg_indicator_node *nodes;
    uint32_t count;
    uint64_t sequence; /* receipt number of its publication */
};

/* NULL without memory. */
struct dg_indicators *dg_indicators_create(const struct dg_plugin_host *host);
void dg_indicators_destroy(struct dg_indicators *indicators); /* or NULL */

/* indicator.publish. Findings: indicator-version-taken, and at the node
 * indicator-node-twice, indicator-parent-unknown, indicator-circular,
 * indicator-leaf (it has children and a leaf, or neither), indicator-weight
 * (not above 0). */
enum dg_plugin_status
dg_indicators_decide(const struct dg_indicators *indicators,
                     const struct dg_plugin_event *event,
                     struct dg_plugin_findings *findings);
enum dg_plugin_status dg_indicators_apply(struct dg_indicators *indicators,
                                          const struct dg_plugin_event *event);

/* The newest version of a code, or that version; NULL: there is none. */
const struct dg_indicator_tree *
dg_indicators_find(const struct dg_indicators *indicators,
                   struct dg_plugin_str code, struct dg_plugin_str version);
/* In the order of their publication; NULL past the last. */
const struct dg_indicator_tree *
dg_indicators_at(const struct dg_indicators *indicators, size_t index);

void dg_indicators_save(const struct dg_indicators *indicators,
                        struct dg_plugin_writer *out);

#endif
