/* SPDX-License-Identifier: Apache-2.0 */
/* Reads facts of kind ANSWER: see acted.h. */
#include "plugins/form_dedup/report/acted.h"

#include <stdio.h>
#include <stdlib.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "plugins/form_dedup/cell/place.h"

struct task {
    uint64_t number;
    roaring_bitmap_t *started, *reported;
    bool everybody; /* all reports were there when it was asked */
    bool fetched;
    UT_hash_handle hh;
};

struct dg_acted {
    struct task *tasks;
};

struct dg_acted *
dg_acted_create(void)
{
    return calloc(1, sizeof(struct dg_acted));
}

static void
destroy_task(struct task *task)
{
    if (task->started) {
        roaring_bitmap_free(task->started);
    }
    if (task->reported) {
        roaring_bitmap_free(task->reported);
    }
    free(task);
}

void
dg_acted_destroy(struct dg_acted *acted)
{
    struct task *task, *next;
    if (!acted) {
        return;
    }
    HASH_ITER(hh, acted->tasks, task, next)
    {
        HASH_DEL(acted->tasks, task);
        destroy_task(task);
    }
    free(acted);
}

/* ---- headers ------------------------------------------------------------ */

static struct task *
find(const struct dg_acted *acted, uint64_t number)
{
    struct task *task;
    HASH_FIND(hh, acted->tasks, &number, sizeof number, task);
    return task;
}

static struct task *
take_task(struct dg_acted *acted, uint64_t number)
{
    struct task *task = find(acted, number);
    if (task) {
        return task;
    }
    task = calloc(1, sizeof *task);
    if (!task) {
        return NULL;
    }
    task->number = number;
    task->started = roaring_bitmap_create();
    task->reported = roaring_bitmap_create();
    if (task->started && task->reported) {
        HASH_ADD(hh, acted->tasks, number, sizeof task->number, task);
    }
    if (!task->hh.tbl) {
        destroy_task(task);
        return NULL;
    }
    return task;
}

static bool
take_fact(struct dg_acted *acted, const struct dg_plugin_header *header,
          const struct dg_plugin_effect *fact)
{
    struct dg_plugin_str number = fact->pointer;
    struct task *task;
    if (number.len > 0) {
        number.data++;
        number.len--;
    }
    task = take_task(acted, number.len > 0 ? dg_text_number(number)
                                           : header->sequence);
    if (!task) {
        return false;
    }
    if (strcmp(fact->dimension, "fetched") == 0) {
        task->fetched = true;
    } else if (strcmp(fact->dimension, "started") == 0) {
        dg_place_read(fact->place, task->started);
    } else if (fact->place.len > 0) {
        dg_place_read(fact->place, task->reported);
    } else {
        task->everybody = true;
    }
    return true;
}

static bool
is_told(const struct dg_plugin_effect *fact)
{
    return fact->kind == DG_PLUGIN_EFFECT_ANSWER &&
           (strcmp(fact->dimension, "started") == 0 ||
            strcmp(fact->dimension, "report") == 0 ||
            strcmp(fact->dimension, "fetched") == 0);
}

bool
dg_acted_take(struct dg_acted *acted, const struct dg_plugin_header *header)
{
    if (header->verdict == DG_PLUGIN_REFUSE) {
        return true;
    }
    for (size_t i = 0; i < header->effect_count; i++) {
        if (is_told(&header->effects[i]) &&
            !take_fact(acted, header, &header->effects[i])) {
            return false;
        }
    }
    return true;
}

/* ---- questions ---------------------------------------------------------- */

bool
dg_acted_started(const struct dg_acted *acted, uint64_t task, uint32_t office)
{
    const struct task *found = find(acted, task);
    return found && roaring_bitmap_contains(found->started, office);
}

bool
dg_acted_reported(const struct dg_acted *acted, uint64_t task, uint32_t office)
{
    const struct task *found = find(acted, task);
    return found && (found->everybody ||
                     roaring_bitmap_contains(found->reported, office));
}

bool
dg_acted_any(const struct dg_acted *acted, uint64_t task)
{
    const struct task *found = find(acted, task);
    return found &&
           (found->everybody || !roaring_bitmap_is_empty(found->started) ||
            !roaring_bitmap_is_empty(found->reported));
}

bool
dg_acted_fetched(const struct dg_acted *acted, uint64_t task)
{
    const struct task *found = find(acted, task);
    return found && found->fetched;
}

/* ---- the fold ----------------------------------------------------------- */

static bool
put_offices(const struct dg_print *print, const char *name,
            const roaring_bitmap_t *offices)
{
    char *text = dg_place_write(offices);
    if (text) {
        dg_print_word(print, name, text);
    }
    free(text);
    return text != NULL;
}

/* In the order of headers. */
bool
dg_acted_save(const struct dg_acted *acted, const struct dg_print *print)
{
    struct task *task, *next;
    bool done = true;
    print->host->open_array(print->out);
    HASH_ITER(hh, acted->tasks, task, next)
    {
        print->host->open_object(print->out);
        dg_print_number(print, "task", task->number);
        done = done && put_offices(print, "started", task->started) &&
               put_offices(print, "reported", task->reported);
        dg_print_flag(print, "everybody", task->everybody);
        dg_print_flag(print, "fetched", task->fetched);
        print->host->close_object(print->out);
    }
    print->host->close_array(print->out);
    return done;
}

struct dg_plugin_str
dg_acted_pointer(uint64_t task, char out[DG_ACTED_POINTER_SIZE])
{
    int len = snprintf(out, DG_ACTED_POINTER_SIZE, "/%llu",
                       (unsigned long long) task);
    return (struct dg_plugin_str){out, (size_t) len};
}
