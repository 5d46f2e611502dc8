/* SPDX-License-Identifier: Apache-2.0 */
/* Which fields are one figure: provisional elements among themselves. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/dictionary.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/tap/tap.h"

static struct dg_dictionary *d;
static uint64_t sequence;

#define FIELD(...)                                                             \
    (struct dg_field_meaning)                                                  \
    {                                                                          \
        __VA_ARGS__                                                            \
    }
#define T(text)                                                                \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }
#define MONTHLY .has_period = true, .period = DG_PERIOD_MONTH
#define QUARTERLY .has_period = true, .period = DG_PERIOD_QUARTER
#define STOCK .has_kind = true, .kind = DG_KIND_STOCK
#define FLOW .has_kind = true, .kind = DG_KIND_FLOW
#define INTEGER .has_type = true, .type = DG_VALUE_INTEGER
#define DECIMAL .has_type = true, .type = DG_VALUE_DECIMAL

static void
begin(void)
{
    d = dg_dictionary_create(NULL);
    sequence = 1000;
}

static uint32_t
take(struct dg_field_meaning field)
{
    struct dg_field_origin origin = {++sequence, 0, DG_ELEMENT_NONE,
                                     T("department/mzj")};
    uint32_t number = DG_ELEMENT_NONE;
    ok(dg_dictionary_take(d, &field, &origin, &number), "%.*s is taken in",
       DG_TEXT_ARG(field.label));
    return number;
}

static const char *
show(const struct dg_resolution *r)
{
    static const char *const names[] = {
        "new", "identical", "convertible", "conflicting", "unknown", "unfit"};
    static char text[128];
    int n = snprintf(text, sizeof text, "%s", names[r->match]);
    if (r->element != DG_ELEMENT_NONE) {
        n += snprintf(text + n, sizeof text - (size_t) n, " %u", r->element);
    }
    if (r->other != DG_ELEMENT_NONE) {
        n += snprintf(text + n, sizeof text - (size_t) n, " with %u", r->other);
    }
    if (r->member) {
        snprintf(text + n, sizeof text - (size_t) n, " in %s", r->member);
    }
    return text;
}

static void
resolves(struct dg_field_meaning field, const char *want, const char *name)
{
    struct dg_resolution r;
    ok(dg_dictionary_resolve(d, &field, &r), "%.*s is looked up",
       DG_TEXT_ARG(field.label));
    is_text(show(&r), want, name);
}

static void
test_label(void)
{
    begin();
    take(FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY,
               STOCK));
    resolves(FIELD(.label = T("1. 低保户数（户）"), INTEGER, MONTHLY, STOCK),
             "identical 0", "the unit may stand in the label");
    resolves(
        FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY, FLOW),
        "conflicting with 0 in kind", "a flow is no stock");
    resolves(FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY),
             "new", "what leaves its kind open may be another");
    resolves(
        FIELD(.label = T("低保户数"), .unit = T("人"), INTEGER, MONTHLY, STOCK),
        "conflicting with 0 in unit", "persons are no households");
    resolves(
        FIELD(.label = T("低保户数"), .unit = T("户"), DECIMAL, MONTHLY, STOCK),
        "conflicting with 0 in type", "a decimal is no whole number");
    resolves(FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY,
                   STOCK, .definition = T("在册")),
             "new", "a definition that one has alone says nothing");
    resolves(FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY,
                   STOCK, .personal = true),
             "conflicting with 0 in personal", "nor is it a person's");
    resolves(FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY,
                   STOCK, .repeated = true),
             "new", "a label that stands twice in a form is no evidence");
    resolves(FIELD(.label = T("低保户数"), .unit = T("户"), INTEGER, MONTHLY,
                   STOCK, .private_to = 3),
             "new", "what is one requester's own meets nobody else's");
    resolves(
        FIELD(.label = T("特困户数"), .unit = T("户"), INTEGER, MONTHLY, STOCK),
        "new", "another label");
    dg_dictionary_destroy(d);
}

static void
test_definition(void)
{
    begin();
    take(FIELD(.label = T("严重精神障碍患者数"), .unit = T("人"), INTEGER,
               MONTHLY, STOCK, .definition = T("在册的六类患者。")));
    resolves(FIELD(.label = T("严重精神障碍患者数"), .unit = T("人"), INTEGER,
                   MONTHLY, STOCK, .definition = T("在册的六类患者")),
             "identical 0", "punctuation does not make another definition");
    resolves(FIELD(.label = T("严重精神障碍患者数"), .unit = T("人"), INTEGER,
                   MONTHLY, STOCK, .definition = T("三级以上患者")),
             "conflicting with 0 in definition", "other words do");
    take(FIELD(.label = T("备注"), .definition = T("困难原因")));
    resolves(FIELD(.label = T("备注"), .definition = T("困难原因")),
             "identical 1", "a definition makes a vague label clear");
    resolves(FIELD(.label = T("备注"), .definition = T("搬迁原因")), "new",
             "and another one is no conflict");
    dg_dictionary_destroy(d);
}

static void
test_convertible(void)
{
    begin();
    take(
        FIELD(.label = T("救助资金"), .unit = T("元"), INTEGER, MONTHLY, FLOW));
    resolves(FIELD(.label = T("救助资金（万元）"), DECIMAL, MONTHLY, FLOW),
             "convertible 0", "万元 of 元");
    resolves(FIELD(.label = T("救助资金（万元）"), .unit = T("元"), INTEGER,
                   MONTHLY, FLOW),
             "new", "two units in one field are none");
    resolves(
        FIELD(.label = T("救助资金"), .unit = T("头"), INTEGER, MONTHLY, FLOW),
        "conflicting with 0 in unit", "no rule leads from 元 to 头");
    dg_dictionary_destroy(d);
}

static void
test_period(void)
{
    begin();
    take(FIELD(.label = T("新增低保户数"), .unit = T("户"), INTEGER, MONTHLY,
               FLOW));
    resolves(FIELD(.label = T("新增低保户数"), .unit = T("户"), INTEGER,
                   QUARTERLY, FLOW),
             "identical 0", "a quarter of a monthly flow is its sum");
    take(FIELD(.label = T("医保参保人数"), .unit = T("人"), INTEGER, QUARTERLY,
               STOCK));
    resolves(FIELD(.label = T("医保参保人数"), .unit = T("人"), INTEGER,
                   MONTHLY, STOCK),
             "conflicting with 1 in period", "a month is no part of that");
    take(FIELD(.label = T("医保参保金额"), .unit = T("元"), INTEGER, MONTHLY));
    resolves(
        FIELD(.label = T("医保参保金额"), .unit = T("元"), INTEGER, QUARTERLY),
        "conflicting with 2 in period",
        "of what kind nobody says does not roll up");
    dg_dictionary_destroy(d);
}

/* What is the same by the texts alone: many forms have the same few in a row.
 */
