/* SPDX-License-Identifier: Apache-2.0 */
/* States, of an erasure, what had become of every task that goes: a replay is
 * not told any more, and figures stand all the same. */
#include "plugins/burden/fact/inside.h"

static void
state(void *ctx, const struct dg_plugin_effect *fact)
{
    const struct dg_stating *s = ctx;
    s->host->fact(s->findings, fact);
}

void
dg_seals_state(struct dg_stating *s)
{
    const struct dg_plugin_host *host = s->host;
    const struct dg_plugin_value *item =
        host->first(host->member(s->event->data, "sequences"));
    for (; item && !s->failed; item = host->next(item)) {
        int64_t erased = host->integer(item, 0);
        s->failed =
            !dg_book_each_sealed(s->rooms->book, (uint64_t) erased, state, s);
    }
}
