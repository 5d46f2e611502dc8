/* SPDX-License-Identifier: Apache-2.0 */
/* Decides scores. A leaf's is 100 x value / target, or where less is better 100
 * x target / value, within 0 and 100; without a target the value itself. A
 * node's is the weighted mean of those below. All are exact until they are
 * written. What has a part that is missing is missing: a cell nobody filled in,
 * or one of the offices asked did not, and a division by nothing. */
#include "plugins/burden/figure/score.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/burden/figure/decimal.h"
#include "plugins/burden/figure/rates.h"
#include "plugins/burden/figure/total.h"
#include "plugins/burden/text.h"

#define FORMULA                                                                \
    "score of a leaf = 100 x value / target, lower: 100 x target / value, "    \
    "within 0 and 100, without a target the value; of a node = sum (weight x " \
    "score) / sum (weight) of those below; missing if one of them is"
#define PARAMS_MAX 512

struct scored {
    mpq_t value, score;
    bool known, scored; /* the value, the score */
    uint64_t filled, offices;
    bool counted;             /* filled and offices are said */
    uint32_t leaves, missing; /* below, itself if it is one */
};

struct scoring {
    struct dg_scope *scope;
    const struct dg_indicator_tree *tree;
    struct dg_plugin_str period;
    struct dg_plugin_writer *out;
    struct scored *nodes;
    struct dg_rate rates[DG_RATES];
    size_t rate_count;
    /* By dimension, then of all. */
    dg_hundredths slots[DG_DIMENSION_COUNT + 1][DG_SLOT_COUNT];
};

/* ---- cells --------------------------------------------------------------- */

/* What another plugin says of an element; false: it is missing. */
static bool
look_up(const struct scoring *s, struct dg_plugin_str element,
        struct scored *node, mpq_t value)
{
    const struct dg_plugin_host *host = s->scope->rooms->host;
    const struct dg_plugin_value *total;
    char params[PARAMS_MAX];
    int len = snprintf(params, sizeof params, "{\"element\":\"%.*s\"",
                       DG_TEXT_ARG(element));
    if (s->period.len) {
        len += snprintf(params + len, sizeof params - (size_t) len,
                        ",\"period\":\"%.*s\"", DG_TEXT_ARG(s->period));
    }
    if (s->scope->prefix.len) {
        len += snprintf(params + len, sizeof params - (size_t) len,
                        ",\"prefix\":\"%.*s\"", DG_TEXT_ARG(s->scope->prefix));
    }
    len += snprintf(params + len, sizeof params - (size_t) len, "}");
    total = host->look(s->out, "report.total",
                       (struct dg_plugin_str){params, (size_t) len});
    if (!total) {
        return false;
    }
    node->filled = (uint64_t) host->integer(host->member(total, "filled"), 0);
    node->offices = (uint64_t) host->integer(host->member(total, "offices"), 0);
    node->counted = true;
    return dg_decimal_read(host->text(host->member(total, "value")), value) &&
           node->filled >= node->offices;
}

static bool
measure_cells(const struct scoring *s, const struct dg_indicator_node *leaf,
              struct scored *node)
{
    mpq_t per;
    bool known;
    struct scored other = {.known = false};
    if (leaf->per.len == 0) {
        return look_up(s, leaf->element, node, node->value);
    }
    mpq_init(per);
    known = look_up(s, leaf->per, &other, per) && mpq_sgn(per) != 0;
    known = look_up(s, leaf->element, node, node->value) && known;
    if (known) {
        mpq_div(node->value, node->value, per);
    }
    mpq_clear(per);
    return known;
}

/* ---- figures ------------------------------------------------------------- */

static bool
see_cell(void *ctx, const struct dg_cell *cell, enum dg_slot slot,
         dg_hundredths minutes)
{
    struct scoring *s = ctx;
    struct dg_weight weight = dg_scope_weigh(s->scope, cell->place);
    dg_hundredths sum = minutes * ((uint64_t) weight.villages + weight.towns);
    s->slots[dg_tariff_row_dimension(s->scope->rooms->tariffs, cell->row)]
            [slot] += sum;
    s->slots[DG_DIMENSION_COUNT][slot] += sum;
    return true;
}

static bool
sum_figures(struct scoring *s)
{
    struct dg_total total;
    bool done = dg_total_init(&total, s->scope) &&
                dg_total_walk(&total, s->scope, see_cell, s);
    dg_total_finish(&total);
    return done;
}

/* False: divided by nothing. */
static bool
divide(dg_signed numerator, dg_hundredths denominator, mpq_t value)
{
    if (denominator == 0) {
        return false;
    }
    dg_decimal_to_mpz(numerator, mpq_numref(value));
    dg_decimal_to_mpz((dg_signed) denominator, mpq_denref(value));
    mpq_canonicalize(value);
    return true;
}

