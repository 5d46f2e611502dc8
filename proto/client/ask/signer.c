/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which key signs, and which gateway is meant. Where keys lie and which
 * files are read is left to key/, signing to library/. */
#include "proto/client/ask/signer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <utlist.h>

#include "proto/base/i18n.h"
#include "proto/client/key/gateway_name.h"
#include "proto/client/key/key_file.h"
#include "proto/client/key/key_folder.h"
#include "proto/client/library/sign.h"

#define MESSAGE_ARENA ((size_t) 64 << 20)

/* A key that was read, and whose it is. */
struct dg_signer {
    struct dutygate_key *key;
    char *source; /* NULL: that of --key, which signs everything */
    struct dg_signer *next;
};

/* ---- reading ------------------------------------------------------------ */

static int
add(struct dg_cli *cli, struct dutygate_key *key, const char *source,
    struct dg_signer **signer)
{
    struct dg_signer *made = calloc(1, sizeof *made);
    char *copy = source ? strdup(source) : NULL;
    if (!made || (source && !copy)) {
        free(made);
        free(copy);
        dutygate_key_free(key);
        return dg_cli_fail_memory(cli);
    }
    made->key = key;
    made->source = copy;
    LL_PREPEND(cli->signers, made);
    *signer = made;
    return DG_EXIT_OK;
}

static int
read_key(struct dg_cli *cli, const char *path, const char *source,
         struct dg_signer **signer)
{
    struct dg_key_file file;
    struct dg_buf why;
    int status;
    dg_buf_init(&why);
    enum dg_err err = dg_key_file_read(path, dg_passphrase_ask, &file, &why);
    if (err) {
        status = dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s",
                             why.len > 0 ? why.data : _(dg_err_text(err)));
        dg_buf_finish(&why);
        return status;
    }
    struct dutygate_key *key = dg_sign_adopt(file.key, &file.label);
    if (key) {
        file.key = NULL; /* the adopted one's */
        status = add(cli, key, source, signer);
    } else {
        status = dg_cli_fail_memory(cli);
    }
    dg_key_file_finish(&file);
    dg_buf_finish(&why);
    return status;
}

int
dg_signer_path(const struct dg_cli *cli, struct dg_str source,
               enum dg_exit malformed, struct dg_buf *path)
{
    switch (dg_key_folder_path(source, path)) {
    case DG_OK:
        return DG_EXIT_OK;
    case DG_ERR_ABSENT:
        return dg_cli_fail(cli, DG_EXIT_NO_INPUT,
                           _("no folder of keys: set DUTYGATE_KEYS or HOME"));
    case DG_ERR_MALFORMED:
        return dg_cli_fail(cli, malformed,
                           _("\"%.*s\" is no ROLE/CODE such as department/mzj"),
                           DG_STR_ARG(source));
    default:
        return dg_cli_fail_memory(cli);
    }
}

/* That of the folder. */
static int
read_own(struct dg_cli *cli, const char *source, struct dg_signer **signer)
{
    struct dg_buf path;
    int status;
    dg_buf_init(&path);
    status = dg_signer_path(cli, dg_str_from(source), DG_EXIT_DATA, &path);
    if (!status && access(path.data, F_OK) < 0 && errno == ENOENT) {
        status = dg_cli_fail(cli, DG_EXIT_NO_INPUT,
                             _("no key for %s at %s: dutygate keygen %s, then "
                               "have it enrolled"),
                             source, path.data, source);
    } else if (!status) {
        status = read_key(cli, path.data, source, signer);
    }
    dg_buf_finish(&path);
    return status;
}

static struct dg_signer *
find(const struct dg_cli *cli, const char *source)
{
    struct dg_signer *s;
    LL_FOREACH(cli->signers, s)
    {
        if (!s->source || strcmp(s->source, source) == 0) {
            return s;
        }
    }
    return NULL;
}

/* ---- which gateway ------------------------------------------------------ */

