/* SPDX-License-Identifier: Apache-2.0 */
/* The passphrase of a sealed key file: from the file that
 * DUTYGATE_PASSPHRASE_FILE names, else from the terminal, without echo. */
#ifndef PROTO_CLIENT_KEY_PASSPHRASE_H
#define PROTO_CLIENT_KEY_PASSPHRASE_H

#include "proto/base/buf.h"

#define DG_PASSPHRASE_MAX 1024 /* bytes */

struct dg_passphrase {
    char *text; /* locked memory, no NUL behind; NULL while there is none */
    size_t len;
};

/* How a reader of a key file comes by its passphrase. */
typedef enum dg_err (*dg_passphrase_fn)(const char *path,
                                        struct dg_passphrase *passphrase,
                                        struct dg_buf *why);

/* That of the key file at path. DG_ERR_ABSENT: none to be had, or an empty one;
 * DG_ERR_LIMIT, DG_ERR_DENIED (others may read the file), DG_ERR_IO,
 * DG_ERR_MEMORY; why, for people, is appended. */
enum dg_err dg_passphrase_ask(const char *path,
                              struct dg_passphrase *passphrase,
                              struct dg_buf *why);

/* A new one; at the terminal it is asked for twice, and DG_ERR_CONFLICT means
 * that they differed. */
enum dg_err dg_passphrase_choose(const char *path,
                                 struct dg_passphrase *passphrase,
                                 struct dg_buf *why);

/* Wipes and frees it; again is fine. */
void dg_passphrase_finish(struct dg_passphrase *passphrase);

#endif
