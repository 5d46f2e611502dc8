/* SPDX-License-Identifier: Apache-2.0 */
/* The rules about when, how often and with whose money a duty is asked. */
#include "plugins/access_list/limits.h"

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/charged.h"
#include "plugins/access_list/cite.h"
#include "plugins/access_list/text.h"

/* ---- when and how often ------------------------------------------------- */

/* The member that says when. */
static const char *
member_of(const struct dg_rules_task *task, const char *member)
{
    return task->host->member(task->data, "recurrence") ? "recurrence" : member;
}

static bool
lead_short(const struct dg_rules_task *task, int32_t from, int32_t due)
{
    const struct dg_plugin_host *host = task->host;
    struct dg_cite_day earliest =
        dg_cite_day(task, from + task->entry->leaddays);
    struct dg_cite cite;
    dg_cite_init(&cite, task, "lead-time-short", member_of(task, "due"));
    cite.finding.text = host->format(
        task->findings,
        "due on %s, too soon after %s: duty \"%.*s\" needs %u days; the "
        "earliest lawful date is %s",
        dg_cite_day(task, due).text, dg_cite_day(task, from).text,
        DG_TEXT_ARG(task->duty), (unsigned) task->entry->leaddays,
        earliest.text);
    dg_cite_suggest(&cite, host->format(task->findings,
                                        "make it due on %s or later "
                                        "(顺延截止日期)",
                                        earliest.text));
    return dg_cite_refuse(&cite, task);
}

/* Every occurrence has to leave the time, from when it opens. */
bool
dg_limits_lead(struct dg_rules_task *task)
{
    struct dg_occasions occasions;
    struct dg_occasion occasion;
    if (task->entry->leaddays == 0 ||
        !dg_occasions_begin(task->host, task->event, &occasions)) {
        return false;
    }
    while (dg_occasions_next(&occasions, &occasion)) {
        int32_t from = occasions.recurs && occasion.opens > task->day
                           ? occasion.opens
                           : task->day;
        if (occasion.due - from < task->entry->leaddays) {
            return lead_short(task, from, occasion.due);
        }
    }
    return false;
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
    dg_cite_init(&cite, task, "frequency-exceeded",
                 host->member(task->data, "period") ? "period"
                                                    : member_of(task, "due"));
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

/* The task by itself, with what was asked before. */
static bool
recurs_too_often(struct dg_rules_task *task, int32_t day, uint32_t before)
{
    const struct dg_plugin_host *host = task->host;
    const struct dg_entry *entry = task->entry;
    char period[DG_BUCKET_TEXT_SIZE], next[DG_BUCKET_TEXT_SIZE];
    struct dg_cite cite;
    dg_bucket_format(host, day, entry->per, period, next);
    dg_cite_init(&cite, task, "frequency-exceeded", "recurrence");
    cite.finding.text = host->format(
        task->findings,
        "duty \"%.*s\" is limited to %u per %s; with %u asked before, this "
        "task recurs too often in %s",
        DG_TEXT_ARG(task->duty), (unsigned) entry->times,
        host->translate(dg_entry_spans[entry->per]), (unsigned) before, period);
    dg_cite_way(&cite, task, N_("let it recur less often (降低频次)"));
    return dg_cite_refuse(&cite, task);
}

/* One number for all days of a year, quarter or month. */
static int32_t
bucket_of(const struct dg_rules_task *task, int32_t day)
{
    enum dg_entry_per per = task->entry->per;
    return per == DG_ENTRY_DAY
               ? day
               : dg_bucket_first(dg_bucket_month(task->host, day), per);
}

/* Of a task that recurs, its own occurrences count, too. What was asked before
 * is counted once for each bucket. */
static bool
exceeds(struct dg_rules_task *task, size_t charged)
{
    struct dg_frequency_ask ask;
    struct dg_frequency_past past = {0, 0};
    int32_t bucket = INT32_MIN;
    uint32_t own = 0;
    if (!dg_frequency_read(task->host, task->event, charged, &ask)) {
        return false;
    }
    while (dg_frequency_turn(&ask)) {
        int32_t next = bucket_of(task, ask.day);
        if (next == bucket) {
            own++;
        } else {
            past = dg_frequency_count(&task->state->frequency, &ask,
                                      task->entry->per);
            own = 0;
            bucket = next;
        }
        if (past.times + own >= task->entry->times) {
            return own > 0 ? recurs_too_often(task, ask.day, past.times)
                           : frequency_exceeded(task, ask.day, &past);
        }
    }
    return false;
}

bool
dg_limits_frequency(struct dg_rules_task *task)
{
    bool exceeded = false;
    for (size_t i = 0; task->entry->times > 0 && !exceeded &&
                       i < dg_charged_caps(task->host, task->event);
         i++) {
        exceeded = exceeds(task, i);
    }
    return exceeded;
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
