/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which of the wire's words and codes the catalogue may name: those
 * listed here. A word from elsewhere is never looked up. */
#include "proto/client/label.h"

#include "proto/base/i18n.h"
#include "proto/client/plain.h"

/* Verdicts, effects and what they take off, classes, kinds, spans. */
static const char *const words[] = {
    N_("note"),
    N_("strip"),
    N_("defer"),
    N_("refuse"),
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
    N_("unlisted"),
};

/* Of findings and of problems: their own msgid. */
static const char *const codes[] = {
    N_("already-acknowledged"),
    N_("already-withdrawn"),
    N_("audience-empty"),
    N_("audience-not-below"),
    N_("audience-outside"),
    N_("audience-unknown"),
    N_("department-not-entitled"),
    N_("department-twice"),
    N_("department-unknown"),
    N_("due-past"),
    N_("duty-negative"),
    N_("duty-not-in-force"),
    N_("duty-not-listed"),
    N_("duty-withdrawn"),
    N_("entry-twice"),
    N_("evidence-not-allowed"),
    N_("fault"),
    N_("frequency-exceeded"),
    N_("funding-missing"),
    N_("group-twice"),
    N_("group-unknown"),
    N_("lead-time-short"),
    N_("list-version-taken"),
    N_("no-list-in-force"),
    N_("not-in-inbox"),
    N_("not-yours"),
    N_("office-abolished"),
    N_("office-twice"),
    N_("office-unknown"),
    N_("proof-forbidden"),
    N_("proof-not-allowed"),
    N_("role-not-permitted"),
    N_("roster-base-unknown"),
    N_("roster-version-taken"),
    N_("seal-not-allowed"),
    N_("seal-unknown"),
    N_("strict"),
    N_("successor-unknown"),
    N_("task-unknown"),
    N_("task-withdrawn"),
    N_("town-unknown"),
    N_("validity-reversed"),
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
