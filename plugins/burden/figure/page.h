/* SPDX-License-Identifier: Apache-2.0 */
/* Which figures of a cut an answer shows: so many, in the order of their
 * values, from behind the last that was shown. */
#ifndef PLUGINS_BURDEN_FIGURE_PAGE_H
#define PLUGINS_BURDEN_FIGURE_PAGE_H

#include "plugins/burden/figure/axis.h"
#include "plugins/burden/figure/pile.h"

#define DG_PAGE_AXES 3
#define DG_PAGE_BITS 21 /* of a rank in a key */
#define DG_PAGE_LIMIT 500

struct dg_figure {
    uint64_t key;
    dg_hundredths slots[DG_SLOT_COUNT];
};

struct dg_page {
    const struct dg_axis *axes;
    size_t axis_count;
    size_t limit, count;
    uint64_t from, high;       /* keys outside are of no use */
    struct dg_figure *figures; /* ascending; one more than the limit */
};

/* False: an axis has too many values, or without memory. */
bool dg_page_init(struct dg_page *page, const struct dg_axis *axes,
                  size_t axis_count);
void dg_page_finish(struct dg_page *page);
/* The parameters after and limit. */
void dg_page_begin(struct dg_page *page, const struct dg_scope *scope,
                   const struct dg_plugin_value *params);

/* First every figure's key is offered, then every figure is added. */
void dg_page_offer(struct dg_page *page, uint64_t key,
                   const struct dg_heap *heap, uint32_t offices);
void dg_page_add(struct dg_page *page, uint64_t key, const struct dg_heap *heap,
                 uint32_t offices);

/* All were offered. */
void dg_page_settle(struct dg_page *page);
/* Keys outside these are of no use to it just now. */
static inline uint64_t
dg_page_low(const struct dg_page *page)
{
    return page->from;
}
static inline uint64_t
dg_page_high(const struct dg_page *page)
{
    return page->high;
}

size_t dg_page_shown(const struct dg_page *page);
uint32_t dg_page_rank(const struct dg_page *page, size_t figure, size_t axis);
/* The member "next", if there are more. */
void dg_page_put_next(const struct dg_page *page, const struct dg_scope *scope,
                      struct dg_plugin_writer *out);

#endif
