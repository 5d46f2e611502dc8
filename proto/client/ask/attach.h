/* SPDX-License-Identifier: Apache-2.0 */
/* Files as attachments of a task: what the wire says of them. */
#ifndef PROTO_CLIENT_ASK_ATTACH_H
#define PROTO_CLIENT_ASK_ATTACH_H

#include "proto/client/ask/cli.h"
#include "proto/client/examine/examine.h"

/* Appends the files, up to the NULL behind the last, as a JSON array such as a
 * task's member attachments; nothing when there is no file. Says on stderr
 * which of them ask to be filled in. 0 or an exit status, said. */
int dg_attach_describe(struct dg_cli *cli, const char *const *files,
                       struct dg_buf *json);

/* Looks into one file; what is found lives in arena. 0 or an exit status. */
int dg_attach_examine(const struct dg_cli *cli, struct dg_arena *arena,
                      const char *file, struct dg_examination *found);

#endif
