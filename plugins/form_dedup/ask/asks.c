/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks with forms as the inboxes have them: what the hook task says of each,
 * and what other rooms ask of all. */
#include "plugins/form_dedup/ask/ask_internal.h"

#include <stdlib.h>
#include <string.h>

struct dg_asks *
dg_asks_create(const struct dg_plugin_host *host,
               const struct dg_dictionary *dictionary, struct dg_forms *forms,
               struct dg_cells *cells)
{
    struct dg_asks *asks = calloc(1, sizeof *asks);
    if (!asks) {
        return NULL;
    }
    asks->host = host;
    asks->dictionary = dictionary;
    asks->forms = forms;
    asks->cells = cells;
    asks->sources = dg_names_create();
    if (!asks->sources) {
        free(asks);
        return NULL;
    }
    return asks;
}

void
dg_asks_destroy(struct dg_asks *asks)
{
    if (!asks) {
        return;
    }
    for (size_t i = 0; i < asks->task_count; i++) {
        if (asks->tasks[i]->content) {
            dg_content_leave(asks->tasks[i]->content);
        }
        free(asks->tasks[i]);
    }
    free(asks->tasks);
    dg_group_destroy(asks);
    dg_content_destroy(asks);
    dg_offices_destroy(asks);
    dg_names_destroy(asks->sources);
    free(asks);
}

/* ---- questions ---------------------------------------------------------- */

