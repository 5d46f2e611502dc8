/* SPDX-License-Identifier: Apache-2.0 */
/* One person's number in six forms is one value, and what is wrong with a
 * number is said. */
#include "plugins/form_dedup/text/idnumber.h"
#include "tests/tap/tap.h"

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static void
is_read(const char *text, const char *want)
{
    char plain[19] = "";
    is_int(dg_idnumber_read(str(text), plain), DG_IDNUMBER_GOOD, text);
    is_text(plain, want, "as the plain one");
}

static void
is_wrong(const char *text, enum dg_idnumber_fault want)
{
    char plain[19];
    is_int(dg_idnumber_read(str(text), plain), want, text);
}

static void
test_faults(void)
{
    is_wrong("", DG_IDNUMBER_LENGTH);
    is_wrong("11010519491231002", DG_IDNUMBER_LENGTH);
    is_wrong("1101051949123100200", DG_IDNUMBER_LENGTH);
    is_wrong("X10105194912310020", DG_IDNUMBER_LENGTH);
    is_wrong("11010519491231002Y", DG_IDNUMBER_LENGTH);
    is_wrong("11010549123100X", DG_IDNUMBER_LENGTH);
    is_wrong("身份证号码", DG_IDNUMBER_LENGTH);
    is_wrong("1101051949123100\xff", DG_IDNUMBER_LENGTH);
    is_wrong("110105194913310029", DG_IDNUMBER_DATE);
    is_wrong("110105194902290029", DG_IDNUMBER_DATE);
    is_wrong("110105179912310029", DG_IDNUMBER_DATE);
    is_wrong("110105490229002", DG_IDNUMBER_DATE);
    is_wrong("110105194912310029", DG_IDNUMBER_CHECK);
    is_wrong("440524188001010015", DG_IDNUMBER_CHECK);
    is_wrong("11010519491231020X", DG_IDNUMBER_CHECK);
}

/* Any digit changed, or two neighbours swapped, is found. */
static void
test_typing_errors(void)
{
    const char *right = "11010519491231002X";
    size_t missed = 0;
    for (size_t at = 0; at < 17; at++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char typed[19], plain[19];
            memcpy(typed, right, sizeof typed);
            typed[at] = digit;
            missed += digit != right[at] &&
                      dg_idnumber_read(str(typed), plain) == DG_IDNUMBER_GOOD;
            memcpy(typed, right, sizeof typed);
            typed[at] = right[at + 1];
            typed[at + 1] = right[at];
            missed += right[at] != right[at + 1] &&
                      dg_idnumber_read(str(typed), plain) == DG_IDNUMBER_GOOD;
        }
    }
    is_int(missed, 0, "every slip of one digit is found");
}

static void
is_written(const char *plain, enum dg_idnumber_form form, const char *want)
{
    char out[64];
    dg_idnumber_write(plain, form, out);
    is_text(out, want, "is written so");
    is_read(out, plain);
}

int
main(void)
{
    const char *x = "11010519491231002X";   /* the standard's own example */
    const char *old = "440524188001010014"; /* and its other one */
    is_read("11010519491231002X", x);
    is_read("11010519491231002x", x);
    is_read("110105491231002", x);
    is_read("110105 19491231 002X", x);
    is_read(" 110105-19491231-002x ", x);
    is_read("110105–19491231–002X", x);
    is_read("１１０１０５１９４９１２３１００２Ｘ", x);
    is_read("１１０１０５１９４９１２３１００２ｘ", x);
    is_read("440524188001010014", old);
    test_faults();
    test_typing_errors();
    is_written(x, DG_IDNUMBER_PLAIN, "11010519491231002X");
    is_written(x, DG_IDNUMBER_LOWER, "11010519491231002x");
    is_written(x, DG_IDNUMBER_OLD, "110105491231002");
    is_written(old, DG_IDNUMBER_OLD, "440524188001010014");
    is_written(x, DG_IDNUMBER_SPACES, "110105 19491231 002X");
    is_written(x, DG_IDNUMBER_HYPHENS, "110105-19491231-002X");
    is_written(x, DG_IDNUMBER_FULLWIDTH,
               "１１０１０５１９４９１２３１００２Ｘ");
    is_int(dg_idnumber_birth(x), -7306, "born on the last day of 1949");
    return tap_done();
}
