/* SPDX-License-Identifier: Apache-2.0 */
/* What a witness has seen: a checkpoint, and in front of it the verifier keys
 * that it was taken by, one a line, and a blank line. A bare checkpoint is read
 * as well. */
#ifndef PROTO_CLIENT_PROOF_SEEN_H
#define PROTO_CLIENT_PROOF_SEEN_H

#include "proto/client/proof/trust.h"

/* Texts live in the arena it was read with. */
struct dg_seen {
    struct dg_trust trust; /* no keys: a bare checkpoint */
    struct dg_str text;    /* of the checkpoint */
    struct dg_checkpoint checkpoint;
};

/* Takes a checkpoint's text apart; false: it is none. */
bool dg_seen_take(struct dg_seen *seen, struct dg_str text);

/* 0 or an exit status, said: 66, no such file; 65, it is none. */
int dg_seen_read(struct dg_cli *cli, const char *path, struct dg_arena *arena,
                 struct dg_seen *seen);

/* Replaces the file, whole, and waits for the disk. 0 or an exit status. */
int dg_seen_write(struct dg_cli *cli, const char *path,
                  const struct dg_seen *seen);

/* Keeps it as PATH.SIZE-ROOT, the root's first eight bytes in hex, and appends
 * that name to out. 0 or an exit status, said. */
int dg_seen_keep(struct dg_cli *cli, const char *path,
                 const struct dg_seen *seen, struct dg_buf *out);

/* Where the state of a journal is unless somebody says: its origin below
 * $XDG_DATA_HOME/dutygate/witness, else ~/.local/share/dutygate/witness; the
 * folders are made. 0 or an exit status, said. */
int dg_seen_path(struct dg_cli *cli, struct dg_str origin, struct dg_buf *path);

#endif
