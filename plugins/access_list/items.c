/* SPDX-License-Identifier: Apache-2.0 */
/* Which seals, proofs and evidence offices may be asked for. What is not
 * allowed is taken off the task; only a proof on the national negative list
 * refuses it whole. */
#include "plugins/access_list/items.h"

#include "plugins/access_list/cite.h"
#include "plugins/access_list/text.h"

#define DECLARE N_("accept a self-declaration (告知承诺制)")

/* Turns to each item; true if any was objected to. */
static bool
each_item(struct dg_rules_task *task, const char *member, dg_rules_fn look)
{
    const struct dg_plugin_host *host = task->host;
    size_t index = 0;
    bool any = false;
    for (const struct dg_plugin_value *v =
             host->first(host->member(task->data, member));
         v; v = host->next(v)) {
        task->item = host->text(v);
        task->item_pointer = host->format(
            task->findings, "%.*s/%s/%zu",
            DG_TEXT_ARG(task->event->task_pointer), member, index++);
        any |= look(task);
    }
    return any;
}

/* ---- seals -------------------------------------------------------------- */

static bool
strip_seal(const struct dg_rules_task *task, const struct dg_entry *entry,
           struct dg_plugin_str text)
{
    struct dg_cite cite;
    dg_cite_item(&cite, task, "seal-not-allowed");
    cite.finding.text = text;
    if (entry) {
        dg_cite_entry(&cite, entry);
    }
    dg_cite_way(&cite, task,
                N_("check with the authority that keeps the record instead "
                   "(部门核验)"));
    dg_cite_way(&cite, task,
                N_("apply to the keeper for admission of the seal item "
                   "(申请准入)"));
    return dg_cite_strip(&cite, task, "seal");
}

static bool
strip_unlisted_seal(struct dg_rules_task *task, const struct dg_entry *seal)
{
    return strip_seal(
        task, seal,
        task->host->format(
            task->findings,
            "seal item \"%.*s\" is not on list \"%.*s\" version \"%.*s\"",
            DG_TEXT_ARG(task->item), DG_TEXT_ARG(task->version->list),
            DG_TEXT_ARG(task->version->name)));
}

/* What is wrong with the seal item itself; empty if nothing. */
static struct dg_plugin_str
seal_fault(const struct dg_rules_task *task, const struct dg_entry *seal)
{
    if (dg_entry_forbids(seal)) {
        return task->host->format(
            task->findings, "seal item \"%.*s\" is of class %s",
            DG_TEXT_ARG(task->item),
            task->host->translate(dg_entry_classes[seal->class]));
    }
    if (!dg_validity_holds(&seal->valid, task->day)) {
        return task->host->format(
            task->findings, "seal item \"%.*s\" is not in force on %s",
            DG_TEXT_ARG(task->item), dg_cite_day(task, task->day).text);
    }
    return (struct dg_plugin_str){NULL, 0};
}

/* A list that does not have the seal item, or the duty, says as above. */
static bool
seal_objects(struct dg_rules_task *task)
{
    const struct dg_entry *seal = dg_version_entry(task->version, task->item);
    struct dg_plugin_str fault = {NULL, 0};
    if (seal && !seal->seal) {
        return strip_unlisted_seal(task, seal);
    }
    if (seal) {
        fault = seal_fault(task, seal);
    }
    if (fault.len) {
        return strip_seal(task, seal, fault);
    }
    return task->entry && !dg_text_equal(task->duty, task->item) &&
           !dg_texts_have(dg_entry_texts(task->entry, DG_ENTRY_SEALS),
                          task->item) &&
           strip_seal(task, NULL,
                      task->host->format(task->findings,
                                         "duty \"%.*s\" may not ask for seal "
                                         "item \"%.*s\"",
                                         DG_TEXT_ARG(task->duty),
                                         DG_TEXT_ARG(task->item)));
}

static bool
look_at_seal(struct dg_rules_task *task)
{
    const struct dg_layer *missing =
        dg_layer_missing(&task->layers, task->event, task->item);
    if (missing) {
        dg_rules_turn(task, missing);
        return strip_unlisted_seal(task, NULL);
    }
    return dg_rules_ask(task, seal_objects);
}

