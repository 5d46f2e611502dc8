/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which columns there are, what they are called and what fits into
 * them: as the schemas of list.publish and roster.publish have it. */
#include "proto/client/sheet/forms.h"

#include "proto/base/division.h"
#include "proto/base/i18n.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NAME_MAX_CHARACTERS 200
#define TEXT_MAX_CHARACTERS 2000

static const struct dg_column_word flags[] = {
    {"true", N_("yes"), "是|有|1|y|√"},
    {"false", N_("no"), "否|无|0|n"},
    {NULL, NULL, NULL},
};

/* ---- list --------------------------------------------------------------- */

static const struct dg_column_word kinds[] = {
    {"work", N_("work"), "工作|工作事项|事项"},
    {"seal", N_("seal"), "印章|用章|盖章|印章事项"},
    {NULL, NULL, NULL},
};

static const struct dg_column_word classes[] = {
    {"statutory", N_("statutory"), "依法履职"},
    {"assisting", N_("assisting"), "依法协助|协助"},
    {"basic", N_("basic"), "基本履职"},
    {"cooperating", N_("cooperating"), "配合履职"},
    {"negative", N_("negative"), "负面|负面清单|禁止"},
    {"withdrawn", N_("withdrawn"), "上级收回|收回"},
    {NULL, NULL, NULL},
};

enum {
    LIST_CODE,
    LIST_TITLE,
    LIST_KIND,
    LIST_CLASS,
    LIST_DEPARTMENTS,
    LIST_PREFIXES,
    LIST_BASIS,
    LIST_CLAUSE,
    LIST_SEALS,
    LIST_PROOFS,
    LIST_EVIDENCE,
    LIST_FREQUENCY,
    LIST_LEADDAYS,
    LIST_FUNDING,
    LIST_MANDATORY,
    LIST_ALTERNATIVE,
    LIST_VALIDFROM,
    LIST_VALIDTO,
    LIST_NUMBER,
    LIST_REMARK,
    LIST_COUNT
};

static const struct dg_column list_columns[LIST_COUNT] = {
    [LIST_CODE] = {.member = "code",
                   .heading = N_("code"),
                   .chinese = "编码|编号|代码|事项编码|事项代码",
                   .type = DG_COLUMN_CODE,
                   .required = true},
    [LIST_TITLE] = {.member = "title",
                    .heading = N_("title"),
                    .chinese = "事项|名称|事项名称|标题",
                    .type = DG_COLUMN_TEXT,
                    .required = true,
                    .most = NAME_MAX_CHARACTERS},
    [LIST_KIND] = {.member = "kind",
                   .heading = N_("kind"),
                   .chinese = "类型|事项类型",
                   .type = DG_COLUMN_CHOICE,
                   .words = kinds,
                   .usual = "work"},
    [LIST_CLASS] = {.member = "class",
                    .heading = N_("class"),
                    .chinese = "类别|分类|事项类别",
                    .type = DG_COLUMN_CHOICE,
                    .required = true,
                    .words = classes},
    [LIST_DEPARTMENTS] = {.member = "departments",
                          .heading = N_("departments"),
                          .chinese = "部门|责任部门|牵头部门|部门编码",
                          .type = DG_COLUMN_CODE,
                          .several = true,
                          .most = 100},
    [LIST_PREFIXES] = {.member = "prefixes",
                       .heading = N_("prefixes"),
                       .chinese = "范围|适用范围|区划",
                       .type = DG_COLUMN_PREFIX,
                       .several = true,
                       .most = 1000},
    [LIST_BASIS] = {.member = "basis",
                    .heading = N_("basis"),
                    .chinese = "依据|法律依据|政策依据",
                    .type = DG_COLUMN_TEXT,
                    .most = TEXT_MAX_CHARACTERS},
    [LIST_CLAUSE] = {.member = "clause",
                     .heading = N_("clause"),
                     .chinese = "条款",
                     .type = DG_COLUMN_TEXT,
                     .most = NAME_MAX_CHARACTERS},
    [LIST_SEALS] = {.member = "seals",
                    .heading = N_("seals"),
                    .chinese = "印章|用章|盖章事项",
                    .type = DG_COLUMN_CODE,
                    .several = true,
                    .most = 100},
    [LIST_PROOFS] = {.member = "proofs",
                     .heading = N_("proofs"),
                     .chinese = "证明|证明事项",
                     .type = DG_COLUMN_TEXT,
                     .several = true,
                     .most = NAME_MAX_CHARACTERS},
    [LIST_EVIDENCE] = {.member = "evidence",
                       .heading = N_("evidence"),
                       .chinese = "佐证|佐证材料|痕迹|留痕",
                       .type = DG_COLUMN_CODE,
                       .several = true,
                       .most = 100},
    [LIST_FREQUENCY] = {.member = "frequency",
                        .heading = N_("frequency"),
                        .chinese = "频次|频率",
                        .type = DG_COLUMN_FREQUENCY},
    [LIST_LEADDAYS] = {.member = "leaddays",
                       .heading = N_("lead days"),
                       .chinese = "提前天数|提前期|提前日数",
                       .type = DG_COLUMN_NUMBER,
                       .most = 366,
                       .usual = "0"},
    [LIST_FUNDING] = {.member = "funding",
                      .heading = N_("funding"),
                      .chinese = "经费|经费依据|需经费|费随事转",
                      .type = DG_COLUMN_FLAG,
                      .words = flags,
                      .usual = "false"},
    [LIST_MANDATORY] = {.member = "mandatory",
                        .heading = N_("mandatory"),
                        .chinese = "必须|强制|必办",
                        .type = DG_COLUMN_FLAG,
                        .words = flags,
                        .usual = "false"},
    [LIST_ALTERNATIVE] = {.member = "alternative",
                          .heading = N_("alternative"),
                          .chinese = "替代方式|替代办法|替代",
                          .type = DG_COLUMN_TEXT,
                          .most = TEXT_MAX_CHARACTERS},
    [LIST_VALIDFROM] = {.member = "validfrom",
                        .heading = N_("valid from"),
                        .chinese = "生效日期|起始日期|开始日期",
                        .type = DG_COLUMN_DATE},
    [LIST_VALIDTO] = {.member = "validto",
                      .heading = N_("valid to"),
                      .chinese = "失效日期|截止日期|结束日期",
                      .type = DG_COLUMN_DATE},
    [LIST_NUMBER] = DG_COLUMN_OF_NUMBERS,
    [LIST_REMARK] = DG_COLUMN_OF_REMARKS,
};

