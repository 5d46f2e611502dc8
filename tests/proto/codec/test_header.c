/* SPDX-License-Identifier: Apache-2.0 */
/* Headers: there and back, byte for byte, and what cannot be one. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/codec/header.h"
#include "tests/tap/tap.h"

static const struct dg_effect effects[] = {
    {DG_EFFECT_STRIP,
     {"/data/seals/0", 13},
     {"seal", 4},
     {"x", 1},
     1,
     216,
     {"", 0}},
    {DG_EFFECT_RELEASE,
     {"", 0},
     {"minute", 6},
     {"y", 1},
     UINT64_MAX,
     0,
     {"", 0}},
};

/* What version 1 has no words for. */
static const struct dg_effect facts[] = {
    {DG_EFFECT_SHARE, {"/d", 2}, {"field", 5}, {"x", 1}, 1, 20, {"0-19", 4}},
    {DG_EFFECT_ASK, {"", 0}, {"task", 4}, {"county", 6}, 1, 216, {"", 0}},
    {DG_EFFECT_ANSWER, {"/7", 2}, {"started", 7}, {"", 0}, 1, 1, {"25", 2}},
};

static const struct dg_header sample = {
    .sequence = 0x0102030405060708,
    .time_us = 0x0002030405060708,
    .epoch = 3,
    .gateway = {"惠水", 6},
    .type = {"t", 1},
    .source = {"department/mzj", 14},
    .id_digest = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
    .verdict = DG_VERDICT_REFUSE,
    .duty = {"mz-01", 5},
    .period = {"2026-Q1", 7},
    .offices = 216,
    .effects = effects,
    .effect_count = 2,
};

#define BEFORE_EFFECTS                                                         \
    "0102030405060708"                                                         \
    "0002030405060708"                                                         \
    "0000000000000003"                                                         \
    "0006e683a0e6b0b4"                                                         \
    "000174"                                                                   \
    "000e6465706172746d656e742f6d7a6a"                                         \
    "0102030405060708090a0b0c0d0e0f10"                                         \
    "03"                                                                       \
    "00056d7a2d3031"                                                           \
    "0007323032362d5131"                                                       \
    "000000d8"

/* The newest version, and what every journal of before has. */
static const char bytes_2[] = "02" BEFORE_EFFECTS "0003"
                              "02"
                              "00022f64"
                              "00056669656c64"
                              "0000000000000001"
                              "00000014"
                              "000178"
                              "00000004302d3139"
                              "05"
                              "0000"
                              "00047461736b"
                              "0000000000000001"
                              "000000d8"
                              "0006636f756e7479"
                              "00000000"
                              "06"
                              "00022f37"
                              "000773746172746564"
                              "0000000000000001"
                              "00000001"
                              "0000"
                              "000000023235";
static const char bytes_1[] = "01" BEFORE_EFFECTS "0002"
                              "01"
                              "000d2f646174612f7365616c732f30"
                              "00047365616c"
                              "0000000000000001"
                              "000000d8"
                              "000178"
                              "04"
                              "0000"
                              "00066d696e757465"
                              "ffffffffffffffff"
                              "00000000"
                              "000179";

static void
is_encoded(const struct dg_header *header, const char *want, const char *what)
{
    struct dg_buf out;
    char hex[1024];
    dg_buf_init(&out);
    dg_header_encode(header, &out);
    dg_hex((const uint8_t *) out.data, out.len, hex);
    ok(out.err == DG_OK, "a header is encoded");
    is_str(dg_str_from(hex), want, what);
    dg_buf_finish(&out);
}

static void
test_bytes(void)
{
    struct dg_header placed = sample;
    placed.effects = facts;
    placed.effect_count = 3;
    is_encoded(&sample, bytes_1, "as the README says of version 1");
    is_encoded(&placed, bytes_2, "as the README says of version 2");
    placed.effects = facts + 1;
    placed.effect_count = 1;
    is_encoded(&placed,
               "02" BEFORE_EFFECTS "0001"
               "05"
               "0000"
               "00047461736b"
               "0000000000000001"
               "000000d8"
               "0006636f756e7479"
               "00000000",
               "a fact alone makes it version 2");
}