bool
dg_items_seals(struct dg_rules_task *task)
{
    return each_item(task, "seals", look_at_seal);
}

/* ---- proofs ------------------------------------------------------------- */

static void
cite_proof(struct dg_cite *cite, const struct dg_rules_task *task,
           const struct dg_proof *proof, const char *code)
{
    dg_cite_item(cite, task, code);
    cite->finding.alternative_count = 0;
    cite->finding.entry = proof->name;
    cite->finding.clause = proof->clause;
    dg_cite_suggest(cite, proof->instead);
}

/* A mandatory duty goes out without the proof. */
static bool
proof_forbidden(struct dg_rules_task *task)
{
    const struct dg_proof *proof = dg_version_proof(task->version, task->item);
    struct dg_cite cite;
    if (!proof || proof->verdict != DG_ENTRY_NOT_ALLOWED) {
        return false;
    }
    cite_proof(&cite, task, proof, "proof-forbidden");
    cite.finding.text = task->host->format(
        task->findings, "no office may be asked to issue the proof \"%.*s\"",
        DG_TEXT_ARG(task->item));
    return task->layer->mandate ? dg_cite_strip(&cite, task, "proof")
                                : dg_cite_refuse(&cite, task);
}

static bool
strip_declared(struct dg_rules_task *task, const struct dg_proof *proof)
{
    struct dg_cite cite;
    cite_proof(&cite, task, proof, "proof-declaration");
    cite.finding.text = task->host->format(
        task->findings,
        "the person declares \"%.*s\"; no office is asked to prove it",
        DG_TEXT_ARG(task->item));
    dg_cite_way(&cite, task, DECLARE);
    return dg_cite_strip(&cite, task, "proof");
}

/* What this list, or else the nearest above, says about the proof. */
static const struct dg_proof *
find_proof(const struct dg_rules_task *task)
{
    const struct dg_proof *proof = NULL;
    for (const struct dg_layer *layer = task->layer; layer && !proof;
         layer = layer->upper) {
        proof = dg_version_proof(layer->version, task->item);
    }
    return proof;
}

/* Without a word about the proof, the duty has to name it. */
static bool
proof_not_allowed(struct dg_rules_task *task)
{
    const struct dg_proof *proof = find_proof(task);
    struct dg_cite cite;
    if (proof) {
        return proof->verdict == DG_ENTRY_DECLARATION &&
               strip_declared(task, proof);
    }
    if (!task->entry ||
        dg_texts_have_proof(dg_entry_texts(task->entry, DG_ENTRY_PROOFS),
                            task->item)) {
        return false;
    }
    dg_cite_item(&cite, task, "proof-not-allowed");
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" may not ask for the proof \"%.*s\"",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(task->item));
    dg_cite_way(&cite, task, DECLARE);
    return dg_cite_strip(&cite, task, "proof");
}

static bool
look_at_proof(struct dg_rules_task *task)
{
    return dg_rules_ask(task, proof_forbidden) ||
           dg_rules_ask(task, proof_not_allowed);
}

bool
dg_items_proofs(struct dg_rules_task *task)
{
    return each_item(task, "proofs", look_at_proof);
}

/* ---- evidence ----------------------------------------------------------- */

static bool
evidence_objects(struct dg_rules_task *task)
{
    struct dg_cite cite;
    if (!task->entry ||
        dg_texts_have(dg_entry_texts(task->entry, DG_ENTRY_EVIDENCE),
                      task->item)) {
        return false;
    }
    dg_cite_item(&cite, task, "evidence-not-allowed");
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" may not ask for evidence \"%.*s\"",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(task->item));
    dg_cite_way(&cite, task,
                N_("rely on the office's own working records "
                   "(原始工作记录)"));
    return dg_cite_strip(&cite, task, "evidence");
}

static bool
look_at_evidence(struct dg_rules_task *task)
{
    return dg_rules_ask(task, evidence_objects);
}

bool
dg_items_evidence(struct dg_rules_task *task)
{
    return each_item(task, "evidence", look_at_evidence);
}