static struct dg_str
list_key(struct dg_rows *rows, const struct dg_row *row)
{
    (void) rows;
    return dg_rows_text(row, LIST_CODE);
}

static const char *
check_list(const struct dg_row *row, size_t *column)
{
    struct dg_str from = dg_rows_text(row, LIST_VALIDFROM);
    struct dg_str to = dg_rows_text(row, LIST_VALIDTO);
    *column = LIST_VALIDTO;
    return from.len && to.len && dg_str_compare(to, from) < 0
               ? N_("is before the day it is valid from")
               : NULL;
}

const struct dg_form dg_forms_list = {.columns = list_columns,
                                      .count = LIST_COUNT,
                                      .named = LIST_CODE,
                                      .key = list_key,
                                      .check = check_list};

/* ---- proofs ------------------------------------------------------------- */

static const struct dg_column_word verdicts[] = {
    {"allowed", N_("allowed"), "可以出具|可出具|允许|允许出具"},
    {"not-allowed", N_("not allowed"), "不得出具|不应出具|不出具|禁止出具"},
    {"declaration", N_("declaration"), "承诺制|告知承诺|书面承诺"},
    {NULL, NULL, NULL},
};

static const struct dg_column proofs_columns[] = {
    {.member = "name",
     .heading = N_("name"),
     .chinese = "证明|名称|证明名称|证明事项",
     .type = DG_COLUMN_TEXT,
     .required = true,
     .most = NAME_MAX_CHARACTERS},
    {.member = "verdict",
     .heading = N_("verdict"),
     .chinese = "结论|裁定|意见",
     .type = DG_COLUMN_CHOICE,
     .words = verdicts,
     .usual = "not-allowed"},
    {.member = "clause",
     .heading = N_("clause"),
     .chinese = "条款|依据",
     .type = DG_COLUMN_TEXT,
     .most = NAME_MAX_CHARACTERS},
    {.member = "instead",
     .heading = N_("instead"),
     .chinese = "替代方式|替代办法|改由|办理途径",
     .type = DG_COLUMN_TEXT,
     .most = TEXT_MAX_CHARACTERS},
    DG_COLUMN_OF_NUMBERS,
    DG_COLUMN_OF_REMARKS,
};

/* As the gateway compares them: without 证明 at the end. */
static struct dg_str
proofs_key(struct dg_rows *rows, const struct dg_row *row)
{
    struct dg_str name = dg_rows_text(row, 0), word = DG_STR("证明");
    (void) rows;
    if (name.len > word.len &&
        memcmp(name.data + name.len - word.len, word.data, word.len) == 0) {
        name.len -= word.len;
    }
    return name;
}

const struct dg_form dg_forms_proofs = {.columns = proofs_columns,
                                        .count = COUNT(proofs_columns),
                                        .named = 0,
                                        .key = proofs_key};

/* ---- roster ------------------------------------------------------------- */

static const struct dg_column_word roster_kinds[] = {
    {"department", N_("department"), "部门|单位"},
    {"town", N_("town"), "乡镇|街道|乡|镇|乡镇街道"},
    {"village", N_("village"), "村|社区|村社区|居委会|村委会"},
    {"abolished", N_("abolished"), "撤销|撤并"},
    {"group", N_("group"), "分组|组"},
    {NULL, NULL, NULL},
};

