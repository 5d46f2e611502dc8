/* SPDX-License-Identifier: Apache-2.0 */
/* In which order figures by cuts are read. */
#ifndef PROTO_CLIENT_BURDEN_ORDER_H
#define PROTO_CLIENT_BURDEN_ORDER_H

#include "proto/base/buf.h"
#include "proto/client/answer/table.h"
#include "proto/client/burden/question.h"
#include "proto/codec/json.h"

struct dg_order_row;

struct dg_order {
    const struct dg_question *question;
    struct dg_buf last[DG_QUESTION_CUTS]; /* the row before */
    uint32_t groups[DG_QUESTION_CUTS];    /* how many there are so far */
    struct dg_order_row *rows;
    size_t count, room;
    enum dg_err err; /* sticky */
};

void dg_order_init(struct dg_order *order, const struct dg_question *question);
void dg_order_finish(struct dg_order *order);

/* The next row, as the gateway has them: by what stands in the cuts. */
void dg_order_add(struct dg_order *order, const struct dg_json *row);

/* Puts the rows of a table, one for each that was added, in order: times as
 * they go, everything else by what is borne, the most first, or by what was
 * asked where nothing is; of several cuts each within the one before. */
enum dg_err dg_order_apply(struct dg_order *order, struct dg_table *table);

#endif
