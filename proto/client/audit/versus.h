/* SPDX-License-Identifier: Apache-2.0 */
/* Figures side by side: as they were, decided again, under another list. */
#ifndef PROTO_CLIENT_AUDIT_VERSUS_H
#define PROTO_CLIENT_AUDIT_VERSUS_H

#include "proto/client/burden/question.h"
#include "proto/codec/json.h"

/* Prints what dutygated --recompute --list answered. Without a cut all totals,
 * else what is borne, row by row. Gives an exit status. */
int dg_versus_show(struct dg_cli *cli, const struct dg_question *question,
                   const struct dg_json *answer);

#endif
