/* SPDX-License-Identifier: Apache-2.0 */
/* Appending and fetching through the loop, and what is said when the disk
 * fails. */
#include <stdlib.h>

#include "gateway/journal/journal.h"
#include "tests/fake/fake_disk.h"
#include "tests/gateway/journal/journal_fixture.h"
#include "tests/tap/tap.h"

static void
test_order(const char *kind)
{
    struct journal_fixture f;
    size_t size = 0;
    bool in_order = true;
    printf("# order: %s\n", kind);
    journal_fixture_init(&f, kind, kind);
    is_int(dg_journal_last(f.journal), 0, "a new journal is empty");
    journal_fixture_start(&f);
    for (size_t i = 0; i < 300; i++) {
        journal_fixture_append(&f, 1 + i % 5);
        ok(dg_journal_pending(f.journal) > size, "pending grows");
        size = dg_journal_pending(f.journal);
    }
    is_int(dg_journal_last(f.journal), 900, "last counts what was handed in");
    is_int(dg_journal_durable(f.journal), 0, "nothing was said to be durable");
    journal_fixture_stop(&f);

    is_int(f.commits, 300, "every write was answered");
    for (size_t i = 0; i < f.commits; i++) {
        in_order = in_order && f.err[i] == DG_OK &&
                   (i == 0 || f.first[i] == f.first[i - 1] + 1 + (i - 1) % 5);
    }
    ok(in_order, "in order and committed");
    is_int(dg_journal_durable(f.journal), 900, "all is durable");
    is_int(dg_journal_pending(f.journal), 0, "nothing is pending");
    if (strcmp(kind, "memory") != 0) {
        is_int(journal_fixture_reopen(&f), DG_OK, "it opens again");
        is_int(dg_journal_last(f.journal), 900, "all is there");
        is_int(dg_journal_durable(f.journal), 900, "and durable");
    }
    journal_fixture_finish(&f);
}

/* ---- fetch ------------------------------------------------------------- */

struct fetched {
    uint64_t asked;
    enum dg_err err;
    bool as_stored;
    int *left;
    uv_loop_t *loop;
    const uint8_t *id_key;
};

static void
handle_fetch(void *ctx, const struct dg_store_entry *entry, struct dg_str proof,
             enum dg_err err)
{
    struct fetched *fetched = ctx;
    (void) proof;
    fetched->err = err;
    if (entry) {
        struct fake_message *message =
            fake_message_create(fetched->asked, 1, fetched->id_key);
        const struct dg_store_entry *want = &message->write.entries[0];
        struct dg_str event = {message->envelope.data + want->start,
                               want->length};
        fetched->as_stored = entry->sequence == fetched->asked &&
                             dg_str_equal(entry->event, event) &&
                             dg_str_equal(entry->header, want->header) &&
                             dg_str_equal(entry->decision, want->decision);
        fake_message_destroy(message);
    }
    if (--*fetched->left == 0) {
        uv_stop(fetched->loop);
    }
}

static void
fetch(struct journal_fixture *f, struct fetched *fetched, uint64_t sequence,
      int *left)
{
    *fetched = (struct fetched){.asked = sequence,
                                .left = left,
                                .loop = &f->loop,
                                .id_key = dg_journal_id_key(f->journal)};
    ++*left;
    is_int(dg_journal_fetch(f->journal, sequence, handle_fetch, fetched), DG_OK,
           "an entry is asked for");
}

