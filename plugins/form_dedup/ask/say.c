/* SPDX-License-Identifier: Apache-2.0 */
/* What is decided of assignments with forms and of occurrences. Refuses only
 * what fits no period: all else that ask once finds takes work off offices. */
#include "plugins/form_dedup/ask/say.h"

#include <stdlib.h>

#include "plugins/form_dedup/text/text.h"

static bool
make_room(struct saying *s)
{
    uint32_t count = s->judged.form->field_count;
    void *effects, *pointers;
    if (count <= s->room) {
        return true;
    }
    effects = realloc(s->effects, count * sizeof *s->effects);
    s->effects = effects ? effects : s->effects;
    pointers = realloc(s->pointers, count * sizeof *s->pointers);
    s->pointers = pointers ? pointers : s->pointers;
    s->room = effects && pointers ? count : s->room;
    return effects && pointers;
}

/* What is to be said of a form: everything but of the publication of what
 * recurs, whose occurrences will be judged, each for its own period. Of what is
 * only handed on, or asked of fewer, all has been said but who else asks it of
 * these. */
static bool
say_form(struct saying *s, const struct dg_form *form,
         const struct dg_plugin_value *value, bool conflicts_only)
{
    bool gated = s->event->gated || !s->event->task;
    if (!dg_judge_form(&s->judged, form) || !make_room(s)) {
        return false;
    }
    if (gated && !dg_say_period(s)) {
        return true;
    }
    if (!conflicts_only) {
        dg_say_classes(s);
    }
    if (gated) {
        dg_say_conflicts(s, value);
    }
    if (s->event->check) {
        dg_say_fields(s);
        return true;
    }
    if (s->event->task) {
        dg_fact_form(s);
    }
    return conflicts_only || s->event->amends || dg_fact_look(s);
}

static bool
begin(struct saying *s, struct dg_asks *asks, struct dg_plugin_str period)
{
    dg_period of;
    s->offices = dg_offices_look(asks, s->event->audience);
    if (!s->offices || !dg_asks_settle(asks)) {
        return false;
    }
    if (!dg_period_read(period, &of)) {
        of = 0;
    }
    s->period = period;
    dg_judge_begin(&s->judged, asks, dg_offices_set(s->offices), of);
    s->judged.amends = s->event->amends;
    return true;
}

static void
finish(struct saying *s, struct dg_asks *asks)
{
    dg_judge_finish(&s->judged);
    dg_offices_drop(asks, s->offices);
    if (s->there) {
        roaring_bitmap_free(s->there);
    }
    free(s->effects);
    free(s->pointers);
}

/* A form that is not asked lets no report be there. */
static bool
check_labels(struct saying *s, struct dg_asks *asks, const struct dg_form *form)
{
    return !s->event->gated || dg_forms_check_labels(asks->forms, s->event,
                                                     form, s->at, s->findings);
}

static enum dg_plugin_status
decide_task(struct saying *s, struct dg_asks *asks)
{
    const struct dg_plugin_host *host = s->host;
    const struct dg_plugin_event *event = s->event;
    const struct dg_plugin_value *recurrence =
        host->member(event->task, "recurrence");
    const struct dg_plugin_value *value =
        host->first(host->member(event->task, "forms"));
    bool whole = true;
    bool done =
        begin(s, asks,
              host->text(recurrence ? host->member(recurrence, "first")
                                    : host->member(event->task, "period")));
    for (unsigned i = 0; done && value; i++, value = host->next(value)) {
        const struct dg_form *form = NULL;
        struct dg_form_asked asked = {event, value, {0}};
        s->at = asked.pointer = host->format(
            s->findings, "%.*s/forms/%u", DG_TEXT_ARG(event->task_pointer), i);
        done = dg_forms_look(asks->forms, &asked,
                             event->gated ? s->findings : NULL, &form);
        whole = whole && form;
        if (done && form) {
            whole = check_labels(s, asks, form) && whole;
            done = say_form(s, form, value, recurrence && !event->check);
        }
    }
    if (done && whole) {
        dg_fact_reports(s);
    }
    finish(s, asks);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* Its pointers are those of the recurring task's assignment. */
static enum dg_plugin_status
decide_occurrence(struct saying *s, struct dg_asks *asks)
{
    const struct dg_plugin_value *data = s->event->data;
    uint64_t task =
        (uint64_t) s->host->integer(s->host->member(data, "task"), 0);
    const struct content *content = dg_content_standing(asks, task);
    bool done = !content ||
                begin(s, asks, s->host->text(s->host->member(data, "period")));
    for (uint32_t i = 0; done && content && i < content->form_count; i++) {
        const struct dg_form *form =
            dg_forms_form(asks->forms, content->forms[i].number);
        s->at = s->host->format(s->findings, "%s/forms/%u", content->at,
                                content->forms[i].index);
        done = dg_forms_look_again(asks->forms, form, &form) &&
               (!form || say_form(s, form, NULL, false));
    }
    if (done) {
        dg_fact_reports(s);
    }
    finish(s, asks);
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_asks_decide(struct dg_asks *asks, const struct dg_plugin_event *event,
               struct dg_plugin_findings *findings)
{
    struct saying s = {
        .host = asks->host, .event = event, .findings = findings};
    if (!event->audience) {
        return DG_PLUGIN_OK;
    }
    if (dg_text_is(event->type, "dutygate.task.occur.v1")) {
        return decide_occurrence(&s, asks);
    }
    return event->task && asks->host->member(event->task, "forms")
               ? decide_task(&s, asks)
               : DG_PLUGIN_OK;
}
