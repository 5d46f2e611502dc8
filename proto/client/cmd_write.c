/* SPDX-License-Identifier: Apache-2.0 */
/* check, publish, withdraw, ack, list publish, roster publish: what is asked,
 * decided and given a receipt. */
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/commands.h"
#include "proto/client/options.h"

/* The operand NUMBER: a receipt's. */
static int
parse_number(const struct dg_cli *cli, const char *text, int64_t *number)
{
    uint64_t value;
    if (dg_str_to_u64(dg_str_from(text), &value) || value == 0 ||
        value > INT64_MAX) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("\"%s\" is no receipt number"),
                           text);
    }
    *number = (int64_t) value;
    return DG_EXIT_OK;
}

/* An event without answer may have been decided; under its own id it can be
 * asked again without being decided twice. */
static void
tell_id(struct dg_cli *cli, struct dg_str message)
{
    struct dg_json_error error;
    const struct dg_json *event;
    dg_arena_reset(&cli->arena);
    if (dg_json_parse(&cli->arena, message, &event, &error) == DG_OK &&
        event->type == DG_JSON_OBJECT) {
        dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                    _("to ask again and be counted once: --id %.*s"),
                    DG_STR_ARG(dg_json_get_str(event, "id")));
    }
}

static int
send_message(struct dg_cli *cli, const struct dg_compose *compose,
             struct dg_str message)
{
    struct dg_reply reply;
    int status = dg_cli_ask(cli, message, &reply);
    if (status == DG_EXIT_UNAVAILABLE && !compose->check) {
        tell_id(cli, message);
    }
    return status ? status : dg_cli_show(cli, &reply);
}

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
        status = send_message(cli, compose,
                              (struct dg_str){message.data, message.len});
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

int
dg_cmd_write_check(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.task.check.v1",
                                 .check = true};
    return submit(cli, argc, argv, &compose);
}

int
dg_cmd_write_publish(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_compose compose = {.type = "dutygate.task.publish.v1"};
    return submit(cli, argc, argv, &compose);
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

/* An event whose data is a receipt number and perhaps a reason. */
static int
refer(struct dg_cli *cli, const char *type, int64_t task, const char *reason)
{
    struct dg_json_writer *request;
    struct dg_reply reply;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s",
                           _(dg_err_text(DG_ERR_MEMORY)));
    }
    dg_compose_begin(request, type, cli->source);
    dg_json_put_integer(request, "task", task);
    dg_json_put_text(request, "reason", reason ? reason : "");
    dg_compose_end(request);
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
        parse_number(cli, argv[first], &task) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return refer(cli, "dutygate.task.withdraw.v1", task, reason);
}

int
dg_cmd_write_ack(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    int64_t task;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        parse_number(cli, argv[first], &task) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return refer(cli, "dutygate.task.acknowledge.v1", task, NULL);
}
