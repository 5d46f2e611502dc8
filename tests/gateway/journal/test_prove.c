/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs as the journal gives them, with more entries than the tree keeps
 * leaves of: while commits run, from a store that was opened again, with and
 * without a replay, and after a commit that failed. */
#include <inttypes.h>
#include <stdlib.h>

#include "proto/base/base64.h"
#include "proto/codec/json.h"
#include "tests/fake/fake_disk.h"
#include "tests/gateway/journal/journal_fixture.h"
#include "tests/tap/tap.h"

#define ENTRIES 9000

static struct dg_sha256 *sha;
static struct dg_secret_key *key;
static const struct dg_secret_key *const *keys;
static struct dg_merkle_hash leaves[ENTRIES]; /* as committed */
static size_t texts, wrong_texts, answers, wrong_answers;

/* ---- what a proof says --------------------------------------------------- */

struct parts {
    struct dg_checkpoint checkpoint;
    struct dg_merkle_hash hashes[DG_MERKLE_CONSISTENCY_MAX];
    struct dg_merkle_path path;
    const struct dg_json *root;
};

static bool
take_apart(struct dg_arena *arena, struct dg_str text, struct parts *parts)
{
    struct dg_json_error error;
    size_t len;
    if (dg_json_parse(arena, text, &parts->root, &error) != DG_OK) {
        return false;
    }
    const struct dg_json *node = dg_json_get(parts->root, "path");
    parts->path = (struct dg_merkle_path){parts->hashes, 0};
    for (node = node ? node->child : NULL; node; node = node->next) {
        dg_base64_decode(node->text, parts->hashes[parts->path.count++].bytes,
                         DG_SHA256_SIZE, &len);
    }
    return dg_checkpoint_read(dg_json_get_str(parts->root, "checkpoint"),
                              &parts->checkpoint);
}

static bool
includes(struct dg_str text, uint64_t sequence)
{
    struct dg_arena arena;
    struct parts parts;
    dg_arena_init(&arena, 1 << 20);
    bool included = take_apart(&arena, text, &parts) &&
                    dg_merkle_includes(sha, sequence - 1, &leaves[sequence - 1],
                                       &parts.path, &parts.checkpoint.head);
    dg_arena_finish(&arena);
    return included;
}

/* The receipts of a commit. */
static void
look(const struct dg_journal_write *write)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (size_t i = 0; i < write->count; i++) {
        const struct dg_store_entry *entry = &write->entries[i];
        memcpy(leaves[entry->sequence - 1].bytes, entry->leaf, DG_SHA256_SIZE);
        dg_buf_clear(&text);
        dg_buf_text(&text, "{");
        dg_journal_put_proof(write, entry, &text);
        dg_buf_text(&text, "}");
        wrong_texts +=
            !includes((struct dg_str){text.data, text.len}, entry->sequence);
        texts++;
    }
    dg_buf_finish(&text);
}

/* ---- questions ------------------------------------------------------------
 */

static void
handle_inclusion(void *ctx, struct dg_str answer, enum dg_err err)
{
    uint64_t *sequence = ctx;
    answers++;
    wrong_answers += err != DG_OK || !includes(answer, *sequence);
    free(sequence);
}

static void
ask_inclusion(struct journal_fixture *f, uint64_t sequence)
{
    uint64_t *kept = malloc(sizeof *kept);
    *kept = sequence;
    const struct dg_journal_question question = {.sequence = sequence};
    if (dg_journal_prove(f->journal, &question, handle_inclusion, kept) !=
        DG_OK) {
        abort();
    }
}

static void
handle_consistency(void *ctx, struct dg_str answer, enum dg_err err)
{
    struct dg_journal_question *question = ctx;
    struct dg_merkle_head before = {.size = question->from};
    struct dg_arena arena;
    struct parts parts;
    dg_arena_init(&arena, 1 << 20);
    dg_merkle_root(sha, leaves, question->from, &before.root);
    answers++;
    wrong_answers +=
        err != DG_OK || !take_apart(&arena, answer, &parts) ||
        !dg_merkle_extends(sha, &before, &parts.checkpoint.head, &parts.path);
    dg_arena_finish(&arena);
    free(question);
}

static void
ask_consistency(struct journal_fixture *f, uint64_t from)
{
    struct dg_journal_question *question = calloc(1, sizeof *question);
    question->extends = true;
    question->from = from;
    if (dg_journal_prove(f->journal, question, handle_consistency, question) !=
        DG_OK) {
        abort();
    }
}

/* Old ones and new ones, while the loop runs. */
static void
ask_some(struct journal_fixture *f)
{
    uint64_t durable = dg_journal_durable(f->journal);
    for (int i = 0; i < 40 && durable > 0; i++) {
        ask_inclusion(f, (uint64_t) rand() % durable + 1);
        ask_consistency(f, (uint64_t) rand() % durable + 1);
    }
}

