/* SPDX-License-Identifier: Apache-2.0 */
/* What an attempt asked more than all that is counted, and adding that. */
#ifndef PLUGINS_BURDEN_BOOK_MORE_H
#define PLUGINS_BURDEN_BOOK_MORE_H

#include "plugins/burden/book/evaluate.h"

/* Rows that may be added, at which causes. */
struct dg_more {
    const struct dg_sheet *sheet;
    uint32_t place;        /* of it only there */
    bool there;            /* what is counted is compared there alone */
    uint64_t by, of;       /* scale of quantities */
    uint16_t cause;        /* there where it is relief … */
    uint32_t relief;       /* (NONE: everywhere) */
    uint16_t other;        /* … and elsewhere */
    dg_hundredths minutes; /* all it asks */
    dg_hundredths most;    /* all that may be counted with it; 0: no limit */
    uint32_t kept;         /* where what effects took off it stays theirs … */
    dg_hundredths taken;   /* … and how much that is */
    bool whole;            /* only whole things are added */
    bool found;
};

/* Sets its minutes, and those taken; false without memory. */
bool dg_more_measure(struct dg_evaluation *e, struct dg_more *s);
/* Row by row, what it has more, until the minutes differ no more; what effects
 * took off it only as far as it is more than what they took off so far. */
bool dg_more_add(struct dg_evaluation *e, const struct dg_more *s);

#endif
