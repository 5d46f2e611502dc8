/* SPDX-License-Identifier: Apache-2.0 */
/* Signed checkpoints of a journal: C2SP tlog-checkpoint in a C2SP signed-note,
 * Ed25519. Origin and key name are GATEWAY/JOURNAL, "huishui/8f0c…".
 *
 *     huishui/6a52f0a2-…            origin
 *     1234                          size
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 *     — huishui/6a52f0a2-… bGln…    one line for each key that signed
 *
 * A public key is written as "NAME+HASH+BASE64", the signed-note's verifier
 * key. */
#ifndef PROTO_CODEC_CHECKPOINT_H
#define PROTO_CODEC_CHECKPOINT_H

#include "proto/codec/key.h"
#include "proto/codec/merkle.h"

#define DG_CHECKPOINT_MAX 4096 /* bytes of a text that is read */

/* Strings lie in the text it was read from. */
struct dg_checkpoint {
    struct dg_str origin;
    struct dg_merkle_head head;
    struct dg_str signed_text; /* up to and with the last newline before the
                                  blank line */
    struct dg_str signatures;  /* the lines behind it */
};

/* Appends the text signed with each of the keys. */
void dg_checkpoint_write(struct dg_str origin,
                         const struct dg_merkle_head *head,
                         const struct dg_secret_key *const *keys, size_t count,
                         struct dg_buf *out);

/* False: it is not one; nothing is verified yet. Lines of unknown keys are
 * fine, extension lines are not. */
bool dg_checkpoint_read(struct dg_str text, struct dg_checkpoint *checkpoint);

/* A key and the journal it speaks for. */
struct dg_verifier {
    struct dg_str name;
    struct dg_public_key key;
};
/* Where a gateway shows its own, beside its socket: one a line. */
#define DG_VERIFIER_FILE "gateway.vkey"
bool dg_verifier_read(struct dg_str text, struct dg_verifier *verifier);
void dg_verifier_write(struct dg_str name, const struct dg_public_key *key,
                       struct dg_buf *out);

/* True if the origin is the verifier's name and one line is its signature. */
bool dg_checkpoint_verify(const struct dg_checkpoint *checkpoint,
                          const struct dg_verifier *verifier);

#endif
