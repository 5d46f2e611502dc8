/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what an assignment is about. Which two are alike, others decide. */
#include "plugins/burden/fact/content.h"

#include <stdlib.h>
#include <string.h>

/* ---- texts -------------------------------------------------------------- */

#define FNV_BASIS 14695981039346656037u
#define FNV_PRIME 1099511628211u

static uint64_t
mix(uint64_t hash, uint32_t point)
{
    for (int i = 0; i < 3; i++, point >>= 8) {
        hash = (hash ^ (point & 0xff)) * FNV_PRIME;
    }
    return hash;
}

/* Moves past one code point of UTF-8 that is known to be sound. */
static uint32_t
next_point(struct dg_plugin_str *text)
{
    unsigned char lead = (unsigned char) *text->data;
    size_t len = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t point = len == 1 ? lead : lead & (0xffu >> (len + 1));
    len = len < text->len ? len : text->len;
    for (size_t i = 1; i < len; i++) {
        point = point << 6 | ((unsigned char) text->data[i] & 0x3f);
    }
    text->data += len;
    text->len -= len;
    return point;
}

/* In one width and case; 0: a blank or a mark. */
static uint32_t
fold_point(uint32_t point)
{
    if (point >= 0xff01 && point <= 0xff5e) {
        point -= 0xff01 - '!';
    }
    if (point >= 'A' && point <= 'Z') {
        return point - 'A' + 'a';
    }
    if (point < 0x80) {
        bool word =
            (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
        return word ? point : 0;
    }
    return point == 0xa0 || point == 0xb7 ||
                   (point >= 0x2000 && point <= 0x206f) ||
                   (point >= 0x3000 && point <= 0x303f)
               ? 0
               : point;
}

static uint64_t
hash_on(uint64_t hash, struct dg_plugin_str text)
{
    while (text.len > 0) {
        uint32_t point = fold_point(next_point(&text));
        hash = point ? mix(hash, point) : hash;
    }
    return hash ? hash : 1; /* 0 is none */
}

/* 0 of an empty text. */
static uint64_t
hash_text(struct dg_plugin_str text)
{
    return text.len > 0 ? hash_on(FNV_BASIS, text) : 0;
}

/* Of all its bytes, as of an id or a code. */
static uint64_t
hash_bytes(struct dg_plugin_str text)
{
    uint64_t hash = FNV_BASIS;
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char) text.data[i]) * FNV_PRIME;
    }
    return text.len == 0 ? 0 : hash ? hash : 1;
}

/* ---- cells -------------------------------------------------------------- */

struct cells {
    const struct dg_plugin_host *host;
    uint64_t *hashes;
    size_t count, room;
    bool failed;
};

static void
add_cell(struct cells *cells, uint32_t kind, struct dg_plugin_str text)
{
    if (cells->count == cells->room) {
        size_t room = cells->room ? 2 * cells->room : 64;
        uint64_t *hashes = realloc(cells->hashes, room * sizeof *hashes);
        if (!hashes) {
            cells->failed = true;
            return;
        }
        cells->hashes = hashes;
        cells->room = room;
    }
    cells->hashes[cells->count++] = hash_on(mix(FNV_BASIS, kind), text);
}

static void
add_fields(struct cells *cells, const struct dg_plugin_value *holder)
{
    const struct dg_plugin_host *host = cells->host;
    const struct dg_plugin_value *field =
        host->first(host->member(holder, "fields"));
    for (; field; field = host->next(field)) {
        add_cell(cells, 'f', host->text(host->member(field, "label")));
    }
}

/* One that is only named counts as a cell by itself. */
static void
add_forms(struct cells *cells, const struct dg_plugin_value *task)
{
    const struct dg_plugin_host *host = cells->host;
    const struct dg_plugin_value *form =
        host->first(host->member(task, "forms"));
    for (; form; form = host->next(form)) {
        const struct dg_plugin_value *list =
            host->first(host->member(form, "lists"));
        if (!list && !host->member(form, "fields")) {
            add_cell(cells, 'c', host->text(host->member(form, "control")));
        }
        add_fields(cells, form);
        for (; list; list = host->next(list)) {
            add_fields(cells, list);
        }
    }
}

