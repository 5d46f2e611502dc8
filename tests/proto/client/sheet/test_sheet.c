/* SPDX-License-Identifier: Apache-2.0 */
/* Whole sheets: every complaint, word for word, and what sheets look like that
 * have none. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/proto/client/sheet/fixture.h"
#include "tests/tap/tap.h"

#define HEAD "code,title,class\n"
#define GOOD "a,甲,basic\n"
#define QUOTE                                                                  \
    "a quotation mark that neither begins nor ends a cell nor stands twice "   \
    "(the row begins in line "
#define KNOWN                                                                            \
    "; known are: code (编码), title (事项), kind (类型), class (类别), "        \
    "departments (部门), prefixes (范围), basis (依据), clause (条款), seals "   \
    "(印章), proofs (证明), evidence (佐证), frequency (频次), lead days "       \
    "(提前天数), funding (经费), mandatory (必须), alternative (替代方式), " \
    "valid from (生效日期), valid to (失效日期), no. (序号), remark (备注)\n"

static const struct {
    const char *name, *text, *want;
} lists[] = {
    {"a good one", HEAD GOOD, ""},
    {"no row at all", HEAD, ""},
    {"no line feed at the end", HEAD "a,甲,basic", ""},
    {"nothing", "", "F: is empty\n"},
    {"only blanks", " \r\n\t\n", "F: is empty\n"},
    {"only a byte order mark", "\xef\xbb\xbf", "F: is empty\n"},
    {"a workbook", "PK\003\004\024",
     "F: is a workbook, not CSV; in the spreadsheet program, save it as \"CSV "
     "UTF-8\"\n"},
    {"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
     "F: is a workbook, not CSV; in the spreadsheet program, save it as \"CSV "
     "UTF-8\"\n"},
    {"UTF-16",
     "\xff\xfe"
     "c",
     "F: is UTF-16, not UTF-8; save it as \"CSV UTF-8\", or convert it: iconv "
     "-f UTF-16 -t UTF-8 F > "
     "NEW.csv\n"},
    {"UTF-16, the other way round", "\xfe\xff",
     "F: is UTF-16, not UTF-8; save it as \"CSV UTF-8\", or convert it: iconv "
     "-f UTF-16 -t UTF-8 F > "
     "NEW.csv\n"},
    {"GBK", "\xb1\xe0\xc2\xeb,\xca\xc2\xcf\xee\n",
     "F: is GBK, not UTF-8; save it as \"CSV UTF-8\", or convert it: iconv -f "
     "GB18030 -t UTF-8 F > "
     "NEW.csv\n"},
    {"neither", HEAD "a,\xff,x\n",
     "F:2: neither UTF-8 nor GBK, at byte 20 of the file\n"},
    {"an overlong form", HEAD "\xc0\xaf\xff\n",
     "F:2: neither UTF-8 nor GBK, at byte 18 of the file\n"},
    {"an unknown heading", "code,title,class,责任人\na,甲,basic,x\n",
     "F:1: unknown heading \"责任人\"" KNOWN},
    {"unknown headings", "x,code,title,class,y\n",
     "F:1: unknown headings \"x\", \"y\"" KNOWN},
    {"a heading twice", "code,编码,title,class\n",
     "F:1: column \"编码\": a heading that stands there twice\n"},
    {"headings that must be there", "编码,频次\na,x\n",
     "F:1: the heading title (事项) is missing\n"
     "F:1: the heading class (类别) is missing\n"},
    {"an empty row", HEAD ",,\n  \n" GOOD ",\n", ""},
    {"too few cells", HEAD "a,甲\n" GOOD, "F:2: 2 cells, but 3 headings\n"},
    {"one cell", HEAD "a\n", "F:2: 1 cell, but 3 headings\n"},
    {"too many cells", HEAD GOOD "b,乙,basic,,\n",
     "F:3: 5 cells, but 3 headings\n"},
    {"a column without heading", "code,title,class,\na,甲,basic,\n", ""},
    {"and with something in it", "code,title,class,\na,甲,basic,x\n",
     "F:2: column 4 has no heading, but a cell here\n"},
    {"cells that must not be empty", HEAD ",甲,\n",
     "F:2: column \"code\": must not be empty\nF:2: column \"class\": must not "
     "be empty\n"},
    {"a code twice", HEAD GOOD "b,乙,basic\nａ,丙,x\n",
     "F:4: column \"class\": \"x\" is none of: statutory (依法履职), "
     "assisting (依法协助), basic (基本履职), cooperating (配合履职), "
     "negative (负面), withdrawn (上级收回)\n"
     "F:4: column \"code\": \"a\" stands in line 2 already\n"},
    {"the line where the row begins",
     HEAD "a,\"第一行\n第二行\r\n\n第五行\",basic\nb ,x,y\n",
     "F:6: column \"class\": \"y\" is none of: statutory (依法履职), "
     "assisting (依法协助), basic (基本履职), cooperating (配合履职), "
     "negative (负面), withdrawn (上级收回)\n"},
    {"a quotation mark within", HEAD "a,甲\"乙\"丙,basic\n" GOOD,
     "F:2: " QUOTE "2)\n"},
    {"a quotation mark that is not doubled",
     HEAD "a,\"第一行\n\"乙\"丙\",basic\nb,乙,basic\n", "F:3: " QUOTE "2)\n"},
    {"a quotation mark that is not closed", HEAD GOOD "b,\"乙,basic\nc\n",
     "F:3: a quotation mark opens a cell in the row that begins here, and none "
     "closes it\n"},
    {"in the headings", "code,\"title\"x,class\n" GOOD, "F:1: " QUOTE "1)\n"},
    {"days the wrong way round",
     "编码,事项,类别,生效日期,失效日期\na,甲,basic,2026-02-01,2026-01-31\n",
     "F:2: column \"失效日期\": is before the day it is valid from\n"},
};

static const struct {
    const char *name, *text, *want;
} rosters[] = {
    {"one of each",
     "类别,编码,名称,承接单位,成员\n部门,mzj,民政局,,\n"
     "乡镇,522731100000,好花红镇,,\n村,522731100001,好花红村,,\n"
     "撤销,522731100002,,522731100001,\n分组,,示范村,,522731100001\n"
     "分组,,示范村,,522731100003\n",
     ""},
    {"no code", "kind,code,name\nvillage,,x\n",
     "F:2: column \"code\": must not be empty\n"},
    {"a code of another kind",
     "kind,code,name\nvillage,mzj,x\ntown,522731100001,x\n"
     "village,522731100000,x\nabolished,5227,\n",
     "F:2: column \"code\": must be a code of 12 digits\n"
     "F:3: column \"code\": a town's code ends in 000\n"
     "F:4: column \"code\": a code that ends in 000 is a town's\n"
     "F:5: column \"code\": must be a code of 12 digits\n"},
    {"no name", "kind,code,name\ndepartment,mzj,\n",
     "F:2: column \"name\": must not be empty\n"},
    {"what only some have",
     "kind,code,name,successors,members\n"
     "village,522731100001,x,522731100002,\n"
     "town,522731100000,x,,522731100002\n"
     "group,g,x,,522731100002\ngroup,,x,,\n",
     "F:2: column \"successors\": only an abolished office has successors\n"
     "F:3: column \"members\": only a group has members\n"
     "F:4: column \"code\": a group has no code\n"
     "F:5: column \"members\": a group needs members\n"},
    {"an office twice",
     "kind,code,name\nvillage,522731100001,x\nabolished,522731100001,\n"
     "department,522731100001,x\n",
     "F:3: column \"code\": \"522731100001\" stands in line 2 already\n"},
    {"a number of a spreadsheet", "kind,code,name\nvillage,5.22731E+11,x\n",
     "F:2: column \"code\": \"5.22731E+11\" is what a spreadsheet makes of a "
     "long number: give the column the format Text, then write the code\n"},
};

static void
test_complaints(void)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        is_text(fixture_complaints(&dg_forms_list, lists[i].text),
                lists[i].want, lists[i].name);
    }
    for (size_t i = 0; i < sizeof rosters / sizeof *rosters; i++) {
        is_text(fixture_complaints(&dg_forms_roster, rosters[i].text),
                rosters[i].want, rosters[i].name);
    }
    is_text(fixture_complaints(&dg_forms_proofs,
                               "证明,结论\n居住,可以出具\n居住证明,\n"),
            "F:3: column \"证明\": \"居住证明\" stands in line 2 already\n",
            "a proof is one with and without 证明");
}

/* The same list, as different programs write it. */
static void
test_flavours(void)
{
    static const char *const same[] = {
        "code,title,class\r\na,\"x\r\ny\",basic\r\n",
        "\xef\xbb\xbf编码;事项;类别\na;\"x\r\ny\";基本履职\n",
        "事项\t类别\t编码\n\"x\r\ny\"\tbasic\ta\n",
        "sep=;\r\nCode;TITLE;class\r\na;\"x\r\ny\";Basic\r\n",
        "\n\n序号,编码,事项,类别,备注\n1,ａ,\"x\r\ny\",基本履职,无\n,,,,\n",
        "code,title,class\ra,\"x\r\ny\",basic\r",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct dg_rows rows;
        is_text(fixture_read(&dg_forms_list, dg_str_from(same[i]), &rows), "",
                "no complaint");
        is_int(rows.count, 1, "one row");
        is_text(fixture_json(&rows, rows.items[0]),
                "{\"code\":\"a\",\"title\":\"x\\r\\ny\",\"class\":\"basic\"}",
                "the same entry");
        dg_rows_finish(&rows);
    }
}