/* In per cent, of whatever dimension. */
static bool
measure_rate(const struct scoring *s, const struct dg_indicator_node *leaf,
             struct scored *node)
{
    for (size_t i = 0; i < s->rate_count; i++) {
        const struct dg_rate *rate = &s->rates[i];
        if (dg_text_is(leaf->figure, rate->name)) {
            return !rate->stray &&
                   divide((dg_signed) rate->numerator * (rate->each ? 1 : 100),
                          rate->denominator, node->value);
        }
    }
    return false;
}

static bool
measure_figure(const struct scoring *s, const struct dg_indicator_node *leaf,
               struct scored *node)
{
    const dg_hundredths *slots =
        s->slots[dg_tariff_dimension_find(leaf->dimension)]; /* empty: of all */
    dg_signed borne = (dg_signed) slots[DG_SLOT_BORNE];
    dg_signed relief = (dg_signed) slots[DG_SLOT_RELIEF];
    dg_signed never = (dg_signed) slots[DG_SLOT_NEVER];
    dg_signed outside = (dg_signed) slots[DG_SLOT_OUTSIDE];
    const struct {
        const char *name;
        dg_signed numerator;
        dg_hundredths denominator;
    } figures[] = {{"asked", borne + relief + never + outside, 100},
                   {"borne", borne, 100},
                   {"avoided", relief + never + outside, 100},
                   {"relief", relief, 100},
                   {"rate", -relief * 100, (dg_hundredths) (borne + relief)}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (dg_text_is(leaf->figure, figures[i].name)) {
            return divide(figures[i].numerator, figures[i].denominator,
                          node->value);
        }
    }
    return measure_rate(s, leaf, node);
}

/* ---- scores -------------------------------------------------------------- */

static void
clamp(mpq_t score)
{
    if (mpq_sgn(score) < 0) {
        mpq_set_ui(score, 0, 1);
    } else if (mpq_cmp_ui(score, 100, 1) > 0) {
        mpq_set_ui(score, 100, 1);
    }
}

/* Of a leaf whose value is known. A target of nothing cannot be reached by
 * more. */
static void
score_value(const struct dg_indicator_node *leaf, struct scored *node)
{
    mpq_t hundred, target;
    mpq_inits(hundred, target, NULL);
    mpq_set_ui(hundred, 100, 1);
    node->scored = true;
    if (!dg_decimal_read(leaf->target, target)) {
        mpq_set(node->score, node->value);
    } else if (!leaf->lower && mpq_sgn(target) == 0) {
        node->scored = false;
    } else if (!leaf->lower) {
        mpq_div(node->score, node->value, target);
        mpq_mul(node->score, node->score, hundred);
        clamp(node->score);
    } else if (mpq_cmp(node->value, target) <= 0) {
        mpq_set(node->score, hundred);
    } else if (mpq_sgn(node->value) != 0) {
        mpq_div(node->score, target, node->value);
        mpq_mul(node->score, node->score, hundred);
        clamp(node->score);
    }
    mpq_clears(hundred, target, NULL);
}

static void
score_leaf(const struct scoring *s, const struct dg_indicator_node *leaf,
           struct scored *node)
{
    node->known = leaf->leaf == DG_INDICATOR_FIGURE
                      ? measure_figure(s, leaf, node)
                      : measure_cells(s, leaf, node);
    if (node->known) {
        score_value(leaf, node);
    }
    node->leaves = 1;
    node->missing = !node->scored;
}

static void score_node(struct scoring *s, uint32_t index);

/* The weighted mean of the nodes with that parent, into a node. */
static void
score_below(struct scoring *s, uint32_t parent, struct scored *node)
{
    mpq_t weights, part;
    mpq_inits(weights, part, NULL);
    for (uint32_t i = 0; i < s->tree->count; i++) {
        const struct scored *child = &s->nodes[i];
        if (s->tree->nodes[i].parent != parent) {
            continue;
        }
        score_node(s, i);
        node->leaves += child->leaves;
        node->missing += child->missing;
        if (dg_decimal_read(s->tree->nodes[i].weight, part)) {
            mpq_add(weights, weights, part);
            mpq_mul(part, part, child->score);
            mpq_add(node->score, node->score, part);
        }
    }
    node->scored = node->missing == 0 && mpq_sgn(weights) != 0;
    if (node->scored) {
        mpq_div(node->score, node->score, weights);
    }
    mpq_clears(weights, part, NULL);
}

/* As deep as the tree is, which its publication bounds. */
static void
score_node(struct scoring *s, uint32_t index)
{
    const struct dg_indicator_node *node = &s->tree->nodes[index];
    if (node->leaf != DG_INDICATOR_INNER) {
        score_leaf(s, node, &s->nodes[index]);
    } else {
        score_below(s, index, &s->nodes[index]);
    }
}

/* ---- the answer ---------------------------------------------------------- */

