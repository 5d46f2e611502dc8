/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which indicator trees are well made, and keeps them. */
#include "plugins/burden/figure/indicators.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/burden/text.h"

struct dg_indicators {
    const struct dg_plugin_host *host;
    struct dg_indicator_tree *trees;
    size_t count;
};

static void
finish_tree(struct dg_indicator_tree *tree)
{
    free((void *) tree->title.data); /* the one block that all texts lie in */
    free((void *) tree->nodes);
}

struct dg_indicators *
dg_indicators_create(const struct dg_plugin_host *host)
{
    struct dg_indicators *indicators = calloc(1, sizeof *indicators);
    if (indicators) {
        indicators->host = host;
    }
    return indicators;
}

void
dg_indicators_destroy(struct dg_indicators *indicators)
{
    for (size_t i = 0; indicators && i < indicators->count; i++) {
        finish_tree(&indicators->trees[i]);
    }
    free(indicators ? indicators->trees : NULL);
    free(indicators);
}

/* ---- reading an event --------------------------------------------------- */

static struct dg_indicator_node
read_node(const struct dg_plugin_host *host,
          const struct dg_plugin_value *value)
{
    const struct dg_plugin_value *leaf = host->member(value, "leaf");
    const struct dg_plugin_value *cell = host->member(leaf, "cell");
    return (struct dg_indicator_node){
        .parent = DG_INDICATOR_ROOT,
        .code = host->text(host->member(value, "code")),
        .label = host->text(host->member(value, "label")),
        .weight = host->text(host->member(value, "weight")),
        .leaf = cell   ? DG_INDICATOR_CELL
                : leaf ? DG_INDICATOR_FIGURE
                       : DG_INDICATOR_INNER,
        .element = host->text(host->member(cell, "element")),
        .per = host->text(host->member(host->member(leaf, "per"), "element")),
        .figure = host->text(host->member(leaf, "figure")),
        .dimension = host->text(host->member(leaf, "dimension")),
        .target = host->text(host->member(value, "target")),
        .lower = host->boolean(host->member(value, "lower")),
    };
}

/* The first of a code; ROOT: there is none. */
static uint32_t
find_node(const struct dg_indicator_node *nodes, uint32_t count,
          struct dg_plugin_str code)
{
    uint32_t i = 0;
    while (i < count && !dg_text_equal(nodes[i].code, code)) {
        i++;
    }
    return i < count ? i : DG_INDICATOR_ROOT;
}

static void
read_nodes(const struct dg_plugin_host *host,
           const struct dg_plugin_value *values, uint32_t count,
           struct dg_indicator_node *nodes)
{
    const struct dg_plugin_value *value = host->first(values);
    for (uint32_t i = 0; i < count; i++, value = host->next(value)) {
        nodes[i] = read_node(host, value);
    }
    value = host->first(values);
    for (uint32_t i = 0; i < count; i++, value = host->next(value)) {
        struct dg_plugin_str parent = host->text(host->member(value, "parent"));
        nodes[i].parent = parent.len > 0 ? find_node(nodes, count, parent)
                                         : DG_INDICATOR_ROOT;
    }
}

/* ---- deciding ----------------------------------------------------------- */

/* A tree that is being looked through. */
struct vet {
    const struct dg_plugin_host *host;
    struct dg_plugin_findings *findings;
    const struct dg_plugin_value *values;
    const struct dg_indicator_node *nodes;
    uint32_t count;
};

static void
refuse(const struct vet *v, const char *code, struct dg_plugin_str text,
       struct dg_plugin_str pointer)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "indicator",
                                        .verdict = DG_PLUGIN_REFUSE,
                                        .code = code,
                                        .text = text,
                                        .pointer = pointer};
    v->host->add(v->findings, &finding);
}

static void
refuse_node(const struct vet *v, uint32_t node, const char *code,
            struct dg_plugin_str text)
{
    refuse(v, code, text, v->host->format(v->findings, "/data/nodes/%u", node));
}

#define CODE_ARG(v, i) (int) (v)->nodes[i].code.len, (v)->nodes[i].code.data

