/* SPDX-License-Identifier: Apache-2.0 */
/* Which events state which facts, and which are remembered. */
#include <stdlib.h>

#include "plugins/burden/fact/inside.h"

struct dg_facts {
    struct dg_facts_rooms rooms;
    struct dg_refusals *refusals; /* fold */
};

struct dg_facts *
dg_facts_create(const struct dg_facts_rooms *rooms)
{
    struct dg_facts *facts = calloc(1, sizeof *facts);
    if (!facts) {
        return NULL;
    }
    facts->rooms = *rooms;
    facts->refusals = dg_refusals_create();
    if (!facts->refusals) {
        free(facts);
        return NULL;
    }
    return facts;
}

void
dg_facts_destroy(struct dg_facts *facts)
{
    if (facts) {
        dg_refusals_destroy(facts->refusals);
        free(facts);
    }
}

/* ---- deciding ----------------------------------------------------------- */

/* A new ask, which may go on with an earlier one, or be one in other clothes:
 * no change of one that is there, nor what only hands on. */
static bool
is_new(const struct dg_plugin_event *event)
{
    return event->task && event->gated && !event->amends;
}

enum dg_plugin_status
dg_facts_decide(const struct dg_facts *facts,
                const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = facts->rooms.host;
    struct dg_stating s = {
        .host = host,
        .rooms = &facts->rooms,
        .refusals = facts->refusals,
        .event = event,
        .findings = findings,
        .offices = host->audience_offices(event->audience),
    };
    if (s.offices > 0 && (event->task || dg_stating_is(&s, "task.occur"))) {
        dg_attempt_state(&s);
        if (event->task && s.offices > 0 && !s.failed) {
            dg_items_state(&s);
        }
        if (is_new(event) && !s.failed) {
            dg_links_state(&s);
        }
    } else if (dg_stating_is(&s, "journal.erase")) {
        dg_seals_state(&s);
    } else {
        dg_answers_state(&s);
    }
    return s.failed ? DG_PLUGIN_FAILED : DG_PLUGIN_OK;
}

/* ---- remembering -------------------------------------------------------- */

/* What waits may end as refused. */
static enum dg_plugin_status
remember(struct dg_facts *facts, const struct dg_plugin_event *event,
         bool waits)
{
    struct dg_refusal refusal = {.sequence = event->sequence,
                                 .time_us = event->time_us,
                                 .waited = waits};
    if (!dg_content_read(facts->rooms.host, event, &refusal.content)) {
        return DG_PLUGIN_FAILED;
    }
    if (!dg_refusals_add(facts->refusals, &refusal)) {
        dg_content_finish(&refusal.content);
        return DG_PLUGIN_FAILED;
    }
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_facts_apply(struct dg_facts *facts, const struct dg_plugin_event *event,
               const struct dg_plugin_decision *decision)
{
    enum dg_plugin_verdict verdict = facts->rooms.host->verdict(decision);
    for (size_t i = 0; i < event->erased_count; i++) {
        dg_refusals_forget(facts->refusals, event->erased[i]);
    }
    if (event->check || !is_new(event) ||
        facts->rooms.host->audience_offices(event->audience) == 0) {
        return DG_PLUGIN_OK;
    }
    if (verdict < DG_PLUGIN_DEFER) {
        return dg_refusals_follow(facts->refusals, facts->rooms.host, event)
                   ? DG_PLUGIN_OK
                   : DG_PLUGIN_FAILED;
    }
    return remember(facts, event, verdict == DG_PLUGIN_DEFER);
}

void
dg_facts_save(const struct dg_facts *facts, int64_t time_us,
              struct dg_plugin_writer *out)
{
    dg_refusals_save(facts->refusals, facts->rooms.host, time_us, out);
}
