/* SPDX-License-Identifier: Apache-2.0 */
/* Columns under Chinese text, what may reach a terminal, and results of reads
 * as tables. */
#include "proto/client/answer/plain.h"
#include "proto/client/answer/show.h"
#include "tests/tap/tap.h"

static struct dg_arena arena;

static const struct dg_json *
parse(const char *json)
{
    struct dg_json_error error;
    const struct dg_json *root = NULL;
    dg_json_parse(&arena, dg_str_from(json), &root, &error);
    return root;
}

/* Renders, compares, and ends the table. */
static void
check_width(struct dg_table *table, size_t width, const char *want,
            const char *name)
{
    struct dg_buf out;
    dg_buf_init(&out);
    dg_table_render(table, width, &out);
    is_text(out.data ? out.data : "", want, name);
    dg_buf_finish(&out);
    dg_table_finish(table);
}

static void
check_table(struct dg_table *table, const char *want, const char *name)
{
    check_width(table, 0, want, name);
}

static void
test_widths(void)
{
    static const char *const heads[] = {">N", "NAME", "NOTE", "END", NULL};
    struct dg_table table;
    dg_table_init(&table, &arena, heads);
    dg_table_number(&table, 7);
    dg_table_cell(&table, DG_STR("濛江街道"));
    dg_table_cell(&table, DG_STR(""));
    dg_table_cell(&table, DG_STR("x"));
    dg_table_number(&table, 1042);
    dg_table_cell(&table, DG_STR("好花红镇 A"));
    dg_table_cell(&table, DG_STR("逾期"));
    dg_table_cell(&table, DG_STR(""));
    check_table(&table,
                "   N  NAME        NOTE  END\n"
                "   7  濛江街道          x\n"
                "1042  好花红镇 A  逾期\n",
                "a Han character takes two columns; no line ends in blanks");
    dg_table_init(&table, &arena, heads);
    check_table(&table, "", "a table without rows is not shown");
    static const char *const none[] = {"", ">", NULL};
    dg_table_init(&table, &arena, none);
    dg_table_cell(&table, DG_STR("实担"));
    dg_table_number(&table, 5);
    dg_table_cell(&table, DG_STR("减免"));
    dg_table_number(&table, 12);
    check_table(&table, "实担   5\n减免  12\n",
                "without heads, no line of them");
}

static void
test_days(void)
{
    static const char *const heads[] = {"FROM", "LAST", NULL};
    struct dg_table table;
    dg_table_init(&table, &arena, heads);
    dg_table_day(&table, DG_STR("2026-11-23T16:00:00.000000Z"), false);
    dg_table_day(&table, DG_STR("2026-11-23T16:00:00.000000Z"), true);
    dg_table_day(&table, DG_STR("2026-11-23T15:59:59Z"), false);
    dg_table_day(&table, DG_STR("2026-11-23T18:30:00Z"), true);
    dg_table_day(&table, DG_STR(""), false);
    dg_table_day(&table, DG_STR("tomorrow"), true);
    check_table(&table,
                "FROM        LAST\n"
                "2026-11-24  2026-11-23\n"
                "2026-11-23  2026-11-24\n"
                "\n",
                "days are China's; what ends at midnight had the day before");
}

static void
fill_narrow(struct dg_table *table)
{
    static const char *const heads[] = {">N", "~FROM", "~TITLE", NULL};
    dg_table_init(table, &arena, heads);
    dg_table_number(table, 1042);
    dg_table_cell(table, DG_STR("惠水县民政局"));
    dg_table_cell(table,
                  DG_STR("关于做好强降雨过程防范应对和避险转移工作的通知"));
    dg_table_number(table, 7);
    dg_table_cell(table, DG_STR("town/522731101000"));
    dg_table_cell(table, DG_STR("seals seal-03, evidence record"));
}

static void
test_narrow(void)
{
    struct dg_table table;
    fill_narrow(&table);
    check_width(&table, 40,
                "   N  FROM      TITLE\n"
                "1042  惠水县民  关于做好强降雨过程防范应\n"
                "      政局      对和避险转移工作的通知\n"
                "   7  town/522  seals seal-03, evidence\n"
                "      73110100  record\n"
                "      0\n",
                "what does not fit goes on in the next line");
    fill_narrow(&table);
    check_width(&table, 1,
                "   N  FROM      TITLE\n"
                "1042  惠水县民  关于做好\n"
                "      政局      强降雨过\n"
                "                程防范应\n"
                "                对和避险\n"
                "                转移工作\n"
                "                的通知\n"
                "   7  town/522  seals\n"
                "      73110100  seal-03,\n"
                "      0         evidence\n"
                "                record\n",
                "columns stay readable, however narrow the terminal");
}