static void
check_code(const struct vet *v, uint32_t node)
{
    if (find_node(v->nodes, v->count, v->nodes[node].code) < node) {
        refuse_node(v, node, "indicator-node-twice",
                    v->host->format(v->findings,
                                    "node \"%.*s\" stands there twice",
                                    CODE_ARG(v, node)));
    }
}

/* Up to a root in no more steps than there are nodes. */
static void
check_parents(const struct vet *v, uint32_t node,
              const struct dg_plugin_value *value)
{
    struct dg_plugin_str parent =
        v->host->text(v->host->member(value, "parent"));
    uint32_t at = node, steps = 0;
    if (parent.len > 0 && v->nodes[node].parent == DG_INDICATOR_ROOT) {
        refuse_node(v, node, "indicator-parent-unknown",
                    v->host->format(v->findings, "there is no node \"%.*s\"",
                                    (int) parent.len, parent.data));
        return;
    }
    while (at != DG_INDICATOR_ROOT && steps++ <= v->count) {
        at = v->nodes[at].parent;
    }
    if (at != DG_INDICATOR_ROOT) {
        refuse_node(v, node, "indicator-circular",
                    v->host->format(v->findings,
                                    "node \"%.*s\" is part of itself",
                                    CODE_ARG(v, node)));
    }
}

static bool
has_children(const struct vet *v, uint32_t node)
{
    for (uint32_t i = 0; i < v->count; i++) {
        if (v->nodes[i].parent == node) {
            return true;
        }
    }
    return false;
}

static void
check_leaf(const struct vet *v, uint32_t node)
{
    bool inner = has_children(v, node);
    if (inner && v->nodes[node].leaf != DG_INDICATOR_INNER) {
        refuse_node(v, node, "indicator-leaf",
                    v->host->format(v->findings,
                                    "node \"%.*s\" has parts: its value "
                                    "follows from theirs",
                                    CODE_ARG(v, node)));
    }
    if (!inner && v->nodes[node].leaf == DG_INDICATOR_INNER) {
        refuse_node(v, node, "indicator-leaf",
                    v->host->format(v->findings,
                                    "node \"%.*s\" has neither parts nor a "
                                    "value of its own",
                                    CODE_ARG(v, node)));
    }
}

static void
check_weight(const struct vet *v, uint32_t node)
{
    struct dg_plugin_str weight = v->nodes[node].weight;
    for (size_t i = 0; i < weight.len; i++) {
        if (weight.data[i] >= '1' && weight.data[i] <= '9') {
            return;
        }
    }
    refuse_node(v, node, "indicator-weight",
                v->host->format(v->findings, "node \"%.*s\" has no weight",
                                CODE_ARG(v, node)));
}

static void
check_nodes(const struct vet *v)
{
    const struct dg_plugin_value *value = v->host->first(v->values);
    for (uint32_t i = 0; i < v->count; i++, value = v->host->next(value)) {
        check_code(v, i);
        check_parents(v, i, value);
        check_leaf(v, i);
        check_weight(v, i);
    }
}

static void
check_version(const struct dg_indicators *indicators, const struct vet *v,
              const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = v->host;
    struct dg_plugin_str code = host->text(host->member(event->data, "code"));
    struct dg_plugin_str version =
        host->text(host->member(event->data, "version"));
    if (dg_indicators_find(indicators, code, version)) {
        refuse(v, "indicator-version-taken",
               host->format(
                   v->findings, "version %.*s of \"%.*s\" is published already",
                   (int) version.len, version.data, (int) code.len, code.data),
               (struct dg_plugin_str){"/data/version", 13});
    }
}

enum dg_plugin_status
dg_indicators_decide(const struct dg_indicators *indicators,
                     const struct dg_plugin_event *event,
                     struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = indicators->host;
    struct vet v = {.host = host,
                    .findings = findings,
                    .values = host->member(event->data, "nodes")};
    struct dg_indicator_node *nodes;
    v.count = (uint32_t) host->count(v.values);
    v.nodes = nodes = calloc((size_t) v.count + 1, sizeof *nodes);
    if (!nodes) {
        return DG_PLUGIN_FAILED;
    }
    read_nodes(host, v.values, v.count, nodes);
    check_version(indicators, &v, event);
    check_nodes(&v);
    free(nodes);
    return DG_PLUGIN_OK;
}

