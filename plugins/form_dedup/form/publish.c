/* SPDX-License-Identifier: Apache-2.0 */
/* form.publish and form.file, and the forms that are registered: under a
 * control number and version always the same, so that it is enough to name
 * them. */
#include <stdlib.h>

#include "plugins/form_dedup/form/inside.h"

#define KEY_MAX 512
#define FINDINGS_MAX 100

/* ---- what is registered ------------------------------------------------- */

const struct dg_form_registration *
dg_publish_find(const struct dg_forms *forms, struct dg_plugin_str control,
                struct dg_plugin_str version)
{
    char key[KEY_MAX];
    struct dg_form_registration *registered;
    size_t len;
    if (control.len + version.len + 1 > sizeof key) {
        return NULL;
    }
    len = dg_form_key(control, version, key);
    HASH_FIND(hh, forms->registered, key, len, registered);
    return registered;
}

void
dg_publish_compare(struct dg_form_check *check,
                   const struct dg_form_registration *registered)
{
    const struct dg_plugin_host *host = check->forms->host;
    const struct dg_form *head = &check->paper->head;
    struct dg_plugin_str way;
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "form",
        .verdict = DG_PLUGIN_REFUSE,
        .code = "form-taken",
        .pointer = check->pointer,
        .alternatives = &way,
        .alternative_count = 1,
    };
    if (dg_same_paper(check->paper, registered->paper)) {
        return;
    }
    check->flawed = true;
    if (!check->findings) {
        return;
    }
    way = dg_text_from(host->translate("give it another version"));
    finding.text = host->format(
        check->findings,
        "form \"%.*s\" version \"%.*s\" was registered with other content, in "
        "receipt %llu",
        DG_TEXT_ARG(head->control), DG_TEXT_ARG(head->version),
        (unsigned long long) registered->sequence);
    host->add(check->findings, &finding);
}

static bool
register_paper(struct dg_forms *forms, struct dg_paper *paper,
               const struct dg_plugin_event *event)
{
    const struct dg_form *head = &paper->head;
    size_t len = head->control.len + 1 + head->version.len;
    struct dg_form_registration *registered =
        calloc(1, sizeof *registered + len);
    if (!registered) {
        return false;
    }
    (void) dg_form_key(head->control, head->version, registered->key);
    HASH_ADD_KEYPTR(hh, forms->registered, registered->key, len, registered);
    if (!registered->hh.tbl) {
        free(registered);
        return false;
    }
    registered->paper = paper;
    registered->source = dg_shelf_copy(&paper->shelf, event->source);
    registered->sequence = event->sequence;
    return !paper->shelf.failed;
}

void
dg_publish_clear(struct dg_forms *forms)
{
    struct dg_form_registration *registered, *next;
    HASH_ITER(hh, forms->registered, registered, next)
    {
        HASH_DEL(forms->registered, registered);
        free(registered);
    }
}

/* ---- form.publish ------------------------------------------------------- */

static const struct dg_plugin_value *
form_of(const struct dg_forms *forms, const struct dg_plugin_event *event)
{
    return forms->host->member(event->data, "form");
}

static bool
decide_publish(struct dg_form_check *check)
{
    struct dg_form_asked asked = {check->event,
                                  form_of(check->forms, check->event),
                                  dg_text_from("/data/form")};
    const struct dg_form *form;
    if (!dg_forms_look(check->forms, &asked, check->findings, &form)) {
        return false;
    }
    if (form) {
        check->pointer = asked.pointer;
        dg_labels_note(check, form);
    }
    return true;
}

/* Fields are taken in at once, if they do not wait for the period of a task. */
static bool
apply_publish(struct dg_forms *forms, const struct dg_plugin_event *event)
{
    struct dg_form_check check = {.forms = forms, .event = event};
    struct dg_form_record *record;
    struct dg_paper *paper;
    if (!dg_forms_read(&check, form_of(forms, event), &paper)) {
        return false;
    }
    if (!paper || !check.inside || !paper->sound ||
        dg_publish_find(forms, paper->head.control, paper->head.version)) {
        return true;
    }
    return dg_forms_keep(forms, paper) && register_paper(forms, paper, event) &&
           (paper->open || dg_forms_take_record(&check, paper, &record));
}

/* ---- both --------------------------------------------------------------- */

static bool
is_publish(const struct dg_plugin_event *event)
{
    return dg_text_is(event->type, "dutygate.form.publish.v1");
}

enum dg_plugin_status
dg_forms_decide(struct dg_forms *forms, const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    struct dg_form_check check = {
        .forms = forms,
        .event = event,
        .findings = findings,
        .pointer = dg_text_from("/data"),
        .inside = true,
        .left = FINDINGS_MAX,
    };
    if (is_publish(event)) {
        return decide_publish(&check) ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
    }
    dg_file_decide(&check);
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_forms_apply(struct dg_forms *forms, const struct dg_plugin_event *event)
{
    bool ok = is_publish(event) ? apply_publish(forms, event)
                                : dg_file_apply(forms, event);
    return ok ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}