static void
test_heads(void)
{
    static const char *const heads[] = {"~DEPARTMENTS", "END", NULL};
    struct dg_table table;
    dg_table_init(&table, &arena, heads);
    dg_table_cell(&table, DG_STR("mzj nyncj czj"));
    dg_table_cell(&table, DG_STR("x"));
    check_width(&table, 8,
                "DEPARTMENTS  END\n"
                "mzj nyncj    x\n"
                "czj\n",
                "heads are never broken");
}

static void
test_hyphens(void)
{
    static const char *const heads[] = {"~CAUSE", "END", NULL};
    struct dg_table table;
    dg_table_init(&table, &arena, heads);
    dg_table_cell(&table, DG_STR("ask (department-not-entitled)"));
    dg_table_cell(&table, DG_STR("x"));
    check_width(&table, 32,
                "CAUSE                        END\n"
                "ask (department-not-         x\n"
                "entitled)\n",
                "a code is broken behind a hyphen");
}

static void
test_plain(void)
{
    is_str(dg_plain_copy(&arena, DG_STR("村\x1b[31m\t\x7f社区")),
           "村 [31m  社区", "control characters become blanks");
    is_str(dg_plain_copy(&arena, DG_STR("\xc2\x9b"
                                        "é \xe2\x80\xae|\xe2\x81\xa6|“”")),
           " é  | |“”", "C1 and direction marks, too; quotes stay");
    is_str(dg_plain_copy(&arena, DG_STR("")), "", "nothing is nothing");
}

static const char inbox[] =
    "{\"office\":\"522731101201\",\"name\":\"城关村\",\"open\":2,\"tasks\":["
    "{\"task\":42,\"from\":\"department/mzj\",\"department\":\"民政局\","
    "\"duty\":\"SW-017\",\"title\":\"高龄津贴发放核查\",\"due\":\"2026-12-12\","
    "\"overdue\":false,\"acknowledged\":false},"
    "{\"task\":7,\"from\":\"town/522731101000\",\"duty\":\"SW-003\","
    "\"title\":\"防汛排查\",\"due\":\"2026-11-01\",\"overdue\":true,"
    "\"acknowledged\":false,\"seals\":[\"YZ-01\",\"YZ-02\"],"
    "\"for\":\"522731101202\"},"
    "{\"task\":9,\"from\":\"department/wjj\",\"department\":\"卫健局\","
    "\"duty\":\"SW-020\",\"title\":\"体检\",\"due\":\"2026-12-01\","
    "\"overdue\":false,\"acknowledged\":true}]}";

static void
test_inbox(void)
{
    const struct dg_json *result = parse(inbox);
    struct dg_table table;
    struct dg_buf out;
    dg_buf_init(&out);
    dg_show_inbox_head(&out, result);
    is_text(out.data, "城关村 (522731101201): 2 open\n", "whose inbox");
    dg_buf_finish(&out);

    dg_show_begin_inbox(&table, &arena);
    is_int(dg_show_add_inbox(&table, result, false, 100), 2,
           "acknowledged tasks are not shown");
    check_table(
        &table,
        "RECEIPT  DUE         FROM               DUTY    TITLE             "
        "NOTES\n"
        "     42  2026-12-12  民政局             SW-017  高龄津贴发放核查\n"
        "      7  2026-11-01  town/522731101000  SW-003  防汛排查          "
        "overdue, seals YZ-01 YZ-02, for 522731101202\n",
        "tasks with due date, sender, duty, title, notes");
    dg_show_begin_inbox(&table, &arena);
    is_int(dg_show_add_inbox(&table, result, true, 100), 3, "all are shown");
    is_int(dg_show_add_inbox(&table, result, true, 1), 1, "no more than asked");
    dg_table_finish(&table);
}

static const char with_forms[] =
    "{\"office\":\"522731101201\",\"name\":\"城关村\",\"open\":1,\"tasks\":["
    "{\"task\":42,\"from\":\"department/mzj\",\"department\":\"民政局\","
    "\"duty\":\"SW-017\",\"title\":\"低保月报\",\"due\":\"2026-12-12\","
    "\"overdue\":false,\"acknowledged\":false,\"review\":\"town\",\"forms\":["
    "{\"control\":\"MZ-07\",\"version\":\"1\",\"title\":\"低保户花名册\","
    "\"fieldcount\":12},{\"control\":\"MZ-08\",\"version\":\"1\","
    "\"title\":\"汇总\",\"fieldcount\":1},"
    "{\"control\":\"MZ-09\",\"version\":\"2\"}]}]}";

static void
test_forms(void)
{
    const struct dg_json *result = parse(with_forms);
    struct dg_table table;
    struct dg_buf out;
    dg_show_begin_inbox(&table, &arena);
    is_int(dg_show_add_inbox(&table, result, false, 100), 1, "one task");
    check_table(
        &table,
        "RECEIPT  DUE         FROM    DUTY    TITLE         NOTES\n"
        "     42  2026-12-12  民政局  SW-017  低保月报      reviewed by "
        "the town\n"
        "                             MZ-07   低保户花名册  form, 12 "
        "fields\n"
        "                             MZ-08   汇总          form, 1 "
        "field\n"
        "                             MZ-09                 form\n",
        "a line for each form it asks to fill in");
    dg_table_finish(&table);
    dg_buf_init(&out);
    dg_show_task(&out, dg_json_get(result, "tasks")->child);
    is_text(out.data,
            "42 2026-12-12 民政局 SW-017 低保月报 (reviewed by the town, MZ-07 "
            "低保户花名册: form, 12 fields, MZ-08 汇总: form, 1 field, MZ-09: "
            "form)",
            "or all in one line");
    dg_buf_finish(&out);
}

