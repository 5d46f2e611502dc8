/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints and verifier keys: the texts of another program (checkpoint.py)
 * byte for byte, and everything that is none. */
#include <stdlib.h>

#include "proto/codec/checkpoint.h"
#include "tests/tap/tap.h"

#define NAME "huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70"
#define ROOT "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
#define BODY NAME "\n8\n" ROOT "\n"
#define DASH "\xe2\x80\x94 "
/* Seeds 00 01 … 1f and 20 21 … 3f. */
#define SIGNED                                                                 \
    "kKOApqhm19xgDzIQm4Y75Ze2AC2hh0e9mC2SvTgTCE9bY716cCgXFu6qPTsohk8+A3ySrRIo" \
    "uuxK34yyIY5pu7jIqgI="
#define SIGNED_2                                                               \
    "OzZ83LFVXBRelQUzkgW/docddZFMfZMARiiMLGQZGfs0NdwGNThlXz5IFKcfd/mg3ZejokQZ" \
    "NDVzVuYOSus1Htki5gI="
/* The first key's hash before the second key's signature. */
#define FORGED                                                                 \
    "kKOAprFVXBRelQUzkgW/docddZFMfZMARiiMLGQZGfs0NdwGNThlXz5IFKcfd/mg3ZejokQZ" \
    "NDVzVuYOSus1Htki5gI="
#define LINE DASH NAME " " SIGNED "\n"
#define LINE_2 DASH NAME " " SIGNED_2 "\n"
#define KEY "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define VERIFIER NAME "+90a380a6+" KEY
#define VERIFIER_2 NAME "+3b367cdc+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
#define VERIFIER_OTHER "other/x+d7d70553+" KEY

static struct dg_verifier first, second, other;
static struct dg_secret_key *secrets[2];
static struct dg_merkle_head head = {
    8, {{0x5d, 0xc9, 0xda, 0x79, 0xa7, 0x06, 0x59, 0xa9, 0xad, 0x55, 0x9c,
         0xb7, 0x01, 0xde, 0xd9, 0xa2, 0xab, 0x9d, 0x82, 0x3a, 0xad, 0x2f,
         0x49, 0x60, 0xcf, 0xe3, 0x70, 0xef, 0xf4, 0x60, 0x43, 0x28}}};

static bool
reads(struct dg_str text)
{
    struct dg_checkpoint checkpoint;
    return dg_checkpoint_read(text, &checkpoint);
}

static bool
holds(struct dg_str text, const struct dg_verifier *verifier)
{
    struct dg_checkpoint checkpoint;
    return dg_checkpoint_read(text, &checkpoint) &&
           dg_checkpoint_verify(&checkpoint, verifier);
}

static void
test_write(void)
{
    const struct dg_secret_key *const keys[] = {secrets[0], secrets[1]};
    struct dg_buf out;
    dg_buf_init(&out);
    dg_checkpoint_write(DG_STR(NAME), &head, keys, 1, &out);
    is_str(out, BODY "\n" LINE, "a checkpoint is that of another program");
    dg_buf_clear(&out);
    dg_buf_text(&out, "before ");
    dg_checkpoint_write(DG_STR(NAME), &head, keys, 2, &out);
    is_str(out, "before " BODY "\n" LINE LINE_2, "two keys sign the same text");
    dg_buf_clear(&out);
    dg_verifier_write(DG_STR(NAME), dg_secret_key_public(keys[0]), &out);
    is_str(out, VERIFIER, "a verifier key is that of another program");
    dg_buf_finish(&out);
}

static void
test_read(void)
{
    struct dg_checkpoint c = {{NULL, 0}, {0, {{0}}}, {NULL, 0}, {NULL, 0}};
    ok(dg_checkpoint_read(DG_STR(BODY "\n" LINE), &c), "it is read");
    is_str(c.origin, NAME, "its origin");
    is_int(c.head.size, 8, "its size");
    ok(memcmp(&c.head.root, &head.root, sizeof head.root) == 0, "its root");
    is_str(c.signed_text, BODY, "what is signed");
    is_str(c.signatures, LINE, "its signatures");
    ok(dg_checkpoint_verify(&c, &first), "the signature holds");
    ok(!dg_checkpoint_verify(&c, &second), "not for another key of this name");
    ok(!dg_checkpoint_verify(&c, &other), "nor for another name of this key");
}

