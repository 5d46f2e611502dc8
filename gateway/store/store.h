/* SPDX-License-Identifier: Apache-2.0 */
/* Where the journal's bytes lie: an append-only run of entries, durable once
 * append returned. One interface, several back ends ("sqlite", "memory"); one
 * test body holds them all to this contract.
 *
 * Threads: append, checkpoint, erase and snapshot_put belong to one writer
 * thread; cursors have their own connection and may run on any one other
 * thread each. None of it may run on the loop thread except open and close. */
#ifndef GATEWAY_STORE_STORE_H
#define GATEWAY_STORE_STORE_H

#include "proto/codec/header.h"

/* As appended, and as read back. */
struct dg_store_entry {
    uint64_t sequence; /* 1, 2, 3 … without gaps */
    int64_t time_us;
    uint64_t envelope;      /* the envelope's number: sequence of its first
                               entry */
    uint32_t start, length; /* the event's bytes within its envelope */
    /* Append: set on an envelope's first entry, data NULL on the others. Read:
     * all of it, on every entry; what was erased of it is overwritten. */
    struct dg_str envelope_bytes;
    /* Of its envelope: the JWS it came in, without the payload, which
     * envelope_bytes is. Append: beside that; read: on every entry. Data NULL
     * also if nobody signed it. */
    struct dg_str proof;
    struct dg_str event;    /* read only: its bytes; data NULL once erased */
    struct dg_str header;   /* encoded, see proto/codec/header.h */
    struct dg_str decision; /* JSON; data NULL once erased */
    bool erased;
    /* Of an export: kept from its reader, or erased, which it does not say.
     * Data is NULL then, too. */
    bool event_withheld, decision_withheld;
    /* Salts while the bodies are there, else commitments in their place:
     * C(x) = SHA-256(salt ‖ x). */
    uint8_t event_salt[DG_SALT_SIZE], decision_salt[DG_SALT_SIZE];
    uint8_t leaf[DG_SHA256_SIZE];
    uint8_t event_commitment[DG_SHA256_SIZE]; /* C(event); not the store's: the
                                                 journal fills it in when it
                                                 seals or checks the entry */
};

struct dg_store;
struct dg_store_cursor;

/* Whether what lies in dir could be opened by this program: no journal yet, or
 * one of a layout it knows. Changes nothing and takes no lock, so that a
 * configuration can be tested beside a running gateway. */
enum dg_err dg_store_inspect(const char *kind, const char *dir,
                             struct dg_buf *why);

/* Opens or creates the store of a kind in directory dir (unused by "memory").
 * Takes the lock that refuses a second opener (DG_ERR_BUSY), refuses a newer
 * layout (DG_ERR_VERSION), and makes durable whatever is there before it
 * returns. why gets one line for people. */
enum dg_err dg_store_open(const char *kind, const char *dir,
                          struct dg_store **store, struct dg_buf *why);
void dg_store_close(struct dg_store *store); /* NULL is fine */

/* Writes what is durable in the store in dir, as of one moment, to a new file,
 * synced; a gateway may be running on it, which goes on. Erased bodies are not
 * in it. DG_ERR_FULL and DG_ERR_IO leave no file; DG_ERR_CONFIG: a kind that
 * keeps nothing. */
enum dg_err dg_store_backup(const char *kind, const char *dir, const char *path,
                            struct dg_buf *why);

/* Opens such a file, or an export ("export"), to be read: cursors, epoch, last,
 * check, close. */
enum dg_err dg_store_open_backup(const char *kind, const char *path,
                                 struct dg_store **store, struct dg_buf *why);

/* Of an export: the signed checkpoint over all its entries; else data is NULL.
 * Lives with the store. */
struct dg_str dg_store_sealed(const struct dg_store *store);
/* Of an export: who took it, "auditor/sj". Likewise. */
struct dg_str dg_store_reader(const struct dg_store *store);