/* The first task whose number is not below. */
static size_t
find_place(const struct dg_asks *asks, uint64_t number)
{
    size_t low = 0, high = asks->task_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (asks->tasks[middle]->shown.task < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct task *
find_task(const struct dg_asks *asks, uint64_t number)
{
    size_t at = find_place(asks, number);
    return at < asks->task_count && asks->tasks[at]->shown.task == number
               ? asks->tasks[at]
               : NULL;
}

const struct dg_ask_task *
dg_asks_task(const struct dg_asks *asks, uint64_t task)
{
    const struct task *found = find_task(asks, task);
    return found ? &found->shown : NULL;
}

const struct dg_ask_group *
dg_asks_group(const struct dg_asks *asks, uint32_t group)
{
    return group < asks->group_count ? &asks->groups[group]->shown : NULL;
}

dg_period
dg_asks_period(const struct dg_ask_group *group, uint32_t field)
{
    return group->form->fields[field].period == DG_PERIOD_NONE ? 0
                                                               : group->period;
}

const struct dg_ask_task *
dg_asks_next(const struct dg_asks *asks, uint64_t after)
{
    size_t at = find_place(asks, after + 1);
    return at < asks->task_count ? &asks->tasks[at]->shown : NULL;
}

bool
dg_asks_follows(const struct dg_asks *asks, const struct dg_ask_task *task)
{
    const struct dg_ask *ask = task->asks;
    while (ask && !asks->groups[ask->group]->follows) {
        ask = ask->sibling;
    }
    return ask != NULL;
}

bool
dg_asks_any_follows(const struct dg_asks *asks)
{
    return asks->follows;
}

static bool
is_asked(const struct dg_asks *asks, const struct dg_ask_group *group,
         uint32_t office)
{
    return roaring_bitmap_contains(group->offices, office) ||
           asks->host->audience_reaches(group->audience, office);
}

static uint32_t
find_field(const struct dg_ask_group *group, uint32_t slot)
{
    uint32_t field = 0;
    while (field < group->form->field_count && group->slots[field] != slot) {
        field++;
    }
    return field;
}

void
dg_asks_each(const struct dg_asks *asks, uint32_t slot, uint32_t office,
             bool (*each)(void *ctx, const struct dg_ask_task *task,
                          const struct dg_ask *ask, uint32_t field),
             void *ctx)
{
    const struct dg_slot *asked = dg_cells_at(asks->cells, slot);
    for (uint32_t i = 0; i < asked->group_count; i++) {
        const struct group *group = asks->groups[asked->groups[i]];
        uint32_t field;
        if (!group->last || !is_asked(asks, &group->shown, office)) {
            continue;
        }
        field = find_field(&group->shown, slot);
        for (const struct ask *ask = group->last; ask;
             ask = (const struct ask *) ask->shown.next) {
            if (!each(ctx, &ask->owner->shown, &ask->shown, field)) {
                return;
            }
        }
    }
}

bool
dg_asks_settle(struct dg_asks *asks)
{
    return dg_group_settle(asks);
}

/* ---- what became of a task ---------------------------------------------- */

static bool
make_room(struct dg_asks *asks)
{
    size_t room = asks->task_room ? 2 * asks->task_room : 64;
    struct task **grown;
    if (asks->task_count < asks->task_room) {
        return true;
    }
    grown = realloc(asks->tasks, room * sizeof(struct task *));
    if (!grown) {
        return false;
    }
    asks->tasks = grown;
    asks->task_room = room;
    return true;
}

static struct task *
add_task(struct dg_asks *asks, const struct dg_plugin_task *change)
{
    size_t at = find_place(asks, change->task);
    struct task *task = make_room(asks) ? calloc(1, sizeof *task) : NULL;
    if (!task) {
        return NULL;
    }
    task->source = dg_names_take(asks->sources, change->source);
    if (task->source == DG_NAMES_NONE) {
        free(task);
        return NULL;
    }
    task->shown.task = change->task;
    task->shown.of = change->of;
    task->shown.forwards = change->forwards;
    task->shown.source = dg_names_text(asks->sources, task->source);
    task->shown.opened_us = change->time_us;
    memmove(&asks->tasks[at + 1], &asks->tasks[at],
            (asks->task_count - at) * sizeof(struct task *));
    asks->tasks[at] = task;
    asks->task_count++;
    return task;
}

/* Takes back its asks, as if they had never been. */
static bool
leave_groups(struct dg_asks *asks, struct task *task)
{
    bool done = true;
    while (task->shown.asks) {
        struct ask *ask = (struct ask *) task->shown.asks;
        task->shown.asks = ask->shown.sibling;
        done = dg_group_leave(asks, ask) && done;
    }
    return done;
}

static bool
remove_task(struct dg_asks *asks, struct task *task)
{
    size_t at = find_place(asks, task->shown.task);
    bool done = leave_groups(asks, task);
    if (task->content) {
        dg_content_leave(task->content);
    }
    asks->task_count--;
    memmove(&asks->tasks[at], &asks->tasks[at + 1],
            (asks->task_count - at) * sizeof(struct task *));
    free(task);
    return done;
}

static bool
enter_group(struct dg_asks *asks, struct task *task, const struct dg_form *form,
            struct dg_ask ***last)
{
    dg_period period = 0;
    struct group *group;
    struct ask *ask;
    if (!dg_period_read(task->shown.period, &period)) {
        period = 0;
    }
    group = dg_group_take(asks, form, period, task->offices);
    ask = group ? dg_group_enter(asks, group, task) : NULL;
    if (!ask) {
        return false;
    }
    **last = &ask->shown;
    *last = &ask->shown.sibling;
    return true;
}

/* Forms as the dictionary has them by now. */
static bool
enter_anew(struct dg_asks *asks, struct task *task)
{
    struct dg_ask **last = &task->shown.asks;
    for (uint32_t i = 0; i < task->content->form_count; i++) {
        const struct dg_form *form =
            dg_forms_form(asks->forms, task->content->forms[i].number);
        if (!dg_forms_take_again(asks->forms, form, task->shown.task, &form) ||
            !enter_group(asks, task, form, &last)) {
            return false;
        }
    }
    return true;
}

/* What was delivered stays as it was. */
static bool
enter_again(struct dg_asks *asks, struct task *task, struct dg_ask *were)
{
    struct dg_ask **last = &task->shown.asks;
    bool done = true;
    while (were) {
        struct ask *ask = (struct ask *) were;
        const struct dg_form *form = ask->group->shown.form;
        were = were->sibling;
        done = dg_group_leave(asks, ask) && done &&
               enter_group(asks, task, form, &last);
    }
    return done;
}

static void
read_as(struct task *task, struct content *content,
        const struct dg_plugin_task *change)
{
    size_t len = change->period.len < sizeof task->period - 1
                     ? change->period.len
                     : sizeof task->period - 1;
    content->tasks++;
    if (task->content) {
        dg_content_leave(task->content);
    }
    task->content = content;
    if (len > 0) {
        memcpy(task->period, change->period.data, len);
    }
    task->shown.period = (struct dg_plugin_str){task->period, len};
    task->shown.content = content->sequence;
    task->shown.title = content->title;
    task->shown.duty = content->duty;
    task->shown.document = content->document;
    task->shown.review = content->review;
    task->shown.due_us = change->due_us;
    task->shown.ended_us = 0;
    task->shown.end = (struct dg_plugin_str){0};
}

/* Its forms, offices and period as they are from now on. */
static bool
show_task(struct dg_asks *asks, struct content *content,
          const struct dg_plugin_task *change)
{
    struct task *task = find_task(asks, change->task);
    bool same = task && task->content == content;
    struct dg_ask *were;
    if (!task) {
        task = add_task(asks, change);
    }
    if (!task || (!same && !leave_groups(asks, task))) {
        return false;
    }
    were = task->shown.asks;
    task->shown.asks = NULL;
    read_as(task, content, change);
    task->offices = dg_offices_take(asks, change->audience);
    if (!task->offices) {
        return false;
    }
    task->shown.audience = dg_offices_audience(task->offices);
    return same ? enter_again(asks, task, were) : enter_anew(asks, task);
}

/* The words of the contract, so that what ended a task need not be copied. */
static struct dg_plugin_str
find_word(struct dg_plugin_str end)
{
    static const char *const words[] = {"withdrawn", "refused", "lapsed",
                                        "expired", "declined"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) == end.len &&
            memcmp(words[i], end.data, end.len) == 0) {
            return (struct dg_plugin_str){words[i], end.len};
        }
    }
    return (struct dg_plugin_str){"ended", strlen("ended")};
}

