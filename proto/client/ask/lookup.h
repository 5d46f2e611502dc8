/* SPDX-License-Identifier: Apache-2.0 */
/* A task by its receipt number, as it stands in the journal. */
#ifndef PROTO_CLIENT_ASK_LOOKUP_H
#define PROTO_CLIENT_ASK_LOOKUP_H

#include "proto/client/ask/cli.h"

/* The event with that number, from { to } as it was sent; empty once erased. It
 * lives until the next question. 0 or an exit status, said. */
int dg_lookup_event(struct dg_cli *cli, int64_t number, struct dg_str *event);

/* The assignment of a task as it reads now, after its last amendment; result is
 * the receipt it is from. 0 or an exit status, said. */
int dg_lookup_assignment(struct dg_cli *cli, int64_t number,
                         const struct dg_json **result,
                         const struct dg_json **assignment);

#endif
