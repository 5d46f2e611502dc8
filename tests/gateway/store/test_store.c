/* SPDX-License-Identifier: Apache-2.0 */
/* The contract of store.h, held against every back end. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/store/store.h"
#include "tests/fake/fake_message.h"
#include "tests/tap/tap.h"

struct back_end {
    const char *kind;
    bool lasts; /* outlives close */
};

static const struct back_end back_ends[] = {
    {"memory", false},
    {"sqlite", true},
};

struct fixture {
    const struct back_end *back_end;
    char dir[512];
    struct dg_store *store;
    struct dg_buf why;
};

static void
open_store(struct fixture *f)
{
    enum dg_err err =
        dg_store_open(f->back_end->kind, f->dir, &f->store, &f->why);
    is_int(err, DG_OK, "store opens");
    if (err != DG_OK) {
        fprintf(stderr, "%.*s\n", (int) f->why.len, f->why.data);
        exit(1);
    }
}

static void
setup(struct fixture *f, const struct back_end *back_end, const char *name)
{
    f->back_end = back_end;
    snprintf(f->dir, sizeof f->dir, "%s/%s-%s", getenv("TEST_DIR"),
             back_end->kind, name);
    mkdir(f->dir, 0700);
    dg_buf_init(&f->why);
    printf("# %s: %s\n", back_end->kind, name);
    open_store(f);
}

static void
teardown(struct fixture *f)
{
    dg_store_close(f->store);
    dg_buf_finish(&f->why);
}

/* Envelopes that begin with an odd sequence are signed. */
static struct fake_message *
make(struct fixture *f, uint64_t first, size_t count)
{
    struct fake_message *message =
        fake_message_create(first, count, dg_store_id_key(f->store));
    if (first % 2 == 1) {
        message->write.entries[0].proof = DG_STR("eyJhbGciOiJFZERTQSJ9..c2ln");
    }
    for (size_t i = 0; i < count; i++) {
        struct dg_store_entry *entry = &message->write.entries[i];
        memset(entry->event_salt, (int) (first + i), DG_SALT_SIZE);
        memset(entry->decision_salt, (int) (first + i) + 100, DG_SALT_SIZE);
        memset(entry->leaf, (int) (first + i) + 50, DG_SHA256_SIZE);
    }
    return message;
}

static enum dg_err
append(struct fixture *f, uint64_t epoch, uint64_t expected,
       struct fake_message *message)
{
    return dg_store_append(f->store, epoch, expected, message->pointers,
                           message->write.count);
}

static void
append_ok(struct fixture *f, uint64_t first, size_t count)
{
    struct fake_message *message = make(f, first, count);
    is_int(append(f, 1, first, message), DG_OK, "entries are appended");
    fake_message_destroy(message);
}

static bool
same_str(struct dg_str a, struct dg_str b)
{
    return (a.data == NULL) == (b.data == NULL) && dg_str_equal(a, b);
}

static bool
same_entry(const struct dg_store_entry *got, const struct dg_store_entry *want,
           const struct dg_store_entry *first)
{
    struct dg_str event = {first->envelope_bytes.data + want->start,
                           want->length};
    return got->sequence == want->sequence && got->time_us == want->time_us &&
           got->envelope == want->envelope && got->start == want->start &&
           got->length == want->length && same_str(got->event, event) &&
           same_str(got->proof, first->proof) &&
           same_str(got->envelope_bytes, first->envelope_bytes) &&
           same_str(got->header, want->header) &&
           same_str(got->decision, want->decision) && !got->erased &&
           memcmp(got->event_salt, want->event_salt, DG_SALT_SIZE) == 0 &&
           memcmp(got->decision_salt, want->decision_salt, DG_SALT_SIZE) == 0 &&
           memcmp(got->leaf, want->leaf, DG_SHA256_SIZE) == 0;
}

/* Compares the cursor's next entries with those of a message. */
static bool
reads_back(struct dg_store_cursor *cursor, struct fake_message *message)
{
    const struct dg_store_entry *first = message->write.entries;
    for (size_t i = 0; i < message->write.count; i++) {
        struct dg_store_entry entry;
        uint64_t sequence = 0;
        if (dg_store_cursor_next(cursor, &entry, &sequence) != DG_OK ||
            !same_entry(&entry, &message->write.entries[i], first)) {
            return false;
        }
    }
    return true;
}

static struct dg_store_cursor *
open_cursor(struct fixture *f, uint64_t from)
{
    struct dg_store_cursor *cursor = NULL;
    is_int(dg_store_cursor_open(f->store, from, &cursor), DG_OK,
           "cursor opens");
    return cursor;
}

