/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary.publish: decided in publish.c and what it calls (vet.h), taken
 * in by adopt.c. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_PUBLISH_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_PUBLISH_H

#include "plugins/form_dedup/dictionary/dictionary.h"

enum dg_plugin_status dg_publish_decide(const struct dg_dictionary *dictionary,
                                        const struct dg_dictionary_use *use,
                                        const struct dg_plugin_event *event,
                                        struct dg_plugin_findings *findings);
/* Whether every option that there was is there now with the same label. */
bool dg_publish_keeps_options(const struct dg_element *before,
                              const struct dg_element *now);
enum dg_plugin_status dg_adopt_apply(struct dg_dictionary *dictionary,
                                     const struct dg_plugin_event *event);

#endif
