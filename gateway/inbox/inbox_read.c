/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what one office sees: the union of what lies under the six prefixes
 * above it, its code and its groups, and under those of the offices it took
 * over from, each task once. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"

/* A page ends behind the task that reaches this, so that what a client takes
 * (1 MiB is common) holds it, unless a single task is longer. */
#define PAGE_BYTES (256u << 10)

/* After which task a page begins. */
struct cursor {
    bool set;
    int64_t due_us;
    uint64_t sequence;
};

/* "<due_us>.<sequence>"; no due date lies before 1970. */
static enum dg_err
parse_cursor(struct dg_str text, struct cursor *cursor)
{
    struct dg_str due, sequence;
    const char *dot;
    uint64_t due_us;

    *cursor = (struct cursor){.set = text.len > 0};
    if (text.len == 0) {
        return DG_OK;
    }
    dot = memchr(text.data, '.', text.len);
    if (!dot) {
        return DG_ERR_MALFORMED;
    }
    due = (struct dg_str){text.data, (size_t) (dot - text.data)};
    sequence = (struct dg_str){dot + 1, text.len - due.len - 1};
    if (dg_str_to_u64(due, &due_us) || due_us > INT64_MAX ||
        dg_str_to_u64(sequence, &cursor->sequence)) {
        return DG_ERR_MALFORMED;
    }
    cursor->due_us = (int64_t) due_us;
    return DG_OK;
}

static bool
is_after(const struct dg_task *task, const struct cursor *cursor)
{
    if (!cursor->set || task->due_us != cursor->due_us) {
        return !cursor->set || task->due_us > cursor->due_us;
    }
    return task->sequence > cursor->sequence;
}

/* An office's own view of a task goes before those it has for others. */
static int
compare_views(const void *a, const void *b)
{
    const struct dg_inbox_view *x = a, *y = b;

    if (x->task->due_us != y->task->due_us) {
        return x->task->due_us < y->task->due_us ? -1 : 1;
    }
    if (x->task->sequence != y->task->sequence) {
        return x->task->sequence < y->task->sequence ? -1 : 1;
    }
    return (x->heir_of > y->heir_of) - (x->heir_of < y->heir_of);
}

static enum dg_err
add_view(struct dg_inbox *inbox, const struct dg_task *task, uint64_t heir_of)
{
    if (inbox->view_count == inbox->view_room) {
        size_t room = inbox->view_room ? inbox->view_room * 2 : 512;
        struct dg_inbox_view *views =
            realloc(inbox->views, room * sizeof *views);
        if (!views) {
            return DG_ERR_MEMORY;
        }
        inbox->views = views;
        inbox->view_room = room;
    }
    inbox->views[inbox->view_count++] = (struct dg_inbox_view){task, heir_of};
    return DG_OK;
}

/* The tasks under one key, as far as they came to this record of an office. */
static enum dg_err
collect_key(struct dg_inbox *inbox, uint64_t key,
            const struct dg_office *office, uint64_t heir_of)
{
    const struct dg_index_list *list = dg_index_find(&inbox->index, key);
    enum dg_err err = DG_OK;

    if (list && list->newest > inbox->rests_on) {
        inbox->rests_on = list->newest;
    }
    for (uint32_t i = 0; list && i < list->count && !err; i++) {
        const struct dg_task *task = list->tasks[i];
        if (dg_inbox_was_there(office, task) &&
            !dg_audience_excludes(task->audience, inbox->roster,
                                  office->code)) {
            err = add_view(inbox, task, heir_of);
        }
    }
    return err;
}

static enum dg_err
collect_office(struct dg_inbox *inbox, const struct dg_office *office,
               uint64_t heir_of)
{
    unsigned level = dg_division_is_town(office->code) ? 5 : 0;
    enum dg_err err = DG_OK;
    size_t count;
    const uint32_t *groups =
        dg_roster_groups_of(inbox->roster, office->code, &count);

    for (; level < DG_DIVISION_LEVELS && !err; level++) {
        uint64_t key =
            dg_index_division_key(dg_division_above(office->code, level));
        err = collect_key(inbox, key, office, heir_of);
    }
    for (size_t i = 0; i < count && !err; i++) {
        err =
            collect_key(inbox, dg_index_group_key(groups[i]), office, heir_of);
    }
    return err;
}

