/* SPDX-License-Identifier: Apache-2.0 */
/* One number as it is claimed: with its sign, its decimals and its unit. */
#ifndef PROTO_CLIENT_BURDEN_NUMBER_H
#define PROTO_CLIENT_BURDEN_NUMBER_H

#include "proto/base/buf.h"
#include "proto/client/burden/unit.h"

struct dg_number {
    mpz_t units; /* of its last decimal */
    unsigned decimals;
    enum dg_unit unit;
    bool has_sign; /* +, −, or a word that says so: 下降 */
};

void dg_number_init(struct dg_number *number);
void dg_number_finish(struct dg_number *number);

/* DG_ERR_MALFORMED with why; DG_ERR_MEMORY. */
enum dg_err dg_number_read(struct dg_number *number, struct dg_str text,
                           struct dg_buf *why);

/* Appends it with its unit. */
void dg_number_put(struct dg_buf *out, const struct dg_number *number);

#endif
