/* SPDX-License-Identifier: Apache-2.0 */
/* What the lists of all layers say about one code today, for list.read. */
#ifndef PLUGINS_ACCESS_LIST_QUERY_ENTRY_H
#define PLUGINS_ACCESS_LIST_QUERY_ENTRY_H

#include "plugins/access_list/access_list.h"

/* The layers of a list today, those below it left out; the code is looked up in
 * each. None if no version of it is in force. */
struct dg_layers dg_query_entry_find(const struct dg_access_list *state,
                                     struct dg_plugin_str list,
                                     struct dg_plugin_str code);

/* "layers", "below" and "effective" into an open object. */
void dg_query_entry_put(const struct dg_access_list *state,
                        struct dg_layers *layers, struct dg_plugin_str code,
                        struct dg_plugin_writer *out);

#endif
