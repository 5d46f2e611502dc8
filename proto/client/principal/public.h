/* SPDX-License-Identifier: Apache-2.0 */
/* What a key file says that is no secret. */
#ifndef PROTO_CLIENT_PRINCIPAL_PUBLIC_H
#define PROTO_CLIENT_PRINCIPAL_PUBLIC_H

#include "proto/client/ask/cli.h"
#include "proto/codec/key.h"

struct dg_public_file {
    struct dg_str x, source, gateway, name; /* empty where it does not say */
    char kid[DG_KID_LEN + 1];
    bool sealed; /* with a passphrase, which nobody needs here */
};

/* Texts live in the arena. 0 or an exit status, said. */
int dg_public_read(struct dg_cli *cli, const char *path, struct dg_arena *arena,
                   struct dg_public_file *file);

#endif
