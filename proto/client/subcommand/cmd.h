/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands that have no room of their own. Each gets argv with its own
 * name at 0 and gives an exit status; what went wrong has been said on stderr.
 */
#ifndef PROTO_CLIENT_SUBCOMMAND_CMD_H
#define PROTO_CLIENT_SUBCOMMAND_CMD_H

#include "proto/client/ask/cli.h"

/* cmd_write.c: asks for a decision. */
int dg_cmd_write_check(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_publish(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_withdraw(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_ack(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_list(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_roster(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_tariff(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_write_indicator(struct dg_cli *cli, int argc, char **argv);

/* cmd_read.c: asks what is there. */
int dg_cmd_read_inbox(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_read_list(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_read_receipt(struct dg_cli *cli, int argc, char **argv);

/* cmd_backup.c: become the daemon, which does it. */
int dg_cmd_backup_write(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_backup_restore(struct dg_cli *cli, int argc, char **argv);

/* cmd_status.c: the gateway's own health. */
int dg_cmd_status_show(struct dg_cli *cli, int argc, char **argv);

/* cmd_follow.c: an inbox and its changes until INT or TERM, which give 0. */
struct dg_follow {
    const char *office; /* NULL: of who is asking */
    const char *hints;  /* where hints are given; NULL: beside the socket */
    bool all;           /* acknowledged ones, too */
    unsigned every_ms;  /* how long without a hint */
};
int dg_cmd_follow_inbox(struct dg_cli *cli, const struct dg_follow *what);

/* cmd_replay.c */
int dg_cmd_replay_files(struct dg_cli *cli, int argc, char **argv);

/* cmd_life.c: what becomes of a task. */
int dg_cmd_life_amend(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_life_forward(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_life_declare(struct dg_cli *cli, int argc, char **argv);

/* cmd_exempt.c: rules set aside. */
int dg_cmd_exempt_request(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_exempt_grant(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_exempt_refuse(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_exempt_list(struct dg_cli *cli, int argc, char **argv);

/* cmd_cosign.c: joint tasks. */
int dg_cmd_cosign_task(struct dg_cli *cli, int argc, char **argv);

/* cmd_erase.c: what the journal is to forget. */
int dg_cmd_erase_entries(struct dg_cli *cli, int argc, char **argv);

/* cmd_observe.c */
int dg_cmd_observe_report(struct dg_cli *cli, int argc, char **argv);

/* cmd_keygen.c, cmd_sign.c: keys, and what is signed with them for others to
 * send. */
int dg_cmd_keygen_files(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_sign_events(struct dg_cli *cli, int argc, char **argv);

/* cmd_attach.c: files and what a task says of them. */
int dg_cmd_attach_files(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_attach_check(struct dg_cli *cli, int argc, char **argv);

#endif
