/* SPDX-License-Identifier: Apache-2.0 */
/* form publish, form file, dictionary publish: registered forms, their numbers
 * from the keeper, and the dictionary, from files. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"
#include "proto/client/report/object_file.h"

/* Sends what a file holds as data, or as the one member of it. */
static int
submit_file(struct dg_cli *cli, const char *type, const char *member, int argc,
            char **argv)
{
    const char *id = NULL;
    const struct dg_option options[] = {{"id", NULL, &id}, {NULL, NULL, NULL}};
    struct dg_json_writer *writer;
    struct dg_object_file file;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    int status = dg_object_file_read(cli, argv[first], &file);
    if (!status && dg_json_writer_create(&writer)) {
        status = dg_cli_fail_memory(cli);
    } else if (!status) {
        bool inside = member && !dg_json_get(file.object, member);
        dg_compose_begin_as(writer, type, cli->source, id);
        if (inside) {
            dg_json_name(writer, member);
            dg_json_copy(writer, file.object);
        } else {
            dg_object_file_put(&file, NULL, writer);
        }
        status = dg_cli_submit_end(cli, writer);
    }
    dg_object_file_finish(&file);
    return status;
}

int
dg_cmd_form_publish(struct dg_cli *cli, int argc, char **argv)
{
    return submit_file(cli, "dutygate.form.publish.v1", "form", argc, argv);
}

int
dg_cmd_dictionary_publish(struct dg_cli *cli, int argc, char **argv)
{
    return submit_file(cli, "dutygate.dictionary.publish.v1", NULL, argc, argv);
}

int
dg_cmd_form_file(struct dg_cli *cli, int argc, char **argv)
{
    const char *id = NULL, *until = NULL;
    const struct dg_option options[] = {
        {"id", NULL, &id}, {"until", NULL, &until}, {NULL, NULL, NULL}};
    struct dg_json_writer *writer;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 3, 3, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.form.file.v1", cli->source, id);
    dg_json_put_text(writer, "department", argv[first]);
    dg_json_put_text(writer, "control", argv[first + 1]);
    dg_json_put_text(writer, "filing", argv[first + 2]);
    if (until) {
        dg_compose_put_day(writer, "validuntil", until, cli->today);
    }
    return dg_cli_submit_end(cli, writer);
}
