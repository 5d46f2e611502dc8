/* SPDX-License-Identifier: Apache-2.0 */
/* One cell at a time: what it may hold, what is said of what it may not, and
 * what is written back. */
#include <stdio.h>

#include "proto/client/sheet/cell.h"
#include "tests/proto/client/sheet/fixture.h"
#include "tests/tap/tap.h"

#define CODE_WHY                                                               \
    " is no code: at most 64 letters, digits, and . _ - behind the first"
#define SPOILT_WHY                                                             \
    " is what a spreadsheet makes of a long number: give the column the "      \
    "format Text, then write the code"
#define DATE_WHY " is no date such as 2026-01-31, 2026/1/31 or 2026年1月31日"
#define FREQUENCY_WHY " is no frequency such as 1/quarter or 每季度1次"
#define CLASSES                                                                 \
    " is none of: statutory (依法履职), assisting (依法协助), basic "   \
    "(基本履职), cooperating (配合履职), negative (负面), withdrawn " \
    "(上级收回)"

static const struct {
    const char *member; /* of the list */
    const char *cell;
    const char *want; /* items with | between, or ! and why not */
} cells[] = {
    {"code", "mz-01", "mz-01"},
    {"code", " ＭＺ－０１　", "MZ-01"},
    {"code", "mz 01", "!\"mz 01\"" CODE_WHY},
    {"code", "-1", "!\"-1\"" CODE_WHY},
    {"code", "低保", "!\"低保\"" CODE_WHY},
    {"code", "5.22731E+11", "!\"5.22731E+11\"" SPOILT_WHY},
    {"code",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "!\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\"" CODE_WHY},
    {"title", "Ａ　 “全角” 1/2\n第二行 ", "Ａ　 “全角” 1/2\n第二行 "},
    {"title", "   ", ""},
    {"title", "", ""},
    {"class", "statutory", "statutory"},
    {"class", " Statutory", "statutory"},
    {"class", "依法 履职", "statutory"},
    {"class", "依法协助", "assisting"},
    {"class", "负面", "negative"},
    {"class", "基本履职", "basic"},
    {"class", "配合履职", "cooperating"},
    {"class", "上级收回", "withdrawn"},
    {"class", "协助性", "!\"协助性\"" CLASSES},
    {"kind", "工作", ""},
    {"kind", "印章", "seal"},
    {"departments", "mzj;wjj", "mzj|wjj"},
    {"departments", "ｍｚｊ；wjj、czj,\n nyj ;", "mzj|wjj|czj|nyj"},
    {"departments", ";;", ""},
    {"departments", "mzj；MZJ；mzj", "!\"mzj\" stands in this cell twice"},
    {"departments", "mzj;民政局", "!\"民政局\"" CODE_WHY},
    {"prefixes", "52;５２２７;522731;522731100", "52|5227|522731|522731100"},
    {"prefixes", "5227311",
     "!\"5227311\" is no division prefix of 2, 4, 6 or 9 digits"},
    {"prefixes", "5.22731E+11", "!\"5.22731E+11\"" SPOILT_WHY},
    {"proofs", "居住证明、收入，支出证明；x", "居住证明|收入，支出证明|x"},
    {"frequency", "1/quarter", "1/quarter"},
    {"frequency", "２次／年", "2/year"},
    {"frequency", "12 / month", "12/month"},
    {"frequency", "每季度1次", "1/quarter"},
    {"frequency", "每年两次", "2/year"},
    {"frequency", "一年一次", "1/year"},
    {"frequency", "每月 3 次", "3/month"},
    {"frequency", "每天1次", "1/day"},
    {"frequency", "366/day", "366/day"},
    {"frequency", "367/day", "!\"367/day\"" FREQUENCY_WHY},
    {"frequency", "0/day", "!\"0/day\"" FREQUENCY_WHY},
    {"frequency", "每半年1次", "!\"每半年1次\"" FREQUENCY_WHY},
    {"frequency", "1/week", "!\"1/week\"" FREQUENCY_WHY},
    {"leaddays", "１５", "15"},
    {"leaddays", "0", ""},
    {"leaddays", "367", "!\"367\" is no number from 0 to 366"},
    {"leaddays", "-1", "!\"-1\" is no number from 0 to 366"},
    {"leaddays", "15天", "!\"15天\" is no number from 0 to 366"},
    {"leaddays", "007", "!\"007\" is no number from 0 to 366"},
    {"funding", "是", "true"},
    {"funding", "YES", "true"},
    {"funding", "１", "true"},
    {"funding", "否", ""},
    {"funding", "no", ""},
    {"funding", "0", ""},
    {"funding", "也许", "!\"也许\" is none of: yes (是), no (否)"},
    {"validfrom", "2026-01-31", "2026-01-31"},
    {"validfrom", "2026/1/3", "2026-01-03"},
    {"validfrom", "2026年1月31日", "2026-01-31"},
    {"validfrom", "２０２６－１－１", "2026-01-01"},
    {"validfrom", "2026-02-30", "!\"2026-02-30\"" DATE_WHY},
    {"validfrom", "2026/1-3", "!\"2026/1-3\"" DATE_WHY},
    {"validfrom", "2026年1月31", "!\"2026年1月31\"" DATE_WHY},
    {"validfrom", "46023", "!\"46023\"" DATE_WHY},
    {"validfrom", "1969-12-31", "!\"1969-12-31\"" DATE_WHY},
    {"validfrom", "26-1-31", "!\"26-1-31\"" DATE_WHY},
    {"validfrom", "\033[2J", "!\" [2J\"" DATE_WHY},
};

