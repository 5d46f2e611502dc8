/* SPDX-License-Identifier: Apache-2.0 */
/* Reads of the list. */
#ifndef PLUGINS_ACCESS_LIST_QUERY_H
#define PLUGINS_ACCESS_LIST_QUERY_H

#include "plugins/access_list/access_list.h"

/* Answers list.read; DG_PLUGIN_NOT_FOUND when there is no such list, version
 * or entry. */
enum dg_plugin_status dg_query_list(const struct dg_access_list *state,
                                    const struct dg_plugin_value *params,
                                    struct dg_plugin_writer *out);

#endif