static void
check_answers(const char *name)
{
    ok(answers > 0 && wrong_answers == 0, "%s: %zu of %zu proofs are wrong",
       name, wrong_answers, answers);
    answers = wrong_answers = 0;
}

/* ---- tests ----------------------------------------------------------------
 */

static void
test_growing(struct journal_fixture *f)
{
    static const size_t each[] = {1, 5, 256, 1, 255, 40, 3, 700};
    size_t messages = 0;
    f->look = look;
    dg_journal_sign(f->journal, "huishui", keys, 1);
    journal_fixture_start(f);
    while (dg_journal_last(f->journal) < 3000) {
        journal_fixture_append(f, each[messages % 8]);
        f->stop_after = ++messages;
        uv_run(&f->loop, UV_RUN_DEFAULT);
        ask_some(f);
    }
    f->stop_after = 0;
    /* A commit of more than is kept, begun while questions wait. */
    journal_fixture_append(f, 1);
    journal_fixture_append(f, ENTRIES - dg_journal_last(f->journal) - 3);
    journal_fixture_append(f, 3);
    ask_some(f);
    journal_fixture_stop(f);
    is_int(texts, ENTRIES, "every entry has its receipt");
    is_int(wrong_texts, 0, "and each receipt its proof");
    check_answers("while commits run");
}

/* Whatever was kept in memory is gone. */
static void
test_again(struct journal_fixture *f, const char *name, bool replayed)
{
    is_int(journal_fixture_reopen(f), DG_OK, "it opens again");
    dg_journal_sign(f->journal, "huishui", keys, 1);
    if (replayed && dg_journal_check(f->journal, &f->why) != DG_OK) {
        abort();
    }
    journal_fixture_start(f);
    ask_some(f);
    ask_inclusion(f, 1);
    ask_inclusion(f, ENTRIES);
    ask_consistency(f, ENTRIES);
    journal_fixture_stop(f);
    check_answers(name);
}

static void
handle_size(void *ctx, struct dg_str answer, enum dg_err err)
{
    struct dg_arena arena;
    struct parts parts;
    dg_arena_init(&arena, 1 << 20);
    *(uint64_t *) ctx = err == DG_OK && take_apart(&arena, answer, &parts)
                            ? parts.checkpoint.head.size
                            : (uint64_t) -1;
    dg_arena_finish(&arena);
}

/* What was not committed is in no checkpoint. */
static void
test_failure(void)
{
    static const struct dg_journal_question newest = {.sequence = 0};
    struct journal_fixture f;
    uint64_t size = 0;
    journal_fixture_init(&f, "sqlite", "fails");
    dg_journal_sign(f.journal, "huishui", keys, 1);
    journal_fixture_start(&f);
    f.stop_after = 1;
    journal_fixture_append(&f, 10);
    uv_run(&f.loop, UV_RUN_DEFAULT);
    fake_disk_fail(FAKE_DISK_SYNC, "-wal", 0, SQLITE_IOERR_FSYNC);
    f.stop_after = 2;
    journal_fixture_append(&f, 5);
    uv_run(&f.loop, UV_RUN_DEFAULT);
    fake_disk_heal();
    is_int(f.err[1], DG_ERR_IO, "a commit fails");
    dg_journal_prove(f.journal, &newest, handle_size, &size);
    journal_fixture_stop(&f);
    is_int(size, 10, "the newest checkpoint does not have it");
    journal_fixture_finish(&f);
}

static void
test_empty(void)
{
    static const struct dg_journal_question newest = {.sequence = 0};
    struct journal_fixture f;
    uint64_t size = 1;
    journal_fixture_init(&f, "memory", "empty");
    is_int(dg_journal_origin(f.journal).len, 0, "nothing is signed by itself");
    dg_journal_sign(f.journal, "huishui", keys, 1);
    ok(dg_str_starts_with(dg_journal_origin(f.journal), "huishui/"),
       "told to, it has a name");
    journal_fixture_start(&f);
    dg_journal_prove(f.journal, &newest, handle_size, &size);
    journal_fixture_stop(&f);
    is_int(size, 0, "a journal without entries has a checkpoint, too");
    journal_fixture_finish(&f);
}

static void
test_kind(const char *kind)
{
    struct journal_fixture f;
    printf("# %s\n", kind);
    texts = wrong_texts = 0;
    journal_fixture_init(&f, kind, kind);
    test_growing(&f);
    if (strcmp(kind, "sqlite") == 0) {
        test_again(&f, "opened again", false);
        test_again(&f, "replayed", true);
    }
    journal_fixture_finish(&f);
}

int
main(void)
{
    fake_disk_install();
    if (dg_sha256_create(&sha) != DG_OK ||
        dg_secret_key_generate(&key) != DG_OK) {
        return 1;
    }
    keys = (const struct dg_secret_key *const *) &key;
    test_empty();
    test_kind("memory");
    test_kind("sqlite");
    test_failure();
    dg_secret_key_destroy(key);
    dg_sha256_destroy(sha);
    return tap_done();
}
