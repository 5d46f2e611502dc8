/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share: how tasks, groups and sets of offices hang
 * together. */
#ifndef PLUGINS_FORM_DEDUP_ASK_ASK_INTERNAL_H
#define PLUGINS_FORM_DEDUP_ASK_ASK_INTERNAL_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "plugins/form_dedup/ask/ask.h"
#include "plugins/form_dedup/text/names.h"

/* A set of offices, kept once (offices.c). */
struct offices;

/* What an entry asks: the part of its assignment that is kept (content.c). */
struct content {
    uint64_t sequence;
    uint32_t tasks; /* how many read as it */
    bool forgotten; /* goes with the last of them */
    bool review;
    char at[24]; /* where its assignment stands: "/data" */
    struct dg_plugin_str title, duty, document;
    uint32_t form_count;
    struct content_form {
        uint32_t number; /* of dg_forms */
        uint32_t index;  /* among those of the assignment */
    } forms[];           /* then the texts */
};

/* What a recurring task reads as, as far as is known from its own entries and
 * its last occurrence. */
struct standing {
    uint64_t task;
    struct content *content;
    UT_hash_handle hh;
};

/* Those of a group's asks that are open, by who asks (group.c). */
struct asker {
    uint32_t source; /* in asks->sources */
    uint32_t open;
    struct ask *last; /* the one that came last; each has the one before */
};

struct group_key {
    uint32_t form;
    dg_period period;
    uint32_t offices; /* number of the set */
};

struct group {
    struct dg_ask_group shown; /* first */
    struct group_key key;
    UT_hash_handle hh;
    bool follows; /* some figure may */
    struct ask *last;
    struct asker *askers;
    uint32_t asker_count;
};

struct ask {
    struct dg_ask shown; /* first */
    struct task *owner;
    struct group *group;
    struct ask *newer;                    /* in the group */
    struct ask *open_before, *open_after; /* of the same asker */
    uint32_t asker;
    bool open;
};

struct task {
    struct dg_ask_task shown; /* first */
    struct content *content;
    const struct offices *offices;
    uint32_t source; /* in asks->sources */
    char period[11];
};

/* Of a slot: how many fields of open groups ask it, and whether its set is to
 * be made anew, because such a group closed. */
struct slot_use {
    uint32_t open;
    bool stale;
};

struct dg_asks {
    const struct dg_plugin_host *host;
    const struct dg_dictionary *dictionary;
    struct dg_forms *forms;
    struct dg_cells *cells;
    struct dg_names *sources;
    struct offices_set *offices; /* offices.c */
    struct content **contents;   /* by sequence */
    size_t content_count, content_room;
    struct standing *standing; /* by task */
    struct task **tasks;       /* by number */
    size_t task_count, task_room;
    struct group *by_key;
    struct group **groups;
    uint32_t group_count, group_room;
    bool follows;          /* some group does */
    struct slot_use *uses; /* by slot */
    uint32_t use_room;
    uint32_t *stale; /* slots whose asked is to be made anew */
    uint32_t stale_count, stale_room;
};

/* ---- offices.c ---------------------------------------------------------- */

/* The recipients as a set that lives as long as asks, with numbers from 0 in
 * the order they came; NULL without memory. */
const struct offices *dg_offices_take(struct dg_asks *asks,
                                      const struct dg_plugin_audience *from);
/* For a while, without number or audience; given back by drop. */
const struct offices *dg_offices_look(struct dg_asks *asks,
                                      const struct dg_plugin_audience *from);
void dg_offices_drop(struct dg_asks *asks, const struct offices *offices);
const roaring_bitmap_t *dg_offices_set(const struct offices *offices);
uint32_t dg_offices_number(const struct offices *offices);
struct dg_plugin_audience *dg_offices_audience(const struct offices *offices);
void dg_offices_destroy(struct dg_asks *asks);

/* ---- content.c ---------------------------------------------------------- */

/* Of the entry; NULL if it asks no form. */
struct content *dg_content_find(const struct dg_asks *asks, uint64_t sequence);
/* Of a recurring task, for its next occurrence; NULL: it asks no form. */
const struct content *dg_content_standing(const struct dg_asks *asks,
                                          uint64_t task);
/* The recurring task reads as this from now on, NULL: asks no form. False
 * without memory. */
bool dg_content_stand(struct dg_asks *asks, uint64_t task,
                      struct content *content);
/* Drops a task that read as it. */
void dg_content_leave(struct content *content);
/* What the entry asks, once no task reads as it. */
void dg_content_forget(struct dg_asks *asks, uint64_t sequence);
void dg_content_destroy(struct dg_asks *asks);

/* ---- group.c ------------------------------------------------------------ */

/* Likewise, made if need be; NULL without memory. */
struct group *dg_group_take(struct dg_asks *asks, const struct dg_form *form,
                            dg_period period, const struct offices *offices);
/* Puts an ask of the task there, open; NULL without memory. */
struct ask *dg_group_enter(struct dg_asks *asks, struct group *group,
                           struct task *task);
/* It asks no more, but did. False without memory. */
bool dg_group_close(struct dg_asks *asks, struct ask *ask);
/* As if it never had; frees it. False without memory. */
bool dg_group_leave(struct dg_asks *asks, struct ask *ask);
void dg_group_destroy(struct dg_asks *asks);
/* The period of the cell that a field asks for when the task has that one: of
 * what a running total rose by the last of its finer periods. False if they do
 * not fit. */
bool dg_group_period(const struct dg_asks *asks,
                     const struct dg_form_field *field, dg_period task,
                     dg_period *period);
/* Makes the sets of stale slots anew; false without memory. */
bool dg_group_settle(struct dg_asks *asks);

#endif
