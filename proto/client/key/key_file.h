/* SPDX-License-Identifier: Apache-2.0 */
/* Key files: a JWK each (proto/codec/key.h), 0600 and the reader's own, or
 * refused. */
#ifndef PROTO_CLIENT_KEY_KEY_FILE_H
#define PROTO_CLIENT_KEY_KEY_FILE_H

#include "proto/client/key/passphrase.h"
#include "proto/codec/key.h"

#define DG_KEY_FILE_MAX 16384 /* bytes */

struct dg_key_file {
    struct dg_secret_key *key;
    struct dg_key_label label; /* lives in arena */
    struct dg_arena arena;
};

/* ask may be NULL: then a sealed one is refused. DG_ERR_ABSENT (the file, or
 * its passphrase), DG_ERR_DENIED (not the caller's alone; wrong passphrase),
 * DG_ERR_LIMIT, DG_ERR_MALFORMED, DG_ERR_IO, DG_ERR_MEMORY; why, one sentence
 * for people that names the path, is appended. */
enum dg_err dg_key_file_read(const char *path, dg_passphrase_fn ask,
                             struct dg_key_file *file, struct dg_buf *why);

/* Of what was read, or of a zeroed one. */
void dg_key_file_finish(struct dg_key_file *file);

struct dg_key_file_options {
    struct dg_str passphrase; /* data NULL: not sealed */
    bool replace;             /* a file that is there */
};

/* DG_ERR_EXISTS unless it may be replaced, DG_ERR_ABSENT (no such folder),
 * DG_ERR_DENIED, DG_ERR_FULL, DG_ERR_IO, DG_ERR_MEMORY; why as above. */
enum dg_err dg_key_file_write(const char *path, const struct dg_secret_key *key,
                              const struct dg_key_label *label,
                              const struct dg_key_file_options *options,
                              struct dg_buf *why);

#endif
