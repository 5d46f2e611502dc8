/* SPDX-License-Identifier: Apache-2.0 */
/* The task-access list as it is kept for the counter: one file, a JSON object a
 * line. First what it is and when it was fetched, then the lists that apply,
 * the lowest first, each before its entries and proofs, at last their count. */
#ifndef PROTO_CLIENT_COUNTER_STORED_H
#define PROTO_CLIENT_COUNTER_STORED_H

#include "proto/client/ask/cli.h"

#define DG_STORED_LAYERS_MAX 5 /* national to town */

struct dg_stored_layer {
    struct dg_str list, version;
    int32_t from, to; /* China days; INT32_MIN, INT32_MAX: open */
};

enum dg_stored_verdict {
    DG_STORED_STAMP,
    DG_STORED_NO_STAMP,
    DG_STORED_DECLARATION /* the person declares it */
};

/* A seal item or a proof. Texts may be empty. */
struct dg_stored_item {
    unsigned layer;
    bool is_proof;
    struct dg_str code; /* of a seal item */
    struct dg_str name;
    struct dg_str key; /* name folded, for comparing (fold.h) */
    struct dg_str clause, basis;
    struct dg_str instead;    /* the lawful way */
    struct dg_str department; /* the lead */
    enum dg_stored_verdict verdict;
    int32_t from, to;
};

struct dg_stored {
    int64_t fetched_us;
    struct dg_stored_layer layers[DG_STORED_LAYERS_MAX];
    unsigned layer_count;
    struct dg_stored_item *items; /* in arena */
    size_t count;
};

/* Where it lies, in path: beneath $XDG_DATA_HOME or ~/.local/share. create: its
 * folder is made. 0 or an exit status, said. */
int dg_stored_path(const struct dg_cli *cli, bool create, struct dg_buf *path);

/* Replaces the file by text, at once, readable for its owner only. 0 or an exit
 * status, said. */
int dg_stored_write(const struct dg_cli *cli, const char *path,
                    struct dg_str text);

/* Reads the file; what is read lives in arena. 0 or an exit status, said. */
int dg_stored_read(const struct dg_cli *cli, const char *path,
                   struct dg_arena *arena, struct dg_stored *stored);

#endif