static void
add_attachments(struct cells *cells, const struct dg_plugin_value *task)
{
    const struct dg_plugin_host *host = cells->host;
    const struct dg_plugin_value *item =
        host->first(host->member(task, "attachments"));
    for (; item; item = host->next(item)) {
        add_cell(cells, 'a', host->text(host->member(item, "sha256")));
    }
}

static int
compare_hashes(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The smallest, which are the same ones of each set that has them. */
static bool
read_cells(const struct dg_plugin_host *host,
           const struct dg_plugin_value *task, struct dg_content *content)
{
    struct cells cells = {.host = host};
    uint32_t kept = 0;
    add_forms(&cells, task);
    add_attachments(&cells, task);
    if (cells.failed) {
        free(cells.hashes);
        return false;
    }
    if (cells.count > 0) {
        qsort(cells.hashes, cells.count, sizeof *cells.hashes, compare_hashes);
    }
    for (size_t i = 0; i < cells.count && kept < DG_CONTENT_CELLS; i++) {
        if (kept == 0 || cells.hashes[kept - 1] != cells.hashes[i]) {
            cells.hashes[kept++] = cells.hashes[i];
        }
    }
    content->cells = cells.hashes;
    content->cell_count = kept;
    return true;
}

uint32_t
dg_content_common(const struct dg_content *a, const struct dg_content *b)
{
    uint32_t i = 0, j = 0, common = 0;
    while (i < a->cell_count && j < b->cell_count) {
        uint64_t x = a->cells[i], y = b->cells[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return common;
}

bool
dg_content_within(const struct dg_content *part, const struct dg_content *whole)
{
    return dg_content_common(part, whole) == part->cell_count &&
           roaring_bitmap_is_subset(part->at, whole->at);
}

/* ---- offices ------------------------------------------------------------ */

static void
add_run(void *ctx, uint32_t first, uint32_t count)
{
    roaring_bitmap_add_range(ctx, first, (uint64_t) first + count);
}

static void
remove_run(void *ctx, uint32_t first, uint32_t count)
{
    roaring_bitmap_remove_range(ctx, first, (uint64_t) first + count);
}

roaring_bitmap_t *
dg_content_offices(const struct dg_plugin_host *host,
                   const struct dg_plugin_audience *audience)
{
    roaring_bitmap_t *set = roaring_bitmap_create();
    if (set && audience &&
        !host->audience_runs(audience, add_run, remove_run, set)) {
        roaring_bitmap_free(set);
        return NULL;
    }
    return set;
}

/* ---- all of it ---------------------------------------------------------- */

bool
dg_content_read(const struct dg_plugin_host *host,
                const struct dg_plugin_event *event, struct dg_content *content)
{
    const struct dg_plugin_value *task = event->task;
    *content = (struct dg_content){
        .id = hash_bytes(event->id),
        .causation = hash_bytes(event->causation),
        .source = hash_bytes(event->charged[0]),
        .duty = hash_bytes(host->text(host->member(task, "duty"))),
        .title = hash_text(host->text(host->member(task, "title"))),
        .period = hash_bytes(host->text(host->member(task, "period"))),
        .urgent = host->member(task, "urgency") != NULL,
        .at = dg_content_offices(host, event->audience),
    };
    if (!content->at || !read_cells(host, task, content)) {
        dg_content_finish(content);
        return false;
    }
    return true;
}

void
dg_content_finish(struct dg_content *content)
{
    if (content->at) {
        roaring_bitmap_free(content->at);
    }
    free(content->cells);
    *content = (struct dg_content){0};
}