static void
test_texts_alone(void)
{
    begin();
    take(FIELD(.label = T("Age"), .before = T("Birthday"), .after = T("Sex")));
    resolves(
        FIELD(.label = T("Age"), .before = T("Birthday"), .after = T("Sex")),
        "new", "short neighbours of a short label say too little");
    take(FIELD(.label = T("Age"), .before = T("Birthday known?"),
               .after = T("Sex stated at birth")));
    resolves(FIELD(.label = T("Age"), .before = T("Birthday known?"),
                   .after = T("Sex stated at birth")),
             "identical 1", "longer ones say enough");
    take(FIELD(.label = T("治安负责人姓名"), .before = T("企业地址"),
               .after = T("治安负责人联系方式")));
    resolves(FIELD(.label = T("治安负责人姓名"), .before = T("学校治安等级"),
                   .after = T("治安负责人联系方式")),
             "new", "one neighbour may be the same elsewhere");
    resolves(FIELD(.label = T("治安负责人姓名"), .before = T("企业地址"),
                   .after = T("治安负责人联系方式")),
             "identical 2", "both are enough");
    take(FIELD(.label = T("Number of households relocated"),
               .before = T("Village"), .after = T("Date")));
    resolves(FIELD(.label = T("Number of households relocated"),
                   .before = T("Village"), .after = T("Year")),
             "identical 3", "one is, of a label that says very much");
    take(FIELD(.label = T("受助老人数"), .unit = T("人"), .after = T("金额")));
    resolves(
        FIELD(.label = T("受助老人数"), .unit = T("人"), .after = T("金额")),
        "identical 4", "or of one with a unit");
    dg_dictionary_destroy(d);
}

