/* SPDX-License-Identifier: Apache-2.0 */
/* A spreadsheet that is a form in disguise, or that nobody looked into. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#include <stdio.h>

static struct fake_host fake;

#define DIGEST                                                                 \
    "'sha256': "                                                               \
    "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'"

static const char *
attach(const char *attachments)
{
    char more[2400];
    snprintf(more, sizeof more, ", 'attachments': [%s]", attachments);
    return fake_host_decide(&fake, TASK_PUBLISH, MZJ,
                            fixture_task("mz-003", more));
}

/* One attachment of that name, with more members. */
static const char *
attach_one(const char *name, const char *more)
{
    char text[2300];
    snprintf(text, sizeof text, "{'name': '%s', 'size': 1, " DIGEST "%s}", name,
             more);
    return attach(text);
}

static void
test_unexamined(void)
{
    static const char *const sheets[] = {
        "摸底表.xlsx", "A.XLS",    "a.xlsm", "a.xltx",  "a.ods",
        "a.et",        "台账.csv", "a.tsv",  "a.XLSX ", "a.xls. ."};
    is_text(attach_one("摸底表.xlsx", ""),
            "refuse attachments attachment-unexamined at "
            "/data/attachments/0\n"
            "  \"摸底表.xlsx\" is a spreadsheet that nobody looked into\n"
            "  or: name it through a client that looks into attachments "
            "(dutygate attach)\n",
            "a spreadsheet that was not looked into");
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        ok(strstr(attach_one(sheets[i], ""), "attachment-unexamined"),
           "a spreadsheet: %s", sheets[i]);
    }
    ok(strstr(attach_one("附件", ", 'type': 'application/vnd.ms-excel'"),
              "attachment-unexamined"),
       "a spreadsheet by its media type");
    ok(strstr(attach_one("附件", ", 'type': 'application/vnd.openxmlformats-"
                                 "officedocument.spreadsheetml.sheet'"),
              "attachment-unexamined"),
       "another");
    is_text(attach_one("通知.pdf", ", 'type': 'application/pdf'"), "",
            "a document is none");
    is_text(attach_one("basket", ""), "", "nor what only ends in like letters");
}

static void
test_fillable(void)
{
    char columns[1024] = "", more[1200];
    const char *text;
    is_text(attach_one("摸底表.xlsx",
                       ", 'sheet': {'columns': ['姓名'], 'empty': 0}"),
            "", "a full one is an attachment");
    is_text(attach_one("摸底表.xlsx", ", 'sheet': {'columns': ['姓名', "
                                      "'身份证号', '金额'], 'empty': 120}"),
            "refuse attachments attachment-fillable at /data/attachments/0\n"
            "  \"摸底表.xlsx\" has 120 empty cells to be filled in: it is a "
            "form, not an attachment\n"
            "  or: ask as fields: 姓名, 身份证号, 金额\n",
            "its headings are offered as fields");
    is_text(attach_one("a.doc", ", 'sheet': {'columns': [], 'empty': 3}"),
            "refuse attachments attachment-fillable at /data/attachments/0\n"
            "  \"a.doc\" has 3 empty cells to be filled in: it is a form, not "
            "an attachment\n"
            "  or: ask what is missing as fields (表内字段)\n",
            "without headings, and whatever its name");
    for (int i = 1; i <= 22; i++) {
        char one[16];
        snprintf(one, sizeof one, "%s'c%d'", i > 1 ? "," : "", i);
        strcat(columns, one);
    }
    snprintf(more, sizeof more, ", 'sheet': {'columns': [%s], 'empty': 1}",
             columns);
    text = attach_one("a.xlsx", more);
    ok(strstr(text, "c19, c20 and 2 more\n") && !strstr(text, "c21"),
       "twenty headings are named, the others counted");
}

static void
test_twice(void)
{
    is_text(attach("{'name': '附件1.pdf', 'size': 1, " DIGEST "},"
                   "{'name': '附件2.pdf', 'size': 1, " DIGEST "}"),
            "note attachments attachment-twice at /data/attachments/1\n"
            "  \"附件2.pdf\" is the same file as \"附件1.pdf\"\n",
            "the same file twice is only noted");
}

int
main(void)
{
    fixture_open(&fake);
    test_unexamined();
    test_fillable();
    test_twice();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
