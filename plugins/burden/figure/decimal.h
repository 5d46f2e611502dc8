/* SPDX-License-Identifier: Apache-2.0 */
/* Exact integers as decimal text, and their ratios, rounded once, half to
 * even. */
#ifndef PLUGINS_BURDEN_FIGURE_DECIMAL_H
#define PLUGINS_BURDEN_FIGURE_DECIMAL_H

#include <gmp.h>

#include "plugins/burden/tariff/tariff.h"

__extension__ typedef __int128 dg_signed;

#define DG_DECIMAL_SIZE 96 /* enough for what is written here, with its NUL */

/* 123450 hundredths are "1234.50"; of six decimals 1234500000 is "1234.50",
 * 1234567000 "1234.567": at least two, further zeros are not written. */
void dg_decimal_write(dg_signed value, int decimals, char out[DG_DECIMAL_SIZE]);

/* numerator x scale / denominator to two decimals; "-0.00" is "0.00". False,
 * with an empty text, if the denominator is 0: there is no such figure. */
bool dg_decimal_ratio(dg_signed numerator, dg_hundredths denominator,
                      uint32_t scale, char out[DG_DECIMAL_SIZE]);

/* Of values that mpz_init or mpq_init made. */
void dg_decimal_to_mpz(dg_signed value, mpz_t out);
/* "-12.345", at most 18 digits before and 9 behind the point; false if it is no
 * such number. */
bool dg_decimal_read(struct dg_plugin_str text, mpq_t out);
/* To so many decimals (0 to 9). */
void dg_decimal_put(const mpq_t value, int decimals, char out[DG_DECIMAL_SIZE]);

#endif
