/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary import: a sheet of data elements becomes a dictionary.publish, or
 * several when one message would be too small. */
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/sheet.h"

#define PART_ELEMENTS 1000 /* of a message */

enum {
    CODE,
    LABEL,
    ALIASES,
    CONCEPT,
    OBJECT,
    TYPE,
    UNIT,
    OPTIONSET,
    PERIOD,
    KIND,
    TIME,
    SPACE,
    DEFINITION,
    FRESHNESS,
    PERSONAL,
    DERIVE,
    FROM,
    NUMBER,
    REMARK,
    COLUMN_COUNT
};

static const struct dg_column_word types[] = {
    {"integer", N_("integer"), "整数"},
    {"decimal", N_("decimal"), "小数|数值"},
    {"text", N_("text"), "文本|字符|正文"},
    {"date", N_("date"), "日期"},
    {"period", N_("period"), "期次|期间"},
    {"boolean", N_("yes or no"), "是否|布尔"},
    {"option", N_("option"), "选项|代码"},
    {"idnumber", N_("ID number"), "身份证号|公民身份号码"},
    {NULL, NULL, NULL},
};

static const struct dg_column_word kinds[] = {
    {"stock", N_("stock"), "时点数|时点"},
    {"flow", N_("flow"), "本期数|时期数"},
    {"running", N_("running total"), "累计数|累计"},
    {NULL, NULL, NULL},
};

static const struct dg_column_word periods[] = {
    {"none", N_("none"), "无|长期"}, {"day", N_("day"), "日"},
    {"month", N_("month"), "月"},    {"quarter", N_("quarter"), "季|季度"},
    {"year", N_("year"), "年|年度"}, {NULL, NULL, NULL},
};

static const struct dg_column_word rollups[] = {
    {"sum", N_("sum"), "合计|求和"},
    {"last", N_("last"), "期末|取最后"},
    {"difference", N_("difference"), "相减|差额"},
    {NULL, NULL, NULL},
};

static const struct dg_column_word spaces[] = {
    {"sum", N_("sum"), "合计|求和"},
    {NULL, NULL, NULL},
};

static const struct dg_column_word derivations[] = {
    {"sum", N_("sum"), "合计|求和"},
    {"difference", N_("difference"), "相减|差额"},
    {"age", N_("age"), "年龄"},
    {"birth", N_("date of birth"), "出生日期"},
    {NULL, NULL, NULL},
};

static const struct dg_column columns[COLUMN_COUNT] = {
    [CODE] = {.member = "code",
              .heading = N_("code"),
              .chinese = "编码|代码|数据元编码",
              .type = DG_COLUMN_CODE,
              .required = true},
    [LABEL] = {.member = "label",
               .heading = N_("label"),
               .chinese = "名称|指标名称|标签",
               .type = DG_COLUMN_TEXT,
               .required = true,
               .most = 500},
    [ALIASES] = {.member = "aliases",
                 .heading = N_("aliases"),
                 .chinese = "别名|同义词",
                 .type = DG_COLUMN_TEXT,
                 .several = true,
                 .most = 500},
    [CONCEPT] = {.member = "concept",
                 .heading = N_("concept"),
                 .chinese = "概念",
                 .type = DG_COLUMN_TEXT,
                 .most = 200},
    [OBJECT] = {.member = "object",
                .heading = N_("object"),
                .chinese = "对象|对象类",
                .type = DG_COLUMN_TEXT,
                .most = 200},
    [TYPE] = {.member = "type",
              .heading = N_("type"),
              .chinese = "类型|数据类型",
              .type = DG_COLUMN_CHOICE,
              .required = true,
              .words = types},
    [UNIT] = {.member = "unit",
              .heading = N_("unit"),
              .chinese = "单位|计量单位",
              .type = DG_COLUMN_TEXT,
              .most = 32},
    [OPTIONSET] = {.member = "optionset",
                   .heading = N_("option set"),
                   .chinese = "选项集|代码集",
                   .type = DG_COLUMN_CODE},
    [PERIOD] = {.member = "period",
                .heading = N_("period"),
                .chinese = "期别|周期|期次",
                .type = DG_COLUMN_CHOICE,
                .words = periods},
    [KIND] = {.member = "kind",
              .heading = N_("kind of figure"),
              .chinese = "数别|指标属性",
              .type = DG_COLUMN_CHOICE,
              .words = kinds},
    [TIME] = {.member = "time",
              .heading = N_("roll-up over time"),
              .chinese = "时间汇总",
              .type = DG_COLUMN_CHOICE,
              .words = rollups},
    [SPACE] = {.member = "space",
               .heading = N_("roll-up over space"),
               .chinese = "区域汇总|空间汇总",
               .type = DG_COLUMN_CHOICE,
               .words = spaces},
    [DEFINITION] = {.member = "definition",
                    .heading = N_("definition"),
                    .chinese = "口径|定义|指标解释",
                    .type = DG_COLUMN_TEXT,
                    .most = 2000},
    [FRESHNESS] = {.member = "freshness",
                   .heading = N_("freshness"),
                   .chinese = "有效期数|沿用期数",
                   .type = DG_COLUMN_NUMBER,
                   .most = 1000},
    [PERSONAL] = {.member = "personal",
                  .heading = N_("personal"),
                  .chinese = "个人信息",
                  .type = DG_COLUMN_FLAG},
    [DERIVE] = {.member = "derive",
                .heading = N_("derived by"),
                .chinese = "推算方式",
                .type = DG_COLUMN_CHOICE,
                .words = derivations},
    [FROM] = {.member = "from",
              .heading = N_("derived from"),
              .chinese = "推算来源",
              .type = DG_COLUMN_CODE,
              .several = true,
              .most = 500},
    [NUMBER] = DG_COLUMN_OF_NUMBERS,
    [REMARK] = DG_COLUMN_OF_REMARKS,
};

