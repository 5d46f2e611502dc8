/* SPDX-License-Identifier: Apache-2.0 */
/* A first walk through an export, from end to end, on one thread: whether it is
 * one, whether its entries stand in order; where its blocks begin. Nothing is
 * hashed yet. */
#ifndef PROTO_CLIENT_AUDIT_SCAN_H
#define PROTO_CLIENT_AUDIT_SCAN_H

#include "proto/client/audit/enrolled.h"
#include "proto/codec/checkpoint.h"

#define DG_SCAN_BLOCK 1024 /* entries; a power of two */

enum dg_scan_fault {
    DG_SCAN_SOUND,
    DG_SCAN_BYTES,     /* as fault of the reader says */
    DG_SCAN_MISSING,   /* entry `wanted` is nowhere, `found` follows */
    DG_SCAN_SWAPPED,   /* `found` stands where `wanted` belongs */
    DG_SCAN_TWICE,     /* likewise, and for the second time */
    DG_SCAN_CHECKPOINT /* it has none that can be read */
};

struct dg_scan {
    struct dg_export_head head;
    struct dg_export_reader reader;  /* where the walk ended */
    struct dg_export_reader *blocks; /* in front of each */
    size_t block_count, block_room;
    uint64_t entries;
    int64_t time_us;                    /* of the last */
    uint64_t whole, withheld, no_proof; /* envelopes: there with its proof; not
                                           there; there, and nobody signed */
    struct dg_checkpoint checkpoint;
    struct dg_str checkpoint_text;
    enum dg_scan_fault fault;
    uint64_t wanted, found;
    struct dg_arena arena; /* of head */
};

/* bytes outlive the scan. enrolled gets the keys it comes across, or is NULL.
 * DG_OK, also with a fault; DG_ERR_MEMORY. */
enum dg_err dg_scan_run(struct dg_scan *scan, struct dg_str bytes,
                        struct dg_enrolled *enrolled);
void dg_scan_finish(struct dg_scan *scan);

#endif