static enum dg_err
next(struct dg_store_cursor *cursor, struct dg_store_entry *entry)
{
    uint64_t sequence;
    return dg_store_cursor_next(cursor, entry, &sequence);
}

static void
test_empty(const struct back_end *back_end)
{
    struct fixture f;
    struct dg_store_entry entry;
    static const uint8_t zero[DG_KEY_SIZE];
    setup(&f, back_end, "empty");
    is_int(dg_store_epoch(f.store), 1, "the first epoch is 1");
    is_int(dg_store_last(f.store), 0, "nothing is there");
    is_int(strlen(dg_store_identity(f.store)), 36, "identity is a UUID");
    ok(memcmp(dg_store_id_key(f.store), zero, DG_KEY_SIZE) != 0,
       "there is a key");
    ok(dg_store_room(f.store) > 0, "there is room");
    struct dg_store_cursor *cursor = open_cursor(&f, 1);
    is_int(next(cursor, &entry), DG_ERR_ABSENT, "no entry to read");
    dg_store_cursor_close(cursor);
    teardown(&f);
}

static void
test_append_and_read(const struct back_end *back_end)
{
    struct fixture f;
    struct dg_store_entry entry;
    setup(&f, back_end, "append");
    struct fake_message *one = make(&f, 1, 1), *many = make(&f, 2, 64);
    struct fake_message *later = make(&f, 66, 1);
    is_int(append(&f, 1, 1, one), DG_OK, "one entry is appended");
    is_int(append(&f, 1, 2, many), DG_OK, "64 of one envelope");
    is_int(dg_store_last(f.store), 65, "last counts them");

    struct dg_store_cursor *cursor = open_cursor(&f, 1);
    ok(reads_back(cursor, one), "the first comes back as it was");
    ok(reads_back(cursor, many), "and the others");
    is_int(next(cursor, &entry), DG_ERR_ABSENT, "then nothing");
    is_int(append(&f, 1, 66, later), DG_OK, "appended while a cursor is open");
    ok(reads_back(cursor, later), "the cursor sees what came since");
    is_int(next(cursor, &entry), DG_ERR_ABSENT, "and its end");

    dg_store_cursor_seek(cursor, 40);
    is_int(next(cursor, &entry), DG_OK, "a cursor can be moved");
    is_int(entry.sequence, 40, "to the middle of an envelope");
    dg_store_cursor_seek(cursor, 4000);
    is_int(next(cursor, &entry), DG_ERR_ABSENT, "and beyond the end");
    dg_store_cursor_close(cursor);

    fake_message_destroy(one);
    fake_message_destroy(many);
    fake_message_destroy(later);
    teardown(&f);
}

static enum dg_err
read_leaves(struct dg_store_cursor *cursor, uint64_t from, size_t count)
{
    uint8_t leaves[8][DG_SHA256_SIZE];
    enum dg_err err = dg_store_cursor_leaves(cursor, from, count, leaves);
    for (size_t i = 0; err == DG_OK && i < count; i++) {
        err = leaves[i][0] == from + i + 50 && leaves[i][31] == from + i + 50
                  ? DG_OK
                  : DG_ERR_MALFORMED;
    }
    return err;
}

static void
test_leaves(const struct back_end *back_end)
{
    struct fixture f;
    struct dg_store_entry entry;
    setup(&f, back_end, "leaves");
    append_ok(&f, 1, 4);
    append_ok(&f, 5, 3);
    struct dg_store_cursor *cursor = open_cursor(&f, 2);
    is_int(read_leaves(cursor, 1, 7), DG_OK, "all leaves");
    is_int(read_leaves(cursor, 4, 2), DG_OK, "some, over a border");
    is_int(read_leaves(cursor, 7, 1), DG_OK, "the last");
    is_int(read_leaves(cursor, 7, 2), DG_ERR_CORRUPT, "one is missing");
    is_int(read_leaves(cursor, 9, 1), DG_ERR_CORRUPT, "none is there");
    dg_store_cursor_seek(cursor, 3);
    is_int(next(cursor, &entry), DG_OK, "entries are read as before");
    is_int(entry.sequence, 3, "from where it was moved to");
    dg_store_cursor_close(cursor);
    teardown(&f);
}

static void
test_two_envelopes_at_once(const struct back_end *back_end)
{
    struct fixture f;
    const struct dg_store_entry *both[5];
    setup(&f, back_end, "group");
    struct fake_message *a = make(&f, 1, 2), *b = make(&f, 3, 3);
    memcpy(both, a->pointers, 2 * sizeof *both);
    memcpy(both + 2, b->pointers, 3 * sizeof *both);
    is_int(dg_store_append(f.store, 1, 1, both, 5), DG_OK,
           "two envelopes in one transaction");
    struct dg_store_cursor *cursor = open_cursor(&f, 1);
    ok(reads_back(cursor, a) && reads_back(cursor, b), "both come back");
    dg_store_cursor_close(cursor);
    fake_message_destroy(a);
    fake_message_destroy(b);
    teardown(&f);
}

