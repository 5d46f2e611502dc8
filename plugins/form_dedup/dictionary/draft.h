/* SPDX-License-Identifier: Apache-2.0 */
/* A dictionary.publish, read: what it says of elements, before it counts. Texts
 * are the event's. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_DRAFT_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_DRAFT_H

#include "plugins/form_dedup/dictionary/dictionary.h"

struct dg_draft {
    struct dg_element element; /* parts are NULL: see from */
    const struct dg_plugin_value *value;
    const struct dg_plugin_value *from; /* codes of parts, or NULL */
    struct dg_option *own;              /* malloc: element.options, if said */
    struct dg_plugin_str *aliases;      /* malloc: element.aliases */
};

struct dg_draft_set {
    struct dg_options options;
    struct dg_option *own; /* malloc: options.list */
    const struct dg_plugin_value *value;
};

struct dg_drafts {
    const struct dg_plugin_host *host;
    struct dg_draft *list;
    struct dg_draft_set *sets;
    uint32_t count, set_count;
    struct dg_code *by_code;     /* to indexes; the first of a code */
    struct dg_code *set_by_code; /* of sets */
};

/* Reads data.elements and data.optionsets; a set that these lack is the
 * dictionary's. False without memory. */
bool dg_drafts_read(struct dg_drafts *drafts,
                    const struct dg_dictionary *dictionary,
                    const struct dg_plugin_value *data);
void dg_drafts_finish(struct dg_drafts *drafts);
/* The draft of a code, or NULL. */
const struct dg_draft *dg_drafts_find(const struct dg_drafts *drafts,
                                      struct dg_plugin_str code);

const struct dg_draft_set *dg_drafts_find_set(const struct dg_drafts *drafts,
                                              struct dg_plugin_str code);

/* "10000", "0.5", "1/15"; false if it is none, or divides by zero. factor was
 * initialised by mpq_init. */
bool dg_draft_read_factor(struct dg_plugin_str text, mpq_t factor);

#endif