static const char list[] =
    "{\"list\":\"huishui\",\"version\":\"2026-1\",\"validfrom\":\"2026-01-01\","
    "\"validto\":\"2026-12-31\",\"entries\":["
    "{\"code\":\"SW-017\",\"title\":\"高龄津贴发放核查\",\"class\":"
    "\"assisting\",\"departments\":[\"mzj\",\"czj\"],\"frequency\":{\"times\":2"
    ",\"per\":\"year\"},\"leaddays\":5,\"funding\":true},"
    "{\"code\":\"YZ-01\",\"title\":\"居住证明\",\"kind\":\"seal\",\"class\":"
    "\"negative\"}]}";

static void
test_list(void)
{
    const struct dg_json *result = parse(list);
    struct dg_table table;
    struct dg_buf out;
    dg_buf_init(&out);
    dg_show_list_head(&out, result);
    is_text(out.data,
            "huishui 2026-1, in force from 2026-01-01 to 2026-12-31\n",
            "which list");
    dg_buf_clear(&out);
    dg_show_entry(&out, dg_json_get(result, "entries")->child);
    is_text(out.data,
            "code         SW-017\n"
            "title        高龄津贴发放核查\n"
            "class        assisting\n"
            "departments  mzj czj\n"
            "frequency    2 a year\n"
            "leaddays     5\n"
            "funding      yes\n",
            "one entry in full");
    dg_buf_finish(&out);
    dg_show_begin_list(&table, &arena);
    dg_show_add_list(&table, result);
    check_table(&table,
                "CODE    KIND  CLASS      DEPARTMENTS  TITLE\n"
                "SW-017  work  assisting  mzj czj      高龄津贴发放核查\n"
                "YZ-01   seal  negative                居住证明\n",
                "entries in columns");
}

static void
test_receipt(void)
{
    struct dg_buf out;
    dg_buf_init(&out);
    dg_show_receipt(
        &out,
        parse("{\"event\":{\"specversion\":\"1.0\",\"id\":\"a1\",\"source\":"
              "\"department/mzj\",\"type\":\"dutygate.task.publish.v1\","
              "\"data\":{\"duty\":\"SW-017\",\"title\":\"高龄津贴\",\"due\":"
              "\"2026-12-12\",\"text\":\"各村:\\n核查。\",\"seals\":"
              "[\"YZ-01\",\"YZ-02\"],\"document\":\"惠民〔2026〕3号\"}},"
              "\"answer\":{\"id\":\"a1\",\"receipt\":{"
              "\"sequence\":42,\"time\":\"2026-11-22T00:00:00.000000Z\","
              "\"leaf\":\"5dc9\"},\"verdict\":\"admit\",\"offices\":216,"
              "\"findings\":[]}}"));
    is_text(out.data,
            "dutygate.task.publish.v1\n"
            "  id        a1\n"
            "  from      department/mzj\n"
            "  document  惠民〔2026〕3号\n"
            "  duty      SW-017\n"
            "  title     高龄津贴\n"
            "  text      各村: 核查。\n"
            "  due       2026-12-12\n"
            "  seals     YZ-01 YZ-02\n"
            "  decided   2026-11-22T00:00:00.000000Z\n"
            "  leaf      5dc9\n"
            "admitted, receipt 42 (216 offices)\n",
            "an event and its decision");
    dg_buf_clear(&out);
    dg_show_receipt(
        &out, parse("{\"event\":{\"type\":\"dutygate.task.withdraw.v1\","
                    "\"id\":\"a2\",\"source\":\"department/mzj\",\"data\":{"
                    "\"task\":42,\"reason\":\"重复下达\"}},\"answer\":{"
                    "\"verdict\":\"admit\",\"findings\":[]}}"));
    is_text(out.data,
            "dutygate.task.withdraw.v1\n"
            "  id        a2\n"
            "  from      department/mzj\n"
            "  task      42\n"
            "  reason    重复下达\n"
            "admitted\n",
            "which task an event speaks of, and why");
    dg_buf_finish(&out);
}

int
main(void)
{
    dg_arena_init(&arena, 1 << 20);
    test_widths();
    test_days();
    test_narrow();
    test_heads();
    test_hyphens();
    test_plain();
    test_inbox();
    test_forms();
    test_list();
    test_receipt();
    dg_arena_finish(&arena);
    return tap_done();
}
