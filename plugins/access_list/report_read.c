/* SPDX-License-Identifier: Apache-2.0 */
/* Answers list.report: what enforcing the rules on trial would have stopped or
 * cut in a span of days, by department and class and task by task, statutory
 * work first; and each department's share of urgent tasks. */
#include "plugins/access_list/report_read.h"

#include <stdio.h>
#include <utlist.h>

#include "plugins/access_list/entry.h"
#include "plugins/access_list/print.h"
#include "plugins/access_list/text.h"

#define PAGE_DEFAULT 100

struct span {
    int32_t from, to;
};

/* One department's tasks of one class. */
struct group {
    const struct dg_report_name *department;
    int class;
    int64_t tasks, stopped, stripped, offices;
    /* Tasks to which a rule objects, at the rule's first code. */
    uint32_t rules[DG_REPORT_CODES_MAX];
    struct group *prev, *next;
};

/* One department's share. */
struct share {
    const struct dg_report_name *department;
    int64_t tasks, urgent, life_safety, afterwards;
    struct share *prev, *next;
};

struct reading {
    const struct dg_report *report;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
    struct span span;
    struct group *groups;
    struct share *shares;
    int64_t asked, stopped, stripped, statutory, passed, lapsed;
};

static bool
is_within(const struct span *span, int32_t day)
{
    return span->from <= day && day <= span->to;
}

static const char *
class_text(int class)
{
    return class < 0 ? "unlisted" : dg_entry_classes[class];
}

/* ---- adding up ---------------------------------------------------------- */

static struct group *
take_group(struct reading *r, const struct dg_report_task *task)
{
    struct group *group;
    DL_FOREACH(r->groups, group)
    {
        if (group->department == task->department &&
            group->class == task->class) {
            return group;
        }
    }
    group = r->host->alloc(sizeof *group);
    if (group) {
        group->department = task->department;
        group->class = task->class;
        DL_APPEND(r->groups, group);
    }
    return group;
}

