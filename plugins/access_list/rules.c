/* SPDX-License-Identifier: Apache-2.0 */
/* One function per rule of the list, in a table. Modes (off, observe, enforce)
 * are the gateway's business: every rule always speaks. What a task lists item
 * by item is looked at in items.c. */
#include "plugins/access_list/rules.h"

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/cite.h"
#include "plugins/access_list/items.h"
#include "plugins/access_list/text.h"

#define APPLY "apply to the keeper for admission of the duty (申请准入)"

/* ---- the duty ----------------------------------------------------------- */

static void
no_list(const struct dg_rules_task *task)
{
    struct dg_cite cite;
    dg_cite_init(&cite, task, "no-list-in-force", "/data/duty");
    cite.finding.text = task->host->format(
        task->findings, "no version of list \"%.*s\" is in force on %s",
        DG_TEXT_ARG(task->state->list), dg_cite_day(task, task->day).text);
    dg_cite_suggest(&cite, dg_text_from("ask the keeper to publish the list "
                                        "(准入清单)"));
    dg_cite_refuse(&cite, task);
}

static void
rule_known(const struct dg_rules_task *task)
{
    struct dg_cite cite;
    if (!task->version) {
        no_list(task);
        return;
    }
    if (task->entry) {
        return;
    }
    dg_cite_init(&cite, task, "duty-not-listed", "/data/duty");
    cite.finding.text = task->host->format(
        task->findings,
        "duty \"%.*s\" is not on list \"%.*s\" version \"%.*s\"",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(task->version->list),
        DG_TEXT_ARG(task->version->name));
    dg_cite_suggest(&cite, dg_text_from(APPLY));
    dg_cite_refuse(&cite, task);
}

static void
rule_valid(const struct dg_rules_task *task)
{
    const struct dg_validity *valid = &task->entry->valid;
    bool early = task->day < valid->from;
    struct dg_cite cite;
    if (dg_validity_holds(valid, task->day)) {
        return;
    }
    dg_cite_init(&cite, task, "duty-not-in-force", "/data/duty");
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" %s on %s; it is asked on %s",
        DG_TEXT_ARG(task->duty),
        early ? "comes into force" : "was last in force",
        dg_cite_day(task, early ? valid->from : valid->to).text,
        dg_cite_day(task, task->day).text);
    dg_cite_suggest(&cite, dg_text_from(APPLY));
    dg_cite_refuse(&cite, task);
}

static void
rule_class(const struct dg_rules_task *task)
{
    struct dg_cite cite;
    if (task->entry->class == DG_ENTRY_NEGATIVE) {
        dg_cite_init(&cite, task, "duty-negative", "/data/duty");
        cite.finding.text = task->host->format(
            task->findings,
            "duty \"%.*s\" is on the negative list and must not be handed down",
            DG_TEXT_ARG(task->duty));
        dg_cite_suggest(&cite, dg_text_from("let the department do it itself "
                                            "(部门自行承担)"));
    } else if (task->entry->class == DG_ENTRY_WITHDRAWN) {
        dg_cite_init(&cite, task, "duty-withdrawn", "/data/duty");
        cite.finding.text = task->host->format(
            task->findings, "duty \"%.*s\" was withdrawn to the level above",
            DG_TEXT_ARG(task->duty));
        dg_cite_suggest(&cite, dg_text_from("leave it to the level above "
                                            "(上级收回)"));
    } else {
        return;
    }
    dg_cite_refuse(&cite, task);
}

/* ---- who asks whom ------------------------------------------------------ */

static void
rule_department(const struct dg_rules_task *task)
{
    const struct dg_texts *entitled = &task->entry->departments;
    struct dg_cite cite;
    if (entitled->count == 0 ||
        dg_version_has_text(entitled, task->event->principal)) {
        return;
    }
    dg_cite_init(&cite, task, "department-not-entitled", "/data/duty");
    cite.finding.text = task->host->format(
        task->findings, "\"%.*s\" may not ask duty \"%.*s\"; entitled: %.*s",
        DG_TEXT_ARG(task->event->principal), DG_TEXT_ARG(task->duty),
        DG_TEXT_ARG(dg_cite_join(task, entitled)));
    dg_cite_suggest(&cite,
                    task->host->format(task->findings,
                                       "let the lead department \"%.*s\" ask "
                                       "it (牵头部门)",
                                       DG_TEXT_ARG(entitled->items[0])));
    dg_cite_refuse(&cite, task);
}

static void
rule_audience(const struct dg_rules_task *task)
{
    const struct dg_texts *prefixes = &task->entry->prefixes;
    struct dg_cite cite;
    if (!task->event->audience || prefixes->count == 0 ||
        task->host->audience_inside(task->event->audience, prefixes->items,
                                    prefixes->count)) {
        return;
    }
    dg_cite_init(&cite, task, "audience-outside", "/data/audience");
    cite.finding.text = task->host->format(
        task->findings, "duty \"%.*s\" may be asked only below %.*s",
        DG_TEXT_ARG(task->duty), DG_TEXT_ARG(dg_cite_join(task, prefixes)));
    dg_cite_suggest(&cite, dg_text_from("narrow the audience to these "
                                        "divisions (缩小范围)"));
    dg_cite_refuse(&cite, task);
}

