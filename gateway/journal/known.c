/* SPDX-License-Identifier: Apache-2.0 */
/* Two arrays: what is known of an event, by sequence, in chunks that never
 * move; and an open-addressing table of sequences, by id digest. The digest is
 * keyed and even, so its first bytes are the hash. */
#include "gateway/journal/known.h"

#include <stdlib.h>

#define CHUNK_RECORDS 1024
#define SLOTS_MIN 1024

struct record {
    uint8_t id[DG_ID_DIGEST_SIZE];
    uint8_t event[DG_KNOWN_EVENT_SIZE];
};

struct dg_known {
    struct record **chunks; /* NULL where no sequence fell so far */
    size_t chunk_count;
    uint32_t *slots; /* sequences; 0 is free */
    size_t slot_count, used;
    size_t chunk_memory;
};

enum dg_err
dg_known_create(struct dg_known **known)
{
    struct dg_known *fresh = calloc(1, sizeof *fresh);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    fresh->slot_count = SLOTS_MIN;
    fresh->slots = calloc(SLOTS_MIN, sizeof *fresh->slots);
    if (!fresh->slots) {
        free(fresh);
        return DG_ERR_MEMORY;
    }
    *known = fresh;
    return DG_OK;
}

void
dg_known_destroy(struct dg_known *known)
{
    if (!known) {
        return;
    }
    for (size_t i = 0; i < known->chunk_count; i++) {
        free(known->chunks[i]);
    }
    free(known->chunks);
    free(known->slots);
    free(known);
}

static struct record *
record_at(const struct dg_known *known, uint32_t sequence)
{
    return &known->chunks[sequence / CHUNK_RECORDS][sequence % CHUNK_RECORDS];
}

/* The slot of an id, or the free one where it belongs. Any number of slots
 * will do: the hash is scaled, not masked. */
static uint32_t *
find_slot(const struct dg_known *known, const uint8_t *id)
{
    uint32_t hash;
    memcpy(&hash, id, sizeof hash);
    size_t at = (size_t) (((uint64_t) hash * known->slot_count) >> 32);
    while (known->slots[at] != 0 &&
           memcmp(record_at(known, known->slots[at])->id, id,
                  DG_ID_DIGEST_SIZE) != 0) {
        at = at + 1 < known->slot_count ? at + 1 : 0;
    }
    return &known->slots[at];
}

bool
dg_known_find(const struct dg_known *known,
              const uint8_t id_digest[DG_ID_DIGEST_SIZE], uint64_t *sequence,
              uint8_t event_digest[DG_KNOWN_EVENT_SIZE])
{
    uint32_t found = *find_slot(known, id_digest);
    if (found == 0) {
        return false;
    }
    *sequence = found;
    memcpy(event_digest, record_at(known, found)->event, DG_KNOWN_EVENT_SIZE);
    return true;
}

/* By half: doubling would take more than the 48 bytes while both tables are
 * there. At most three of four slots are ever used. */
static enum dg_err
grow_slots(struct dg_known *known)
{
    uint32_t *old = known->slots;
    size_t old_count = known->slot_count, count = old_count + old_count / 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots) {
        return DG_ERR_MEMORY;
    }
    known->slots = slots;
    known->slot_count = count;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i] != 0) {
            *find_slot(known, record_at(known, old[i])->id) = old[i];
        }
    }
    free(old);
    return DG_OK;
}

static enum dg_err
reserve_record(struct dg_known *known, uint32_t sequence)
{
    size_t chunk = sequence / CHUNK_RECORDS;
    if (chunk >= known->chunk_count) {
        size_t count = chunk + chunk / 2 + 16;
        struct record **chunks =
            realloc(known->chunks, count * sizeof *known->chunks);
        if (!chunks) {
            return DG_ERR_MEMORY;
        }
        memset(chunks + known->chunk_count, 0,
               (count - known->chunk_count) * sizeof *chunks);
        known->chunks = chunks;
        known->chunk_count = count;
    }
    if (!known->chunks[chunk]) {
        known->chunks[chunk] = calloc(CHUNK_RECORDS, sizeof(struct record));
        if (!known->chunks[chunk]) {
            return DG_ERR_MEMORY;
        }
        known->chunk_memory += CHUNK_RECORDS * sizeof(struct record);
    }
    return DG_OK;
}

enum dg_err
dg_known_add(struct dg_known *known, uint64_t sequence,
             const uint8_t id_digest[DG_ID_DIGEST_SIZE],
             const uint8_t event_sha256[DG_SHA256_SIZE])
{
    if (sequence == 0 || sequence > UINT32_MAX) {
        return DG_ERR_LIMIT;
    }
    enum dg_err err = DG_OK;
    if ((known->used + 1) * 4 > known->slot_count * 3) {
        err = grow_slots(known);
    }
    if (err == DG_OK) {
        err = reserve_record(known, (uint32_t) sequence);
    }
    if (err != DG_OK) {
        return err;
    }
    uint32_t *slot = find_slot(known, id_digest);
    if (*slot != 0) {
        return DG_ERR_EXISTS;
    }
    struct record *record = record_at(known, (uint32_t) sequence);
    memcpy(record->id, id_digest, sizeof record->id);
    memcpy(record->event, event_sha256, sizeof record->event);
    *slot = (uint32_t) sequence;
    known->used++;
    return DG_OK;
}

void
dg_known_forget(struct dg_known *known, uint64_t sequence)
{
    size_t chunk = (size_t) (sequence / CHUNK_RECORDS);
    if (chunk < known->chunk_count && known->chunks[chunk]) {
        memset(record_at(known, (uint32_t) sequence)->event, 0,
               DG_KNOWN_EVENT_SIZE);
    }
}

size_t
dg_known_memory(const struct dg_known *known)
{
    return sizeof *known + known->chunk_count * sizeof *known->chunks +
           known->slot_count * sizeof *known->slots + known->chunk_memory;
}
