/* SPDX-License-Identifier: Apache-2.0 */
/* Which elements are found for which, and what speaks for them. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/near/near_index.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/tap/tap.h"

static struct dg_near_index *near_index;
static uint32_t forms;

static uint32_t
add_field(struct dg_near_field field)
{
    field.number = dg_near_index_count(near_index);
    field.form = field.form ? field.form : ++forms;
    field.type = field.type ? field.type : DG_VALUE_TEXT;
    if (!dg_near_index_add(near_index, &field)) {
        ok(false, "%.*s is taken in", DG_TEXT_ARG(field.label));
    }
    return field.number;
}

#define ADD(text) ADD_WITH(text, .form = 0)
#define ADD_WITH(text, ...)                                                    \
    add_field((struct dg_near_field){.label = {text, sizeof(text) - 1},        \
                                     __VA_ARGS__})
#define T(text)                                                                \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }

/* "NUMBER: evidence evidence", a line for each that was found. */
static const char *
find(uint32_t number)
{
    static char text[2048];
    struct dg_near_match found[DG_NEAR_MATCHES];
    size_t count = dg_near_index_find(near_index, number, found), len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        len += (size_t) snprintf(text + len, sizeof text - len,
                                 "%u:", found[i].number);
        for (unsigned j = 0; j < DG_EVIDENCE_COUNT; j++) {
            if (found[i].evidence & 1u << j) {
                len += (size_t) snprintf(text + len, sizeof text - len, " %s",
                                         dg_likeness_code(j));
            }
        }
        len += (size_t) snprintf(text + len, sizeof text - len, "\n");
    }
    return text;
}

static void
begin(void)
{
    dg_near_index_destroy(near_index);
    near_index = dg_near_index_create();
    ADD("行政村总数");
    ADD("常住人口数");
    ADD("Number of villages visited");
    ADD("耕地面积");
    ADD("Weight at birth");
}

static void
test_labels(void)
{
    begin();
    uint32_t first = ADD("监护人身份证号");
    is_text(find(first), "", "nothing is like it");
    is_text(find(ADD("监护人公民身份证号码")), "5: same-words\n",
            "another word for one");
    is_text(find(ADD("监护人身份证号")), "5: same-label\n6: same-words\n",
            "the same label, in another form");
    first = ADD("Relapsed pulmonary cases, bacteriologically confirmed");
    is_text(find(ADD("Relapsed pulmonary cases, bactoriologically confirmed")),
            "8: spelling\n", "a slip of the pen");
    is_text(find(ADD("Confirmed bacteriologically: relapsed pulmonary cases")),
            "8: same-words\n9: spelling\n", "another order");
    is_text(find(ADD("Relapsed pulmonary cases, confirmed")),
            "8: words-within\n10: words-within\n9: words-within\n",
            "less of it");
}

static void
test_context(void)
{
    begin();
    ADD_WITH("其他情况说明", .before = T("低保户数"), .after = T("备注"),
             .section = T("低保"));
    ADD_WITH("其他情况说明", .before = T("特困人数"), .section = T("特困"));
    is_text(find(ADD_WITH("其他情况说明", .before = T("低保户数"),
                          .section = T("低保"))),
            "5: same-label same-section same-before\n6: same-label\n",
            "what stands beside it comes first");
    is_text(find(ADD_WITH("住房类型", .type = DG_VALUE_OPTION)), "", "another");
}

static void
test_excluded(void)
{
    uint32_t first, third;
    begin();
    first = ADD_WITH("低保对象人数", .kind = DG_KIND_STOCK, .unit = T("人"));
    is_text(
        find(ADD_WITH("低保对象人数", .kind = DG_KIND_FLOW, .unit = T("人"))),
        "", "of another kind");
    third = ADD("低保对象人数");
    is_text(find(third), "5: same-label\n6: same-label\n",
            "who says no kind may be either");
    ok(dg_near_index_link(near_index, first, 4242) &&
           dg_near_index_link(near_index, third, 4242),
       "two stand in one form");
    is_text(find(third), "6: same-label\n", "then they are not the same");
    ok(dg_near_index_link(near_index, 9999, 1),
       "who is not there is not linked");
    begin();
    ADD_WITH("特困人员数", .published = true);
    is_text(find(ADD_WITH("特困人员数", .published = true)), "",
            "what the keeper published is apart");
    begin();
    ADD_WITH("困难老人数", .definition = T("60岁以上"));
    is_text(find(ADD_WITH("困难老人数", .definition = T("65岁以上"))), "",
            "another definition");
    is_text(find(ADD_WITH("困难老年人数", .definition = T("６０岁以上"))),
            "5: words-within same-definition\n", "the same definition");
}

/* Forms that ask both tell that two labels are two figures, everywhere. */
static void
test_together(void)
{
    uint32_t third;
    begin();
    ADD("监护人联系电话");
    is_text(find(ADD("监护人手机号码")), "5: same-words\n",
            "as long as nobody asks both");
    ADD_WITH("监护人联系电话", .form = 900);
    ADD_WITH("监护人手机号码", .form = 900);
    is_text(find(ADD("监护人手机号码")), "6: same-label\n8: same-label\n",
            "a form that does tells it of all fields of these labels");
    third = ADD("监护人固定电话");
    is_text(find(third), "5: same-words\n6: same-words\n",
            "of a third label it does not");
    ok(dg_near_index_link(near_index, third, 900), "it is asked there, too");
    is_text(find(ADD("监护人固定电话")), "10: same-label\n", "then it does");
    for (unsigned i = 0; i < 100; i++) {
        ADD_WITH("监护人备用手机号码", .form = 2000 + i);
        ADD_WITH("监护人备用联系电话", .form = 2000 + i);
    }
    ADD("监护人备用手机号码");
    ok(!strstr(find(ADD("监护人备用联系电话")), "same-words"),
       "however many forms do");
}

static void
test_bounds(void)
{
    struct dg_near_match found[DG_NEAR_MATCHES];
    size_t count;
    begin();
    for (unsigned i = 0; i < 5000; i++) {
        ADD("重点人员走访次数");
    }
    count = dg_near_index_find(near_index, 5004, found);
    is_int((long) count, DG_NEAR_SAME, "so many of one label at most");
    ok(dg_near_index_size(near_index) < 5000 * 600, "%zu bytes",
       dg_near_index_size(near_index));
    is_int((long) dg_near_index_find(near_index, 77777, found), 0,
           "who is not there is like nobody");
    ADD("");
    is_int((long) dg_near_index_find(near_index, 5005, found), 0,
           "nor is who says nothing");
}

int
main(void)
{
    test_labels();
    test_context();
    test_excluded();
    test_together();
    test_bounds();
    dg_near_index_destroy(near_index);
    return tap_done();
}
