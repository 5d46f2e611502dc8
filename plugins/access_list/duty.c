/* SPDX-License-Identifier: Apache-2.0 */
/* The rules about the duty itself: whether it is listed, in force, of a class
 * that may be handed down, and who may ask it of whom. */
#include "plugins/access_list/duty.h"

#include "plugins/access_list/charged.h"
#include "plugins/access_list/cite.h"
#include "plugins/access_list/text.h"

#define PREFIXES_MAX 1000 /* of an entry, by schema */
#define APPLY N_("apply to the keeper for admission of the duty (申请准入)")

/* ---- the duty ----------------------------------------------------------- */

static bool
no_list(struct dg_rules_task *task)
{
    struct dg_cite cite;
    dg_cite_init(&cite, task, "no-list-in-force", "duty");
    cite.finding.text = task->host->format(
        task->findings, "no version of list \"%.*s\" is in force on %s",
        DG_TEXT_ARG(task->state->list), dg_cite_day(task, task->day).text);
    dg_cite_way(&cite, task,
                N_("ask the keeper to publish the list "
                   "(准入清单)"));
    return dg_cite_refuse(&cite, task);
}

bool
dg_duty_known(struct dg_rules_task *task)
{
    const struct dg_layer *missing =
        dg_layer_missing(&task->layers, task->event, task->duty);
    struct dg_cite cite;
    if (task->layers.count == 0) {
        return no_list(task);
    }
    if (!missing) {
        return false;
    }
    dg_rules_turn(task, missing);
    dg_cite_init(&cite, task, "duty-not-listed", "duty");
    cite.finding.text = task->host->format(
        task->findings,
        "duty \"%.*s\" is not on list \"%.*s\" version \"%.*s\"",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(task->version->list),
        DG_TEXT_ARG(task->version->name));
    if (task->layers.partly) {
        dg_cite_way(&cite, task,
                    N_("narrow the audience to divisions whose lists have it "
                       "(缩小范围)"));
    }
    dg_cite_way(&cite, task, APPLY);
    return dg_cite_refuse(&cite, task);
}

bool
dg_duty_valid(struct dg_rules_task *task)
{
    const struct dg_validity *valid = &task->entry->valid;
    bool early = task->day < valid->from;
    struct dg_cite cite;
    if (dg_validity_holds(valid, task->day)) {
        return false;
    }
    dg_cite_init(&cite, task, "duty-not-in-force", "duty");
    cite.finding.text = task->host->format(
        task->findings,
        early ? N_("duty \"%.*s\" comes into force on %s; it is asked on %s")
              : N_("duty \"%.*s\" was last in force on %s; it is asked on %s"),
        DG_TEXT_ARG(task->duty),
        dg_cite_day(task, early ? valid->from : valid->to).text,
        dg_cite_day(task, task->day).text);
    dg_cite_way(&cite, task, APPLY);
    return dg_cite_refuse(&cite, task);
}

bool
dg_duty_class(struct dg_rules_task *task)
{
    struct dg_cite cite;
    if (task->entry->class == DG_ENTRY_NEGATIVE) {
        dg_cite_init(&cite, task, "duty-negative", "duty");
        cite.finding.text = task->host->format(
            task->findings,
            "duty \"%.*s\" is on the negative list and must not be handed down",
            DG_TEXT_ARG(task->duty));
        dg_cite_way(&cite, task,
                    N_("let the department do it itself "
                       "(部门自行承担)"));
    } else if (task->entry->class == DG_ENTRY_WITHDRAWN) {
        dg_cite_init(&cite, task, "duty-withdrawn", "duty");
        cite.finding.text = task->host->format(
            task->findings, "duty \"%.*s\" was withdrawn to the level above",
            DG_TEXT_ARG(task->duty));
        dg_cite_way(&cite, task,
                    N_("leave it to the level above "
                       "(上级收回)"));
    } else {
        return false;
    }
    return dg_cite_refuse(&cite, task);
}

/* ---- who asks whom ------------------------------------------------------ */

bool
dg_duty_department(struct dg_rules_task *task)
{
    struct dg_texts entitled =
        dg_entry_texts(task->entry, DG_ENTRY_DEPARTMENTS);
    struct dg_plugin_str lead;
    struct dg_cite cite;
    for (size_t i = 0; i < task->event->charged_count; i++) {
        if (dg_texts_have(entitled, dg_charged_code(task->event, i))) {
            return false;
        }
    }
    if (entitled.count == 0) {
        return false;
    }
    dg_cite_init(&cite, task, "department-not-entitled", "duty");
    cite.finding.text = task->host->format(
        task->findings, "%.*s may not ask duty \"%.*s\"; entitled: %.*s",
        DG_TEXT_ARG(dg_charged_name(task->host, task->event, task->findings)),
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(dg_cite_join(task, entitled)));
    dg_texts_next(&entitled, &lead);
    dg_cite_suggest(&cite,
                    task->host->format(task->findings,
                                       "let the lead department \"%.*s\" ask "
                                       "it (牵头部门)",
                                       DG_TEXT_ARG(lead)));
    return dg_cite_refuse(&cite, task);
}

/* Does the audience? */
static bool
lies_inside(const struct dg_rules_task *task, struct dg_texts prefixes)
{
    struct dg_plugin_str items[PREFIXES_MAX];
    size_t count = 0;
    while (count < PREFIXES_MAX && dg_texts_next(&prefixes, &items[count])) {
        count++;
    }
    return task->host->audience_inside(task->event->audience, items, count);
}

bool
dg_duty_audience(struct dg_rules_task *task)
{
    struct dg_texts prefixes = dg_entry_texts(task->entry, DG_ENTRY_PREFIXES);
    struct dg_cite cite;
    if (!task->event->audience || prefixes.count == 0 ||
        (task->layer->below &&
         dg_texts_above(prefixes, task->version->prefix)) ||
        lies_inside(task, prefixes)) {
        return false;
    }
    dg_cite_init(&cite, task, "audience-outside", "audience");
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" may be asked only below %.*s",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(dg_cite_join(task, prefixes)));
    dg_cite_way(&cite, task,
                N_("narrow the audience to these "
                   "divisions (缩小范围)"));
    return dg_cite_refuse(&cite, task);
}
