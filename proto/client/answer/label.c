/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which of the wire's words and codes the catalogue may name: those
 * listed here. A word from elsewhere is never looked up. */
#include "proto/client/answer/label.h"

#include "proto/base/i18n.h"
#include "proto/client/answer/plain.h"

/* Verdicts, effects and what they take off, classes, kinds, spans. */
static const char *const words[] = {
    N_("note"),
    N_("strip"),
    N_("defer"),
    N_("refuse"),
    N_("admit"),
    N_("share"),
    N_("prefill"),
    N_("release"),
    N_("task"),
    N_("seal"),
    N_("proof"),
    N_("evidence"),
    N_("field"),
    N_("work"),
    N_("statutory"),
    N_("assisting"),
    N_("basic"),
    N_("cooperating"),
    N_("negative"),
    N_("withdrawn"),
    N_("year"),
    N_("quarter"),
    N_("month"),
    N_("day"),
    N_("off"),
    N_("observe"),
    N_("enforce"),
    N_("allowed"),
    N_("not-allowed"),
    N_("declaration"),
    N_("life-safety"),
    N_("urgent"),
    /* states of what waits for a word */
    N_("waiting"),
    N_("signed"),
    N_("unconfirmed"),
    N_("granted"),
    N_("passed"),
    N_("lapsed"),
    N_("declined"),
    N_("unlisted"),
    /* states of keys, posts */
    N_("active"),
    N_("suspended"),
    N_("ended"),
    N_("revoked"),
    N_("handling"),
    N_("reviewing"),
};

