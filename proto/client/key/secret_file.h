/* SPDX-License-Identifier: Apache-2.0 */
/* Files with secrets: whose they must be, and how they come onto the disk. */
#ifndef PROTO_CLIENT_KEY_SECRET_FILE_H
#define PROTO_CLIENT_KEY_SECRET_FILE_H

#include "proto/base/buf.h"

/* Reads a regular file of at most size bytes that is the caller's own (root:
 * anybody's) and that nobody but its owner may read, into locked memory:
 * sodium_free *text. DG_ERR_ABSENT, DG_ERR_DENIED, DG_ERR_LIMIT, DG_ERR_IO,
 * DG_ERR_MEMORY; why, for people, is appended. */
enum dg_err dg_secret_file_read(const char *path, size_t size, char **text,
                                size_t *len, struct dg_buf *why);

/* Writes a file of mode 0600, whole or not at all, and waits for the disk.
 * DG_ERR_EXISTS unless it may be replaced; DG_ERR_FULL, DG_ERR_IO; why is
 * appended. */
enum dg_err dg_secret_file_write(const char *path, struct dg_str text,
                                 bool replace, struct dg_buf *why);

/* Gives a file that was written so another's name and place, at once, and waits
 * for the disk: there is always one of the two. DG_ERR_IO; why is appended. */
enum dg_err dg_secret_file_replace(const char *from, const char *to,
                                   struct dg_buf *why);

#endif
