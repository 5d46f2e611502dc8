/* SPDX-License-Identifier: Apache-2.0 */
/* Reads many entries at once while the gateway runs, on libuv's thread pool,
 * and writes them as the records of an export. Decides what a page is and which
 * envelopes are shown whole; whose events may be shown is its caller's. */
#include <stdlib.h>

#include "gateway/journal/journal_internal.h"
#include "proto/base/base64.h"
#include "proto/codec/export.h"

/* A page ends with the envelope that makes it so long: 512 KiB in base64. */
#define PAGE_SIZE ((size_t) 384 * 1024)

/* The entries of one envelope, until all are there. */
struct group {
    struct dg_arena arena;        /* of everything in it */
    struct dg_str payload, proof; /* data NULL: it has none */
    uint64_t number;              /* 0: none yet */
    struct kept *first, **end;
    bool whole; /* every event so far is shown … */
    size_t at;  /* … and nothing else stands in the payload up to here */
};

struct kept {
    struct dg_export_entry entry;
    uint8_t salts[2][DG_SALT_SIZE], leaf[DG_SHA256_SIZE];
    struct kept *next;
};

struct page {
    uv_work_t work;
    struct dg_journal *journal;
    struct dg_journal_range range;
    uint64_t durable; /* when it was asked for */
    dg_journal_proof_fn handle_page;
    void *ctx;
    enum dg_err err;
    struct group group;
    struct dg_buf records, answer;
    uint64_t last; /* entry in records */
    bool more;
};

/* ---- envelopes ---------------------------------------------------------- */