static bool
end_task(struct dg_asks *asks, struct task *task,
         const struct dg_plugin_task *change)
{
    static const char erased[] = "erased";
    if (change->end.len == strlen(erased) &&
        memcmp(change->end.data, erased, change->end.len) == 0) {
        return remove_task(asks, task);
    }
    task->shown.ended_us = change->time_us;
    task->shown.end = find_word(change->end);
    for (struct dg_ask *ask = task->shown.asks; ask; ask = ask->sibling) {
        if (!dg_group_close(asks, (struct ask *) ask)) {
            return false;
        }
    }
    return true;
}

enum dg_plugin_status
dg_asks_change(struct dg_asks *asks, const struct dg_plugin_task *change)
{
    struct task *task = find_task(asks, change->task);
    struct content *content = dg_content_find(asks, change->content);
    bool done = true;
    if (change->change >= DG_PLUGIN_TASK_DROPPED) {
        return DG_PLUGIN_OK;
    }
    if (change->change == DG_PLUGIN_TASK_ENDED) {
        done = !task || end_task(asks, task, change);
    } else if (content) {
        done = show_task(asks, content, change) &&
               (!change->of || dg_content_stand(asks, change->of, content));
    } else if (task) {
        done = remove_task(asks, task);
    }
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

/* Also one that had left the inboxes before. */
bool
dg_asks_forget(struct dg_asks *asks, uint64_t sequence)
{
    struct task *task = find_task(asks, sequence);
    bool done = !task || remove_task(asks, task);
    dg_content_forget(asks, sequence);
    return done;
}
