/* SPDX-License-Identifier: Apache-2.0 */
/* A list of a form (花名册): a row for each subject. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_ROLL_H
#define PLUGINS_FORM_DEDUP_REPORT_ROLL_H

#include "plugins/form_dedup/report/row.h"

/* "lists" of the form: their names, columns, and how many rows there are. */
void dg_roll_put_heads(const struct dg_reading *reading);
/* The list of that name; NULL. */
const struct dg_form_list *dg_roll_find(const struct dg_reading *reading,
                                        struct dg_plugin_str name);

/* Several lists may have the same key, and are not of the same persons: one is
 * in a list by what it asks beside the key: all that it requires has a value,
 * and something at least. The field that is named, and the key, are not looked
 * at. */
bool dg_roll_has(const struct dg_view *view, const struct dg_form_list *list,
                 struct dg_given_key but);

/* Where a page begins: behind that row. */
struct dg_roll_place {
    uint32_t office; /* the first to look at */
    uint32_t row;    /* of it, from 0 on */
};
/* "rows" from there on, about so many values; then where the next page begins.
 * False: that was all. */
bool dg_roll_put(struct dg_reading *reading, const struct dg_form_list *list,
                 struct dg_roll_place *place, int64_t values);

#endif