/* What the gateway at the socket calls itself. */
static enum dg_err
find_gateway(struct dg_cli *cli)
{
    struct dg_buf name;
    if (cli->gateway_found) {
        return DG_OK;
    }
    dg_buf_init(&name);
    enum dg_err err = dg_gateway_name_find(cli->url, &name);
    if (err) {
        dg_buf_finish(&name);
    } else {
        cli->gateway_found = (char *) dg_buf_take(&name).data;
    }
    return err;
}

/* What the key names goes first: its owner says whom it speaks to. */
static int
name_gateway(struct dg_cli *cli, const struct dutygate_key *key,
             const char **gateway)
{
    *gateway =
        *dutygate_key_gateway(key) ? dutygate_key_gateway(key) : cli->gateway;
    if (*gateway) {
        return DG_EXIT_OK;
    }
    enum dg_err err = find_gateway(cli);
    *gateway = cli->gateway_found;
    if (err == DG_ERR_MEMORY) {
        return dg_cli_fail_memory(cli);
    }
    return err ? dg_cli_fail(
                     cli, DG_EXIT_USAGE,
                     _("which gateway is it for? Use --gateway NAME before "
                       "the subcommand, or set DUTYGATE_GATEWAY"))
               : DG_EXIT_OK;
}

/* ---- use ---------------------------------------------------------------- */

static int
load(struct dg_cli *cli, const char *source, struct dg_signer **signer)
{
    *signer = find(cli, source);
    if (*signer) {
        return DG_EXIT_OK;
    }
    return cli->key_path ? read_key(cli, cli->key_path, NULL, signer)
                         : read_own(cli, source, signer);
}

int
dg_signer_find(struct dg_cli *cli, struct dg_str source,
               const struct dutygate_key **key, const char **gateway)
{
    char name[256];
    struct dg_signer *signer;
    snprintf(name, sizeof name, "%.*s", DG_STR_ARG(source));
    int status = load(cli, name, &signer);
    if (!status) {
        *key = signer->key;
        status = name_gateway(cli, signer->key, gateway);
    }
    return status;
}

int
dg_signer_use(struct dg_cli *cli, struct dg_str source)
{
    const struct dutygate_key *key;
    const char *gateway = NULL;
    int status = dg_cli_connect(cli);
    if (!status) {
        status = dg_signer_find(cli, source, &key, &gateway);
    }
    if (!status && dutygate_client_set_key(cli->client, key, gateway)) {
        status = dg_cli_fail_memory(cli);
    }
    return status;
}

static struct dg_str
first_source(struct dg_arena *arena, struct dg_str message)
{
    struct dg_json_error error;
    const struct dg_json *root;
    if (dg_json_parse(arena, message, &root, &error) != DG_OK) {
        return DG_STR("");
    }
    return dg_json_get_str(root->type == DG_JSON_ARRAY ? root->child : root,
                           "source");
}

int
dg_signer_use_for(struct dg_cli *cli, struct dg_str message)
{
    struct dg_arena arena;
    if (cli->source) {
        return dg_signer_use(cli, dg_str_from(cli->source));
    }
    dg_arena_init(&arena, MESSAGE_ARENA);
    int status = dg_signer_use(cli, first_source(&arena, message));
    dg_arena_finish(&arena);
    return status;
}

int
dg_signer_name(struct dg_cli *cli)
{
    struct dg_signer *signer;
    if (!cli->key_path || cli->source) {
        return DG_EXIT_OK;
    }
    int status = read_key(cli, cli->key_path, NULL, &signer);
    if (!status && *dutygate_key_source(signer->key)) {
        cli->source = dutygate_key_source(signer->key);
    }
    return status;
}

void
dg_signer_finish(struct dg_cli *cli)
{
    struct dg_signer *s, *next;
    LL_FOREACH_SAFE(cli->signers, s, next)
    {
        dutygate_key_free(s->key);
        free(s->source);
        free(s);
    }
    cli->signers = NULL;
    free(cli->gateway_found);
}
