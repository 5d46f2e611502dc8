/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules, and how they are asked: each of every layer that judges
 * the task. Modes (off, observe, enforce) are the gateway's business: every
 * rule always speaks. */
#include "plugins/access_list/rules.h"

#include "plugins/access_list/duty.h"
#include "plugins/access_list/items.h"
#include "plugins/access_list/limits.h"
#include "plugins/access_list/text.h"

void
dg_rules_turn(struct dg_rules_task *task, const struct dg_layer *layer)
{
    task->layer = layer;
    task->version = layer ? layer->version : NULL;
    task->entry = layer ? layer->entry : NULL;
}

bool
dg_rules_ask(struct dg_rules_task *task, dg_rules_fn objects, bool listed)
{
    for (size_t i = 0; i < task->layers.count; i++) {
        dg_rules_turn(task, &task->layers.items[i]);
        if ((task->entry || !listed) && objects(task)) {
            return true;
        }
    }
    return false;
}

/* ---- the table ---------------------------------------------------------- */

enum ask {
    ASK_ONCE,    /* it turns to the layers by itself */
    ASK_ENTRIES, /* of every layer that lists the duty */
};

static const struct rule {
    const char *name; /* as declared */
    enum ask ask;
    dg_rules_fn objects;
} rules[] = {
    {"known", ASK_ONCE, dg_duty_known},
    {"valid", ASK_ENTRIES, dg_duty_valid},
    {"class", ASK_ENTRIES, dg_duty_class},
    {"department", ASK_ENTRIES, dg_duty_department},
    {"audience", ASK_ENTRIES, dg_duty_audience},
    {"seals", ASK_ONCE, dg_items_seals},
    {"proofs", ASK_ONCE, dg_items_proofs},
    {"evidence", ASK_ONCE, dg_items_evidence},
    {"lead", ASK_ENTRIES, dg_limits_lead},
    {"frequency", ASK_ENTRIES, dg_limits_frequency},
    {"funding", ASK_ENTRIES, dg_limits_funding},
};

/* ---- one task ----------------------------------------------------------- */

static void
find_layers(struct dg_rules_task *task)
{
    const struct dg_access_list *state = task->state;
    struct dg_layer *layer = &task->layers.items[0];
    layer->version =
        dg_list_in_force(dg_list_find(&state->lists, state->list), task->day);
    if (layer->version) {
        layer->entry = dg_version_entry(layer->version, task->duty);
        task->layers.count = 1;
    }
}

void
dg_rules_decide(const struct dg_access_list *state,
                const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    struct dg_rules_task task = {
        .state = state,
        .host = host,
        .event = event,
        .data = event->task,
        .findings = findings,
        .duty = host->text(host->member(event->task, "duty")),
        .day = host->date_of(event->time_us),
    };
    find_layers(&task);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        task.rule = rules[i].name;
        dg_rules_turn(&task, NULL);
        if (rules[i].ask == ASK_ENTRIES) {
            dg_rules_ask(&task, rules[i].objects, true);
        } else {
            rules[i].objects(&task);
        }
    }
}