/* From hex. */
static enum dg_err
decode(const char *hex, struct dg_arena *arena, struct dg_header *got)
{
    size_t len = strlen(hex) / 2;
    char *bytes = dg_arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++) {
        unsigned byte;
        sscanf(hex + 2 * i, "%2x", &byte);
        bytes[i] = (char) byte;
    }
    return dg_header_decode((struct dg_str){bytes, len}, arena, got);
}

static void
test_versions(void)
{
    struct dg_header got;
    struct dg_arena arena;
    dg_arena_init(&arena, 65536);
    is_int(decode(bytes_1, &arena, &got), DG_OK, "version 1 is read as ever");
    ok(got.effect_count == 2 && got.effects[0].place.len == 0 &&
           got.effects[1].place.len == 0,
       "without places");
    is_int(decode(bytes_2, &arena, &got), DG_OK, "version 2 is read");
    is_int(got.effect_count, 3, "with all effects");
    is_str(got.effects[0].place, "0-19", "a place");
    ok(got.effects[1].kind == DG_EFFECT_ASK && got.effects[1].place.len == 0,
       "what is asked, of all");
    ok(got.effects[2].kind == DG_EFFECT_ANSWER, "what was answered");
    is_str(got.effects[2].place, "25", "and where");
    is_int(decode("02" BEFORE_EFFECTS "0000", &arena, &got), DG_ERR_MALFORMED,
           "nothing is version 2 that version 1 can say");
    is_int(decode("01" BEFORE_EFFECTS "0001"
                  "05"
                  "0000"
                  "00047461736b"
                  "0000000000000001"
                  "000000d8"
                  "0000",
                  &arena, &got),
           DG_ERR_MALFORMED, "version 1 has no facts");
    is_int(decode("02" BEFORE_EFFECTS "0001"
                  "07"
                  "0000"
                  "00047461736b"
                  "0000000000000001"
                  "000000d8"
                  "0000"
                  "00000000",
                  &arena, &got),
           DG_ERR_MALFORMED, "there are seven kinds");
    is_int(decode("02" BEFORE_EFFECTS "0001"
                  "05"
                  "0000"
                  "00047461736b"
                  "0000000000000001"
                  "000000d8"
                  "0000"
                  "ffffffff32",
                  &arena, &got),
           DG_ERR_MALFORMED, "a place ends with the header");
    dg_arena_finish(&arena);
}

static void
test_round_trip(void)
{
    struct dg_header got;
    struct dg_arena arena;
    struct dg_buf out;
    dg_arena_init(&arena, 65536);
    dg_buf_init(&out);
    dg_header_encode(&sample, &out);
    is_int(dg_header_decode((struct dg_str){out.data, out.len}, &arena, &got),
           DG_OK, "a header is decoded");
    ok(got.sequence == sample.sequence && got.time_us == sample.time_us &&
           got.epoch == sample.epoch && got.offices == sample.offices &&
           got.verdict == sample.verdict,
       "with its numbers");
    ok(dg_str_equal(got.gateway, sample.gateway) &&
           dg_str_equal(got.type, sample.type) &&
           dg_str_equal(got.source, sample.source) &&
           dg_str_equal(got.duty, sample.duty) &&
           dg_str_equal(got.period, sample.period) &&
           memcmp(got.id_digest, sample.id_digest, DG_ID_DIGEST_SIZE) == 0,
       "and texts");
    is_int(got.effect_count, 2, "and effects");
    ok(got.effects[0].kind == DG_EFFECT_STRIP && got.effects[0].offices == 216,
       "the first");
    ok(got.effects[1].quantity == UINT64_MAX &&
           dg_str_is(got.effects[1].dimension, "minute"),
       "and the second");
    memset(&got, 0, sizeof got);
    dg_header_peek((struct dg_str){out.data, out.len}, &got);
    ok(got.sequence == sample.sequence && got.time_us == sample.time_us &&
           dg_str_equal(got.type, sample.type) &&
           dg_str_equal(got.source, sample.source) && got.effect_count == 0,
       "its beginning is read by itself");
    dg_header_peek((struct dg_str){out.data, 40}, &got);
    ok(dg_str_is(got.type, "t") && got.source.len == 0, "as far as it reaches");
    dg_buf_finish(&out);
    dg_arena_finish(&arena);
}