static void
test_fetch(void)
{
    struct journal_fixture f;
    struct fetched fetched[5];
    int left = 0;
    printf("# fetch\n");
    journal_fixture_init(&f, "sqlite", "fetch");
    journal_fixture_fill(&f, 20, 10);
    is_int(journal_fixture_reopen(&f), DG_OK, "opened again");
    journal_fixture_start(&f);
    fetch(&f, &fetched[0], 1, &left);
    fetch(&f, &fetched[1], 137, &left);
    fetch(&f, &fetched[2], 200, &left);
    fetch(&f, &fetched[3], 201, &left);
    uv_run(&f.loop, UV_RUN_DEFAULT);
    for (int i = 0; i < 3; i++) {
        is_int(fetched[i].err, DG_OK, "it is found");
        ok(fetched[i].as_stored, "as it was handed in");
    }
    is_int(fetched[3].err, DG_ERR_ABSENT, "one that is not there is absent");

    journal_fixture_append(&f, 1);
    f.stop_after = 1;
    uv_run(&f.loop, UV_RUN_DEFAULT);
    fetch(&f, &fetched[4], 201, &left);
    journal_fixture_stop(&f);
    is_int(left, 0, "stop waits for a fetch under way");
    is_int(fetched[4].err, DG_OK, "an entry is found as soon as committed");
    ok(fetched[4].as_stored, "as it was handed in");
    journal_fixture_finish(&f);
}

static void
test_fetch_damaged(void)
{
    struct journal_fixture f;
    struct fetched fetched[2];
    char path[600];
    sqlite3 *db;
    int left = 0;
    printf("# fetch damaged\n");
    journal_fixture_init(&f, "sqlite", "fetch-damaged");
    journal_fixture_fill(&f, 3, 1);
    snprintf(path, sizeof path, "%s/journal.db", f.dir);
    sqlite3_open(path, &db);
    sqlite3_exec(db, "UPDATE entry SET leaf = zeroblob(32) WHERE sequence = 2",
                 NULL, NULL, NULL);
    sqlite3_close(db);
    is_int(journal_fixture_reopen(&f), DG_OK, "opened again");
    journal_fixture_start(&f);
    fetch(&f, &fetched[0], 2, &left);
    fetch(&f, &fetched[1], 3, &left);
    journal_fixture_stop(&f);
    is_int(fetched[0].err, DG_ERR_CORRUPT, "a damaged entry is not given out");
    is_int(fetched[1].err, DG_OK, "its neighbour is");
    journal_fixture_finish(&f);
}

/* ---- failures ---------------------------------------------------------- */

static void
check_all(struct journal_fixture *f, enum dg_err want, const char *name)
{
    bool all = f->commits > 0;
    for (size_t i = 0; i < f->commits; i++) {
        all = all && f->err[i] == want;
    }
    ok(all, "%s", name);
}

/* Ten entries are there; then the disk fails and ten more are handed in, and
 * after the first answers yet one. */
static void
fail_appends(struct journal_fixture *f, enum fake_disk_op op, int skip, int rc)
{
    journal_fixture_fill(f, 10, 1);
    f->commits = 0;
    journal_fixture_reopen(f);
    journal_fixture_start(f);
    fake_disk_fail(op, "-wal", skip, rc);
    for (int i = 0; i < 10; i++) {
        journal_fixture_append(f, 1);
    }
    f->stop_after = 10;
    uv_run(&f->loop, UV_RUN_DEFAULT);
    f->stop_after = 0;
    fake_disk_heal();
    journal_fixture_append(f, 1);
    journal_fixture_stop(f);
    is_int(f->commits, 11, "every write was answered");
    is_int(dg_journal_durable(f->journal), 10, "none is said to be durable");
    is_int(dg_journal_pending(f->journal), 0, "none is pending");
}

/* What a crash would leave: the files as they are, beside the open journal. */
static void
copy_files(const char *from, const char *to)
{
    char command[2600];
    snprintf(command, sizeof command,
             "mkdir %s && cp %s/journal.db %s/journal.db-wal %s/", to, from,
             from, to);
    if (system(command) != 0) {
        abort();
    }
}

static void
test_sync_fails(void)
{
    struct journal_fixture f, crashed;
    char dir[600];
    printf("# sync fails\n");
    journal_fixture_init(&f, "sqlite", "sync-fails");
    /* The first sync is of the log's header. */
    fail_appends(&f, FAKE_DISK_SYNC, 1, SQLITE_IOERR_FSYNC);
    check_all(&f, DG_ERR_IO,
              "outcome unknown for all, and nothing is taken once the disk is "
              "well");
    snprintf(dir, sizeof dir, "%s-crashed", f.dir);
    copy_files(f.dir, dir);
    journal_fixture_init(&crashed, "sqlite", "sync-fails-crashed");
    ok(dg_journal_last(crashed.journal) > 10 &&
           dg_journal_last(crashed.journal) <= 20,
       "after a crash an entry whose commit failed may be there");
    journal_fixture_finish(&crashed);
    is_int(journal_fixture_reopen(&f), DG_OK, "it opens again");
    journal_fixture_finish(&f);
}