static void
test_signatures(void)
{
    struct dg_str both = DG_STR(BODY "\n" LINE LINE_2);
    ok(holds(both, &first) && holds(both, &second), "two signatures hold");
    both = DG_STR(BODY "\n" LINE_2 LINE);
    ok(holds(both, &first) && holds(both, &second), "in either order");
    ok(holds(DG_STR(BODY "\n" DASH "other/x AAAAAAAA\n" LINE), &first),
       "a line of an unknown key does no harm");
    ok(!holds(DG_STR(BODY "\n" DASH "other/x " SIGNED "\n"), &first),
       "a signature under another name is none");
    ok(!holds(DG_STR(BODY "\n" DASH NAME " " FORGED "\n"), &first),
       "another key's signature with this key's hash is none");
    ok(!holds(DG_STR(BODY "\n" LINE DASH NAME " " FORGED "\n"), &first),
       "and spoils a good one");
    ok(!holds(DG_STR(NAME "\n9\n" ROOT "\n\n" LINE), &first),
       "another size is not signed");
    ok(!holds(DG_STR("other/x\n8\n" ROOT "\n\n" LINE), &first),
       "another origin is not signed");
    ok(!holds(DG_STR("other/x\n8\n" ROOT "\n\n" LINE), &other),
       "not even for its own verifier");
}

#define NO_CHECKPOINT(text, why) ok(!reads(DG_STR(text)), why)

static void
test_malformed(void)
{
    NO_CHECKPOINT("", "nothing");
    NO_CHECKPOINT(BODY, "only a body");
    NO_CHECKPOINT(BODY LINE, "no blank line");
    NO_CHECKPOINT(BODY "\n", "no signature");
    NO_CHECKPOINT(BODY "\n\n" LINE, "two blank lines");
    NO_CHECKPOINT(BODY "\n" LINE "\n", "a blank line at the end");
    NO_CHECKPOINT(BODY "\n" DASH NAME " " SIGNED, "no newline at the end");
    NO_CHECKPOINT("\n8\n" ROOT "\n\n" LINE, "no origin");
    NO_CHECKPOINT("a b\n8\n" ROOT "\n\n" LINE, "an origin with a blank");
    NO_CHECKPOINT("a+b\n8\n" ROOT "\n\n" LINE, "an origin with a plus");
    NO_CHECKPOINT(NAME "\n08\n" ROOT "\n\n" LINE, "a size with leading zero");
    NO_CHECKPOINT(NAME "\n+8\n" ROOT "\n\n" LINE, "a size with a sign");
    NO_CHECKPOINT(NAME "\n-8\n" ROOT "\n\n" LINE, "a negative size");
    NO_CHECKPOINT(NAME "\n8 \n" ROOT "\n\n" LINE, "a blank behind the size");
    NO_CHECKPOINT(NAME "\n\n" ROOT "\n\n" LINE, "no size");
    NO_CHECKPOINT(NAME "\n18446744073709551616\n" ROOT "\n\n" LINE,
                  "a size beyond 64 bits");
    NO_CHECKPOINT(BODY "extension\n\n" LINE, "an extension line");
    NO_CHECKPOINT(NAME "\r\n8\r\n" ROOT "\r\n\r\n" LINE, "CRLF");
    NO_CHECKPOINT(BODY "\r\n" LINE, "CRLF for the blank line");
    NO_CHECKPOINT(BODY "\n" DASH NAME " " SIGNED "\r\n", "CRLF at the end");
    NO_CHECKPOINT(BODY "\n- " NAME " " SIGNED "\n", "a hyphen for the dash");
    NO_CHECKPOINT(BODY "\n" DASH " " SIGNED "\n", "a signature of nobody");
    NO_CHECKPOINT(BODY "\n" DASH NAME "\n", "a name without signature");
    NO_CHECKPOINT(BODY "\n" DASH NAME " " SIGNED " \n", "a blank behind it");
    NO_CHECKPOINT(BODY "\n" DASH NAME " kKOApg==\n", "a hash and nothing else");
    NO_CHECKPOINT(BODY "\n" LINE DASH NAME " =\n", "a bad line among good");
    NO_CHECKPOINT("\xef\xbb\xbf" BODY "\n" DASH NAME " *\n", "a mark in front");
}

