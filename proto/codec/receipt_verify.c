/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of an answer is proved by its receipt. Which keys are to be
 * trusted, and how it is said, is left to the caller. */
#include "proto/base/date.h"
#include "proto/codec/receipt.h"

/* ---- what can be read -------------------------------------------------- */

static bool
number_is(const struct dg_json *node, uint64_t want)
{
    int64_t value;
    return dg_json_to_i64(node, &value) == DG_OK && value >= 0 &&
           (uint64_t) value == want;
}

/* Whether "GATEWAY/JOURNAL" is what the receipt says. */
static bool
origin_is(const struct dg_receipt *receipt, struct dg_str origin)
{
    struct dg_str gateway = dg_json_get_str(receipt->root, "gateway");
    struct dg_str journal = dg_json_get_str(receipt->root, "journal");
    return origin.len == gateway.len + 1 + journal.len &&
           memcmp(origin.data, gateway.data, gateway.len) == 0 &&
           origin.data[gateway.len] == '/' &&
           memcmp(origin.data + gateway.len + 1, journal.data, journal.len) ==
               0;
}

static bool
time_is(const struct dg_json *receipt, int64_t time_us)
{
    char text[DG_INSTANT_SIZE];
    dg_instant_format(time_us, text);
    return dg_str_is(dg_json_get_str(receipt, "time"), text);
}

static bool
verdict_is(const struct dg_receipt *receipt)
{
    const char *verdict = dg_decision_text(receipt->header.verdict);
    return !receipt->decision.bytes.data ||
           dg_str_is(dg_json_get_str(receipt->answer, "verdict"), verdict);
}

static bool
event_says(const struct dg_receipt *receipt, const char *name,
           struct dg_str want)
{
    return !receipt->event_root ||
           dg_str_equal(dg_json_get_str(receipt->event_root, name), want);
}

/* The first member that says something else than the header; NULL if none. */
static const char *
find_disagreement(const struct dg_receipt *receipt)
{
    const struct dg_json *root = receipt->root, *answer = receipt->answer;
    const struct dg_header *header = &receipt->header;
    struct dg_str id = dg_json_get_str(answer, "id");
    struct dg_str source = dg_json_get_str(answer, "source");
    const struct {
        const char *name;
        bool agrees;
    } members[] = {
        {"gateway",
         dg_str_equal(dg_json_get_str(root, "gateway"), header->gateway)},
        {"epoch", number_is(dg_json_get(root, "epoch"), header->epoch)},
        {"sequence",
         number_is(dg_json_get(root, "sequence"), header->sequence)},
        {"time", time_is(root, header->time_us)},
        {"verdict", verdict_is(receipt)},
        {"source", dg_str_equal(source, header->source) &&
                       event_says(receipt, "source", header->source)},
        {"type", event_says(receipt, "type", header->type)},
        {"id", event_says(receipt, "id", id)},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!members[i].agrees) {
            return members[i].name;
        }
    }
    return NULL;
}

/* ---- the proof --------------------------------------------------------- */

/* C(body), from what is there; false if there is nothing. */
static bool
commit(struct dg_sha256 *sha, const struct dg_receipt_body *body,
       uint8_t commitment[DG_SHA256_SIZE])
{
    if (body->committed) {
        memcpy(commitment, body->commitment, DG_SHA256_SIZE);
    } else if (body->bytes.data && body->salted) {
        dg_header_commit(sha, body->salt, body->bytes, commitment);
    } else {
        return false;
    }
    return true;
}

/* Of a body beside its commitment: are they one? One that is shown without
 * salt cannot be. */
static enum dg_proof
open_commitment(struct dg_sha256 *sha, const struct dg_receipt_body *body)
{
    uint8_t commitment[DG_SHA256_SIZE];
    if (!body->bytes.data) {
        return DG_PROOF_MISSING;
    }
    if (!body->salted) {
        return DG_PROOF_FAILS;
    }
    dg_header_commit(sha, body->salt, body->bytes, commitment);
    return memcmp(commitment, body->commitment, sizeof commitment) == 0
               ? DG_PROOF_HOLDS
               : DG_PROOF_FAILS;
}

static bool
is_placed(struct dg_sha256 *sha, const struct dg_receipt *receipt,
          const struct dg_merkle_hash *leaf)
{
    uint64_t sequence = receipt->header.sequence;
    return sequence > 0 &&
           dg_merkle_includes(sha, sequence - 1, leaf, &receipt->path,
                              &receipt->checkpoint.head);
}

/* The leaf that header and bodies make up; without one of these, the leaf the
 * receipt says. */
static void
verify_leaf(struct dg_sha256 *sha, const struct dg_receipt *receipt,
            struct dg_receipt_check *check)
{
    uint8_t event[DG_SHA256_SIZE], decision[DG_SHA256_SIZE];
    struct dg_merkle_hash said, made;
    memcpy(said.bytes, receipt->leaf, sizeof said.bytes);
    bool placed = is_placed(sha, receipt, &said), same = false;
    bool whole = commit(sha, &receipt->event, event) &&
                 commit(sha, &receipt->decision, decision);
    if (whole) {
        dg_header_leaf(sha, receipt->header_bytes, event, decision, made.bytes);
        same = memcmp(&made, &said, sizeof made) == 0;
        placed = placed || is_placed(sha, receipt, &made);
    }
    enum dg_proof made_up = !whole ? DG_PROOF_MISSING
                            : same ? DG_PROOF_HOLDS
                                   : DG_PROOF_FAILS;
    check->place = placed ? DG_PROOF_HOLDS : DG_PROOF_FAILS;
    check->header = check->event = check->decision = made_up;
    if (receipt->event.committed) {
        check->event = open_commitment(sha, &receipt->event);
    }
    if (receipt->decision.committed) {
        check->decision = open_commitment(sha, &receipt->decision);
    }
}

static void
verify_checkpoint(const struct dg_receipt *receipt,
                  const struct dg_verifier *verifiers, size_t count,
                  struct dg_receipt_check *check)
{
    const struct dg_checkpoint *checkpoint = &receipt->checkpoint;
    check->journal = DG_PROOF_FAILS;
    if (!origin_is(receipt, checkpoint->origin)) {
        return;
    }
    for (size_t i = 0; i < count && !check->signer; i++) {
        if (!dg_str_equal(verifiers[i].name, checkpoint->origin)) {
            continue;
        }
        check->journal = DG_PROOF_HOLDS;
        check->signature = DG_PROOF_FAILS;
        if (dg_checkpoint_verify(checkpoint, &verifiers[i])) {
            check->signature = DG_PROOF_HOLDS;
            check->signer = &verifiers[i];
        }
    }
}

void
dg_receipt_verify(struct dg_sha256 *sha, const struct dg_receipt *receipt,
                  const struct dg_verifier *verifiers, size_t count,
                  struct dg_receipt_check *check)
{
    memset(check, 0, sizeof *check);
    verify_checkpoint(receipt, verifiers, count, check);
    verify_leaf(sha, receipt, check);
    check->member = find_disagreement(receipt);
    check->members = check->member ? DG_PROOF_FAILS : DG_PROOF_HOLDS;
}

bool
dg_receipt_holds(const struct dg_receipt_check *check)
{
    return check->journal == DG_PROOF_HOLDS &&
           check->signature == DG_PROOF_HOLDS &&
           check->place == DG_PROOF_HOLDS && check->header == DG_PROOF_HOLDS &&
           check->members == DG_PROOF_HOLDS &&
           check->decision != DG_PROOF_FAILS && check->event != DG_PROOF_FAILS;
}
