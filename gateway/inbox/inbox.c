/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the inbox remembers of a task that was asked. What becomes of it
 * is inbox_change.c's, what the clock does to it inbox_clock.c's; what may be
 * done inbox_check.c's, what an office sees inbox_read.c's. */
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
    dg_form_set_begin(&(*inbox)->form_sets);
    dg_buf_init(&(*inbox)->line);
    err = dg_json_writer_create(&(*inbox)->writer);
    if (err) {
        free(*inbox);
        *inbox = NULL;
    }
    return err;
}

void
dg_inbox_set_principals(struct dg_inbox *inbox,
                        const struct dg_principals *principals)
{
    inbox->principals = principals;
}

void
dg_inbox_set_expiry(struct dg_inbox *inbox, int days)
{
    inbox->expiry_days = days;
}

void
dg_inbox_set_cosign(struct dg_inbox *inbox, int days)
{
    inbox->cosign_days = days;
}

void
dg_inbox_watch(struct dg_inbox *inbox, dg_inbox_change_fn handle, void *ctx)
{
    inbox->handle_change = handle;
    inbox->change_ctx = ctx;
}

void
dg_inbox_tell(const struct dg_inbox *inbox, enum dg_inbox_change_kind kind,
              const struct dg_task *task, const struct dg_audience *audience)
{
    const struct dg_inbox_change change = {kind, task, audience};

    if (inbox->handle_change) {
        inbox->handle_change(inbox->change_ctx, &change);
    }
}

void
dg_inbox_discard(struct dg_task *task)
{
    dg_audience_drop(task->audience);
    dg_form_set_drop(task->forms);
    free(task->recurrence);
    dg_joint_destroy(task->joint);
    free(task->text);
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
        dg_inbox_discard(inbox->tasks[i]);
    }
    free(inbox->tasks);
    free(inbox->joint);
    dg_agenda_finish(&inbox->agenda);
    free(inbox->views);
    dg_buf_finish(&inbox->line);
    dg_json_writer_destroy(inbox->writer);
    free(inbox);
}

/* ---- a task of an assignment -------------------------------------------- */

struct dg_task *
dg_inbox_create_task(struct dg_str source, struct dg_str item)
{
    struct dg_task *task = calloc(1, sizeof *task + source.len + item.len);
    char *text;

    if (!task) {
        return NULL;
    }
    text = (char *) (task + 1);
    if (source.len > 0) {
        memcpy(text, source.data, source.len);
    }
    if (item.len > 0) {
        memcpy(text + source.len, item.data, item.len);
    }
    task->source = (struct dg_str){text, source.len};
    task->item = (struct dg_str){text + source.len, item.len};
    return task;
}

void
dg_inbox_set_period(struct dg_task *task, struct dg_str period)
{
    size_t len = period.len < sizeof task->period ? period.len : 0;

    if (len > 0) {
        memcpy(task->period, period.data, len);
    }
    task->period[len] = '\0';
}

static enum dg_urgency
read_urgency(const struct dg_json *task)
{
    struct dg_str urgency = dg_json_get_str(task, "urgency");

    return dg_str_is(urgency, "life-safety") ? DG_URGENCY_LIFE_SAFETY
           : dg_str_is(urgency, "urgent")    ? DG_URGENCY_URGENT
                                             : DG_URGENCY_NONE;
}

/* When a task that is due then ends by itself. */
static int64_t
read_expiry(const struct dg_inbox *inbox, const struct dg_json *task,
            int64_t due_us)
{
    int32_t day;

    if (read_urgency(task) == DG_URGENCY_LIFE_SAFETY) {
        return INT64_MAX;
    }
    if (dg_date_parse(dg_json_get_str(task, "expires"), &day) == DG_OK) {
        return dg_instant_of_date(day + 1);
    }
    return dg_inbox_expiry(inbox, due_us);
}

static enum dg_err
read_times(const struct dg_inbox *inbox, const struct dg_json *json,
           struct dg_task *task)
{
    const struct dg_json *recurrence = dg_json_get(json, "recurrence");
    enum dg_err err;

    if (!recurrence) {
        err = dg_due_parse(dg_json_get_str(json, "due"), &task->due_us);
        task->wakes_us = read_expiry(inbox, json, task->due_us);
        return err;
    }
    task->recurrence = malloc(sizeof *task->recurrence);
    if (!task->recurrence) {
        return DG_ERR_MEMORY;
    }
    err = dg_recurrence_parse(recurrence, task->recurrence);
    if (err) {
        return DG_ERR_MALFORMED;
    }
    task->due_us = dg_recurrence_due(task->recurrence, task->recurrence->last);
    task->recurrence->expires_us = read_expiry(inbox, json, task->due_us);
    return DG_OK;
}

/* Its item and the set of its forms, without what was taken off. */
static enum dg_err
read_content(struct dg_inbox *inbox, const struct dg_inbox_publication *asked,
             const struct dg_json *forms, struct dg_str *item,
             const struct dg_form_set **set)
{
    struct dg_strip strip;
    enum dg_err err = dg_strip_init(&strip, asked);

    if (err) {
        return err;
    }
    dg_json_writer_reset(inbox->writer);
    dg_item_write(inbox->writer, asked, &strip);
    err = dg_json_writer_text(inbox->writer, item);
    if (!err && forms) {
        err = dg_form_set_create(&inbox->form_sets, forms, &strip, set);
    }
    dg_strip_finish(&strip);
    return err;
}

