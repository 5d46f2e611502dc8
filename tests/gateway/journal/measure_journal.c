/* SPDX-License-Identifier: Apache-2.0 */
/* Measures the journal beside a bare SQLite loop that inserts the same bytes in
 * transactions of the same size, and with proofs beside without. Prints entries
 * per second and commit times.
 *   measure-journal DIR ENTRIES DEPTH EACH
 * makes ENTRIES entries in messages of EACH, so many at a time that DEPTH
 * entries are outstanding, in the empty directory DIR; then replays them. With
 * DEPTH 0 it only replays the ENTRIES that are there. */
#include <stdlib.h>
#include <sys/stat.h>

#include "gateway/store/sqlite_internal.h"
#include "proto/codec/json.h"
#include "tests/fake/fake_message.h"

struct run {
    char dir[400];
    const struct dg_secret_key *key; /* NULL: no proofs */
    struct dg_buf reply;             /* where they go */
    uint64_t entries, depth, each;
    uv_loop_t loop;
    struct dg_journal *journal;
    struct fake_message **messages;
    uint64_t message_count, handed_in, done;
    uint64_t *began, *took; /* ns, by message */
};

static double
seconds_since(uint64_t began)
{
    return (double) (uv_hrtime() - began) / 1e9;
}

static void
report(const char *what, const struct run *run, uint64_t began)
{
    double seconds = seconds_since(began);
    printf("%-8s %9.0f entries/s\n", what, (double) run->entries / seconds);
    fflush(stdout);
}

static void
open_journal(struct run *run)
{
    struct dg_buf why;
    dg_buf_init(&why);
    if (dg_journal_open("sqlite", run->dir, &run->journal, &why) != DG_OK) {
        fprintf(stderr, "%s\n", why.data);
        exit(1);
    }
    if (run->key) {
        dg_journal_sign(run->journal, "huishui", &run->key, 1);
    }
}

/* Processor time of the process, all threads. */
static double
processor_us(void)
{
    uv_rusage_t usage;
    uv_getrusage(&usage);
    return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
           (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int
compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return x < y ? -1 : x > y;
}

static void
hand_in(struct run *run)
{
    if (run->handed_in < run->message_count) {
        run->began[run->handed_in] = uv_hrtime();
        dg_journal_append(run->journal,
                          &run->messages[run->handed_in++]->write);
    }
}

static void
handle_stop(void *ctx)
{
    (void) ctx;
}

static void
handle_commit(void *ctx, struct dg_journal_write *write, enum dg_err err)
{
    struct run *run = ctx;
    if (err != DG_OK) {
        fprintf(stderr, "commit: %s\n", dg_err_text(err));
        exit(1);
    }
    dg_buf_clear(&run->reply);
    for (size_t i = 0; i < write->count; i++) {
        dg_journal_put_proof(write, &write->entries[i], &run->reply);
    }
    dg_journal_release(write);
    run->took[run->done] = uv_hrtime() - run->began[run->done];
    run->done++;
    hand_in(run);
    if (run->done == run->message_count) {
        dg_journal_stop(run->journal, handle_stop, run);
    }
}

static void
make_messages(struct run *run, const uint8_t *id_key)
{
    run->message_count = run->entries / run->each;
    run->messages = calloc(run->message_count, sizeof *run->messages);
    run->began = calloc(run->message_count, sizeof *run->began);
    run->took = calloc(run->message_count, sizeof *run->took);
    for (uint64_t i = 0; i < run->message_count; i++) {
        run->messages[i] =
            fake_message_create(1 + i * run->each, run->each, id_key);
    }
}

/* Gives microseconds of processor time an entry. */
static double
measure_append(struct run *run, const char *what)
{
    open_journal(run);
    run->handed_in = run->done = 0;
    uv_loop_init(&run->loop);
    make_messages(run, dg_journal_id_key(run->journal));
    dg_journal_start(run->journal, &run->loop, handle_commit, run);
    double before = processor_us();
    uint64_t began = uv_hrtime();
    for (uint64_t i = 0; i < run->depth; i += run->each) {
        hand_in(run);
    }
    uv_run(&run->loop, UV_RUN_DEFAULT);
    report(what, run, began);
    double took = (processor_us() - before) / (double) run->entries;
    qsort(run->took, run->message_count, sizeof *run->took, compare);
    printf("         %.2f us of processor, p50 %.2f ms, p99 %.2f ms, "
           "max %.2f ms\n",
           took, (double) run->took[run->message_count / 2] / 1e6,
           (double) run->took[run->message_count * 99 / 100] / 1e6,
           (double) run->took[run->message_count - 1] / 1e6);
    dg_journal_close(run->journal);
    uv_loop_close(&run->loop);
    return took;
}

/* In a folder of its own. */
static void
measure_proofs(struct run *run, double without)
{
    struct dg_secret_key *key;
    struct run proved = {
        .entries = run->entries, .depth = run->depth, .each = run->each};
    snprintf(proved.dir, sizeof proved.dir, "%.390s/proved", run->dir);
    if (mkdir(proved.dir, 0700) != 0 || dg_secret_key_generate(&key) != DG_OK) {
        perror(proved.dir);
        exit(1);
    }
    proved.key = key;
    dg_buf_init(&proved.reply);
    double with = measure_append(&proved, "proved");
    printf("         proofs cost %.2f us of processor and %zu bytes an entry\n",
           with - without, proved.reply.len / proved.each);
    dg_secret_key_destroy(key);
}

/* One table, one row an entry, `depth` of them in a transaction; the usual
 * automatic checkpoints. */
static void
measure_bare(struct run *run)
{
    char path[500];
    sqlite3 *db;
    sqlite3_stmt *put;
    snprintf(path, sizeof path, "%s/bare.db", run->dir);
    sqlite3_open(path, &db);
    sqlite3_exec(db,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB) STRICT;",
                 NULL, NULL, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?, ?)", -1, &put, NULL);
    const struct dg_store_entry *entry = &run->messages[0]->write.entries[0];
    size_t size = entry->length + entry->header.len + entry->decision.len + 96;
    char *bytes = malloc(size);
    memset(bytes, 'x', size);
    uint64_t began = uv_hrtime();
    for (uint64_t i = 0; i < run->entries; i++) {
        if (i % run->depth == 0) {
            sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
        }
        sqlite3_bind_int64(put, 1, (sqlite3_int64) i + 1);
        sqlite3_bind_blob64(put, 2, bytes, size, SQLITE_STATIC);
        sqlite3_step(put);
        sqlite3_reset(put);
        if ((i + 1) % run->depth == 0 || i + 1 == run->entries) {
            sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
        }
    }
    report("bare", run, began);
    printf("         %zu bytes an entry\n", size);
    sqlite3_finalize(put);
    sqlite3_close(db);
    free(bytes);
}

