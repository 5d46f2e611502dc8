/* SPDX-License-Identifier: Apache-2.0 */
/* From audience terms to tasks: one entry for each term of a task, whatever
 * number of offices lies below it. Internal to gateway/inbox. */
#ifndef GATEWAY_INBOX_INDEX_H
#define GATEWAY_INBOX_INDEX_H

#include "gateway/inbox/inbox.h"
#include "gateway/inbox/map.h"

struct dg_index_list {
    uint64_t key;
    struct dg_task **tasks; /* in no order; ended ones leave lazily */
    uint32_t count, room;
    uint64_t newest; /* receipt number of the newest task that ever was in it */
    UT_hash_handle hh;
};

struct dg_index {
    struct dg_index_list *lists;
    size_t entries; /* of all lists */
};

uint64_t dg_index_division_key(struct dg_division division);
uint64_t dg_index_group_key(uint32_t group);

/* Puts the task (not owned) under every term of its audience, or under none.
 * DG_ERR_MEMORY. */
enum dg_err dg_index_add(struct dg_index *index, struct dg_task *task);

/* Has it lie under the terms of another audience; task->audience still is the
 * one before. After DG_ERR_MEMORY the index can only be finished. */
enum dg_err dg_index_move(struct dg_index *index, struct dg_task *task,
                          const struct dg_audience *audience);

/* The open tasks under a key; NULL if there never were any.
 * Valid until the next dg_index_add. */
const struct dg_index_list *dg_index_find(struct dg_index *index, uint64_t key);

void dg_index_finish(struct dg_index *index);

#endif