static struct dg_rows rows;
static struct dg_arena scratch;

/* Reads a cell into value; what was read, or "!" and why not. */
static const char *
read_cell(const struct dg_column *column, const char *cell,
          struct dg_value *value)
{
    static char said[4096];
    struct dg_row row = {.values = value};
    struct dg_buf why;
    enum dg_err err;
    dg_buf_init(&why);
    err = dg_cell_read(&(struct dg_cell){&rows, &scratch, &why}, column,
                       dg_str_from(cell), value);
    snprintf(said, sizeof said, "%s%s", err ? "!" : "",
             err ? why.data : fixture_value(&row, 0));
    dg_buf_finish(&why);
    return said;
}

static const struct dg_column *
list_column(const char *member)
{
    return &dg_forms_list.columns[fixture_column(&dg_forms_list, member)];
}

/* What is written is read as the same value. */
static bool
reads_back(const struct dg_column *column, const struct dg_value *value)
{
    struct dg_value again = {NULL, 0};
    struct dg_buf text, why;
    enum dg_err err;
    dg_buf_init(&text);
    dg_buf_init(&why);
    dg_cell_write(&text, column, value);
    err = dg_cell_read(&(struct dg_cell){&rows, &scratch, &why}, column,
                       (struct dg_str){text.data, text.len}, &again);
    dg_buf_finish(&why);
    dg_buf_finish(&text);
    return !err && dg_rows_equal(value, &again);
}

static void
test_reading(void)
{
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const struct dg_column *column = list_column(cells[i].member);
        struct dg_value value = {NULL, 0};
        const char *said = read_cell(column, cells[i].cell, &value);
        is_text(said, cells[i].want, cells[i].member);
        if (said[0] != '!') {
            ok(reads_back(column, &value), "%s \"%s\" reads back",
               cells[i].member, cells[i].want);
        }
    }
}

static void
test_limits(void)
{
    char long_title[201 * 3 + 1] = "", many[101 * 5] = "";
    struct dg_value value = {NULL, 0};
    for (int i = 0; i < 200; i++) {
        strcat(long_title, "村");
    }
    is_text(read_cell(list_column("title"), long_title, &value), long_title,
            "200 characters are a title");
    strcat(long_title, "村");
    value.count = 0;
    is_text(read_cell(list_column("title"), long_title, &value),
            "!201 characters; 200 are the most", "one more is too long");
    for (int i = 0; i < 101; i++) {
        snprintf(many + strlen(many), 6, "d%d;", i);
    }
    value.count = 0;
    is_text(read_cell(list_column("departments"), many, &value),
            "!101 values; 100 are the most", "too many values");
}

static void
test_splits(void)
{
    const struct dg_column *proofs = list_column("proofs");
    ok(!dg_cell_splits(proofs, DG_STR("收入,支出")), "a comma is in a name");
    ok(dg_cell_splits(proofs, DG_STR("收入、支出")), "、 makes two of it");
    ok(!dg_cell_splits(list_column("title"), DG_STR("收入、支出")),
       "but not where there is only one");
}

int
main(void)
{
    dg_rows_init(&rows, &dg_forms_list);
    dg_arena_init(&scratch, SIZE_MAX);
    test_reading();
    test_limits();
    test_splits();
    dg_arena_finish(&scratch);
    dg_rows_finish(&rows);
    return tap_done();
}
