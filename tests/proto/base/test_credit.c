/* SPDX-License-Identifier: Apache-2.0 */
/* Credit codes with every digit wrong in turn; identity numbers in texts. */
#include "proto/base/credit.h"

#include "tests/tap/tap.h"

static void
test_codes(void)
{
    static const char *const right[] = {
        "91350100M000100Y43", /* of the standard */
        "914403001922038216",
        "91330100799655058B",
    };
    size_t at = 0;
    char check = 0;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        is_int(dg_credit_check(dg_str_from(right[i]), &at, &check),
               DG_CREDIT_RIGHT, right[i]);
    }
    is_int(dg_credit_check(DG_STR("91350100M000100Y44"), &at, &check),
           DG_CREDIT_CHECK, "another last character");
    is_int(check, '3', "what it should be");
    is_int(dg_credit_check(DG_STR("91350100I000100Y43"), &at, &check),
           DG_CREDIT_CHARACTER, "I is no character of theirs");
    is_int(at, 9, "its place");
    is_int(dg_credit_check(DG_STR("9135A100M000100Y43"), &at, &check),
           DG_CREDIT_CHARACTER, "a letter among the digits of the division");
    is_int(at, 5, "its place");
    is_int(dg_credit_check(DG_STR("91350100m000100Y43"), &at, &check),
           DG_CREDIT_CHARACTER, "small letters");
    is_int(dg_credit_check(DG_STR("91350100M000100Y4\0"), &at, &check),
           DG_CREDIT_CHARACTER, "NUL");
    is_int(dg_credit_check(DG_STR("91350100M000100Y4"), &at, &check),
           DG_CREDIT_LENGTH, "one too short");
    is_int(dg_credit_check(DG_STR(""), &at, &check), DG_CREDIT_LENGTH,
           "nothing");
}

/* The check character finds every wrong one, and every two neighbours that
 * changed places. */
static void
test_mistakes(void)
{
    static const char right[] = "91350100M000100Y43";
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned missed = 0, tried = 0;
    size_t at;
    char check, text[19];
    for (size_t i = 0; i < 18; i++) {
        for (size_t j = 0; j < 31; j++) {
            memcpy(text, right, sizeof text);
            text[i] = alphabet[j];
            tried += text[i] != right[i];
            missed += text[i] != right[i] &&
                      dg_credit_check(dg_str_from(text), &at, &check) ==
                          DG_CREDIT_RIGHT;
        }
    }
    for (size_t i = 0; i + 1 < 18; i++) {
        memcpy(text, right, sizeof text);
        text[i] = right[i + 1];
        text[i + 1] = right[i];
        missed +=
            text[i] != right[i] &&
            dg_credit_check(dg_str_from(text), &at, &check) == DG_CREDIT_RIGHT;
    }
    is_int(tried, 18 * 30, "every other character at every place");
    is_int(missed, 0, "none of them passes");
}

static void
finds(const char *text, const char *want)
{
    struct dg_str found = {"", 0};
    bool has = dg_credit_find_person(dg_str_from(text), &found);
    is_str(found, want, text);
    ok(has == (*want != 0), "%s", has ? "found" : "none");
}

static void
test_people(void)
{
    finds("11010519491231002X", "11010519491231002X"); /* of the standard */
    finds("低保户张某11010519491231002x的核查", "11010519491231002x");
    finds("证号:440524188001010014", ""); /* born in 1880: of the standard */
    finds("110105194912310021", "");      /* its last digit is another */
    finds("211010519491231002X", "");     /* longer */
    finds("11010519491231002X1", "");
    finds("11010519491331002X", ""); /* no such month */
    finds("522731001001", "");
    finds("民发〔2020〕20号", "");
    finds("", "");
}

int
main(void)
{
    test_codes();
    test_mistakes();
    test_people();
    return tap_done();
}
