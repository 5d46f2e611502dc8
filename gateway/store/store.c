/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which back end answers, and whether what is appended fits what is
 * there; leaves keeping it to the back ends. */
#include "gateway/store/store.h"

#include <sodium.h>
#include <stdio.h>

#include "gateway/store/store_internal.h"

static const struct dg_store_ops *const back_ends[] = {
    &dg_sqlite_ops,
    &dg_memory_ops,
    &dg_export_ops,
};

static const struct dg_store_ops *
find_back_end(const char *kind, struct dg_buf *why)
{
    for (size_t i = 0; i < sizeof back_ends / sizeof back_ends[0]; i++) {
        if (strcmp(kind, back_ends[i]->kind) == 0) {
            return back_ends[i];
        }
    }
    dg_buf_printf(why, "unknown kind of store \"%s\"", kind);
    return NULL;
}

enum dg_err
dg_store_inspect(const char *kind, const char *dir, struct dg_buf *why)
{
    const struct dg_store_ops *ops = find_back_end(kind, why);
    return ops ? ops->inspect(dir, why) : DG_ERR_CONFIG;
}

enum dg_err
dg_store_open(const char *kind, const char *dir, struct dg_store **store,
              struct dg_buf *why)
{
    const struct dg_store_ops *ops = find_back_end(kind, why);
    return ops ? ops->open(dir, store, why) : DG_ERR_CONFIG;
}

void
dg_store_close(struct dg_store *store)
{
    if (store) {
        store->ops->close(store);
    }
}

/* The back end of a kind that can be backed up, or NULL. */
static const struct dg_store_ops *
find_kept(const char *kind, struct dg_buf *why)
{
    const struct dg_store_ops *ops = find_back_end(kind, why);
    if (ops && !ops->backup) {
        dg_buf_printf(why, "a journal of kind \"%s\" keeps nothing", kind);
        return NULL;
    }
    return ops;
}

enum dg_err
dg_store_backup(const char *kind, const char *dir, const char *path,
                struct dg_buf *why)
{
    const struct dg_store_ops *ops = find_kept(kind, why);
    return ops ? ops->backup(dir, path, why) : DG_ERR_CONFIG;
}

enum dg_err
dg_store_restore(const char *kind, const char *backup, const char *dir,
                 struct dg_buf *why)
{
    const struct dg_store_ops *ops = find_kept(kind, why);
    return ops ? ops->restore(backup, dir, why) : DG_ERR_CONFIG;
}

enum dg_err
dg_store_open_backup(const char *kind, const char *path,
                     struct dg_store **store, struct dg_buf *why)
{
    const struct dg_store_ops *ops = find_back_end(kind, why);
    if (ops && !ops->open_backup) {
        ops = find_kept(kind, why);
    }
    return ops ? ops->open_backup(path, store, why) : DG_ERR_CONFIG;
}

struct dg_str
dg_store_sealed(const struct dg_store *store)
{
    return store->sealed;
}

enum dg_err
dg_store_check(struct dg_store *store, struct dg_buf *why)
{
    return store->ops->check(store, why);
}

uint64_t
dg_store_epoch(const struct dg_store *store)
{
    return store->epoch;
}

uint64_t
dg_store_last(const struct dg_store *store)
{
    return store->last;
}

const uint8_t *
dg_store_id_key(const struct dg_store *store)
{
    return store->id_key;
}

const char *
dg_store_identity(const struct dg_store *store)
{
    return store->identity;
}

/* Within one append every envelope comes whole, before its other entries. */
static enum dg_err
check_entries(uint64_t expected, const struct dg_store_entry *const *entries,
              size_t count)
{
    uint64_t envelope = 0;
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        const struct dg_store_entry *entry = entries[i];
        if (entry->sequence != expected + i) {
            return DG_ERR_CONFLICT;
        }
        if (entry->envelope_bytes.data) {
            envelope = entry->sequence;
            size = entry->envelope_bytes.len;
        }
        if (entry->envelope != envelope || envelope == 0 || size == 0 ||
            (uint64_t) entry->start + entry->length > size ||
            entry->header.len == 0 || !entry->decision.data) {
            return DG_ERR_MALFORMED;
        }
    }
    return DG_OK;
}

