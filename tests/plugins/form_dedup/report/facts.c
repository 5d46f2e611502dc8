/* SPDX-License-Identifier: Apache-2.0 */
/* Reads headers out of a running gate's journal: see facts.h. */
#include "tests/plugins/form_dedup/report/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/flow/flow_internal.h"

struct fetching {
    char *out;
    size_t size;
    bool done;
};

static bool
is_ours(struct dg_str dimension)
{
    static const char *const ours[] = {"form",   "field",  "started",
                                       "report", "rework", "fetched"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (dg_str_is(dimension, ours[i])) {
            return true;
        }
    }
    return false;
}

static void
show(const struct dg_header *header, struct fetching *fetching)
{
    size_t len = 0;
    fetching->out[0] = '\0';
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_effect *e = &header->effects[i];
        if (!is_ours(e->dimension)) {
            continue;
        }
        len += (size_t) snprintf(
            fetching->out + len, fetching->size - len,
            "%s %.*s: %llu %.*s at %u%s%.*s%s%.*s\n", dg_effect_text(e->kind),
            DG_STR_ARG(e->pointer), (unsigned long long) e->quantity,
            DG_STR_ARG(e->dimension), e->offices, e->cause.len ? ", " : "",
            DG_STR_ARG(e->cause), e->place.len ? " in " : "",
            DG_STR_ARG(e->place));
    }
}

static void
handle_fetch(void *ctx, const struct dg_store_entry *entry, struct dg_str proof,
             enum dg_err err)
{
    struct fetching *fetching = ctx;
    struct dg_header header;
    struct dg_arena arena;
    (void) proof;
    dg_arena_init(&arena, 1u << 20);
    if (err || dg_header_decode(entry->header, &arena, &header)) {
        snprintf(fetching->out, fetching->size, "no header\n");
    } else {
        show(&header, fetching);
    }
    dg_arena_finish(&arena);
    fetching->done = true;
}

const char *
facts_of(struct gate *gate, unsigned long long sequence)
{
    static char out[1 << 14];
    struct fetching fetching = {out, sizeof out, false};
    if (dg_journal_fetch(gate->flow->journal, sequence, handle_fetch,
                         &fetching) != DG_OK) {
        return "nothing";
    }
    while (!fetching.done) {
        uv_run(&gate->loop, UV_RUN_ONCE);
    }
    return out;
}
