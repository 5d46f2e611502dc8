/* SPDX-License-Identifier: Apache-2.0 */
/* submit, correct: what an office fills in, from a sheet or from JSON. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/answers.h"
#include "proto/client/report/cmd.h"
#include "proto/client/report/object_file.h"
#include "proto/client/report/spelling.h"

struct submission {
    const char *type;
    const char *id, *reason, *behalf; /* each may be NULL */
    struct dg_answers_list list;
    const char *path;
    bool corrects;
};

/* By its name; what comes from stdin is JSON. */
static bool
is_sheet(const char *path)
{
    size_t len = strlen(path);
    return len > 4 && strcasecmp(path + len - 4, ".csv") == 0;
}

static int
put_json(struct dg_cli *cli, const struct submission *s,
         struct dg_json_writer *writer)
{
    struct dg_object_file file;
    int status = dg_object_file_read(cli, s->path, &file);
    if (!status) {
        dg_object_file_put(&file, s->reason ? "reason" : NULL, writer);
    }
    dg_object_file_finish(&file);
    return status;
}

static int
submit(struct dg_cli *cli, const struct submission *s)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, s->type, cli->source, s->id);
    dg_json_put_text(writer, "reason", s->reason ? s->reason : "");
    int status = s->list.key || is_sheet(s->path)
                     ? dg_answers_read(cli, s->path, &s->list, writer)
                     : put_json(cli, s, writer);
    if (!status) {
        dg_compose_end_for(writer, s->behalf);
        status = dg_cli_submit_request(cli, writer);
    }
    dg_json_writer_destroy(writer);
    return status;
}

static int
run(struct dg_cli *cli, int argc, char **argv, struct submission *s)
{
    const struct dg_option options[] = {{"id", NULL, &s->id},
                                        {"behalf", NULL, &s->behalf},
                                        {"list", NULL, &s->list.key},
                                        {"period", NULL, &s->list.period},
                                        {"complete", &s->list.complete, NULL},
                                        {"reason", NULL, &s->reason},
                                        {NULL, NULL, NULL}};
    char period[DG_SPELLING_SIZE];
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_spelling_option(cli, &s->list.period, period) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    if (!s->list.key && (s->list.period || s->list.complete)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("--period and --complete go with --list"));
    }
    if (s->corrects && !s->reason &&
        (s->list.key || is_sheet(argv[first]))) { /* JSON may have it */
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("%s is missing"), "--reason");
    }
    s->path = argv[first];
    return submit(cli, s);
}

int
dg_cmd_submit_values(struct dg_cli *cli, int argc, char **argv)
{
    struct submission s = {.type = "dutygate.report.submit.v1"};
    return run(cli, argc, argv, &s);
}

int
dg_cmd_submit_correct(struct dg_cli *cli, int argc, char **argv)
{
    struct submission s = {.type = "dutygate.report.correct.v1",
                           .corrects = true};
    return run(cli, argc, argv, &s);
}
