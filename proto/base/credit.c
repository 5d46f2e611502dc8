/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which numbers can be credit codes of bodies or identity numbers of
 * people. Whose they are, nobody here knows. */
#include "proto/base/credit.h"

#define PERSON_LEN 18

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum dg_credit
dg_credit_check(struct dg_str code, size_t *at, char *check)
{
    unsigned sum = 0, weight = 1;
    if (code.len != DG_CREDIT_LEN) {
        return DG_CREDIT_LENGTH;
    }
    for (size_t i = 0; i < DG_CREDIT_LEN; i++) {
        const char *value = memchr(alphabet, code.data[i], 31);
        bool division = i >= 2 && i < 8;
        if (!value || (division && !is_digit(code.data[i]))) {
            *at = i + 1;
            return DG_CREDIT_CHARACTER;
        }
        if (i < DG_CREDIT_LEN - 1) {
            sum += (unsigned) (value - alphabet) * weight;
            weight = weight * 3 % 31;
        }
    }
    *check = alphabet[(31 - sum % 31) % 31];
    return code.data[DG_CREDIT_LEN - 1] == *check ? DG_CREDIT_RIGHT
                                                  : DG_CREDIT_CHECK;
}

/* GB 11643, ISO 7064 MOD 11-2; data has 17 digits and one more character. */
static bool
is_person(const char *data)
{
    static const unsigned weights[] = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                       3, 7, 9,  10, 5, 8, 4, 2};
    unsigned sum = 0, month, day;
    for (size_t i = 0; i < PERSON_LEN - 1; i++) {
        sum += (unsigned) (data[i] - '0') * weights[i];
    }
    month = (unsigned) (data[10] - '0') * 10 + (unsigned) (data[11] - '0');
    day = (unsigned) (data[12] - '0') * 10 + (unsigned) (data[13] - '0');
    return (memcmp(data + 6, "19", 2) == 0 || memcmp(data + 6, "20", 2) == 0) &&
           month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           "10X98765432"[sum % 11] ==
               (data[PERSON_LEN - 1] == 'x' ? 'X' : data[PERSON_LEN - 1]);
}

bool
dg_credit_find_person(struct dg_str text, struct dg_str *found)
{
    size_t digits = 0; /* that end here */
    for (size_t i = 0; i < text.len; i++) {
        bool last = i + 1 == text.len || !is_digit(text.data[i + 1]);
        bool x = text.data[i] == 'X' || text.data[i] == 'x';
        bool digit = is_digit(text.data[i]);
        size_t run = digits + 1;
        if ((digit || x) && last && run == PERSON_LEN &&
            is_person(text.data + i + 1 - PERSON_LEN)) {
            *found =
                (struct dg_str){text.data + i + 1 - PERSON_LEN, PERSON_LEN};
            return true;
        }
        digits = digit ? run : 0;
    }
    return false;
}
