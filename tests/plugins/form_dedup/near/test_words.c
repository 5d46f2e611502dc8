/* SPDX-License-Identifier: Apache-2.0 */
/* What labels are compared by. */
#include "plugins/form_dedup/near/words.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/tap/tap.h"

/* Whether two labels have the same words, in any order. */
static bool
same_words(const char *a, const char *b)
{
    struct dg_words x, y;
    uint32_t sum = 0;
    if (!dg_words_read(dg_text_from(a), &x) ||
        !dg_words_read(dg_text_from(b), &y)) {
        return false;
    }
    for (unsigned i = 0; i < x.count; i++) {
        sum += x.items[i].light ? 0 : x.items[i].hash;
    }
    for (unsigned i = 0; i < y.count; i++) {
        sum -= y.items[i].light ? 0 : y.items[i].hash;
    }
    dg_words_finish(&x);
    dg_words_finish(&y);
    return sum == 0;
}

static unsigned
count_words(const char *label)
{
    struct dg_words words;
    unsigned count;
    if (!dg_words_read(dg_text_from(label), &words)) {
        return 999;
    }
    count = words.count;
    dg_words_finish(&words);
    return count;
}

static uint32_t
hash_of(const char *label)
{
    uint32_t hash = 1;
    ok(dg_words_hash(dg_text_from(label), &hash), "\"%s\" is looked at", label);
    return hash;
}

static void
test_hash(void)
{
    uint32_t hash = hash_of("低保对象(户)");
    ok(hash != 0, "a label has a hash");
    ok(hash == hash_of("2. 低保 对象（户）："),
       "the same without numbering, width, spaces, punctuation");
    ok(hash == hash_of("二、低保对象户"), "also numbering in Han numerals");
    ok(hash != hash_of("低保对象(人)"), "another has not");
    ok(hash_of("1.5吨") != hash_of("5吨"), "a decimal is no numbering");
    ok(hash_of("HOUSEHOLDS") == hash_of("households"), "case does not matter");
    is_int(hash_of("--"), 0, "nothing has none");
    is_int(hash_of("\xff\xfe"), 0, "nor has what is no text");
}

static void
test_split(void)
{
    is_int(count_words("低保户数"), 4, "Han characters are words");
    is_int(count_words("低保联系电话"), 3, "a known phrase is one");
    is_int(count_words("Number of households (2026)"), 4,
           "words, and a number");
    is_int(count_words(""), 0, "nothing has none");
    is_int(count_words("\xff"), 999, "what is no UTF-8 is not read");
    ok(same_words("Number of households", "household"), "plurals, light words");
    ok(same_words("address", "Addresses"), "plurals in -es");
    ok(!same_words("illness", "illnes"), "what ends in -ss is no plural");
}

static void
test_synonyms(void)
{
    ok(same_words("Last name", "Surname"), "two words for one");
    ok(same_words("Date of birth", "Birth date"), "any order");
    ok(same_words("Sex", "Gender"), "a word for a word");
    ok(same_words("户主身份证号码", "户主公民身份证号"), "身份证");
    ok(same_words("监护人联系方式", "监护人手机号码"), "电话");
    ok(same_words("登记时间", "登记日期"), "日期");
    ok(!same_words("低保户数", "特困户数"), "what differs in one word");
    ok(!same_words("60岁以上人数", "80岁以上人数"), "or in a number");
}

static unsigned
count_contrasts(const char *label)
{
    struct dg_words words;
    unsigned count = 0;
    if (dg_words_read(dg_text_from(label), &words)) {
        for (unsigned i = 0; i < words.count; i++) {
            count += words.items[i].contrast;
        }
        dg_words_finish(&words);
    }
    return count;
}

static void
test_contrast(void)
{
    is_int(count_contrasts("Cases not treated"), 1, "a negation");
    is_int(count_contrasts("未参保女性人数"), 2, "未, 女");
    is_int(count_contrasts("60岁人数"), 1, "a number");
    is_int(count_contrasts("参保人数"), 0, "nothing of it");
}

int
main(void)
{
    test_hash();
    test_split();
    test_synonyms();
    test_contrast();
    return tap_done();
}
