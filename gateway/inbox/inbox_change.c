/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what becomes of a task that is there: it reads differently, it is let
 * through, it ends. Whether that may be asked is inbox_check.c's. */
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"
#include "gateway/inbox/item.h"

/* ---- its end ------------------------------------------------------------ */

/* What ends with its parent, when that ends like this. */
static bool
goes_along(const struct dg_task *task, enum dg_task_state state)
{
    return task->amends || task->occurs ||
           (task->tied && state != DG_TASK_EXPIRED);
}

static bool
end_one(struct dg_inbox *inbox, struct dg_task *task, enum dg_task_state state)
{
    bool open;

    if (task->state == DG_TASK_ERASED) {
        bool first = !task->over;
        task->over = true;
        return first;
    }
    if (dg_task_ended(task)) {
        return false;
    }
    open = task->state == DG_TASK_OPEN;
    task->state = state;
    if (open) {
        inbox->open--;
        dg_inbox_tell(inbox, DG_INBOX_ENDED, task, task->audience);
    } else {
        dg_inbox_tell(inbox, DG_INBOX_DROPPED, task, NULL);
    }
    return true;
}

/* The next of the tree below root: a child of at, unless that is passed over,
 * or what comes after it; NULL at the end. */
static struct dg_task *
next_below(const struct dg_task *root, struct dg_task *at, bool into)
{
    if (into && at->children) {
        return at->children;
    }
    while (at != root && !at->sibling) {
        at = at->parent;
    }
    return at == root ? NULL : at->sibling;
}

enum dg_err
dg_inbox_end(struct dg_inbox *inbox, uint64_t sequence,
             enum dg_task_state state)
{
    struct dg_task *root = dg_inbox_find(inbox, sequence), *at = root;

    if (!root || !end_one(inbox, root, state)) {
        return DG_ERR_ABSENT;
    }
    for (at = next_below(root, root, true); at;) {
        bool along = goes_along(at, state) && end_one(inbox, at, state);
        at = next_below(root, at, along);
    }
    return DG_OK;
}

/* ---- it reads differently ----------------------------------------------- */

static enum dg_err
set_item(struct dg_task *task, struct dg_str item)
{
    char *text = malloc(item.len);

    if (!text) {
        return DG_ERR_MEMORY;
    }
    memcpy(text, item.data, item.len);
    /* Nothing of it stays behind in the task's own memory. */
    memset((char *) task->item.data, 0, task->item.len);
    free(task->text);
    task->text = text;
    task->item = (struct dg_str){text, item.len};
    return DG_OK;
}

/* From one audience to another; the offices of both are told. */
static enum dg_err
move(struct dg_inbox *inbox, struct dg_task *task,
     const struct dg_audience *audience)
{
    enum dg_err err = DG_OK;

    if (task->state == DG_TASK_OPEN) {
        err = dg_index_move(&inbox->index, task, audience);
        dg_inbox_tell(inbox, DG_INBOX_TOUCHED, task, task->audience);
    }
    if (!err) {
        dg_audience_drop(task->audience);
        task->audience = dg_audience_hold(audience);
    }
    return err;
}

/* An open occurrence has what its task now has, which is less. */
static enum dg_err
narrow(struct dg_inbox *inbox, struct dg_task *task,
       const struct dg_audience *audience)
{
    const struct dg_json *item;
    struct dg_json_error error;
    struct dg_arena arena;
    struct dg_str text;
    enum dg_err err;

    dg_arena_init(&arena, SIZE_MAX);
    err = dg_json_parse(&arena, task->item, &item, &error);
    if (!err) {
        dg_json_writer_reset(inbox->writer);
        dg_item_write_narrowed(inbox->writer, item, audience->offices);
        err = dg_json_writer_text(inbox->writer, &text);
    }
    if (!err) {
        err = set_item(task, text);
    }
    dg_arena_finish(&arena);
    if (!err) {
        err = move(inbox, task, audience);
    }
    if (!err) {
        dg_inbox_tell(inbox, DG_INBOX_CHANGED, task, NULL);
    }
    return err;
}

static enum dg_err
narrow_occurrences(struct dg_inbox *inbox, const struct dg_task *task)
{
    enum dg_err err = DG_OK;

    for (struct dg_task *child = task->children; child && !err;
         child = child->sibling) {
        if (child->state == DG_TASK_OPEN && task->recurrence &&
            dg_audience_reached(task->audience, child->audience,
                                inbox->roster)) {
            err = narrow(inbox, child, task->audience);
        }
    }
    return err;
}

