/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which objections of the rules do not count for a task: none of a
 * life-safety order's, some of an urgent task's, those an exemption names. Two
 * things no exemption sets aside: a negative duty and a forbidden proof. */
#include "plugins/access_list/aside.h"

#include "plugins/access_list/exemption.h"
#include "plugins/access_list/lane.h"
#include "plugins/access_list/shadow.h"
#include "plugins/access_list/text.h"

struct aside {
    const struct dg_access_list *state;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    const struct dg_plugin_finding *finding;
};

/* The finding as a note, with another code and text; takes nothing off. */
static bool
note(const struct aside *a, const char *code, struct dg_plugin_str text)
{
    struct dg_plugin_finding said = *a->finding;
    said.verdict = DG_PLUGIN_NOTE;
    said.code = code;
    said.text = text;
    said.effects = NULL;
    said.effect_count = 0;
    said.alternatives = NULL;
    said.alternative_count = 0;
    dg_shadow_add(a->state, a->findings, &said);
    return true;
}

/* ---- the emergency lane ------------------------------------------------- */

/* A single thing that would refuse the whole order is taken off it instead. */
static const struct {
    const char *rule, *dimension;
} single[] = {{"seals", "seal"}, {"proofs", "proof"}, {"evidence", "evidence"}};

static bool
take_off(const struct aside *a, const char *dimension)
{
    const struct dg_plugin_effect effect = {
        .kind = DG_PLUGIN_EFFECT_STRIP,
        .pointer = a->finding->pointer,
        .dimension = dimension,
        .quantity = 1,
        .offices = a->state->host->audience_offices(a->event->audience),
        .cause = a->finding->code,
    };
    struct dg_plugin_finding said = *a->finding;
    said.verdict = DG_PLUGIN_STRIP;
    said.effects = &effect;
    said.effect_count = 1;
    dg_shadow_add(a->state, a->findings, &said);
    return true;
}

static bool
take_life_safety(const struct aside *a)
{
    if (a->finding->verdict == DG_PLUGIN_STRIP) {
        return false;
    }
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        if (strcmp(a->finding->rule, single[i].rule) == 0) {
            return take_off(a, single[i].dimension);
        }
    }
    return note(a, "life-safety-set-aside",
                a->state->host->format(
                    a->findings,
                    "rule \"%s\" is set aside for a life-safety order; "
                    "otherwise: %.*s",
                    a->finding->rule, DG_TEXT_ARG(a->finding->text)));
}

static bool
gives_way(const char *rule)
{
    static const char *const rules[] = {"known", "valid", "lead", "frequency",
                                        "funding"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strcmp(rule, rules[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool
take_urgent(const struct aside *a)
{
    return gives_way(a->finding->rule) &&
           note(a, "urgent-set-aside",
                a->state->host->format(a->findings,
                                       "rule \"%s\" is set aside for urgent "
                                       "work; otherwise: %.*s",
                                       a->finding->rule,
                                       DG_TEXT_ARG(a->finding->text)));
}

/* ---- exemptions --------------------------------------------------------- */

/* NULL: none sets it aside. */
static const struct dg_matter *
find_exemption(const struct dg_access_list *state,
               const struct dg_plugin_event *event,
               const struct dg_plugin_finding *finding)
{
    return strcmp(finding->code, "duty-negative") == 0 ||
                   strcmp(finding->code, "proof-forbidden") == 0
               ? NULL
               : dg_matters_exempting(&state->matters, event,
                                      dg_exemption_bit(finding->rule));
}

static bool
take_exempted(const struct aside *a)
{
    const struct dg_plugin_host *host = a->state->host;
    const struct dg_matter *matter =
        find_exemption(a->state, a->event, a->finding);
    char until[11];
    if (!matter) {
        return false;
    }
    host->date_format(matter->until, until);
    return note(a, "exempted",
                matter->state == DG_MATTER_PASSED
                    ? host->format(a->findings,
                                   "rule \"%s\" is set aside provisionally by "
                                   "receipt %llu, until %s; otherwise: %.*s",
                                   a->finding->rule,
                                   (unsigned long long) matter->sequence, until,
                                   DG_TEXT_ARG(a->finding->text))
                    : host->format(a->findings,
                                   "rule \"%s\" is set aside by receipt %llu, "
                                   "until %s; otherwise: %.*s",
                                   a->finding->rule,
                                   (unsigned long long) matter->sequence, until,
                                   DG_TEXT_ARG(a->finding->text)));
}

bool
dg_aside_takes(const struct dg_access_list *state,
               const struct dg_plugin_event *event,
               const struct dg_plugin_finding *finding)
{
    enum dg_lane lane;
    if (!event->task || finding->verdict < DG_PLUGIN_STRIP) {
        return false;
    }
    lane = dg_lane_of(state, event);
    if (lane == DG_LANE_LIFE_SAFETY) {
        return finding->verdict != DG_PLUGIN_STRIP;
    }
    return (lane == DG_LANE_URGENT && gives_way(finding->rule)) ||
           find_exemption(state, event, finding);
}

bool
dg_aside_take(const struct dg_access_list *state,
              const struct dg_plugin_event *event,
              struct dg_plugin_findings *findings,
              const struct dg_plugin_finding *finding)
{
    const struct aside a = {state, event, findings, finding};
    enum dg_lane lane;
    if (!event->task || finding->verdict < DG_PLUGIN_STRIP) {
        return false;
    }
    lane = dg_lane_of(state, event);
    if (lane == DG_LANE_LIFE_SAFETY) {
        return take_life_safety(&a);
    }
    return (lane == DG_LANE_URGENT && take_urgent(&a)) || take_exempted(&a);
}
