/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a stored entry is what was once appended, and copies one. */
#include "gateway/journal/journal_internal.h"

static bool
in_place(const struct dg_store_entry *entry)
{
    struct dg_reader reader;
    dg_reader_init(&reader, entry->header);
    dg_reader_u8(&reader); /* version; all begin alike */
    return dg_reader_u64(&reader) == entry->sequence &&
           (int64_t) dg_reader_u64(&reader) == entry->time_us;
}

/* Where the body is gone the commitment stands in place of its salt. */
static void
commit(struct dg_sha256 *sha, bool gone, const uint8_t *salt,
       struct dg_str body, uint8_t *out)
{
    if (gone) {
        memcpy(out, salt, DG_SHA256_SIZE);
    } else {
        dg_header_commit(sha, salt, body, out);
    }
}

const char *
dg_entry_check(struct dg_sha256 *sha, struct dg_store_entry *entry)
{
    uint8_t decision[DG_SHA256_SIZE], leaf[DG_SHA256_SIZE];
    uint8_t *event = entry->event_commitment;

    commit(sha, entry->erased || entry->event_withheld, entry->event_salt,
           entry->event, event);
    commit(sha, entry->erased || entry->decision_withheld, entry->decision_salt,
           entry->decision, decision);
    dg_header_leaf(sha, entry->header, event, decision, leaf);
    if (memcmp(leaf, entry->leaf, sizeof leaf) != 0) {
        return "is damaged: its hash does not match";
    }
    return in_place(entry) ? NULL
                           : "is damaged: its header belongs to another entry";
}

static bool
keep(struct dg_arena *arena, struct dg_str *s)
{
    if (s->data) {
        *s = dg_arena_copy(arena, *s);
        return s->data != NULL;
    }
    return true;
}

bool
dg_entry_keep(struct dg_arena *arena, struct dg_store_entry *entry)
{
    entry->envelope_bytes = (struct dg_str){NULL, 0};
    return keep(arena, &entry->header) && keep(arena, &entry->decision) &&
           keep(arena, &entry->event) && keep(arena, &entry->proof);
}
