/* SPDX-License-Identifier: Apache-2.0 */
/* Signs the journal's checkpoints with all of the gateway's keys, and keeps the
 * newest one for whoever asks, on any thread. */
#ifndef GATEWAY_JOURNAL_SIGNER_H
#define GATEWAY_JOURNAL_SIGNER_H

#include <uv.h>

#include "proto/codec/checkpoint.h"

struct dg_signer {
    struct dg_buf origin; /* "GATEWAY/JOURNAL" */
    const struct dg_secret_key *const *keys;
    size_t key_count;
    struct dg_buf text; /* of whoever signs */

    uv_mutex_t lock; /* of the two below */
    struct dg_buf newest;
    uint64_t size;
};

/* keys stay the caller's and live until finish. */
enum dg_err dg_signer_init(struct dg_signer *signer, struct dg_str gateway,
                           struct dg_str journal);
void dg_signer_finish(struct dg_signer *signer);

/* One thread; the others get the newest checkpoint that was signed. */
enum dg_err dg_signer_sign(struct dg_signer *signer,
                           const struct dg_merkle_head *head);

/* Appends it as a JSON string; gives its size. */
uint64_t dg_signer_newest(struct dg_signer *signer, struct dg_buf *out);

#endif
