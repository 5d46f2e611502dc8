/* SPDX-License-Identifier: Apache-2.0 */
/* The Merkle tree against RFC 6962 written down once more, slowly, as the
 * section's own recursions; roots of the reference leaves; and proofs of trees
 * far larger than any memory. */
#include "proto/codec/merkle.h"
#include "tests/tap/tap.h"

#define LEAVES 64

static struct dg_sha256 *sha;
static struct dg_merkle_hash leaves[LEAVES];

/* ---- the slow model ----------------------------------------------------- */

/* The largest power of two below count. */
static uint64_t
split(uint64_t count)
{
    uint64_t k = 1;
    while (k < count - k) {
        k *= 2;
    }
    return k;
}

static struct dg_merkle_hash
node(struct dg_merkle_hash left, struct dg_merkle_hash right)
{
    struct dg_merkle_hash out;
    dg_sha256_update(sha, "\1", 1);
    dg_sha256_update(sha, &left, sizeof left);
    dg_sha256_update(sha, &right, sizeof right);
    dg_sha256_output(sha, out.bytes);
    return out;
}

/* MTH of section 2.1. */
static struct dg_merkle_hash
real_root(uint64_t start, uint64_t count)
{
    struct dg_merkle_hash out;
    if (count == 0) {
        dg_sha256_output(sha, out.bytes);
        return out;
    }
    if (count == 1) {
        return leaves[start];
    }
    uint64_t k = split(count);
    return node(real_root(start, k), real_root(start + k, count - k));
}

/* Of a tree that is nowhere: any hash does, if it is always the same. */
static struct dg_merkle_hash
thought_root(uint64_t start, uint64_t count)
{
    struct dg_merkle_hash out;
    dg_sha256_update(sha, &start, sizeof start);
    dg_sha256_update(sha, &count, sizeof count);
    dg_sha256_output(sha, out.bytes);
    return out;
}

typedef struct dg_merkle_hash root_fn(uint64_t start, uint64_t count);

struct proof {
    root_fn *root_of;
    struct dg_merkle_hash path[DG_MERKLE_CONSISTENCY_MAX + 1];
    size_t len;
    struct dg_merkle_hash first, second; /* roots; first is a leaf, too */
};

static void
push(struct proof *proof, uint64_t start, uint64_t count)
{
    proof->path[proof->len++] = proof->root_of(start, count);
}

/* PATH of section 2.1.1; gives the root. */
static struct dg_merkle_hash
include(struct proof *proof, uint64_t index, uint64_t start, uint64_t count)
{
    if (count == 1) {
        proof->first = proof->root_of(start, 1);
        return proof->first;
    }
    uint64_t k = split(count);
    struct dg_merkle_hash below;
    if (index < k) {
        below = include(proof, index, start, k);
        push(proof, start + k, count - k);
        return node(below, proof->path[proof->len - 1]);
    }
    below = include(proof, index - k, start + k, count - k);
    push(proof, start, k);
    return node(proof->path[proof->len - 1], below);
}

struct roots {
    struct dg_merkle_hash first, second;
};

/* SUBPROOF of section 2.1.2; whole is its b. */
static struct roots
extend(struct proof *proof, uint64_t first, uint64_t start, uint64_t count,
       bool whole)
{
    struct roots below;
    if (first == count) {
        struct dg_merkle_hash root = proof->root_of(start, count);
        if (!whole) {
            proof->path[proof->len++] = root;
        }
        return (struct roots){root, root};
    }
    uint64_t k = split(count);
    if (first <= k) {
        below = extend(proof, first, start, k, whole);
        push(proof, start + k, count - k);
        return (struct roots){below.first,
                              node(below.second, proof->path[proof->len - 1])};
    }
    below = extend(proof, first - k, start + k, count - k, false);
    push(proof, start, k);
    return (struct roots){node(proof->path[proof->len - 1], below.first),
                          node(proof->path[proof->len - 1], below.second)};
}

/* ---- asking ------------------------------------------------------------- */

static void
make_inclusion(struct proof *proof, root_fn *root_of, uint64_t index,
               uint64_t size)
{
    proof->root_of = root_of;
    proof->len = 0;
    proof->second = include(proof, index, 0, size);
}

static void
make_extension(struct proof *proof, root_fn *root_of, uint64_t first,
               uint64_t second)
{
    proof->root_of = root_of;
    proof->len = 0;
    struct roots roots = extend(proof, first, 0, second, true);
    proof->first = roots.first;
    proof->second = roots.second;
}

