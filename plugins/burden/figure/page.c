/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which figures are shown, and where the next answer goes on: "after"
 * is the values of the last one shown, joined by bars. */
#include "plugins/burden/figure/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/burden/text.h"

#define LIMIT_USUAL 100

bool
dg_page_init(struct dg_page *page, const struct dg_axis *axes,
             size_t axis_count)
{
    *page = (struct dg_page){.axes = axes, .axis_count = axis_count};
    for (size_t i = 0; i < axis_count; i++) {
        if (axes[i].count >> DG_PAGE_BITS) {
            return false;
        }
    }
    page->figures = calloc(DG_PAGE_LIMIT + 1, sizeof *page->figures);
    return page->figures != NULL;
}

void
dg_page_finish(struct dg_page *page)
{
    free(page->figures);
    *page = (struct dg_page){0};
}

/* ---- where it begins ----------------------------------------------------- */

/* The text before the next bar; *rest goes on behind it. */
static struct dg_plugin_str
cut_off(struct dg_plugin_str *rest)
{
    const char *bar = rest->len ? memchr(rest->data, '|', rest->len) : NULL;
    size_t len = bar ? (size_t) (bar - rest->data) : rest->len;
    struct dg_plugin_str part = {rest->data, len};
    rest->data += bar ? len + 1 : len;
    rest->len -= bar ? len + 1 : len;
    return part;
}

/* A value that is no more is behind what came before it. */
static uint64_t
key_behind(const struct dg_page *page, const struct dg_scope *scope,
           struct dg_plugin_str after)
{
    uint64_t key = 0;
    bool exact = true;
    for (size_t i = 0; i < page->axis_count; i++) {
        uint32_t rank = 0;
        if (exact) {
            rank = dg_axis_find(&page->axes[i], scope, cut_off(&after), &exact);
        }
        key = key << DG_PAGE_BITS | rank;
    }
    return exact ? key + 1 : key;
}

void
dg_page_begin(struct dg_page *page, const struct dg_scope *scope,
              const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    struct dg_plugin_str after = host->text(host->member(params, "after"));
    int64_t limit = host->integer(host->member(params, "limit"), LIMIT_USUAL);
    page->limit = limit < 1               ? 1
                  : limit > DG_PAGE_LIMIT ? DG_PAGE_LIMIT
                                          : (size_t) limit;
    page->from = after.len ? key_behind(page, scope, after) : 0;
    page->high = UINT64_MAX;
}

/* ---- figures ------------------------------------------------------------- */

/* The first figure whose key is not smaller. */
static size_t
place_of(const struct dg_page *page, uint64_t key)
{
    size_t low = 0, high = page->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (page->figures[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void
dg_page_offer(struct dg_page *page, uint64_t key, const struct dg_heap *heap,
              uint32_t offices)
{
    size_t at;
    bool full = page->count > page->limit;
    (void) heap;
    (void) offices;
    if (key < page->from || key > page->high) {
        return;
    }
    at = place_of(page, key);
    if (at < page->count && page->figures[at].key == key) {
        return;
    }
    page->count += !full;
    memmove(&page->figures[at + 1], &page->figures[at],
            (page->count - 1 - at) * sizeof *page->figures);
    page->figures[at] = (struct dg_figure){.key = key};
    if (page->count > page->limit) {
        page->high = page->figures[page->count - 1].key;
    }
}

void
dg_page_settle(struct dg_page *page)
{
    if (page->count) {
        page->from = page->figures[0].key;
        page->high = page->figures[page->count - 1].key;
    }
}

void
dg_page_add(struct dg_page *page, uint64_t key, const struct dg_heap *heap,
            uint32_t offices)
{
    size_t at;
    if (page->count == 0 || key < page->from || key > page->high) {
        return;
    }
    at = place_of(page, key);
    if (at < page->count && page->figures[at].key == key) {
        for (int i = 0; i < DG_SLOT_COUNT; i++) {
            page->figures[at].slots[i] += heap->slots[i] * offices;
        }
    }
}

/* ---- showing ------------------------------------------------------------- */

size_t
dg_page_shown(const struct dg_page *page)
{
    return page->count > page->limit ? page->limit : page->count;
}

uint32_t
dg_page_rank(const struct dg_page *page, size_t figure, size_t axis)
{
    size_t shift = (page->axis_count - 1 - axis) * DG_PAGE_BITS;
    return (uint32_t) (page->figures[figure].key >> shift) &
           ((1u << DG_PAGE_BITS) - 1);
}

void
dg_page_put_next(const struct dg_page *page, const struct dg_scope *scope,
                 struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    char next[DG_PAGE_AXES * DG_AXIS_TEXT], value[DG_AXIS_TEXT];
    size_t len = 0;
    if (page->count <= page->limit) {
        return;
    }
    for (size_t i = 0; i < page->axis_count; i++) {
        dg_axis_text(&page->axes[i], scope,
                     dg_page_rank(page, page->limit - 1, i), value);
        len += (size_t) snprintf(next + len, sizeof next - len, "%s%s",
                                 i ? "|" : "", value);
    }
    host->put_name(out, "next");
    host->put_text(out, (struct dg_plugin_str){next, len});
}
