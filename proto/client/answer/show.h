/* SPDX-License-Identifier: Apache-2.0 */
/* Results of reads as people see them: inbox, task-access list, receipt. */
#ifndef PROTO_CLIENT_ANSWER_SHOW_H
#define PROTO_CLIENT_ANSWER_SHOW_H

#include "proto/client/answer/table.h"
#include "proto/codec/json.h"

/* True of a task that is still to be acknowledged, or confirmed. */
bool dg_show_is_pending(const struct dg_json *task);

/* Pages go into one table: begin, add each page's result, render. */
void dg_show_begin_inbox(struct dg_table *table, struct dg_arena *arena);

/* Adds the tasks of an inbox.read result, at most `most` of them; those that
 * are not pending only if all is true. Returns how many were added. */
size_t dg_show_add_inbox(struct dg_table *table, const struct dg_json *result,
                         bool all, size_t most);

/* One of them on one line, without its end. */
void dg_show_task(struct dg_buf *out, const struct dg_json *task);

/* "NAME (CODE): N open" */
void dg_show_inbox_head(struct dg_buf *out, const struct dg_json *result);

void dg_show_begin_list(struct dg_table *table, struct dg_arena *arena);
void dg_show_add_list(struct dg_table *table, const struct dg_json *result);

/* "LIST VERSION, in force from DAY to DAY" */
void dg_show_list_head(struct dg_buf *out, const struct dg_json *result);

/* Every member of one entry, a line each. */
void dg_show_entry(struct dg_buf *out, const struct dg_json *entry);

/* What other lists say of the entry, and whether it may be asked today; nothing
 * if it is the only list and it may. */
void dg_show_layers(struct dg_buf *out, const struct dg_json *result);

/* A receipt.lookup result: the event, then its answer. */
void dg_show_receipt(struct dg_buf *out, const struct dg_json *result);

#endif
