/* SPDX-License-Identifier: Apache-2.0 */
/* The back end that is an export: read where it lies in memory, never written.
 * What its reader was not given is withheld. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/store/store_internal.h"
#include "proto/base/i18n.h"
#include "proto/codec/export.h"

struct export_store {
    struct dg_store base;
    struct dg_arena arena;
    struct dg_str bytes;
    struct dg_export_head head;
    struct dg_export_reader first; /* at the first record */
};

struct export_cursor {
    struct dg_store_cursor base;
    const struct export_store *store;
    struct dg_export_reader reader;
    uint64_t next;
};

/* ---- open ---------------------------------------------------------------- */

static enum dg_err
refuse(struct dg_buf *why)
{
    dg_buf_text(why, "a journal of kind \"export\" is only read");
    return DG_ERR_CONFIG;
}

static enum dg_err
export_inspect(const char *dir, struct dg_buf *why)
{
    (void) dir;
    return refuse(why);
}

static enum dg_err
export_open(const char *dir, struct dg_store **store, struct dg_buf *why)
{
    (void) dir;
    (void) store;
    return refuse(why);
}

/* A file, whose size says how much it is. */
static enum dg_err
look_at_file(int fd, struct stat *st)
{
    if (fstat(fd, st) != 0) {
        return DG_ERR_IO;
    }
    if (!S_ISREG(st->st_mode)) {
        errno = S_ISDIR(st->st_mode) ? EISDIR : ESPIPE;
        return DG_ERR_ABSENT;
    }
    return DG_OK;
}

static enum dg_err
map_file(const char *path, struct dg_str *bytes)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* of a FIFO */
    if (fd < 0) {
        return errno == ENOENT ? DG_ERR_ABSENT : DG_ERR_IO;
    }
    enum dg_err err = look_at_file(fd, &st);
    void *data = NULL;
    if (err == DG_OK && st.st_size > 0) {
        data = mmap(NULL, (size_t) st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        err = data == MAP_FAILED ? DG_ERR_IO : DG_OK;
    }
    int error = errno;
    close(fd);
    errno = error;
    *bytes = (struct dg_str){data, err == DG_OK ? (size_t) st.st_size : 0};
    return err;
}

static enum dg_err
tell_fault(const struct dg_export_reader *reader, struct dg_buf *why)
{
    dg_buf_printf(why, _("byte %zu, behind entry %llu: %s"), reader->at,
                  (unsigned long long) reader->entries,
                  _(dg_export_fault_text(reader->fault)));
    return DG_ERR_CORRUPT;
}

/* The form of all of it, up to its end: what a cursor meets is sound. */
static enum dg_err
look_through(struct export_store *self, struct dg_buf *why)
{
    struct dg_export_reader reader = self->first;
    struct dg_export_record record;
    enum dg_err err;
    while ((err = dg_export_next(&reader, &record)) == DG_OK) {
        if (record.kind == DG_EXPORT_CHECKPOINT) {
            self->base.sealed = record.as.checkpoint;
        } else if (record.kind == DG_EXPORT_ENTRY &&
                   record.as.entry.sequence != reader.entries) {
            dg_buf_printf(why, _("entry %llu is missing"),
                          (unsigned long long) reader.entries);
            return DG_ERR_CORRUPT;
        }
    }
    self->base.last = reader.entries;
    return err == DG_ERR_ABSENT ? DG_OK : tell_fault(&reader, why);
}

static void
export_close(struct dg_store *store)
{
    struct export_store *self = (struct export_store *) store;
    if (self->bytes.data) {
        munmap((void *) self->bytes.data, self->bytes.len);
    }
    dg_arena_finish(&self->arena);
    free(self);
}

/* Its secret stays with the gateway: ids and pseudonyms are others here. */
static enum dg_err
read_head(struct export_store *self, struct dg_buf *why)
{
    struct dg_store *base = &self->base;
    enum dg_err err =
        dg_export_open(&self->first, self->bytes, &self->arena, &self->head);
    if (err == DG_ERR_MALFORMED) {
        return tell_fault(&self->first, why);
    }
    base->epoch = 1;
    snprintf(base->identity, sizeof base->identity, "%.*s",
             DG_STR_ARG(self->head.journal));
    return err == DG_OK ? look_through(self, why) : err;
}

static enum dg_err
export_open_backup(const char *path, struct dg_store **store,
                   struct dg_buf *why)
{
    struct export_store *self = calloc(1, sizeof *self);
    if (!self) {
        return DG_ERR_MEMORY;
    }
    size_t begin = why->len;
    dg_buf_printf(why, "%s: ", path);
    dg_arena_init(&self->arena, 1 << 20);
    self->base.ops = &dg_export_ops;
    enum dg_err err = map_file(path, &self->bytes);
    if (err != DG_OK) {
        dg_buf_text(why, strerror(errno));
    } else {
        err = read_head(self, why);
    }
    if (err != DG_OK) {
        export_close(&self->base);
        return err;
    }
    if (why->data) {
        why->len = begin;
        why->data[begin] = '\0';
    }
    *store = &self->base;
    return DG_OK;
}

/* What there is to check was at opening. */
static enum dg_err
export_check(struct dg_store *store, struct dg_buf *why)
{
    (void) store;
    (void) why;
    return DG_OK;
}

