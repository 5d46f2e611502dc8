/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which rules a request for exemption may name. Whether it is granted,
 * a keeper decides; what it then sets aside is aside.c's. */
#include "plugins/access_list/exemption.h"

#include "plugins/access_list/text.h"

#define BELOW (INT32_MAX - 1) /* farther than any list above */

const char *const dg_exemption_rules[] = {
    "known",  "valid",    "class", "department", "audience", "seals",
    "proofs", "evidence", "lead",  "frequency",  "funding",  "attachments",
};
const size_t dg_exemption_rule_count =
    sizeof dg_exemption_rules / sizeof *dg_exemption_rules;

uint32_t
dg_exemption_bit(const char *rule)
{
    for (size_t i = 0; i < dg_exemption_rule_count; i++) {
        if (strcmp(rule, dg_exemption_rules[i]) == 0) {
            return UINT32_C(1) << i;
        }
    }
    return 0;
}

static uint32_t
bit_of(struct dg_plugin_str rule)
{
    for (size_t i = 0; i < dg_exemption_rule_count; i++) {
        if (dg_text_is(rule, dg_exemption_rules[i])) {
            return UINT32_C(1) << i;
        }
    }
    return 0;
}

uint32_t
dg_exemption_bits(const struct dg_plugin_host *host,
                  const struct dg_plugin_value *rules)
{
    uint32_t bits = 0;
    for (const struct dg_plugin_value *v = host->first(rules); v;
         v = host->next(v)) {
        bits |= bit_of(host->text(v));
    }
    return bits;
}

static const struct dg_entry *
entry_in(const struct dg_list *list, struct dg_plugin_str duty, int32_t day)
{
    const struct dg_version *version = dg_list_in_force(list, day);
    return version ? dg_version_entry(version, duty) : NULL;
}

/* How near a list is to the one that decides: 0 is that one, then those above
 * it, then those below; -1: it stands beside and says nothing. */
static int
distance(const struct dg_list_set *set, const struct dg_list *decides,
         const struct dg_list *list)
{
    int depth = decides ? dg_layer_depth(set, decides, list) : -1;
    if (depth < 0 && decides && dg_layer_depth(set, list, decides) > 0) {
        return BELOW;
    }
    return depth;
}

/* A negative entry of the list that decides, or above it, weighs most; else the
 * nearest list says it, and a town's only where none of those does. */
int
dg_exemption_class(const struct dg_access_list *state,
                   struct dg_plugin_str duty, int32_t day)
{
    const struct dg_list_set *set = &state->lists;
    const struct dg_list *decides = dg_list_find(set, state->list);
    int class = -1, nearest = INT32_MAX;
    for (const struct dg_list *list = set->by_name; list;
         list = list->hh.next) {
        const struct dg_entry *entry = entry_in(list, duty, day);
        int depth = entry ? distance(set, decides, list) : -1;
        if (depth < 0) {
            continue;
        }
        if (depth < BELOW && entry->class == DG_ENTRY_NEGATIVE) {
            return DG_ENTRY_NEGATIVE;
        }
        if (depth < nearest) {
            nearest = depth;
            class = entry->class;
        }
    }
    return class;
}

/* ---- findings ----------------------------------------------------------- */

struct request {
    const struct dg_access_list *state;
    struct dg_plugin_findings *findings;
    struct dg_plugin_str duty;
    bool negative;
};

static struct dg_plugin_str
join_rules(const struct request *r)
{
    const struct dg_plugin_host *host = r->state->host;
    struct dg_plugin_str joined = {NULL, 0};
    for (size_t i = 0; i < dg_exemption_rule_count; i++) {
        joined = host->format(r->findings, "%.*s%s\"%s\"", DG_TEXT_ARG(joined),
                              i ? ", " : "", dg_exemption_rules[i]);
    }
    return joined;
}

static void
refuse(const struct request *r, size_t index, struct dg_plugin_str text,
       struct dg_plugin_str way)
{
    const struct dg_plugin_host *host = r->state->host;
    const struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "exemption",
        .verdict = DG_PLUGIN_REFUSE,
        .code = "rule-not-exemptible",
        .text = text,
        .pointer = host->format(r->findings, "/data/rules/%zu", index),
        .alternatives = &way,
        .alternative_count = 1,
    };
    host->add(r->findings, &finding);
}

static void
look_at_rule(const struct request *r, struct dg_plugin_str rule, size_t index)
{
    const struct dg_plugin_host *host = r->state->host;
    if (bit_of(rule) == 0) {
        refuse(r, index,
               host->format(r->findings, "rule \"%.*s\" cannot be set aside",
                            DG_TEXT_ARG(rule)),
               host->format(r->findings, "rules that can be: %.*s",
                            DG_TEXT_ARG(join_rules(r))));
    } else if (r->negative && dg_text_is(rule, "class")) {
        refuse(r, index,
               host->format(r->findings,
                            "duty \"%.*s\" is on the negative list, which "
                            "nothing sets aside",
                            DG_TEXT_ARG(r->duty)),
               dg_text_from(host->translate(
                   N_("let the department do it itself (部门自行承担)"))));
    }
}

void
dg_exemption_decide(const struct dg_access_list *state,
                    const struct dg_plugin_event *event,
                    struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    struct request r = {
        .state = state,
        .findings = findings,
        .duty = host->text(host->member(event->data, "duty")),
    };
    size_t index = 0;
    r.negative =
        dg_exemption_class(state, r.duty, host->date_of(event->time_us)) ==
        DG_ENTRY_NEGATIVE;
    for (const struct dg_plugin_value *v =
             host->first(host->member(event->data, "rules"));
         v; v = host->next(v)) {
        look_at_rule(&r, host->text(v), index++);
    }
}
