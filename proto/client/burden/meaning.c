/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how it is called why minutes were not borne, and for what minutes
 * stand. A code that is not listed here is called what labels call it. */
#include "proto/client/burden/meaning.h"

#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"

static const struct {
    const char *code, *meaning;
} causes[] = {
    /* the list */
    {"attachment-fillable", N_("a form to be filled in, attached")},
    {"audience-outside", N_("more offices than the list allows")},
    {"department-not-entitled", N_("not this department's to ask")},
    {"duty-negative", N_("on the negative list")},
    {"duty-not-in-force", N_("not in force at that time")},
    {"duty-not-listed", N_("not on the list")},
    {"duty-withdrawn", N_("taken back from villages")},
    {"evidence-not-allowed", N_("traces the list does not allow")},
    {"frequency-exceeded", N_("asked too often")},
    {"funding-missing", N_("without the money for it")},
    {"lead-time-short", N_("at too short notice")},
    {"no-list-in-force", N_("no list was in force")},
    {"proof-forbidden", N_("a proof nobody may ask for")},
    {"proof-not-allowed", N_("a proof the list does not allow")},
    {"seal-not-allowed", N_("a seal the list does not allow")},
    {"urgency-not-entitled", N_("not entitled to call it urgent")},
    /* forms */
    {"convertible", N_("the same figure, in another unit")},
    {"derivable", N_("follows from other figures")},
    {"form-expired", N_("the form has expired")},
    {"form-not-filed", N_("the form has no filing number")},
    {"identical", N_("the same figure, asked already")},
    {"known", N_("known already")},
};

void
dg_meaning_put_cause(struct dg_buf *out, struct dg_str cause)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (dg_str_is(cause, causes[i].code)) {
            dg_buf_text(out, _(causes[i].meaning));
            dg_buf_text(out, " (");
            dg_plain_put(out, cause);
            dg_buf_u8(out, ')');
            return;
        }
    }
    dg_label_put_any(out, cause);
}

/* "field.integer": what each part is called. */
void
dg_meaning_put_row(struct dg_buf *out, struct dg_str row)
{
    size_t len = 0;
    while (len < row.len && row.data[len] != '.') {
        len++;
    }
    dg_label_put(out, (struct dg_str){row.data, len});
    if (len < row.len) {
        dg_buf_text(out, _(": "));
        dg_label_put(out,
                     (struct dg_str){row.data + len + 1, row.len - len - 1});
    }
}

void
dg_meaning_put_coded_row(struct dg_buf *out, struct dg_str row)
{
    struct dg_str kind = {row.data, 0};
    while (kind.len < row.len && kind.data[kind.len] != '.') {
        kind.len++;
    }
    dg_plain_put(out, row);
    if (!dg_str_equal(dg_label(kind), kind)) {
        dg_buf_u8(out, ' ');
        dg_meaning_put_row(out, row);
    }
}
