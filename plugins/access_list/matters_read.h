/* SPDX-License-Identifier: Apache-2.0 */
/* What waits for a keeper, as it is read. */
#ifndef PLUGINS_ACCESS_LIST_MATTERS_READ_H
#define PLUGINS_ACCESS_LIST_MATTERS_READ_H

#include "plugins/access_list/access_list.h"

/* Answers exemption.read; reader is a source: departments and towns see their
 * own only. */
enum dg_plugin_status dg_matters_read(const struct dg_access_list *state,
                                      const struct dg_plugin_value *params,
                                      struct dg_plugin_str reader,
                                      struct dg_plugin_writer *out);

#endif
