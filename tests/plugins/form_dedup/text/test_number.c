/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as people type them, exact conversion, and one rounding. */
#include "plugins/form_dedup/text/number.h"
#include "tests/tap/tap.h"

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

struct pair {
    const char *text, *want;
};

static const struct pair good[] = {
    {"0", "0"},
    {"7", "7"},
    {"1234.50", "1234.5"},
    {"１，２３４.50", "1234.5"},
    {"１２３４．５", "1234.5"},
    {" 12 ", "12"},
    {"　12　", "12"},
    {"+12", "12"},
    {"＋１２", "12"},
    {"-12", "-12"},
    {"－１２", "-12"},
    {"−12.0", "-12"},
    {"-0", "0"},
    {"-0.000", "0"},
    {"-0.5", "-0.5"},
    {"007", "7"},
    {"00.70", "0.7"},
    {"1,234,567", "1234567"},
    {"12,345.678", "12345.678"},
    {"0,012", "12"},
    {"999999999999999999", "999999999999999999"},
    {"0000000000000000000001", "1"},
    {"0.123456789", "0.123456789"},
    {"0.1234567890000000", "0.123456789"},
    {"-999999999999999999.999999999", "-999999999999999999.999999999"},
};

static const char *const bad[] = {"",
                                  " ",
                                  "-",
                                  "+",
                                  ".",
                                  "5.",
                                  ".5",
                                  "1e3",
                                  "0x10",
                                  "1 234",
                                  "1,23",
                                  "12,34",
                                  "1,2345",
                                  "1234,567",
                                  ",123",
                                  "1,,234",
                                  "1,",
                                  "--1",
                                  "+-1",
                                  "1.2.3",
                                  "1.2,3",
                                  "1.234,",
                                  "12人",
                                  "十二",
                                  "①",
                                  "5²",
                                  "NaN",
                                  "inf",
                                  "1000000000000000000",
                                  "0.1234567891",
                                  "12\n",
                                  "1.\xff",
                                  "\xff",
                                  "٣",
                                  "1,234,56"};

static void
test_read(void)
{
    char out[DG_NUMBER_SIZE], back[DG_NUMBER_SIZE];
    mpq_t value;
    bool exact;
    mpq_init(value);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (ok(dg_number_plain(str(good[i].text), out), "%s is a number",
               good[i].text)) {
            is_text(out, good[i].want, "and this is its plain form");
        }
        ok(dg_number_read(str(good[i].text), value), "and is read");
        dg_number_write(value, -1, back, &exact);
        is_text(back, good[i].want, "and written the same");
        ok(exact, "exactly");
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ok(!dg_number_plain(str(bad[i]), out) &&
               !dg_number_read(str(bad[i]), value) &&
               dg_number_decimals(str(bad[i])) == -1,
           "number %zu of what is none", i);
    }
    mpq_clear(value);
}

static void
check_write(const char *fraction, int decimals, const char *want, bool exact)
{
    char out[DG_NUMBER_SIZE];
    bool got;
    mpq_t value;
    mpq_init(value);
    mpq_set_str(value, fraction, 10);
    mpq_canonicalize(value);
    dg_number_write(value, decimals, out, &got);
    is_text(out, want, fraction);
    is_int(got, exact, exact ? "is exact" : "is rounded");
    mpq_clear(value);
}

static void
test_write(void)
{
    check_write("1/2", 0, "0", false);
    check_write("3/2", 0, "2", false);
    check_write("5/2", 0, "2", false);
    check_write("-1/2", 0, "0", false);
    check_write("-3/2", 0, "-2", false);
    check_write("-5/2", 0, "-2", false);
    check_write("51/20", 1, "2.6", false);
    check_write("49/20", 1, "2.4", false);
    check_write("245001/100000", 1, "2.5", false);
    check_write("2/3", 2, "0.67", false);
    check_write("-2/3", 2, "-0.67", false);
    check_write("1/3", -1, "0.333333333", false);
    check_write("1/1000000000", -1, "0.000000001", true);
    check_write("1/10000000000", -1, "0", false);
    check_write("25/2", 2, "12.50", true);
    check_write("12", 2, "12.00", true);
    check_write("0", 3, "0.000", true);
    check_write("100", -1, "100", true);
    check_write("1999/2000", 2, "1.00", false);
    check_write("99999999999999999999999999999999999999999999999999", 9,
                "99999999999999999999999999999999999999999999999999.000000000",
                true);
    check_write("1000000000000000000000000000000000000000000000000000", 9, "",
                false);
}

int
main(void)
{
    test_read();
    test_write();
    is_int(dg_number_decimals(str("12")), 0, "no decimals");
    is_int(dg_number_decimals(str("12.340")), 2, "two of three");
    is_int(dg_number_decimals(str("１２．３")), 1, "one in full width");
    return tap_done();
}
