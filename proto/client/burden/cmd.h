/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands about burden. Each gets argv with its own name at 0 and gives
 * an exit status; what went wrong has been said on stderr. */
#ifndef PROTO_CLIENT_BURDEN_CMD_H
#define PROTO_CLIENT_BURDEN_CMD_H

#include "proto/client/burden/question.h"
#include "proto/codec/json.h"

/* cmd_claim.c, cmd_workdays.c: without a gateway. */
int dg_cmd_claim_check(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_workdays_count(struct dg_cli *cli, int argc, char **argv);

/* cmd_burden.c: figures; cmd_tariff.c, cmd_tariff_show.c: prices. */
int dg_cmd_burden_show(struct dg_cli *cli, int argc, char **argv);
/* The answers to a question, page by page, that came another way; the
 * checkpoint is that of the journal they came out of, "1240 CsUYap…=". */
struct dg_burden_answers {
    const struct dg_json *const *pages;
    size_t count;
    struct dg_str checkpoint;
    bool csv, bom;
};
/* Shows them as `burden` does. The view is one of those there are. */
int dg_cmd_burden_show_answers(struct dg_cli *cli,
                               const struct dg_question *question,
                               const struct dg_burden_answers *answers);
int dg_cmd_tariff_import(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_tariff_show(struct dg_cli *cli, int argc, char **argv);

#endif