enum dg_err
dg_inbox_make(struct dg_inbox *inbox, const struct dg_inbox_publication *asked,
              struct dg_task **out)
{
    const struct dg_json *json = asked->task ? asked->task : asked->event->data;
    const struct dg_json *joint = dg_json_get(json, "joint");
    struct dg_task *task;
    const struct dg_form_set *forms = NULL;
    struct dg_str item;
    enum dg_err err =
        read_content(inbox, asked, dg_json_get(json, "forms"), &item, &forms);

    if (err) {
        return err;
    }
    task = dg_inbox_create_task(asked->event->source, item);
    if (!task) {
        dg_form_set_drop(forms);
        return DG_ERR_MEMORY;
    }
    task->forms = forms;
    task->sequence = asked->sequence;
    task->notice = asked->sequence;
    task->content = asked->sequence;
    dg_inbox_set_period(task, dg_json_get_str(json, "period"));
    task->time_us = asked->time_us;
    task->urgency = read_urgency(json);
    task->word =
        task->urgency == DG_URGENCY_URGENT && !asked->tied && !asked->of
            ? DG_TASK_UNCONFIRMED
            : DG_TASK_UNASKED;
    task->audience = dg_audience_copy(asked->audience);
    err = task->audience ? read_times(inbox, json, task) : DG_ERR_MEMORY;
    task->unseen = asked->waits;
    task->state = asked->waits       ? DG_TASK_WAITING
                  : task->recurrence ? DG_TASK_STANDING
                                     : DG_TASK_OPEN;
    task->needs_word = asked->waits && (asked->needs_word || !asked->signs);
    if (!err && joint) {
        err = dg_inbox_make_joint(inbox, asked, joint, task);
    }
    if (err) {
        dg_inbox_discard(task);
        return err;
    }
    *out = task;
    return DG_OK;
}

/* ---- into the list ------------------------------------------------------ */

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

enum dg_err
dg_inbox_place(struct dg_inbox *inbox, struct dg_task *task)
{
    enum dg_err err = dg_agenda_reserve(&inbox->agenda);

    if (!err && dg_task_unsigned(task)) {
        return dg_inbox_await_joint(inbox, task);
    }
    if (err || task->state == DG_TASK_WAITING ||
        task->state == DG_TASK_ERASED) {
        return err;
    }
    if (task->state == DG_TASK_OPEN) {
        err = dg_index_add(&inbox->index, task);
        if (err) {
            return err;
        }
        inbox->open++;
        dg_inbox_tell(inbox, DG_INBOX_OPENED, task, task->audience);
    } else if (task->state == DG_TASK_STANDING) {
        dg_inbox_tell(inbox, DG_INBOX_STANDS, task, NULL);
    }
    dg_inbox_wake(inbox, task);
    return DG_OK;
}

/* Nearly always behind all others. */
static void
put_in_order(struct dg_inbox *inbox, struct dg_task *task)
{
    size_t at = inbox->count++;

    for (; at > 0 && inbox->tasks[at - 1]->sequence > task->sequence; at--) {
        inbox->tasks[at] = inbox->tasks[at - 1];
    }
    inbox->tasks[at] = task;
}

enum dg_err
dg_inbox_add(struct dg_inbox *inbox, struct dg_task *task)
{
    enum dg_err err = make_room(inbox);

    if (!err) {
        err = dg_inbox_place(inbox, task);
    }
    if (err) {
        dg_inbox_discard(task);
        return err;
    }
    put_in_order(inbox, task);
    if (task->parent) {
        task->sibling = task->parent->children;
        task->parent->children = task;
    }
    return DG_OK;
}

bool
dg_inbox_is_new(const struct dg_inbox *inbox, uint64_t sequence)
{
    return inbox->count == 0 ||
           inbox->tasks[inbox->count - 1]->sequence < sequence;
}

enum dg_err
dg_inbox_publish(struct dg_inbox *inbox,
                 const struct dg_inbox_publication *asked)
{
    struct dg_task *task;
    enum dg_err err = dg_inbox_is_new(inbox, asked->sequence)
                          ? dg_inbox_make(inbox, asked, &task)
                          : DG_ERR_EXISTS;

    if (err) {
        return err;
    }
    if (asked->forwards) {
        task->parent = dg_inbox_find(inbox, asked->forwards);
        task->tied = asked->tied;
    }
    return dg_inbox_add(inbox, task);
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

static struct dg_task *
find_unerased(const struct dg_inbox *inbox, uint64_t sequence)
{
    struct dg_task *task = dg_inbox_find(inbox, sequence);

    return task && task->state != DG_TASK_ERASED ? task : NULL;
}

const struct dg_task *
dg_inbox_task(const struct dg_inbox *inbox, uint64_t sequence)
{
    return find_unerased(inbox, sequence);
}

const struct dg_task *
dg_inbox_task_named(const struct dg_inbox *inbox, const struct dg_event *event)
{
    return dg_inbox_named(inbox, event);
}

uint64_t
dg_inbox_number(const struct dg_event *event)
{
    return dg_json_to_number(dg_json_get(event->data, "task"));
}

struct dg_task *
dg_inbox_named(const struct dg_inbox *inbox, const struct dg_event *event)
{
    return find_unerased(inbox, dg_inbox_number(event));
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

bool
dg_inbox_was_there(const struct dg_office *office, const struct dg_task *task)
{
    uint32_t version = task->audience->version;

    return office->since <= version && version < office->until;
}