/* ---- when and how often ------------------------------------------------- */

static void
rule_lead(const struct dg_rules_task *task)
{
    const struct dg_plugin_host *host = task->host;
    struct dg_plugin_str due =
        host->text(host->member(task->event->data, "due"));
    struct dg_cite_day earliest;
    struct dg_cite cite;
    int32_t due_day;
    if (task->entry->leaddays == 0 || !host->due_day(due, &due_day) ||
        due_day - task->day >= task->entry->leaddays) {
        return;
    }
    earliest = dg_cite_day(task, task->day + task->entry->leaddays);
    dg_cite_init(&cite, task, "lead-time-short", "/data/due");
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
    dg_cite_refuse(&cite, task);
}

static void
frequency_exceeded(const struct dg_rules_task *task, int32_t day,
                   const struct dg_frequency_past *past)
{
    const struct dg_plugin_host *host = task->host;
    const struct dg_entry *entry = task->entry;
    char period[DG_BUCKET_TEXT_SIZE], next[DG_BUCKET_TEXT_SIZE];
    struct dg_cite cite;
    dg_bucket_format(host, day, entry->per, period, next);
    dg_cite_init(&cite, task, "frequency-exceeded", "/data/period");
    if (!host->member(task->event->data, "period")) {
        cite.finding.pointer = dg_text_from("/data/due");
    }
    cite.finding.text = host->format(
        task->findings,
        "duty \"%.*s\" is limited to %u per %s; %s already has %u for some of "
        "these offices, last receipt %llu",
        DG_TEXT_ARG(task->duty), (unsigned) entry->times,
        dg_version_spans[entry->per], period, (unsigned) past->times,
        (unsigned long long) past->last);
    dg_cite_suggest(&cite, host->format(task->findings,
                                        "withdraw receipt %llu first (撤回)",
                                        (unsigned long long) past->last));
    dg_cite_suggest(&cite, host->format(task->findings,
                                        "ask for the next period, from %s on "
                                        "(下一周期)",
                                        next));
    dg_cite_refuse(&cite, task);
}

static void
rule_frequency(const struct dg_rules_task *task)
{
    struct dg_frequency_ask ask;
    struct dg_frequency_past past;
    if (task->entry->times == 0 ||
        !dg_frequency_read(task->host, task->event, &ask)) {
        return;
    }
    past = dg_frequency_count(&task->state->frequency, &ask, task->entry->per);
    if (past.times >= task->entry->times) {
        frequency_exceeded(task, ask.day, &past);
    }
}

/* ---- with what ---------------------------------------------------------- */

static void
rule_funding(const struct dg_rules_task *task)
{
    struct dg_cite cite;
    if (!task->entry->funding ||
        task->host->member(task->event->data, "funding")) {
        return;
    }
    dg_cite_init(&cite, task, "funding-missing", "/data");
    cite.finding.text = task->host->format(
        task->findings,
        "duty \"%.*s\" may be asked only with its funding named",
        DG_TEXT_ARG(task->duty));
    dg_cite_suggest(&cite, dg_text_from("name in \"funding\" where the money "
                                        "comes from (费随事转)"));
    dg_cite_refuse(&cite, task);
}

/* ---- the table ---------------------------------------------------------- */

enum need { NEEDS_NOTHING, NEEDS_LIST, NEEDS_ENTRY };

static const struct rule {
    const char *name; /* as declared */
    enum need need;   /* without it the rule is silent */
    void (*look)(const struct dg_rules_task *task);
} rules[] = {
    {"known", NEEDS_NOTHING, rule_known},
    {"valid", NEEDS_ENTRY, rule_valid},
    {"class", NEEDS_ENTRY, rule_class},
    {"department", NEEDS_ENTRY, rule_department},
    {"audience", NEEDS_ENTRY, rule_audience},
    {"seals", NEEDS_LIST, dg_items_seals},
    {"proofs", NEEDS_LIST, dg_items_proofs},
    {"evidence", NEEDS_LIST, dg_items_evidence},
    {"lead", NEEDS_ENTRY, rule_lead},
    {"frequency", NEEDS_ENTRY, rule_frequency},
    {"funding", NEEDS_ENTRY, rule_funding},
};

void
dg_rules_decide(const struct dg_access_list *state,
                const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    struct dg_rules_task task = {
        .state = state,
        .host = host,
        .event = event,
        .findings = findings,
        .duty = host->text(host->member(event->data, "duty")),
        .day = host->date_of(event->time_us),
    };
    task.version = dg_list_in_force(&state->lists, state->list, task.day);
    if (task.version) {
        task.entry = dg_version_entry(task.version, task.duty);
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if ((rules[i].need == NEEDS_LIST && !task.version) ||
            (rules[i].need == NEEDS_ENTRY && !task.entry)) {
            continue;
        }
        task.rule = rules[i].name;
        rules[i].look(&task);
    }
}
