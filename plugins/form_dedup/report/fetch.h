/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks of which somebody who asked has read a report. A read leaves no entry;
 * so the first is handed in by the next tick, as an event of the gateway's, and
 * again until it is in the journal. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_FETCH_H
#define PLUGINS_FORM_DEDUP_REPORT_FETCH_H

#include "plugins/form_dedup/form_dedup.h"

struct dg_fetch; /* opaque; no fold */

struct dg_fetch *dg_fetch_create(void); /* NULL without memory */
void dg_fetch_destroy(struct dg_fetch *fetch);
/* The requester has read it. Forgotten without memory: it will be read again.
 */
void dg_fetch_note(const struct dg_form_dedup *plugin, uint64_t task);
void dg_fetch_tick(const struct dg_form_dedup *plugin, int64_t now_us,
                   struct dg_plugin_submit *submit);
/* report.fetch: facts. */
enum dg_plugin_status dg_fetch_decide(struct dg_form_dedup *plugin,
                                      const struct dg_plugin_event *event,
                                      struct dg_plugin_findings *findings);

#endif