/* Whether the file's structure is sound, which cursors may not notice. */
enum dg_err dg_store_check(struct dg_store *store, struct dg_buf *why);

/* Makes a store in dir, where there is none, of such a file; with its epoch
 * raised by one. There is all of it or nothing. Holds the lock meanwhile. */
enum dg_err dg_store_restore(const char *kind, const char *backup,
                             const char *dir, struct dg_buf *why);

uint64_t dg_store_epoch(const struct dg_store *store); /* 1 at first */
uint64_t dg_store_last(const struct dg_store *store);  /* 0 when empty */
/* The journal's own secret for id digests; made with the store. */
const uint8_t *dg_store_id_key(const struct dg_store *store);
/* A text that tells this journal from every other (UUID); made with it. */
const char *dg_store_identity(const struct dg_store *store);

/* All of the entries or none, durable on return. expected is the sequence of
 * the first. DG_ERR_CONFLICT if epoch or expected do not match the store;
 * DG_ERR_FULL only when it is known that nothing was written; DG_ERR_IO: the
 * outcome is unknown, and the store must be closed and opened again. */
enum dg_err dg_store_append(struct dg_store *store, uint64_t epoch,
                            uint64_t expected,
                            const struct dg_store_entry *const *entries,
                            size_t count);

/* Raises the epoch, so that a writer with the old one fails. */
enum dg_err dg_store_raise_epoch(struct dg_store *store, uint64_t *epoch);

/* Moves what is durable from the log into the main file, in small steps;
 * *more is true while there is more to do. Called when idle. */
enum dg_err dg_store_checkpoint(struct dg_store *store, bool *more);

/* Bytes that can still be written where the store lies; UINT64_MAX if it
 * cannot run full. When they are few, it first gives back what it can. */
uint64_t dg_store_room(struct dg_store *store);

/* Entries from a sequence on. An entry and its strings live until the next call
 * on the cursor. DG_ERR_ABSENT after the last; DG_ERR_CORRUPT with *sequence
 * the damaged entry's (a gap counts as damage of the missing one). Hashes are
 * not checked here. */
enum dg_err dg_store_cursor_open(struct dg_store *store, uint64_t from,
                                 struct dg_store_cursor **cursor);
/* Moves it; until the next call it holds nothing of the store. */
void dg_store_cursor_seek(struct dg_store_cursor *cursor, uint64_t from);
enum dg_err dg_store_cursor_next(struct dg_store_cursor *cursor,
                                 struct dg_store_entry *entry,
                                 uint64_t *sequence);
/* Only the leaves of so many entries from a sequence on; all are there. The
 * cursor stands nowhere afterwards, as after seek. DG_ERR_CORRUPT if one is
 * missing. */
enum dg_err dg_store_cursor_leaves(struct dg_store_cursor *cursor,
                                   uint64_t from, size_t count,
                                   uint8_t (*leaves)[DG_SHA256_SIZE]);
/* Before the store is closed. */
void dg_store_cursor_close(struct dg_store_cursor *cursor);

/* Deletes bodies and salts of the named entries, leaving header, leaf and
 * commitments; the event's bytes are overwritten in its envelope, which loses
 * its proof: a guess at what stood there could be checked with it. An entry
 * that is erased already is fine. */
enum dg_err dg_store_erase(struct dg_store *store, const uint64_t *sequences,
                           size_t count);

/* Empties the log of what was erased, without waiting for readers; DG_ERR_BUSY
 * while one holds it: then it is there still, and this is to be called again.
 */
enum dg_err dg_store_scrub(struct dg_store *store);

/* One named blob each, replaced as a whole; sequence says up to where it goes.
 * get copies into bytes; DG_ERR_ABSENT. */
enum dg_err dg_store_snapshot_put(struct dg_store *store, const char *name,
                                  uint64_t sequence, struct dg_str bytes);
enum dg_err dg_store_snapshot_get(struct dg_store *store, const char *name,
                                  uint64_t *sequence, struct dg_buf *bytes);

#endif