struct dg_str
dg_store_reader(const struct dg_store *store)
{
    return store->ops == &dg_export_ops
               ? ((const struct export_store *) store)->head.reader
               : (struct dg_str){NULL, 0};
}

/* ---- cursor -------------------------------------------------------------- */

static enum dg_err
export_cursor_open(struct dg_store *store, struct dg_store_cursor **cursor)
{
    struct export_cursor *self = calloc(1, sizeof *self);
    if (!self) {
        return DG_ERR_MEMORY;
    }
    self->base.ops = &dg_export_ops;
    self->store = (const struct export_store *) store;
    self->reader = self->store->first;
    *cursor = &self->base;
    return DG_OK;
}

/* It is read from the beginning; what is not asked for is passed over. */
static void
export_cursor_seek(struct dg_store_cursor *cursor, uint64_t from)
{
    struct export_cursor *self = (struct export_cursor *) cursor;
    if (from <= self->reader.last) {
        self->reader = self->store->first;
    }
    self->next = from;
}

static void
give(const struct export_cursor *self, const struct dg_export_entry *from,
     struct dg_store_entry *entry)
{
    struct dg_reader header;
    dg_reader_init(&header, from->header);
    dg_reader_u8(&header); /* version; all begin alike */
    dg_reader_u64(&header);
    *entry = (struct dg_store_entry){
        .sequence = from->sequence,
        .time_us = (int64_t) dg_reader_u64(&header),
        .envelope = from->envelope,
        .start = from->start,
        .length = from->length,
        .proof = self->reader.envelope.proof,
        .event = from->event,
        .header = from->header,
        .decision = from->decision,
        .event_withheld = !from->event.data,
        .decision_withheld = !from->decision.data,
    };
    memcpy(entry->event_salt, from->event_salt, DG_SALT_SIZE);
    memcpy(entry->decision_salt, from->decision_salt, DG_SALT_SIZE);
    memcpy(entry->leaf, from->leaf, DG_SHA256_SIZE);
}

static enum dg_err
export_cursor_next(struct dg_store_cursor *cursor, struct dg_store_entry *entry,
                   uint64_t *sequence)
{
    struct export_cursor *self = (struct export_cursor *) cursor;
    struct dg_export_record record;
    enum dg_err err;
    *sequence = self->next;
    while ((err = dg_export_next(&self->reader, &record)) == DG_OK) {
        if (record.kind == DG_EXPORT_ENTRY &&
            record.as.entry.sequence == self->next) {
            give(self, &record.as.entry, entry);
            self->next++;
            return DG_OK;
        }
    }
    return err == DG_ERR_MALFORMED ? DG_ERR_CORRUPT : err;
}

/* Nobody asks for proofs of a copy. */
static enum dg_err
export_cursor_leaves(struct dg_store_cursor *cursor, uint64_t from,
                     size_t count, uint8_t (*leaves)[DG_SHA256_SIZE])
{
    (void) cursor;
    (void) from;
    (void) count;
    (void) leaves;
    return DG_ERR_CORRUPT;
}

static void
export_cursor_close(struct dg_store_cursor *cursor)
{
    free(cursor);
}

/* ---- what is not done -----------------------------------------------------
 */

static enum dg_err
export_append(struct dg_store *store,
              const struct dg_store_entry *const *entries, size_t count)
{
    (void) store;
    (void) entries;
    (void) count;
    return DG_ERR_CONFIG;
}

static enum dg_err
export_raise_epoch(struct dg_store *store, uint64_t *epoch)
{
    (void) store;
    (void) epoch;
    return DG_ERR_CONFIG;
}

static enum dg_err
export_checkpoint(struct dg_store *store, bool *more)
{
    (void) store;
    (void) more;
    return DG_OK;
}

static uint64_t
export_room(struct dg_store *store)
{
    (void) store;
    return 0;
}

/* What was erased after its page was taken is in the file, which is its
 * owner's. */
static enum dg_err
export_erase(struct dg_store *store, const uint64_t *sequences, size_t count)
{
    (void) store;
    (void) sequences;
    (void) count;
    return DG_OK;
}

static enum dg_err
export_snapshot_put(struct dg_store *store, const char *name, uint64_t sequence,
                    struct dg_str bytes)
{
    (void) store;
    (void) name;
    (void) sequence;
    (void) bytes;
    return DG_ERR_CONFIG;
}

static enum dg_err
export_snapshot_get(struct dg_store *store, const char *name,
                    uint64_t *sequence, struct dg_buf *bytes)
{
    (void) store;
    (void) name;
    (void) sequence;
    (void) bytes;
    return DG_ERR_ABSENT;
}

const struct dg_store_ops dg_export_ops = {
    .kind = "export",
    .inspect = export_inspect,
    .open = export_open,
    .close = export_close,
    .open_backup = export_open_backup,
    .check = export_check,
    .append = export_append,
    .raise_epoch = export_raise_epoch,
    .checkpoint = export_checkpoint,
    .room = export_room,
    .cursor_open = export_cursor_open,
    .cursor_seek = export_cursor_seek,
    .cursor_next = export_cursor_next,
    .cursor_leaves = export_cursor_leaves,
    .cursor_close = export_cursor_close,
    .erase = export_erase,
    .snapshot_put = export_snapshot_put,
    .snapshot_get = export_snapshot_get,
};