/* Of findings and of problems: their own msgid. */
static const char *const codes[] = {
    N_("already-acknowledged"),
    N_("already-erased"),
    N_("already-revoked"),
    N_("already-suspended"),
    N_("already-withdrawn"),
    N_("amend-gated"),
    N_("amend-relieves"),
    N_("appeal-not-own"),
    N_("appeal-not-refused"),
    N_("attachment-fillable"),
    N_("attachment-twice"),
    N_("attachment-unexamined"),
    N_("audience-empty"),
    N_("audience-not-below"),
    N_("audience-outside"),
    N_("audience-unknown"),
    N_("bad-key"),
    N_("base-not-last"),
    N_("base-unknown"),
    N_("behalf-not-taken"),
    N_("confirms"),
    N_("convertible"),
    N_("credit-code-changed"),
    N_("credit-code-wrong"),
    N_("cosign-complete"),
    N_("cosign-declined"),
    N_("cosign-lapsed"),
    N_("cosign-not-joint"),
    N_("cosign-not-named"),
    N_("cosign-not-waiting"),
    N_("cosign-signed"),
    N_("cosign-twice"),
    N_("cosign-waits"),
    N_("declared"),
    N_("department-not-entitled"),
    N_("department-twice"),
    N_("department-unknown"),
    N_("derivable"),
    N_("division-code-wrong"),
    N_("due-and-recurrence"),
    N_("due-past"),
    N_("duty-changed"),
    N_("duty-negative"),
    N_("duty-not-in-force"),
    N_("duty-not-listed"),
    N_("duty-withdrawn"),
    N_("entered-afterwards"),
    N_("entered-on-behalf"),
    N_("entry-twice"),
    N_("erase-alone"),
    N_("erase-appealed"),
    N_("erase-leaves"),
    N_("evidence-not-allowed"),
    N_("exempted"),
    N_("exemption-granted"),
    N_("exemption-lapsed"),
    N_("exemption-passed"),
    N_("exemption-refused"),
    N_("exemption-signed"),
    N_("exemption-waits"),
    N_("exemption-wider"),
    N_("expire-early"),
    N_("expires-before-due"),
    N_("fault"),
    N_("field-derivable"),
    N_("field-known"),
    N_("field-new"),
    N_("field-shared"),
    N_("fields-conflicting"),
    N_("fields-derivable"),
    N_("fields-known"),
    N_("fields-shared"),
    N_("forward-new-ask"),
    N_("forward-outside"),
    N_("forward-passes"),
    N_("frequency-exceeded"),
    N_("funding-missing"),
    N_("group-twice"),
    N_("group-unknown"),
    N_("handover-to-oneself"),
    N_("id-number"),
    N_("identical"),
    N_("key-ended"),
    N_("key-known"),
    N_("key-revoked"),
    N_("joint-lead"),
    N_("joint-unknown"),
    N_("known"),
    N_("layer-below"),
    N_("layer-cycle"),
    N_("layer-left"),
    N_("layer-loosens"),
    N_("layer-mandatory"),
    N_("layer-not-own"),
    N_("layer-order"),
    N_("layer-outside"),
    N_("layer-void"),
    N_("lead-time-short"),
    N_("life-safety-set-aside"),
    N_("life-safety-stands"),
    N_("list-version-taken"),
    N_("may-not-enrol"),
    N_("name-missing"),
    N_("no-list-in-force"),
    N_("no-such-entry"),
    N_("not-an-officer-of"),
    N_("not-below"),
    N_("not-erasable"),
    N_("not-in-inbox"),
    N_("not-suspended"),
    N_("not-yours"),
    N_("occurrence-early"),
    N_("occurrence-open"),
    N_("occurrence-unknown"),
    N_("office-abolished"),
    N_("office-twice"),
    N_("office-unknown"),
    N_("ordered-in-future"),
    N_("ordered-not-urgent"),
    N_("ordered-too-late"),
    N_("own-request"),
    N_("parent-not-valid"),
    N_("parents-missing"),
    N_("parents-not-departments"),
    N_("parents-not-taskforce"),
    N_("parents-unknown"),
    N_("period-mismatch"),
    N_("period-missing"),
    N_("post-not-yours"),
    N_("principal-revoked"),
    N_("principal-twice"),
    N_("other-content"),
    N_("proof-declaration"),
    N_("proof-forbidden"),
    N_("proof-not-allowed"),
    N_("recurrence-beyond-calendar"),
    N_("recurrence-changed"),
    N_("recurrence-malformed"),
    N_("recurrence-past"),
    N_("removed-unknown"),
    N_("request-decided"),
    N_("request-unknown"),
    N_("role-not-permitted"),
    N_("root-configured"),
    N_("roster-base-unknown"),
    N_("roster-version-taken"),
    N_("rule-not-exemptible"),
    N_("seal-not-allowed"),
    N_("seal-unknown"),
    N_("signer-not-other"),
    N_("strict"),
    N_("successor-unknown"),
    N_("task-declined"),
    N_("task-expired"),
    N_("task-lapsed"),
    N_("task-not-received"),
    N_("task-recurs"),
    N_("task-refused"),
    N_("task-unknown"),
    N_("task-waiting"),
    N_("task-withdrawn"),
    N_("taskforce-asks"),
    N_("taskforce-unknown"),
    N_("tasks-pass"),
    N_("too-many-keys"),
    N_("town-unknown"),
    N_("unknown-key"),
    N_("unknown-principal"),
    N_("until-and-lift"),
    N_("until-missing"),
    N_("until-past"),
    N_("upper-unknown"),
    N_("urgency-life-safety"),
    N_("urgency-not-entitled"),
    N_("urgency-urgent"),
    N_("urgent-set-aside"),
    N_("urgent-waits"),
    N_("validity-reversed"),
    N_("verdict-not-yours"),
    /* problems */
    N_("not-json"),
    N_("invalid-utf8"),
    N_("lone-surrogate"),
    N_("nul-character"),
    N_("duplicate-member"),
    N_("too-deep"),
    N_("too-many-values"),
    N_("too-large"),
    N_("schema"),
    N_("unknown-type"),
    N_("not-signed"),
    N_("not-jws"),
    N_("bad-header"),
    N_("not-authentic"),
    N_("key-not-valid"),
    N_("wrong-audience"),
    N_("not-fresh"),
    N_("limit-exceeded"),
    N_("not-permitted"),
    N_("not-found"),
    N_("id-reused"),
    N_("refused"),
    N_("busy"),
    N_("outcome-unknown"),
    N_("internal"),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The entry of a table that is this word; NULL if none is. */
static const char *
find(const char *const *table, size_t count, struct dg_str word)
{
    for (size_t i = 0; i < count; i++) {
        if (dg_str_is(word, table[i])) {
            return table[i];
        }
    }
    return NULL;
}

struct dg_str
dg_label(struct dg_str word)
{
    const char *known = find(words, COUNT(words), word);
    return known ? dg_str_from(_(known)) : word;
}

struct dg_str
dg_label_code(struct dg_str code)
{
    const char *known = find(codes, COUNT(codes), code);
    const char *meaning = known ? _(known) : NULL;
    return meaning == known ? (struct dg_str){NULL, 0} : dg_str_from(meaning);
}

void
dg_label_put(struct dg_buf *out, struct dg_str word)
{
    dg_plain_put(out, dg_label(word));
}

void
dg_label_put_code(struct dg_buf *out, struct dg_str code)
{
    struct dg_str meaning = dg_label_code(code);
    dg_plain_put(out, code);
    if (meaning.len > 0) {
        dg_buf_printf(out, " (%.*s)", DG_STR_ARG(meaning));
    }
}
