/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of the usual shapes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "plugins/burden/fact/inside.h"

bool
dg_stating_is(const struct dg_stating *s, const char *name)
{
    char whole[64];
    snprintf(whole, sizeof whole, "dutygate.%s.v1", name);
    return dg_text_is(s->event->type, whole);
}

void
dg_stating_ask(const struct dg_stating *s, const char *pointer,
               const char *dimension, uint64_t quantity, const char *cause)
{
    const struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ASK,
        .pointer = dg_text_from(pointer),
        .dimension = dimension,
        .quantity = quantity,
        .offices = s->offices,
        .cause = cause,
    };
    s->host->fact(s->findings, &fact);
}

void
dg_stating_about(const struct dg_stating *s, const char *pointer,
                 const char *cause)
{
    const struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ASK,
        .pointer = dg_text_from(pointer),
        .dimension = "about",
        .quantity = 1,
        .cause = cause,
    };
    s->host->fact(s->findings, &fact);
}

/* ---- places ------------------------------------------------------------- */

struct runs {
    char *text;
    size_t len, room;
    bool failed;
};

static void
write_run(void *ctx, uint32_t first, uint32_t count)
{
    struct runs *runs = ctx;
    char text[24];
    int len = count > 1 ? snprintf(text, sizeof text, "%" PRIu32 "-%" PRIu32,
                                   first, first + count - 1)
                        : snprintf(text, sizeof text, "%" PRIu32, first);
    if (runs->len + (size_t) len + 2 > runs->room) {
        size_t room = 2 * runs->room + sizeof text;
        char *more = realloc(runs->text, room);
        if (!more) {
            runs->failed = true;
            return;
        }
        runs->text = more;
        runs->room = room;
    }
    if (runs->len > 0) {
        runs->text[runs->len++] = ',';
    }
    memcpy(runs->text + runs->len, text, (size_t) len);
    runs->len += (size_t) len;
}

char *
dg_stating_place(const roaring_bitmap_t *set)
{
    struct runs runs = {.text = calloc(1, 1), .room = 1};
    if (!runs.text) {
        return NULL;
    }
    dg_place_runs(set, write_run, &runs);
    if (runs.failed) {
        free(runs.text);
        return NULL;
    }
    runs.text[runs.len] = '\0';
    return runs.text;
}
