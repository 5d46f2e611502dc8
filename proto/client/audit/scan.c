/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether an export's records are those of one journal from its first
 * entry on. Where one is out of place, it looks whether the one that belongs
 * there comes later. */
#include "proto/client/audit/scan.h"

#include <stdlib.h>

#define HEAD_LIMIT ((size_t) 1 << 20)

/* ---- order -------------------------------------------------------------- */

/* Whether an entry of that number is still to come. */
static bool
comes_later(const struct dg_export_reader *from, uint64_t wanted)
{
    struct dg_export_reader reader = *from;
    struct dg_export_record record;
    while (dg_export_next(&reader, &record) == DG_OK) {
        if (record.kind == DG_EXPORT_ENTRY &&
            record.as.entry.sequence == wanted) {
            return true;
        }
    }
    return false;
}

/* Of an entry, or of the first one of an envelope. */
static bool
is_next(struct dg_scan *scan, uint64_t found)
{
    uint64_t wanted = scan->entries + 1;
    if (found == wanted) {
        return true;
    }
    scan->wanted = wanted;
    scan->found = found;
    scan->fault = found < wanted                       ? DG_SCAN_TWICE
                  : comes_later(&scan->reader, wanted) ? DG_SCAN_SWAPPED
                                                       : DG_SCAN_MISSING;
    return false;
}

/* ---- records ------------------------------------------------------------ */

static int64_t
time_of(struct dg_str header)
{
    struct dg_reader reader;
    dg_reader_init(&reader, header);
    dg_reader_bytes(&reader, 1 + sizeof(uint64_t));
    return (int64_t) dg_reader_u64(&reader);
}

static enum dg_err
take_envelope(struct dg_scan *scan, const struct dg_export_envelope *envelope)
{
    if (is_next(scan, envelope->number)) {
        scan->whole += envelope->payload.data && envelope->proof.data;
        scan->withheld += !envelope->payload.data;
        scan->no_proof += envelope->payload.data && !envelope->proof.data;
    }
    return DG_OK;
}

static enum dg_err
take_entry(struct dg_scan *scan, const struct dg_export_entry *entry,
           struct dg_enrolled *enrolled)
{
    if (!is_next(scan, entry->sequence)) {
        return DG_OK;
    }
    scan->entries++;
    scan->time_us = time_of(entry->header);
    return enrolled ? dg_enrolled_add(enrolled, entry) : DG_OK;
}

static enum dg_err
take_record(struct dg_scan *scan, const struct dg_export_record *record,
            struct dg_enrolled *enrolled)
{
    switch (record->kind) {
    case DG_EXPORT_ENVELOPE:
        return take_envelope(scan, &record->as.envelope);
    case DG_EXPORT_ENTRY:
        return take_entry(scan, &record->as.entry, enrolled);
    case DG_EXPORT_CHECKPOINT:
        scan->checkpoint_text = record->as.checkpoint;
        if (!dg_checkpoint_read(record->as.checkpoint, &scan->checkpoint)) {
            scan->fault = DG_SCAN_CHECKPOINT;
        }
        return DG_OK;
    default:
        return DG_OK;
    }
}

/* Where the next block begins, if it is here. */
static enum dg_err
note_block(struct dg_scan *scan)
{
    if (scan->entries < scan->block_count * (uint64_t) DG_SCAN_BLOCK) {
        return DG_OK;
    }
    if (scan->block_count == scan->block_room) {
        size_t room = scan->block_room ? 2 * scan->block_room : 64;
        struct dg_export_reader *grown =
            realloc(scan->blocks, room * sizeof *grown);
        if (!grown) {
            return DG_ERR_MEMORY;
        }
        scan->blocks = grown;
        scan->block_room = room;
    }
    scan->blocks[scan->block_count++] = scan->reader;
    return DG_OK;
}

enum dg_err
dg_scan_run(struct dg_scan *scan, struct dg_str bytes,
            struct dg_enrolled *enrolled)
{
    struct dg_export_record record;
    *scan = (struct dg_scan){.entries = 0};
    dg_arena_init(&scan->arena, HEAD_LIMIT);
    enum dg_err err =
        dg_export_open(&scan->reader, bytes, &scan->arena, &scan->head);
    while (err == DG_OK && scan->fault == DG_SCAN_SOUND) {
        err = note_block(scan);
        err = err ? err : dg_export_next(&scan->reader, &record);
        err = err ? err : take_record(scan, &record, enrolled);
    }
    if (err == DG_ERR_MALFORMED) {
        scan->fault = DG_SCAN_BYTES;
    }
    /* One may be noted behind the last entry. */
    scan->block_count =
        (size_t) ((scan->entries + DG_SCAN_BLOCK - 1) / DG_SCAN_BLOCK);
    return err == DG_ERR_MEMORY ? err : DG_OK;
}

void
dg_scan_finish(struct dg_scan *scan)
{
    free(scan->blocks);
    dg_arena_finish(&scan->arena);
}
