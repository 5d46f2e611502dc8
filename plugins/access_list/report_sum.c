/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a report counts where, and in which order it is told. How it
 * is told is left to report_read.c. */
#include "plugins/access_list/report_sum.h"

#include <utlist.h>

#include "plugins/access_list/entry.h"
#include "plugins/access_list/text.h"

bool
dg_report_sum_within(const struct dg_report_span *span, int32_t day)
{
    return span->from <= day && day <= span->to;
}

static struct dg_report_group *
take_group(struct dg_report_sum *sum, const struct dg_report_task *task)
{
    struct dg_report_group *group;
    DL_FOREACH(sum->groups, group)
    {
        if (group->department == task->department &&
            group->class == task->class) {
            return group;
        }
    }
    group = sum->host->alloc(sizeof *group);
    if (group) {
        group->department = task->department;
        group->class = task->class;
        DL_APPEND(sum->groups, group);
    }
    return group;
}

/* A rule is counted once for a task, at the first code that names it. */
static void
count_rules(const struct dg_report *report, struct dg_report_group *group,
            uint64_t codes)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < report->code_count; i++) {
        size_t first = 0;
        if (!(codes & UINT64_C(1) << i)) {
            continue;
        }
        while (report->codes[first].rule != report->codes[i].rule) {
            first++;
        }
        if (!(seen & UINT64_C(1) << first)) {
            group->rules[first]++;
        }
        seen |= UINT64_C(1) << first;
    }
}

static enum dg_plugin_status
add_task(struct dg_report_sum *sum, const struct dg_report_task *task)
{
    struct dg_report_group *group = take_group(sum, task);
    if (!group) {
        return DG_PLUGIN_FAILED;
    }
    group->tasks++;
    group->offices += task->offices;
    *(task->stopped ? &group->stopped : &group->stripped) += 1;
    *(task->stopped ? &sum->stopped : &sum->stripped) += 1;
    sum->statutory += task->stopped && task->class == DG_ENTRY_STATUTORY;
    count_rules(sum->report, group, task->codes);
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
add_day(struct dg_report_sum *sum, const struct dg_report_day *day)
{
    struct dg_report_share *share;
    if (day->asked + day->passed + day->lapsed == 0) {
        return DG_PLUGIN_OK; /* what it shares is told of another */
    }
    sum->asked += day->asked;
    sum->passed += day->passed;
    sum->lapsed += day->lapsed;
    DL_FOREACH(sum->shares, share)
    {
        if (share->department == day->department) {
            break;
        }
    }
    if (!share) {
        share = sum->host->alloc(sizeof *share);
        if (!share) {
            return DG_PLUGIN_FAILED;
        }
        share->department = day->department;
        DL_APPEND(sum->shares, share);
    }
    share->tasks += day->tasks;
    share->urgent += day->urgent;
    share->life_safety += day->life_safety;
    share->afterwards += day->afterwards;
    return DG_PLUGIN_OK;
}

static int
compare_groups(struct dg_report_group *a, struct dg_report_group *b)
{
    bool x = a->class == DG_ENTRY_STATUTORY, y = b->class == DG_ENTRY_STATUTORY;
    int order;
    if (x != y) {
        return x ? -1 : 1;
    }
    if (a->stopped != b->stopped) {
        return a->stopped > b->stopped ? -1 : 1;
    }
    order = dg_text_compare(a->department->text, b->department->text);
    return order ? order : a->class - b->class;
}

static int
compare_shares(struct dg_report_share *a, struct dg_report_share *b)
{
    return dg_text_compare(a->department->text, b->department->text);
}

enum dg_plugin_status
dg_report_sum_add(struct dg_report_sum *sum)
{
    const struct dg_report *report = sum->report;
    const struct dg_report_day *day, *next;
    for (const struct dg_report_task *t = report->first; t; t = t->next) {
        if (dg_report_sum_within(&sum->span, t->day) && add_task(sum, t)) {
            return DG_PLUGIN_FAILED;
        }
    }
    HASH_ITER(hh, report->days, day, next)
    {
        if (dg_report_sum_within(&sum->span, day->day) && add_day(sum, day)) {
            return DG_PLUGIN_FAILED;
        }
    }
    DL_SORT(sum->groups, compare_groups);
    DL_SORT(sum->shares, compare_shares);
    return DG_PLUGIN_OK;
}

void
dg_report_sum_finish(struct dg_report_sum *sum)
{
    struct dg_report_group *group, *next_group;
    struct dg_report_share *share, *next_share;
    DL_FOREACH_SAFE(sum->groups, group, next_group)
    {
        sum->host->release(group);
    }
    DL_FOREACH_SAFE(sum->shares, share, next_share)
    {
        sum->host->release(share);
    }
}
