/* SPDX-License-Identifier: Apache-2.0 */
/* The back end for tests: entries in memory, gone at close. Keeps to the
 * contract of store.h in everything but outliving the process. */
#include <pthread.h>
#include <stdlib.h>

#include "gateway/store/store_internal.h"

struct record {
    struct dg_store_entry entry; /* event within the envelope's bytes */
    uint8_t event_commitment[DG_SHA256_SIZE];
    uint8_t decision_commitment[DG_SHA256_SIZE];
    char *envelope, *proof; /* of the first entry only; freed with it */
    char *header, *decision;
};

struct snapshot {
    char *name;
    uint64_t sequence;
    struct dg_buf bytes;
    struct snapshot *next;
};

struct memory_store {
    struct dg_store base;
    pthread_mutex_t lock; /* of records against cursors */
    struct record *records;
    size_t count, room;
    struct snapshot *snapshots;
};

struct memory_cursor {
    struct dg_store_cursor base;
    struct memory_store *store;
    uint64_t next;
    struct dg_buf copy; /* of the entry last given out */
};

static enum dg_err
memory_open(const char *dir, struct dg_store **store, struct dg_buf *why)
{
    (void) dir;
    struct memory_store *memory = calloc(1, sizeof *memory);
    if (!memory) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err = dg_store_make(&memory->base);
    if (err != DG_OK) {
        dg_buf_text(why, "no random numbers");
        free(memory);
        return err;
    }
    pthread_mutex_init(&memory->lock, NULL);
    memory->base.ops = &dg_memory_ops;
    *store = &memory->base;
    return DG_OK;
}

static void
free_record(struct record *record)
{
    free(record->envelope);
    free(record->proof);
    free(record->header);
    free(record->decision);
}

static void
memory_close(struct dg_store *store)
{
    struct memory_store *memory = (struct memory_store *) store;
    for (size_t i = 0; i < memory->count; i++) {
        free_record(&memory->records[i]);
    }
    free(memory->records);
    while (memory->snapshots) {
        struct snapshot *next = memory->snapshots->next;
        free(memory->snapshots->name);
        dg_buf_finish(&memory->snapshots->bytes);
        free(memory->snapshots);
        memory->snapshots = next;
    }
    pthread_mutex_destroy(&memory->lock);
    free(memory);
}

static char *
copy_bytes(struct dg_str s)
{
    char *copy = malloc(s.len + 1);
    if (copy) {
        memcpy(copy, s.data, s.len);
    }
    return copy;
}

/* The copies that the entries of one envelope share. */
struct envelope {
    struct dg_str bytes, proof;
};

static bool
begin_envelope(struct record *record, const struct dg_store_entry *entry,
               struct envelope *envelope)
{
    record->envelope = copy_bytes(entry->envelope_bytes);
    *envelope = (struct envelope){
        .bytes = {record->envelope, entry->envelope_bytes.len}};
    if (entry->proof.data) {
        record->proof = copy_bytes(entry->proof);
        envelope->proof = (struct dg_str){record->proof, entry->proof.len};
    }
    return record->envelope && (record->proof || !entry->proof.data);
}

/* envelope is that of the entry before, replaced when this one begins its own.
 */
static bool
fill_record(struct record *record, const struct dg_store_entry *entry,
            struct envelope *envelope)
{
    memset(record, 0, sizeof *record);
    record->entry = *entry;
    record->entry.erased = false;
    record->header = copy_bytes(entry->header);
    record->decision = copy_bytes(entry->decision);
    bool begun =
        !entry->envelope_bytes.data || begin_envelope(record, entry, envelope);
    if (!record->header || !record->decision || !begun ||
        !envelope->bytes.data) {
        return false;
    }
    record->entry.header.data = record->header;
    record->entry.decision.data = record->decision;
    record->entry.envelope_bytes = envelope->bytes;
    record->entry.event =
        (struct dg_str){envelope->bytes.data + entry->start, entry->length};
    record->entry.proof = envelope->proof;
    return true;
}

