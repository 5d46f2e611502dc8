/* SPDX-License-Identifier: Apache-2.0 */
/* The rules about when, how often and with whose money a duty is asked. */
#include "plugins/access_list/limits.h"

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/cite.h"
#include "plugins/access_list/text.h"

/* ---- when and how often ------------------------------------------------- */

bool
dg_limits_lead(struct dg_rules_task *task)
{
    const struct dg_plugin_host *host = task->host;
    struct dg_plugin_str due = host->text(host->member(task->data, "due"));
    struct dg_cite_day earliest;
    struct dg_cite cite;
    int32_t due_day;
    if (task->entry->leaddays == 0 || !host->due_day(due, &due_day) ||
        due_day - task->day >= task->entry->leaddays) {
        return false;
    }
    earliest = dg_cite_day(task, task->day + task->entry->leaddays);
    dg_cite_init(&cite, task, "lead-time-short", "due");
    cite.finding.text = host->format(
        task->findings,
        "due on %s, too soon after %s: duty \"%.*s\" needs %u days; the "
        "earliest lawful date is %s",
        dg_cite_day(task, due_day).text, dg_cite_day(task, task->day).text,
        DG_TEXT_ARG(task->duty), (unsigned) task->entry->leaddays,
        earliest.text);
    dg_cite_suggest(&cite, host->format(task->findings,
                                        "make it due on %s or later "
                                        "(顺延截止日期)",
                                        earliest.text));
    return dg_cite_refuse(&cite, task);
}

static bool
frequency_exceeded(const struct dg_rules_task *task, int32_t day,
                   const struct dg_frequency_past *past)
{
    const struct dg_plugin_host *host = task->host;
    const struct dg_entry *entry = task->entry;
    char period[DG_BUCKET_TEXT_SIZE], next[DG_BUCKET_TEXT_SIZE];
    struct dg_cite cite;
    dg_bucket_format(host, day, entry->per, period, next);
    dg_cite_init(&cite, task, "frequency-exceeded", "period");
    if (!host->member(task->data, "period")) {
        dg_cite_init(&cite, task, "frequency-exceeded", "due");
    }
    cite.finding.text = host->format(
        task->findings,
        "duty \"%.*s\" is limited to %u per %s; %s already has %u for some of "
        "these offices, last receipt %llu",
        DG_TEXT_ARG(task->duty), (unsigned) entry->times,
        host->translate(dg_entry_spans[entry->per]), period,
        (unsigned) past->times, (unsigned long long) past->last);
    dg_cite_suggest(&cite, host->format(task->findings,
                                        "withdraw receipt %llu first (撤回)",
                                        (unsigned long long) past->last));
    dg_cite_suggest(&cite, host->format(task->findings,
                                        "ask for the next period, from %s on "
                                        "(下一周期)",
                                        next));
    return dg_cite_refuse(&cite, task);
}

bool
dg_limits_frequency(struct dg_rules_task *task)
{
    struct dg_frequency_ask ask;
    struct dg_frequency_past past;
    if (task->entry->times == 0 ||
        !dg_frequency_read(task->host, task->event, &ask)) {
        return false;
    }
    past = dg_frequency_count(&task->state->frequency, &ask, task->entry->per);
    return past.times >= task->entry->times &&
           frequency_exceeded(task, ask.day, &past);
}

/* ---- with what ---------------------------------------------------------- */

bool
dg_limits_funding(struct dg_rules_task *task)
{
    struct dg_cite cite;
    if (!task->entry->funding || task->host->member(task->data, "funding")) {
        return false;
    }
    dg_cite_init(&cite, task, "funding-missing", "");
    cite.finding.text = task->host->format(
        task->findings,
        "duty \"%.*s\" may be asked only with its funding named",
        DG_TEXT_ARG(task->duty));
    dg_cite_way(&cite, task,
                N_("name in \"funding\" where the money "
                   "comes from (费随事转)"));
    return dg_cite_refuse(&cite, task);
}
