/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which columns a sheet of people has: a row for each officer, and what
 * is said of a principal in any row of it. */
#include "proto/base/i18n.h"
#include "proto/client/principal/person.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/sheet.h"

enum {
    PRINCIPAL,
    NAME,
    CREDITCODE,
    PARENTS,
    UNTIL,
    KEY,
    OFFICER,
    POST,
    KEYUNTIL,
    NUMBER,
    REMARK,
    COLUMN_COUNT
};

static const struct dg_column_word posts[] = {
    {"handling", N_("handling"), "经办|经办人"},
    {"reviewing", N_("reviewing"), "审核|审核人"},
    {NULL, NULL, NULL},
};

static const struct dg_column columns[COLUMN_COUNT] = {
    [PRINCIPAL] = {.member = "principal",
                   .heading = N_("principal"),
                   .chinese = "主体",
                   .type = DG_COLUMN_TEXT,
                   .required = true,
                   .most = 80},
    [NAME] = {.member = "name",
              .heading = N_("name"),
              .chinese = "名称|单位名称",
              .type = DG_COLUMN_TEXT,
              .most = 200},
    [CREDITCODE] = {.member = "creditcode",
                    .heading = N_("credit code"),
                    .chinese = "统一社会信用代码|信用代码",
                    .type = DG_COLUMN_TEXT,
                    .most = 32},
    [PARENTS] = {.member = "parents",
                 .heading = N_("parents"),
                 .chinese = "组建部门",
                 .type = DG_COLUMN_TEXT,
                 .several = true,
                 .most = DG_PERSON_PARENTS_MAX},
    [UNTIL] = {.member = "until",
               .heading = N_("last day"),
               .chinese = "截止日|有效期至",
               .type = DG_COLUMN_DATE},
    [KEY] = {.member = "key",
             .heading = N_("public key"),
             .chinese = "公钥",
             .type = DG_COLUMN_TEXT,
             .most = 64},
    [OFFICER] = {.member = "officer",
                 .heading = N_("officer"),
                 .chinese = "人员|姓名",
                 .type = DG_COLUMN_TEXT,
                 .most = 200},
    [POST] = {.member = "post",
              .heading = N_("post"),
              .chinese = "岗位",
              .type = DG_COLUMN_CHOICE,
              .words = posts},
    [KEYUNTIL] = {.member = "keyuntil",
                  .heading = N_("last day of the key"),
                  .chinese = "密钥截止日|密钥有效期至",
                  .type = DG_COLUMN_DATE},
    [NUMBER] = DG_COLUMN_OF_NUMBERS,
    [REMARK] = DG_COLUMN_OF_REMARKS,
};

/* A row is one person's; without a key, the principal's own. */
static struct dg_str
row_key(struct dg_rows *rows, const struct dg_row *row)
{
    struct dg_str key = dg_rows_text(row, KEY);
    (void) rows;
    return key.len > 0 ? key : dg_rows_text(row, PRINCIPAL);
}

static const char *
check_row(const struct dg_row *row, size_t *column)
{
    *column = OFFICER;
    return dg_rows_text(row, KEY).len > 0 && dg_rows_text(row, OFFICER).len == 0
               ? N_("a key needs the name of an officer")
               : NULL;
}

static const struct dg_form form = {
    .columns = columns,
    .count = COLUMN_COUNT,
    .named = PRINCIPAL,
    .key = row_key,
    .check = check_row,
};

static void
take_rows(const struct dg_rows *rows, struct dg_people *people)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct dg_row *row = rows->items[i];
        const struct dg_person person = {
            .principal = dg_rows_text(row, PRINCIPAL),
            .name = dg_rows_text(row, NAME),
            .creditcode = dg_rows_text(row, CREDITCODE),
            .until = dg_rows_text(row, UNTIL),
            .parents = row->values[PARENTS].items,
            .parent_count = row->values[PARENTS].count,
            .key = dg_rows_text(row, KEY),
            .officer = dg_rows_text(row, OFFICER),
            .post = dg_rows_text(row, POST),
            .keyuntil = dg_rows_text(row, KEYUNTIL),
        };
        dg_people_add(people, &person);
    }
}

int
dg_people_take_sheet(struct dg_cli *cli, const char *path, struct dg_str text,
                     struct dg_people *people)
{
    struct dg_complaints complaints;
    struct dg_rows rows;
    int status = DG_EXIT_OK;
    dg_complaints_init(&complaints, dg_cmd_sheet_name(path));
    dg_rows_init(&rows, &form);
    if (dg_sheet_parse(text, &rows, &complaints)) {
        status = dg_cli_fail_memory(cli);
    } else if (complaints.count > 0) {
        status = dg_cmd_sheet_complain(cli, &complaints);
    } else {
        take_rows(&rows, people);
    }
    dg_rows_finish(&rows);
    dg_complaints_finish(&complaints);
    return status;
}