static void
test_refused_appends(const struct back_end *back_end)
{
    struct fixture f;
    struct dg_store_entry entry;
    setup(&f, back_end, "refused");
    struct fake_message *message = make(&f, 1, 3);
    struct dg_store_entry *entries = message->write.entries;

    is_int(append(&f, 2, 1, message), DG_ERR_CONFLICT, "a wrong epoch");
    is_int(append(&f, 1, 2, message), DG_ERR_CONFLICT, "a wrong sequence");
    entries[2].sequence = 4;
    is_int(append(&f, 1, 1, message), DG_ERR_CONFLICT, "a gap inside");
    entries[2].sequence = 3;
    entries[2].length += 2;
    is_int(append(&f, 1, 1, message), DG_ERR_MALFORMED,
           "a range outside of the envelope");
    entries[2].length -= 2;
    entries[1].envelope = 2;
    is_int(append(&f, 1, 1, message), DG_ERR_MALFORMED,
           "an envelope that is not there");
    entries[1].envelope = 1;

    struct dg_store_cursor *cursor = open_cursor(&f, 1);
    is_int(next(cursor, &entry), DG_ERR_ABSENT, "none left anything behind");
    is_int(append(&f, 1, 1, message), DG_OK, "mended, it is taken");
    ok(reads_back(cursor, message), "and read");
    dg_store_cursor_close(cursor);
    fake_message_destroy(message);
    teardown(&f);
}

static void
test_epoch(const struct back_end *back_end)
{
    struct fixture f;
    uint64_t epoch = 0;
    setup(&f, back_end, "epoch");
    append_ok(&f, 1, 1);
    is_int(dg_store_raise_epoch(f.store, &epoch), DG_OK, "epoch is raised");
    is_int(epoch, 2, "to 2");
    is_int(dg_store_epoch(f.store), 2, "and kept");
    struct fake_message *message = make(&f, 2, 1);
    is_int(append(&f, 1, 2, message), DG_ERR_CONFLICT,
           "a writer of the old epoch fails");
    is_int(append(&f, 2, 2, message), DG_OK, "one of the new does not");
    fake_message_destroy(message);
    teardown(&f);
}

static void
test_reopen(const struct back_end *back_end)
{
    struct fixture f;
    char identity[64];
    uint8_t key[DG_KEY_SIZE];
    uint64_t epoch;
    if (!back_end->lasts) {
        return;
    }
    setup(&f, back_end, "reopen");
    snprintf(identity, sizeof identity, "%s", dg_store_identity(f.store));
    memcpy(key, dg_store_id_key(f.store), sizeof key);
    struct fake_message *message = make(&f, 1, 5);
    is_int(append(&f, 1, 1, message), DG_OK, "entries are appended");
    dg_store_raise_epoch(f.store, &epoch);
    dg_store_close(f.store);

    open_store(&f);
    is_int(dg_store_last(f.store), 5, "last is found again");
    is_int(dg_store_epoch(f.store), 2, "and the epoch");
    is_text(dg_store_identity(f.store), identity, "and the identity");
    ok(memcmp(dg_store_id_key(f.store), key, sizeof key) == 0, "and the key");
    struct dg_store_cursor *cursor = open_cursor(&f, 1);
    ok(reads_back(cursor, message), "and the entries");
    dg_store_cursor_close(cursor);
    fake_message_destroy(message);
    teardown(&f);
}

