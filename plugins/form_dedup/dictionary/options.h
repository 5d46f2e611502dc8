/* SPDX-License-Identifier: Apache-2.0 */
/* Published sets of options, and the maps between their codes. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_OPTIONS_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_OPTIONS_H

#include "plugins/form_dedup/dictionary/dictionary.h"

struct dg_code_pair {
    struct dg_plugin_str from, to;
};

/* From the codes of a set to those of another. */
struct dg_optionmap {
    struct dg_plugin_str to;
    struct dg_code_pair *pairs; /* malloc */
    uint32_t count;
};

struct dg_optionset; /* opaque; NULL is no set */

/* The set of a code; NULL. */
const struct dg_optionset *dg_optionsets_find(const struct dg_optionset *sets,
                                              struct dg_plugin_str code);
/* What it has: list and code live as long as the dictionary, a map until the
 * next call of dg_optionsets_put_map. */
struct dg_options dg_optionsets_options(const struct dg_optionset *set);
const struct dg_optionmap *dg_optionsets_maps(const struct dg_optionset *set,
                                              uint32_t *count);
const struct dg_optionset *dg_optionsets_next(const struct dg_optionset *set);

/* Adds a set, or gives a known one other options. Texts are not copied. False
 * without memory. */
bool dg_optionsets_put(struct dg_optionset **sets,
                       const struct dg_options *options);
/* The same for a map of a set that there is; takes over pairs on success. */
bool dg_optionsets_put_map(struct dg_optionset *sets, struct dg_plugin_str set,
                           const struct dg_optionmap *map);
void dg_optionsets_destroy(struct dg_optionset **sets);

#endif
