/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of burden.read: from a command line to the members of a
 * request. */
#ifndef PROTO_CLIENT_BURDEN_QUESTION_H
#define PROTO_CLIENT_BURDEN_QUESTION_H

#include "proto/client/ask/cli.h"
#include "proto/client/ask/options.h"

#define DG_QUESTION_CUTS 3
#define DG_QUESTION_OPTIONS 13

/* Each may be NULL. */
struct dg_question {
    const char *view, *by, *from, *to, *department, *duty, *level, *dimension,
        *cause, *prefix, *tariff, *indicator, *period;
    bool shadow;
};

/* Fills DG_QUESTION_OPTIONS of a table of options, which set question. */
void dg_question_options(struct dg_question *question,
                         struct dg_option *options);

/* The cuts of --by, one by one from 0; empty past the last. */
struct dg_str dg_question_cut(const struct dg_question *question, size_t i);

/* 0 or an exit status, said: too many cuts, no period. */
int dg_question_check(const struct dg_cli *cli,
                      const struct dg_question *question);

/* The members of data, but after and limit. A department may go without
 * "department/", a town without "town/". */
void dg_question_put(const struct dg_question *question,
                     struct dg_json_writer *request);

#endif
