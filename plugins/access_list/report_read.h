/* SPDX-License-Identifier: Apache-2.0 */
/* The report, as it is read. */
#ifndef PLUGINS_ACCESS_LIST_REPORT_READ_H
#define PLUGINS_ACCESS_LIST_REPORT_READ_H

#include "plugins/access_list/access_list.h"

/* Answers list.report. */
enum dg_plugin_status dg_report_read(const struct dg_access_list *state,
                                     const struct dg_plugin_value *params,
                                     struct dg_plugin_writer *out);

#endif