static void
test_nul(void)
{
    struct dg_rows rows;
    is_text(fixture_read(&dg_forms_list, DG_STR(HEAD "a,\0,x\n"), &rows),
            "F:2: a NUL byte: this is no text file\n", "a NUL byte");
    dg_rows_finish(&rows);
}

static void
test_width(void)
{
    struct dg_buf text;
    dg_buf_init(&text);
    dg_buf_text(&text, HEAD "a,");
    for (int i = 0; i < 70000; i++) {
        dg_buf_u8(&text, 'x');
    }
    dg_buf_text(&text, ",basic\n");
    is_text(fixture_complaints(&dg_forms_list, text.data),
            "F:2: column 2: a cell of 70000 bytes; is a quotation mark "
            "missing?\nF:2: column \"title\": must not be empty\n",
            "a cell that is too long");
    dg_buf_clear(&text);
    dg_buf_text(&text, "code,title,class");
    for (int i = 0; i < 97; i++) {
        dg_buf_u8(&text, ',');
    }
    dg_buf_text(&text, "\n" GOOD);
    is_text(fixture_complaints(&dg_forms_list, text.data),
            "F:1: 100 columns; 64 are the most\n", "too many columns");
    dg_buf_finish(&text);
}

static void
test_many(void)
{
    struct dg_buf text, want;
    dg_buf_init(&text);
    dg_buf_init(&want);
    dg_buf_text(&text, HEAD);
    for (int i = 0; i < 10; i++) {
        dg_buf_printf(&text, "d%d,甲,basic\n", i);
    }
    for (int i = 0; i < 10; i++) {
        dg_buf_printf(&text, "d%d,乙,basic\n", i);
        dg_buf_printf(&want,
                      "F:%d: column \"code\": \"d%d\" stands in line %d "
                      "already\n",
                      12 + i, i, 2 + i);
    }
    is_text(fixture_complaints(&dg_forms_list, text.data), want.data,
            "ten codes twice: each with both its lines");
    dg_buf_clear(&text);
    dg_buf_clear(&want);
    dg_buf_text(&text, HEAD);
    for (int i = 0; i < 103; i++) {
        dg_buf_text(&text, "x\n");
    }
    for (int i = 0; i < 100; i++) {
        dg_buf_printf(&want, "F:%d: 1 cell, but 3 headings\n", i + 2);
    }
    dg_buf_text(&want, "F: 3 more mistakes\n");
    is_text(fixture_complaints(&dg_forms_list, text.data), want.data,
            "a hundred complaints are enough");
    dg_buf_finish(&want);
    dg_buf_finish(&text);
}

int
main(void)
{
    test_complaints();
    test_flavours();
    test_nul();
    test_width();
    test_many();
    return tap_done();
}
