/* SPDX-License-Identifier: Apache-2.0 */
/* An export: what is read is written again as the same bytes; nothing is read
 * that does not lie within it; whoever verifies it comes to an end, and holds
 * nothing of it for true that its checkpoint does not say. */
#include <string.h>

#include "proto/client/audit/hashes.h"
#include "tests/fuzz/fuzz.h"

static void
need_within(struct dg_str bytes, struct dg_str part)
{
    FUZZ_NEED(!part.data || (part.data >= bytes.data &&
                             part.data + part.len <= bytes.data + bytes.len));
}

static void
write_entry(const struct dg_export_reader *reader,
            const struct dg_export_entry *entry, struct dg_buf *again)
{
    need_within(reader->bytes, entry->header);
    need_within(reader->bytes, entry->event);
    need_within(reader->bytes, entry->decision);
    need_within(reader->bytes,
                (struct dg_str){(const char *) entry->leaf, DG_SHA256_SIZE});
    dg_export_write_entry(entry, !reader->envelope.payload.data, again);
}

/* From the first record on: a head may be written in many ways. */
static void
read_all(struct dg_str bytes)
{
    struct dg_export_reader reader;
    struct dg_export_head head;
    struct dg_export_record record;
    struct dg_str checkpoint = {NULL, 0};
    struct dg_arena arena;
    struct dg_buf again;
    dg_arena_init(&arena, (size_t) 1 << 24);
    dg_buf_init(&again);
    enum dg_err err = dg_export_open(&reader, bytes, &arena, &head);
    size_t begin = reader.at;
    while (err == DG_OK && (err = dg_export_next(&reader, &record)) == DG_OK) {
        if (record.kind == DG_EXPORT_ENVELOPE) {
            dg_export_write_envelope(&record.as.envelope, &again);
        } else if (record.kind == DG_EXPORT_ENTRY) {
            write_entry(&reader, &record.as.entry, &again);
        } else if (record.kind == DG_EXPORT_CHECKPOINT) {
            checkpoint = record.as.checkpoint;
        } else {
            dg_export_write_end(checkpoint, record.as.entries, &again);
        }
    }
    if (err == DG_ERR_ABSENT) {
        FUZZ_NEED(again.len == bytes.len - begin &&
                  memcmp(again.data, bytes.data + begin, again.len) == 0);
    } else {
        FUZZ_NEED(err == DG_ERR_MALFORMED || err == DG_ERR_MEMORY);
    }
    dg_buf_finish(&again);
    dg_arena_finish(&arena);
}

static void
verify(struct dg_str bytes)
{
    struct dg_enrolled enrolled;
    struct dg_scan scan;
    struct dg_hashes hashes;
    dg_enrolled_init(&enrolled);
    if (dg_scan_run(&scan, bytes, &enrolled) == DG_OK &&
        scan.fault == DG_SCAN_SOUND && scan.entries > 0) {
        FUZZ_NEED(dg_hashes_run(&hashes, &scan, &enrolled, NULL) == DG_OK);
        FUZZ_NEED(hashes.fault == DG_HASHES_SOUND || hashes.sequence > 0);
        FUZZ_NEED(hashes.sequence <= scan.entries);
        dg_hashes_finish(&hashes);
    }
    dg_scan_finish(&scan);
    dg_enrolled_finish(&enrolled);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_str bytes = {(const char *) data, size};
    read_all(bytes);
    verify(bytes);
    return 0;
}
