/* SPDX-License-Identifier: Apache-2.0 */
/* Replay: gives back what was appended, and stops at the first damaged byte. */
#include <stdlib.h>

#include "gateway/journal/journal.h"
#include "tests/fake/fake_disk.h"
#include "tests/gateway/journal/journal_fixture.h"
#include "tests/tap/tap.h"

struct seen {
    struct journal_fixture *fixture;
    uint64_t next;
    size_t wrong;
    uint64_t fail_prepare, fail_apply; /* sequences; 0: none */
    struct dg_sha256 *sha;
};

static enum dg_err
prepare(void *ctx, struct dg_replay_entry *entry)
{
    const struct seen *seen = ctx;
    uint64_t *prepared = dg_arena_alloc(entry->arena, sizeof *prepared);
    *prepared = entry->stored.sequence * 7;
    entry->prepared = prepared;
    return entry->stored.sequence == seen->fail_prepare ? DG_ERR_MALFORMED
                                                        : DG_OK;
}

static bool
same_header(const struct dg_header *a, const struct dg_header *b)
{
    return a->sequence == b->sequence && a->time_us == b->time_us &&
           a->epoch == b->epoch && dg_str_equal(a->gateway, b->gateway) &&
           dg_str_equal(a->type, b->type) &&
           dg_str_equal(a->source, b->source) &&
           memcmp(a->id_digest, b->id_digest, DG_ID_DIGEST_SIZE) == 0 &&
           a->verdict == b->verdict && dg_str_equal(a->duty, b->duty) &&
           dg_str_equal(a->period, b->period) && a->offices == b->offices &&
           a->effect_count == 1 && b->effect_count == 1 &&
           dg_str_equal(a->effects[0].pointer, b->effects[0].pointer) &&
           a->effects[0].quantity == b->effects[0].quantity;
}

static enum dg_err
apply(void *ctx, const struct dg_replay_entry *entry)
{
    struct seen *seen = ctx;
    const uint8_t *id_key = dg_journal_id_key(seen->fixture->journal);
    struct dg_header header;
    uint8_t sha256[DG_SHA256_SIZE];
    struct fake_message *message = fake_message_create(seen->next, 1, id_key);
    const struct dg_store_entry *want = &message->write.entries[0];
    struct dg_str event = {message->envelope.data + want->start, want->length};
    const uint64_t *prepared = entry->prepared;

    fake_message_header(seen->next, id_key, &header);
    dg_sha256_update(seen->sha, event.data, event.len);
    dg_sha256_output(seen->sha, sha256);
    if (entry->stored.sequence != seen->next ||
        !dg_str_equal(entry->stored.event, event) ||
        !dg_str_equal(entry->stored.decision, want->decision) ||
        !same_header(&entry->header, &header) ||
        memcmp(entry->event_sha256, sha256, sizeof sha256) != 0 ||
        *prepared != seen->next * 7) {
        seen->wrong++;
    }
    fake_message_destroy(message);
    if (seen->next == seen->fail_apply) {
        return DG_ERR_MEMORY;
    }
    seen->next++;
    return DG_OK;
}

static enum dg_err
replay(struct journal_fixture *f, struct seen *seen, uint64_t from)
{
    const struct dg_replay hooks = {prepare, apply, seen};
    seen->fixture = f;
    seen->next = from;
    seen->wrong = 0;
    dg_sha256_create(&seen->sha);
    dg_buf_clear(&f->why);
    enum dg_err err = dg_journal_replay(f->journal, from, &hooks, &f->why);
    dg_sha256_destroy(seen->sha);
    return err;
}

static void
test_same(const char *kind)
{
    struct journal_fixture f;
    struct seen seen = {0};
    printf("# same: %s\n", kind);
    journal_fixture_init(&f, kind, kind);
    is_int(replay(&f, &seen, 1), DG_OK, "an empty journal is replayed");
    is_int(seen.next, 1, "to nothing");
    journal_fixture_fill(&f, 150, 33);
    if (strcmp(kind, "memory") != 0) {
        is_int(journal_fixture_reopen(&f), DG_OK, "opened again");
    }
    is_int(replay(&f, &seen, 1), DG_OK, "replayed");
    is_int(seen.next, 4951, "every entry, in order");
    is_int(seen.wrong, 0, "as it was appended");
    is_int(replay(&f, &seen, 4900), DG_OK, "replayed from the middle");
    ok(seen.next == 4951 && seen.wrong == 0, "to the end");
    journal_fixture_finish(&f);
}

