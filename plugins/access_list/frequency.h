/* SPDX-License-Identifier: Apache-2.0 */
/* The fold of admitted and deferred tasks: how often a department has already
 * asked a duty of overlapping offices in a year, quarter, month or day.
 *
 * A task lies on the day its period begins, or on its due day if it has none or
 * one before last year; one for a year lies on January 1st. A withdrawn task is
 * forgotten, so it frees its place. Tasks of years before the last one are
 * forgotten too. */
#ifndef PLUGINS_ACCESS_LIST_FREQUENCY_H
#define PLUGINS_ACCESS_LIST_FREQUENCY_H

#include "plugins/access_list/hash.h"
#include "plugins/access_list/occasion.h"
#include "plugins/access_list/version.h"

struct dg_frequency_chain; /* tasks of one department, duty and month */
struct dg_frequency_task;

struct dg_frequency {
    const struct dg_plugin_host *host;
    struct dg_frequency_chain *chains;
    struct dg_frequency_task *tasks; /* by sequence; iterates in its order */
    uint64_t newest;                 /* of the tasks there ever were */
    int32_t today, year; /* of the last task; expiry is done for the year */
};

/* What is counted. */
struct dg_frequency_ask {
    struct dg_plugin_str department, duty;
    int32_t day;
    const struct dg_plugin_audience *audience;
    struct dg_occasions occasions; /* the days to come */
    uint64_t amends; /* receipt number of a task that does not count against
                        it, or 0 */
};

struct dg_frequency_past {
    uint32_t times;
    uint64_t last; /* the highest receipt number among them */
};

void dg_frequency_init(struct dg_frequency *frequency,
                       const struct dg_plugin_host *host);
void dg_frequency_finish(struct dg_frequency *frequency);

/* What a task asks, for one of those it is charged to; false when it cannot be
 * counted (erased, or without audience or a date). */
bool dg_frequency_read(const struct dg_plugin_host *host,
                       const struct dg_plugin_event *event, size_t charged,
                       struct dg_frequency_ask *ask);

/* On to its first day, and on to the next; false behind the last. A recurring
 * task counts once for each of its periods. */
bool dg_frequency_turn(struct dg_frequency_ask *ask);

/* Folds an admitted task, all its days; today is the entry's day.
 * DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_frequency_add(struct dg_frequency *frequency,
                                       struct dg_frequency_ask *ask,
                                       uint64_t sequence, int32_t today);
/* True if a task is counted. */
bool dg_frequency_has(const struct dg_frequency *frequency, uint64_t sequence);
/* A counted task that was put off, or has fewer offices: it counts on its new
 * days besides the old ones, so that putting off makes no room for another. */
enum dg_plugin_status dg_frequency_put_off(struct dg_frequency *frequency,
                                           struct dg_frequency_ask *ask,
                                           uint64_t sequence);
void dg_frequency_withdraw(struct dg_frequency *frequency, uint64_t sequence);

/* What was asked before in the same period for overlapping offices. */
struct dg_frequency_past
dg_frequency_count(const struct dg_frequency *frequency,
                   const struct dg_frequency_ask *ask, enum dg_entry_per per);

/* The fold as an array, and back. */
void dg_frequency_save(const struct dg_frequency *frequency,
                       struct dg_plugin_writer *out);
enum dg_plugin_status dg_frequency_restore(struct dg_frequency *frequency,
                                           const struct dg_plugin_value *tasks);

#endif
