/* SPDX-License-Identifier: Apache-2.0 */
/* Forms, what they mean, and what is reported, as subcommands: each gets argv
 * with its own name at 0 and gives an exit status; what went wrong has been
 * said on stderr. */
#ifndef PROTO_CLIENT_REPORT_CMD_H
#define PROTO_CLIENT_REPORT_CMD_H

#include "proto/client/ask/cli.h"

int dg_cmd_worksheet_show(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_submit_values(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_submit_correct(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_review_report(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_reports_show(struct dg_cli *cli, int argc, char **argv);

int dg_cmd_form_publish(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_form_file(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_form_show(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_form_check(struct dg_cli *cli, int argc, char **argv);

int dg_cmd_dictionary_publish(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_dictionary_import(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_dictionary_show(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_dictionary_conflicts(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_dictionary_suggestions(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_dictionary_merge(struct dg_cli *cli, int argc, char **argv);
int dg_cmd_dictionary_keep_apart(struct dg_cli *cli, int argc, char **argv);

#endif
