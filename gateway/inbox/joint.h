/* SPDX-License-Identifier: Apache-2.0 */
/* The signatures a joint task (联合下达) waits for: who is to sign, who has. */
#ifndef GATEWAY_INBOX_JOINT_H
#define GATEWAY_INBOX_JOINT_H

#include "proto/base/digest.h"
#include "proto/codec/json.h"

struct dg_joint_signer {
    struct dg_str source;
    uint64_t signature; /* receipt number of its task.cosign; 0: none */
};

/* Lives with its task. */
struct dg_joint {
    uint8_t event[DG_SHA256_SIZE]; /* what is signed */
    int64_t lapses_us;             /* unless all have signed by then */
    int64_t wakes_us;              /* the task's own time, once it is out */
    int64_t ended_us;              /* when it was declined, or lapsed; 0 */
    const struct dg_joint_signer *decliner; /* NULL: none */
    struct dg_str reason;                   /* of the decliner, or empty */
    size_t count, missing;
    struct dg_joint_signer signers[];
};

/* Of an array of sources; nobody is asked to sign yet. NULL without memory. */
struct dg_joint *dg_joint_create(const struct dg_json *sources);
void dg_joint_destroy(struct dg_joint *joint); /* NULL is fine */

/* NULL if it is none of them. */
struct dg_joint_signer *dg_joint_find(struct dg_joint *joint,
                                      struct dg_str source);

/* Keeps the reason; false without memory. */
bool dg_joint_decline(struct dg_joint *joint,
                      const struct dg_joint_signer *signer,
                      struct dg_str reason);

#endif
