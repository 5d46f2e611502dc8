/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps what list.report tells: counts per department and day, and a short
 * record of each task that a rule on trial would have stopped or cut. How it is
 * told is report_read.c's. */
#include "plugins/access_list/report.h"

#include <utlist.h>

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/charged.h"
#include "plugins/access_list/shadow.h"
#include "plugins/access_list/text.h"

/* Day and department (64 characters by schema; towns 12). */
#define KEY_SIZE 80

/* ---- names -------------------------------------------------------------- */

/* NULL without memory. */
static struct dg_report_name *
take_name(struct dg_report *report, struct dg_plugin_str text)
{
    struct dg_report_name *name = NULL;
    HASH_FIND(hh, report->names, text.data, text.len, name);
    if (name) {
        name->users++;
        return name;
    }
    name = report->host->alloc(sizeof *name + text.len);
    if (!name) {
        return NULL;
    }
    name->text = (struct dg_plugin_str){(char *) (name + 1), text.len};
    if (text.len > 0) {
        memcpy(name + 1, text.data, text.len);
    }
    name->users = 1;
    HASH_ADD_KEYPTR(hh, report->names, name->text.data, name->text.len, name);
    if (!name->hh.tbl) {
        report->host->release(name);
        return NULL;
    }
    return name;
}

static void
leave_name(struct dg_report *report, struct dg_report_name *name)
{
    if (name && --name->users == 0) {
        HASH_DEL(report->names, name);
        report->host->release(name);
    }
}

/* ---- days --------------------------------------------------------------- */

/* The key's length; 0 if the department is none, or longer than any schema lets
 * through. */
static size_t
write_key(char key[KEY_SIZE], struct dg_plugin_str department, int32_t day)
{
    size_t len = sizeof day + department.len;
    if (department.len == 0 || len > KEY_SIZE) {
        return 0;
    }
    memcpy(key, &day, sizeof day);
    memcpy(key + sizeof day, department.data, department.len);
    return len;
}

static struct dg_report_day *
find_day(const struct dg_report *report, struct dg_plugin_str department,
         int32_t day)
{
    struct dg_report_day *found = NULL;
    char key[KEY_SIZE];
    size_t len = write_key(key, department, day);
    HASH_FIND(hh, report->days, key, len, found);
    return found;
}

static void
drop_day(struct dg_report *report, struct dg_report_day *day)
{
    leave_name(report, day->department);
    report->host->release(day);
}

/* Its key stands behind it. */
struct dg_report_day *
dg_report_take_day(struct dg_report *report, struct dg_plugin_str department,
                   int32_t day)
{
    struct dg_report_day *taken = find_day(report, department, day);
    char *key;
    size_t len;
    if (taken) {
        return taken;
    }
    taken = report->host->alloc(sizeof *taken + KEY_SIZE);
    if (!taken) {
        return NULL;
    }
    key = (char *) (taken + 1);
    len = write_key(key, department, day);
    taken->day = day;
    taken->department = take_name(report, department);
    if (!taken->department) {
        report->host->release(taken);
        return NULL;
    }
    HASH_ADD_KEYPTR(hh, report->days, key, len, taken);
    if (!taken->hh.tbl) {
        drop_day(report, taken);
        return NULL;
    }
    return taken;
}

/* ---- tasks -------------------------------------------------------------- */

static void
drop_task(struct dg_report *report, struct dg_report_task *task)
{
    leave_name(report, task->department);
    leave_name(report, task->duty);
    report->host->release(task);
}

static void
append_task(struct dg_report *report, struct dg_report_task *task)
{
    if (report->last) {
        report->last->next = task;
    } else {
        report->first = task;
    }
    report->last = task;
}

enum dg_plugin_status
dg_report_put_task(struct dg_report *report, const struct dg_report_task *from,
                   struct dg_plugin_str department, struct dg_plugin_str duty)
{
    struct dg_report_task *task = report->host->alloc(sizeof *task);
    if (!task) {
        return DG_PLUGIN_FAILED;
    }
    *task = *from;
    task->department = take_name(report, department);
    task->duty = take_name(report, duty);
    if (!task->department || !task->duty) {
        drop_task(report, task);
        return DG_PLUGIN_FAILED;
    }
    append_task(report, task);
    return DG_PLUGIN_OK;
}

/* ---- codes -------------------------------------------------------------- */

