/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a header is written, byte for byte, and what an entry's leaf is
 * computed from. */
#include "proto/codec/header.h"

#define TIME_END_US INT64_C(253402300800000000) /* the year 10000 */

/* Those of kinds that version 1 has, and of no place, are written as ever. */
static uint8_t
choose_version(const struct dg_header *header)
{
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_effect *effect = &header->effects[i];
        if (effect->place.len > 0 || effect->kind >= DG_EFFECT_ASK) {
            return 2;
        }
    }
    return 1;
}

static void
encode_effect(const struct dg_effect *effect, uint8_t version,
              struct dg_buf *out)
{
    dg_buf_u8(out, (uint8_t) effect->kind);
    dg_buf_str16(out, effect->pointer);
    dg_buf_str16(out, effect->dimension);
    dg_buf_u64(out, effect->quantity);
    dg_buf_u32(out, effect->offices);
    dg_buf_str16(out, effect->cause);
    if (version >= 2 && effect->place.len > UINT32_MAX) {
        out->err = DG_ERR_LIMIT;
    } else if (version >= 2) {
        dg_buf_u32(out, (uint32_t) effect->place.len);
        dg_buf_append(out, effect->place.data, effect->place.len);
    }
}

void
dg_header_encode(const struct dg_header *header, struct dg_buf *out)
{
    uint8_t version;
    if (header->effect_count > UINT16_MAX) {
        out->err = DG_ERR_LIMIT;
        return;
    }
    version = choose_version(header);
    dg_buf_u8(out, version);
    dg_buf_u64(out, header->sequence);
    dg_buf_u64(out, (uint64_t) header->time_us);
    dg_buf_u64(out, header->epoch);
    dg_buf_str16(out, header->gateway);
    dg_buf_str16(out, header->type);
    dg_buf_str16(out, header->source);
    dg_buf_append(out, header->id_digest, DG_ID_DIGEST_SIZE);
    dg_buf_u8(out, (uint8_t) header->verdict);
    dg_buf_str16(out, header->duty);
    dg_buf_str16(out, header->period);
    dg_buf_u32(out, header->offices);
    dg_buf_u16(out, (uint16_t) header->effect_count);
    for (size_t i = 0; i < header->effect_count; i++) {
        encode_effect(&header->effects[i], version, out);
    }
}

static bool
decode_effect(struct dg_reader *reader, uint8_t version,
              struct dg_effect *effect)
{
    uint8_t kind = dg_reader_u8(reader);
    effect->kind = (enum dg_effect_kind) kind;
    effect->pointer = dg_reader_str16(reader);
    effect->dimension = dg_reader_str16(reader);
    effect->quantity = dg_reader_u64(reader);
    effect->offices = dg_reader_u32(reader);
    effect->cause = dg_reader_str16(reader);
    if (version >= 2) {
        effect->place = dg_reader_bytes(reader, dg_reader_u32(reader));
    }
    return kind < (version >= 2 ? DG_EFFECT_COUNT : DG_EFFECT_ASK) &&
           !reader->failed;
}

static enum dg_err
decode_effects(struct dg_reader *reader, uint8_t version,
               struct dg_arena *arena, struct dg_header *header)
{
    size_t count = dg_reader_u16(reader);
    if (reader->failed) {
        return DG_ERR_MALFORMED;
    }
    header->effect_count = count;
    if (count == 0) {
        return DG_OK;
    }
    struct dg_effect *effects = dg_arena_alloc(arena, count * sizeof *effects);
    if (!effects) {
        return DG_ERR_MEMORY;
    }
    header->effects = effects;
    for (size_t i = 0; i < count; i++) {
        if (!decode_effect(reader, version, &effects[i])) {
            return DG_ERR_MALFORMED;
        }
    }
    return DG_OK;
}

/* What stands in front, behind the version, alike in all of them. */
static void
read_head(struct dg_reader *reader, struct dg_header *header)
{
    header->sequence = dg_reader_u64(reader);
    header->time_us = (int64_t) dg_reader_u64(reader);
    header->epoch = dg_reader_u64(reader);
    header->gateway = dg_reader_str16(reader);
    header->type = dg_reader_str16(reader);
    header->source = dg_reader_str16(reader);
}

void
dg_header_peek(struct dg_str bytes, struct dg_header *header)
{
    struct dg_reader reader;
    dg_reader_init(&reader, bytes);
    dg_reader_u8(&reader);
    read_head(&reader, header);
}

enum dg_err
dg_header_decode(struct dg_str bytes, struct dg_arena *arena,
                 struct dg_header *header)
{
    struct dg_reader reader;
    memset(header, 0, sizeof *header);
    dg_reader_init(&reader, bytes);
    uint8_t version = dg_reader_u8(&reader);
    if (version == 0 || version > DG_HEADER_VERSION) {
        return version > DG_HEADER_VERSION ? DG_ERR_VERSION : DG_ERR_MALFORMED;
    }
    read_head(&reader, header);
    struct dg_str digest = dg_reader_bytes(&reader, DG_ID_DIGEST_SIZE);
    if (digest.len == DG_ID_DIGEST_SIZE) {
        memcpy(header->id_digest, digest.data, DG_ID_DIGEST_SIZE);
    }
    uint8_t verdict = dg_reader_u8(&reader);
    header->verdict = (enum dg_verdict) verdict;
    header->duty = dg_reader_str16(&reader);
    header->period = dg_reader_str16(&reader);
    header->offices = dg_reader_u32(&reader);
    enum dg_err err = decode_effects(&reader, version, arena, header);
    if (err == DG_OK &&
        (!dg_reader_done(&reader) || header->time_us < 0 ||
         header->time_us >= TIME_END_US || verdict > DG_VERDICT_REFUSE ||
         version != choose_version(header))) {
        err = DG_ERR_MALFORMED;
    }
    return err;
}

void
dg_header_commit(struct dg_sha256 *sha, const uint8_t salt[DG_SALT_SIZE],
                 struct dg_str body, uint8_t out[DG_SHA256_SIZE])
{
    dg_sha256_update(sha, salt, DG_SALT_SIZE);
    dg_sha256_update(sha, body.data, body.len);
    dg_sha256_output(sha, out);
}

void
dg_header_leaf(struct dg_sha256 *sha, struct dg_str header,
               const uint8_t event_commitment[DG_SHA256_SIZE],
               const uint8_t decision_commitment[DG_SHA256_SIZE],
               uint8_t leaf[DG_SHA256_SIZE])
{
    dg_sha256_update(sha, "\0", 1);
    dg_sha256_update(sha, header.data, header.len);
    dg_sha256_update(sha, event_commitment, DG_SHA256_SIZE);
    dg_sha256_update(sha, decision_commitment, DG_SHA256_SIZE);
    dg_sha256_output(sha, leaf);
}