/* Every shorter text and every added byte is malformed; nothing crashes. */
static void
test_malformed(void)
{
    struct dg_header got;
    struct dg_arena arena;
    struct dg_buf out;
    bool refused = true;
    dg_arena_init(&arena, 1 << 20);
    dg_buf_init(&out);
    dg_header_encode(&sample, &out);
    for (size_t len = 0; len < out.len; len++) {
        char *cut = malloc(len + 1); /* its own, so that tools see overruns */
        memcpy(cut, out.data, len);
        refused = refused && dg_header_decode((struct dg_str){cut, len}, &arena,
                                              &got) == DG_ERR_MALFORMED;
        free(cut);
    }
    ok(refused, "no truncated header is taken");
    dg_buf_u8(&out, 0);
    struct dg_str longer = {out.data, out.len};
    is_int(dg_header_decode(longer, &arena, &got), DG_ERR_MALFORMED,
           "nor a longer one");
    longer.len--;
    out.data[9] = '\xff';
    is_int(dg_header_decode(longer, &arena, &got), DG_ERR_MALFORMED,
           "a time before 1970");
    out.data[9] = 4;
    is_int(dg_header_decode(longer, &arena, &got), DG_ERR_MALFORMED,
           "a time after 9999");
    out.data[9] = 0;
    out.data[0] = 3;
    is_int(dg_header_decode(longer, &arena, &got), DG_ERR_VERSION,
           "a newer version is told apart");
    out.data[0] = 0;
    is_int(dg_header_decode(longer, &arena, &got), DG_ERR_MALFORMED,
           "version 0 never was");
    out.data[0] = 1;
    dg_arena_finish(&arena);
    dg_arena_init(&arena, 8);
    is_int(dg_header_decode(longer, &arena, &got), DG_ERR_MEMORY,
           "an arena's limit is kept");
    dg_arena_finish(&arena);
    dg_buf_finish(&out);
}

static void
test_limits(void)
{
    struct dg_header header = sample;
    struct dg_buf out;
    dg_buf_init(&out);
    header.effect_count = 65536;
    dg_header_encode(&header, &out);
    is_int(out.err, DG_ERR_LIMIT, "65,536 effects are too many");
    dg_buf_finish(&out);
}

/* Computed with sha256sum. */
static void
test_leaf(void)
{
    uint8_t salt[DG_SALT_SIZE], commitment[DG_SHA256_SIZE];
    uint8_t leaf[DG_SHA256_SIZE];
    char hex[2 * DG_SHA256_SIZE + 1];
    struct dg_sha256 *sha;
    memset(salt, 's', sizeof salt);
    dg_sha256_create(&sha);
    dg_header_commit(sha, salt, DG_STR("任务"), commitment);
    dg_hex(commitment, sizeof commitment, hex);
    is_str(dg_str_from(hex),
           "44b4a8d4affe0fdc6d1982f2a7b7a9c5cdde78f2ddafaefdcdaf745835a58881",
           "a commitment");
    dg_header_leaf(sha, DG_STR("h"), commitment, commitment, leaf);
    dg_hex(leaf, sizeof leaf, hex);
    is_str(dg_str_from(hex),
           "621a29bbc7820f4be17d053c25b8326db314b54d0ba2f1cf24c27acb815ce7f9",
           "a leaf");
    dg_sha256_destroy(sha);
}

int
main(void)
{
    test_bytes();
    test_versions();
    test_round_trip();
    test_malformed();
    test_limits();
    test_leaf();
    return tap_done();
}
