/* SPDX-License-Identifier: Apache-2.0 */
/* Rates (domain §3): ratios of sums, as exact text. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_RATES_H
#define PLUGINS_FORM_DEDUP_REPORT_RATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DG_RATES_SIZE 16

/* part of whole in per cent with two decimals, half to even: "88.89". False,
 * and empty, if whole is 0, or part is more than whole, which is an error and
 * no rate. */
bool dg_rates_percent(uint64_t part, uint64_t whole, char out[DG_RATES_SIZE]);

#endif
