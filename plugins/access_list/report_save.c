/* SPDX-License-Identifier: Apache-2.0 */
/* The fold of list.report as JSON, and back. */
#include "plugins/access_list/print.h"
#include "plugins/access_list/report.h"

static void
put_numbers(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
            const int64_t *numbers, size_t count)
{
    host->put_name(out, "numbers");
    host->open_array(out);
    for (size_t i = 0; i < count; i++) {
        host->put_integer(out, numbers[i]);
    }
    host->close_array(out);
}

static void
get_numbers(const struct dg_plugin_host *host,
            const struct dg_plugin_value *record, int64_t *numbers,
            size_t count)
{
    const struct dg_plugin_value *v =
        host->first(host->member(record, "numbers"));
    for (size_t i = 0; i < count; i++, v = host->next(v)) {
        numbers[i] = host->integer(v, 0);
    }
}

static void
save_days(const struct dg_report *report, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = report->host;
    const struct dg_report_day *d, *next;
    host->put_name(out, "days");
    host->open_array(out);
    HASH_ITER(hh, report->days, d, next)
    {
        const int64_t numbers[] = {d->day};
        host->open_object(out);
        dg_print_text(host, out, "department", d->department->text);
        put_numbers(host, out, numbers, 1);
        host->close_object(out);
    }
    host->close_array(out);
}

/* What the days are made of. */
static void
save_traces(const struct dg_report *report, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = report->host;
    host->put_name(out, "traces");
    host->open_array(out);
    for (size_t i = 0; i < report->traces.count; i++) {
        const struct dg_trace *t = &report->traces.items[i];
        const int64_t numbers[] = {(int64_t) t->sequence, (int64_t) t->about,
                                   t->day->day, t->counts};
        host->open_object(out);
        dg_print_text(host, out, "department", t->day->department->text);
        put_numbers(host, out, numbers, 4);
        host->close_object(out);
    }
    host->close_array(out);
}

static void
save_tasks(const struct dg_report *report, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = report->host;
    host->put_name(out, "tasks");
    host->open_array(out);
    for (const struct dg_report_task *t = report->first; t; t = t->next) {
        /* The codes in two halves: as a number they may be too large. */
        const int64_t numbers[] = {(int64_t) t->sequence,
                                   (int64_t) (t->codes >> 32),
                                   (int64_t) (t->codes & UINT32_MAX),
                                   t->day,
                                   t->offices,
                                   t->class,
                                   t->stopped,
                                   (int64_t) t->about};
        host->open_object(out);
        dg_print_text(host, out, "department", t->department->text);
        dg_print_text(host, out, "duty", t->duty->text);
        put_numbers(host, out, numbers, 8);
        host->close_object(out);
    }
    host->close_array(out);
}

void
dg_report_save(const struct dg_report *report, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = report->host;
    host->open_object(out);
    host->put_name(out, "codes");
    host->open_array(out);
    for (size_t i = 0; i < report->code_count; i++) {
        host->open_object(out);
        dg_print_text(host, out, "rule", report->codes[i].rule->text);
        dg_print_text(host, out, "code", report->codes[i].code->text);
        host->close_object(out);
    }
    host->close_array(out);
    save_days(report, out);
    save_traces(report, out);
    save_tasks(report, out);
    host->close_object(out);
}

static enum dg_plugin_status
restore_day(struct dg_report *report, const struct dg_plugin_value *v)
{
    const struct dg_plugin_host *host = report->host;
    int64_t n[1];
    get_numbers(host, v, n, 1);
    return dg_report_take_day(report, host->text(host->member(v, "department")),
                              (int32_t) n[0])
               ? DG_PLUGIN_OK
               : DG_PLUGIN_FAILED;
}

static enum dg_plugin_status
restore_trace(struct dg_report *report, const struct dg_plugin_value *v)
{
    const struct dg_plugin_host *host = report->host;
    struct dg_trace trace;
    int64_t n[4];
    get_numbers(host, v, n, 4);
    trace = (struct dg_trace){
        .sequence = (uint64_t) n[0],
        .about = (uint64_t) n[1],
        .day = dg_report_take_day(
            report, host->text(host->member(v, "department")), (int32_t) n[2]),
        .counts = (uint8_t) n[3],
    };
    return trace.day ? dg_trace_add(host, &report->traces, &trace)
                     : DG_PLUGIN_FAILED;
}

static enum dg_plugin_status
restore_task(struct dg_report *report, const struct dg_plugin_value *v)
{
    const struct dg_plugin_host *host = report->host;
    struct dg_report_task task;
    int64_t n[8];
    get_numbers(host, v, n, 8);
    task = (struct dg_report_task){
        .sequence = (uint64_t) n[0],
        .codes = (uint64_t) n[1] << 32 | (uint64_t) n[2],
        .day = (int32_t) n[3],
        .offices = (uint32_t) n[4],
        .class = (int8_t) n[5],
        .stopped = n[6] != 0,
        .about = (uint64_t) n[7],
    };
    return dg_report_put_task(report, &task,
                              host->text(host->member(v, "department")),
                              host->text(host->member(v, "duty")));
}

static enum dg_plugin_status
restore_code(struct dg_report *report, const struct dg_plugin_value *v)
{
    const struct dg_plugin_host *host = report->host;
    uint64_t bit;
    return dg_report_take_code(report, host->text(host->member(v, "rule")),
                               host->text(host->member(v, "code")), &bit);
}

static enum dg_plugin_status
restore_each(struct dg_report *report, const struct dg_plugin_value *array,
             enum dg_plugin_status (*restore)(
                 struct dg_report *report, const struct dg_plugin_value *value))
{
    const struct dg_plugin_host *host = report->host;
    for (const struct dg_plugin_value *v = host->first(array); v;
         v = host->next(v)) {
        if (restore(report, v)) {
            return DG_PLUGIN_FAILED;
        }
    }
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_report_restore(struct dg_report *report, const struct dg_plugin_value *fold)
{
    const struct dg_plugin_host *host = report->host;
    return restore_each(report, host->member(fold, "codes"), restore_code) ||
                   restore_each(report, host->member(fold, "days"),
                                restore_day) ||
                   restore_each(report, host->member(fold, "traces"),
                                restore_trace) ||
                   restore_each(report, host->member(fold, "tasks"),
                                restore_task)
               ? DG_PLUGIN_FAILED
               : DG_PLUGIN_OK;
}
