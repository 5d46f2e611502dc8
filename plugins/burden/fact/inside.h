/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. */
#ifndef PLUGINS_BURDEN_FACT_INSIDE_H
#define PLUGINS_BURDEN_FACT_INSIDE_H

#include <string.h>

#include "plugins/burden/fact/fact.h"
#include "plugins/burden/fact/refusals.h"
#include "plugins/burden/text.h"

/* An event that is being decided, and where its facts go. */
struct dg_stating {
    const struct dg_plugin_host *host;
    const struct dg_facts_rooms *rooms;
    const struct dg_refusals *refusals;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    uint32_t offices; /* how many it asks */
    bool failed;      /* there was no memory */
};

/* "task.publish" of "dutygate.task.publish.v1". */
bool dg_stating_is(const struct dg_stating *s, const char *name);
/* A fact of kind ASK at everybody it asks. */
void dg_stating_ask(const struct dg_stating *s, const char *pointer,
                    const char *dimension, uint64_t quantity,
                    const char *cause);
/* That it is about another entry: "/N", "/N/CONTENT". */
void dg_stating_about(const struct dg_stating *s, const char *pointer,
                      const char *cause);

/* A set as a place, to be freed; NULL without memory. */
char *dg_stating_place(const roaring_bitmap_t *set);

/* That it is an attempt, of what, and what that asks; of events with an
 * assignment, and of occurrences. */
void dg_attempt_state(struct dg_stating *s);
/* What an assignment asks for, besides its forms, which are form_dedup's to
 * say: evidence, seals, proofs, attachments, meetings, inspections, trips, the
 * town's approval; as how urgent it says it is, and what it estimates. */
void dg_items_state(const struct dg_stating *s);
/* Which ask it goes on with, and whose rebound it is. */
void dg_links_state(struct dg_stating *s);
/* What becomes of asks: who acted, what was withdrawn. */
void dg_answers_state(const struct dg_stating *s);
/* Of journal.erase: how it stood with every task that goes. */
void dg_seals_state(struct dg_stating *s);

#endif