enum dg_plugin_status
dg_report_take_code(struct dg_report *report, struct dg_plugin_str rule,
                    struct dg_plugin_str code, uint64_t *bit)
{
    struct dg_report_code *made = &report->codes[report->code_count];
    for (size_t i = 0; i < report->code_count; i++) {
        if (dg_text_equal(report->codes[i].code->text, code) &&
            dg_text_equal(report->codes[i].rule->text, rule)) {
            *bit = UINT64_C(1) << i;
            return DG_PLUGIN_OK;
        }
    }
    *bit = 0;
    if (report->code_count == DG_REPORT_CODES_MAX) {
        return DG_PLUGIN_OK;
    }
    made->rule = take_name(report, rule);
    made->code = take_name(report, code);
    if (!made->rule || !made->code) {
        leave_name(report, made->rule);
        leave_name(report, made->code);
        return DG_PLUGIN_FAILED;
    }
    *bit = UINT64_C(1) << report->code_count++;
    return DG_PLUGIN_OK;
}

/* ---- a decision --------------------------------------------------------- */

/* What one task's findings amount to. */
struct seen {
    uint64_t codes;
    bool stopped, stripped, urgent, life_safety, afterwards;
};

static void
see_note(struct seen *seen, const char *code)
{
    seen->urgent = seen->urgent || strcmp(code, "urgency-urgent") == 0 ||
                   strcmp(code, "urgent-waits") == 0;
    seen->life_safety =
        seen->life_safety || strcmp(code, "urgency-life-safety") == 0;
    seen->afterwards =
        seen->afterwards || strcmp(code, "entered-afterwards") == 0;
}

