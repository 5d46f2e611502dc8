/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a place reads as: runs of office numbers, "0-19,25". */
#include "plugins/burden/place/inside.h"

#include <inttypes.h>
#include <stdio.h>

#define RUN_MAX 24 /* bytes of ",4294967293-4294967294", with ends */

/* ---- reading ------------------------------------------------------------- */

/* Moves past a number; UINT32_MAX is no office. */
static bool
read_number(struct dg_plugin_str *text, uint32_t *out)
{
    uint64_t number = 0;
    size_t len = 0;
    for (; len < text->len && text->data[len] >= '0' && text->data[len] <= '9';
         len++) {
        number = 10 * number + (uint64_t) (text->data[len] - '0');
        if (number >= UINT32_MAX) {
            return false;
        }
    }
    *out = (uint32_t) number;
    text->data += len;
    text->len -= len;
    return len > 0;
}

static bool
skip(struct dg_plugin_str *text, char mark)
{
    if (text->len == 0 || *text->data != mark) {
        return false;
    }
    text->data++;
    text->len--;
    return true;
}

/* Empty if it is no place; NULL without memory. */
static roaring_bitmap_t *
parse(struct dg_plugin_str text)
{
    roaring_bitmap_t *set = roaring_bitmap_create();
    bool good = true;
    uint32_t first, last, next = 0, left = DG_PLACE_MAX;
    while (set && good && text.len > 0) {
        good = read_number(&text, &first) && first >= next;
        last = first;
        if (good && skip(&text, '-')) {
            good = read_number(&text, &last) && last >= first;
        }
        good = good && last - first < left;
        if (good) {
            roaring_bitmap_add_range_closed(set, first, last);
            left -= last - first + 1;
            next = last + 1;
            good = text.len == 0 || (skip(&text, ',') && text.len > 0);
        }
    }
    if (!good) {
        roaring_bitmap_clear(set);
    }
    return set;
}

/* What is nearly always read again. */
static struct dg_place_text *
text_of(struct dg_places *places, struct dg_plugin_str text)
{
    uint32_t hash = (uint32_t) text.len;
    for (size_t i = 0; i < text.len; i++) {
        hash = dg_place_mix(hash, (unsigned char) text.data[i]);
    }
    return &places->texts[hash % DG_PLACE_TEXTS];
}

uint32_t
dg_place_read(struct dg_places *places, struct dg_plugin_str text)
{
    struct dg_place_text *known;
    uint32_t place;
    if (text.len == 0) {
        return DG_PLACE_NOWHERE;
    }
    if (text.len > sizeof known->text) {
        return dg_place_keep(places, parse(text));
    }
    known = text_of(places, text);
    if (known->len == text.len &&
        memcmp(known->text, text.data, text.len) == 0) {
        return known->place;
    }
    place = dg_place_keep(places, parse(text));
    if (place != DG_PLACE_NONE) {
        known->len = (uint8_t) text.len;
        known->place = place;
        memcpy(known->text, text.data, text.len);
    }
    return place;
}

/* ---- writing ------------------------------------------------------------- */

struct putting {
    const struct dg_plugin_host *host;
    char *text;
    size_t len, room;
    bool failed;
};

static bool
make_room(struct putting *p)
{
    size_t room = p->room ? 2 * p->room : 64;
    char *text;
    if (p->room - p->len >= RUN_MAX) {
        return true;
    }
    text = p->host->alloc(room);
    if (!text) {
        return false;
    }
    if (p->len > 0) {
        memcpy(text, p->text, p->len);
    }
    p->host->release(p->text);
    p->text = text;
    p->room = room;
    return true;
}

static void
put_run(void *ctx, uint32_t first, uint32_t count)
{
    struct putting *p = ctx;
    const char *comma = p->len > 0 ? "," : "";
    if (p->failed || !make_room(p)) {
        p->failed = true;
        return;
    }
    p->len += (size_t) snprintf(p->text + p->len, RUN_MAX, "%s%" PRIu32, comma,
                                first);
    if (count > 1) {
        p->len += (size_t) snprintf(p->text + p->len, RUN_MAX / 2, "-%" PRIu32,
                                    first + (count - 1));
    }
}

bool
dg_place_text(const struct dg_places *places, uint32_t place,
              struct dg_plugin_str *out)
{
    struct putting p = {.host = places->host};
    dg_place_runs(dg_place_set(places, place), put_run, &p);
    if (p.failed) {
        p.host->release(p.text);
        return false;
    }
    *out = (struct dg_plugin_str){p.text, p.len};
    return true;
}
