/* SPDX-License-Identifier: Apache-2.0 */
/* How the inbox lies in memory. Internal to gateway/inbox/inbox*.c. */
#ifndef GATEWAY_INBOX_INBOX_STATE_H
#define GATEWAY_INBOX_INBOX_STATE_H

#include "gateway/inbox/index.h"
#include "proto/base/buf.h"
#include "proto/base/i18n.h"

/* An office that acted. */
struct dg_inbox_office {
    uint64_t code;
    uint64_t *acknowledged; /* receipt numbers, ascending */
    size_t count, room;
    UT_hash_handle hh;
};

/* A task as one office sees it: for itself (0), or for a predecessor. */
struct dg_inbox_view {
    const struct dg_task *task;
    uint64_t heir_of;
};

struct dg_inbox {
    const struct dg_roster *roster;
    struct dg_task **tasks; /* by receipt number, withdrawn ones too */
    size_t count, room, open;
    struct dg_index index;
    struct dg_inbox_office *offices;

    /* Kept from call to call for their memory only. */
    struct dg_json_writer *writer;
    struct dg_buf line;
    struct dg_inbox_view *views;
    size_t view_count, view_room;
};

struct dg_task *dg_inbox_find(const struct dg_inbox *inbox, uint64_t sequence);

/* The task that data.task of an event names, or NULL. */
struct dg_task *dg_inbox_named(const struct dg_inbox *inbox,
                               const struct dg_event *event);

/* The office that an event speaks for, or NULL. */
const struct dg_office *dg_inbox_speaker(const struct dg_inbox *inbox,
                                         const struct dg_event *event);

/* NULL if the office never acted. */
const struct dg_inbox_office *dg_inbox_office_find(const struct dg_inbox *inbox,
                                                   uint64_t code);

/* office may be NULL. */
bool dg_inbox_office_acknowledged(const struct dg_inbox_office *office,
                                  uint64_t sequence);

/* True if this very record of an office was in the task's frozen roster. */
bool dg_inbox_was_there(const struct dg_office *office,
                        const struct dg_task *task);

#endif