/* Everything the office sees, sorted. */
static enum dg_err
collect(struct dg_inbox *inbox, const struct dg_office *office)
{
    enum dg_err err;

    inbox->view_count = 0;
    inbox->rests_on = 0;
    err = collect_office(inbox, office, 0);
    for (size_t i = 0; i < office->predecessor_count && !err; i++) {
        const struct dg_office *before = office->predecessors[i];
        err = collect_office(inbox, before, before->code);
    }
    if (!err && inbox->view_count > 0) {
        qsort(inbox->views, inbox->view_count, sizeof *inbox->views,
              compare_views);
    }
    return err;
}

/* The first view after index that is of another task. */
static size_t
next_task(const struct dg_inbox *inbox, size_t index)
{
    const struct dg_task *task = inbox->views[index].task;

    while (index < inbox->view_count && inbox->views[index].task == task) {
        index++;
    }
    return index;
}

struct tally {
    int64_t open, acknowledged, entered;
};

/* On all pages. */
static struct tally
count_tasks(const struct dg_inbox *inbox, uint64_t code)
{
    const struct dg_inbox_office *office = dg_inbox_office_find(inbox, code);
    struct tally tally = {0, 0, 0};

    for (size_t i = 0; i < inbox->view_count; i = next_task(inbox, i)) {
        const struct dg_inbox_notice *notice =
            dg_inbox_office_notice(office, inbox->views[i].task->notice);
        tally.open++;
        tally.acknowledged += notice != NULL;
        tally.entered += notice && notice->by;
    }
    return tally;
}

static void
write_predecessors(struct dg_inbox *inbox, size_t index, size_t end)
{
    uint64_t last = 0;

    if (inbox->views[index].heir_of == 0) {
        return;
    }
    dg_json_name(inbox->writer, "for");
    dg_json_open_array(inbox->writer);
    for (; index < end; index++) {
        char code[DG_DIVISION_CODE_SIZE];
        uint64_t heir_of = inbox->views[index].heir_of;
        if (heir_of != last) {
            dg_division_format(dg_division_above(heir_of, 5), code);
            dg_json_text(inbox->writer, code);
            last = heir_of;
        }
    }
    dg_json_close_array(inbox->writer);
}

static struct dg_str
behind(struct dg_str source, const char *role)
{
    size_t skip = strlen(role);

    return (struct dg_str){source.data + skip, source.len - skip};
}

/* A task force by its name, and the departments it asks for by theirs. */
static void
write_task_force(struct dg_inbox *inbox, struct dg_str source)
{
    const struct dg_principal *force =
        inbox->principals ? dg_principals_find(inbox->principals, source)
                          : NULL;

    if (!force) {
        return;
    }
    dg_json_put_str(inbox->writer, "taskforce", force->name);
    dg_json_name(inbox->writer, "parents");
    dg_json_open_array(inbox->writer);
    for (size_t i = 0; i < force->parent_count; i++) {
        struct dg_str parent = force->parents[i];
        struct dg_str name =
            dg_roster_department(inbox->roster, behind(parent, "department/"));
        dg_json_str(inbox->writer, name.data ? name : parent);
    }
    dg_json_close_array(inbox->writer);
}

/* The name of who asks, as far as the roster has one. */
static void
write_asker(struct dg_inbox *inbox, struct dg_str source)
{
    struct dg_division code;

    if (dg_str_starts_with(source, "department/")) {
        dg_json_put_str(
            inbox->writer, "department",
            dg_roster_department(inbox->roster, behind(source, "department/")));
    } else if (dg_str_starts_with(source, "taskforce/")) {
        write_task_force(inbox, source);
    } else if (dg_str_starts_with(source, "town/") &&
               dg_division_parse(behind(source, "town/"), &code) == DG_OK) {
        const struct dg_office *town =
            dg_roster_office(inbox->roster, code.value);
        dg_json_put_str(inbox->writer, "town",
                        town ? town->name : (struct dg_str){NULL, 0});
    }
}