static enum dg_plugin_status
see_decision(struct dg_report *report,
             const struct dg_plugin_decision *decision, struct seen *seen)
{
    const struct dg_plugin_host *host = report->host;
    struct dg_plugin_finding finding;
    for (size_t i = 0; host->finding_at(decision, i, &finding); i++) {
        uint64_t bit;
        if (strcmp(finding.rule, DG_SHADOW_RULE) == 0) {
            continue; /* what another list would do is no trial of a rule */
        }
        see_note(seen, finding.code);
        if (!host->finding_observed(decision, i) ||
            (finding.verdict != DG_PLUGIN_STRIP &&
             finding.verdict != DG_PLUGIN_REFUSE)) {
            continue;
        }
        seen->stopped = seen->stopped || finding.verdict == DG_PLUGIN_REFUSE;
        seen->stripped = true;
        if (dg_report_take_code(report, dg_text_from(finding.rule),
                                dg_text_from(finding.code), &bit)) {
            return DG_PLUGIN_FAILED;
        }
        seen->codes |= bit;
    }
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
add_observed(struct dg_report *report, const struct dg_plugin_event *event,
             const struct seen *seen, int class)
{
    const struct dg_plugin_host *host = report->host;
    const struct dg_report_task task = {
        .sequence = event->sequence,
        .about = event->amends,
        .codes = seen->codes,
        .day = host->date_of(event->time_us),
        .offices = host->audience_offices(event->audience),
        .class = (int8_t) class,
        .stopped =
            seen->stopped || host->boolean(host->member(event->task, "strict")),
    };
    return dg_report_put_task(report, &task, dg_charged_code(event, 0),
                              host->text(host->member(event->task, "duty")));
}

/* Counts an entry on a department's day. */
static enum dg_plugin_status
count(struct dg_report *report, const struct dg_plugin_event *event,
      struct dg_plugin_str department, struct dg_trace *trace)
{
    trace->sequence = event->sequence;
    trace->day = dg_report_take_day(report, department,
                                    report->host->date_of(event->time_us));
    return trace->day ? dg_trace_add(report->host, &report->traces, trace)
                      : DG_PLUGIN_FAILED;
}

/* Each whose caps it counts against has it count against its limit, though it
 * is told once, of the first. */
static enum dg_plugin_status
add_joint(struct dg_report *report, const struct dg_plugin_event *event)
{
    struct dg_trace trace = {.about = event->amends, .counts = DG_TRACE_JOINT};
    const struct dg_plugin_host *host = report->host;
    for (size_t i = 1; i < dg_charged_caps(host, event); i++) {
        if (count(report, event, dg_charged_cap(host, event, i), &trace)) {
            return DG_PLUGIN_FAILED;
        }
    }
    return DG_PLUGIN_OK;
}

static uint8_t
counts_of(const struct seen *seen)
{
    return (uint8_t) (DG_TRACE_ASKED | DG_TRACE_TASK |
                      (seen->urgent ? DG_TRACE_URGENT : 0) |
                      (seen->life_safety ? DG_TRACE_LIFE_SAFETY : 0) |
                      (seen->afterwards ? DG_TRACE_AFTERWARDS : 0));
}

enum dg_plugin_status
dg_report_add(struct dg_report *report, const struct dg_plugin_event *event,
              const struct dg_plugin_decision *decision, int class)
{
    bool refused = report->host->verdict(decision) == DG_PLUGIN_REFUSE;
    struct dg_trace trace = {.about = event->amends, .counts = DG_TRACE_ASKED};
    struct seen seen = {0};
    if (!refused && see_decision(report, decision, &seen)) {
        return DG_PLUGIN_FAILED;
    }
    trace.counts = refused ? DG_TRACE_ASKED : counts_of(&seen);
    if (count(report, event, dg_charged_code(event, 0), &trace)) {
        return DG_PLUGIN_FAILED;
    }
    if (seen.urgent && add_joint(report, event)) {
        return DG_PLUGIN_FAILED;
    }
    return seen.stripped ? add_observed(report, event, &seen, class)
                         : DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_report_silence(struct dg_report *report, struct dg_plugin_str principal,
                  const struct dg_plugin_event *event, bool passed)
{
    const struct dg_plugin_host *host = report->host;
    struct dg_trace trace = {
        .about =
            (uint64_t) host->integer(host->member(event->data, "request"), 0),
        .counts = passed ? DG_TRACE_PASSED : DG_TRACE_LAPSED,
    };
    return count(report, event, principal, &trace);
}

/* ---- erased ------------------------------------------------------------- */

static bool
is_empty(const struct dg_report_day *day)
{
    return day->asked + day->joint + day->passed + day->lapsed == 0;
}

static bool
is_told(const struct dg_report_task *task, const struct dg_erased *erased)
{
    return !dg_erased_has(erased, task->sequence) &&
           !dg_erased_has(erased, task->about);
}

void
dg_report_erase(struct dg_report *report, const struct dg_erased *erased)
{
    struct dg_report_task *task = report->first;
    struct dg_report_day *day, *next;
    dg_trace_erase(&report->traces, erased);
    report->first = report->last = NULL;
    while (task) {
        struct dg_report_task *behind = task->next;
        task->next = NULL;
        if (is_told(task, erased)) {
            append_task(report, task);
        } else {
            drop_task(report, task);
        }
        task = behind;
    }
    HASH_ITER(hh, report->days, day, next)
    {
        if (is_empty(day)) {
            HASH_DEL(report->days, day);
            drop_day(report, day);
        }
    }
}

static uint32_t
count_urgent(const struct dg_report *report, struct dg_plugin_str department,
             int32_t day)
{
    const struct dg_plugin_host *host = report->host;
    int32_t month = dg_bucket_month(host, day);
    uint32_t count = 0;
    for (; dg_bucket_month(host, day) == month; day--) {
        const struct dg_report_day *found = find_day(report, department, day);
        count += found ? found->urgent + found->joint : 0;
    }
    return count;
}

uint32_t
dg_report_urgent(const struct dg_report *report,
                 const struct dg_plugin_event *event)
{
    int32_t day = report->host->date_of(event->time_us);
    uint32_t most = 0;
    const struct dg_plugin_host *host = report->host;
    for (size_t i = 0; i < dg_charged_caps(host, event); i++) {
        uint32_t count =
            count_urgent(report, dg_charged_cap(host, event, i), day);
        most = count > most ? count : most;
    }
    return most;
}

/* ---- life --------------------------------------------------------------- */

void
dg_report_init(struct dg_report *report, const struct dg_plugin_host *host)
{
    *report = (struct dg_report){.host = host};
}

void
dg_report_forget(struct dg_report *report, int32_t today, int32_t days)
{
    struct dg_report_day *day, *next;
    if (today == report->today) {
        return;
    }
    report->today = today;
    while (report->first && report->first->day < today - days) {
        struct dg_report_task *task = report->first;
        report->first = task->next;
        report->last = report->first ? report->last : NULL;
        drop_task(report, task);
    }
    dg_trace_forget(&report->traces, today - days);
    HASH_ITER(hh, report->days, day, next)
    {
        if (day->day >= today - days) {
            break;
        }
        HASH_DEL(report->days, day);
        drop_day(report, day);
    }
}

void
dg_report_finish(struct dg_report *report)
{
    report->today = 0;
    dg_report_forget(report, INT32_MAX, 0);
    report->host->release(report->traces.items);
    report->traces = (struct dg_traces){NULL, 0, 0};
    while (report->code_count > 0) {
        struct dg_report_code *code = &report->codes[--report->code_count];
        leave_name(report, code->rule);
        leave_name(report, code->code);
    }
}
