/* SPDX-License-Identifier: Apache-2.0 */
/* A field, read: what it says, and what follows from that. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_FIELD_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_FIELD_H

#include "plugins/form_dedup/dictionary/inside.h"

/* A field with what follows from what it says. */
struct dg_field {
    const struct dg_field_meaning *said;
    struct dg_label label;
    struct dg_plugin_str unit; /* said, or in the label */
    enum dg_value_type type;
    bool vague;
    bool neighbours; /* before and after were read */
    struct dg_label before, after;
    uint64_t definition_mark, options_mark; /* as in the entry */
    bool failed;                            /* no memory */
};

/* said lives as long as the field. False without memory. */
bool dg_field_read(const struct dg_dictionary *dictionary,
                   const struct dg_field_meaning *said, struct dg_field *field);
/* before and after, once. False without memory, and failed is set. */
bool dg_field_read_neighbours(const struct dg_dictionary *dictionary,
                              struct dg_field *field);
void dg_field_finish(struct dg_field *field);

#endif
