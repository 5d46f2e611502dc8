/* SPDX-License-Identifier: Apache-2.0 */
/* The fold behind list.report: per day and department how much was asked and
 * how urgently; per task what rules that only observe would have taken. */
#ifndef PLUGINS_ACCESS_LIST_REPORT_H
#define PLUGINS_ACCESS_LIST_REPORT_H

#include "plugins/access_list/hash.h"
#include "plugins/access_list/trace.h"
#include "plugins/plugin.h"

#define DG_REPORT_CODES_MAX 64

/* A text that several records share. */
struct dg_report_name {
    uint32_t users;
    struct dg_plugin_str text;
    UT_hash_handle hh; /* dg_report::names */
};

/* One department's day. */
struct dg_report_day {
    int32_t day;
    struct dg_report_name *department; /* a town's code, too */
    uint32_t asked;                    /* whatever was decided */
    uint32_t tasks;                    /* not refused; of these: */
    uint32_t urgent, life_safety, afterwards;
    uint32_t joint;          /* urgent ones that are charged to it, too, and are
                                told of another */
    uint32_t passed, lapsed; /* by silence */
    UT_hash_handle hh;       /* dg_report::days, by day and department */
};

/* A task that was not refused though some rule on trial would have. */
struct dg_report_task {
    uint64_t sequence;
    uint64_t about; /* the task it amends, or 0 */
    uint64_t codes; /* bits of dg_report::codes */
    struct dg_report_name *department, *duty;
    int32_t day;
    uint32_t offices;
    int8_t class; /* enum dg_entry_class; -1: not listed */
    bool stopped; /* else parts would have been taken off */
    struct dg_report_task *next;
};

/* What a finding on trial was: its rule and code. */
struct dg_report_code {
    struct dg_report_name *rule, *code;
};

struct dg_report {
    const struct dg_plugin_host *host;
    struct dg_report_name *names;
    struct dg_report_day *days;          /* iterates in their order */
    struct dg_report_task *first, *last; /* likewise */
    struct dg_traces traces;             /* what the days are made of */
    struct dg_report_code codes[DG_REPORT_CODES_MAX];
    size_t code_count;
    int32_t today; /* of the last forgetting */
};

void dg_report_init(struct dg_report *report,
                    const struct dg_plugin_host *host);
void dg_report_finish(struct dg_report *report);

/* A task with its decision; class as in dg_report_task. DG_PLUGIN_FAILED: no
 * memory. */
enum dg_plugin_status dg_report_add(struct dg_report *report,
                                    const struct dg_plugin_event *event,
                                    const struct dg_plugin_decision *decision,
                                    int class);

/* A word that silence said, by that event, about a matter of that principal's.
 */
enum dg_plugin_status dg_report_silence(struct dg_report *report,
                                        struct dg_plugin_str principal,
                                        const struct dg_plugin_event *event,
                                        bool passed);

/* As if what was erased, and what was about it, had never been counted. */
void dg_report_erase(struct dg_report *report, const struct dg_erased *erased);

/* How many urgent tasks that are charged to whom it is charged to went out, or
 * wait, in the month of the event; of several the most. */
uint32_t dg_report_urgent(const struct dg_report *report,
                          const struct dg_plugin_event *event);

/* Forgets what is older than so many days. Once a day. */
void dg_report_forget(struct dg_report *report, int32_t today, int32_t days);

/* What the fold is made of, for restoring it: a day, found or made, NULL
 * without memory; a task like from, under these names; the bit of a code of a
 * rule, 0 when there are too many. */
struct dg_report_day *dg_report_take_day(struct dg_report *report,
                                         struct dg_plugin_str department,
                                         int32_t day);
enum dg_plugin_status dg_report_put_task(struct dg_report *report,
                                         const struct dg_report_task *from,
                                         struct dg_plugin_str department,
                                         struct dg_plugin_str duty);
enum dg_plugin_status dg_report_take_code(struct dg_report *report,
                                          struct dg_plugin_str rule,
                                          struct dg_plugin_str code,
                                          uint64_t *bit);

/* The fold as an object, and back. */
void dg_report_save(const struct dg_report *report,
                    struct dg_plugin_writer *out);
enum dg_plugin_status dg_report_restore(struct dg_report *report,
                                        const struct dg_plugin_value *fold);

#endif
