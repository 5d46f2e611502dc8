/* SPDX-License-Identifier: Apache-2.0 */
/* Decides under which keys a task lies. Lists are not kept sorted: a reader
 * sorts the few hundred tasks it sees, and publishing stays an append. */
#include "gateway/inbox/index.h"

#include <stdlib.h>

#include "gateway/inbox/term.h"

uint64_t
dg_index_division_key(struct dg_division division)
{
    return dg_division_key(division); /* its last three bits are at most 5 */
}

uint64_t
dg_index_group_key(uint32_t group)
{
    return (uint64_t) group * 8 + 7;
}

static size_t
term_count(const struct dg_audience *audience)
{
    return audience->prefix_count + audience->code_count +
           audience->group_count;
}

static uint64_t
term_key(const struct dg_audience *audience, size_t term)
{
    if (term < audience->prefix_count) {
        return dg_index_division_key(audience->prefixes[term]);
    }
    term -= audience->prefix_count;
    if (term < audience->code_count) {
        return dg_index_division_key(
            (struct dg_division){audience->codes[term], 5});
    }
    return dg_index_group_key(audience->groups[term - audience->code_count]);
}

static struct dg_index_list *
find(const struct dg_index *index, uint64_t key)
{
    struct dg_index_list *list;

    HASH_FIND(hh, index->lists, &key, sizeof key, list);
    return list;
}

static struct dg_index_list *
take(struct dg_index *index, uint64_t key)
{
    struct dg_index_list *list = find(index, key);

    if (list) {
        return list;
    }
    list = calloc(1, sizeof *list);
    if (!list) {
        return NULL;
    }
    list->key = key;
    HASH_ADD(hh, index->lists, key, sizeof list->key, list);
    if (!DG_MAP_HAS(list)) {
        free(list);
        return NULL;
    }
    return list;
}

static void
sweep(struct dg_index *index, struct dg_index_list *list)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        if (list->tasks[i]->state == DG_TASK_OPEN) {
            list->tasks[kept++] = list->tasks[i];
        }
    }
    index->entries -= list->count - kept;
    list->count = kept;
}

/* A full list is swept first, and grows if that left it more than half full:
 * so sweeping costs an append no more than growing does. */
static enum dg_err
make_room(struct dg_index *index, struct dg_index_list *list)
{
    uint32_t room = list->room ? list->room * 2 : 2;
    struct dg_task **tasks;

    if (list->count < list->room) {
        return DG_OK;
    }
    sweep(index, list);
    if (list->count < (list->room + 1) / 2) {
        return DG_OK;
    }
    tasks = realloc(list->tasks, room * sizeof(struct dg_task *));
    if (!tasks) {
        return DG_ERR_MEMORY;
    }
    list->tasks = tasks;
    list->room = room;
    return DG_OK;
}

enum dg_err
dg_index_add(struct dg_index *index, struct dg_task *task)
{
    const struct dg_audience *audience = task->audience;
    size_t done, count = term_count(audience);

    for (done = 0; done < count; done++) {
        struct dg_index_list *list = take(index, term_key(audience, done));
        if (!list || make_room(index, list)) {
            goto undo;
        }
        list->tasks[list->count++] = task;
        if (task->sequence > list->newest) {
            list->newest = task->sequence;
        }
        index->entries++;
    }
    return DG_OK;
undo:
    while (done-- > 0) {
        find(index, term_key(audience, done))->count--;
        index->entries--;
    }
    return DG_ERR_MEMORY;
}

static bool
has_division(const struct dg_division *divisions, size_t count,
             struct dg_division wanted)
{
    const struct dg_division *found = dg_term_above(divisions, count, wanted);

    return found && found->level == wanted.level;
}

static bool
has_term(const struct dg_audience *audience, uint64_t key)
{
    struct dg_division division = {key / 8, (uint8_t) (key % 8)};

    if (division.level == 5) {
        return dg_term_find_code(audience->codes, audience->code_count,
                                 division.value);
    }
    if (division.level < 5) {
        return has_division(audience->prefixes, audience->prefix_count,
                            division);
    }
    for (size_t i = 0; i < audience->group_count; i++) {
        if (dg_index_group_key(audience->groups[i]) == key) {
            return true;
        }
    }
    return false;
}

/* Lists that many share are long; but few tasks ever move. */
static void
take_out(struct dg_index *index, struct dg_index_list *list,
         const struct dg_task *task)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->tasks[i] == task) {
            list->tasks[i] = list->tasks[--list->count];
            index->entries--;
            return;
        }
    }
}

enum dg_err
dg_index_move(struct dg_index *index, struct dg_task *task,
              const struct dg_audience *audience)
{
    const struct dg_audience *before = task->audience;

    for (size_t i = 0; i < term_count(audience); i++) {
        uint64_t key = term_key(audience, i);
        struct dg_index_list *list;
        if (has_term(before, key)) {
            continue;
        }
        list = take(index, key);
        if (!list || make_room(index, list)) {
            return DG_ERR_MEMORY;
        }
        list->tasks[list->count++] = task;
        index->entries++;
    }
    for (size_t i = 0; i < term_count(before); i++) {
        uint64_t key = term_key(before, i);
        if (!has_term(audience, key)) {
            take_out(index, find(index, key), task);
        }
    }
    return DG_OK;
}

const struct dg_index_list *
dg_index_find(struct dg_index *index, uint64_t key)
{
    struct dg_index_list *list = find(index, key);

    if (list) {
        sweep(index, list);
    }
    return list;
}

void
dg_index_finish(struct dg_index *index)
{
    struct dg_index_list *list, *next;

    HASH_ITER(hh, index->lists, list, next)
    {
        HASH_DEL(index->lists, list);
        free(list->tasks);
        free(list);
    }
}
