/* SPDX-License-Identifier: Apache-2.0 */
/* Integers only: see rates.h. */
#include "plugins/form_dedup/report/rates.h"

#include <stdio.h>

bool
dg_rates_percent(uint64_t part, uint64_t whole, char out[DG_RATES_SIZE])
{
    uint64_t hundredths, rest;
    out[0] = '\0';
    if (whole == 0 || part > whole || whole > UINT64_MAX / 10000) {
        return false;
    }
    hundredths = part * 10000 / whole;
    rest = part * 10000 % whole;
    if (rest > whole - rest || (rest == whole - rest && hundredths % 2)) {
        hundredths++;
    }
    snprintf(out, DG_RATES_SIZE, "%u.%02u", (unsigned) (hundredths / 100),
             (unsigned) (hundredths % 100));
    return true;
}