/* Aligned with the item's "joint". Of what waited for no signatures it is said
 * that nobody but the lead signed it. */
static void
write_joint(struct dg_inbox *inbox, const struct dg_task *task)
{
    const struct dg_joint *joint =
        !task->joint && task->occurs ? task->parent->joint : task->joint;
    bool signed_by_all = true;

    if (!joint) {
        return;
    }
    dg_json_name(inbox->writer, "jointnames");
    dg_json_open_array(inbox->writer);
    for (size_t i = 0; i < joint->count; i++) {
        struct dg_str code = behind(joint->signers[i].source, "department/");
        struct dg_str name = dg_roster_department(inbox->roster, code);
        dg_json_str(inbox->writer, name.len ? name : code);
        signed_by_all = signed_by_all && joint->signers[i].signature > 0;
    }
    dg_json_close_array(inbox->writer);
    if (!signed_by_all) {
        dg_json_put_boolean(inbox->writer, "jointunsigned", true);
    }
}

/* An occurrence, and what was handed on as it was, stand on the word on the
 * task they came of. */
static void
write_word(struct dg_json_writer *writer, const struct dg_task *task)
{
    while (task->parent && (task->tied || task->occurs)) {
        task = task->parent;
    }
    if (task->word == DG_TASK_UNCONFIRMED) {
        dg_json_put_boolean(writer, "unconfirmed", true);
    } else if (task->word == DG_TASK_PROVISIONAL) {
        dg_json_put_boolean(writer, "provisional", true);
    }
}

static void
write_notice(struct dg_inbox *inbox, uint64_t code, const struct dg_task *task)
{
    const struct dg_inbox_notice *notice =
        dg_inbox_office_notice(dg_inbox_office_find(inbox, code), task->notice);
    char town[5 + DG_DIVISION_CODE_SIZE] = "town/";

    dg_json_put_boolean(inbox->writer, "acknowledged", notice != NULL);
    if (notice && notice->by) {
        dg_division_format(dg_division_above(notice->by, 5), town + 5);
        dg_json_put_text(inbox->writer, "enteredby", town);
    }
}

/* The item with what is true of it for this office now: both are objects, and
 * are joined into one. */
static enum dg_err
write_item(struct dg_inbox *inbox, const struct dg_inbox_query *query,
           size_t index, size_t end, struct dg_json_writer *out)
{
    const struct dg_task *task = inbox->views[index].task;
    struct dg_json_writer *writer = inbox->writer;
    struct dg_str head;
    enum dg_err err;

    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_json_put_integer(writer, "task", (int64_t) task->sequence);
    dg_json_put_boolean(writer, "overdue", query->now_us >= task->due_us);
    write_notice(inbox, query->office, task);
    write_predecessors(inbox, index, end);
    write_asker(inbox, task->source);
    write_joint(inbox, task);
    write_word(writer, task);
    dg_json_close_object(writer);
    err = dg_json_writer_text(writer, &head);
    if (err) {
        return err;
    }
    dg_buf_clear(&inbox->line);
    dg_buf_append(&inbox->line, head.data, head.len - 1);
    dg_buf_u8(&inbox->line, ',');
    dg_buf_append(&inbox->line, task->item.data + 1, task->item.len - 1);
    if (inbox->line.err) {
        return inbox->line.err;
    }
    dg_json_raw(out, (struct dg_str){inbox->line.data, inbox->line.len});
    return DG_OK;
}

