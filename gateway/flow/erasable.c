/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how little is remembered of each entry so that it is known at once
 * whether it may be erased: its kind, and which entry it is upon. Sequences
 * have 32 bits, as in the fold of known ids. */
#include "gateway/flow/erasable.h"

#include <stdlib.h>

#define ROOM_MIN 1024

struct dg_erasable {
    uint32_t *upon; /* by sequence; 0 is not used */
    uint8_t *kind;
    size_t count, room;
};

enum dg_err
dg_erasable_create(struct dg_erasable **erasable)
{
    *erasable = calloc(1, sizeof **erasable);
    return *erasable ? DG_OK : DG_ERR_MEMORY;
}

void
dg_erasable_destroy(struct dg_erasable *erasable)
{
    if (erasable) {
        free(erasable->upon);
        free(erasable->kind);
        free(erasable);
    }
}

static enum dg_err
make_room(struct dg_erasable *erasable)
{
    size_t room =
        erasable->room ? erasable->room + erasable->room / 2 : ROOM_MIN;
    uint32_t *upon;
    uint8_t *kind;
    if (erasable->count + 1 < erasable->room) {
        return DG_OK;
    }
    upon = realloc(erasable->upon, room * sizeof *upon);
    if (upon) {
        erasable->upon = upon;
    }
    kind = realloc(erasable->kind, room);
    if (kind) {
        erasable->kind = kind;
    }
    if (!upon || !kind) {
        return DG_ERR_MEMORY;
    }
    erasable->room = room;
    return DG_OK;
}

enum dg_err
dg_erasable_add(struct dg_erasable *erasable, enum dg_erasable_kind kind,
                uint64_t upon)
{
    enum dg_err err = make_room(erasable);
    if (err == DG_OK) {
        erasable->count++;
        erasable->kind[erasable->count] = (uint8_t) kind;
        erasable->upon[erasable->count] =
            upon <= UINT32_MAX ? (uint32_t) upon : 0;
    }
    return err;
}

uint64_t
dg_erasable_count(const struct dg_erasable *erasable)
{
    return erasable->count;
}

enum dg_erasable_kind
dg_erasable_kind(const struct dg_erasable *erasable, uint64_t sequence)
{
    return sequence > 0 && sequence <= erasable->count
               ? (enum dg_erasable_kind) erasable->kind[sequence]
               : DG_ERASABLE_STAYS;
}

uint64_t
dg_erasable_upon(const struct dg_erasable *erasable, uint64_t sequence)
{
    return sequence > 0 && sequence <= erasable->count
               ? erasable->upon[sequence]
               : 0;
}

bool
dg_erasable_is_gone(const struct dg_erasable *erasable, uint64_t sequence)
{
    enum dg_erasable_kind kind = dg_erasable_kind(erasable, sequence);
    if (kind == DG_ERASABLE_ALONG) {
        kind = dg_erasable_kind(erasable, dg_erasable_upon(erasable, sequence));
    }
    return kind == DG_ERASABLE_ERASED;
}

void
dg_erasable_erase(struct dg_erasable *erasable, uint64_t sequence)
{
    if (sequence > 0 && sequence <= erasable->count) {
        erasable->kind[sequence] = DG_ERASABLE_ERASED;
    }
}
