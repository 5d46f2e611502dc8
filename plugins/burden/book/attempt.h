/* SPDX-License-Identifier: Apache-2.0 */
/* What the header of an entry that asks says. */
#ifndef PLUGINS_BURDEN_BOOK_ATTEMPT_H
#define PLUGINS_BURDEN_BOOK_ATTEMPT_H

#include "plugins/burden/book/inside.h"

struct dg_reading {
    const struct dg_plugin_header *header;
    struct dg_attempt attempt; /* without ask and task */
    /* What it goes on with; each may be NULL. */
    const struct dg_attempt *amends, *again;
    const struct dg_attempt *of, *content; /* of an occurrence */
    uint32_t source, duty, period;
    uint32_t known; /* where the report is there already */
    uint64_t ancestor;
    uint16_t rebound;
    uint8_t level;
    bool ignored; /* it asks nothing: an occurrence that was refused */
};

#define DG_REBOUNDS 5
extern const char *const dg_reading_rebounds[DG_REBOUNDS];

/* False without memory; then nothing is kept. */
bool dg_reading_read(struct dg_book *book,
                     const struct dg_plugin_header *header,
                     struct dg_reading *r);

/* Months since 1970-01. */
int32_t dg_reading_month(int32_t day);

#endif