static bool
reserve(struct memory_store *memory, size_t count)
{
    if (memory->count + count <= memory->room) {
        return true;
    }
    size_t room = (memory->count + count) * 2;
    struct record *grown = realloc(memory->records, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    memory->records = grown;
    memory->room = room;
    return true;
}

static enum dg_err
memory_append(struct dg_store *store,
              const struct dg_store_entry *const *entries, size_t count)
{
    struct memory_store *memory = (struct memory_store *) store;
    struct envelope envelope = {0};
    enum dg_err err = DG_OK;

    pthread_mutex_lock(&memory->lock);
    if (!reserve(memory, count)) {
        err = DG_ERR_MEMORY;
    }
    struct record *fresh = memory->records + memory->count;
    for (size_t i = 0; i < count && err == DG_OK; i++) {
        if (!fill_record(&fresh[i], entries[i], &envelope)) {
            err = DG_ERR_MEMORY;
            for (size_t k = 0; k <= i; k++) {
                free_record(&fresh[k]);
            }
        }
    }
    if (err == DG_OK) {
        memory->count += count;
    }
    pthread_mutex_unlock(&memory->lock);
    return err;
}

static enum dg_err
memory_raise_epoch(struct dg_store *store, uint64_t *epoch)
{
    *epoch = store->epoch + 1;
    return DG_OK;
}

static enum dg_err
memory_checkpoint(struct dg_store *store, bool *more)
{
    (void) store;
    (void) more;
    return DG_OK;
}

static uint64_t
memory_room(struct dg_store *store)
{
    (void) store;
    return UINT64_MAX;
}

static enum dg_err
memory_cursor_open(struct dg_store *store, struct dg_store_cursor **cursor)
{
    struct memory_cursor *fresh = calloc(1, sizeof *fresh);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    fresh->base.ops = &dg_memory_ops;
    fresh->store = (struct memory_store *) store;
    dg_buf_init(&fresh->copy);
    *cursor = &fresh->base;
    return DG_OK;
}

static void
memory_cursor_seek(struct dg_store_cursor *cursor, uint64_t from)
{
    ((struct memory_cursor *) cursor)->next = from;
}

/* Copies, since an erasure may come while the caller looks at the entry. */
static enum dg_err
give(struct dg_buf *copy, const struct record *record,
     struct dg_store_entry *entry)
{
    *entry = record->entry;
    dg_buf_clear(copy);
    dg_buf_str(copy, entry->header);
    dg_buf_str(copy, entry->proof);
    dg_buf_str(copy, entry->envelope_bytes);
    if (!entry->erased) {
        dg_buf_str(copy, entry->decision);
    }
    if (copy->err != DG_OK) {
        return copy->err;
    }
    entry->header.data = copy->data;
    const char *behind = copy->data + entry->header.len;
    entry->proof.data = entry->proof.data ? behind : NULL;
    behind += entry->proof.len;
    entry->envelope_bytes.data = behind;
    behind += entry->envelope_bytes.len;
    if (entry->erased) {
        memcpy(entry->event_salt, record->event_commitment, DG_SHA256_SIZE);
        memcpy(entry->decision_salt, record->decision_commitment,
               DG_SHA256_SIZE);
        entry->decision = entry->event = (struct dg_str){NULL, 0};
    } else {
        entry->decision.data = behind;
        entry->event.data = entry->envelope_bytes.data + entry->start;
    }
    return DG_OK;
}

static enum dg_err
memory_cursor_next(struct dg_store_cursor *cursor, struct dg_store_entry *entry,
                   uint64_t *sequence)
{
    struct memory_cursor *self = (struct memory_cursor *) cursor;
    enum dg_err err = DG_ERR_ABSENT;

    pthread_mutex_lock(&self->store->lock);
    if (self->next <= self->store->count) {
        *sequence = self->next;
        err = give(&self->copy, &self->store->records[self->next - 1], entry);
        self->next++;
    }
    pthread_mutex_unlock(&self->store->lock);
    return err;
}

static enum dg_err
memory_cursor_leaves(struct dg_store_cursor *cursor, uint64_t from,
                     size_t count, uint8_t (*leaves)[DG_SHA256_SIZE])
{
    struct memory_store *memory = ((struct memory_cursor *) cursor)->store;
    enum dg_err err = DG_ERR_CORRUPT;

    pthread_mutex_lock(&memory->lock);
    if (from - 1 <= memory->count && count <= memory->count - (from - 1)) {
        for (size_t i = 0; i < count; i++) {
            memcpy(leaves[i], memory->records[from - 1 + i].entry.leaf,
                   DG_SHA256_SIZE);
        }
        err = DG_OK;
    }
    pthread_mutex_unlock(&memory->lock);
    return err;
}

static void
memory_cursor_close(struct dg_store_cursor *cursor)
{
    dg_buf_finish(&((struct memory_cursor *) cursor)->copy);
    free(cursor);
}

static enum dg_err
erase_record(struct record *record)
{
    struct dg_store_entry *entry = &record->entry;
    if (entry->erased) {
        return DG_OK;
    }
    enum dg_err err = dg_store_commit_bodies(entry, record->event_commitment,
                                             record->decision_commitment);
    if (err == DG_OK) {
        memset((char *) entry->event.data, ' ', entry->event.len);
        memset(record->decision, ' ', entry->decision.len);
        memset(entry->event_salt, 0, DG_SALT_SIZE);
        memset(entry->decision_salt, 0, DG_SALT_SIZE);
        entry->erased = true;
    }
    return err;
}

/* Of all entries that came with it. */
static void
drop_proof(struct memory_store *memory, uint64_t envelope)
{
    struct record *first = &memory->records[envelope - 1];
    for (size_t i = envelope - 1;
         i < memory->count && memory->records[i].entry.envelope == envelope;
         i++) {
        memory->records[i].entry.proof = (struct dg_str){NULL, 0};
    }
    free(first->proof);
    first->proof = NULL;
}

static enum dg_err
memory_erase(struct dg_store *store, const uint64_t *sequences, size_t count)
{
    struct memory_store *memory = (struct memory_store *) store;
    enum dg_err err = DG_OK;

    for (size_t i = 0; i < count; i++) {
        if (sequences[i] == 0 || sequences[i] > memory->count) {
            return DG_ERR_ABSENT;
        }
    }
    pthread_mutex_lock(&memory->lock);
    for (size_t i = 0; i < count && err == DG_OK; i++) {
        struct record *record = &memory->records[sequences[i] - 1];
        err = erase_record(record);
        drop_proof(memory, record->entry.envelope);
    }
    pthread_mutex_unlock(&memory->lock);
    return err;
}

static struct snapshot *
find_snapshot(struct memory_store *memory, const char *name)
{
    struct snapshot *snapshot = memory->snapshots;
    while (snapshot && strcmp(snapshot->name, name) != 0) {
        snapshot = snapshot->next;
    }
    return snapshot;
}

static struct snapshot *
add_snapshot(struct memory_store *memory, const char *name)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot) {
        return NULL;
    }
    snapshot->name = strdup(name);
    if (!snapshot->name) {
        free(snapshot);
        return NULL;
    }
    dg_buf_init(&snapshot->bytes);
    snapshot->next = memory->snapshots;
    memory->snapshots = snapshot;
    return snapshot;
}

