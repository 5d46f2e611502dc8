/* SPDX-License-Identifier: Apache-2.0 */
/* States what becomes of an ask by events that are about one: an office
 * acknowledged it, its asker withdrew it. */
#include <inttypes.h>
#include <stdio.h>

#include "plugins/burden/fact/inside.h"

static void
state_acknowledged(const struct dg_stating *s, const char *pointer)
{
    const struct dg_plugin_event *event = s->event;
    char place[16];
    uint32_t office = s->host->office_number(
        s->host, event->onbehalf.len ? event->onbehalf : event->principal);
    struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ANSWER,
        .pointer = dg_text_from(pointer),
        .dimension = "acknowledged",
        .quantity = 1,
        .offices = 1,
        .cause = "acknowledged",
    };
    if (office != DG_PLUGIN_NO_OFFICE) {
        snprintf(place, sizeof place, "%" PRIu32, office);
        fact.place = dg_text_from(place);
        s->host->fact(s->findings, &fact);
    }
}

void
dg_answers_state(const struct dg_stating *s)
{
    int64_t task = s->host->integer(s->host->member(s->event->data, "task"), 0);
    char pointer[32];
    snprintf(pointer, sizeof pointer, "/%" PRId64, task);
    if (dg_stating_is(s, "task.acknowledge")) {
        state_acknowledged(s, pointer);
    } else if (dg_stating_is(s, "task.withdraw")) {
        dg_stating_about(s, pointer, "withdraws");
    }
}
