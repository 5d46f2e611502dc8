/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what counts as the same task, and as a change of it: its number, and
 * any difference in what the gateway says of it. */
#include "proto/client/subcommand/snapshot.h"

#define HASH_NONFATAL_OOM 1
#include <uthash.h>
#include <utlist.h>

#include "proto/client/answer/answer.h"
#include "proto/client/answer/show.h"

#define ARENA_LIMIT ((size_t) 1 << 30)

struct dg_snapshot_task {
    uint64_t number;
    const struct dg_json *node;
    struct dg_str text;
    UT_hash_handle hh; /* dg_snapshot::tasks */
};

void
dg_snapshot_init(struct dg_snapshot *snapshot)
{
    *snapshot = (struct dg_snapshot){.pages = NULL};
    dg_arena_init(&snapshot->arena, ARENA_LIMIT);
}

void
dg_snapshot_clear(struct dg_snapshot *snapshot)
{
    HASH_CLEAR(hh, snapshot->tasks);
    snapshot->pages = NULL;
    dg_arena_reset(&snapshot->arena);
}

void
dg_snapshot_finish(struct dg_snapshot *snapshot)
{
    dg_snapshot_clear(snapshot);
    dg_arena_finish(&snapshot->arena);
}

static const struct dg_snapshot_task *
find(const struct dg_snapshot *snapshot, uint64_t number)
{
    struct dg_snapshot_task *task;
    HASH_FIND(hh, snapshot->tasks, &number, sizeof number, task);
    return task;
}

static enum dg_err
add_task(struct dg_snapshot *snapshot, const struct dg_json *node,
         struct dg_str page)
{
    uint64_t number = dg_answer_number(node, "task");
    if (find(snapshot, number)) {
        return DG_OK; /* it slipped to the next page meanwhile */
    }
    struct dg_snapshot_task *task =
        dg_arena_alloc(&snapshot->arena, sizeof *task);
    if (!task) {
        return DG_ERR_MEMORY;
    }
    task->number = number;
    task->node = node;
    task->text =
        (struct dg_str){page.data + node->start, node->end - node->start};
    HASH_ADD(hh, snapshot->tasks, number, sizeof task->number, task);
    return task->hh.tbl ? DG_OK : DG_ERR_MEMORY;
}

static enum dg_err
add_tasks(struct dg_snapshot *snapshot, const struct dg_snapshot_page *page,
          const struct dg_json *result, bool all)
{
    enum dg_err err = DG_OK;
    for (const struct dg_json *t = dg_json_items(result, "tasks"); t && !err;
         t = t->next) {
        if (all || dg_show_is_pending(t)) {
            err = add_task(snapshot, t, page->text);
        }
    }
    return err;
}

enum dg_err
dg_snapshot_add(struct dg_snapshot *snapshot, struct dg_str text, bool all,
                const struct dg_json **result)
{
    struct dg_json_error error;
    struct dg_snapshot_page *page =
        dg_arena_alloc(&snapshot->arena, sizeof *page);
    if (page) {
        page->text = dg_arena_copy(&snapshot->arena, text);
    }
    if (!page || !page->text.data) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err =
        dg_json_parse(&snapshot->arena, page->text, &page->root, &error);
    if (err) {
        return err == DG_ERR_MEMORY ? err : DG_ERR_MALFORMED;
    }
    page->root = dg_answer_only(page->root);
    DL_APPEND(snapshot->pages, page);
    *result = dg_json_get(page->root, "result");
    return *result ? add_tasks(snapshot, page, *result, all) : DG_OK;
}

const struct dg_snapshot_page *
dg_snapshot_last(const struct dg_snapshot *snapshot)
{
    return snapshot->pages ? snapshot->pages->prev : NULL;
}

void
dg_snapshot_compare(const struct dg_snapshot *before,
                    const struct dg_snapshot *after, dg_change_fn handle,
                    void *ctx)
{
    const struct dg_snapshot_task *t, *other;
    for (t = after->tasks; t; t = t->hh.next) {
        other = find(before, t->number);
        if (!other || !dg_str_equal(other->text, t->text)) {
            handle(ctx, other ? DG_CHANGE_CHANGED : DG_CHANGE_NEW, t->node,
                   t->text);
        }
    }
    for (t = before->tasks; t; t = t->hh.next) {
        if (!find(after, t->number)) {
            handle(ctx, DG_CHANGE_GONE, t->node, t->text);
        }
    }
}
