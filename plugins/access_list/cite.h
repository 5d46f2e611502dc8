/* SPDX-License-Identifier: Apache-2.0 */
/* A finding about a task with its citations, built step by step. */
#ifndef PLUGINS_ACCESS_LIST_CITE_H
#define PLUGINS_ACCESS_LIST_CITE_H

#include "plugins/access_list/rules.h"

#define DG_CITE_WAYS_MAX 6

struct dg_cite {
    struct dg_plugin_finding finding;
    struct dg_plugin_str ways[DG_CITE_WAYS_MAX];
};

/* Cites the list of the layer that is asked and the duty's entry in it. code is
 * static; member is the task's it is about, or "" for all of it. */
void dg_cite_init(struct dg_cite *cite, const struct dg_rules_task *task,
                  const char *code, const char *member);

/* The same about task->item. */
void dg_cite_item(struct dg_cite *cite, const struct dg_rules_task *task,
                  const char *code);

/* Cites this entry instead; its own alternative comes first. */
void dg_cite_entry(struct dg_cite *cite, const struct dg_entry *entry);

/* A lawful way instead; one above DG_CITE_WAYS_MAX is dropped. */
void dg_cite_suggest(struct dg_cite *cite, struct dg_plugin_str way);
/* The same for a literal, marked N_(). */
void dg_cite_way(struct dg_cite *cite, const struct dg_rules_task *task,
                 const char *way);

/* Hand the finding in unless the task is mute; true. */
bool dg_cite_refuse(struct dg_cite *cite, const struct dg_rules_task *task);
/* What pointer names is taken off; dimension is static ("seal"). */
bool dg_cite_strip(struct dg_cite *cite, const struct dg_rules_task *task,
                   const char *dimension);

/* `"a", "b"`, cut after 20 with "and N more"; in the findings' memory. */
struct dg_plugin_str dg_cite_join(const struct dg_rules_task *task,
                                  struct dg_texts texts);

/* A day as text. */
struct dg_cite_day {
    char text[11];
};
struct dg_cite_day dg_cite_day(const struct dg_rules_task *task, int32_t day);

#endif
