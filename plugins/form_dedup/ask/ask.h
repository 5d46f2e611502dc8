/* SPDX-License-Identifier: Apache-2.0 */
/* Asks: which task asks which form of which offices for which period. Tasks
 * with forms, as the inboxes have them; a group is all that ask the same form
 * for the same period of the same offices, so that what each of them costs does
 * not grow with their number. */
#ifndef PLUGINS_FORM_DEDUP_ASK_ASK_H
#define PLUGINS_FORM_DEDUP_ASK_ASK_H

#include "plugins/form_dedup/cell/cell.h"
#include "plugins/form_dedup/form/form.h"

/* One form asked by one task. Lives with the asks, also when the task ended. */
struct dg_ask {
    uint64_t task; /* receipt number */
    uint32_t group;
    struct dg_ask *next;    /* of the same group */
    struct dg_ask *sibling; /* the next form of the same task */
};

struct dg_ask_group {
    uint32_t number;
    const struct dg_form *form;
    dg_period period; /* of the task; cells have their fields' own */
    const roaring_bitmap_t *offices;
    const struct dg_plugin_audience *audience; /* the same offices */
    struct dg_ask *asks;                       /* the newest first */
    uint32_t open; /* how many of their tasks are in inboxes */
    /* For each field of the form, its slot; DG_SLOT_NONE if it fits no period
     * of the task and is therefore not asked. A field that may follow from
     * finer periods, or from other elements, has its slot, too: where it does
     * follow, dg_derive_covered says, and only there it is not filled in. What
     * a running total rose by has the slot of the total as of the last of the
     * finer periods: that can be asked. */
    const uint32_t *slots;
};

struct dg_ask_task {
    uint64_t task, content, of, forwards;
    struct dg_plugin_str source, title, duty, document; /* "" if it has none */
    struct dg_plugin_str period;
    int64_t opened_us, due_us, ended_us; /* ended_us: 0 while open */
    struct dg_plugin_str end;            /* "withdrawn" …; "" while open */
    bool review;                         /* reports pass the town */
    const struct dg_plugin_audience *audience; /* lives as long as asks */
    struct dg_ask *asks;
};

struct dg_asks; /* opaque */

struct dg_asks *dg_asks_create(const struct dg_plugin_host *host,
                               const struct dg_dictionary *dictionary,
                               struct dg_forms *forms, struct dg_cells *cells);
void dg_asks_destroy(struct dg_asks *asks);

/* NULL: no such task, or it has no form. */
const struct dg_ask_task *dg_asks_task(const struct dg_asks *asks,
                                       uint64_t task);
const struct dg_ask_group *dg_asks_group(const struct dg_asks *asks,
                                         uint32_t group);
/* The period that a field is asked for; that of its slot may be finer. */
dg_period dg_asks_period(const struct dg_ask_group *group, uint32_t field);
/* All tasks with forms by number, after one; NULL behind the last. */
const struct dg_ask_task *dg_asks_next(const struct dg_asks *asks,
                                       uint64_t after);
/* The tasks that ask, or asked, a slot of an office; until each says false. */
void dg_asks_each(const struct dg_asks *asks, uint32_t slot, uint32_t office,
                  bool (*each)(void *ctx, const struct dg_ask_task *task,
                               const struct dg_ask *ask, uint32_t field),
                  void *ctx);

/* Whether a figure of the task may follow from others: from finer periods,
 * other elements, villages, or an older value that still holds. */
bool dg_asks_follows(const struct dg_asks *asks,
                     const struct dg_ask_task *task);
bool dg_asks_any_follows(const struct dg_asks *asks); /* of any ever asked */

/* Makes what is asked exact again after tasks ended; called before any of
 * dg_slot::asked is read in decide or query. False without memory. */
bool dg_asks_settle(struct dg_asks *asks);

/* Of assignments with forms and of occurrences: labels, what is wrong with the
 * forms, what is shared, known, derivable, in conflict (judge.c). */
enum dg_plugin_status dg_asks_decide(struct dg_asks *asks,
                                     const struct dg_plugin_event *event,
                                     struct dg_plugin_findings *findings);
/* Takes in an admitted or deferred assignment's forms, less what was stripped.
 */
enum dg_plugin_status dg_asks_apply(struct dg_asks *asks,
                                    const struct dg_plugin_event *event,
                                    const struct dg_plugin_decision *decision);
/* The hook task. */
enum dg_plugin_status dg_asks_change(struct dg_asks *asks,
                                     const struct dg_plugin_task *task);
/* Of a journal.erase (erase.c): refuses, as erase-defines, numbers of entries
 * that brought figures. */
void dg_asks_check_erase(const struct dg_asks *asks,
                         const struct dg_plugin_event *event,
                         struct dg_plugin_findings *findings);
/* What was erased: as if that assignment, and the task or occurrence of the
 * number, had never been. False without memory. */
bool dg_asks_forget(struct dg_asks *asks, uint64_t sequence);
/* form.check: a form without a task, per field; now_us stands for a period. */
enum dg_plugin_status dg_asks_query(struct dg_asks *asks,
                                    const struct dg_plugin_value *params,
                                    struct dg_plugin_str reader, int64_t now_us,
                                    struct dg_plugin_writer *out);
/* False without memory. */
bool dg_asks_save(struct dg_asks *asks, struct dg_plugin_writer *out);

#endif
