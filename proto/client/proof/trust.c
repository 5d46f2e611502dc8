/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which verifier keys are taken on trust: those of the command line,
 * else those the gateway's host shows beside the socket. */
#include "proto/client/proof/trust.h"

#include <stdlib.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/key/gateway_name.h"

static bool
is_known(const struct dg_trust *trust, const struct dg_verifier *key)
{
    for (size_t i = 0; i < trust->count; i++) {
        if (dg_str_equal(trust->keys[i].name, key->name) &&
            memcmp(trust->keys[i].key.bytes, key->key.bytes,
                   DG_PUBLIC_KEY_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

bool
dg_trust_take(struct dg_trust *trust, struct dg_str text, struct dg_str *rest)
{
    for (*rest = text; rest->len > 0;) {
        const char *end = memchr(rest->data, '\n', rest->len);
        size_t len = end ? (size_t) (end - rest->data) : rest->len;
        struct dg_verifier key;
        if (!memchr(rest->data, '+', len)) {
            return true;
        }
        if (!dg_verifier_read((struct dg_str){rest->data, len}, &key)) {
            return false;
        }
        if (!is_known(trust, &key)) {
            if (trust->count == DG_TRUST_MAX) {
                return false;
            }
            trust->keys[trust->count++] = key;
        }
        len += end != NULL;
        *rest = (struct dg_str){rest->data + len, rest->len - len};
    }
    return true;
}

static bool
is_beside(const char *url, struct dg_buf *path)
{
    return dg_gateway_name_file(url, path) && access(path->data, F_OK) == 0;
}

bool
dg_trust_is_beside(const struct dg_cli *cli)
{
    struct dg_buf path;
    dg_buf_init(&path);
    bool found = is_beside(cli->url, &path);
    dg_buf_finish(&path);
    return found;
}

static int
read_file(struct dg_cli *cli, const char *path, struct dg_arena *arena,
          struct dg_trust *trust)
{
    struct dg_str text, rest;
    int status = dg_cli_read_text(cli, path, arena, &text);
    if (status) {
        return status;
    }
    if (!dg_trust_take(trust, text, &rest) || rest.len > 0 ||
        trust->count == 0) {
        return dg_cli_fail(cli, DG_EXIT_DATA,
                           _("%s: not verifier keys, one a line"), path);
    }
    trust->origin = dg_arena_copy(arena, dg_str_from(path));
    return DG_EXIT_OK;
}

static int
find_beside(struct dg_cli *cli, struct dg_arena *arena, struct dg_trust *trust)
{
    struct dg_buf path;
    dg_buf_init(&path);
    int status =
        is_beside(cli->url, &path)
            ? read_file(cli, path.data, arena, trust)
            : dg_cli_fail(cli, DG_EXIT_NO_INPUT,
                          _("whose signature is to be trusted? There is no %s "
                            "beside the socket: use --verifier KEY|FILE"),
                          DG_VERIFIER_FILE);
    dg_buf_finish(&path);
    return status;
}

int
dg_trust_find(struct dg_cli *cli, const char *option, struct dg_arena *arena,
              struct dg_trust *trust)
{
    struct dg_str rest;
    if (!option) {
        return find_beside(cli, arena, trust);
    }
    if (!strchr(option, '+') || access(option, F_OK) == 0) {
        return read_file(cli, option, arena, trust);
    }
    trust->origin = DG_STR("--verifier");
    return dg_trust_take(trust, dg_str_from(option), &rest) && rest.len == 0
               ? DG_EXIT_OK
               : dg_cli_fail(cli, DG_EXIT_USAGE, _("\"%s\" is no verifier key"),
                             option);
}

void
dg_trust_extend(struct dg_trust *trust, const struct dg_trust *more,
                const struct dg_checkpoint *checkpoint)
{
    for (size_t i = 0; i < more->count && trust->count < DG_TRUST_MAX; i++) {
        if (!is_known(trust, &more->keys[i]) &&
            dg_checkpoint_verify(checkpoint, &more->keys[i])) {
            trust->keys[trust->count++] = more->keys[i];
        }
    }
}

const struct dg_verifier *
dg_trust_signer(const struct dg_trust *trust,
                const struct dg_checkpoint *checkpoint)
{
    for (size_t i = 0; i < trust->count; i++) {
        if (dg_checkpoint_verify(checkpoint, &trust->keys[i])) {
            return &trust->keys[i];
        }
    }
    return NULL;
}