static struct dg_str
row_key(struct dg_rows *rows, const struct dg_row *row)
{
    (void) rows;
    return dg_rows_text(row, CODE);
}

static const char *
check_row(const struct dg_row *row, size_t *column)
{
    bool derives = dg_rows_text(row, DERIVE).len > 0;
    *column = FROM;
    return derives != (row->values[FROM].count > 0)
               ? N_("how it is derived and what from go together")
               : NULL;
}

static const struct dg_form form = {
    .columns = columns,
    .count = COLUMN_COUNT,
    .named = CODE,
    .key = row_key,
    .check = check_row,
};

/* ---- as JSON ------------------------------------------------------------ */

static void
put_several(struct dg_json_writer *writer, const char *name,
            const struct dg_value *value)
{
    if (value->count == 0) {
        return;
    }
    dg_json_name(writer, name);
    dg_json_open_array(writer);
    for (size_t i = 0; i < value->count; i++) {
        dg_json_str(writer, value->items[i]);
    }
    dg_json_close_array(writer);
}

static void
put_rollup(struct dg_json_writer *writer, const struct dg_row *row)
{
    struct dg_str time = dg_rows_text(row, TIME);
    struct dg_str space = dg_rows_text(row, SPACE);
    if (time.len > 0 || space.len > 0) {
        dg_json_name(writer, "rollup");
        dg_json_open_object(writer);
        dg_json_put_str(writer, "time", time);
        dg_json_put_str(writer, "space", space);
        dg_json_close_object(writer);
    }
}

static void
put_element(struct dg_json_writer *writer, const struct dg_row *row)
{
    static const int plain[] = {CODE, LABEL,     CONCEPT, OBJECT, TYPE,
                                UNIT, OPTIONSET, PERIOD,  KIND,   DEFINITION};
    uint64_t freshness;
    dg_json_open_object(writer);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        dg_json_put_str(writer, columns[plain[i]].member,
                        dg_rows_text(row, (size_t) plain[i]));
    }
    put_several(writer, "aliases", &row->values[ALIASES]);
    put_rollup(writer, row);
    if (!dg_str_to_u64(dg_rows_text(row, FRESHNESS), &freshness)) {
        dg_json_put_integer(writer, "freshness", (int64_t) freshness);
    }
    if (dg_str_is(dg_rows_text(row, PERSONAL), "true")) {
        dg_json_put_boolean(writer, "personal", true);
    }
    if (dg_rows_text(row, DERIVE).len > 0) {
        dg_json_name(writer, "derive");
        dg_json_open_object(writer);
        dg_json_put_str(writer, "by", dg_rows_text(row, DERIVE));
        put_several(writer, "from", &row->values[FROM]);
        dg_json_close_object(writer);
    }
    dg_json_close_object(writer);
}

struct import {
    const char *version, *id;
    struct dg_rows rows;
};

/* Elements from first on, as many as a message takes. */
static int
submit_part(struct dg_cli *cli, const struct import *import, size_t first)
{
    bool parts = import->rows.count > PART_ELEMENTS;
    size_t last = first + PART_ELEMENTS < import->rows.count
                      ? first + PART_ELEMENTS
                      : import->rows.count;
    struct dg_json_writer *writer;
    char version[64], id[128];
    size_t part = first / PART_ELEMENTS + 1;
    snprintf(version, sizeof version, parts ? "%s.p%zu" : "%s", import->version,
             part);
    snprintf(id, sizeof id, parts ? "%s.p%zu" : "%s",
             import->id ? import->id : "", part);
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.dictionary.publish.v1", cli->source,
                        import->id ? id : NULL);
    dg_json_put_text(writer, "version", version);
    dg_json_name(writer, "elements");
    dg_json_open_array(writer);
    for (size_t i = first; i < last; i++) {
        put_element(writer, import->rows.items[i]);
    }
    dg_json_close_array(writer);
    return dg_cli_submit_end(cli, writer);
}

static int
import_file(struct dg_cli *cli, struct import *import, const char *path)
{
    int status = dg_cmd_sheet_read(cli, path, &import->rows);
    if (!status && import->rows.count == 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("%s: holds no element"),
                             dg_cmd_sheet_name(path));
    }
    for (size_t i = 0; !status && i < import->rows.count; i += PART_ELEMENTS) {
        status = submit_part(cli, import, i);
    }
    return status;
}

int
dg_cmd_dictionary_import(struct dg_cli *cli, int argc, char **argv)
{
    struct import import = {.version = NULL};
    const struct dg_option options[] = {{"version", NULL, &import.version},
                                        {"id", NULL, &import.id},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (!import.version) {
        return dg_cmd_sheet_need(cli, "--version");
    }
    if (dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    dg_rows_init(&import.rows, &form);
    int status = import_file(cli, &import, argv[first]);
    dg_rows_finish(&import.rows);
    return status;
}