/* Writes the page and, if tasks are left, the cursor of the next. */
static enum dg_err
write_page(struct dg_inbox *inbox, const struct dg_inbox_query *query,
           const struct cursor *cursor, struct dg_json_writer *out)
{
    const struct dg_task *last = NULL;
    size_t shown = 0, bytes = 0, index = 0, end;
    enum dg_err err = DG_OK;

    dg_json_name(out, "tasks");
    dg_json_open_array(out);
    for (; index < inbox->view_count && shown < query->limit &&
           bytes < PAGE_BYTES;
         index = end) {
        end = next_task(inbox, index);
        if (!is_after(inbox->views[index].task, cursor)) {
            continue;
        }
        err = write_item(inbox, query, index, end, out);
        if (err) {
            return err;
        }
        last = inbox->views[index].task;
        bytes += last->item.len;
        shown++;
    }
    dg_json_close_array(out);
    if (last && index < inbox->view_count) {
        char next[48];
        snprintf(next, sizeof next, "%" PRId64 ".%" PRIu64, last->due_us,
                 last->sequence);
        dg_json_put_text(out, "next", next);
    }
    return DG_OK;
}

enum dg_err
dg_inbox_read(struct dg_inbox *inbox, const struct dg_inbox_query *query,
              struct dg_json_writer *out, uint64_t *rests_on)
{
    const struct dg_office *office =
        dg_roster_office(inbox->roster, query->office);
    const struct dg_inbox_office *acted;
    char code[DG_DIVISION_CODE_SIZE];
    struct cursor cursor;
    struct tally tally;
    enum dg_err err = parse_cursor(query->after, &cursor);

    if (!office) {
        return DG_ERR_ABSENT;
    }
    if (!err) {
        err = collect(inbox, office);
    }
    if (err) {
        return err;
    }
    acted = dg_inbox_office_find(inbox, query->office);
    *rests_on = acted && acted->acted > inbox->rests_on ? acted->acted
                                                        : inbox->rests_on;
    tally = count_tasks(inbox, query->office);
    dg_division_format(dg_division_above(office->code, 5), code);
    dg_json_open_object(out);
    dg_json_put_text(out, "office", code);
    dg_json_put_str(out, "name", office->name);
    dg_json_put_integer(out, "open", tally.open);
    dg_json_put_integer(out, "acknowledged", tally.acknowledged);
    if (tally.entered > 0) {
        dg_json_put_integer(out, "entered", tally.entered);
    }
    err = write_page(inbox, query, &cursor, out);
    dg_json_close_object(out);
    return err;
}

enum dg_err
dg_inbox_each(struct dg_inbox *inbox, uint64_t code,
              bool (*each)(void *ctx, uint64_t task), void *ctx)
{
    const struct dg_office *office = dg_roster_office(inbox->roster, code);
    enum dg_err err = office ? collect(inbox, office) : DG_ERR_ABSENT;

    for (size_t i = 0; !err && i < inbox->view_count; i = next_task(inbox, i)) {
        if (!each(ctx, inbox->views[i].task->sequence)) {
            break;
        }
    }
    return err == DG_ERR_ABSENT ? DG_OK : err;
}

/* Its item says so. */
uint64_t
dg_inbox_amendment(const struct dg_inbox *inbox, uint64_t sequence)
{
    const struct dg_task *task = dg_inbox_find(inbox, sequence);
    const struct dg_json *item;
    struct dg_json_error error;
    struct dg_arena arena;
    int64_t number = 0;
    if (!task || !task->text) {
        return 0;
    }
    dg_arena_init(&arena, SIZE_MAX);
    if (dg_json_parse(&arena, task->item, &item, &error) != DG_OK ||
        dg_json_to_i64(dg_json_get(item, "amendment"), &number) != DG_OK) {
        number = 0;
    }
    dg_arena_finish(&arena);
    return (uint64_t) number;
}

enum dg_err
dg_inbox_count(struct dg_inbox *inbox, uint64_t code, uint32_t *open)
{
    const struct dg_office *office = dg_roster_office(inbox->roster, code);
    enum dg_err err = office ? collect(inbox, office) : DG_OK;

    *open = office && !err ? (uint32_t) count_tasks(inbox, code).open : 0;
    return err;
}
