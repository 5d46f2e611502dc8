/* SPDX-License-Identifier: Apache-2.0 */
/* An inbox as it was read at one time, and what differs between two times. */
#ifndef PROTO_CLIENT_SUBCOMMAND_SNAPSHOT_H
#define PROTO_CLIENT_SUBCOMMAND_SNAPSHOT_H

#include <stdbool.h>

#include "proto/base/arena.h"
#include "proto/codec/json.h"

struct dg_snapshot_task;

/* An answer of several to one reading. */
struct dg_snapshot_page {
    struct dg_str text;
    const struct dg_json *root;
    struct dg_snapshot_page *prev, *next; /* dg_snapshot::pages */
};

struct dg_snapshot {
    struct dg_arena arena;          /* of all below */
    struct dg_snapshot_page *pages; /* in order */
    struct dg_snapshot_task *tasks; /* by number, in order */
};

void dg_snapshot_init(struct dg_snapshot *snapshot);
void dg_snapshot_clear(struct dg_snapshot *snapshot);
void dg_snapshot_finish(struct dg_snapshot *snapshot);

/* Takes an answer; text is copied. *result is its member "result", NULL if it
 * has none. Acknowledged tasks are left out unless all is true. DG_ERR_MEMORY,
 * DG_ERR_MALFORMED: it is no JSON. */
enum dg_err dg_snapshot_add(struct dg_snapshot *snapshot, struct dg_str text,
                            bool all, const struct dg_json **result);

/* The answer added last; NULL if there is none. */
const struct dg_snapshot_page *
dg_snapshot_last(const struct dg_snapshot *snapshot);

enum dg_change { DG_CHANGE_NEW, DG_CHANGE_CHANGED, DG_CHANGE_GONE };

/* text is the task as it came; of one that is gone, as it was. */
typedef void (*dg_change_fn)(void *ctx, enum dg_change change,
                             const struct dg_json *task, struct dg_str text);

/* Calls for what is new and changed in the order of `after`, then for what is
 * gone in the order of `before`. Two readings of the same tasks as they were
 * have no difference. */
void dg_snapshot_compare(const struct dg_snapshot *before,
                         const struct dg_snapshot *after, dg_change_fn handle,
                         void *ctx);

#endif
