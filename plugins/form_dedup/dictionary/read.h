/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary.read and dictionary.conflicts. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_READ_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_READ_H

#include "plugins/form_dedup/dictionary/dictionary.h"

enum dg_plugin_status dg_read_elements(const struct dg_dictionary *dictionary,
                                       const struct dg_plugin_value *params,
                                       struct dg_plugin_str reader,
                                       struct dg_plugin_writer *out);
enum dg_plugin_status dg_read_conflicts(const struct dg_dictionary *dictionary,
                                        const struct dg_plugin_value *params,
                                        struct dg_plugin_str reader,
                                        struct dg_plugin_writer *out);

/* element_print.c: an element's members, within an object that is open. */
void dg_element_print(const struct dg_dictionary *dictionary,
                      const struct dg_element *element,
                      struct dg_plugin_writer *out);
/* The same in a few: code, label, unit, definition, source. */
void dg_element_print_brief(const struct dg_dictionary *dictionary,
                            const struct dg_element *element,
                            struct dg_plugin_writer *out);

#endif
