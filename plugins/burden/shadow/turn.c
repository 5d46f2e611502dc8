/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves out what the rules of the list that decides found, and takes in what
 * was observed of the shadow. The header has the effects of findings that
 * count, in their order, so the decision tells whose each is. */
#include "plugins/burden/shadow/turn.h"

#include <stdlib.h>
#include <string.h>

#define PLUGIN "access_list"
#define RULE "shadow"

struct making {
    const struct dg_turn *turn;
    struct dg_plugin_effect *effects;
    size_t count, room;
    size_t at; /* in the header's effects */
    enum dg_plugin_verdict verdict;
    bool judged, strips;
};

/* ---- whose a finding is -------------------------------------------------- */

static bool
is_of(const struct making *m, size_t index, const char *plugin)
{
    return strcmp(m->turn->host->finding_plugin(m->turn->decision, index),
                  plugin) == 0;
}

/* Of the list that decides; what the plugin finds without a list stays. */
static bool
is_of_list(const char *rule)
{
    static const char *const rules[] = {
        "known",  "valid",    "class", "department", "audience", "seals",
        "proofs", "evidence", "lead",  "frequency",  "funding"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strcmp(rule, rules[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The list's, or a refusal for its sake. */
static bool
is_replaced(const struct making *m, size_t index,
            const struct dg_plugin_finding *finding)
{
    return (is_of(m, index, PLUGIN) && is_of_list(finding->rule)) ||
           (is_of(m, index, "gateway") && strcmp(finding->code, "strict") == 0);
}

/* ---- what counts --------------------------------------------------------- */

static bool
add(struct making *m, const struct dg_plugin_effect *effect)
{
    if (m->count == m->room) {
        size_t room = m->room ? 2 * m->room : 32;
        struct dg_plugin_effect *grown =
            realloc(m->effects, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        m->effects = grown;
        m->room = room;
    }
    m->effects[m->count++] = *effect;
    return true;
}

static bool
add_all(struct making *m, const struct dg_plugin_finding *finding,
        const struct dg_plugin_effect *effects)
{
    m->verdict = finding->verdict > m->verdict ? finding->verdict : m->verdict;
    m->strips = m->strips || finding->verdict == DG_PLUGIN_STRIP;
    for (size_t i = 0; i < finding->effect_count; i++) {
        if (!add(m, &effects[i])) {
            return false;
        }
    }
    return true;
}

static bool
take_finding(struct making *m, size_t index,
             const struct dg_plugin_finding *finding)
{
    const struct dg_plugin_effect *own = m->turn->header->effects + m->at;
    if (m->turn->host->finding_observed(m->turn->decision, index)) {
        bool shadow =
            is_of(m, index, PLUGIN) && strcmp(finding->rule, RULE) == 0;
        m->judged = m->judged || shadow;
        return !shadow || add_all(m, finding, finding->effects);
    }
    m->at += finding->effect_count;
    return m->at > m->turn->header->effect_count ||
           is_replaced(m, index, finding) || add_all(m, finding, own);
}

static bool
take_findings(struct making *m)
{
    struct dg_plugin_finding finding;
    for (size_t i = 0;
         m->turn->host->finding_at(m->turn->decision, i, &finding); i++) {
        if (!take_finding(m, i, &finding)) {
            return false;
        }
    }
    return true;
}

/* Who would rather be refused than have something taken off, is. */
static bool
take_strict(struct making *m)
{
    const struct dg_plugin_host *host = m->turn->host;
    const struct dg_plugin_effect whole = {
        .kind = DG_PLUGIN_EFFECT_REFUSE,
        .pointer = m->turn->event->task_pointer,
        .dimension = "task",
        .quantity = 1,
        .offices = m->turn->header->offices,
        .cause = "strict",
    };
    if (!m->strips || m->verdict == DG_PLUGIN_REFUSE ||
        !host->boolean(host->member(m->turn->event->task, "strict"))) {
        return true;
    }
    m->verdict = DG_PLUGIN_REFUSE;
    return add(m, &whole);
}

/* Behind the effects of findings. */
static bool
take_facts(struct making *m)
{
    const struct dg_plugin_header *header = m->turn->header;
    for (size_t i = 0; i < header->effect_count; i++) {
        if (header->effects[i].kind >= DG_PLUGIN_EFFECT_ASK &&
            !add(m, &header->effects[i])) {
            return false;
        }
    }
    return true;
}

bool
dg_turn_make(const struct dg_turn *turn, struct dg_plugin_header *turned,
             struct dg_plugin_effect **effects)
{
    struct making m = {.turn = turn};
    bool done = take_findings(&m) && take_strict(&m) && take_facts(&m);
    *turned = *turn->header;
    *effects = NULL;
    if (!done || !m.judged) {
        free(m.effects);
        return done;
    }
    /* What waits for a word, and was refused, nobody ever gave one. */
    turned->verdict =
        m.verdict == DG_PLUGIN_DEFER && turned->verdict == DG_PLUGIN_REFUSE
            ? DG_PLUGIN_NOTE
            : m.verdict;
    turned->effects = m.effects;
    turned->effect_count = m.count;
    *effects = m.effects;
    return true;
}
