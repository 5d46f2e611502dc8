/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a form carries the labels that its class needs: a survey its
 * authority, approval and end, a working form a number that the keeper issued
 * to who asks. Without them an office need not fill it in. */
#include <stdlib.h>

#include "plugins/form_dedup/form/inside.h"

/* A form while its labels are looked at. */
struct labelled {
    const struct dg_forms *forms;
    const struct dg_plugin_event *event;
    const struct dg_form *form;
    struct dg_plugin_str pointer;
    struct dg_plugin_findings *findings;
    enum dg_plugin_verdict verdict;
    int32_t today;
    bool wrong;
};

/* ---- saying it ---------------------------------------------------------- */

static void
say(struct labelled *l, const char *code, struct dg_plugin_str text,
    const char *way)
{
    const struct dg_plugin_host *host = l->forms->host;
    uint32_t offices =
        l->event->audience ? host->audience_offices(l->event->audience) : 0;
    struct dg_plugin_effect effects[] = {
        {.kind = DG_PLUGIN_EFFECT_STRIP,
         .pointer = l->pointer,
         .dimension = "form",
         .quantity = 1,
         .offices = offices,
         .cause = code},
        {.kind = DG_PLUGIN_EFFECT_STRIP,
         .pointer = l->pointer,
         .dimension = "field",
         .quantity = l->form->field_count,
         .offices = offices,
         .cause = code},
    };
    struct dg_plugin_str alternative = dg_text_from(host->translate(way));
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "form-label",
        .verdict = l->verdict,
        .code = code,
        .text = text,
        .pointer = l->pointer,
        .alternatives = &alternative,
        .alternative_count = 1,
        .effects = effects,
        .effect_count = l->verdict == DG_PLUGIN_STRIP ? 2 : 0,
    };
    l->wrong = true;
    if (l->findings) {
        host->add(l->findings, &finding);
    }
}

static struct dg_plugin_str
text_of_day(const struct labelled *l, int32_t day)
{
    char text[11];
    l->forms->host->date_format(day, text);
    return l->forms->host->format(l->findings, "%s", text);
}

static void
say_expired(struct labelled *l, int32_t day)
{
    say(l, "form-expired",
        l->forms->host->format(
            l->findings, "form \"%.*s\" was valid until %.*s",
            DG_TEXT_ARG(l->form->control), DG_TEXT_ARG(text_of_day(l, day))),
        N_("have it renewed, and ask then"));
}

/* ---- surveys ------------------------------------------------------------ */

/* The labels that a survey has not, in words. */
static struct dg_plugin_str
missing_labels(const struct labelled *l)
{
    const struct dg_plugin_host *host = l->forms->host;
    const struct dg_form *form = l->form;
    const struct {
        bool missing;
        const char *name;
    } labels[] = {
        {!form->authority.len, N_("issuing authority")},
        {!form->approval.len, N_("approval number")},
        {form->valid_until == INT32_MAX, N_("end of validity")},
    };
    struct dg_plugin_str text = {0};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (labels[i].missing) {
            text = host->format(l->findings, "%.*s%s%s", DG_TEXT_ARG(text),
                                text.len ? ", " : "",
                                host->translate(labels[i].name));
        }
    }
    return text;
}

static void
check_survey(struct labelled *l)
{
    struct dg_plugin_str missing = missing_labels(l);
    if (missing.len) {
        say(l, "form-label-missing",
            l->forms->host->format(
                l->findings,
                "form \"%.*s\" is a statistical survey and lacks: %.*s",
                DG_TEXT_ARG(l->form->control), DG_TEXT_ARG(missing)),
            N_("hand it in with all labels that the approval gives it"));
    }
    if (l->form->valid_until < l->today) {
        say_expired(l, l->form->valid_until);
    }
}

/* ---- working forms ------------------------------------------------------ */

/* The one the form names, or the newest, of whom it is charged to. */
static const struct dg_form_filing *
find_filing(const struct labelled *l)
{
    const struct dg_plugin_event *event = l->event;
    const struct dg_form_filing *filing =
        dg_file_find(l->forms, event->source, l->form->control);
    for (size_t i = 0; !filing && i < event->charged_count; i++) {
        filing = dg_file_find(l->forms, event->charged[i], l->form->control);
    }
    while (filing && l->form->filing.len &&
           !dg_text_equal(filing->number, l->form->filing)) {
        filing = filing->before;
    }
    return filing;
}

static void
check_working(struct labelled *l)
{
    const char *way = N_("ask the keeper to file it: that is one step");
    const struct dg_plugin_host *host = l->forms->host;
    const struct dg_form *form = l->form;
    const struct dg_form_filing *filing = find_filing(l);
    if (!filing && !form->filing.len) {
        say(l, "form-label-missing",
            host->format(l->findings,
                         "form \"%.*s\" is a working form without a filing "
                         "number",
                         DG_TEXT_ARG(form->control)),
            way);
    } else if (!filing) {
        say(l, "form-not-filed",
            host->format(l->findings,
                         "filing number \"%.*s\" was not issued to %.*s for "
                         "form \"%.*s\"",
                         DG_TEXT_ARG(form->filing),
                         DG_TEXT_ARG(l->event->source),
                         DG_TEXT_ARG(form->control)),
            way);
    } else if (filing->valid_until < l->today) {
        say_expired(l, filing->valid_until);
    }
    if (form->valid_until < l->today &&
        !(filing && filing->valid_until < l->today)) {
        say_expired(l, form->valid_until);
    }
}

static bool
check_labels(struct labelled *l)
{
    l->today = l->forms->host->date_of(l->event->time_us);
    if (l->form->survey) {
        check_survey(l);
    } else {
        check_working(l);
    }
    return !l->wrong;
}

bool
dg_forms_check_labels(struct dg_forms *forms,
                      const struct dg_plugin_event *event,
                      const struct dg_form *form, struct dg_plugin_str at,
                      struct dg_plugin_findings *findings)
{
    struct labelled l = {.forms = forms,
                         .event = event,
                         .form = form,
                         .pointer = at,
                         .findings = findings,
                         .verdict = DG_PLUGIN_STRIP};
    return check_labels(&l);
}

void
dg_labels_note(struct dg_form_check *check, const struct dg_form *form)
{
    struct labelled l = {.forms = check->forms,
                         .event = check->event,
                         .form = form,
                         .pointer = check->pointer,
                         .findings = check->findings,
                         .verdict = DG_PLUGIN_NOTE};
    (void) check_labels(&l);
}
