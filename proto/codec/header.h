/* SPDX-License-Identifier: Apache-2.0 */
/* An entry's header: what stays readable for ever, also after its bodies were
 * erased, and what every figure is folded from. The encoding is part of the
 * leaf hash and final; README.md in this folder gives it byte by byte.
 *
 * leaf = SHA-256(0x00 ‖ header ‖ C(event) ‖ C(decision)),
 * C(x) = SHA-256(32-byte salt ‖ x)   (RFC 6962 leaf prefix) */
#ifndef PROTO_CODEC_HEADER_H
#define PROTO_CODEC_HEADER_H

#include "proto/base/buf.h"
#include "proto/base/digest.h"
#include "proto/codec/decision.h"

#define DG_HEADER_VERSION 2 /* the newest; 1 has no places and no facts */
#define DG_SALT_SIZE 32

struct dg_header {
    uint64_t sequence;
    int64_t time_us;
    uint64_t epoch;
    struct dg_str gateway; /* id */
    struct dg_str type, source;
    uint8_t id_digest[DG_ID_DIGEST_SIZE];
    enum dg_verdict verdict;
    struct dg_str duty, period;      /* empty when the event has none */
    uint32_t offices;                /* audience count */
    const struct dg_effect *effects; /* of the findings that count, in order,
                                        then facts */
    size_t effect_count;
};

/* Of the lowest version that says all of it. */
void dg_header_encode(const struct dg_header *header, struct dg_buf *out);

/* Strings point into bytes, effects lie in the arena. DG_ERR_MALFORMED
 * (also of what encode would write otherwise), DG_ERR_VERSION, DG_ERR_MEMORY.
 */
enum dg_err dg_header_decode(struct dg_str bytes, struct dg_arena *arena,
                             struct dg_header *header);

/* Sequence, time, epoch, gateway, type and source alone, whatever the version;
 * 0 and empty where the bytes do not reach. The rest is as it was. */
void dg_header_peek(struct dg_str bytes, struct dg_header *header);

void dg_header_commit(struct dg_sha256 *sha, const uint8_t salt[DG_SALT_SIZE],
                      struct dg_str body, uint8_t out[DG_SHA256_SIZE]);

void dg_header_leaf(struct dg_sha256 *sha, struct dg_str header,
                    const uint8_t event_commitment[DG_SHA256_SIZE],
                    const uint8_t decision_commitment[DG_SHA256_SIZE],
                    uint8_t leaf[DG_SHA256_SIZE]);

#endif
