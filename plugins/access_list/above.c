/* SPDX-License-Identifier: Apache-2.0 */
/* Holds a version beside the lists above it: it may tighten what they say, not
 * loosen it, and not tighten away what they mark mandatory. Of each member only
 * the uppermost list that it offends is named. */
#include "plugins/access_list/check.h"
#include "plugins/access_list/compare.h"
#include "plugins/access_list/text.h"

/* An entry of the version, and what the lists above say about its code. */
struct side {
    const struct dg_entry *entry;
    size_t index; /* in data.entries */
};

static void
say_about(struct dg_check *check, const struct side *side,
          const struct dg_compare_rule *rule, struct dg_plugin_finding finding)
{
    struct dg_plugin_str way = dg_text_from(check->host->translate(
        N_("leave the entry out: then the list above holds")));
    finding.verdict = DG_PLUGIN_REFUSE;
    finding.entry = dg_entry_code(side->entry);
    finding.clause = dg_entry_text(side->entry, DG_ENTRY_CLAUSE);
    finding.pointer =
        check->host->format(check->findings, "/data/entries/%zu/%s",
                            side->index, rule ? rule->member : "code");
    finding.alternatives = &way;
    finding.alternative_count = 1;
    dg_check_say(check, finding);
}

static void
say_loosens(struct dg_check *check, const struct side *side,
            const struct dg_compare_rule *rule, const struct dg_version *upper)
{
    struct dg_plugin_str code = dg_entry_code(side->entry);
    const struct dg_entry *above = dg_version_entry(upper, code);
    say_about(
        check, side, rule,
        (struct dg_plugin_finding){
            .code = "layer-loosens",
            .text = check->host->format(
                check->findings, "\"%.*s\" is milder than %.*s: %s",
                DG_TEXT_ARG(code),
                DG_TEXT_ARG(dg_check_name(
                    check, upper, code, dg_entry_text(above, DG_ENTRY_CLAUSE))),
                check->host->translate(rule->text))});
}

static void
say_mandatory(struct dg_check *check, const struct side *side,
              const struct dg_compare_rule *rule,
              const struct dg_version *upper)
{
    struct dg_plugin_str code = dg_entry_code(side->entry);
    const struct dg_entry *above = dg_version_entry(upper, code);
    say_about(
        check, side, rule,
        (struct dg_plugin_finding){
            .code = "layer-mandatory",
            .text = check->host->format(
                check->findings,
                "\"%.*s\" tightens away the mandatory %.*s: %s",
                DG_TEXT_ARG(code),
                DG_TEXT_ARG(dg_check_name(
                    check, upper, code, dg_entry_text(above, DG_ENTRY_CLAUSE))),
                check->host->translate(rule->text))});
}

static void
compare_with(struct dg_check *check, const struct side *side,
             const struct dg_compare_rule *rule, bool mandatory)
{
    struct dg_plugin_str code = dg_entry_code(side->entry);
    for (size_t i = 0; i < check->upper_count; i++) {
        const struct dg_version *upper = check->uppers[i];
        const struct dg_compare compare = {.upper =
                                               dg_version_entry(upper, code),
                                           .lower = side->entry,
                                           .version = check->next};
        if (!compare.upper || (mandatory && !compare.upper->mandatory) ||
            !rule->differs(&compare)) {
            continue;
        }
        (mandatory ? say_mandatory : say_loosens)(check, side, rule, upper);
        return;
    }
}

/* The uppermost list that is closed and finds it listed nowhere. */
static const struct dg_version *
find_closed(const struct dg_check *check, struct dg_plugin_str code)
{
    for (size_t i = 0; i < check->upper_count; i++) {
        if (dg_version_entry(check->uppers[i], code)) {
            return NULL;
        }
        if (!check->uppers[i]->open) {
            return check->uppers[i];
        }
    }
    return NULL;
}

static void
check_entry(struct dg_check *check, const struct side *side)
{
    struct dg_plugin_str code = dg_entry_code(side->entry);
    const struct dg_version *closed = find_closed(check, code);
    if (closed) {
        say_about(check, side, NULL,
                  (struct dg_plugin_finding){
                      .code = "layer-loosens",
                      .text = check->host->format(
                          check->findings,
                          "\"%.*s\" is not on list \"%.*s\" version \"%.*s\", "
                          "which is not open to entries of its own below it",
                          DG_TEXT_ARG(code), DG_TEXT_ARG(closed->list),
                          DG_TEXT_ARG(closed->name))});
    }
    for (size_t i = 0;
         !dg_entry_forbids(side->entry) && i < dg_compare_milder_count; i++) {
        compare_with(check, side, &dg_compare_milder[i], false);
    }
    for (size_t i = 0; i < dg_compare_taken_count; i++) {
        compare_with(check, side, &dg_compare_taken[i], true);
    }
}

/* ---- proofs ------------------------------------------------------------- */

static void
check_proof(struct dg_check *check, const struct dg_proof *proof, size_t index)
{
    const struct dg_plugin_host *host = check->host;
    for (size_t i = 0; i < check->upper_count; i++) {
        const struct dg_version *upper = check->uppers[i];
        const struct dg_proof *above = dg_version_proof(upper, proof->name);
        if (!above || proof->verdict <= above->verdict) {
            continue;
        }
        dg_check_say(
            check,
            (struct dg_plugin_finding){
                .verdict = DG_PLUGIN_REFUSE,
                .code = "layer-loosens",
                .entry = proof->name,
                .clause = proof->clause,
                .pointer = host->format(check->findings,
                                        "/data/proofs/%zu/verdict", index),
                .text = host->format(
                    check->findings,
                    "proof \"%.*s\" is milder than %.*s: %s, there %s",
                    DG_TEXT_ARG(proof->name),
                    DG_TEXT_ARG(dg_check_name(check, upper, above->name,
                                              above->clause)),
                    host->translate(dg_entry_verdicts[proof->verdict]),
                    host->translate(dg_entry_verdicts[above->verdict]))});
        return;
    }
}

void
dg_above_check(struct dg_check *check)
{
    const struct dg_records *entries = &check->next->added;
    const struct dg_records *proofs = &check->next->added_proofs;
    if (check->upper_count == 0) {
        return;
    }
    for (size_t i = 0; i < entries->count && check->left > 0; i++) {
        const struct dg_check_seen *seen = NULL;
        struct dg_plugin_str code = entries->items[i]->key;
        HASH_FIND(hh, check->by_code, code.data, code.len, seen);
        check_entry(check, &(struct side){(const void *) entries->items[i],
                                          seen ? seen->index : i});
    }
    for (size_t i = 0; i < proofs->count; i++) {
        check_proof(check, (const void *) proofs->items[i], i);
    }
}