static const struct dg_column roster_columns[] = {
    [DG_FORMS_ROSTER_KIND] = {.member = "kind",
                              .heading = N_("kind"),
                              .chinese = "类别|类型",
                              .type = DG_COLUMN_CHOICE,
                              .required = true,
                              .words = roster_kinds},
    [DG_FORMS_ROSTER_CODE] = {.member = "code",
                              .heading = N_("code"),
                              .chinese = "编码|编号|代码|区划代码",
                              .type = DG_COLUMN_CODE},
    [DG_FORMS_ROSTER_NAME] = {.member = "name",
                              .heading = N_("name"),
                              .chinese = "名称",
                              .type = DG_COLUMN_TEXT,
                              .most = NAME_MAX_CHARACTERS},
    [DG_FORMS_ROSTER_SUCCESSORS] = {.member = "successors",
                                    .heading = N_("successors"),
                                    .chinese = "承接单位|并入|继任",
                                    .type = DG_COLUMN_OFFICE,
                                    .several = true,
                                    .most = 50},
    [DG_FORMS_ROSTER_MEMBERS] = {.member = "members",
                                 .heading = N_("members"),
                                 .chinese = "成员",
                                 .type = DG_COLUMN_OFFICE,
                                 .several = true,
                                 .most = 20000},
    DG_COLUMN_OF_NUMBERS,
    DG_COLUMN_OF_REMARKS,
};

static bool
is_kind(const struct dg_row *row, const char *kind)
{
    return dg_str_is(dg_rows_text(row, DG_FORMS_ROSTER_KIND), kind);
}

/* An office is one, whether it is listed or ends. */
static struct dg_str
roster_key(struct dg_rows *rows, const struct dg_row *row)
{
    struct dg_str code = dg_rows_text(row, DG_FORMS_ROSTER_CODE);
    struct dg_str key = code;
    if (is_kind(row, "department")) {
        key =
            dg_arena_printf(&rows->arena, "department %.*s", DG_STR_ARG(code));
    } else if (is_kind(row, "group")) {
        key = dg_arena_printf(
            &rows->arena, "group %.*s",
            DG_STR_ARG(dg_rows_text(row, DG_FORMS_ROSTER_NAME)));
    }
    rows->err = key.data ? rows->err : DG_ERR_MEMORY;
    return key;
}

static const char *
check_office_code(const struct dg_row *row)
{
    struct dg_str code = dg_rows_text(row, DG_FORMS_ROSTER_CODE);
    struct dg_division division;
    if (dg_division_parse(code, &division) ||
        division.level != DG_DIVISION_LEVELS - 1) {
        return N_("must be a code of 12 digits");
    }
    if (is_kind(row, "town") && !dg_division_is_town(division.value)) {
        return N_("a town's code ends in 000");
    }
    if (is_kind(row, "village") && dg_division_is_town(division.value)) {
        return N_("a code that ends in 000 is a town's");
    }
    return NULL;
}

static const char *
check_roster(const struct dg_row *row, size_t *column)
{
    bool group = is_kind(row, "group"), ends = is_kind(row, "abolished");
    const struct dg_value *values = row->values;
    *column = DG_FORMS_ROSTER_CODE;
    if (group && values[DG_FORMS_ROSTER_CODE].count > 0) {
        return N_("a group has no code");
    }
    if (!group && values[DG_FORMS_ROSTER_CODE].count == 0) {
        return N_("must not be empty");
    }
    if (!group && !is_kind(row, "department") && check_office_code(row)) {
        return check_office_code(row);
    }
    *column = DG_FORMS_ROSTER_NAME;
    if (!ends && values[DG_FORMS_ROSTER_NAME].count == 0) {
        return N_("must not be empty");
    }
    *column = DG_FORMS_ROSTER_SUCCESSORS;
    if (!ends && values[DG_FORMS_ROSTER_SUCCESSORS].count > 0) {
        return N_("only an abolished office has successors");
    }
    *column = DG_FORMS_ROSTER_MEMBERS;
    if (!group && values[DG_FORMS_ROSTER_MEMBERS].count > 0) {
        return N_("only a group has members");
    }
    return group && values[DG_FORMS_ROSTER_MEMBERS].count == 0
               ? N_("a group needs members")
               : NULL;
}

static bool
merge_groups(struct dg_rows *rows, struct dg_row *row,
             const struct dg_row *more)
{
    const struct dg_value *members = &more->values[DG_FORMS_ROSTER_MEMBERS];
    if (!is_kind(row, "group")) {
        return false;
    }
    for (size_t i = 0; i < members->count; i++) {
        dg_rows_put(rows, &row->values[DG_FORMS_ROSTER_MEMBERS],
                    members->items[i]);
    }
    return true;
}

const struct dg_form dg_forms_roster = {.columns = roster_columns,
                                        .count = COUNT(roster_columns),
                                        .named = DG_FORMS_ROSTER_CODE,
                                        .key = roster_key,
                                        .check = check_roster,
                                        .merge = merge_groups};
