/* SPDX-License-Identifier: Apache-2.0 */
/* Receipts as an auditor checks them: an answer is taken apart as it was
 * received, the journal's leaf made anew from header, event and decision, and
 * walked up the path to the root of a signed checkpoint. Needs a verifier key
 * and nothing else.
 *
 * The decision's bytes are '{' and what stands behind the receipt and its
 * comma in the answer, byte for byte; so an answer must be kept as it came. */
#ifndef PROTO_CODEC_RECEIPT_H
#define PROTO_CODEC_RECEIPT_H

#include "proto/codec/checkpoint.h"
#include "proto/codec/header.h"

/* What C(x) of the leaf is made from, as far as the receipt has it. */
struct dg_receipt_body {
    struct dg_str bytes; /* data NULL: not there, or erased */
    bool salted, committed;
    uint8_t salt[DG_SALT_SIZE];
    uint8_t commitment[DG_SHA256_SIZE];
};

/* Strings lie in the text or in the arena. */
struct dg_receipt {
    const struct dg_json *answer;     /* whose receipt it is */
    const struct dg_json *root;       /* the member "receipt" */
    const struct dg_json *event_root; /* NULL unless the text has the event */
    struct dg_receipt_body event, decision;
    uint8_t leaf[DG_SHA256_SIZE]; /* as the receipt says */
    struct dg_str header_bytes;
    struct dg_header header;
    struct dg_merkle_path path;
    struct dg_checkpoint checkpoint;
};

/* Takes the receipt out of node, a decided answer or that of a receipt.lookup,
 * with nothing beside it that no receipt proves;
 * text is what node was parsed from, and both outlive it. DG_ERR_ABSENT: no
 * such answer, or one without receipt; DG_ERR_MALFORMED: *what is wrong with it
 * (the name of a member, static); DG_ERR_MEMORY. */
enum dg_err dg_receipt_read(struct dg_arena *arena, struct dg_str text,
                            const struct dg_json *node,
                            struct dg_receipt *receipt, const char **what);

/* The event to check, when the text does not have it: its own bytes from '{'
 * to '}', and what they were parsed to. */
void dg_receipt_set_event(struct dg_receipt *receipt, struct dg_str bytes,
                          const struct dg_json *root);

enum dg_proof {
    DG_PROOF_MISSING, /* nothing there to check it by */
    DG_PROOF_FAILS,
    DG_PROOF_HOLDS
};

/* What was found. Of altered bytes it is said which they are as far as that can
 * be told: without commitments in the receipt, header, event and decision
 * answer for each other. */
struct dg_receipt_check {
    const struct dg_verifier *signer; /* whose signature holds, or NULL */
    enum dg_proof journal;   /* the checkpoint is of a verifier's journal, and
                                of the one the receipt names */
    enum dg_proof signature; /* of the checkpoint; of another journal: not
                                looked at */
    enum dg_proof place;     /* of the leaf under the checkpoint's root */
    enum dg_proof header;    /* with the bodies it makes up the leaf */
    enum dg_proof decision, event; /* likewise */
    enum dg_proof members;         /* what can be read agrees with the header;
                                      but the id, which only the event has */
    const char *member;            /* the first that does not; static */
};

void dg_receipt_verify(struct dg_sha256 *sha, const struct dg_receipt *receipt,
                       const struct dg_verifier *verifiers, size_t count,
                       struct dg_receipt_check *check);

/* True if whatever is there holds: always signature, place and header; the
 * event may not be there, the decision only once it was erased. */
bool dg_receipt_holds(const struct dg_receipt_check *check);

#endif