static void
test_witnesses(void)
{
    begin();
    take(FIELD(.label = T("户籍地"), .before = T("婚姻状况"),
               .after = T("现住地"), .section = T("基本情况")));
    resolves(FIELD(.label = T("户籍地")), "new", "a label alone is too little");
    resolves(FIELD(.label = T("户籍地"), .section = T("基本情况")), "new",
             "with its section, too");
    resolves(FIELD(.label = T("户籍地"), .section = T("基本情况"),
                   .before = T("民族"), .after = T("3. 现住地：")),
             "identical 0", "with one neighbour more it is enough");
    resolves(FIELD(.label = T("户籍地"), .before = T("婚姻 状况"),
                   .after = T("现住地")),
             "identical 0", "so are both neighbours");
    resolves(FIELD(.label = T("户籍地"), .section = T("家庭情况"),
                   .before = T("婚姻状况")),
             "new", "another section is none");
    take(FIELD(.label = T("是否享受护理补贴"), .section = T("补贴")));
    resolves(FIELD(.label = T("是否享受护理补贴"), .section = T("补贴")),
             "identical 1", "a label that says much is a witness itself");
    resolves(FIELD(.label = T("是否享受护理补贴")), "new", "but only one");
    resolves(FIELD(.label = T("是否享受护理补贴"), .after = T("补贴金额"),
                   .section = T("补贴")),
             "identical 1", "a neighbour is none too many");
    take(FIELD(.label = T("Status of the household"), .has_period = true,
               .implied = true, .period = DG_PERIOD_MONTH));
    resolves(FIELD(.label = T("Status of the household"), .has_period = true,
                   .implied = true, .period = DG_PERIOD_MONTH),
             "new", "the period of the task is none");
    take(FIELD(.label = T("合计"), .unit = T("户"), INTEGER, MONTHLY, STOCK));
    resolves(
        FIELD(.label = T("合计"), .unit = T("户"), INTEGER, MONTHLY, STOCK),
        "new", "a total of whatever is never one figure");
    take(FIELD(.label = T("补贴人数"), .unit = T("人"), INTEGER, MONTHLY,
               STOCK));
    resolves(
        FIELD(.label = T("补贴人数"), .unit = T("人"), INTEGER, MONTHLY, STOCK),
        "new", "who is subsidised stands over the form, not in the label");
    take(FIELD(.label = T("五保户人数"), .unit = T("人"), INTEGER, MONTHLY,
               .repeated = true));
    resolves(FIELD(.label = T("五保户人数"), .unit = T("人"), INTEGER, MONTHLY),
             "new", "nothing is taken for what a repeated field made");
    dg_dictionary_destroy(d);
}