static void
test_erase(const struct back_end *back_end)
{
    struct fixture f;
    struct dg_store_entry entry;
    uint64_t second[] = {2}, absent[] = {3, 99};
    uint8_t commitment[DG_SHA256_SIZE];
    struct dg_sha256 *sha;
    setup(&f, back_end, "erase");
    struct fake_message *message = make(&f, 1, 3);
    const struct dg_store_entry *want = &message->write.entries[1];
    append(&f, 1, 1, message);

    is_int(dg_store_erase(f.store, second, 1), DG_OK, "an entry is erased");
    is_int(dg_store_erase(f.store, second, 1), DG_OK, "twice is no error");
    is_int(dg_store_erase(f.store, absent, 2), DG_ERR_ABSENT,
           "an absent one is");

    struct dg_store_cursor *cursor = open_cursor(&f, 2);
    is_int(next(cursor, &entry), DG_OK, "the erased entry is read");
    ok(entry.erased && !entry.event.data && !entry.decision.data,
       "without bodies");
    ok(same_str(entry.header, want->header) &&
           memcmp(entry.leaf, want->leaf, DG_SHA256_SIZE) == 0,
       "with header and leaf");
    ok(entry.proof.data == NULL,
       "and without the proof of its envelope, which would confirm a guess");
    dg_sha256_create(&sha);
    dg_header_commit(
        sha, want->event_salt,
        (struct dg_str){message->envelope.data + want->start, want->length},
        commitment);
    ok(memcmp(entry.event_salt, commitment, DG_SHA256_SIZE) == 0,
       "the event's commitment is in the salt's place");
    dg_header_commit(sha, want->decision_salt, want->decision, commitment);
    ok(memcmp(entry.decision_salt, commitment, DG_SHA256_SIZE) == 0,
       "and the decision's");
    dg_sha256_destroy(sha);

    is_int(next(cursor, &entry), DG_OK, "its neighbour is read");
    ok(entry.proof.data == NULL, "which was its proof, too");
    entry.proof = message->write.entries[0].proof;
    is_int(entry.envelope_bytes.len,
           message->write.entries[0].envelope_bytes.len,
           "and part of their envelope's bytes, not its length");
    entry.envelope_bytes = message->write.entries[0].envelope_bytes;
    ok(same_entry(&entry, &message->write.entries[2], message->write.entries),
       "otherwise whole, though a failed call named it");
    dg_store_cursor_close(cursor);
    fake_message_destroy(message);
    teardown(&f);
}

static void
test_snapshots(const struct back_end *back_end)
{
    struct fixture f;
    struct dg_buf bytes;
    uint64_t sequence = 0;
    setup(&f, back_end, "snapshot");
    dg_buf_init(&bytes);
    is_int(dg_store_snapshot_get(f.store, "inbox", &sequence, &bytes),
           DG_ERR_ABSENT, "no snapshot yet");
    is_int(dg_store_snapshot_put(f.store, "inbox", 7, DG_STR("第一版")), DG_OK,
           "one is put");
    is_int(dg_store_snapshot_put(f.store, "burden", 8, DG_STR("x\0y")), DG_OK,
           "and another");
    is_int(dg_store_snapshot_put(f.store, "inbox", 9, DG_STR("第二版，更长")),
           DG_OK, "and the first again");
    is_int(dg_store_snapshot_get(f.store, "inbox", &sequence, &bytes), DG_OK,
           "it is got");
    is_int(sequence, 9, "with its sequence");
    is_str(bytes, "第二版，更长", "as last put");
    dg_buf_clear(&bytes);
    dg_store_snapshot_get(f.store, "burden", &sequence, &bytes);
    ok(sequence == 8 && bytes.len == 3 && memcmp(bytes.data, "x\0y", 3) == 0,
       "bytes are bytes");
    dg_buf_finish(&bytes);
    teardown(&f);
}

static void
test_checkpoint(const struct back_end *back_end)
{
    struct fixture f;
    bool more = true;
    setup(&f, back_end, "checkpoint");
    for (uint64_t first = 1; first < 6400; first += 64) {
        struct fake_message *message = make(&f, first, 64);
        if (append(&f, 1, first, message) != DG_OK) {
            ok(false, "entries are appended");
        }
        fake_message_destroy(message);
    }
    is_int(dg_store_checkpoint(f.store, &more), DG_OK, "checkpoint");
    while (more) {
        is_int(dg_store_checkpoint(f.store, &more), DG_OK, "and more");
    }
    struct dg_store_cursor *cursor = open_cursor(&f, 6337);
    struct fake_message *message = make(&f, 6337, 64);
    ok(reads_back(cursor, message), "everything is still read");
    fake_message_destroy(message);
    dg_store_cursor_close(cursor);
    teardown(&f);
}

int
main(void)
{
    struct dg_store *store;
    struct dg_buf why;
    for (size_t i = 0; i < sizeof back_ends / sizeof back_ends[0]; i++) {
        test_empty(&back_ends[i]);
        test_append_and_read(&back_ends[i]);
        test_leaves(&back_ends[i]);
        test_two_envelopes_at_once(&back_ends[i]);
        test_refused_appends(&back_ends[i]);
        test_epoch(&back_ends[i]);
        test_reopen(&back_ends[i]);
        test_erase(&back_ends[i]);
        test_snapshots(&back_ends[i]);
        test_checkpoint(&back_ends[i]);
    }
    dg_buf_init(&why);
    is_int(dg_store_open("paper", ".", &store, &why), DG_ERR_CONFIG,
           "another kind is refused");
    is_str(why, "unknown kind of store \"paper\"", "by name");
    dg_buf_finish(&why);
    return tap_done();
}