static bool
includes(const struct proof *p, uint64_t index, uint64_t size)
{
    const struct dg_merkle_path path = {p->path, p->len};
    const struct dg_merkle_head head = {size, p->second};
    return dg_merkle_includes(sha, index, &p->first, &path, &head);
}

static bool
extends(const struct proof *p, uint64_t first, uint64_t second)
{
    const struct dg_merkle_path path = {p->path, p->len};
    const struct dg_merkle_head old = {first, p->first};
    const struct dg_merkle_head young = {second, p->second};
    return dg_merkle_extends(sha, &old, &young, &path);
}

typedef bool holds_fn(const struct proof *proof, uint64_t a, uint64_t b);

/* How many of the proof's bits, each step-th one, may be turned unnoticed. */
static unsigned
count_unnoticed(struct proof *proof, holds_fn *holds, uint64_t a, uint64_t b,
                unsigned step)
{
    unsigned unnoticed = 0, turned = 0;
    struct dg_merkle_hash *parts[DG_MERKLE_CONSISTENCY_MAX + 2] = {
        &proof->first, &proof->second};
    for (size_t i = 0; i < proof->len; i++) {
        parts[i + 2] = &proof->path[i];
    }
    for (size_t i = 0; i < proof->len + 2; i++) {
        for (unsigned bit = turned++ % step; bit < 256; bit += step) {
            parts[i]->bytes[bit / 8] ^= (uint8_t) (1u << bit % 8);
            unnoticed += holds(proof, a, b);
            parts[i]->bytes[bit / 8] ^= (uint8_t) (1u << bit % 8);
        }
    }
    return unnoticed;
}

/* A path with one hash less, and with one more. */
static unsigned
count_lengths(struct proof *proof, holds_fn *holds, uint64_t a, uint64_t b)
{
    unsigned unnoticed = 0;
    size_t len = proof->len;
    proof->len = len - 1;
    unnoticed += len > 0 && holds(proof, a, b);
    proof->len = len + 1;
    proof->path[len] = proof->second;
    unnoticed += holds(proof, a, b);
    proof->len = len;
    return unnoticed;
}

/* ---- tests -------------------------------------------------------------- */

static void
set_leaves(void)
{
    for (unsigned i = 0; i < LEAVES; i++) {
        uint8_t data[2] = {0, (uint8_t) i};
        dg_sha256_update(sha, data, sizeof data);
        dg_sha256_output(sha, leaves[i].bytes);
    }
}

/* The eight leaves that every implementation of RFC 6962 is tried with. */
static void
set_reference_leaves(void)
{
    static const struct {
        size_t len;
        const char *data;
    } entries[] = {{0, ""},
                   {1, "\x00"},
                   {1, "\x10"},
                   {2, "\x20\x21"},
                   {2, "\x30\x31"},
                   {4, "\x40\x41\x42\x43"},
                   {8, "\x50\x51\x52\x53\x54\x55\x56\x57"},
                   {16, "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c"
                        "\x6d\x6e\x6f"}};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        dg_sha256_update(sha, "\0", 1);
        dg_sha256_update(sha, entries[i].data, entries[i].len);
        dg_sha256_output(sha, leaves[i].bytes);
    }
}

static const char *
root_hex(size_t count)
{
    static char hex[2 * DG_SHA256_SIZE + 1];
    struct dg_merkle_hash root;
    dg_merkle_root(sha, leaves, count, &root);
    dg_hex(root.bytes, sizeof root.bytes, hex);
    return hex;
}

static void
test_reference_roots(void)
{
    set_reference_leaves();
    is_text(root_hex(0),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "no leaves: the hash of nothing");
    is_text(root_hex(1),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "1 reference leaf");
    is_text(root_hex(3),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "3 reference leaves");
    is_text(root_hex(7),
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "7 reference leaves");
    is_text(root_hex(8),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            "8 reference leaves");
}

static void
test_roots(void)
{
    unsigned same = 0;
    struct dg_merkle_hash pair, want = node(leaves[0], leaves[1]);
    for (size_t count = 0; count <= LEAVES; count++) {
        struct dg_merkle_hash root, model = real_root(0, count);
        dg_merkle_root(sha, leaves, count, &root);
        same += memcmp(&root, &model, sizeof root) == 0;
    }
    is_int(same, LEAVES + 1, "roots of all sizes up to 64");
    dg_merkle_node(sha, &leaves[0], &leaves[1], &pair);
    ok(memcmp(&pair, &want, sizeof pair) == 0, "an inner node");
}

