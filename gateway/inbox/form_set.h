/* SPDX-License-Identifier: Apache-2.0 */
/* What a task asks offices to fill in, as far as it takes to see whether
 * another assignment asks more: a keyed digest of each form's head, of each of
 * its fields, lists and sums. Eight bytes for each, where the text would be
 * hundreds; what is written alike is kept once. */
#ifndef GATEWAY_INBOX_FORM_SET_H
#define GATEWAY_INBOX_FORM_SET_H

#include "gateway/inbox/strip.h"

#define DG_FORM_SET_KEY_SIZE 16

struct dg_form_set; /* shared by tasks */

/* All sets of an inbox; outlives them. The key is secret, so that nobody can
 * write two fields that are taken for one. */
struct dg_form_sets {
    uint8_t key[DG_FORM_SET_KEY_SIZE];
    struct dg_form_set *by_text; /* of which nothing was taken off */
};
void dg_form_set_begin(struct dg_form_sets *sets);

/* Of an assignment's "forms", without what was taken off; *set is NULL if that
 * leaves none. DG_ERR_MEMORY. */
enum dg_err dg_form_set_create(struct dg_form_sets *sets,
                               const struct dg_json *forms,
                               const struct dg_strip *strip,
                               const struct dg_form_set **set);
/* One holder more; one less, and the last one frees it. Both take NULL. */
const struct dg_form_set *dg_form_set_hold(const struct dg_form_set *set);
void dg_form_set_drop(const struct dg_form_set *set);

/* True if every form, and every field, list and sum in it, is one of the set's,
 * which may be NULL. */
bool dg_form_set_has(const struct dg_form_set *set,
                     const struct dg_json *forms);

#endif
