/* SPDX-License-Identifier: Apache-2.0 */
/* What an office fills in, as a sheet: a row for each figure, or for each
 * subject of a list. Rows become the members of a report.submit. */
#ifndef PROTO_CLIENT_REPORT_ANSWERS_H
#define PROTO_CLIENT_REPORT_ANSWERS_H

#include "proto/client/ask/cli.h"

/* A list of persons, households or plots in a sheet: which, and for when. */
struct dg_answers_list {
    const char *key;    /* the element that tells the subjects apart; NULL: the
                           sheet holds figures */
    const char *period; /* may be NULL */
    bool complete;      /* there are no other subjects */
};

/* The head of a sheet of figures, of as many columns as dg_answers_put_row has;
 * what a row holds must not be empty to be sent back: element, period, unit. */
void dg_answers_put_head(struct dg_buf *out);

/* Reads a sheet ("-": stdin) and writes "values", or "lists". A cell that is
 * empty is no answer; 无 (none) and 同上期 (same) are. 0 or an exit status;
 * every mistake was said. */
int dg_answers_read(struct dg_cli *cli, const char *path,
                    const struct dg_answers_list *list,
                    struct dg_json_writer *writer);

#endif
