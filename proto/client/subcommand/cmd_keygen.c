/* SPDX-License-Identifier: Apache-2.0 */
/* keygen: new keys, each in a file of its own, and what an enrolment has to
 * say of them. Who may enrol them is the gateway's to know. */
#include <errno.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/options.h"
#include "proto/client/key/key_file.h"
#include "proto/client/key/key_folder.h"
#include "proto/client/subcommand/cmd.h"

#define ARENA_LIMIT (64 << 20)

struct keygen {
    struct dg_cli *cli;
    const char *gateway, *name, *path; /* of options; may be NULL */
    const char *post;
    bool seal;
    struct dg_passphrase passphrase;
    struct dg_arena arena;
    struct dg_table table;
    struct dg_json_writer *writer;
    struct dg_buf out;
};

static int
fail(const struct keygen *keygen, enum dg_exit status, struct dg_buf *why)
{
    if (why->err) {
        return dg_cli_fail_memory(keygen->cli);
    }
    return dg_cli_fail(keygen->cli, status, "%s", why->data);
}

/* ---- what an enrolment needs -------------------------------------------- */

/* An officer has a name; whoever is given none is called by the code. */
static int
put_json(struct keygen *keygen, const char *source, const char *x)
{
    struct dg_json_writer *writer = keygen->writer;
    struct dg_str text;
    int status;

    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_json_put_text(writer, "principal", source);
    dg_json_name(writer, "officers");
    dg_json_open_array(writer);
    dg_json_open_object(writer);
    dg_json_put_text(writer, "key", x);
    dg_json_put_text(writer, "name",
                     keygen->name && *keygen->name ? keygen->name
                                                   : strchr(source, '/') + 1);
    dg_json_put_text(writer, "post", keygen->post);
    dg_json_close_object(writer);
    dg_json_close_array(writer);
    dg_json_close_object(writer);
    status = dg_cli_text(keygen->cli, writer, &text);
    if (!status) {
        dg_buf_str(&keygen->out, text);
        dg_buf_text(&keygen->out, "\n");
    }
    return status;
}

static int
put_key(struct keygen *keygen, const char *source,
        const struct dg_public_key *key)
{
    char x[DG_KID_LEN + 1];

    dg_public_key_x(key, x);
    if (keygen->cli->json) {
        return put_json(keygen, source, x);
    }
    dg_table_cell(&keygen->table, dg_str_from(source));
    dg_table_cell(&keygen->table, dg_str_from(key->kid));
    dg_table_cell(&keygen->table, dg_str_from(x));
    return DG_EXIT_OK;
}

/* ---- files ----------------------------------------------------------------
 */

static int
write_file(struct keygen *keygen, const char *source, const char *path,
           const struct dg_secret_key *key)
{
    const struct dg_key_label label = {dg_str_from(source),
                                       dg_str_from(keygen->gateway),
                                       dg_str_from(keygen->name)};
    const struct dg_key_file_options options = {
        {keygen->passphrase.text, keygen->passphrase.len}, false};
    struct dg_buf why;
    int status = DG_EXIT_OK;
    enum dg_err err;

    dg_buf_init(&why);
    err = dg_key_file_write(path, key, &label, &options, &why);
    if (err == DG_ERR_EXISTS) {
        status = dg_cli_fail(keygen->cli, DG_EXIT_DATA,
                             _("%s is there already: dutygate rotate replaces "
                               "it; what is lost or revoked, move away"),
                             path);
    } else if (err) {
        status = fail(keygen, DG_EXIT_UNAVAILABLE, &why);
    }
    dg_buf_finish(&why);
    return status;
}

static int
make_at(struct keygen *keygen, const char *source, const char *path)
{
    struct dg_secret_key *key;
    int status;

    if (dg_secret_key_generate(&key) != DG_OK) {
        return dg_cli_fail_memory(keygen->cli);
    }
    status = write_file(keygen, source, path, key);
    if (!status) {
        status = put_key(keygen, source, dg_secret_key_public(key));
    }
    dg_secret_key_destroy(key);
    return status;
}

