/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the inbox remembers of tasks, withdrawals and acknowledgements.
 * Whether those may be made is inbox_check.c's, what an office sees of them
 * inbox_read.c's. */
#include "gateway/inbox/inbox.h"

#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"
#include "gateway/inbox/item.h"
#include "proto/base/date.h"

enum dg_err
dg_inbox_create(const struct dg_roster *roster, struct dg_inbox **inbox)
{
    enum dg_err err;

    *inbox = calloc(1, sizeof **inbox);
    if (!*inbox) {
        return DG_ERR_MEMORY;
    }
    (*inbox)->roster = roster;
    dg_buf_init(&(*inbox)->line);
    err = dg_json_writer_create(&(*inbox)->writer);
    if (err) {
        free(*inbox);
        *inbox = NULL;
    }
    return err;
}

static void
destroy_task(struct dg_task *task)
{
    free((void *) task->audience);
    free(task);
}

void
dg_inbox_destroy(struct dg_inbox *inbox)
{
    struct dg_inbox_office *office, *next;

    if (!inbox) {
        return;
    }
    HASH_ITER(hh, inbox->offices, office, next)
    {
        HASH_DEL(inbox->offices, office);
        free(office->acknowledged);
        free(office);
    }
    dg_index_finish(&inbox->index);
    for (size_t i = 0; i < inbox->count; i++) {
        destroy_task(inbox->tasks[i]);
    }
    free(inbox->tasks);
    free(inbox->views);
    dg_buf_finish(&inbox->line);
    dg_json_writer_destroy(inbox->writer);
    free(inbox);
}

/* With its source and item in one block. */
static enum dg_err
create_task(struct dg_str source, struct dg_str item,
            const struct dg_audience *audience, struct dg_task **task)
{
    char *text;

    *task = calloc(1, sizeof **task + source.len + item.len);
    if (!*task) {
        return DG_ERR_MEMORY;
    }
    (*task)->audience = dg_audience_copy(audience);
    if (!(*task)->audience) {
        free(*task);
        return DG_ERR_MEMORY;
    }
    text = (char *) (*task + 1);
    memcpy(text, source.data, source.len);
    memcpy(text + source.len, item.data, item.len);
    (*task)->source = (struct dg_str){text, source.len};
    (*task)->item = (struct dg_str){text + source.len, item.len};
    return DG_OK;
}

static enum dg_err
make_room(struct dg_inbox *inbox)
{
    size_t room = inbox->room ? inbox->room * 2 : 64;
    struct dg_task **tasks;

    if (inbox->count < inbox->room) {
        return DG_OK;
    }
    tasks = realloc(inbox->tasks, room * sizeof(struct dg_task *));
    if (!tasks) {
        return DG_ERR_MEMORY;
    }
    inbox->tasks = tasks;
    inbox->room = room;
    return DG_OK;
}

/* Owns the task on success. */
static enum dg_err
add_task(struct dg_inbox *inbox, struct dg_task *task)
{
    enum dg_err err = make_room(inbox);

    if (!err) {
        err = dg_index_add(&inbox->index, task);
    }
    if (!err) {
        inbox->tasks[inbox->count++] = task;
        inbox->open++;
    }
    return err;
}

static enum dg_err
render(struct dg_inbox *inbox, const struct dg_inbox_publication *asked,
       struct dg_str *item)
{
    enum dg_err err;

    dg_json_writer_reset(inbox->writer);
    err = dg_item_write(inbox->writer, asked->event, asked->audience->offices,
                        asked->effects, asked->effect_count);
    return err ? err : dg_json_writer_text(inbox->writer, item);
}

enum dg_err
dg_inbox_publish(struct dg_inbox *inbox,
                 const struct dg_inbox_publication *asked)
{
    struct dg_task *task;
    struct dg_str item;
    int64_t due_us;
    enum dg_err err;

    if (inbox->count > 0 &&
        inbox->tasks[inbox->count - 1]->sequence >= asked->sequence) {
        return DG_ERR_EXISTS;
    }
    err = dg_due_parse(dg_json_get_str(asked->event->data, "due"), &due_us);
    if (!err) {
        err = render(inbox, asked, &item);
    }
    if (!err) {
        err = create_task(asked->event->source, item, asked->audience, &task);
    }
    if (err) {
        return err;
    }
    task->sequence = asked->sequence;
    task->time_us = asked->time_us;
    task->due_us = due_us;
    err = add_task(inbox, task);
    if (err) {
        destroy_task(task);
    }
    return err;
}

struct dg_task *
dg_inbox_find(const struct dg_inbox *inbox, uint64_t sequence)
{
    size_t low = 0, high = inbox->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (inbox->tasks[middle]->sequence < sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == inbox->count || inbox->tasks[low]->sequence != sequence) {
        return NULL;
    }
    return inbox->tasks[low];
}

const struct dg_task *
dg_inbox_task(const struct dg_inbox *inbox, uint64_t sequence)
{
    return dg_inbox_find(inbox, sequence);
}

struct dg_task *
dg_inbox_named(const struct dg_inbox *inbox, const struct dg_event *event)
{
    int64_t sequence;

    if (dg_json_to_i64(dg_json_get(event->data, "task"), &sequence) ||
        sequence < 1) {
        return NULL;
    }
    return dg_inbox_find(inbox, (uint64_t) sequence);
}

size_t
dg_inbox_open_count(const struct dg_inbox *inbox)
{
    return inbox->open;
}

size_t
dg_inbox_entry_count(const struct dg_inbox *inbox)
{
    return inbox->index.entries;
}

enum dg_err
dg_inbox_withdraw(struct dg_inbox *inbox, const struct dg_event *event,
                  int64_t time_us)
{
    struct dg_task *task = dg_inbox_named(inbox, event);

    if (!task || task->withdrawn_us) {
        return DG_ERR_ABSENT;
    }
    task->withdrawn_us = time_us;
    inbox->open--;
    return DG_OK;
}

bool
dg_inbox_was_there(const struct dg_office *office, const struct dg_task *task)
{
    uint32_t version = task->audience->version;

    return office->since <= version && version < office->until;
}