static void
put(const struct scoring *s, const char *name, struct dg_plugin_str text)
{
    s->scope->rooms->host->put_name(s->out, name);
    s->scope->rooms->host->put_text(s->out, text);
}

static void
put_number(const struct scoring *s, const char *name, const mpq_t value)
{
    char text[DG_DECIMAL_SIZE];
    dg_decimal_put(value, 2, text);
    put(s, name, dg_text_from(text));
}

static void
put_count(const struct scoring *s, const char *name, uint64_t count)
{
    s->scope->rooms->host->put_name(s->out, name);
    s->scope->rooms->host->put_integer(s->out, (int64_t) count);
}

static void
put_scored(const struct scoring *s, const struct scored *node)
{
    if (node->scored) {
        put_number(s, "score", node->score);
    }
    put_count(s, "leaves", node->leaves);
    put_count(s, "missing", node->missing);
}

static void
put_node(const struct scoring *s, uint32_t index)
{
    const struct dg_plugin_host *host = s->scope->rooms->host;
    const struct dg_indicator_node *node = &s->tree->nodes[index];
    const struct scored *scored = &s->nodes[index];
    host->open_object(s->out);
    put(s, "code", node->code);
    put(s, "label", node->label);
    if (node->parent != DG_INDICATOR_ROOT) {
        put(s, "parent", s->tree->nodes[node->parent].code);
    }
    put(s, "weight", node->weight);
    if (scored->known) {
        put_number(s, "value", scored->value);
    }
    if (node->target.len) {
        put(s, "target", node->target);
    }
    if (scored->counted) {
        put_count(s, "filled", scored->filled);
        put_count(s, "offices", scored->offices);
    }
    put_scored(s, scored);
    host->close_object(s->out);
}

static void
put_tree(const struct scoring *s, const struct scored *all)
{
    const struct dg_plugin_host *host = s->scope->rooms->host;
    host->open_object(s->out);
    dg_scope_put_origin(s->scope, FORMULA, s->out);
    put(s, "indicator", s->tree->code);
    put(s, "version", s->tree->version);
    put(s, "title", s->tree->title);
    put_scored(s, all);
    host->put_name(s->out, "nodes");
    host->open_array(s->out);
    for (uint32_t i = 0; i < s->tree->count; i++) {
        put_node(s, i);
    }
    host->close_array(s->out);
    host->close_object(s->out);
}

static bool
score_tree(struct scoring *s)
{
    struct scored all = {.known = false};
    s->nodes = calloc(s->tree->count + 1, sizeof *s->nodes);
    s->rate_count = dg_rates_count(s->scope, s->rates);
    if (!s->nodes || !sum_figures(s)) {
        free(s->nodes);
        return false;
    }
    for (uint32_t i = 0; i < s->tree->count; i++) {
        mpq_inits(s->nodes[i].value, s->nodes[i].score, NULL);
    }
    mpq_inits(all.value, all.score, NULL);
    score_below(s, DG_INDICATOR_ROOT, &all);
    put_tree(s, &all);
    mpq_clears(all.value, all.score, NULL);
    for (uint32_t i = 0; i < s->tree->count; i++) {
        mpq_clears(s->nodes[i].value, s->nodes[i].score, NULL);
    }
    free(s->nodes);
    return true;
}

static void
put_names(const struct dg_plugin_host *host,
          const struct dg_indicators *indicators, struct dg_plugin_writer *out)
{
    const struct dg_indicator_tree *tree;
    host->open_object(out);
    host->put_name(out, "indicators");
    host->open_array(out);
    for (size_t i = 0; (tree = dg_indicators_at(indicators, i)); i++) {
        host->open_object(out);
        host->put_name(out, "code");
        host->put_text(out, tree->code);
        host->put_name(out, "version");
        host->put_text(out, tree->version);
        host->put_name(out, "title");
        host->put_text(out, tree->title);
        host->close_object(out);
    }
    host->close_array(out);
    host->close_object(out);
}

enum dg_plugin_status
dg_score_read(struct dg_scope *scope, const struct dg_indicators *indicators,
              const struct dg_plugin_value *params,
              struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    struct dg_plugin_str code = host->text(host->member(params, "indicator"));
    struct scoring *s;
    bool done;
    if (code.len == 0) {
        put_names(host, indicators, out);
        return DG_PLUGIN_OK;
    }
    s = calloc(1, sizeof *s);
    if (!s) {
        return DG_PLUGIN_FAILED;
    }
    s->scope = scope;
    s->tree = dg_indicators_find(indicators, code,
                                 host->text(host->member(params, "version")));
    s->period = host->text(host->member(params, "period"));
    s->out = out;
    if (!s->tree) {
        free(s);
        return DG_PLUGIN_NOT_FOUND;
    }
    dg_months_read(s->period, &scope->months);
    done = score_tree(s);
    free(s);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}
