/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how what a witness has seen lies on its disk. Whether a journal goes
 * on from there is left to cmd_witness.c. */
#include "proto/client/proof/seen.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/key/key_folder.h"
#include "proto/client/key/secret_file.h"

#define ROOT_BYTES 8 /* of a root in a file's name */

bool
dg_seen_take(struct dg_seen *seen, struct dg_str text)
{
    seen->text = text;
    return dg_checkpoint_read(text, &seen->checkpoint);
}

/* ---- files -------------------------------------------------------------- */

int
dg_seen_read(struct dg_cli *cli, const char *path, struct dg_arena *arena,
             struct dg_seen *seen)
{
    struct dg_str text, rest;
    *seen = (struct dg_seen){.trust = {.count = 0}};
    int status = dg_cli_read_text(cli, path, arena, &text);
    if (status) {
        return status;
    }
    bool fits = dg_trust_take(&seen->trust, text, &rest);
    if (fits && seen->trust.count > 0 && rest.len > 0 && rest.data[0] == '\n') {
        rest.data++;
        rest.len--;
    }
    seen->trust.origin = dg_arena_copy(arena, dg_str_from(path));
    return fits && dg_seen_take(seen, rest)
               ? DG_EXIT_OK
               : dg_cli_fail(cli, DG_EXIT_DATA,
                             _("%s: neither a checkpoint nor what a witness "
                               "keeps"),
                             path);
}

static int
write_text(struct dg_cli *cli, const char *path, struct dg_str text)
{
    struct dg_buf why;
    dg_buf_init(&why);
    int status = DG_EXIT_OK;
    if (dg_secret_file_write(path, text, true, &why)) {
        status = dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%.*s", (int) why.len,
                             why.data ? why.data : "");
    }
    dg_buf_finish(&why);
    return status;
}

int
dg_seen_write(struct dg_cli *cli, const char *path, const struct dg_seen *seen)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (size_t i = 0; i < seen->trust.count; i++) {
        const struct dg_verifier *key = &seen->trust.keys[i];
        dg_verifier_write(key->name, &key->key, &text);
        dg_buf_text(&text, "\n");
    }
    dg_buf_text(&text, seen->trust.count > 0 ? "\n" : "");
    dg_buf_str(&text, seen->text);
    int status =
        text.err ? dg_cli_fail_memory(cli)
                 : write_text(cli, path, (struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
    return status;
}

int
dg_seen_keep(struct dg_cli *cli, const char *path, const struct dg_seen *seen,
             struct dg_buf *out)
{
    const struct dg_merkle_head *head = &seen->checkpoint.head;
    char root[2 * ROOT_BYTES + 1];
    size_t begin = out->len;
    dg_hex(head->root.bytes, ROOT_BYTES, root);
    dg_buf_printf(out, "%s.%" PRIu64 "-%s", path, head->size, root);
    return out->err ? dg_cli_fail_memory(cli)
                    : dg_seen_write(cli, out->data + begin, seen);
}

/* ---- the usual place ---------------------------------------------------- */

/* An origin is of a gateway that signed it, which does not say what it may be
 * called: no part of it leads out of the folder. */
static bool
is_path(struct dg_str origin)
{
    bool begins = true;
    for (size_t i = 0; i < origin.len; i++) {
        if (begins && (origin.data[i] == '.' || origin.data[i] == '/')) {
            return false;
        }
        begins = origin.data[i] == '/';
    }
    return origin.len > 0 && !begins;
}

int
dg_seen_path(struct dg_cli *cli, struct dg_str origin, struct dg_buf *path)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && data[0] == '/') {
        dg_buf_printf(path, "%s/dutygate/witness/", data);
    } else if (home && home[0] == '/') {
        dg_buf_printf(path, "%s/.local/share/dutygate/witness/", home);
    }
    if (path->len == 0 || !is_path(origin)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("where is what was seen to be kept? Use --file "
                             "STATE"));
    }
    dg_buf_str(path, origin);
    if (path->err) {
        return dg_cli_fail_memory(cli);
    }
    return dg_key_folder_make(path->data) == DG_OK
               ? DG_EXIT_OK
               : dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path->data,
                             strerror(errno));
}
