/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules, and how they are asked: each of every layer that judges
 * the task. Modes (off, observe, enforce) are the gateway's business: every
 * rule always speaks. */
#include "plugins/access_list/rules.h"

#include "plugins/access_list/duty.h"
#include "plugins/access_list/items.h"
#include "plugins/access_list/limits.h"
#include "plugins/access_list/text.h"

#define NAMED_MAX 20

void
dg_rules_turn(struct dg_rules_task *task, const struct dg_layer *layer)
{
    task->layer = layer;
    task->version = layer ? layer->version : NULL;
    task->entry = layer ? layer->entry : NULL;
}

/* ---- asking -------------------------------------------------------------- */

/* Which objection is heard, the uppermost of the weightiest. */
enum weight {
    WEIGHT_VOID = 1, /* below a mandatory entry */
    WEIGHT_ASIDE,    /* by exemption or lane */
    WEIGHT_COUNTS,
};

/* Those below that object, and whether something is left without them. */
struct objectors {
    const struct dg_layer *heard;
    enum weight weight; /* of what is heard */
    struct dg_plugin_str names;
    size_t count;
};

static void
note_objector(struct dg_rules_task *task, struct objectors *objectors)
{
    const struct dg_layer *layer = task->layer;
    struct dg_plugin_str prefix = layer->version->prefix;
    enum weight weight = layer->mandate ? WEIGHT_VOID
                         : *task->aside ? WEIGHT_ASIDE
                                        : WEIGHT_COUNTS;
    if (weight > objectors->weight) {
        objectors->heard = layer;
        objectors->weight = weight;
    }
    if (!layer->below || layer->mandate || !task->event->audience ||
        !task->host->audience_meets(task->event->audience, prefix)) {
        return;
    }
    if (objectors->count < NAMED_MAX) {
        objectors->names = task->host->format(
            task->findings, "%.*s%s\"%.*s\"", DG_TEXT_ARG(objectors->names),
            objectors->count ? ", " : "", DG_TEXT_ARG(prefix));
    }
    task->layers.prefixes[objectors->count++] = prefix;
}

/* Only lists below object: without their divisions the task may go out. */
static void
offer_leaving(struct dg_rules_task *task, const struct objectors *objectors)
{
    if (objectors->heard->below && objectors->count > 0 &&
        objectors->count <= NAMED_MAX &&
        !task->host->audience_inside(task->event->audience,
                                     task->layers.prefixes, objectors->count)) {
        task->leave =
            task->host->format(task->findings, "leave out %.*s (排除)",
                               DG_TEXT_ARG(objectors->names));
    }
}

/* All are asked in silence first: who reads the finding wants to know whom else
 * to leave out. */
static bool
ask(struct dg_rules_task *task, dg_rules_fn objects, bool listed)
{
    struct objectors objectors = {.count = 0};
    bool aside;
    task->mute = true;
    task->aside = &aside;
    for (size_t i = 0; i < task->layers.count; i++) {
        aside = false;
        dg_rules_turn(task, &task->layers.items[i]);
        if ((task->entry || !listed) && objects(task)) {
            note_objector(task, &objectors);
        }
    }
    task->mute = false;
    if (!objectors.heard) {
        return false;
    }
    dg_rules_turn(task, objectors.heard);
    offer_leaving(task, &objectors);
    objects(task);
    task->leave = (struct dg_plugin_str){NULL, 0};
    return true;
}

bool
dg_rules_ask(struct dg_rules_task *task, dg_rules_fn objects)
{
    return ask(task, objects, false);
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
    const struct dg_layer_ask ask = {.set = &state->lists,
                                     .room = &state->room,
                                     .event = task->event,
                                     .list = state->list,
                                     .day = task->day};
    task->layers = dg_layer_find(&ask, task->duty);
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
            ask(&task, rules[i].objects, true);
        } else {
            rules[i].objects(&task);
        }
    }
}