/* Takes what was made of an amendment; what is open stays open. */
static enum dg_err
take_over(struct dg_inbox *inbox, struct dg_task *task, struct dg_task *as)
{
    bool moves = !dg_audience_same(task->audience, as->audience);
    enum dg_err err = dg_agenda_reserve(&inbox->agenda);

    if (!err) {
        err = set_item(task, as->item);
    }
    if (!err && moves) {
        err = move(inbox, task, as->audience);
    }
    if (err) {
        return err;
    }
    if (task->recurrence && as->recurrence) {
        as->recurrence->opened = task->recurrence->opened;
    }
    free(task->recurrence);
    task->recurrence = as->recurrence;
    as->recurrence = NULL;
    task->urgency = as->urgency;
    task->content = as->content;
    dg_form_set_drop(task->forms);
    task->forms = dg_form_set_hold(as->forms);
    dg_inbox_set_period(task, dg_str_from(as->period));
    task->due_us = as->due_us;
    task->wakes_us = as->wakes_us;
    dg_inbox_wake(inbox, task);
    if (task->state == DG_TASK_OPEN) {
        dg_inbox_tell(inbox, DG_INBOX_CHANGED, task, task->audience);
    } else if (task->state == DG_TASK_STANDING) {
        dg_inbox_tell(inbox, DG_INBOX_STANDS, task, NULL);
    }
    return DG_OK;
}

/* Offices acknowledge it again, and it stands on what was said of the
 * amendment. */
static void
judge_anew(struct dg_task *task, struct dg_task *as)
{
    task->notice = as->sequence;
    task->word = as->word;
    dg_joint_destroy(task->joint);
    task->joint = as->joint;
    as->joint = NULL;
}

/* As it was asked; but the same terms mean the same offices as before, and it
 * stays what it is. */
static struct dg_inbox_publication
complete(const struct dg_inbox_publication *asked, const struct dg_task *task)
{
    struct dg_inbox_publication full = *asked;

    if (dg_audience_same(full.audience, task->audience)) {
        full.audience = task->audience;
    }
    if (task->parent) {
        *(task->occurs ? &full.of : &full.forwards) = task->parent->sequence;
    }
    return full;
}

enum dg_err
dg_inbox_amend(struct dg_inbox *inbox, const struct dg_inbox_publication *asked,
               bool gated)
{
    struct dg_task *task = dg_inbox_find(inbox, asked->amends), *as;
    struct dg_inbox_publication full;
    bool moves;
    enum dg_err err;

    if (task && task->state == DG_TASK_ERASED && asked->waits) {
        return dg_inbox_bury(inbox, asked->sequence, asked->event->source,
                             NULL);
    }
    if (!task || dg_task_ended(task)) {
        return DG_ERR_ABSENT;
    }
    full = complete(asked, task);
    err = dg_inbox_make(inbox, &full, &as);
    if (err) {
        return err;
    }
    if (asked->waits) {
        as->parent = task;
        as->amends = true;
        return dg_inbox_add(inbox, as);
    }
    moves = full.audience != task->audience;
    err = take_over(inbox, task, as);
    if (!err && gated) {
        judge_anew(task, as);
    } else if (!err && moves) {
        err = narrow_occurrences(inbox, task);
    }
    dg_inbox_discard(as);
    return err;
}

/* ---- it is let through -------------------------------------------------- */

enum dg_err
dg_inbox_open_waiting(struct dg_inbox *inbox, uint64_t sequence)
{
    struct dg_task *task = dg_inbox_find(inbox, sequence);
    enum dg_err err;

    if (!task || task->state != DG_TASK_WAITING) {
        return DG_ERR_ABSENT;
    }
    task->unseen = false;
    if (task->joint) {
        task->wakes_us = task->joint->wakes_us;
    }
    if (!task->amends) {
        task->state = task->recurrence ? DG_TASK_STANDING : DG_TASK_OPEN;
        return dg_inbox_place(inbox, task);
    }
    err = take_over(inbox, task->parent, task);
    judge_anew(task->parent, task);
    task->state = DG_TASK_TAKEN;
    return err;
}

enum dg_err
dg_inbox_confirm(struct dg_inbox *inbox, uint64_t sequence, bool provisionally)
{
    struct dg_task *task = dg_inbox_find(inbox, sequence);
    enum dg_err err;

    if (!task || dg_task_ended(task)) {
        return DG_ERR_ABSENT;
    }
    task->needs_word = false;
    task->word = provisionally ? DG_TASK_PROVISIONAL : DG_TASK_CONFIRMED;
    if (dg_task_unsigned(task)) {
        return DG_OK;
    }
    if (task->state == DG_TASK_WAITING) {
        err = dg_inbox_open_waiting(inbox, sequence);
        if (err) {
            return err;
        }
    } else if (task->state == DG_TASK_OPEN) {
        dg_inbox_tell(inbox, DG_INBOX_TOUCHED, task, task->audience);
    }
    return DG_OK;
}