static void
test_inclusion(void)
{
    unsigned held = 0, asked = 0, unnoticed = 0;
    struct proof proof;
    for (uint64_t size = 1; size <= LEAVES; size++) {
        for (uint64_t index = 0; index < size; index++, asked++) {
            make_inclusion(&proof, real_root, index, size);
            held += includes(&proof, index, size);
            unnoticed += count_unnoticed(&proof, includes, index, size, 37);
            unnoticed += count_lengths(&proof, includes, index, size);
            unnoticed += includes(&proof, index ^ 1, size);
            unnoticed += includes(&proof, index + size, size);
        }
    }
    is_int(held, asked, "every leaf of every tree up to 64 is in its place");
    is_int(unnoticed, 0, "not with a bit turned, another length or place");
}

static void
test_extension(void)
{
    unsigned held = 0, asked = 0, unnoticed = 0;
    struct proof proof;
    for (uint64_t second = 1; second <= LEAVES; second++) {
        for (uint64_t first = 1; first <= second; first++, asked++) {
            make_extension(&proof, real_root, first, second);
            held += extends(&proof, first, second);
            unnoticed += count_unnoticed(&proof, extends, first, second, 37);
            unnoticed += count_lengths(&proof, extends, first, second);
            unnoticed += first < second && extends(&proof, second, first);
        }
    }
    is_int(held, asked, "every tree up to 64 extends those before it");
    is_int(unnoticed, 0, "not with a bit turned, another length or order");
}

/* Every bit, of some trees of all shapes. */
static void
test_every_bit(void)
{
    static const uint64_t sizes[] = {2, 3, 7, 8, 13, 64};
    unsigned unnoticed = 0;
    struct proof proof;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint64_t size = sizes[i];
        for (uint64_t at = 1; at <= size; at += 3) {
            make_inclusion(&proof, real_root, at - 1, size);
            unnoticed += count_unnoticed(&proof, includes, at - 1, size, 1);
            make_extension(&proof, real_root, at, size);
            unnoticed += count_unnoticed(&proof, extends, at, size, 1);
        }
    }
    is_int(unnoticed, 0, "no bit of a proof may be another");
}

static void
test_edges(void)
{
    struct proof proof = {.first = leaves[0], .second = leaves[0]};
    ok(includes(&proof, 0, 1), "a single leaf is the root");
    ok(!includes(&proof, 0, 0), "nothing is in the empty tree");
    ok(!includes(&proof, 1, 1), "no place behind the last leaf");
    ok(extends(&proof, 1, 1), "a tree extends itself");
    proof.second = leaves[1];
    ok(!extends(&proof, 1, 1), "not with another root");
    proof.first = real_root(0, 0);
    ok(extends(&proof, 0, 1), "every tree extends the empty one");
    proof.first = leaves[0];
    ok(!extends(&proof, 0, 1), "whose root is the hash of nothing");
    proof.first = proof.second = real_root(0, 0);
    ok(extends(&proof, 0, 0), "which extends itself, too");
}

static void
test_large(void)
{
    static const uint64_t sizes[] = {UINT64_MAX,        UINT64_C(1) << 63,
                                     INT64_MAX,         (UINT64_C(1) << 63) + 1,
                                     UINT64_C(1) << 32, 1000003};
    unsigned held = 0, asked = 0, unnoticed = 0;
    struct proof proof;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const uint64_t places[] = {
            1, 2, sizes[i] / 3, sizes[i] / 2, sizes[i] - 1, sizes[i]};
        for (size_t j = 0; j < sizeof places / sizeof *places; j++) {
            make_inclusion(&proof, thought_root, places[j] - 1, sizes[i]);
            held += includes(&proof, places[j] - 1, sizes[i]);
            unnoticed +=
                count_lengths(&proof, includes, places[j] - 1, sizes[i]);
            make_extension(&proof, thought_root, places[j], sizes[i]);
            held += extends(&proof, places[j], sizes[i]);
            unnoticed += count_lengths(&proof, extends, places[j], sizes[i]);
            asked += 2;
        }
    }
    is_int(held, asked, "proofs of the largest trees");
    is_int(unnoticed, 0, "not with another length");
}

int
main(void)
{
    if (dg_sha256_create(&sha)) {
        return 99;
    }
    test_reference_roots();
    set_leaves();
    test_roots();
    test_inclusion();
    test_extension();
    test_every_bit();
    test_edges();
    test_large();
    dg_sha256_destroy(sha);
    return tap_done();
}