/* Where its key goes, with the folders on the way unless the path was given. */
static int
make_key(struct keygen *keygen, const char *source)
{
    struct dg_buf path;
    int status;

    if (keygen->path) {
        return make_at(keygen, source, keygen->path);
    }
    dg_buf_init(&path);
    switch (dg_key_folder_path(dg_str_from(source), &path)) {
    case DG_OK:
        if (dg_key_folder_make(path.data) != DG_OK) {
            status = dg_cli_fail(keygen->cli, DG_EXIT_UNAVAILABLE, "%s: %s",
                                 path.data, strerror(errno));
        } else {
            status = make_at(keygen, source, path.data);
        }
        break;
    case DG_ERR_ABSENT:
        status = dg_cli_fail(keygen->cli, DG_EXIT_USAGE,
                             _("where to? Set DUTYGATE_KEYS or HOME"));
        break;
    default:
        status = dg_cli_fail_memory(keygen->cli);
    }
    dg_buf_finish(&path);
    return status;
}

/* What could be made is made, and said, whatever becomes of the others. */
static int
make_keys(struct keygen *keygen, int count, char **sources)
{
    int highest = DG_EXIT_OK;

    for (int i = 0; i < count; i++) {
        const int status = make_key(keygen, sources[i]);

        highest = status > highest ? status : highest;
    }
    dg_table_render(&keygen->table, 0, &keygen->out);
    if (keygen->table.err || keygen->out.err) {
        return dg_cli_fail_memory(keygen->cli);
    }
    dg_cli_flush(&keygen->out);
    return highest;
}

/* ---- command line ---------------------------------------------------------
 */

static int
check_operands(const struct keygen *keygen, int count, char **sources)
{
    const char *where = keygen->cli->where;

    if (dg_options_operands(where, count, 1, count + 1, sources)) {
        return DG_EXIT_USAGE;
    }
    if (keygen->path && count > 1) {
        return dg_options_complain(where, _("one FILE holds one key"));
    }
    if (strcmp(keygen->post, "handling") != 0 &&
        strcmp(keygen->post, "reviewing") != 0) {
        return dg_options_complain(where, _("\"%s\" is no post"), keygen->post);
    }
    for (int i = 0; i < count; i++) {
        if (!dg_key_folder_is_source(dg_str_from(sources[i]))) {
            return dg_options_complain(
                where, _("\"%s\" is no ROLE/CODE such as department/mzj"),
                sources[i]);
        }
    }
    return DG_EXIT_OK;
}

/* One passphrase seals them all. */
static int
choose_passphrase(struct keygen *keygen, const char *first)
{
    struct dg_buf why;
    int status = DG_EXIT_OK;

    dg_buf_init(&why);
    if (keygen->seal &&
        dg_passphrase_choose(first, &keygen->passphrase, &why)) {
        status = fail(keygen, DG_EXIT_DATA, &why);
    }
    dg_buf_finish(&why);
    return status;
}

static int
run(struct keygen *keygen, int count, char **sources)
{
    static const char *const heads[] = {N_("PRINCIPAL"), "KID", N_("KEY"),
                                        NULL};
    int status = choose_passphrase(keygen, sources[0]);

    if (status) {
        return status;
    }
    if (dg_json_writer_create(&keygen->writer) != DG_OK) {
        status = dg_cli_fail_memory(keygen->cli);
        goto finish_passphrase;
    }
    dg_arena_init(&keygen->arena, ARENA_LIMIT);
    dg_table_init(&keygen->table, &keygen->arena, heads);
    dg_buf_init(&keygen->out);
    status = make_keys(keygen, count, sources);
    dg_buf_finish(&keygen->out);
    dg_table_finish(&keygen->table);
    dg_arena_finish(&keygen->arena);
    dg_json_writer_destroy(keygen->writer);
finish_passphrase:
    dg_passphrase_finish(&keygen->passphrase);
    return status;
}

int
dg_cmd_keygen_files(struct dg_cli *cli, int argc, char **argv)
{
    struct keygen keygen = {
        .cli = cli, .gateway = cli->gateway, .post = "handling"};
    const struct dg_option options[] = {
        {"gateway", NULL, &keygen.gateway}, {"name", NULL, &keygen.name},
        {"post", NULL, &keygen.post},       {"passphrase", &keygen.seal, NULL},
        {"key", NULL, &keygen.path},        {NULL, NULL, NULL}};
    int first;

    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        check_operands(&keygen, argc - first, argv + first)) {
        return DG_EXIT_USAGE;
    }
    return run(&keygen, argc - first, argv + first);
}
