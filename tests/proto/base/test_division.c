/* SPDX-License-Identifier: Apache-2.0 */
/* Division codes of Huishui (522731) and their prefixes. */
#include "proto/base/division.h"

#include "tests/tap/tap.h"

#define VILLAGE UINT64_C(522731101203)

static void
test_parse(void)
{
    static const struct {
        const char *text;
        uint64_t value;
        unsigned level;
    } good[] = {
        {"", 0, 0},
        {"52", UINT64_C(520000000000), 1},
        {"5227", UINT64_C(522700000000), 2},
        {"522731", UINT64_C(522731000000), 3},
        {"522731101", UINT64_C(522731101000), 4},
        {"522731101203", VILLAGE, 5},
        {"000000000000", 0, 5},
        {"999999999999", UINT64_C(999999999999), 5},
    };
    static const char *const bad[] = {
        "5",           "522",           "52273",
        "5227311",     "52273110",      "5227311012",
        "52273110120", "5227311012031", "52273110120x",
        "5a",          "52273110120３", "-1",
    };
    struct dg_division division;
    char text[DG_DIVISION_CODE_SIZE];

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        enum dg_err err =
            dg_division_parse(dg_str_from(good[i].text), &division);
        ok(err == DG_OK && division.value == good[i].value &&
               division.level == good[i].level,
           "\"%s\" is level %u", good[i].text, good[i].level);
        is_int(dg_division_format(division, text), strlen(good[i].text),
               "its length");
        is_text(text, good[i].text, "comes back");
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        is_int(dg_division_parse(dg_str_from(bad[i]), &division),
               DG_ERR_MALFORMED, bad[i]);
    }
}

static void
test_nesting(void)
{
    static const char *const above[DG_DIVISION_LEVELS] = {
        "", "52", "5227", "522731", "522731101", "522731101203"};
    struct dg_division village, town, other, country;
    char text[DG_DIVISION_CODE_SIZE];

    dg_division_parse(DG_STR("522731101203"), &village);
    dg_division_parse(DG_STR("522731101"), &town);
    dg_division_parse(DG_STR("522731102"), &other);
    dg_division_parse(DG_STR(""), &country);
    for (unsigned level = 0; level < DG_DIVISION_LEVELS; level++) {
        struct dg_division prefix = dg_division_above(VILLAGE, level);
        dg_division_format(prefix, text);
        is_text(text, above[level], "the prefix above");
        ok(dg_division_contains(prefix, village), "contains the village");
    }
    ok(!dg_division_contains(other, village), "another town does not");
    ok(!dg_division_contains(village, town), "nor a village its town");
    ok(dg_division_contains(town, town), "a prefix contains itself");
    ok(dg_division_contains(country, country), "so does the empty one");
    ok(dg_division_is_town(UINT64_C(522731101000)), "a town ends in 000");
    ok(!dg_division_is_town(VILLAGE), "a village does not");
    ok(dg_division_key(dg_division_above(0, 3)) !=
           dg_division_key(dg_division_above(0, 4)),
       "keys tell levels apart");
    is_int(dg_division_key(village), VILLAGE * 8 + 5, "value * 8 + level");
}

static void
test_provinces(void)
{
    unsigned count = 0;
    for (uint64_t province = 0; province < 100; province++) {
        count += dg_division_has_province(province * 10000000000 + 101001001);
    }
    is_int(count, 34, "provinces, regions and municipalities");
    ok(dg_division_has_province(VILLAGE), "52 is Guizhou");
    ok(!dg_division_has_province(UINT64_C(10105001001)), "01 is none");
}

int
main(void)
{
    test_provinces();
    test_parse();
    test_nesting();
    return tap_done();
}
