/* SPDX-License-Identifier: Apache-2.0 */
/* Labels in their normal form: NFKC (so full width is half width), case folded,
 * numbering in front, punctuation and spaces gone, a unit in brackets or behind
 * the last comma split off: "2. 低保对象人数（户）" is "低保对象人数" and "户".
 */
#ifndef PLUGINS_FORM_DEDUP_TEXT_LABEL_H
#define PLUGINS_FORM_DEDUP_TEXT_LABEL_H

#include "plugins/plugin.h"

struct dg_label {
    struct dg_plugin_str text; /* UTF-8; empty only if nothing was left */
    struct dg_plugin_str unit; /* normal, too; empty if the label names none */
    char *memory;              /* malloc; what both point into */
};

/* is_unit says whether a text in brackets is a unit ("户", "万元"); ctx is its
 * own. False without memory, or if it is no UTF-8. */
typedef bool (*dg_label_unit_fn)(void *ctx, struct dg_plugin_str text);
bool dg_label_read(struct dg_plugin_str text, dg_label_unit_fn is_unit,
                   void *ctx, struct dg_label *label);
void dg_label_finish(struct dg_label *label);

/* Of a normal form: how much it says, Han characters counting 3, other letters
 * and digits 1. */
unsigned dg_label_weight(struct dg_plugin_str normal);
/* It means nothing without its context ("其他", "date", "specify", "其中女"):
 * vague.c. */
bool dg_label_is_vague(struct dg_plugin_str normal);

#endif
