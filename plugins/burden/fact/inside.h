/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. */
#ifndef PLUGINS_BURDEN_FACT_INSIDE_H
#define PLUGINS_BURDEN_FACT_INSIDE_H

#include <string.h>

#include "plugins/burden/fact/fact.h"

/* An event that is being decided, and where its facts go. */
struct dg_stating {
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    uint32_t offices; /* how many it goes to */
};

/* What an assignment asks for, besides its forms, which are form_dedup's to
 * say: evidence, seals, proofs, attachments, meetings, inspections, trips, the
 * town's approval; as how urgent it says it is, and what it estimates. */
void dg_items_state(const struct dg_stating *s);

static inline struct dg_plugin_str
dg_inside_str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static inline bool
dg_inside_is(struct dg_plugin_str text, const char *literal)
{
    return text.len == strlen(literal) &&
           memcmp(text.data, literal, text.len) == 0;
}

#endif
