/* SPDX-License-Identifier: Apache-2.0 */
/* The views of burden.read as tables: which members of an answer become which
 * columns. */
#ifndef PROTO_CLIENT_BURDEN_VIEW_H
#define PROTO_CLIENT_BURDEN_VIEW_H

#include "proto/base/buf.h"
#include "proto/client/answer/table.h"
#include "proto/client/burden/question.h"
#include "proto/codec/json.h"

#define DG_VIEW_COLUMNS 12

enum dg_view_kind {
    DG_VIEW_TEXT,    /* as it is */
    DG_VIEW_NAMED,   /* a code, and its name in the member MEMBERname */
    DG_VIEW_LABEL,   /* a word of the wire */
    DG_VIEW_CAUSE,   /* a cause */
    DG_VIEW_ROW,     /* a row of a tariff */
    DG_VIEW_SAID,    /* a sentence */
    DG_VIEW_NUMBER,  /* integer or decimal */
    DG_VIEW_SCORE,   /* a number that may be missing */
    DG_VIEW_SIGNED,  /* so, with its sign */
    DG_VIEW_PERCENT, /* a share */
    DG_VIEW_CHANGE   /* per cent, with its sign */
};

struct dg_view_column {
    const char *member;
    const char *head; /* of a table; NULL: only in sheets */
    enum dg_view_kind kind;
};

struct dg_view {
    const char *name;
    const char *items; /* the member with the rows */
    const struct dg_view_column *columns;
    size_t count;
};

/* The view that is asked for; NULL: there is none of that name. */
const struct dg_view *dg_view_find(const struct dg_question *question);

/* What is said when it has no row. */
const char *dg_view_none(const struct dg_view *view);

/* True of the view that is by cuts. */
bool dg_view_is_cut(const struct dg_view *view);

/* The columns of a view, those of the cuts in front; texts live as long as
 * question. Gives how many. */
size_t dg_view_columns(const struct dg_view *view,
                       const struct dg_question *question,
                       struct dg_view_column columns[DG_VIEW_COLUMNS]);

/* Appends what stands in a column of a row: for people; as it is. */
void dg_view_put(struct dg_buf *out, const struct dg_view_column *column,
                 const struct dg_json *row);
void dg_view_put_plain(struct dg_buf *out, const struct dg_view_column *column,
                       const struct dg_json *row);

/* Appends a number of the wire for people: thousands separated. */
void dg_view_put_number(struct dg_buf *out, const struct dg_json *node,
                        bool sign);

/* Leaves ".00" off a table's numbers if all end so: nothing is lost, and three
 * cuts fit beside each other. */
void dg_view_trim(struct dg_table *table);

#endif
