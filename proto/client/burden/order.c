/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what stands first in a table of figures: whoever bears most, or
 * burdens most. Figures are compared as they are printed, not added up. */
#include "proto/client/burden/order.h"

#include <stdlib.h>

#include "proto/client/burden/decimal.h"

/* Of the group that a row belongs to, by each cut. */
struct weight {
    double borne, asked;
};

struct dg_order_row {
    uint32_t group[DG_QUESTION_CUTS];
    struct weight weight[DG_QUESTION_CUTS];
    size_t at;
};

void
dg_order_init(struct dg_order *order, const struct dg_question *question)
{
    memset(order, 0, sizeof *order);
    order->question = question;
    for (size_t i = 0; i < DG_QUESTION_CUTS; i++) {
        dg_buf_init(&order->last[i]);
    }
}

void
dg_order_finish(struct dg_order *order)
{
    for (size_t i = 0; i < DG_QUESTION_CUTS; i++) {
        dg_buf_finish(&order->last[i]);
    }
    free(order->rows);
    order->rows = NULL;
    order->count = order->room = 0;
}

/* ---- rows --------------------------------------------------------------- */

static bool
make_room(struct dg_order *order)
{
    if (order->count < order->room) {
        return true;
    }
    size_t room = order->room ? order->room * 2 : 64;
    struct dg_order_row *rows = reallocarray(order->rows, room, sizeof *rows);
    if (!rows) {
        order->err = DG_ERR_MEMORY;
        return false;
    }
    order->rows = rows;
    order->room = room;
    return true;
}

static bool
is_time(struct dg_str cut)
{
    return dg_str_is(cut, "period") || dg_str_is(cut, "quarter") ||
           dg_str_is(cut, "year");
}

/* True if the row begins a group of this cut; its value is kept. */
static bool
is_other(struct dg_order *order, size_t cut, const struct dg_json *row)
{
    struct dg_buf *last = &order->last[cut];
    struct dg_str name = dg_question_cut(order->question, cut);
    char member[32] = "";
    if (name.len < sizeof member) {
        memcpy(member, name.data, name.len);
    }
    struct dg_str value = dg_json_get_str(row, member);
    bool other = !dg_str_equal(value, (struct dg_str){last->data, last->len});
    dg_buf_clear(last);
    dg_buf_str(last, value);
    order->err = order->err ? order->err : last->err;
    return other;
}

void
dg_order_add(struct dg_order *order, const struct dg_json *row)
{
    bool other = order->count == 0;
    struct weight weight = {dg_decimal_weight(dg_json_get_str(row, "borne")),
                            dg_decimal_weight(dg_json_get_str(row, "asked"))};
    if (order->err || !make_room(order)) {
        return;
    }
    struct dg_order_row *added = &order->rows[order->count];
    memset(added, 0, sizeof *added);
    added->at = order->count++;
    for (size_t i = 0; i < DG_QUESTION_CUTS; i++) {
        other = is_other(order, i, row) || other;
        order->groups[i] += other ? 1 : 0;
        added->group[i] = order->groups[i];
        added->weight[i] = weight;
    }
}

/* ---- order -------------------------------------------------------------- */

/* Each row gets the weight of its group, which stands together as yet; groups
 * of times get one by which they stay as they are. */
static void
weigh(struct dg_order *order, size_t cut)
{
    bool time = is_time(dg_question_cut(order->question, cut));
    size_t end;
    for (size_t i = 0; i < order->count; i = end) {
        struct weight sum = {0, 0};
        uint32_t group = order->rows[i].group[cut];
        for (end = i;
             end < order->count && order->rows[end].group[cut] == group;
             end++) {
            sum.borne += order->rows[end].weight[cut].borne;
            sum.asked += order->rows[end].weight[cut].asked;
        }
        for (size_t k = i; k < end; k++) {
            order->rows[k].weight[cut] =
                time ? (struct weight){-(double) group, 0} : sum;
        }
    }
}

static int
compare(const void *a, const void *b)
{
    const struct dg_order_row *x = a, *y = b;
    for (size_t i = 0; i < DG_QUESTION_CUTS; i++) {
        const struct weight *v = &x->weight[i], *w = &y->weight[i];
        int order = (v->borne < w->borne) - (v->borne > w->borne);
        order = order ? order : (v->asked < w->asked) - (v->asked > w->asked);
        order = order
                    ? order
                    : (x->group[i] > y->group[i]) - (x->group[i] < y->group[i]);
        if (order) {
            return order;
        }
    }
    return (x->at > y->at) - (x->at < y->at);
}

enum dg_err
dg_order_apply(struct dg_order *order, struct dg_table *table)
{
    size_t columns = table->columns;
    if (order->err || table->err || order->count == 0) {
        return order->err ? order->err : table->err;
    }
    struct dg_str *cells = reallocarray(NULL, table->count, sizeof *cells);
    if (!cells) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < DG_QUESTION_CUTS; i++) {
        weigh(order, i);
    }
    qsort(order->rows, order->count, sizeof *order->rows, compare);
    memcpy(cells, table->cells, table->count * sizeof *cells);
    for (size_t i = 0; i < order->count; i++) {
        memcpy(&table->cells[(i + 1) * columns],
               &cells[(order->rows[i].at + 1) * columns],
               columns * sizeof *cells);
    }
    free(cells);
    return DG_OK;
}
