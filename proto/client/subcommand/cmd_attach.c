/* SPDX-License-Identifier: Apache-2.0 */
/* attach, attachment check: files and what a task says of them. */
#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/ask/attach.h"
#include "proto/client/ask/lookup.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

#define ARENA_LIMIT ((size_t) 192 << 20)

int
dg_cmd_attach_files(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    struct dg_buf json;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, DG_OPTION_REPEATS,
                            argv + first)) {
        return DG_EXIT_USAGE;
    }
    dg_buf_init(&json);
    int status =
        dg_attach_describe(cli, (const char *const *) argv + first, &json);
    if (!status) {
        dg_buf_u8(&json, '\n');
        dg_cli_flush(&json);
    }
    dg_buf_finish(&json);
    return status;
}

/* ---- attachment check -------------------------------------------------- */

struct checking {
    struct dg_cli *cli;
    const char *file;
    int64_t task;
    struct dg_examination found;
    struct dg_buf out;
};

/* The attachment with this digest, else the one with this name. */
static const struct dg_json *
find_attachment(const struct dg_json *attachments,
                const struct dg_examination *found)
{
    const struct dg_json *namesake = NULL;
    for (const struct dg_json *a = attachments ? attachments->child : NULL; a;
         a = a->next) {
        if (dg_str_is(dg_json_get_str(a, "sha256"), found->sha256)) {
            return a;
        }
        if (dg_str_equal(dg_json_get_str(a, "name"), found->name)) {
            namesake = a;
        }
    }
    return namesake;
}

static bool
same_columns(const struct dg_json *columns, const struct dg_examination *found)
{
    size_t i = 0;
    for (const struct dg_json *c = columns ? columns->child : NULL; c;
         c = c->next, i++) {
        if (i == found->column_count ||
            !dg_str_equal(c->text, found->columns[i])) {
            return false;
        }
    }
    return i == found->column_count;
}

static int
check_sheet(struct checking *check, const struct dg_json *declared)
{
    const struct dg_json *sheet = dg_json_get(declared, "sheet");
    const struct dg_json *columns = dg_json_get(sheet, "columns");
    const struct dg_examination *found = &check->found;
    if (!sheet && !found->is_sheet) {
        return DG_EXIT_OK;
    }
    if (!sheet) {
        dg_buf_printf(&check->out,
                      _("%s: a spreadsheet, which the task does not say\n"),
                      check->file);
        return DG_EXIT_REFUSED;
    }
    uint64_t empty = dg_answer_number(sheet, "empty");
    if (empty == found->empty && same_columns(columns, found)) {
        dg_buf_printf(&check->out, _("%s: its sheet is as declared\n"),
                      check->file);
        return DG_EXIT_OK;
    }
    dg_buf_printf(&check->out,
                  _("%s: its sheet is not as declared: empty cells %llu, "
                    "headings %zu; declared %llu, %u\n"),
                  check->file, (unsigned long long) found->empty,
                  found->column_count, (unsigned long long) empty,
                  columns ? (unsigned) columns->count : 0);
    return DG_EXIT_REFUSED;
}

static int
check_digest(struct checking *check, const struct dg_json *declared)
{
    struct dg_str sha256 = dg_json_get_str(declared, "sha256");
    unsigned long long size = dg_answer_number(declared, "size");
    unsigned long long found_size = check->found.size;
    if (!dg_str_is(sha256, check->found.sha256)) {
        dg_buf_printf(&check->out,
                      _("%s: digest does not match: the file has %s, task %lld "
                        "says %.*s\n"),
                      check->file, check->found.sha256, (long long) check->task,
                      DG_STR_ARG(sha256));
        return DG_EXIT_REFUSED;
    }
    if (size != found_size) {
        dg_buf_printf(
            &check->out,
            _("%s: size does not match: the file has %llu bytes, task "
              "%lld says %llu\n"),
            check->file, found_size, (long long) check->task, size);
        return DG_EXIT_REFUSED;
    }
    dg_buf_printf(&check->out,
                  _("%s: an attachment of task %lld: digest and size match\n"),
                  check->file, (long long) check->task);
    return check_sheet(check, declared);
}

static int
check_task(struct checking *check)
{
    const struct dg_json *result, *task;
    int status = dg_lookup_assignment(check->cli, check->task, &result, &task);
    if (status) {
        return status;
    }
    const struct dg_json *declared =
        find_attachment(dg_json_get(task, "attachments"), &check->found);
    if (declared) {
        return check_digest(check, declared);
    }
    dg_buf_printf(&check->out,
                  _("%s: no attachment of task %lld: none has the digest %s or "
                    "this name\n"),
                  check->file, (long long) check->task, check->found.sha256);
    return DG_EXIT_REFUSED;
}

int
dg_cmd_attach_check(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    struct checking check = {.cli = cli};
    struct dg_arena arena;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 2, 2, argv + first) ||
        dg_cli_number(cli, argv[first + 1], &check.task) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    check.file = argv[first];
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_buf_init(&check.out);
    int status = dg_attach_examine(cli, &arena, check.file, &check.found);
    if (!status) {
        status = check_task(&check);
        dg_cli_flush(&check.out);
    }
    dg_buf_finish(&check.out);
    dg_arena_finish(&arena);
    return status;
}
