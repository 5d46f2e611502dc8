/* SPDX-License-Identifier: Apache-2.0 */
/* A value as an office gives it: does it fit its element, and what is kept of
 * it. Which of all possible values are wanted (from, to, decimals, sums), those
 * who ask say. */
#ifndef PLUGINS_FORM_DEDUP_CELL_VALUE_H
#define PLUGINS_FORM_DEDUP_CELL_VALUE_H

#include "plugins/form_dedup/dictionary/dictionary.h"

#define DG_VALUE_CHARACTERS 2000
#define DG_VALUE_SIZE (4 * DG_VALUE_CHARACTERS + 1)

struct dg_value_given {
    const struct dg_plugin_host *host;
    struct dg_plugin_findings *findings; /* NULL: nobody reads what is wrong */
    const struct dg_dictionary *dictionary;
    const struct dg_element *element;
    struct dg_plugin_str text, unit; /* unit: "" for the element's, or the one
                                        behind the number in text */
};

/* Numbers plain and in the unit they were given in, ID numbers plain, dates
 * 2026-11-22, periods 2026-11, booleans "true" and "false", options their code,
 * texts without spaces at the ends. */
struct dg_value {
    char text[DG_VALUE_SIZE];
    struct dg_plugin_str unit; /* "" : the element's; lives as given's */
};

struct dg_value_fault {
    const char *code; /* "value-blank" "value-type" "value-unit" "value-option"
                         "value-idnumber" */
    /* A sentence that names the element and never the value, which may be a
     * person's: findings are not erased. */
    struct dg_plugin_str text;
};

bool dg_value_read(const struct dg_value_given *given, struct dg_value *value,
                   struct dg_value_fault *fault);
/* A number that is kept, or the fraction that follows from such (dg_derived).
 */
bool dg_value_number(struct dg_plugin_str text, mpq_t number);
/* A number as text in one unit as the number in another; false if it is none,
 * or no rule leads there. number was initialised by mpq_init. */
bool dg_value_convert(const struct dg_dictionary *dictionary,
                      struct dg_plugin_str text, struct dg_plugin_str from,
                      struct dg_plugin_str to, mpq_t number);

#endif
