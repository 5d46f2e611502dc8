/* SPDX-License-Identifier: Apache-2.0 */
/* Decimal numbers as text, exact: at most 18 digits before and 9 behind the
 * point in what is taken; conversion is rational (GMP), rounded once, half to
 * even. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_NUMBER_H
#define PLUGINS_FORM_DEDUP_TEXT_NUMBER_H

#include <gmp.h>

#include "plugins/plugin.h"

#define DG_NUMBER_SIZE 64 /* enough for what number.c writes, with its NUL */

/* Full-width digits, a leading +, thousands separators, leading zeros are
 * taken: "１，２３４.50" is 1234.50. False if it is no number, or has more
 * digits; zeros in front and at the end are not counted. value was initialised
 * by mpq_init. */
bool dg_number_read(struct dg_plugin_str text, mpq_t value);
/* The shortest form of the same number: "1234.5"; false as above. */
bool dg_number_plain(struct dg_plugin_str text, char out[DG_NUMBER_SIZE]);
/* Rounded half to even to so many decimals (0 to 9), zeros at the end kept;
 * exact is false if that took something off. With decimals < 0 as many as it
 * needs, at most 9. More than 50 digits before the point are written as "". */
void dg_number_write(const mpq_t value, int decimals, char out[DG_NUMBER_SIZE],
                     bool *exact);
/* How many decimals the text has, trailing zeros not counted; -1 if it is no
 * number. */
int dg_number_decimals(struct dg_plugin_str text);

#endif
