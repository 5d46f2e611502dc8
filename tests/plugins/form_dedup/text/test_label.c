/* SPDX-License-Identifier: Apache-2.0 */
/* Labels as people write them, Chinese and English, and their normal form. */
#include "plugins/form_dedup/text/label.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/tap/tap.h"

static bool
is_unit(void *ctx, struct dg_plugin_str text)
{
    static const char *const units[] = {"户", "人", "万元", "亩",
                                        "m2", "cm", "%",    "元/人"};
    (void) ctx;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (dg_text_is(text, units[i])) {
            return true;
        }
    }
    return false;
}

static void
reads(const char *text, const char *normal, const char *unit)
{
    struct dg_label label;
    char got[512];
    if (!ok(dg_label_read(dg_text_from(text), is_unit, NULL, &label),
            "\"%s\" is read", text)) {
        return;
    }
    snprintf(got, sizeof got, "%.*s|%.*s", DG_TEXT_ARG(label.text),
             DG_TEXT_ARG(label.unit));
    {
        char want[512];
        snprintf(want, sizeof want, "%s|%s", normal, unit);
        is_text(got, want, "to its normal form and unit");
    }
    dg_label_finish(&label);
}

static void
test_text(void)
{
    reads("低保户数", "低保户数", "");
    reads("  低 保　户 数 ：", "低保户数", "");
    reads("ＡＢＣ１２３", "abc123", "");
    reads("Date of Birth:", "dateofbirth", "");
    reads("date-of-birth *", "dateofbirth", "");
    reads("STRASSE", "strasse", "");
    reads("Straße", "strasse", "");
    reads("“双女户”（户）", "双女户", "户");
    reads("残疾人数(男)", "残疾人数男", "");
    reads("", "", "");
    reads("***", "", "");
    reads("\xe2\x80\x8b低保", "低保", "");
}

static void
test_signs(void)
{
    reads("0-6岁儿童", "0-6岁儿童", "");
    reads("0～6 岁儿童", "0-6岁儿童", "");
    reads("0—6岁儿童", "0-6岁儿童", "");
    reads("06岁儿童", "06岁儿童", "");
    reads("PM2.5 浓度", "pm2.5浓度", "");
    reads("PM25 浓度", "pm25浓度", "");
    reads("≥60岁人数", "≥60岁人数", "");
    reads("<60岁人数", "<60岁人数", "");
    reads("HIV+", "hiv+", "");
    reads("HIV-", "hiv-", "");
    reads("HIV - result", "hivresult", "");
    reads("覆盖率%", "覆盖率%", "");
}

static void
test_numbering(void)
{
    reads("1. 低保户数", "低保户数", "");
    reads("12、低保户数", "低保户数", "");
    reads("（3）低保户数", "低保户数", "");
    reads("一、低保户数", "低保户数", "");
    reads("（十二）低保户数", "低保户数", "");
    reads("一、（二）3. 低保户数", "低保户数", "");
    reads("①低保户数", "低保户数", "");
    reads("⑴低保户数", "低保户数", "");
    reads("⒈低保户数", "低保户数", "");
    reads("1.2.3) Age", "age", "");
    reads("a) Age", "age", "");
    reads("2.5万元以上贷款", "2.5万元以上贷款", "");
    reads("2026年户数", "2026年户数", "");
    reads("1.", "1", "");
    reads("（一）", "一", "");
    reads("60周岁以上", "60周岁以上", "");
    reads("十二五规划", "十二五规划", "");
}

static void
test_units(void)
{
    reads("2. 低保对象人数（户）", "低保对象人数", "户");
    reads("救助资金(单位：万元)", "救助资金", "万元");
    reads("救助资金[万元]：", "救助资金", "万元");
    reads("救助资金【万元】", "救助资金", "万元");
    reads("救助资金，万元", "救助资金", "万元");
    reads("Height (cm)", "height", "cm");
    reads("Height (CM)", "heightcm", "");
    reads("占地（㎡）", "占地", "m2");
    reads("占地（m²）", "占地", "m2");
    reads("比例（％）", "比例", "%");
    reads("标准（元／人）", "标准", "元/人");
    reads("人数（男）", "人数男", "");
    reads("（户）", "户", "");
    reads("人数（人）其中女", "人数人其中女", "");
}

static void
test_faults(void)
{
    struct dg_label label;
    ok(!dg_label_read(dg_text_from("a\xff"), is_unit, NULL, &label),
       "what is no UTF-8 is refused");
    ok(!label.memory, "and has nothing to free");
    ok(dg_label_read((struct dg_plugin_str){0}, NULL, NULL, &label),
       "no text is read");
    dg_label_finish(&label);
}

static void
test_weight(void)
{
    is_int(dg_label_weight(dg_text_from("低保户数")), 12, "four characters");
    is_int(dg_label_weight(dg_text_from("60岁以上")), 11, "with digits");
    is_int(dg_label_weight(dg_text_from("dateofbirth")), 11, "letters");
    is_int(dg_label_weight(dg_text_from("+-%")), 0, "signs");
    is_int(dg_label_weight(dg_text_from("")), 0, "nothing");
}

static void
test_vague(void)
{
    static const char *const vague[] = {
        "",         "2026",     "1-3",     "其他",         "备注",
        "合计",     "日期",     "男",      "其中女",       "其中残疾人数",
        "date",     "other",    "specify", "otherdisease", "ifyeswhen",
        "病种其他", "total",    "序号",    "yesno",        "项目名称",
        "补贴金额", "发放人数", "完成率",  "检查时间",     NULL};
    static const char *const clear[] = {
        "低保户数", "残疾人数合计", "dateofbirth",  "姓名", "出生日期",
        "gender",   "低保补贴金额", "安全检查次数", NULL};
    for (size_t i = 0; vague[i]; i++) {
        ok(dg_label_is_vague(dg_text_from(vague[i])), "\"%s\" says nothing",
           vague[i]);
    }
    for (size_t i = 0; clear[i]; i++) {
        ok(!dg_label_is_vague(dg_text_from(clear[i])), "\"%s\" says what",
           clear[i]);
    }
}

int
main(void)
{
    test_text();
    test_signs();
    test_numbering();
    test_units();
    test_faults();
    test_weight();
    test_vague();
    return tap_done();
}
