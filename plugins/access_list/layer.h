/* SPDX-License-Identifier: Apache-2.0 */
/* Which lists judge a task, and in which order: the list that decides, all
 * above it, and those below it that hold where the task goes. */
#ifndef PLUGINS_ACCESS_LIST_LAYER_H
#define PLUGINS_ACCESS_LIST_LAYER_H

#include "plugins/access_list/list.h"

enum dg_layer_status {
    DG_LAYER_LISTED, /* here or above */
    DG_LAYER_OPEN,   /* nowhere yet; lists below may have it */
    DG_LAYER_CLOSED  /* nowhere, and lists below may not */
};

/* A list in force. */
struct dg_layer {
    const struct dg_list *list;
    const struct dg_version *version;
    const struct dg_entry *entry;   /* of the duty; NULL: as above */
    const struct dg_layer *upper;   /* NULL: the uppermost */
    const struct dg_layer *mandate; /* one above marks the duty mandatory */
    size_t depth;                   /* lists above it */
    enum dg_layer_status status;    /* of the code asked for last */
    bool below;                     /* the list that decides */
};

struct dg_layers {
    struct dg_layer *items;         /* uppermost first */
    struct dg_plugin_str *prefixes; /* room for as many */
    size_t count;
    const struct dg_layer *deciding;
    bool partly; /* lists below have the code, but not for all recipients */
};

/* Memory for the layers of one task at a time. */
struct dg_layer_room {
    struct dg_layer *items;
    struct dg_plugin_str *prefixes;
    size_t room;
};

/* Makes room for all lists of the set; false without memory. */
bool dg_layer_make_room(struct dg_layer_room *room,
                        const struct dg_list_set *set);
void dg_layer_release_room(struct dg_layer_room *room,
                           const struct dg_plugin_host *host);

struct dg_layer_ask {
    const struct dg_list_set *set;
    const struct dg_layer_room *room;
    const struct dg_plugin_event *event;
    struct dg_plugin_str list; /* that decides */
    int32_t day;
};

/* No layers if no version of the deciding list is in force. */
struct dg_layers dg_layer_find(const struct dg_layer_ask *ask,
                               struct dg_plugin_str duty);

/* Where a code is missing: the uppermost list that is closed and neither has it
 * nor stands below one that has; the deciding list, if only lists below have it
 * and not for all recipients. NULL: it is listed. */
const struct dg_layer *dg_layer_missing(struct dg_layers *layers,
                                        const struct dg_plugin_event *event,
                                        struct dg_plugin_str code);

/* How many lists stand above this one, up to `top` if that is not NULL; -1 if
 * top is not above it (a list is above itself by 0). */
int dg_layer_depth(const struct dg_list_set *set, const struct dg_list *list,
                   const struct dg_list *top);

#endif
