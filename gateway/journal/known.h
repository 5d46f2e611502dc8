/* SPDX-License-Identifier: Apache-2.0 */
/* The idempotence fold: which ids the journal knows, under which sequence, and
 * the beginning of the hash of the event's bytes. In memory only, at most 48
 * bytes an event. One thread. */
#ifndef GATEWAY_JOURNAL_KNOWN_H
#define GATEWAY_JOURNAL_KNOWN_H

#include "proto/base/digest.h"

#define DG_KNOWN_EVENT_SIZE 16 /* of the event's SHA-256 */

struct dg_known;

enum dg_err dg_known_create(struct dg_known **known);
void dg_known_destroy(struct dg_known *known); /* NULL is fine */

/* False if the id is unknown; then the two others are left alone. */
bool dg_known_find(const struct dg_known *known,
                   const uint8_t id_digest[DG_ID_DIGEST_SIZE],
                   uint64_t *sequence,
                   uint8_t event_digest[DG_KNOWN_EVENT_SIZE]);

/* Of event_sha256 the first 16 bytes are kept. Sequences may skip, for entries
 * that bring no new id. DG_ERR_EXISTS if the id is known already; DG_ERR_LIMIT
 * for sequence 0 or from 2^32 on. */
enum dg_err dg_known_add(struct dg_known *known, uint64_t sequence,
                         const uint8_t id_digest[DG_ID_DIGEST_SIZE],
                         const uint8_t event_sha256[DG_SHA256_SIZE]);

/* What was the event is not known any more, the id still is. */
void dg_known_forget(struct dg_known *known, uint64_t sequence);

/* Bytes allocated. */
size_t dg_known_memory(const struct dg_known *known);

#endif
