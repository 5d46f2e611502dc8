/* SPDX-License-Identifier: Apache-2.0 */
/* A store as an export; see fake_export.h. */
#include "tests/fake/fake_export.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/codec/checkpoint.h"
#include "proto/codec/export.h"

#define GATEWAY "huishui"
#define FLUSH (1u << 20)

struct exporting {
    FILE *file;
    struct dg_buf out;
    struct dg_arena arena;
    struct dg_sha256 *sha;
    struct dg_merkle_hash *leaves;
    uint64_t envelope;
    fake_export_fn withholds;
};

static void
need(bool done, const char *what)
{
    if (!done) {
        fprintf(stderr, "fake export: %s\n", what);
        exit(99);
    }
}

static void
flush(struct exporting *e, size_t from)
{
    if (e->out.len >= from) {
        need(fwrite(e->out.data, 1, e->out.len, e->file) == e->out.len,
             "cannot be written");
        dg_buf_clear(&e->out);
    }
}

static bool
is_withheld(struct exporting *e, struct dg_str bytes)
{
    struct dg_header header;
    dg_arena_reset(&e->arena);
    need(dg_header_decode(bytes, &e->arena, &header) == DG_OK, "no header");
    return e->withholds && e->withholds(&header);
}

/* Events stand with their entries, as of envelopes that are withheld. */
static void
put_entry(struct exporting *e, const struct dg_store_entry *entry)
{
    uint8_t commitment[DG_SHA256_SIZE];
    struct dg_export_entry out = {.sequence = entry->sequence,
                                  .envelope = entry->envelope,
                                  .header = entry->header,
                                  .event = entry->event,
                                  .decision = entry->decision,
                                  .event_salt = entry->event_salt,
                                  .decision_salt = entry->decision_salt,
                                  .leaf = entry->leaf};
    if (e->envelope != entry->envelope) {
        const struct dg_export_envelope envelope = {.number = entry->envelope};
        dg_export_write_envelope(&envelope, &e->out);
        e->envelope = entry->envelope;
    }
    if (entry->event.data && is_withheld(e, entry->header)) {
        dg_header_commit(e->sha, entry->event_salt, entry->event, commitment);
        out.event = (struct dg_str){NULL, 0};
        out.event_salt = commitment;
    }
    dg_export_write_entry(&out, true, &e->out);
    memcpy(&e->leaves[entry->sequence - 1], entry->leaf, DG_SHA256_SIZE);
    flush(e, FLUSH);
}

static void
put_end(struct exporting *e, const char *origin, uint64_t count)
{
    struct dg_secret_key *key;
    struct dg_merkle_head head = {.size = count};
    struct dg_buf text;
    dg_buf_init(&text);
    need(dg_secret_key_generate(&key) == DG_OK, "no key");
    dg_merkle_root(e->sha, e->leaves, count, &head.root);
    dg_checkpoint_write(dg_str_from(origin), &head,
                        (const struct dg_secret_key *const *) &key, 1, &text);
    dg_export_write_end((struct dg_str){text.data, text.len}, count, &e->out);
    dg_secret_key_destroy(key);
    dg_buf_finish(&text);
}

static void
put_entries(struct exporting *e, struct dg_store *store)
{
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence;
    need(dg_store_cursor_open(store, 1, &cursor) == DG_OK, "no cursor");
    while (dg_store_cursor_next(cursor, &entry, &sequence) == DG_OK) {
        put_entry(e, &entry);
    }
    dg_store_cursor_close(cursor);
}

void
fake_export_write(struct dg_store *store, const char *path,
                  fake_export_fn withholds)
{
    struct exporting e = {.file = fopen(path, "w"), .withholds = withholds};
    uint64_t count = dg_store_last(store);
    char origin[128];
    const struct dg_export_head head = {
        .gateway = DG_STR(GATEWAY),
        .journal = dg_str_from(dg_store_identity(store)),
        .reader = DG_STR("auditor/sj"),
        .time = DG_STR("2026-12-31T00:00:00Z")};
    e.leaves = calloc(count + 1, sizeof *e.leaves);
    need(e.file && e.leaves && dg_sha256_create(&e.sha) == DG_OK, path);
    dg_buf_init(&e.out);
    dg_arena_init(&e.arena, SIZE_MAX);
    snprintf(origin, sizeof origin, GATEWAY "/%s", dg_store_identity(store));
    dg_export_write_head(&head, &e.out);
    put_entries(&e, store);
    put_end(&e, origin, count);
    need(e.out.err == DG_OK, "no memory");
    flush(&e, 0);
    fclose(e.file);
    dg_sha256_destroy(e.sha);
    dg_arena_finish(&e.arena);
    dg_buf_finish(&e.out);
    free(e.leaves);
}
