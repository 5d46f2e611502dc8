/* SPDX-License-Identifier: Apache-2.0 */
/* How the inbox lies in memory. Internal to gateway/inbox/inbox*.c. */
#ifndef GATEWAY_INBOX_INBOX_STATE_H
#define GATEWAY_INBOX_INBOX_STATE_H

#include "gateway/inbox/agenda.h"
#include "gateway/inbox/form_set.h"
#include "gateway/inbox/index.h"
#include "proto/base/buf.h"
#include "proto/base/i18n.h"

struct dg_inbox_notice {
    uint64_t notice; /* dg_task::notice */
    uint64_t by;     /* the town that entered it for the office, which has not
                        confirmed it; 0: the office itself */
};

/* An office that acted, or that a town acted for. */
struct dg_inbox_office {
    uint64_t code;
    struct dg_inbox_notice *acknowledged; /* ascending */
    size_t count, room;
    uint64_t acted; /* sequence of its last acknowledgement */
    UT_hash_handle hh;
};

/* A task as one office sees it: for itself (0), or for a predecessor. */
struct dg_inbox_view {
    const struct dg_task *task;
    uint64_t heir_of;
};

struct dg_inbox {
    const struct dg_roster *roster;
    const struct dg_principals *principals; /* NULL: nobody is enrolled */
    struct dg_task **tasks; /* by receipt number, ended ones too */
    size_t count, room, open;
    struct dg_index index;
    struct dg_agenda agenda;
    int expiry_days, cosign_days;
    struct dg_form_sets form_sets;
    struct dg_task **joint; /* what waits, or lately waited, for signatures */
    size_t joint_count, joint_room;
    dg_inbox_change_fn handle_change;
    void *change_ctx;
    struct dg_inbox_office *offices;

    /* Kept from call to call for their memory only. */
    struct dg_json_writer *writer;
    struct dg_buf line;
    struct dg_inbox_view *views;
    size_t view_count, view_room;
    uint64_t rests_on; /* of the read under way: see dg_inbox_read */
};

/* A task of an assignment, in no list yet; its state says where it belongs.
 * Freed by dg_inbox_discard until it is added. */
enum dg_err dg_inbox_make(struct dg_inbox *inbox,
                          const struct dg_inbox_publication *asked,
                          struct dg_task **task);
/* An empty one, with its source and item in one block; NULL without memory. */
struct dg_task *dg_inbox_create_task(struct dg_str source, struct dg_str item);
void dg_inbox_discard(struct dg_task *task);
/* Empty: it names none. */
void dg_inbox_set_period(struct dg_task *task, struct dg_str period);

/* Into the list of all tasks, below its parent, and to its place. Owns the task
 * also on failure. */
enum dg_err dg_inbox_add(struct dg_inbox *inbox, struct dg_task *task);
/* Where its state belongs: the index, the agenda, or nowhere yet. */
enum dg_err dg_inbox_place(struct dg_inbox *inbox, struct dg_task *task);

/* True if a task of that receipt number may be added. */
bool dg_inbox_is_new(const struct dg_inbox *inbox, uint64_t sequence);

/* audience may be NULL: struct dg_inbox_change. */
void dg_inbox_tell(const struct dg_inbox *inbox, enum dg_inbox_change_kind kind,
                   const struct dg_task *task,
                   const struct dg_audience *audience);

/* inbox_joint.c: of an assignment that names joint departments. */
enum dg_err dg_inbox_make_joint(const struct dg_inbox *inbox,
                                const struct dg_inbox_publication *asked,
                                const struct dg_json *sources,
                                struct dg_task *task);
/* A task comes to wait for signatures; the agenda has room. */
enum dg_err dg_inbox_await_joint(struct dg_inbox *inbox, struct dg_task *task);
/* It is shown to those who wait. */
bool dg_inbox_shows_joint(const struct dg_task *task, int64_t now_us);

/* inbox_check.c, for what else is checked of a task that an event names.
 * False, with the refusal, if the task ended. */
bool dg_inbox_goes_on(const struct dg_task *task, struct dg_findings *findings);

/* inbox_wake.c: when a task that is due then ends, unless it says so itself. */
int64_t dg_inbox_expiry(const struct dg_inbox *inbox, int64_t due_us);
/* When a recurring task has to be looked at again: its next occurrence opens,
 * unless it ends before. */
int64_t dg_inbox_next_look(const struct dg_recurrence *recurrence,
                           int64_t now_us);
/* Puts the task into the agenda, which has room, at its time; of a recurring
 * one the time is found first. */
void dg_inbox_wake(struct dg_inbox *inbox, struct dg_task *task);

/* Erased ones, too. */
struct dg_task *dg_inbox_find(const struct dg_inbox *inbox, uint64_t sequence);
/* data.task of an event, or 0. */
uint64_t dg_inbox_number(const struct dg_event *event);

/* The task that data.task of an event names, or NULL. */
struct dg_task *dg_inbox_named(const struct dg_inbox *inbox,
                               const struct dg_event *event);

/* The office that an event speaks for, or NULL. */
const struct dg_office *dg_inbox_speaker(const struct dg_inbox *inbox,
                                         const struct dg_event *event);

/* NULL if the office never acted. */
const struct dg_inbox_office *dg_inbox_office_find(const struct dg_inbox *inbox,
                                                   uint64_t code);

/* Of a notice that it acknowledged, else NULL; office may be NULL. */
const struct dg_inbox_notice *
dg_inbox_office_notice(const struct dg_inbox_office *office, uint64_t notice);

/* True if this very record of an office was in the task's frozen roster. */
bool dg_inbox_was_there(const struct dg_office *office,
                        const struct dg_task *task);

#endif
