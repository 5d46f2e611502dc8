/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a place as text, as reading takes it. */
#include "plugins/burden/place/inside.h"

#include <inttypes.h>
#include <stdio.h>

#define RUN_MAX 24 /* bytes of ",4294967293-4294967294", with ends */

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
