/* SPDX-License-Identifier: Apache-2.0 */
/* Which seals, proofs and evidence offices may be asked for. What is not
 * allowed is taken off the task; only a proof on the national negative list
 * refuses it whole. */
#include "plugins/access_list/items.h"

#include "plugins/access_list/cite.h"
#include "plugins/access_list/text.h"

typedef void (*item_fn)(const struct dg_rules_task *task,
                        struct dg_plugin_str item,
                        struct dg_plugin_str pointer);

static void
each_item(const struct dg_rules_task *task, const char *member, item_fn look)
{
    const struct dg_plugin_host *host = task->host;
    size_t index = 0;
    for (const struct dg_plugin_value *v =
             host->first(host->member(task->event->data, member));
         v; v = host->next(v)) {
        look(task, host->text(v),
             host->format(task->findings, "/data/%s/%zu", member, index++));
    }
}

/* ---- seals -------------------------------------------------------------- */

static void
strip_seal(const struct dg_rules_task *task, const struct dg_entry *entry,
           struct dg_plugin_str pointer, struct dg_plugin_str text)
{
    struct dg_cite cite;
    dg_cite_init(&cite, task, "seal-not-allowed", "");
    cite.finding.pointer = pointer;
    cite.finding.text = text;
    if (entry) {
        dg_cite_entry(&cite, entry);
    }
    dg_cite_suggest(&cite,
                    dg_text_from("check with the authority that keeps the "
                                 "record instead (部门核验)"));
    dg_cite_suggest(&cite, dg_text_from("apply to the keeper for admission of "
                                        "the seal item (申请准入)"));
    dg_cite_strip(&cite, task, "seal");
}

/* What is wrong with the seal item itself; empty if nothing. */
static struct dg_plugin_str
seal_fault(const struct dg_rules_task *task, const struct dg_entry *seal,
           struct dg_plugin_str code)
{
    if (!seal || !seal->seal) {
        return task->host->format(
            task->findings,
            "seal item \"%.*s\" is not on list \"%.*s\" version \"%.*s\"",
            DG_TEXT_ARG(code), DG_TEXT_ARG(task->version->list),
            DG_TEXT_ARG(task->version->name));
    }
    if (seal->class == DG_ENTRY_NEGATIVE || seal->class == DG_ENTRY_WITHDRAWN) {
        return task->host->format(
            task->findings, "seal item \"%.*s\" is of class %s",
            DG_TEXT_ARG(code), dg_version_classes[seal->class]);
    }
    if (!dg_validity_holds(&seal->valid, task->day)) {
        return task->host->format(
            task->findings, "seal item \"%.*s\" is not in force on %s",
            DG_TEXT_ARG(code), dg_cite_day(task, task->day).text);
    }
    return (struct dg_plugin_str){NULL, 0};
}

static void
look_at_seal(const struct dg_rules_task *task, struct dg_plugin_str code,
             struct dg_plugin_str pointer)
{
    const struct dg_entry *seal = dg_version_entry(task->version, code);
    struct dg_plugin_str fault = seal_fault(task, seal, code);
    if (fault.len) {
        strip_seal(task, seal, pointer, fault);
    } else if (task->entry && seal != task->entry &&
               !dg_version_has_text(&task->entry->seals, code)) {
        strip_seal(task, NULL, pointer,
                   task->host->format(task->findings,
                                      "duty \"%.*s\" may not ask for seal "
                                      "item \"%.*s\"",
                                      DG_TEXT_ARG(task->duty),
                                      DG_TEXT_ARG(code)));
    }
}

void
dg_items_seals(const struct dg_rules_task *task)
{
    each_item(task, "seals", look_at_seal);
}

/* ---- proofs ------------------------------------------------------------- */

static void
forbid_proof(const struct dg_rules_task *task, const struct dg_proof *proof,
             struct dg_plugin_str pointer, struct dg_plugin_str name)
{
    struct dg_cite cite;
    dg_cite_init(&cite, task, "proof-forbidden", "");
    cite.finding.alternative_count = 0;
    cite.finding.pointer = pointer;
    cite.finding.entry = proof->name;
    cite.finding.clause = proof->clause;
    cite.finding.text = task->host->format(
        task->findings, "no office may be asked to issue the proof \"%.*s\"",
        DG_TEXT_ARG(name));
    dg_cite_suggest(&cite, proof->instead);
    dg_cite_refuse(&cite, task);
}

static void
strip_proof(const struct dg_rules_task *task, struct dg_plugin_str pointer,
            struct dg_plugin_str name)
{
    struct dg_cite cite;
    dg_cite_init(&cite, task, "proof-not-allowed", "");
    cite.finding.pointer = pointer;
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" may not ask for the proof \"%.*s\"",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(name));
    dg_cite_suggest(&cite,
                    dg_text_from("accept a self-declaration (告知承诺制)"));
    dg_cite_strip(&cite, task, "proof");
}

static bool
lists_proof(const struct dg_entry *entry, struct dg_plugin_str name)
{
    struct dg_plugin_str key = dg_version_proof_key(name);
    for (uint32_t i = 0; i < entry->proofs.count; i++) {
        if (dg_text_equal(dg_version_proof_key(entry->proofs.items[i]), key)) {
            return true;
        }
    }
    return false;
}

static void
look_at_proof(const struct dg_rules_task *task, struct dg_plugin_str name,
              struct dg_plugin_str pointer)
{
    const struct dg_proof *forbidden = dg_version_proof(task->version, name);
    if (forbidden) {
        forbid_proof(task, forbidden, pointer, name);
    } else if (task->entry && !lists_proof(task->entry, name)) {
        strip_proof(task, pointer, name);
    }
}

void
dg_items_proofs(const struct dg_rules_task *task)
{
    each_item(task, "proofs", look_at_proof);
}

/* ---- evidence ----------------------------------------------------------- */

static void
look_at_evidence(const struct dg_rules_task *task, struct dg_plugin_str kind,
                 struct dg_plugin_str pointer)
{
    struct dg_cite cite;
    if (!task->entry || dg_version_has_text(&task->entry->evidence, kind)) {
        return;
    }
    dg_cite_init(&cite, task, "evidence-not-allowed", "");
    cite.finding.pointer = pointer;
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" may not ask for evidence \"%.*s\"",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(kind));
    dg_cite_suggest(&cite, dg_text_from("rely on the office's own working "
                                        "records (原始工作记录)"));
    dg_cite_strip(&cite, task, "evidence");
}

void
dg_items_evidence(const struct dg_rules_task *task)
{
    each_item(task, "evidence", look_at_evidence);
}
