/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands for all three kinds of sheets share. */
#ifndef PROTO_CLIENT_SHEET_CMD_SHEET_H
#define PROTO_CLIENT_SHEET_CMD_SHEET_H

#include "proto/client/sheet/complaints.h"
#include "proto/client/sheet/diff.h"
#include "proto/client/sheet/fetch.h"

/* Reads a file ("-": stdin) into rows. 0 or an exit status; every mistake was
 * said on stderr. */
int dg_cmd_sheet_read(struct dg_cli *cli, const char *path,
                      struct dg_rows *rows);

/* What complaints call it. */
const char *dg_cmd_sheet_name(const char *path);

/* Says what is wrong; gives the exit status. */
int dg_cmd_sheet_complain(const struct dg_cli *cli,
                          const struct dg_complaints *complaints);

/* Writes rows to a file (NULL, "-": stdout). 0 or an exit status, said. */
int dg_cmd_sheet_write(struct dg_cli *cli, const struct dg_rows *rows, bool bom,
                       const char *path);

/* A day from the command line, as YYYY-MM-DD in the arena; text may be NULL.
 * 0 or an exit status, said. */
int dg_cmd_sheet_day(struct dg_cli *cli, struct dg_arena *arena,
                     const char *text, struct dg_str *day);

/* One difference, or several (of entries, of proofs), for people or as an
 * object; names: of the members of that object, and for people before all but
 * the first; the last is NULL. Names of the versions may be empty. */
struct dg_cmd_sheet_diffs {
    struct dg_str from, to;
    const char *names[3]; /* marked for translation */
    const struct dg_diff *diffs[2];
};
int dg_cmd_sheet_show(const struct dg_cli *cli,
                      const struct dg_cmd_sheet_diffs *diffs, bool full);

/* The option that is missing, said. */
int dg_cmd_sheet_need(const struct dg_cli *cli, const char *option);

#endif
