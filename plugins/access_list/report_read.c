/* SPDX-License-Identifier: Apache-2.0 */
/* Answers list.report: what enforcing the rules on trial would have stopped or
 * cut in a span of days, by department and class and task by task, statutory
 * work first; and each department's share of urgent tasks. */
#include "plugins/access_list/report_read.h"

#include <stdio.h>
#include <utlist.h>

#include "plugins/access_list/entry.h"
#include "plugins/access_list/print.h"
#include "plugins/access_list/report_sum.h"
#include "plugins/access_list/text.h"

#define PAGE_DEFAULT 100

struct reading {
    const struct dg_plugin_host *host;
    struct dg_report_sum sum;
    struct dg_plugin_writer *out;
    size_t order[DG_REPORT_CODES_MAX]; /* of codes, by rule and code */
};

static const char *
class_text(int class)
{
    return class < 0 ? "unlisted" : dg_entry_classes[class];
}

static int
compare_codes(const struct dg_report_code *a, const struct dg_report_code *b)
{
    int order = dg_text_compare(a->rule->text, b->rule->text);
    return order ? order : dg_text_compare(a->code->text, b->code->text);
}

/* Not as they were first met: what met them may be erased. */
static void
sort_codes(struct reading *r)
{
    const struct dg_report *report = r->sum.report;
    for (size_t i = 0; i < report->code_count; i++) {
        size_t at = i;
        for (; at > 0 && compare_codes(&report->codes[r->order[at - 1]],
                                       &report->codes[i]) > 0;
             at--) {
            r->order[at] = r->order[at - 1];
        }
        r->order[at] = i;
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
    put_day(r, "from", r->sum.span.from);
    put_day(r, "to", r->sum.span.to);
    put_number(r, "asked", r->sum.asked);
    put_number(r, "stopped", r->sum.stopped);
    put_number(r, "stripped", r->sum.stripped);
    put_number(r, "statutory", r->sum.statutory);
    r->host->put_name(r->out, "silence");
    r->host->open_object(r->out);
    put_number(r, "passed", r->sum.passed);
    put_number(r, "lapsed", r->sum.lapsed);
    r->host->close_object(r->out);
}

static void
put_rules(const struct reading *r, const struct dg_report_group *group)
{
    r->host->put_name(r->out, "rules");
    r->host->open_object(r->out);
    for (size_t k = 0; k < r->sum.report->code_count; k++) {
        size_t i = r->order[k];
        char rule[80];
        if (group->rules[i]) {
            snprintf(rule, sizeof rule, "%.*s",
                     DG_TEXT_ARG(r->sum.report->codes[i].rule->text));
            put_number(r, rule, group->rules[i]);
        }
    }
    r->host->close_object(r->out);
}

static void
put_groups(const struct reading *r)
{
    const struct dg_report_group *group;
    r->host->put_name(r->out, "by");
    r->host->open_array(r->out);
    DL_FOREACH(r->sum.groups, group)
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
    const struct dg_report_share *share;
    r->host->put_name(r->out, "urgent");
    r->host->open_array(r->out);
    DL_FOREACH(r->sum.shares, share)
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
    for (size_t k = 0; k < r->sum.report->code_count; k++) {
        size_t i = r->order[k];
        if (task->codes & UINT64_C(1) << i) {
            r->host->put_text(r->out, r->sum.report->codes[i].code->text);
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
    for (const struct dg_report_task *t = r->sum.report->first; t;
         t = t->next) {
        bool statutory = t->class == DG_ENTRY_STATUTORY;
        if (!dg_report_sum_within(&r->sum.span, t->day) ||
            statutory != (cursor->part == 1) ||
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
static struct dg_report_span
read_span(const struct dg_access_list *state,
          const struct dg_plugin_value *params)
{
    const struct dg_plugin_host *host = state->host;
    struct dg_report_span span = {.to = host->date_of(state->now_us)};
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
    struct reading r = {.host = host,
                        .sum = {.report = &state->report,
                                .host = host,
                                .span = read_span(state, params)},
                        .out = out};
    enum dg_plugin_status status = dg_report_sum_add(&r.sum);
    sort_codes(&r);
    if (status == DG_PLUGIN_OK) {
        host->open_object(out);
        put_totals(&r);
        put_groups(&r);
        put_shares(&r);
        put_tasks(&r, parse_cursor(after),
                  host->integer(host->member(params, "limit"), PAGE_DEFAULT));
        host->close_object(out);
    }
    dg_report_sum_finish(&r.sum);
    return status;
}
