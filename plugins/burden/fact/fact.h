/* SPDX-License-Identifier: Apache-2.0 */
/* What an event puts on offices, and what offices do, written into its entry's
 * header as facts: all that the book is folded from. README.md lists them. */
#ifndef PLUGINS_BURDEN_FACT_FACT_H
#define PLUGINS_BURDEN_FACT_FACT_H

#include "plugins/plugin.h"

struct dg_facts; /* opaque */

/* NULL without memory. */
struct dg_facts *dg_facts_create(const struct dg_plugin_host *host);
void dg_facts_destroy(struct dg_facts *facts); /* NULL is fine */

/* The hook decide: adds facts. */
enum dg_plugin_status dg_facts_decide(const struct dg_facts *facts,
                                      const struct dg_plugin_event *event,
                                      struct dg_plugin_findings *findings);

#endif
