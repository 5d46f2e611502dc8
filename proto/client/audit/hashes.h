/* SPDX-License-Identifier: Apache-2.0 */
/* The second walk, on all cores, a block of entries at a time: every leaf made
 * anew, and every signature if that is wanted. */
#ifndef PROTO_CLIENT_AUDIT_HASHES_H
#define PROTO_CLIENT_AUDIT_HASHES_H

#include "proto/client/audit/scan.h"
#include "proto/codec/merkle.h"

enum dg_hashes_fault {
    DG_HASHES_SOUND,
    DG_HASHES_ALTERED,  /* header, event or decision do not make up its leaf */
    DG_HASHES_HEADER,   /* it has the header of entry `other` */
    DG_HASHES_FORGED,   /* its message is not signed by the key it names */
    DG_HASHES_STRANGER, /* nobody had the key that signed its message */
    DG_HASHES_SPEAKER   /* its message is signed by another than its source */
};

struct dg_hashes_progress {
    void (*show)(void *ctx, size_t done, size_t of); /* on the caller's thread;
                                                        may be NULL */
    void *ctx;
};

struct dg_hashes {
    struct dg_merkle_hash *leaves; /* one for each entry */
    struct dg_merkle_hash root;    /* of all of them */
    uint64_t signatures;           /* looked at, and good */
    enum dg_hashes_fault fault;    /* of the first entry that has one */
    uint64_t sequence, other;
};

/* Of a sound scan of at least one entry. enrolled NULL: signatures are not
 * looked at. DG_OK, also with a fault; DG_ERR_MEMORY. */
enum dg_err dg_hashes_run(struct dg_hashes *hashes, const struct dg_scan *scan,
                          const struct dg_enrolled *enrolled,
                          const struct dg_hashes_progress *progress);
void dg_hashes_finish(struct dg_hashes *hashes);

#endif