enum dg_err
dg_store_append(struct dg_store *store, uint64_t epoch, uint64_t expected,
                const struct dg_store_entry *const *entries, size_t count)
{
    if (epoch != store->epoch || expected != store->last + 1) {
        return DG_ERR_CONFLICT;
    }
    enum dg_err err = check_entries(expected, entries, count);
    if (err == DG_OK && count > 0) {
        err = store->ops->append(store, entries, count);
    }
    if (err == DG_OK) {
        store->last += count;
    }
    return err;
}

enum dg_err
dg_store_raise_epoch(struct dg_store *store, uint64_t *epoch)
{
    enum dg_err err = store->ops->raise_epoch(store, epoch);
    if (err == DG_OK) {
        store->epoch = *epoch;
    }
    return err;
}

enum dg_err
dg_store_checkpoint(struct dg_store *store, bool *more)
{
    *more = false;
    return store->ops->checkpoint(store, more);
}

uint64_t
dg_store_room(struct dg_store *store)
{
    return store->ops->room(store);
}

enum dg_err
dg_store_cursor_open(struct dg_store *store, uint64_t from,
                     struct dg_store_cursor **cursor)
{
    enum dg_err err = store->ops->cursor_open(store, cursor);
    if (err == DG_OK) {
        dg_store_cursor_seek(*cursor, from);
    }
    return err;
}

void
dg_store_cursor_seek(struct dg_store_cursor *cursor, uint64_t from)
{
    cursor->ops->cursor_seek(cursor, from > 0 ? from : 1);
}

enum dg_err
dg_store_cursor_next(struct dg_store_cursor *cursor,
                     struct dg_store_entry *entry, uint64_t *sequence)
{
    memset(entry, 0, sizeof *entry);
    return cursor->ops->cursor_next(cursor, entry, sequence);
}

enum dg_err
dg_store_cursor_leaves(struct dg_store_cursor *cursor, uint64_t from,
                       size_t count, uint8_t (*leaves)[DG_SHA256_SIZE])
{
    return cursor->ops->cursor_leaves(cursor, from, count, leaves);
}

void
dg_store_cursor_close(struct dg_store_cursor *cursor)
{
    if (cursor) {
        cursor->ops->cursor_close(cursor);
    }
}

enum dg_err
dg_store_erase(struct dg_store *store, const uint64_t *sequences, size_t count)
{
    return store->ops->erase(store, sequences, count);
}

enum dg_err
dg_store_scrub(struct dg_store *store)
{
    return store->ops->scrub ? store->ops->scrub(store) : DG_OK;
}

enum dg_err
dg_store_snapshot_put(struct dg_store *store, const char *name,
                      uint64_t sequence, struct dg_str bytes)
{
    return store->ops->snapshot_put(store, name, sequence, bytes);
}

enum dg_err
dg_store_snapshot_get(struct dg_store *store, const char *name,
                      uint64_t *sequence, struct dg_buf *bytes)
{
    return store->ops->snapshot_get(store, name, sequence, bytes);
}

/* ---- shared by the back ends ------------------------------------------- */

enum dg_err
dg_store_make(struct dg_store *store)
{
    uint8_t uuid[16];
    char hex[2 * sizeof uuid + 1];
    if (sodium_init() < 0) {
        return DG_ERR_IO;
    }
    randombytes_buf(store->id_key, sizeof store->id_key);
    randombytes_buf(uuid, sizeof uuid);
    uuid[6] = (uint8_t) ((uuid[6] & 0x0f) | 0x40); /* RFC 9562, version 4 */
    uuid[8] = (uint8_t) ((uuid[8] & 0x3f) | 0x80);
    dg_hex(uuid, sizeof uuid, hex);
    snprintf(store->identity, sizeof store->identity,
             "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
             hex + 20);
    store->epoch = 1;
    store->last = 0;
    return DG_OK;
}

static void
commit_body(struct dg_sha256 *sha, const uint8_t *salt, struct dg_str body,
            uint8_t *out)
{
    dg_sha256_update(sha, salt, DG_SALT_SIZE);
    dg_sha256_update(sha, body.data, body.len);
    dg_sha256_output(sha, out);
}

enum dg_err
dg_store_commit_bodies(const struct dg_store_entry *entry,
                       uint8_t event[DG_SHA256_SIZE],
                       uint8_t decision[DG_SHA256_SIZE])
{
    struct dg_sha256 *sha;
    enum dg_err err = dg_sha256_create(&sha);
    if (err != DG_OK) {
        return err;
    }
    commit_body(sha, entry->event_salt, entry->event, event);
    commit_body(sha, entry->decision_salt, entry->decision, decision);
    dg_sha256_destroy(sha);
    return DG_OK;
}
