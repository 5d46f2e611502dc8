/* SPDX-License-Identifier: Apache-2.0 */
/* What an assignment is about, in short: what tells whether it is another in
 * other clothes. Texts stand as hashes of what remains of them without blanks,
 * marks, width and case, so that no word of it is kept. */
#ifndef PLUGINS_BURDEN_FACT_CONTENT_H
#define PLUGINS_BURDEN_FACT_CONTENT_H

#include <roaring/roaring.h>

#include "plugins/plugin.h"

#define DG_CONTENT_CELLS 512u /* more are passed over, the same each time */

struct dg_content {
    uint64_t id, causation; /* of its event */
    uint64_t source;        /* whom it is charged to */
    uint64_t duty, title;
    uint64_t period; /* 0: none */
    bool urgent;     /* urgent, or life-safety */
    /* Labels of its forms' fields, forms it names, digests of its attachments;
     * ascending, each once. */
    uint64_t *cells;
    uint32_t cell_count;
    roaring_bitmap_t *at; /* recipients */
};

/* The caller's, by dg_content_finish. False without memory. */
bool dg_content_read(const struct dg_plugin_host *host,
                     const struct dg_plugin_event *event,
                     struct dg_content *content);
void dg_content_finish(struct dg_content *content);

/* How many cells they share. */
uint32_t dg_content_common(const struct dg_content *a,
                           const struct dg_content *b);

/* All its cells and all its offices are the other's, too. */
bool dg_content_within(const struct dg_content *part,
                       const struct dg_content *whole);

/* The recipients as a set; the caller's. NULL without memory. */
roaring_bitmap_t *dg_content_offices(const struct dg_plugin_host *host,
                                     const struct dg_plugin_audience *audience);

#endif
