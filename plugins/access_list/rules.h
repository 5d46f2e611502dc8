/* SPDX-License-Identifier: Apache-2.0 */
/* What the lists say about a task. */
#ifndef PLUGINS_ACCESS_LIST_RULES_H
#define PLUGINS_ACCESS_LIST_RULES_H

#include "plugins/access_list/access_list.h"
#include "plugins/access_list/layer.h"

/* One task being decided; every rule looks at it, once for each layer. */
struct dg_rules_task {
    const struct dg_access_list *state;
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    const struct dg_plugin_value *data; /* the assignment */
    struct dg_plugin_findings *findings;
    const char *rule; /* the one that is looking */
    struct dg_plugin_str duty;
    int32_t day; /* it is asked on */
    struct dg_layers layers;
    const struct dg_layer *layer;     /* the one being asked, or NULL; its: */
    const struct dg_version *version; /* NULL without layer */
    const struct dg_entry *entry;     /* of the duty; NULL: not listed */
    struct dg_plugin_str leave; /* a way out: whom to leave out; or empty */
    bool mute;                  /* what is found is not said … */
    bool *aside;                /* … but whether it is set aside is told */
    struct dg_plugin_str item, item_pointer; /* a seal, proof … if it is about
                                                one */
};

/* Looks at task->layer: true if it objects, and then says so (cite.h). */
typedef bool (*dg_rules_fn)(struct dg_rules_task *task);

void dg_rules_turn(struct dg_rules_task *task, const struct dg_layer *layer);

/* Asks every layer; the uppermost that objects is heard. */
bool dg_rules_ask(struct dg_rules_task *task, dg_rules_fn objects);

/* Runs every rule, whatever the others found. */
void dg_rules_decide(const struct dg_access_list *state,
                     const struct dg_plugin_event *event,
                     struct dg_plugin_findings *findings);

#endif
