/* SPDX-License-Identifier: Apache-2.0 */
/* Writes and reads places. */
#include "plugins/form_dedup/cell/place.h"

#include <stdio.h>
#include <stdlib.h>

#define RUN_SIZE 23 /* "4294967294-4294967295," */

struct writing {
    char *text;
    size_t len, room;
    uint64_t first, end; /* the run so far; first == end: none */
    bool failed;
};

static bool
write_run(struct writing *w)
{
    if (w->room - w->len < RUN_SIZE + 1) {
        size_t room = w->room ? 2 * w->room : 64;
        char *grown = realloc(w->text, room);
        if (!grown) {
            return false;
        }
        w->text = grown;
        w->room = room;
    }
    w->text[w->len] = '\0';
    if (w->first < w->end) {
        w->len += (size_t) sprintf(w->text + w->len, w->len ? ",%lu" : "%lu",
                                   (unsigned long) w->first);
    }
    if (w->first + 1 < w->end) {
        w->len += (size_t) sprintf(w->text + w->len, "-%lu",
                                   (unsigned long) (w->end - 1));
    }
    return true;
}

static bool
add_office(uint32_t office, void *ctx)
{
    struct writing *w = ctx;
    if (office != w->end) {
        w->failed = !write_run(w);
        w->first = office;
    }
    w->end = (uint64_t) office + 1;
    return !w->failed;
}

char *
dg_place_write(const roaring_bitmap_t *offices)
{
    struct writing w = {0};
    roaring_iterate(offices, add_office, &w);
    if (w.failed || !write_run(&w)) {
        free(w.text);
        return NULL;
    }
    return w.text;
}

struct dg_plugin_str
dg_place_of(uint32_t office, char out[DG_PLACE_OFFICE_SIZE])
{
    int len =
        snprintf(out, DG_PLACE_OFFICE_SIZE, "%lu", (unsigned long) office);
    return (struct dg_plugin_str){out, (size_t) len};
}

static bool
read_number(struct dg_plugin_str text, size_t *at, uint64_t *number)
{
    size_t begin = *at;
    *number = 0;
    while (*at < text.len && text.data[*at] >= '0' && text.data[*at] <= '9' &&
           *number <= UINT32_MAX) {
        *number = *number * 10 + (uint64_t) (text.data[(*at)++] - '0');
    }
    return *at > begin && *number <= UINT32_MAX;
}

bool
dg_place_read(struct dg_plugin_str text, roaring_bitmap_t *offices)
{
    for (size_t at = 0; at < text.len; at++) {
        uint64_t first, last;
        if (!read_number(text, &at, &first)) {
            return false;
        }
        last = first;
        if (at < text.len && text.data[at] == '-') {
            at++;
            if (!read_number(text, &at, &last) || last < first) {
                return false;
            }
        }
        if (at < text.len && text.data[at] != ',') {
            return false;
        }
        roaring_bitmap_add_range(offices, first, last + 1);
    }
    return true;
}