static void
test_disk_full(void)
{
    struct journal_fixture f;
    printf("# disk full\n");
    journal_fixture_init(&f, "sqlite", "disk-full");
    fail_appends(&f, FAKE_DISK_WRITE, 0, SQLITE_FULL);
    check_all(&f, DG_ERR_FULL, "known not to be written");
    is_int(journal_fixture_reopen(&f), DG_OK, "it opens again");
    is_int(dg_journal_last(f.journal), 10, "and indeed they are not there");
    journal_fixture_fill(&f, 1, 1);
    check_all(&f, DG_OK, "with room, it goes on");
    journal_fixture_finish(&f);
}

static void
test_write_fails(void)
{
    struct journal_fixture f;
    printf("# write fails\n");
    journal_fixture_init(&f, "sqlite", "write-fails");
    fail_appends(&f, FAKE_DISK_WRITE, 0, SQLITE_IOERR_WRITE);
    check_all(&f, DG_ERR_IO, "outcome unknown for all");
    is_int(journal_fixture_reopen(&f), DG_OK, "it opens again");
    journal_fixture_finish(&f);
}

static void
test_checkpoint_fails(void)
{
    struct journal_fixture f;
    printf("# checkpoint fails\n");
    journal_fixture_init(&f, "sqlite", "checkpoint-fails");
    journal_fixture_start(&f);
    fake_disk_fail(FAKE_DISK_SYNC, ".db", 0, SQLITE_IOERR_FSYNC);
    for (int i = 0; i < 20; i++) {
        journal_fixture_append(&f, 200);
    }
    f.stop_after = 20;
    uv_run(&f.loop, UV_RUN_DEFAULT);
    /* More than 1000 pages lie in the log: sooner or later it is emptied. */
    while (f.err[(f.commits - 1) % FIXTURE_WRITES] == DG_OK &&
           f.commits < 1000) {
        journal_fixture_append(&f, 200);
        f.stop_after = f.commits + 1;
        uv_run(&f.loop, UV_RUN_DEFAULT);
    }
    fake_disk_heal();
    is_int(f.err[f.commits - 1], DG_ERR_IO, "a later commit hears of it");
    uint64_t durable = dg_journal_durable(f.journal);
    journal_fixture_stop(&f);
    is_int(journal_fixture_reopen(&f), DG_OK, "it opens again");
    is_int(dg_journal_last(f.journal), durable, "and nothing was lost");
    journal_fixture_finish(&f);
}

/* ---- room -------------------------------------------------------------- */

static void
handle_room(void *ctx)
{
    struct journal_fixture *f = ctx;
    f->stop_after = 12345;
    uv_stop(&f->loop);
}

static void
test_room(void)
{
    struct journal_fixture f;
    printf("# room\n");
    journal_fixture_init(&f, "sqlite", "room");
    ok(dg_journal_room(f.journal) > 0, "room is known from the start");
    journal_fixture_start(&f);
    dg_journal_look_for_room(f.journal, handle_room);
    uv_run(&f.loop, UV_RUN_DEFAULT);
    is_int(f.stop_after, 12345, "a look is answered with start's ctx");
    ok(dg_journal_room(f.journal) > 0, "there is room");
    journal_fixture_stop(&f);
    journal_fixture_finish(&f);
}

int
main(void)
{
    fake_disk_install();
    test_order("memory");
    test_order("sqlite");
    test_fetch();
    test_fetch_damaged();
    test_sync_fails();
    test_disk_full();
    test_write_fails();
    test_checkpoint_fails();
    test_room();
    return tap_done();
}