static enum dg_err
memory_snapshot_put(struct dg_store *store, const char *name, uint64_t sequence,
                    struct dg_str bytes)
{
    struct memory_store *memory = (struct memory_store *) store;
    struct snapshot *snapshot = find_snapshot(memory, name);
    if (!snapshot) {
        snapshot = add_snapshot(memory, name);
    }
    if (!snapshot) {
        return DG_ERR_MEMORY;
    }
    snapshot->sequence = sequence;
    dg_buf_clear(&snapshot->bytes);
    dg_buf_str(&snapshot->bytes, bytes);
    return snapshot->bytes.err;
}

static enum dg_err
memory_snapshot_get(struct dg_store *store, const char *name,
                    uint64_t *sequence, struct dg_buf *bytes)
{
    const struct snapshot *snapshot =
        find_snapshot((struct memory_store *) store, name);
    if (!snapshot) {
        return DG_ERR_ABSENT;
    }
    *sequence = snapshot->sequence;
    dg_buf_append(bytes, snapshot->bytes.data, snapshot->bytes.len);
    return bytes->err;
}

static enum dg_err
memory_inspect(const char *dir, struct dg_buf *why)
{
    (void) dir;
    (void) why;
    return DG_OK;
}

const struct dg_store_ops dg_memory_ops = {
    .kind = "memory",
    .inspect = memory_inspect,
    .open = memory_open,
    .close = memory_close,
    .append = memory_append,
    .raise_epoch = memory_raise_epoch,
    .checkpoint = memory_checkpoint,
    .room = memory_room,
    .cursor_open = memory_cursor_open,
    .cursor_seek = memory_cursor_seek,
    .cursor_next = memory_cursor_next,
    .cursor_leaves = memory_cursor_leaves,
    .cursor_close = memory_cursor_close,
    .erase = memory_erase,
    .snapshot_put = memory_snapshot_put,
    .snapshot_get = memory_snapshot_get,
};
