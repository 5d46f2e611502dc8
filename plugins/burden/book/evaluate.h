/* SPDX-License-Identifier: Apache-2.0 */
/* What evaluate.c, stood.c and surplus.c share while an ask is computed. */
#ifndef PLUGINS_BURDEN_BOOK_EVALUATE_H
#define PLUGINS_BURDEN_BOOK_EVALUATE_H

#include "plugins/burden/book/inside.h"

/* Of a row at a place, with its cause. */
struct dg_emitted {
    uint16_t row, cause;
    uint32_t place;
    uint64_t quantity;
};

/* A content, and where it is borne. */
struct dg_bearing {
    const struct dg_attempt *attempt;
    uint32_t place; /* where it was asked */
    uint32_t at;    /* … and is borne */
    uint16_t cause; /* of what nobody bears of it any more; ASKED: it stands */
};

enum { /* scratch of stood.c and surplus.c */
       DG_WORK_BORNE,
       DG_WORK_GROSS,
       DG_WORK_BUDGET,
       DG_WORK_LINE,
       DG_WORK_TAKEN,
       DG_WORK_SO_FAR,
       DG_WORK_SPARE,
       DG_WORK_COUNT
};

struct dg_evaluation {
    struct dg_book *book;
    struct dg_ask *ask; /* that is computed */
    struct dg_emitted *emitted;
    uint32_t count, room;
    struct dg_bearing *bearings; /* in the order they came to stand */
    uint32_t bearing_count, bearing_room;
    struct dg_steps work[DG_WORK_COUNT];
    uint16_t waiting, discretion, statute; /* causes */
};

struct dg_evaluation *dg_evaluation_create(struct dg_book *book);
void dg_evaluation_destroy(struct dg_evaluation *e);

bool dg_evaluation_emit(struct dg_evaluation *e, struct dg_emitted emitted);

/* Of an ask that some task of stood (stood.c). */
bool dg_evaluation_stood(struct dg_evaluation *e);
/* What attempts asked above all that is emitted (surplus.c). */
bool dg_evaluation_surplus(struct dg_evaluation *e);
/* Of a line at a place as much as is in DG_WORK_BUDGET, from there to
 * DG_WORK_TAKEN. */
bool dg_evaluation_take(struct dg_evaluation *e, const struct dg_line *line,
                        uint32_t place);
/* All that was emitted of a row. */
bool dg_evaluation_so_far(struct dg_evaluation *e, uint16_t row,
                          struct dg_steps *out);

#endif