static void
test_callers_failures(void)
{
    struct journal_fixture f;
    struct seen seen = {.fail_prepare = 700};
    printf("# failures of the caller\n");
    journal_fixture_init(&f, "memory", "failures");
    journal_fixture_fill(&f, 100, 10);
    is_int(replay(&f, &seen, 1), DG_ERR_MALFORMED, "prepare's failure is told");
    is_str(f.why, "entry 700 cannot be prepared: malformed", "with why");
    is_int(seen.next, 700, "after all before it were applied");
    seen = (struct seen){.fail_apply = 3};
    is_int(replay(&f, &seen, 1), DG_ERR_MEMORY, "apply's failure is told");
    is_str(f.why, "entry 3 cannot be applied: out of memory", "with why");
    journal_fixture_finish(&f);
}

/* ---- damage ------------------------------------------------------------ */

/* Flips a bit of a stored value. */
static void
flip(sqlite3 *db, const char *table, const char *column, int64_t row, int at)
{
    sqlite3_blob *blob;
    char byte;
    if (sqlite3_blob_open(db, "main", table, column, row, 1, &blob) ||
        sqlite3_blob_read(blob, &byte, 1, at)) {
        abort();
    }
    byte ^= 0x10;
    sqlite3_blob_write(blob, &byte, 1, at);
    sqlite3_blob_close(blob);
}

static void
damage_column(struct journal_fixture *f, sqlite3 *db, const char *column,
              int size)
{
    struct seen seen = {0};
    bool found = true;
    bool event = strcmp(column, "bytes") == 0;
    for (int at = event ? 1 : 0; at<size; at += size> 64 ? 17 : 5) {
        flip(db, event ? "envelope" : "entry", column, 5, at);
        found = found && replay(f, &seen, 1) == DG_ERR_CORRUPT &&
                seen.next == 5 &&
                dg_str_is((struct dg_str){f->why.data, f->why.len},
                          "entry 5 is damaged: its hash does not match");
        flip(db, event ? "envelope" : "entry", column, 5, at);
    }
    ok(found, "a flipped bit in %s", column);
}

static void
test_flipped_bits(void)
{
    struct journal_fixture f;
    struct seen seen = {0};
    sqlite3 *db;
    char path[600];
    printf("# flipped bits\n");
    journal_fixture_init(&f, "sqlite", "flipped");
    journal_fixture_fill(&f, 8, 1);
    snprintf(path, sizeof path, "%s/journal.db", f.dir);
    sqlite3_open(path, &db);
    struct fake_message *message =
        fake_message_create(5, 1, dg_journal_id_key(f.journal));
    const struct dg_store_entry *entry = &message->write.entries[0];
    damage_column(&f, db, "header", (int) entry->header.len);
    damage_column(&f, db, "decision", (int) entry->decision.len);
    damage_column(&f, db, "event_salt", DG_SALT_SIZE);
    damage_column(&f, db, "decision_salt", DG_SALT_SIZE);
    damage_column(&f, db, "leaf", DG_SHA256_SIZE);
    damage_column(&f, db, "bytes", (int) (entry->start + entry->length));
    is_int(replay(&f, &seen, 1), DG_OK, "mended, it is replayed");
    is_int(seen.wrong, 0, "and as it was");
    fake_message_destroy(message);
    sqlite3_close(db);
    journal_fixture_finish(&f);
}

struct damage {
    const char *name, *sql;
    enum dg_err err;
    const char *why;
};

/* To an entry 5 of 8. */
static const struct damage damages[] = {
    {"a missing row", "DELETE FROM entry WHERE sequence = 5", DG_ERR_CORRUPT,
     "entry 5 is damaged: its row or its envelope is missing or malformed"},
    {"a missing envelope", "DELETE FROM envelope WHERE id = 5", DG_ERR_CORRUPT,
     "entry 5 is damaged: its row or its envelope is missing or malformed"},
    {"another time", "UPDATE entry SET time = time + 1 WHERE sequence = 5",
     DG_ERR_CORRUPT, "entry 5 is damaged: its header belongs to another entry"},
    {"another entry's row, whole",
     "DELETE FROM entry WHERE sequence = 5; INSERT INTO entry SELECT 5, time,"
     " envelope, start, length, header, decision, event_salt, decision_salt,"
     " NULL, NULL, leaf FROM entry WHERE sequence = 4",
     DG_ERR_CORRUPT, "entry 5 is damaged: its header belongs to another entry"},
    {"a part of the event",
     "UPDATE entry SET length = length - 1 WHERE sequence = 5", DG_ERR_CORRUPT,
     "entry 5 is damaged: its hash does not match"},
    {"another envelope", "UPDATE entry SET envelope = 4 WHERE sequence = 5",
     DG_ERR_CORRUPT, "entry 5 is damaged: its hash does not match"},
};

