/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is said of a key file that cannot be used; which files may hold
 * a secret is said in secret_file.c, how a key is written in
 * proto/codec/jwk.c. */
#include "proto/client/key/key_file.h"

#include <sodium.h>

#include "proto/base/i18n.h"
#include "proto/client/key/secret_file.h"

#define ARENA_LIMIT (1 << 20)

static enum dg_err
explain(const char *path, enum dg_err err, struct dg_buf *why)
{
    const char *text = _(dg_err_text(err));

    if (err == DG_ERR_MALFORMED) {
        text = _("not a secret Ed25519 key as JWK");
    }
    if (err == DG_ERR_ABSENT) {
        text = _("sealed with a passphrase");
    }
    if (err) {
        dg_buf_printf(why, "%s: %s", path, text);
    }
    return err;
}

static enum dg_err
decode_sealed(const char *path, struct dg_str jwk, dg_passphrase_fn ask,
              struct dg_key_file *file, struct dg_buf *why)
{
    struct dg_passphrase passphrase;
    enum dg_err err = ask(path, &passphrase, why);

    if (err) {
        return err;
    }
    err = dg_secret_key_decode(&file->arena, jwk,
                               (struct dg_str){passphrase.text, passphrase.len},
                               &file->key, &file->label);
    dg_passphrase_finish(&passphrase);
    return explain(path, err, why);
}

enum dg_err
dg_key_file_read(const char *path, dg_passphrase_fn ask,
                 struct dg_key_file *file, struct dg_buf *why)
{
    struct dg_str jwk;
    char *text;
    enum dg_err err =
        dg_secret_file_read(path, DG_KEY_FILE_MAX, &text, &jwk.len, why);

    *file = (struct dg_key_file){.key = NULL};
    if (err) {
        return err;
    }
    jwk.data = text;
    dg_arena_init(&file->arena, ARENA_LIMIT);
    err = dg_secret_key_decode(&file->arena, jwk, (struct dg_str){NULL, 0},
                               &file->key, &file->label);
    if (err == DG_ERR_ABSENT && ask) {
        err = decode_sealed(path, jwk, ask, file, why);
    } else {
        explain(path, err, why);
    }
    sodium_free(text);
    if (err) {
        dg_key_file_finish(file);
    }
    return err;
}

void
dg_key_file_finish(struct dg_key_file *file)
{
    dg_secret_key_destroy(file->key);
    dg_arena_finish(&file->arena);
    *file = (struct dg_key_file){.key = NULL};
}

enum dg_err
dg_key_file_write(const char *path, const struct dg_secret_key *key,
                  const struct dg_key_label *label,
                  const struct dg_key_file_options *options, struct dg_buf *why)
{
    struct dg_buf jwk;
    enum dg_err err;

    dg_buf_init(&jwk);
    err = dg_secret_key_encode(key, label, options->passphrase, &jwk);
    if (err == DG_ERR_MALFORMED) {
        dg_buf_printf(why, _("%s: names must be UTF-8"), path);
    } else {
        explain(path, err, why);
    }
    if (!err) {
        dg_buf_text(&jwk, "\n");
        err = jwk.err ? explain(path, jwk.err, why)
                      : dg_secret_file_write(path,
                                             (struct dg_str){jwk.data, jwk.len},
                                             options->replace, why);
    }
    if (jwk.data) {
        sodium_memzero(jwk.data, jwk.size);
    }
    dg_buf_finish(&jwk);
    return err;
}