/* A rule is counted once for a task, at the first code that names it. */
static void
count_rules(const struct dg_report *report, struct group *group, uint64_t codes)
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
add_task(struct reading *r, const struct dg_report_task *task)
{
    struct group *group = take_group(r, task);
    if (!group) {
        return DG_PLUGIN_FAILED;
    }
    group->tasks++;
    group->offices += task->offices;
    *(task->stopped ? &group->stopped : &group->stripped) += 1;
    *(task->stopped ? &r->stopped : &r->stripped) += 1;
    r->statutory += task->stopped && task->class == DG_ENTRY_STATUTORY;
    count_rules(r->report, group, task->codes);
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
add_day(struct reading *r, const struct dg_report_day *day)
{
    struct share *share;
    r->asked += day->asked;
    r->passed += day->passed;
    r->lapsed += day->lapsed;
    DL_FOREACH(r->shares, share)
    {
        if (share->department == day->department) {
            break;
        }
    }
    if (!share) {
        share = r->host->alloc(sizeof *share);
        if (!share) {
            return DG_PLUGIN_FAILED;
        }
        share->department = day->department;
        DL_APPEND(r->shares, share);
    }
    share->tasks += day->tasks;
    share->urgent += day->urgent;
    share->life_safety += day->life_safety;
    share->afterwards += day->afterwards;
    return DG_PLUGIN_OK;
}

static int
compare_groups(struct group *a, struct group *b)
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
compare_shares(struct share *a, struct share *b)
{
    return dg_text_compare(a->department->text, b->department->text);
}

static enum dg_plugin_status
add_up(struct reading *r)
{
    const struct dg_report *report = r->report;
    const struct dg_report_day *day, *next;
    for (const struct dg_report_task *t = report->first; t; t = t->next) {
        if (is_within(&r->span, t->day) && add_task(r, t)) {
            return DG_PLUGIN_FAILED;
        }
    }
    HASH_ITER(hh, report->days, day, next)
    {
        if (is_within(&r->span, day->day) && add_day(r, day)) {
            return DG_PLUGIN_FAILED;
        }
    }
    DL_SORT(r->groups, compare_groups);
    DL_SORT(r->shares, compare_shares);
    return DG_PLUGIN_OK;
}

static void
finish(struct reading *r)
{
    struct group *group, *next_group;
    struct share *share, *next_share;
    DL_FOREACH_SAFE(r->groups, group, next_group)
    {
        r->host->release(group);
    }
    DL_FOREACH_SAFE(r->shares, share, next_share)
    {
        r->host->release(share);
    }
}

/* ---- telling ------------------------------------------------------------ */

static void
put_number(const struct reading *r, const char *name, int64_t number)
{
    r->host->put_name(r->out, name);
    r->host->put_integer(r->out, number);
}

static void
put_day(const struct reading *r, const char *name, int32_t day)
{
    char text[11];
    r->host->date_format(day, text);
    dg_print_text(r->host, r->out, name, dg_text_from(text));
}

static void
put_totals(const struct reading *r)
{
    put_day(r, "from", r->span.from);
    put_day(r, "to", r->span.to);
    put_number(r, "asked", r->asked);
    put_number(r, "stopped", r->stopped);
    put_number(r, "stripped", r->stripped);
    put_number(r, "statutory", r->statutory);
    r->host->put_name(r->out, "silence");
    r->host->open_object(r->out);
    put_number(r, "passed", r->passed);
    put_number(r, "lapsed", r->lapsed);
    r->host->close_object(r->out);
}

static void
put_rules(const struct reading *r, const struct group *group)
{
    r->host->put_name(r->out, "rules");
    r->host->open_object(r->out);
    for (size_t i = 0; i < r->report->code_count; i++) {
        char rule[80];
        if (group->rules[i]) {
            snprintf(rule, sizeof rule, "%.*s",
                     DG_TEXT_ARG(r->report->codes[i].rule->text));
            put_number(r, rule, group->rules[i]);
        }
    }
    r->host->close_object(r->out);
}

static void
put_groups(const struct reading *r)
{
    const struct group *group;
    r->host->put_name(r->out, "by");
    r->host->open_array(r->out);
    DL_FOREACH(r->groups, group)
    {
        r->host->open_object(r->out);
        dg_print_text(r->host, r->out, "department", group->department->text);
        dg_print_text(r->host, r->out, "class",
                      dg_text_from(class_text(group->class)));
        put_number(r, "tasks", group->tasks);
        put_number(r, "stopped", group->stopped);
        put_number(r, "stripped", group->stripped);
        put_number(r, "offices", group->offices);
        put_rules(r, group);
        r->host->close_object(r->out);
    }
    r->host->close_array(r->out);
}

static void
put_shares(const struct reading *r)
{
    const struct share *share;
    r->host->put_name(r->out, "urgent");
    r->host->open_array(r->out);
    DL_FOREACH(r->shares, share)
    {
        r->host->open_object(r->out);
        dg_print_text(r->host, r->out, "department", share->department->text);
        put_number(r, "tasks", share->tasks);
        put_number(r, "urgent", share->urgent);
        put_number(r, "lifesafety", share->life_safety);
        put_number(r, "afterwards", share->afterwards);
        r->host->close_object(r->out);
    }
    r->host->close_array(r->out);
}

/* ---- task by task ------------------------------------------------------- */

static void
put_task(const struct reading *r, const struct dg_report_task *task)
{
    r->host->open_object(r->out);
    put_number(r, "task", (int64_t) task->sequence);
    put_day(r, "time", task->day);
    dg_print_text(r->host, r->out, "department", task->department->text);
    dg_print_text(r->host, r->out, "duty", task->duty->text);
    dg_print_text(r->host, r->out, "class",
                  dg_text_from(class_text(task->class)));
    r->host->put_name(r->out, "stopped");
    r->host->put_boolean(r->out, task->stopped);
    r->host->put_name(r->out, "codes");
    r->host->open_array(r->out);
    for (size_t i = 0; i < r->report->code_count; i++) {
        if (task->codes & UINT64_C(1) << i) {
            r->host->put_text(r->out, r->report->codes[i].code->text);
        }
    }
    r->host->close_array(r->out);
    put_number(r, "offices", task->offices);
    r->host->close_object(r->out);
}

/* Statutory work is 1, other work 2: "<part>.<receipt number>". */
struct cursor {
    int part;
    uint64_t sequence;
};

static struct cursor
parse_cursor(struct dg_plugin_str text)
{
    struct cursor cursor = {1, 0};
    if (text.len > 2 && text.data[1] == '.') {
        cursor.part = text.data[0] == '2' ? 2 : 1;
        for (size_t i = 2; i < text.len; i++) {
            cursor.sequence =
                cursor.sequence * 10 + (uint64_t) (text.data[i] - '0');
        }
    }
    return cursor;
}

/* Writes what comes after the cursor and moves it on; false once limit tasks
 * are written and there are more. */
static bool
put_part(const struct reading *r, struct cursor *cursor, int64_t *limit)
{
    for (const struct dg_report_task *t = r->report->first; t; t = t->next) {
        bool statutory = t->class == DG_ENTRY_STATUTORY;
        if (!is_within(&r->span, t->day) || statutory != (cursor->part == 1) ||
            t->sequence <= cursor->sequence) {
            continue;
        }
        if (*limit == 0) {
            return false;
        }
        put_task(r, t);
        cursor->sequence = t->sequence;
        --*limit;
    }
    return true;
}

static void
put_tasks(const struct reading *r, struct cursor cursor, int64_t limit)
{
    bool done;
    r->host->put_name(r->out, "tasks");
    r->host->open_array(r->out);
    done = put_part(r, &cursor, &limit);
    if (done && cursor.part == 1) {
        cursor = (struct cursor){2, 0};
        done = put_part(r, &cursor, &limit);
    }
    r->host->close_array(r->out);
    if (!done) {
        char next[32];
        snprintf(next, sizeof next, "%d.%llu", cursor.part,
                 (unsigned long long) cursor.sequence);
        dg_print_text(r->host, r->out, "next", dg_text_from(next));
    }
}

/* ---- the answer --------------------------------------------------------- */

/* The days that were asked for; else from the first one there is to today. */
static struct span
read_span(const struct dg_access_list *state,
          const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = state->host;
    struct span span = {.to = host->date_of(state->now_us)};
    span.from = state->report.days ? state->report.days->day : span.to;
    host->date_parse(host->text(host->member(params, "from")), &span.from);
    host->date_parse(host->text(host->member(params, "to")), &span.to);
    return span;
}

enum dg_plugin_status
dg_report_read(const struct dg_access_list *state,
               const struct dg_plugin_value *params,
               struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    struct dg_plugin_str after = host->text(host->member(params, "after"));
    struct reading r = {
        .report = &state->report,
        .host = host,
        .out = out,
        .span = read_span(state, params),
    };
    enum dg_plugin_status status = add_up(&r);
    if (status == DG_PLUGIN_OK) {
        host->open_object(out);
        put_totals(&r);
        put_groups(&r);
        put_shares(&r);
        put_tasks(&r, parse_cursor(after),
                  host->integer(host->member(params, "limit"), PAGE_DEFAULT));
        host->close_object(out);
    }
    finish(&r);
    return status;
}
