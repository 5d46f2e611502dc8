/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps forms: each text once. How their fields were resolved is records.c's.
 */
#include "plugins/form_dedup/form/form.h"

#include <stdlib.h>

#include "plugins/form_dedup/form/inside.h"

#define HASHED_MAX 256 /* bytes at each end */

/* ---- life --------------------------------------------------------------- */

struct dg_forms *
dg_forms_create(const struct dg_plugin_host *host,
                struct dg_dictionary *dictionary)
{
    struct dg_forms *forms = calloc(1, sizeof *forms);
    if (!forms) {
        return NULL;
    }
    forms->host = host;
    forms->dictionary = dictionary;
    forms->requesters = dg_names_create();
    if (!forms->requesters) {
        free(forms);
        return NULL;
    }
    return forms;
}

void
dg_forms_destroy(struct dg_forms *forms)
{
    struct dg_paper *paper, *next;
    if (!forms) {
        return;
    }
    dg_file_clear(forms);
    dg_publish_clear(forms);
    HASH_ITER(hh, forms->papers, paper, next)
    {
        HASH_DEL(forms->papers, paper);
        dg_paper_destroy(paper);
    }
    dg_paper_destroy(forms->looked);
    dg_shelf_clear(&forms->again);
    dg_names_destroy(forms->requesters);
    free(forms->records);
    free(forms->used);
    free(forms);
}

/* ---- questions ---------------------------------------------------------- */

const struct dg_form *
dg_forms_form(const struct dg_forms *forms, uint32_t number)
{
    return number < forms->count ? &forms->records[number]->form : NULL;
}

bool
dg_forms_uses(const struct dg_forms *forms, uint32_t element)
{
    return element / 8 < forms->used_room &&
           (forms->used[element / 8] >> element % 8 & 1);
}

/* ---- papers ------------------------------------------------------------- */

/* Of its length, its head and its tail: forms that differ in nothing else are
 * few, and comparing is quicker than hashing. */
static unsigned
hash_of(struct dg_plugin_str raw)
{
    size_t len = raw.len < HASHED_MAX ? raw.len : HASHED_MAX;
    unsigned head, tail;
    HASH_VALUE(raw.data, len, head);
    HASH_VALUE(raw.data + raw.len - len, len, tail);
    return head ^ (tail * 31 + (unsigned) raw.len);
}

/* One that comes is looked for several times over, and often comes again. */
static struct dg_paper *
find_paper(struct dg_forms *forms, struct dg_plugin_str raw)
{
    struct dg_paper *paper = forms->found;
    if (paper && dg_text_equal(paper->raw, raw)) {
        return paper;
    }
    HASH_FIND_BYHASHVALUE(hh, forms->papers, raw.data, raw.len, hash_of(raw),
                          paper);
    forms->found = paper;
    return paper;
}

static bool
read_paper(struct dg_forms *forms, const struct dg_plugin_value *value,
           struct dg_paper **paper)
{
    struct dg_plugin_str raw = forms->host->raw(value);
    *paper = find_paper(forms, raw);
    if (*paper) {
        return true;
    }
    if (!forms->looked || !dg_text_equal(forms->looked->raw, raw)) {
        dg_paper_destroy(forms->looked);
        forms->looked = dg_paper_create(forms, value);
    }
    *paper = forms->looked;
    return *paper != NULL;
}

static void
say_no_form(struct dg_form_check *check, const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = check->forms->host;
    struct dg_plugin_str control = host->text(host->member(value, "control"));
    struct dg_plugin_str version = host->text(host->member(value, "version"));
    if (check->findings) {
        dg_check_refuse(
            check, "form-unknown", (struct dg_plugin_str){0},
            host->format(check->findings,
                         "no form \"%.*s\" version \"%.*s\" is registered, and "
                         "it gives no fields",
                         DG_TEXT_ARG(control), DG_TEXT_ARG(version)));
    }
}

bool
dg_forms_read(struct dg_form_check *check, const struct dg_plugin_value *value,
              struct dg_paper **paper)
{
    const struct dg_plugin_host *host = check->forms->host;
    const struct dg_form_registration *registered = dg_publish_find(
        check->forms, host->text(host->member(value, "control")),
        host->text(host->member(value, "version")));
    check->inside = dg_paper_is_whole(host, value);
    *paper = NULL;
    if (!check->inside) {
        *paper = registered ? registered->paper : NULL;
        if (!registered) {
            say_no_form(check, value);
        }
    } else if (!read_paper(check->forms, value, paper)) {
        return false;
    }
    check->paper = *paper;
    if (*paper && registered) {
        dg_publish_compare(check, registered);
    }
    return true;
}

bool
dg_forms_keep(struct dg_forms *forms, struct dg_paper *paper)
{
    if (paper != forms->looked) {
        return true;
    }
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, forms->papers, paper->raw.data,
                                paper->raw.len, hash_of(paper->raw), paper);
    if (!paper->hh.tbl) {
        return false;
    }
    forms->looked = NULL;
    return true;
}
