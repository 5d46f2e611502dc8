/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary.merge and dictionary.keep_apart: what a keeper says of two
 * elements. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_DECISIONS_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_DECISIONS_H

#include "plugins/form_dedup/dictionary/dictionary.h"

enum dg_plugin_status
dg_decisions_decide_merge(const struct dg_dictionary *dictionary,
                          const struct dg_plugin_event *event,
                          struct dg_plugin_findings *findings);
enum dg_plugin_status
dg_decisions_apply_merge(struct dg_dictionary *dictionary,
                         const struct dg_plugin_event *event);
enum dg_plugin_status
dg_decisions_decide_apart(const struct dg_dictionary *dictionary,
                          const struct dg_plugin_event *event,
                          struct dg_plugin_findings *findings);
enum dg_plugin_status
dg_decisions_apply_apart(struct dg_dictionary *dictionary,
                         const struct dg_plugin_event *event);

#endif