static enum dg_err
prepare(void *ctx, struct dg_replay_entry *entry)
{
    struct dg_json_error error;
    const struct dg_json *root = NULL;
    enum dg_err err =
        dg_json_parse(entry->arena, entry->stored.event, &root, &error);
    (void) ctx;
    entry->prepared = (void *) root;
    return err;
}

static enum dg_err
apply(void *ctx, const struct dg_replay_entry *entry)
{
    struct run *run = ctx;
    (void) entry;
    run->done++;
    return DG_OK;
}

static void
measure_replay(struct run *run, const char *what, bool parse)
{
    const struct dg_replay hooks = {parse ? prepare : NULL, apply, run};
    struct dg_buf why;
    dg_buf_init(&why);
    run->done = 0;
    open_journal(run);
    uint64_t began = uv_hrtime();
    if (dg_journal_replay(run->journal, 1, &hooks, &why) != DG_OK ||
        run->done != run->entries) {
        fprintf(stderr, "%s\n", why.data ? why.data : "entries are missing");
        exit(1);
    }
    report(what, run, began);
    dg_journal_close(run->journal);
}

int
main(int argc, char **argv)
{
    static struct run run;
    struct dg_secret_key *key;
    if (argc != 5) {
        fprintf(stderr, "usage: measure-journal DIR ENTRIES DEPTH EACH\n");
        return 64;
    }
    snprintf(run.dir, sizeof run.dir, "%s", argv[1]);
    run.each = strtoull(argv[4], NULL, 10);
    run.entries = strtoull(argv[2], NULL, 10) / run.each * run.each;
    run.depth = strtoull(argv[3], NULL, 10);
    if (run.depth > 0) {
        measure_proofs(&run, measure_append(&run, "append"));
        measure_bare(&run);
    }
    measure_replay(&run, "hashes", false);
    measure_replay(&run, "replay", true);
    dg_secret_key_generate(&key);
    run.key = key;
    measure_replay(&run, "and tree", true);
    dg_secret_key_destroy(key);
    return 0;
}
