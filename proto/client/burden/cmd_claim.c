/* SPDX-License-Identifier: Apache-2.0 */
/* claim: whether what was published holds; one claim, or a sheet of them. */
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/options.h"
#include "proto/client/burden/claim.h"
#include "proto/client/burden/cmd.h"
#include "proto/client/burden/numeral.h"
#include "proto/client/sheet/cmd_sheet.h"

#define ARENA_LIMIT ((size_t) 256 << 20)

/* ---- one claim ---------------------------------------------------------- */

static void
write_json(struct dg_json_writer *out, const struct dg_claim_text *text,
           const struct dg_claim *claim)
{
    dg_json_put_str(out, "before", text->before);
    dg_json_put_str(out, "after", text->after);
    dg_json_put_str(out, "claimed", text->claimed);
    dg_claim_put_json(out, claim);
}

/* One object on a line; place may be empty. */
static int
print_json(const struct dg_cli *cli, struct dg_str place,
           const struct dg_claim_text *text, const struct dg_claim *claim)
{
    struct dg_json_writer *out;
    struct dg_str json;
    if (dg_json_writer_create(&out)) {
        return dg_cli_fail_memory(cli);
    }
    dg_json_open_object(out);
    dg_json_put_str(out, "place", place);
    write_json(out, text, claim);
    dg_json_close_object(out);
    int status = dg_cli_text(cli, out, &json);
    if (!status) {
        printf("%.*s\n", DG_STR_ARG(json));
    }
    dg_json_writer_destroy(out);
    return status;
}

static int
print_line(const struct dg_cli *cli, const struct dg_claim *claim)
{
    struct dg_buf out;
    int status = DG_EXIT_OK;
    dg_buf_init(&out);
    dg_claim_put(&out, claim);
    dg_buf_u8(&out, '\n');
    if (out.err) {
        status = dg_cli_fail_memory(cli);
    } else {
        dg_cli_flush(&out);
    }
    dg_buf_finish(&out);
    return status;
}

static int
check_one(const struct dg_cli *cli, const struct dg_claim_text *text)
{
    struct dg_claim claim;
    struct dg_buf why;
    dg_claim_init(&claim);
    dg_buf_init(&why);
    int status;
    enum dg_err err = dg_claim_judge(&claim, text, &why);
    if (err == DG_ERR_MALFORMED) {
        status = dg_options_complain(cli->where, "%s", why.data);
    } else if (err) {
        status = dg_cli_fail_memory(cli);
    } else {
        status = cli->json
                     ? print_json(cli, (struct dg_str){NULL, 0}, text, &claim)
                     : print_line(cli, &claim);
        status = status                   ? status
                 : dg_claim_holds(&claim) ? DG_EXIT_OK
                                          : DG_EXIT_REFUSED;
    }
    dg_buf_finish(&why);
    dg_claim_finish(&claim);
    return status;
}

/* ---- a sheet of claims -------------------------------------------------- */

enum { PLACE, BEFORE, AFTER, CLAIMED, NUMBER, REMARK, COLUMN_COUNT };

static const struct dg_column columns[COLUMN_COUNT] = {
    [PLACE] = {.member = "place",
               .heading = N_("place"),
               .chinese = "地区|地方|单位|名称|项目|事项",
               .type = DG_COLUMN_TEXT,
               .most = 500},
    [BEFORE] = {.member = "before",
                .heading = N_("before"),
                .chinese = "之前|原数|原有|整治前|清理前|改革前|减负前|基数",
                .type = DG_COLUMN_TEXT,
                .most = DG_NUMERAL_MAX},
    [AFTER] = {.member = "after",
               .heading = N_("after"),
               .chinese = "之后|现数|现有|整治后|清理后|改革后|减负后",
               .type = DG_COLUMN_TEXT,
               .required = true,
               .most = DG_NUMERAL_MAX},
    [CLAIMED] = {.member = "claimed",
                 .heading = N_("claimed"),
                 .chinese = "公布|公布数|声称|通报|通报数|压减率|降幅",
                 .type = DG_COLUMN_TEXT,
                 .required = true,
                 .most = DG_NUMERAL_MAX},
    [NUMBER] = DG_COLUMN_OF_NUMBERS,
    [REMARK] = DG_COLUMN_OF_REMARKS,
};

/* Each row is one of its own, even if all of it stands there twice. */
static struct dg_str
row_key(struct dg_rows *rows, const struct dg_row *row)
{
    char line[24];
    snprintf(line, sizeof line, "%zu", row->line);
    return dg_arena_copy(&rows->arena, dg_str_from(line));
}

static const struct dg_form form = {
    .columns = columns,
    .count = COLUMN_COUNT,
    .named = PLACE,
    .bare = NUMBER,
    .key = row_key,
};

struct checking {
    const struct dg_cli *cli;
    struct dg_complaints complaints;
    struct dg_table table;
    size_t holding;
    bool prints; /* JSON: a line for each */
};

static void
add_row(struct checking *c, const struct dg_row *row,
        const struct dg_claim *claim)
{
    struct dg_buf text;
    dg_table_cell(&c->table, dg_rows_text(row, PLACE));
    dg_table_cell(&c->table, (struct dg_str){claim->before.shown.data,
                                             claim->before.shown.len});
    dg_table_cell(&c->table, (struct dg_str){claim->after.shown.data,
                                             claim->after.shown.len});
    dg_buf_init(&text);
    dg_number_put(&text, &claim->claimed);
    dg_table_take(&c->table, &text);
    dg_buf_init(&text);
    dg_claim_put_is(&text, claim);
    dg_table_take(&c->table, &text);
    dg_buf_init(&text);
    dg_claim_put_verdict(&text, claim);
    dg_table_take(&c->table, &text);
}