static void
test_base64(void)
{
    NO_CHECKPOINT(NAME
                  "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=\n\n" LINE,
                  "a root in base64url");
    NO_CHECKPOINT(NAME
                  "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n\n" LINE,
                  "a root without padding");
    NO_CHECKPOINT(NAME
                  "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n\n" LINE,
                  "a root with bits left over");
    NO_CHECKPOINT(NAME "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/Rg\n\n" LINE,
                  "a root of 30 bytes");
    NO_CHECKPOINT(NAME
                  "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQygA\n\n" LINE,
                  "a root of 33 bytes");
    NO_CHECKPOINT(NAME
                  "\n8\nXcnaeacGWamtVZy3Ad7Zoqudgjqt L0lgz+Nw7/RgQyg=\n\n" LINE,
                  "a root with a blank in it");
}

/* A name of so many bytes, in a text that is a checkpoint otherwise. */
static bool
reads_long(size_t len)
{
    struct dg_buf text;
    dg_buf_init(&text);
    while (text.len < len) {
        dg_buf_u8(&text, 'n');
    }
    dg_buf_text(&text, "\n8\n" ROOT "\n\n" LINE);
    bool read = reads((struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
    return read;
}

static void
test_length(void)
{
    size_t rest = strlen("\n8\n" ROOT "\n\n" LINE);
    ok(reads_long(DG_CHECKPOINT_MAX - rest), "4,096 bytes are read");
    ok(!reads_long(DG_CHECKPOINT_MAX - rest + 1), "4,097 are not");
}

static void
test_every_bit(void)
{
    char text[] = BODY "\n" LINE;
    struct dg_str whole = {text, sizeof text - 1};
    unsigned unnoticed = 0;
    for (size_t i = 0; i < 8 * whole.len; i++) {
        text[i / 8] ^= (char) (1u << i % 8);
        unnoticed += holds(whole, &first);
        text[i / 8] ^= (char) (1u << i % 8);
    }
    is_int(unnoticed, 0, "no bit of a checkpoint may be another");
    for (whole.len = 0; whole.len < sizeof text - 1; whole.len++) {
        unnoticed += reads(whole);
    }
    is_int(unnoticed, 0, "nor may its end be missing");
}

#define NO_VERIFIER(text, why)                                                 \
    do {                                                                       \
        struct dg_verifier none;                                               \
        ok(!dg_verifier_read(DG_STR(text), &none), why);                       \
    } while (0)

static void
test_verifier(void)
{
    is_str(first.name, NAME, "a verifier key has a name");
    ok(memcmp(first.key.bytes, dg_secret_key_public(secrets[0])->bytes,
              DG_PUBLIC_KEY_SIZE) == 0,
       "and is that key");
    NO_VERIFIER("", "nothing");
    NO_VERIFIER(NAME, "only a name");
    NO_VERIFIER("+90a380a6+" KEY, "a key without a name");
    NO_VERIFIER("other/x+90a380a6+" KEY, "the hash is that of another name");
    NO_VERIFIER(NAME "+90a380a7+" KEY, "another hash");
    NO_VERIFIER(NAME "+90A380A6+" KEY, "a hash in capitals");
    NO_VERIFIER(NAME "+90a380a6" KEY, "no second plus");
    NO_VERIFIER(VERIFIER "\n", "a newline behind it");
    NO_VERIFIER(VERIFIER "A", "a byte behind it");
    NO_VERIFIER(NAME "+90a380a6+A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
                "no byte that says Ed25519");
    NO_VERIFIER(NAME "+90a380a6+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
                "another algorithm");
}

/* The same seeds as those of the texts above. */
static bool
make_keys(void)
{
    uint8_t seed[2][32];
    for (uint8_t i = 0; i < 64; i++) {
        seed[i / 32][i % 32] = i;
    }
    return dg_secret_key_from_seed(seed[0], &secrets[0]) == DG_OK &&
           dg_secret_key_from_seed(seed[1], &secrets[1]) == DG_OK;
}

int
main(void)
{
    if (!make_keys()) {
        return 99;
    }
    ok(dg_verifier_read(DG_STR(VERIFIER), &first) &&
           dg_verifier_read(DG_STR(VERIFIER_2), &second) &&
           dg_verifier_read(DG_STR(VERIFIER_OTHER), &other),
       "verifier keys are read");
    test_write();
    test_read();
    test_signatures();
    test_malformed();
    test_base64();
    test_length();
    test_every_bit();
    test_verifier();
    dg_secret_key_destroy(secrets[0]);
    dg_secret_key_destroy(secrets[1]);
    return tap_done();
}
