/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary publish, merge, keep-apart: what the keeper says of elements. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"
#include "proto/client/report/object_file.h"

struct word {
    const char *type, *id, *reason;
};

static int
parse(struct dg_cli *cli, int argc, char **argv, struct word *word)
{
    const struct dg_option options[] = {{"id", NULL, &word->id},
                                        {"reason", NULL, &word->reason},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 2, 2, argv + first) ||
        dg_cli_need_source(cli)) {
        return 0;
    }
    return first;
}

static int
submit(struct dg_cli *cli, const struct word *word, char **codes)
{
    struct dg_json_writer *writer;
    bool merges = strstr(word->type, "merge") != NULL;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, word->type, cli->source, word->id);
    if (merges) {
        dg_json_put_text(writer, "element", codes[0]);
        dg_json_put_text(writer, "into", codes[1]);
    } else {
        dg_json_name(writer, "elements");
        dg_json_open_array(writer);
        dg_json_text(writer, codes[0]);
        dg_json_text(writer, codes[1]);
        dg_json_close_array(writer);
    }
    dg_json_put_text(writer, "reason", word->reason ? word->reason : "");
    return dg_cli_submit_end(cli, writer);
}

int
dg_cmd_dictionary_merge(struct dg_cli *cli, int argc, char **argv)
{
    struct word word = {.type = "dutygate.dictionary.merge.v1"};
    int first = parse(cli, argc, argv, &word);
    return first ? submit(cli, &word, argv + first) : DG_EXIT_USAGE;
}

int
dg_cmd_dictionary_keep_apart(struct dg_cli *cli, int argc, char **argv)
{
    struct word word = {.type = "dutygate.dictionary.keep_apart.v1"};
    int first = parse(cli, argc, argv, &word);
    return first ? submit(cli, &word, argv + first) : DG_EXIT_USAGE;
}
