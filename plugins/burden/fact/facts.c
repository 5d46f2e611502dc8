/* SPDX-License-Identifier: Apache-2.0 */
/* Which events state which facts. */
#include "plugins/burden/fact/inside.h"

#include <stdlib.h>

struct dg_facts {
    const struct dg_plugin_host *host;
};

struct dg_facts *
dg_facts_create(const struct dg_plugin_host *host)
{
    struct dg_facts *facts = calloc(1, sizeof *facts);
    if (facts) {
        facts->host = host;
    }
    return facts;
}

void
dg_facts_destroy(struct dg_facts *facts)
{
    free(facts);
}

enum dg_plugin_status
dg_facts_decide(const struct dg_facts *facts,
                const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    const struct dg_stating s = {
        .host = facts->host,
        .event = event,
        .findings = findings,
        .offices = facts->host->audience_offices(event->audience),
    };
    if (event->task && s.offices > 0) {
        dg_items_state(&s);
    }
    return DG_PLUGIN_OK;
}
