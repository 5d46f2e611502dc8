/* SPDX-License-Identifier: Apache-2.0 */
/* amend, forward, declare: what becomes of a task after it was asked, and what
 * travels by another way. */
#include "proto/base/i18n.h"
#include "proto/client/ask/assignment.h"
#include "proto/client/ask/attach.h"
#include "proto/client/ask/lookup.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/terms.h"
#include "proto/client/subcommand/cmd.h"

#define FILE_ARENA_LIMIT ((size_t) 64 << 20)

/* A task that follows another one. */
struct following {
    const char *type, *id, *reason, *statute;
    const char *file; /* the assignment; NULL: that of the task */
    int64_t task;
    struct dg_assignment assignment;
    struct dg_arena arena; /* of file */
    struct dg_buf text, attachments;
};

/* ---- the assignment to begin from -------------------------------------- */

/* A file may hold the assignment, or an event with one. */
static int
read_file(struct dg_cli *cli, struct following *f)
{
    struct dg_json_error error;
    const struct dg_json *root;
    int status = dg_cli_read(cli, f->file, &f->text);
    if (status) {
        return status;
    }
    struct dg_str text =
        dg_compose_unmarked((struct dg_str){f->text.data, f->text.len});
    enum dg_err err = dg_json_parse(&f->arena, text, &root, &error);
    if (err == DG_ERR_MEMORY) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", _(dg_err_text(err)));
    }
    if (err) {
        struct dg_buf why;
        dg_buf_init(&why);
        dg_compose_explain(&error, 0, &why);
        status = dg_cli_fail(cli, DG_EXIT_DATA, "%s: %s", f->file,
                             why.len > 0 ? why.data : error.code);
        dg_buf_finish(&why);
        return status;
    }
    if (dg_json_get(root, "specversion")) {
        root = dg_json_get(root, "data");
    }
    const struct dg_json *inner = dg_json_get(root, "assignment");
    f->assignment.from = inner ? inner : root;
    if (!f->assignment.from || f->assignment.from->type != DG_JSON_OBJECT) {
        return dg_cli_fail(cli, DG_EXIT_DATA, _("%s: no assignment is in it"),
                           f->file);
    }
    return DG_EXIT_OK;
}

static int
find_assignment(struct dg_cli *cli, struct following *f)
{
    return f->file ? read_file(cli, f)
                   : dg_lookup_assignment(cli, f->task, &f->assignment.receipt,
                                          &f->assignment.from);
}

/* ---- amend, forward ---------------------------------------------------- */

static int
submit(struct dg_cli *cli, struct following *f)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, f->type, cli->source, f->id);
    dg_json_put_integer(writer, "task", f->task);
    dg_json_name(writer, "assignment");
    dg_assignment_put(&f->assignment, cli->today, writer);
    dg_json_put_text(writer, "reason", f->reason ? f->reason : "");
    dg_json_put_text(writer, "statute", f->statute ? f->statute : "");
    return dg_cli_submit_end(cli, writer);
}

/* operands: NUMBER [FILE], checked for their count. */
static int
follow(struct dg_cli *cli, struct following *f, char **operands,
       const char *const *files)
{
    if (dg_cli_number(cli, operands[0], &f->task) ||
        dg_terms_check(cli, f->assignment.audience) ||
        dg_terms_check(cli, f->assignment.exclude) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    f->file = operands[1]; /* NULL behind the last operand */
    dg_arena_init(&f->arena, FILE_ARENA_LIMIT);
    dg_buf_init(&f->text);
    dg_buf_init(&f->attachments);
    int status = dg_attach_describe(cli, files, &f->attachments);
    if (!status) {
        f->assignment.attachments =
            (struct dg_str){f->attachments.data, f->attachments.len};
        status = find_assignment(cli, f);
    }
    if (!status) {
        status = submit(cli, f);
    }
    dg_buf_finish(&f->attachments);
    dg_buf_finish(&f->text);
    dg_arena_finish(&f->arena);
    return status;
}

int
dg_cmd_life_amend(struct dg_cli *cli, int argc, char **argv)
{
    struct following f = {.type = "dutygate.task.amend.v1"};
    const char *files[DG_OPTION_REPEATS + 1] = {NULL};
    bool attaches = false;
    const struct dg_option options[] = {
        {"id", NULL, &f.id},
        {"due", NULL, &f.assignment.due},
        {"audience", NULL, &f.assignment.audience},
        {"exclude", NULL, &f.assignment.exclude},
        {"reason", NULL, &f.reason},
        {"statute", NULL, &f.statute},
        {"attach", &attaches, files},
        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 2, argv + first)) {
        return DG_EXIT_USAGE;
    }
    bool changes = f.assignment.due || f.assignment.audience ||
                   f.assignment.exclude || attaches;
    if (argc - first == 1 && !changes) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("nothing is to change: give options or a FILE"));
    }
    return follow(cli, &f, argv + first, files);
}

int
dg_cmd_life_forward(struct dg_cli *cli, int argc, char **argv)
{
    struct following f = {.type = "dutygate.task.forward.v1"};
    const char *files[DG_OPTION_REPEATS + 1] = {NULL};
    bool attaches = false;
    const struct dg_option options[] = {
        {"id", NULL, &f.id},
        {"to", NULL, &f.assignment.audience},
        {"exclude", NULL, &f.assignment.exclude},
        {"due", NULL, &f.assignment.due},
        {"attach", &attaches, files},
        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 2, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (argc - first == 1 && !f.assignment.audience) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("to whom? Use --to TERMS, or give a FILE"));
    }
    return follow(cli, &f, argv + first, files);
}

/* ---- declare ----------------------------------------------------------- */

struct declaration {
    const char *id, *duty, *to, *exclude, *minutes;
};

static int
submit_declaration(struct dg_cli *cli, const struct declaration *d,
                   int64_t minutes)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.task.declare.v1", cli->source, d->id);
    dg_json_put_text(writer, "duty", d->duty);
    dg_json_name(writer, "audience");
    dg_json_open_object(writer);
    dg_terms_put(writer, d->to);
    dg_terms_put_excluded(writer, NULL, d->exclude);
    dg_json_close_object(writer);
    dg_json_put_integer(writer, "minutes", minutes);
    return dg_cli_submit_end(cli, writer);
}

int
dg_cmd_life_declare(struct dg_cli *cli, int argc, char **argv)
{
    struct declaration d = {NULL, NULL, NULL, NULL, NULL};
    const struct dg_option options[] = {
        {"id", NULL, &d.id},           {"duty", NULL, &d.duty},
        {"to", NULL, &d.to},           {"exclude", NULL, &d.exclude},
        {"minutes", NULL, &d.minutes}, {NULL, NULL, NULL}};
    uint64_t minutes;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (!d.duty || !d.to || !d.minutes) {
        return dg_cli_fail(
            cli, DG_EXIT_USAGE,
            _("--minutes, --duty and --to are all needed; see: dutygate help "
              "declare"));
    }
    if (dg_str_to_u64(dg_str_from(d.minutes), &minutes) || minutes == 0 ||
        minutes > INT32_MAX) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("\"%s\" is no number of minutes"), d.minutes);
    }
    if (dg_terms_check(cli, d.to) || dg_terms_check(cli, d.exclude) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return submit_declaration(cli, &d, (int64_t) minutes);
}