/* ---- keeping ------------------------------------------------------------ */

/* Where the next kept text goes; end NULL: only measured. */
struct block {
    char *text;
    size_t len;
};

static void
keep(struct block *block, struct dg_plugin_str *text)
{
    if (block->text && text->len > 0) {
        memcpy(block->text + block->len, text->data, text->len);
        text->data = block->text + block->len;
    }
    block->len += text->len;
}

/* The title is first, so that it names the block. */
static void
keep_texts(struct block *block, struct dg_indicator_tree *tree,
           struct dg_indicator_node *nodes)
{
    keep(block, &tree->title);
    keep(block, &tree->code);
    keep(block, &tree->version);
    for (uint32_t i = 0; i < tree->count; i++) {
        struct dg_indicator_node *node = &nodes[i];
        struct dg_plugin_str *texts[] = {
            &node->code, &node->label,  &node->weight,    &node->element,
            &node->per,  &node->figure, &node->dimension, &node->target};
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            keep(block, texts[j]);
        }
    }
}

static bool
make_room(struct dg_indicators *indicators)
{
    struct dg_indicator_tree *trees =
        realloc(indicators->trees, (indicators->count + 1) * sizeof *trees);
    if (trees) {
        indicators->trees = trees;
    }
    return trees != NULL;
}

enum dg_plugin_status
dg_indicators_apply(struct dg_indicators *indicators,
                    const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = indicators->host;
    const struct dg_plugin_value *values = host->member(event->data, "nodes");
    uint32_t count = (uint32_t) host->count(values);
    struct dg_indicator_node *nodes = calloc((size_t) count + 1, sizeof *nodes);
    struct block block = {NULL, 0};
    struct dg_indicator_tree tree = {
        .code = host->text(host->member(event->data, "code")),
        .version = host->text(host->member(event->data, "version")),
        .title = host->text(host->member(event->data, "title")),
        .nodes = nodes,
        .count = count,
        .sequence = event->sequence,
    };
    if (!nodes || !make_room(indicators)) {
        free(nodes);
        return DG_PLUGIN_FAILED;
    }
    read_nodes(host, values, count, nodes);
    keep_texts(&block, &tree, nodes);
    block = (struct block){malloc(block.len + 1), 0};
    if (!block.text) {
        free(nodes);
        return DG_PLUGIN_FAILED;
    }
    keep_texts(&block, &tree, nodes);
    indicators->trees[indicators->count++] = tree;
    return DG_PLUGIN_OK;
}

/* ---- reading ------------------------------------------------------------ */

const struct dg_indicator_tree *
dg_indicators_find(const struct dg_indicators *indicators,
                   struct dg_plugin_str code, struct dg_plugin_str version)
{
    for (size_t i = indicators->count; i > 0; i--) {
        const struct dg_indicator_tree *tree = &indicators->trees[i - 1];
        if (dg_text_equal(tree->code, code) &&
            (version.len == 0 || dg_text_equal(tree->version, version))) {
            return tree;
        }
    }
    return NULL;
}

const struct dg_indicator_tree *
dg_indicators_at(const struct dg_indicators *indicators, size_t index)
{
    return index < indicators->count ? &indicators->trees[index] : NULL;
}

/* That it was published, and what was, stands in its event. */
void
dg_indicators_save(const struct dg_indicators *indicators,
                   struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = indicators->host;
    host->open_array(out);
    for (size_t i = 0; i < indicators->count; i++) {
        const struct dg_indicator_tree *tree = &indicators->trees[i];
        host->open_array(out);
        host->put_text(out, tree->code);
        host->put_text(out, tree->version);
        host->put_integer(out, (int64_t) tree->sequence);
        host->put_integer(out, tree->count);
        host->close_array(out);
    }
    host->close_array(out);
}
