/* SPDX-License-Identifier: Apache-2.0 */
/* check, publish, withdraw, ack, list publish, roster publish, tariff publish,
 * indicator publish: what is asked, decided and given a receipt. */
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/attach.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

/* Sends what a file holds, and shows the answer. */
static int
submit_file(struct dg_cli *cli, const struct dg_compose *compose,
            const char *path)
{
    struct dg_buf text, message, why;
    dg_buf_init(&text);
    dg_buf_init(&message);
    dg_buf_init(&why);
    int status = dg_cli_read(cli, path, &text);
    enum dg_err err = DG_OK;
    if (!status) {
        err = dg_compose_message(compose, (struct dg_str){text.data, text.len},
                                 &message, &why);
    }
    if (err == DG_ERR_ABSENT) {
        status = dg_cli_need_source(cli);
    } else if (err) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, "%s: %s", path,
                             why.len > 0 ? why.data : _(dg_err_text(err)));
    } else if (!status) {
        struct dg_str text_of = {message.data, message.len};
        status = dg_cli_submit(cli, text_of, compose->check);
    }
    dg_buf_finish(&why);
    dg_buf_finish(&message);
    dg_buf_finish(&text);
    return status;
}

static int
submit(struct dg_cli *cli, int argc, char **argv, struct dg_compose *compose)
{
    const struct dg_option options[] = {{"id", NULL, &compose->id},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    compose->source = cli->source;
    compose->today = cli->today;
    return submit_file(cli, compose, argv[first]);
}

/* As submit, with the attachments that the command line adds. */
static int
submit_task(struct dg_cli *cli, int argc, char **argv,
            struct dg_compose *compose)
{
    const char *files[DG_OPTION_REPEATS + 1] = {NULL};
    bool attaches = false;
    const struct dg_option options[] = {{"id", NULL, &compose->id},
                                        {"attach", &attaches, files},
                                        {NULL, NULL, NULL}};
    struct dg_buf attachments;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    dg_buf_init(&attachments);
    int status = dg_attach_describe(cli, files, &attachments);
    compose->attachments = (struct dg_str){attachments.data, attachments.len};
    compose->source = cli->source;
    compose->today = cli->today;
    if (!status) {
        status = submit_file(cli, compose, argv[first]);
    }
    dg_buf_finish(&attachments);
    return status;
}

int
dg_cmd_write_check(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.task.check.v1",
                                 .check = true};
    return submit_task(cli, argc, argv, &compose);
}

int
dg_cmd_write_publish(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.task.publish.v1"};
    return submit_task(cli, argc, argv, &compose);
}

int
dg_cmd_write_list(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.list.publish.v1"};
    return submit(cli, argc, argv, &compose);
}

int
dg_cmd_write_roster(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.roster.publish.v1"};
    return submit(cli, argc, argv, &compose);
}

int
dg_cmd_write_tariff(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.tariff.publish.v1"};
    return submit(cli, argc, argv, &compose);
}

int
dg_cmd_write_indicator(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.indicator.publish.v1"};
    return submit(cli, argc, argv, &compose);
}

/* An event whose data is a receipt number and perhaps a reason. */
struct reference {
    const char *type, *reason; /* reason may be NULL */
    const char *behalf;        /* an office's code, or NULL */
    int64_t task;
};

static int
refer(struct dg_cli *cli, const struct reference *to)
{
    struct dg_json_writer *request;
    struct dg_reply reply;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin(request, to->type, cli->source);
    dg_json_put_integer(request, "task", to->task);
    dg_json_put_text(request, "reason", to->reason ? to->reason : "");
    dg_compose_end_for(request, to->behalf);
    int status = dg_cli_request(cli, request, &reply);
    dg_json_writer_destroy(request);
    return status ? status : dg_cli_show(cli, &reply);
}

int
dg_cmd_write_withdraw(struct dg_cli *cli, int argc, char **argv)
{
    const char *reason = NULL;
    const struct dg_option options[] = {{"reason", NULL, &reason},
                                        {NULL, NULL, NULL}};
    int64_t task;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_number(cli, argv[first], &task) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return refer(cli, &(struct reference){.type = "dutygate.task.withdraw.v1",
                                          .reason = reason,
                                          .task = task});
}

int
dg_cmd_write_ack(struct dg_cli *cli, int argc, char **argv)
{
    const char *behalf = NULL;
    const struct dg_option options[] = {{"behalf", NULL, &behalf},
                                        {NULL, NULL, NULL}};
    int64_t task;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_number(cli, argv[first], &task) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return refer(cli,
                 &(struct reference){.type = "dutygate.task.acknowledge.v1",
                                     .behalf = behalf,
                                     .task = task});
}
