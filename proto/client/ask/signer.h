/* SPDX-License-Identifier: Apache-2.0 */
/* Which key signs what a subcommand sends, and for which gateway. */
#ifndef PROTO_CLIENT_ASK_SIGNER_H
#define PROTO_CLIENT_ASK_SIGNER_H

#include "proto/client/ask/cli.h"

/* The key that signs for this source, and the gateway it signs for: that of
 * --key, else that in the folder of keys. Both live as long as cli. 0 or an
 * exit status, said on stderr. */
int dg_signer_find(struct dg_cli *cli, struct dg_str source,
                   const struct dutygate_key **key, const char **gateway);

/* Appends where the key of a source is in the folder of keys; malformed is the
 * status if it is none. 0 or an exit status, said. */
int dg_signer_path(const struct dg_cli *cli, struct dg_str source,
                   enum dg_exit malformed, struct dg_buf *path);

/* From now on messages are signed with the key of --key, else with that of the
 * source in the folder of keys; connects first. 0 or an exit status, said on
 * stderr. */
int dg_signer_use(struct dg_cli *cli, struct dg_str source);

/* As above, for a message: the source is that of --as, else of its first
 * event. */
int dg_signer_use_for(struct dg_cli *cli, struct dg_str message);

/* Without --as, whose key --key names is asking. 0 or an exit status, said. */
int dg_signer_name(struct dg_cli *cli);

/* After the client is closed. */
void dg_signer_finish(struct dg_cli *cli);

#endif
