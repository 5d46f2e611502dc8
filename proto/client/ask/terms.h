/* SPDX-License-Identifier: Apache-2.0 */
/* Recipients on the command line: prefixes, 12-digit codes and names of groups
 * with commas between, told apart by their look, as the members of an
 * audience. */
#ifndef PROTO_CLIENT_ASK_TERMS_H
#define PROTO_CLIENT_ASK_TERMS_H

#include "proto/client/ask/cli.h"

/* 0 or an exit status, said: an empty term, or digits that are no code. terms
 * may be NULL. */
int dg_terms_check(const struct dg_cli *cli, const char *terms);

/* Members of an audience: who receives (prefixes, codes, groups), and who does
 * not (exclude, excludegroups) besides those whom audience leaves out already.
 * Terms must be checked; each may be NULL, and so may audience. */
void dg_terms_put(struct dg_json_writer *writer, const char *terms);
void dg_terms_put_excluded(struct dg_json_writer *writer,
                           const struct dg_json *audience, const char *terms);

/* A list of words with commas between, as a member of this name; nothing when
 * words is NULL. */
void dg_terms_put_words(struct dg_json_writer *writer, const char *name,
                        const char *words);

#endif