static void
run_sql(const struct journal_fixture *f, const char *sql)
{
    char path[600];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/journal.db", f->dir);
    sqlite3_open(path, &db);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        abort();
    }
    sqlite3_close(db);
}

static void
test_damaged_rows(void)
{
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        struct journal_fixture f;
        struct seen seen = {0};
        char name[32];
        printf("# %s\n", damages[i].name);
        snprintf(name, sizeof name, "damage-%zu", i);
        journal_fixture_init(&f, "sqlite", name);
        journal_fixture_fill(&f, 8, 1);
        run_sql(&f, damages[i].sql);
        is_int(replay(&f, &seen, 1), damages[i].err, "replay stops");
        is_str(f.why, damages[i].why, "and says where");
        is_int(seen.next, 5, "after the entries before");
        journal_fixture_finish(&f);
    }
}

/* A header of the next version under a right leaf. */
static void
test_newer_header(void)
{
    struct journal_fixture f;
    struct seen seen = {0};
    printf("# newer header\n");
    journal_fixture_init(&f, "memory", "newer");
    struct fake_message *message =
        fake_message_create(1, 1, dg_journal_id_key(f.journal));
    message->rest.data[0] = DG_HEADER_VERSION + 1;
    journal_fixture_start(&f);
    dg_journal_append(f.journal, &message->write);
    journal_fixture_stop(&f);
    is_int(replay(&f, &seen, 1), DG_ERR_VERSION, "a newer header is refused");
    is_str(f.why, "entry 1 was written by a newer program", "as such");
    journal_fixture_finish(&f);
}

static enum dg_err
apply_erased(void *ctx, const struct dg_replay_entry *entry)
{
    static const uint8_t zero[DG_SHA256_SIZE];
    struct seen *seen = ctx;
    bool erased = entry->stored.sequence == 7;
    seen->next++;
    seen->wrong +=
        entry->stored.erased != erased ||
        (entry->stored.event.data == NULL) != erased ||
        (memcmp(entry->event_sha256, zero, sizeof zero) == 0) != erased ||
        entry->header.offices != 215;
    return DG_OK;
}

/* Erased entries are replayed by their headers, and still checked. */
static void
test_erased(void)
{
    struct journal_fixture f;
    struct seen seen = {0};
    const struct dg_replay hooks = {NULL, apply_erased, &seen};
    const uint64_t seven = 7;
    struct dg_store *store;
    printf("# erased\n");
    journal_fixture_init(&f, "sqlite", "erased");
    journal_fixture_fill(&f, 2, 5);
    dg_journal_close(f.journal);
    f.journal = NULL;
    dg_store_open("sqlite", f.dir, &store, &f.why);
    is_int(dg_store_erase(store, &seven, 1), DG_OK, "an entry is erased");
    dg_store_close(store);
    is_int(journal_fixture_reopen(&f), DG_OK, "the journal opens");
    is_int(dg_journal_replay(f.journal, 1, &hooks, &f.why), DG_OK,
           "and is replayed");
    ok(seen.next == 10 && seen.wrong == 0, "without that one's bodies");
    run_sql(&f, "UPDATE entry SET event_commitment = leaf WHERE sequence = 7");
    is_int(dg_journal_replay(f.journal, 1, &hooks, &f.why), DG_ERR_CORRUPT,
           "its commitments are checked");
    is_str(f.why, "entry 7 is damaged: its hash does not match", "too");
    journal_fixture_finish(&f);
}

int
main(void)
{
    test_same("memory");
    test_same("sqlite");
    test_callers_failures();
    test_flipped_bits();
    test_damaged_rows();
    test_newer_header();
    test_erased();
    return tap_done();
}