static int
check_row(struct checking *c, const struct dg_row *row)
{
    const struct dg_claim_text text = {.before = dg_rows_text(row, BEFORE),
                                       .after = dg_rows_text(row, AFTER),
                                       .claimed = dg_rows_text(row, CLAIMED)};
    struct dg_claim claim;
    struct dg_buf why;
    int status = DG_EXIT_OK;
    dg_claim_init(&claim);
    dg_buf_init(&why);
    enum dg_err err = dg_claim_judge(&claim, &text, &why);
    if (err == DG_ERR_MALFORMED) {
        dg_complaints_add(&c->complaints, row->line, (struct dg_str){NULL, 0},
                          "%s", why.data);
    } else if (err) {
        status = dg_cli_fail_memory(c->cli);
    } else if (c->prints) {
        status = print_json(c->cli, dg_rows_text(row, PLACE), &text, &claim);
    } else {
        c->holding += dg_claim_holds(&claim);
        add_row(c, row, &claim);
    }
    dg_buf_finish(&why);
    dg_claim_finish(&claim);
    return status;
}

static int
check_rows(struct checking *c, const struct dg_rows *rows)
{
    int status = DG_EXIT_OK;
    for (size_t i = 0; i < rows->count && !status; i++) {
        status = check_row(c, rows->items[i]);
    }
    return status;
}

static int
complain(struct checking *c)
{
    size_t n = c->complaints.count;
    dg_complaints_end(&c->complaints);
    fwrite(c->complaints.text.data, 1, c->complaints.text.len, stderr);
    return dg_cli_fail(c->cli, DG_EXIT_DATA,
                       P_("%zu mistake; nothing was judged",
                          "%zu mistakes; nothing was judged", n),
                       n);
}

static int
print_table(struct checking *c, size_t count)
{
    struct dg_buf out;
    int status = DG_EXIT_OK;
    dg_buf_init(&out);
    dg_table_render(&c->table, dg_cli_columns(), &out);
    dg_buf_printf(
        &out, P_("%zu of %zu claim holds\n", "%zu of %zu claims hold\n", count),
        c->holding, count);
    if (out.err) {
        status = dg_cli_fail_memory(c->cli);
    } else {
        dg_cli_flush(&out);
    }
    dg_buf_finish(&out);
    return status;
}

/* All rows are judged before the first is shown, so that a file is shown whole
 * or not at all. */
static int
judge_rows(struct checking *c, const struct dg_rows *rows)
{
    int status = check_rows(c, rows);
    if (!status && c->complaints.count > 0) {
        return complain(c);
    }
    if (!status && c->cli->json) {
        c->prints = true;
        status = check_rows(c, rows);
    } else if (!status) {
        status = print_table(c, rows->count);
    }
    return status                      ? status
           : c->holding == rows->count ? DG_EXIT_OK
                                       : DG_EXIT_REFUSED;
}

static int
check_file(struct dg_cli *cli, const char *path)
{
    static const char *const heads[] = {
        N_("~PLACE"),   N_(">BEFORE"), N_(">AFTER"), N_(">CLAIMED"),
        N_(">CORRECT"), N_("~HOLDS"),  NULL};
    struct checking c = {.cli = cli};
    struct dg_arena arena;
    struct dg_rows rows;
    dg_rows_init(&rows, &form);
    int status = dg_cmd_sheet_read(cli, path, &rows);
    if (!status && rows.count == 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("%s: holds no claim"),
                             dg_cmd_sheet_name(path));
    }
    if (!status) {
        dg_arena_init(&arena, ARENA_LIMIT);
        dg_table_init(&c.table, &arena, heads);
        dg_complaints_init(&c.complaints, dg_cmd_sheet_name(path));
        status = judge_rows(&c, &rows);
        dg_complaints_finish(&c.complaints);
        dg_table_finish(&c.table);
        dg_arena_finish(&arena);
    }
    dg_rows_finish(&rows);
    return status;
}

/* ---- the command -------------------------------------------------------- */

/* "-5" is a number, no option. */
static bool
is_number(const char *word)
{
    return word[0] == '-' && (word[1] == '.' || word[1] == '(' ||
                              (word[1] >= '0' && word[1] <= '9'));
}

int
dg_cmd_claim_check(struct dg_cli *cli, int argc, char **argv)
{
    const char *file = NULL;
    const struct dg_option options[] = {{"file", NULL, &file},
                                        {NULL, NULL, NULL}};
    int first = 1;
    if ((argc < 2 || !is_number(argv[1])) &&
        dg_options_parse(cli->where, options, argc, argv, &first)) {
        return DG_EXIT_USAGE;
    }
    if (dg_options_operands(cli->where, argc - first, file ? 0 : 2,
                            file ? 0 : 3, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (file) {
        return check_file(cli, file);
    }
    bool has_before = argc - first == 3;
    const struct dg_claim_text text = {
        .before = dg_str_from(has_before ? argv[first] : ""),
        .after = dg_str_from(argv[argc - 2]),
        .claimed = dg_str_from(argv[argc - 1])};
    return check_one(cli, &text);
}