static const char *
skip_blanks(const char *text, const char *end)
{
    while (text < end &&
           (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')) {
        text++;
    }
    return text;
}

/* Whether between the events is what stands between those of a list. What did
 * not become an entry is nobody's to see. */
static bool
joins(const struct group *group, uint32_t start)
{
    const char *text = group->payload.data + group->at;
    const char *end = group->payload.data + start;
    if (start < group->at) {
        return false;
    }
    if (group->at == 0) { /* members and '[', or nothing */
        while (end > text && skip_blanks(end - 1, end) == end) {
            end--;
        }
        return end == text || end[-1] == '[';
    }
    text = skip_blanks(text, end);
    return text < end && *text == ',' && skip_blanks(text + 1, end) == end;
}

/* Whether behind the last event is but the end of the list. */
static bool
ends(const struct group *group)
{
    const char *end = group->payload.data + group->payload.len;
    const char *text = skip_blanks(group->payload.data + group->at, end);
    return text == end || *text == ']';
}

static void
begin_group(struct group *group, const struct dg_store_entry *entry)
{
    dg_arena_reset(&group->arena);
    group->number = entry->envelope;
    group->payload = dg_arena_copy(&group->arena, entry->envelope_bytes);
    group->proof = entry->proof.data
                       ? dg_arena_copy(&group->arena, entry->proof)
                       : entry->proof;
    group->first = NULL;
    group->end = &group->first;
    group->whole = entry->envelope_bytes.data != NULL;
    group->at = 0;
}

static void
write_group(struct page *page)
{
    const struct group *group = &page->group;
    bool whole = group->whole && ends(group);
    struct dg_export_envelope envelope = {.number = group->number};
    if (whole) {
        envelope.payload = group->payload;
        envelope.proof = group->proof;
    }
    dg_export_write_envelope(&envelope, &page->records);
    for (const struct kept *kept = group->first; kept; kept = kept->next) {
        dg_export_write_entry(&kept->entry, !whole, &page->records);
        page->last = kept->entry.sequence;
    }
}

/* ---- entries ------------------------------------------------------------ */

static bool
copy(struct dg_arena *arena, struct dg_str from, struct dg_str *to)
{
    *to = from.data ? dg_arena_copy(arena, from) : from;
    return to->data || !from.data;
}

static enum dg_err
keep_entry(struct group *group, const struct dg_store_entry *entry, bool shown)
{
    struct kept *kept = dg_arena_alloc(&group->arena, sizeof *kept);
    struct dg_str none = {NULL, 0};
    if (!kept || !group->payload.data ||
        (!group->proof.data && entry->proof.data) ||
        !copy(&group->arena, entry->header, &kept->entry.header) ||
        !copy(&group->arena, shown ? entry->event : none, &kept->entry.event) ||
        !copy(&group->arena, entry->decision, &kept->entry.decision)) {
        return DG_ERR_MEMORY;
    }
    memcpy(kept->salts[0], shown ? entry->event_salt : entry->event_commitment,
           DG_SALT_SIZE);
    memcpy(kept->salts[1], entry->decision_salt, DG_SALT_SIZE);
    memcpy(kept->leaf, entry->leaf, sizeof kept->leaf);
    kept->entry.leaf = kept->leaf;
    kept->entry.event_salt = kept->salts[0];
    kept->entry.decision_salt = kept->salts[1];
    kept->entry.sequence = entry->sequence;
    kept->entry.envelope = entry->envelope;
    kept->entry.start = entry->start;
    kept->entry.length = entry->length;
    group->whole = group->whole && shown && joins(group, entry->start);
    group->at = (size_t) entry->start + entry->length;
    *group->end = kept;
    group->end = &kept->next;
    return DG_OK;
}

static enum dg_err
take_entry(struct page *page, const struct dg_store_entry *entry)
{
    struct dg_header header;
    enum dg_err err =
        dg_header_decode(entry->header, &page->group.arena, &header);
    bool shown = err == DG_OK && !entry->erased &&
                 page->range.shows(page->range.ctx, &header);
    return err == DG_ERR_MEMORY ? err : keep_entry(&page->group, entry, shown);
}

static bool
is_beyond(const struct page *page, const struct dg_store_entry *entry)
{
    uint64_t to = page->range.to;
    return entry->sequence > page->durable ||
           (entry->envelope != page->group.number && to > 0 &&
            entry->sequence > to);
}

/* Reads one entry; *ended: none is to come, or the page is full. */
static enum dg_err
read_entry(struct page *page, bool *ended)
{
    struct dg_journal *journal = page->journal;
    struct group *group = &page->group;
    struct dg_store_entry entry;
    uint64_t sequence;
    enum dg_err err = dg_store_cursor_next(journal->cursor, &entry, &sequence);
    if (err == DG_ERR_ABSENT || (err == DG_OK && is_beyond(page, &entry))) {
        *ended = true;
        return DG_OK;
    }
    if (err == DG_OK && dg_entry_check(journal->sha, &entry)) {
        err = DG_ERR_CORRUPT;
    }
    if (err != DG_OK) {
        return err;
    }
    if (entry.envelope != group->number) {
        if (group->number == 0 && entry.envelope != entry.sequence) {
            return DG_ERR_MALFORMED;
        }
        if (group->number > 0) {
            write_group(page);
        }
        page->more = *ended = page->records.len >= PAGE_SIZE;
        if (*ended) {
            group->number = 0; /* it is in the page already */
            return DG_OK;
        }
        begin_group(group, &entry);
    }
    return take_entry(page, &entry);
}

static enum dg_err
read_entries(struct page *page)
{
    struct dg_journal *journal = page->journal;
    bool ended = false;
    enum dg_err err = dg_fetch_open_cursor(journal);
    if (err != DG_OK) {
        return err;
    }
    dg_store_cursor_seek(journal->cursor, page->range.after + 1);
    while (err == DG_OK && !ended) {
        err = read_entry(page, &ended);
    }
    dg_store_cursor_seek(journal->cursor, 1); /* lets go of the store */
    if (err == DG_OK && page->group.number > 0) {
        write_group(page);
    }
    if (err == DG_OK && page->last == 0) {
        err = DG_ERR_ABSENT;
    }
    return err == DG_OK ? page->records.err : err;
}

static void
write_answer(struct page *page)
{
    struct dg_buf *out = &page->answer;
    dg_buf_text(out, "{\"after\":");
    dg_buf_decimal(out, page->range.after);
    dg_buf_text(out, ",\"last\":");
    dg_buf_decimal(out, page->last);
    dg_buf_text(out, ",\"records\":\"");
    dg_base64_append(out, page->records.data, page->records.len);
    dg_buf_text(out, "\"");
    if (page->more) {
        dg_buf_text(out, ",\"next\":");
        dg_buf_decimal(out, page->last);
    }
    dg_buf_text(out, "}");
}

/* ---- the thread pool ---------------------------------------------------- */

static void
handle_work(uv_work_t *work)
{
    struct page *page = work->data;
    uv_mutex_lock(&page->journal->fetch_lock);
    page->err = read_entries(page);
    uv_mutex_unlock(&page->journal->fetch_lock);
    if (page->err == DG_OK) {
        write_answer(page);
        page->err = page->answer.err;
    }
}

static void
destroy(struct page *page)
{
    dg_arena_finish(&page->group.arena);
    dg_buf_finish(&page->records);
    dg_buf_finish(&page->answer);
    free(page);
}

static void
handle_after_work(uv_work_t *work, int status)
{
    struct page *page = work->data;
    struct dg_journal *journal = page->journal;
    struct dg_str answer = {page->answer.data, page->answer.len};
    enum dg_err err = status == 0 ? page->err : DG_ERR_BUSY;

    journal->fetches--;
    page->handle_page(page->ctx,
                      err == DG_OK ? answer : (struct dg_str){NULL, 0}, err);
    destroy(page);
    dg_journal_try_stop(journal);
}

enum dg_err
dg_journal_read(struct dg_journal *journal,
                const struct dg_journal_range *range,
                dg_journal_proof_fn handle_page, void *ctx)
{
    struct page *page = calloc(1, sizeof *page);
    if (!page) {
        return DG_ERR_MEMORY;
    }
    page->work.data = page;
    page->journal = journal;
    page->range = *range;
    page->durable = journal->durable;
    page->handle_page = handle_page;
    page->ctx = ctx;
    dg_arena_init(&page->group.arena, SIZE_MAX);
    dg_buf_init(&page->records);
    dg_buf_init(&page->answer);
    if (uv_queue_work(journal->loop, &page->work, handle_work,
                      handle_after_work) != 0) {
        destroy(page);
        return DG_ERR_MEMORY;
    }
    journal->fetches++;
    return DG_OK;
}
