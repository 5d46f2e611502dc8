/* SPDX-License-Identifier: Apache-2.0 */
/* Whose keys signed: the keys that a journal itself says were enrolled, and
 * since which entry. Whether they were suspended or at their end meanwhile is
 * not looked at: the gateway refused such messages, or is to answer for it. */
#ifndef PROTO_CLIENT_AUDIT_ENROLLED_H
#define PROTO_CLIENT_AUDIT_ENROLLED_H

#include "proto/codec/export.h"
#include "proto/codec/jws.h"

struct dg_enrolled_key;

struct dg_enrolled {
    struct dg_enrolled_key *keys; /* hash, by kid */
    struct dg_arena arena;        /* of keys and sources */
    struct dg_arena scratch;      /* of one event */
};

void dg_enrolled_init(struct dg_enrolled *enrolled);
void dg_enrolled_finish(struct dg_enrolled *enrolled);

/* Takes the keys that an entry brings, if it is of such a type and was
 * admitted. DG_ERR_MEMORY. In order of entries. */
enum dg_err dg_enrolled_add(struct dg_enrolled *enrolled,
                            const struct dg_export_entry *entry);

enum dg_signing {
    DG_SIGNING_HOLDS,
    DG_SIGNING_FAILS,   /* it is no signature of that key, or no JWS */
    DG_SIGNING_STRANGER /* nobody had the key then */
};

/* Who signed an envelope that is there and has a proof: its signature is looked
 * at if check, else only whose it says it is. scratch is used; source lives
 * with enrolled. Any thread, once all is added. */
enum dg_signing dg_enrolled_look(const struct dg_enrolled *enrolled,
                                 struct dg_buf *scratch,
                                 const struct dg_export_envelope *envelope,
                                 bool check, struct dg_str *source);

#endif
