/* SPDX-License-Identifier: Apache-2.0 */
/* The gateway's word on how its journal went on: the answer to a proof.read.
 * Nothing of it is believed before it was checked. */
#ifndef PROTO_CLIENT_PROOF_EXTENSION_H
#define PROTO_CLIENT_PROOF_EXTENSION_H

#include "proto/client/proof/seen.h"

/* Texts live in the arena it was read with. */
struct dg_extension {
    struct dg_seen newest;      /* the newest checkpoint, without keys */
    uint64_t size;              /* of the tree that the path leads to */
    bool proves;                /* there is a path */
    uint64_t from;              /* of the tree that it begins at */
    struct dg_merkle_path path; /* of consistency */
};

struct dg_extension_question {
    bool extends;      /* from and to are asked */
    uint64_t from, to; /* sizes; to 0: the newest */
};

/* Asks the gateway. DG_EXIT_REFUSED, without a word: the journal is shorter
 * than what was asked. Else 0 or an exit status, said. */
int dg_extension_ask(struct dg_cli *cli,
                     const struct dg_extension_question *question,
                     struct dg_arena *arena, struct dg_extension *extension);

/* From a file with the answer, or its result alone. 0 or an exit status, said.
 */
int dg_extension_read(struct dg_cli *cli, const char *path,
                      struct dg_arena *arena, struct dg_extension *extension);

/* Whether the path shows that the tree of head, which is one of extension->size
 * entries, begins with the one seen before. */
bool dg_extension_holds(struct dg_sha256 *sha,
                        const struct dg_extension *extension,
                        const struct dg_merkle_head *before,
                        const struct dg_merkle_head *head);

#endif
