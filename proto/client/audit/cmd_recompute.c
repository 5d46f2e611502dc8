/* SPDX-License-Identifier: Apache-2.0 */
/* audit recompute: the figures of an export, by the daemon and its plugins, on
 * any machine that has them. What is asked and how it reads is that of
 * `burden`; here it is decided what the daemon is told. */
#include "proto/client/audit/cmd.h"

#include "proto/base/i18n.h"
#include "proto/client/ask/daemon.h"
#include "proto/client/ask/pages.h"
#include "proto/client/audit/list_file.h"
#include "proto/client/audit/seal.h"
#include "proto/client/audit/versus.h"
#include "proto/client/burden/cmd.h"
#include "proto/client/burden/view.h"

#define OWN_OPTIONS 5
#define ARENA_LIMIT ((size_t) 1 << 30)

struct recomputing {
    struct dg_cli *cli;
    struct dg_question question;
    bool csv, bom, enforce;
    const char *list, *plugins, *file;
    struct dg_list_file sheet; /* what the daemon reads in place of list */
    struct dg_arena arena;
};

/* ---- what the daemon is told ----------------------------------------------
 */

/* The data of burden.read, in the arena; of a comparison one long page. */
static int
write_params(struct recomputing *r, struct dg_str *params)
{
    struct dg_json_writer *writer;
    enum dg_err err = dg_json_writer_create(&writer);
    if (err) {
        return dg_cli_fail_memory(r->cli);
    }
    dg_json_open_object(writer);
    dg_question_put(&r->question, writer);
    dg_json_put_integer(writer, "limit", DG_PAGES_LIMIT);
    dg_json_close_object(writer);
    err = dg_json_writer_text(writer, params);
    if (!err) {
        *params = dg_arena_copy(&r->arena, *params);
    }
    dg_json_writer_destroy(writer);
    return err || !params->data ? dg_cli_fail_memory(r->cli) : DG_EXIT_OK;
}

static void
list_arguments(const struct recomputing *r, const char *params,
               const char *arguments[10])
{
    size_t count = 0;
    arguments[count++] = "--recompute";
    arguments[count++] = r->file;
    if (r->list) {
        arguments[count++] = "--list";
        arguments[count++] = r->sheet.path;
        if (r->enforce) {
            arguments[count++] = "--enforce";
        }
    } else {
        arguments[count++] = "--pages";
    }
    if (r->plugins) {
        arguments[count++] = "--plugins";
        arguments[count++] = r->plugins;
    }
    arguments[count++] = "--";
    arguments[count++] = params;
    arguments[count] = NULL;
}

/* ---- what it printed -------------------------------------------------------
 */

#define PAGES_MAX 4096

/* A page a line. */
static size_t
read_pages(struct recomputing *r, struct dg_str text,
           const struct dg_json *pages[PAGES_MAX])
{
    struct dg_json_error error;
    size_t count = 0;
    while (text.len > 0 && count < PAGES_MAX) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t len = end ? (size_t) (end - text.data) : text.len;
        if (len > 0 && dg_json_parse(&r->arena, (struct dg_str){text.data, len},
                                     &pages[count], &error) == DG_OK) {
            count++;
        }
        len += end != NULL;
        text = (struct dg_str){text.data + len, text.len - len};
    }
    return count;
}

static int
show(struct recomputing *r, struct dg_str text)
{
    const struct dg_json **pages =
        dg_arena_alloc(&r->arena, PAGES_MAX * sizeof *pages);
    char seal[DG_SEAL_SIZE];
    if (!pages) {
        return dg_cli_fail_memory(r->cli);
    }
    dg_seal_read(r->file, seal);
    const struct dg_burden_answers answers = {.pages = pages,
                                              .count =
                                                  read_pages(r, text, pages),
                                              .checkpoint = dg_str_from(seal),
                                              .csv = r->csv,
                                              .bom = r->bom};
    if (answers.count == 0) {
        return dg_cli_fail(r->cli, DG_EXIT_DATA, _("not taken as JSON"));
    }
    return r->list ? dg_versus_show(r->cli, &r->question, pages[0])
                   : dg_cmd_burden_show_answers(r->cli, &r->question, &answers);
}

static int
recompute(struct recomputing *r)
{
    const char *arguments[10];
    struct dg_str params;
    struct dg_buf output;
    int status = write_params(r, &params);
    if (status) {
        return status;
    }
    list_arguments(r, params.data, arguments);
    if (r->cli->json) {
        return dg_daemon_execute(r->cli, arguments);
    }
    dg_buf_init(&output);
    status = dg_daemon_run(r->cli, arguments, &output);
    if (!status) {
        status = show(r, (struct dg_str){output.data, output.len});
    }
    dg_buf_finish(&output);
    return status;
}

/* ---- the command ------------------------------------------------------------
 */

static int
check(const struct recomputing *r)
{
    const char *where = r->cli->where;
    const struct dg_view *view = dg_view_find(&r->question);
    if (!view) {
        return dg_options_complain(where, _("there is no view \"%s\""),
                                   r->question.view);
    }
    if (r->bom && !r->csv) {
        return dg_options_complain(where, _("--bom goes with --csv"));
    }
    if (r->list && (r->csv || strcmp(view->name, "figures") != 0)) {
        return dg_options_complain(
            where, _("--list goes with the view figures, without --csv"));
    }
    if (r->enforce && !r->list) {
        return dg_options_complain(where, _("--enforce goes with --list"));
    }
    return dg_question_check(r->cli, &r->question);
}

int
dg_cmd_recompute_export(struct dg_cli *cli, int argc, char **argv)
{
    struct recomputing r = {.cli = cli};
    struct dg_option options[DG_QUESTION_OPTIONS + OWN_OPTIONS + 1] = {
        {"csv", &r.csv, NULL},
        {"bom", &r.bom, NULL},
        {"enforce", &r.enforce, NULL},
        {"list", NULL, &r.list},
        {"plugins", NULL, &r.plugins}};
    int first;
    dg_question_options(&r.question, options + OWN_OPTIONS);
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 2, argv + first)) {
        return DG_EXIT_USAGE;
    }
    r.file = argv[first];
    r.question.view = argc - first > 1 ? argv[first + 1] : NULL;
    int status = check(&r);
    if (status) {
        return status;
    }
    status = r.list ? dg_list_file_open(cli, r.list, &r.sheet) : DG_EXIT_OK;
    if (!status) {
        dg_arena_init(&r.arena, ARENA_LIMIT);
        status = recompute(&r);
        dg_arena_finish(&r.arena);
        dg_list_file_close(&r.sheet);
    }
    return status;
}
