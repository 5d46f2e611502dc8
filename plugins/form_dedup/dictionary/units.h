/* SPDX-License-Identifier: Apache-2.0 */
/* Units and the exact factors between them. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_UNITS_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_UNITS_H

#include <gmp.h>

#include "plugins/plugin.h"

struct dg_units; /* opaque */

/* With the units that are built in; NULL without memory. */
struct dg_units *dg_units_create(void);
struct dg_units *dg_units_copy(const struct dg_units *units);
void dg_units_destroy(struct dg_units *units); /* NULL is fine */

/* Texts are compared in NFKC and without spaces. */
bool dg_units_know(const struct dg_units *units, struct dg_plugin_str unit);
/* Value × factor; false if no rule leads there. Of a unit nobody knows only to
 * itself. */
bool dg_units_convert(const struct dg_units *units, struct dg_plugin_str from,
                      struct dg_plugin_str to, mpq_t factor);

enum dg_units_fit {
    DG_UNITS_NEW,  /* says something new */
    DG_UNITS_SAME, /* says what is known */
    DG_UNITS_OTHER /* contradicts what is known */
};
/* What the rule 1 unit = factor of would be. */
enum dg_units_fit dg_units_fit(const struct dg_units *units,
                               struct dg_plugin_str unit,
                               struct dg_plugin_str of, const mpq_t factor);
/* Takes in a rule that contradicts nothing. False without memory. */
bool dg_units_take(struct dg_units *units, struct dg_plugin_str unit,
                   struct dg_plugin_str of, const mpq_t factor);
/* The published ones, each as 1 unit = factor base, in the order they came. */
void dg_units_each(const struct dg_units *units,
                   void (*each)(void *ctx, struct dg_plugin_str unit,
                                struct dg_plugin_str base, const mpq_t factor),
                   void *ctx);

#endif
