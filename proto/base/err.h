/* SPDX-License-Identifier: Apache-2.0 */
/* How our own functions fail. A refusal is data (a finding), never one of
 * these: an enum dg_err means that the program itself could not do its work. */
#ifndef PROTO_BASE_ERR_H
#define PROTO_BASE_ERR_H

enum dg_err {
    DG_OK = 0,
    DG_ERR_MEMORY,    /* allocation failed, or an arena reached its limit */
    DG_ERR_MALFORMED, /* the bytes are not what they should be */
    DG_ERR_LIMIT,     /* well-formed, but more than we take */
    DG_ERR_ABSENT,    /* no such thing */
    DG_ERR_EXISTS,    /* there is one already */
    DG_ERR_IO,        /* the operating system failed; outcome unknown */
    DG_ERR_FULL,      /* no room on the disk */
    DG_ERR_CORRUPT,   /* stored bytes do not match their hashes */
    DG_ERR_CONFLICT,  /* another writer was there */
    DG_ERR_VERSION,   /* made by a newer program, or another ABI */
    DG_ERR_BUSY,      /* not now; ask again */
    DG_ERR_DENIED,    /* the passphrase is wrong */
    DG_ERR_CONFIG     /* the configuration is wrong (reported by the callee) */
};

/* A short lower-case text for logs and messages; never NULL; static. */
const char *dg_err_text(enum dg_err err);

#endif
