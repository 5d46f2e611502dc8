/* SPDX-License-Identifier: Apache-2.0 */
/* Verifier keys that are to be trusted, and where they came from. */
#ifndef PROTO_CLIENT_PROOF_TRUST_H
#define PROTO_CLIENT_PROOF_TRUST_H

#include "proto/client/ask/cli.h"
#include "proto/codec/checkpoint.h"

#define DG_TRUST_MAX 16 /* keys */

/* Texts live in the arena it was added with. */
struct dg_trust {
    struct dg_verifier keys[DG_TRUST_MAX];
    size_t count;
    struct dg_str origin; /* the option's key, or a file; for people */
};

/* Takes the lines at the beginning of text that are verifier keys; a key that
 * is there already is not taken twice. *rest is what follows. False: a line
 * with a '+' that is no verifier key, or more than there is room for. */
bool dg_trust_take(struct dg_trust *trust, struct dg_str text,
                   struct dg_str *rest);

/* What --verifier says: a key, or a file with one a line; without it (NULL)
 * gateway.vkey beside the socket. 0 or an exit status, said: 66, no such file;
 * 65, no keys in it. */
int dg_trust_find(struct dg_cli *cli, const char *option,
                  struct dg_arena *arena, struct dg_trust *trust);

/* Whether there is a file beside the socket, without a word. */
bool dg_trust_is_beside(const struct dg_cli *cli);

/* Adds those keys of more that signed the checkpoint, too. */
void dg_trust_extend(struct dg_trust *trust, const struct dg_trust *more,
                     const struct dg_checkpoint *checkpoint);

/* The first key whose signature of the checkpoint holds; NULL if none does. */
const struct dg_verifier *
dg_trust_signer(const struct dg_trust *trust,
                const struct dg_checkpoint *checkpoint);

#endif
