/* SPDX-License-Identifier: Apache-2.0 */
/* What an event puts on offices, and what offices do, written into its entry's
 * header as facts: all that the book is folded from. README.md lists them. */
#ifndef PLUGINS_BURDEN_FACT_FACT_H
#define PLUGINS_BURDEN_FACT_FACT_H

#include "plugins/burden/book/book.h"

struct dg_facts; /* opaque */

/* The rooms before; all outlive it. They are only looked into, so that decide
 * leaves them as a replay does. */
struct dg_facts_rooms {
    const struct dg_plugin_host *host;
    const struct dg_places *places;
    const struct dg_tariffs *tariffs;
    const struct dg_book *book;
};

/* NULL without memory. */
struct dg_facts *dg_facts_create(const struct dg_facts_rooms *rooms);
void dg_facts_destroy(struct dg_facts *facts); /* NULL is fine */

/* The hook decide: adds facts, and a note of what seems to come again. */
enum dg_plugin_status dg_facts_decide(const struct dg_facts *facts,
                                      const struct dg_plugin_event *event,
                                      struct dg_plugin_findings *findings);
/* The hook apply: remembers what was refused, forgets what was erased. */
enum dg_plugin_status dg_facts_apply(struct dg_facts *facts,
                                     const struct dg_plugin_event *event,
                                     const struct dg_plugin_decision *decision);
/* time_us: of the newest entry, erased or not. */
void dg_facts_save(const struct dg_facts *facts, int64_t time_us,
                   struct dg_plugin_writer *out);

#endif
