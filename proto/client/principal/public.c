/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what may be taken out of a key file without its passphrase. */
#include "proto/client/principal/public.h"

#include <sodium.h>

#include "proto/base/i18n.h"
#include "proto/client/key/key_file.h"
#include "proto/client/key/secret_file.h"

static struct dg_str
take(struct dg_arena *arena, const struct dg_json *jwk, const char *name)
{
    return dg_arena_copy(arena, dg_json_get_str(jwk, name));
}

static int
take_jwk(struct dg_cli *cli, const char *path, struct dg_str text,
         struct dg_arena *arena, struct dg_public_file *file)
{
    struct dg_json_error error;
    struct dg_public_key key;
    const struct dg_json *jwk;
    struct dg_arena parsed; /* of all members, so not for longer than this */
    int status = DG_EXIT_OK;
    dg_arena_init(&parsed, DG_KEY_FILE_MAX * 64);
    if (dg_json_parse(&parsed, text, &jwk, &error) != DG_OK ||
        !dg_public_key_read(dg_json_get_str(jwk, "x"), &key)) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("%s: no key is in it"), path);
        goto finish;
    }
    *file = (struct dg_public_file){
        .x = take(arena, jwk, "x"),
        .source = take(arena, jwk, "source"),
        .gateway = take(arena, jwk, "gateway"),
        .name = take(arena, jwk, "name"),
        .sealed = dg_json_get(jwk, "sealed") != NULL,
    };
    memcpy(file->kid, key.kid, sizeof file->kid);
    if (!file->x.data || !file->source.data || !file->gateway.data ||
        !file->name.data) {
        status = dg_cli_fail_memory(cli);
    }
finish:
    dg_arena_finish(&parsed);
    return status;
}

int
dg_public_read(struct dg_cli *cli, const char *path, struct dg_arena *arena,
               struct dg_public_file *file)
{
    struct dg_buf why;
    char *text;
    size_t len;
    int status;
    dg_buf_init(&why);
    if (dg_secret_file_read(path, DG_KEY_FILE_MAX, &text, &len, &why)) {
        status = dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s",
                             why.data ? why.data : path);
    } else {
        status = take_jwk(cli, path, (struct dg_str){text, len}, arena, file);
        sodium_free(text);
    }
    dg_buf_finish(&why);
    return status;
}
