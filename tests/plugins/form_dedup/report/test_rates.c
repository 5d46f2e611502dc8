/* SPDX-License-Identifier: Apache-2.0 */
/* Rates are exact, and more than all is none. */
#include "plugins/form_dedup/report/rates.h"
#include "tests/tap/tap.h"

static const struct {
    uint64_t part, whole;
    const char *text; /* "" : there is no such rate */
} rates[] = {
    {8, 9, "88.89"},
    {0, 9, "0.00"},
    {9, 9, "100.00"},
    {68, 99, "68.69"},
    {1, 3, "33.33"},
    {2, 3, "66.67"},
    {1, 20000, "0.00"}, /* half a hundredth goes to the even neighbour … */
    {3, 20000, "0.02"}, /* … up as well as down */
    {19999, 20000, "100.00"},
    {0, 0, ""},
    {10, 9, ""},
    {1, UINT64_MAX, ""},
    {UINT64_MAX / 10000, UINT64_MAX / 10000, "100.00"},
};

int
main(void)
{
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        char text[DG_RATES_SIZE];
        bool is = dg_rates_percent(rates[i].part, rates[i].whole, text);
        is_text(text, rates[i].text, "the rate");
        ok(is == (rates[i].text[0] != '\0'), "%llu of %llu is one, or not",
           (unsigned long long) rates[i].part,
           (unsigned long long) rates[i].whole);
    }
    return tap_done();
}
