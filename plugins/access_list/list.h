/* SPDX-License-Identifier: Apache-2.0 */
/* All lists that were ever published, each with its versions. */
#ifndef PLUGINS_ACCESS_LIST_LIST_H
#define PLUGINS_ACCESS_LIST_LIST_H

#include "plugins/access_list/hash.h"
#include "plugins/access_list/version.h"

struct dg_list {
    struct dg_plugin_str name;   /* the first version's copy of it */
    struct dg_version *versions; /* in order of publication; never NULL */
    struct dg_plugin_str upper; /* the list above; empty: none was ever named */
    struct dg_content content;
    UT_hash_handle hh; /* dg_list_set::by_name */
};

struct dg_list_set {
    const struct dg_plugin_host *host;
    struct dg_list *by_name; /* iterates in order of first publication */
};

void dg_list_init(struct dg_list_set *set, const struct dg_plugin_host *host);
void dg_list_finish(struct dg_list_set *set);

/* Folds the data of an admitted list.publish. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_list_publish(struct dg_list_set *set,
                                      const struct dg_plugin_value *data,
                                      uint64_t sequence);

/* NULL if there is none. */
const struct dg_list *dg_list_find(const struct dg_list_set *set,
                                   struct dg_plugin_str name);

/* The one published last, drafts included; NULL of NULL. */
const struct dg_version *dg_list_last(const struct dg_list *list);

/* Of list, which may be NULL: the latest published version that is no draft and
 * valid on day, or NULL. */
const struct dg_version *dg_list_in_force(const struct dg_list *list,
                                          int32_t day);

/* The one in force on day, else the latest published that is no draft, which
 * may come into force; NULL if there is none. */
const struct dg_version *dg_list_current(const struct dg_list *list,
                                         int32_t day);

/* The latest published version of that name, or NULL; list may be NULL. */
const struct dg_version *dg_list_version(const struct dg_list *list,
                                         struct dg_plugin_str name);

#endif