static void
test_options(void)
{
    static const struct dg_option numbers[] = {{T("1"), T("是")},
                                               {T("2"), T("否")}};
    static const struct dg_option letters[] = {{T("N"), T("否")},
                                               {T("Y"), T("是")}};
    static const struct dg_option more[] = {
        {T("1"), T("是")}, {T("2"), T("否")}, {T("3"), T("不详")}};
    struct dg_options from = {numbers, 2, {0}}, to = {letters, 2, {0}};
    struct dg_plugin_str code;
    begin();
    take(FIELD(.label = T("是否纳入低保范围"), .options = numbers,
               .option_count = 2));
    resolves(FIELD(.label = T("是否纳入低保范围"), .options = numbers,
                   .option_count = 2),
             "identical 0", "the same options");
    resolves(FIELD(.label = T("是否纳入低保范围"), .options = letters,
                   .option_count = 2),
             "convertible 0", "other codes of the same labels");
    resolves(FIELD(.label = T("是否纳入低保范围"), .options = more,
                   .option_count = 3),
             "conflicting with 0 in options", "an option more");
    ok(dg_dictionary_map_option(d, &from, &to, dg_text_from("1"), &code),
       "a code has one in the other list");
    is_text("Y", dg_text_is(code, "Y") ? "Y" : "another", "of the same label");
    ok(!dg_dictionary_map_option(d, &from, &to, dg_text_from("Y"), &code),
       "a code that is none has none");
    dg_dictionary_destroy(d);
}

static void
test_code(void)
{
    begin();
    take(
        FIELD(.label = T("救助资金"), .unit = T("元"), INTEGER, MONTHLY, FLOW));
    resolves(FIELD(.element = T("p1001-0"), .label = T("资金")), "identical 0",
             "a provisional element is named by its code");
    resolves(
        FIELD(.element = T("p1001-0"), .label = T("资金"), .unit = T("万元")),
        "convertible 0", "in another unit");
    resolves(
        FIELD(.element = T("p1001-0"), .label = T("资金"), .unit = T("户")),
        "unfit with 0 in unit", "in one that does not fit");
    resolves(FIELD(.element = T("p1001-0"), .label = T("资金"),
                   .has_type = true, .type = DG_VALUE_DATE),
             "unfit with 0 in type", "a date is none");
    resolves(FIELD(.element = T("p1001-1"), .label = T("资金")), "unknown",
             "another index");
    resolves(FIELD(.element = T("p01001-0"), .label = T("资金")), "unknown",
             "a zero in front");
    resolves(FIELD(.element = T("mz.fund"), .label = T("资金")), "unknown",
             "a code that nobody published");
    take(FIELD(.label = T("姓名"), .personal = true, .private_to = 3,
               .repeated = true));
    resolves(FIELD(.element = T("p1002-0"), .label = T("姓名"),
                   .personal = true, .private_to = 3),
             "identical 1", "what is a requester's own it may name");
    resolves(FIELD(.element = T("p1002-0"), .label = T("姓名"),
                   .personal = true, .private_to = 4),
             "unknown", "others have no such element");
    ok(dg_dictionary_find(d, dg_text_from("p1001-0")) ==
           dg_dictionary_element(d, 0),
       "and found by it");
    dg_dictionary_destroy(d);
}

static void
converts(const char *from, const char *to, const char *want)
{
    mpq_t factor;
    char *text;
    bool known;
    mpq_init(factor);
    known =
        dg_dictionary_convert(d, dg_text_from(from), dg_text_from(to), factor);
    text = known ? mpq_get_str(NULL, 10, factor) : NULL;
    ok(strcmp(text ? text : "none", want) == 0, "\"%s\" is %s \"%s\"", from,
       want, to);
    free(text);
    mpq_clear(factor);
}

static void
test_units(void)
{
    begin();
    converts("万元", "元", "10000");
    converts("元", "万元", "1/10000");
    converts("公顷", "亩", "15");
    converts("亩", "平方米", "2000/3");
    converts("㎡", "平方米", "1");
    converts("平方公里", "公顷", "100");
    converts("%", "1", "1/100");
    converts("小时", "分钟", "60");
    converts("人", "户", "none");
    converts("蓬", "蓬", "1");
    converts("蓬", "户", "none");
    converts("", "", "1");
    converts("", "户", "none");
    dg_dictionary_destroy(d);
}

int
main(void)
{
    test_label();
    test_definition();
    test_convertible();
    test_period();
    test_witnesses();
    test_texts_alone();
    test_options();
    test_code();
    test_units();
    return tap_done();
}
