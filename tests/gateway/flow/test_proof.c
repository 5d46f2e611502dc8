/* SPDX-License-Identifier: Apache-2.0 */
/* Every answer proves its place: the first one, one that is repeated, one that
 * is looked up, after a restart and under other keys; and what proof.read says
 * against the tree of all leaves, made anew. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "gateway/flow/flow_internal.h"
#include "proto/base/base64.h"
#include "proto/client/key/key_file.h"
#include "proto/codec/receipt.h"
#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

#define BATCH 50
#define BATCHES 14 /* so that the tree has two blocks of 256, and more */
#define ENTRIES_MAX 1024

static struct dg_sha256 *sha;
static struct dg_merkle_hash leaves[ENTRIES_MAX];

static const char *
last_text(void)
{
    return gate.replies[(gate.asked - 1) % GATE_REPLIES];
}

/* ---- receipts ------------------------------------------------------------ */

static struct dg_verifier
verifier_of(const struct dg_secret_key *key)
{
    struct dg_verifier verifier = {dg_journal_origin(gate.flow->journal),
                                   *dg_secret_key_public(key)};
    return verifier;
}

/* What a verifier key says of an answer, which is part of the last reply. */
static struct dg_receipt_check
check_with(const struct dg_verifier *verifier, const struct dg_json *answer,
           const char *event)
{
    struct dg_receipt_check check = {.signature = DG_PROOF_MISSING};
    struct dg_receipt receipt;
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    const char *what = NULL;
    enum dg_err err = dg_receipt_read(&gate.arena, dg_str_from(last_text()),
                                      answer, &receipt, &what);
    if (err != DG_OK) {
        printf("# no receipt: %s %s\n", dg_err_text(err), what ? what : "");
        return check;
    }
    if (event) {
        dg_json_parse(&gate.arena, dg_str_from(event), &root, &error);
        dg_receipt_set_event(&receipt, dg_str_from(event), root);
    }
    dg_receipt_verify(sha, &receipt, verifier, 1, &check);
    return check;
}

static bool
holds(const struct dg_json *answer, const char *event)
{
    const struct dg_keyring *keyring = gate.flow->keyring;
    struct dg_verifier verifier = verifier_of(dg_keyring_keys(keyring)[0]);
    struct dg_receipt_check check = check_with(&verifier, answer, event);
    return dg_receipt_holds(&check) && check.event == DG_PROOF_HOLDS &&
           check.decision == DG_PROOF_HOLDS;
}

static const char *
task_event(unsigned number)
{
    char id[32];
    snprintf(id, sizeof id, "t%u", number);
    return gate_event("task.publish", "department/mzj", id, TASK);
}

static size_t
publish_batch(unsigned batch)
{
    struct dg_buf message;
    size_t wrong = 0;
    dg_buf_init(&message);
    for (unsigned i = 0; i < BATCH; i++) {
        dg_buf_text(&message, i == 0 ? "[" : ",");
        dg_buf_text(&message, task_event(batch * BATCH + i));
    }
    dg_buf_text(&message, "]");
    const struct dg_json *reply =
        gate_ask_bytes(&gate, message.data, message.len);
    unsigned i = 0;
    for (const struct dg_json *n = reply->child; n; n = n->next, i++) {
        wrong += !holds(n, task_event(batch * BATCH + i));
    }
    dg_buf_finish(&message);
    dg_arena_reset(&gate.arena);
    return wrong + (i != BATCH);
}

static void
test_answers(void)
{
    size_t wrong = 0;
    gate_furnish(&gate);
    const struct dg_json *reply =
        ask("task.publish", "department/mzj", "one", TASK);
    ok(holds(reply, gate_event("task.publish", "department/mzj", "one", TASK)),
       "an answer proves its place");
    struct dg_verifier verifier =
        verifier_of(dg_keyring_keys(gate.flow->keyring)[0]);
    struct dg_receipt_check check =
        check_with(&verifier, reply,
                   gate_event("task.publish", "department/mzj", "two", TASK));
    ok(!dg_receipt_holds(&check), "with another event it does not");
    gate.quiet = true;
    for (unsigned batch = 0; batch < BATCHES; batch++) {
        wrong += publish_batch(batch);
    }
    ok(wrong == 0, "so do %u of batches", BATCH * BATCHES);
}

static void
test_again(const char *when)
{
    size_t repeated = 0, found = 0;
    char data[64];
    for (unsigned i = 0; i < BATCH * BATCHES; i += 9) {
        const struct dg_json *reply = gate_ask(&gate, "%s", task_event(i));
        repeated += !holds(reply, task_event(i));
        dg_arena_reset(&gate.arena);
    }
    for (uint64_t n = 1; n <= dg_journal_last(gate.flow->journal); n += 5) {
        snprintf(data, sizeof data, "{\"sequence\":%" PRIu64 "}", n);
        const struct dg_json *reply =
            ask("receipt.lookup", "auditor/sjj", "look", data);
        found += !holds(reply, NULL);
        dg_arena_reset(&gate.arena);
    }
    ok(repeated == 0, "%s: repeated, each proves its place", when);
    ok(found == 0, "%s: looked up, each does", when);
}

/* ---- proof.read ---------------------------------------------------------- */

static const struct dg_json *read_proof(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

static const struct dg_json *
read_proof(const char *format, ...)
{
    va_list args;
    char data[96];
    va_start(args, format);
    vsnprintf(data, sizeof data, format, args);
    va_end(args);
    dg_arena_reset(&gate.arena);
    return ask("proof.read", "office/522731001001", "proof", data);
}

static uint64_t
number_at(const struct dg_json *reply, const char *pointer)
{
    return strtoull(at(reply, pointer), NULL, 10);
}

/* Each entry's leaf, by its own proof. */
static size_t
collect_leaves(void)
{
    size_t count = dg_journal_last(gate.flow->journal);
    size_t len, got = 0;
    for (uint64_t n = 1; n <= count && n <= ENTRIES_MAX; n++) {
        const struct dg_json *reply =
            read_proof("{\"sequence\":%" PRIu64 "}", n);
        const char *hex = at(reply, "/result/leaf");
        for (len = 0; hex[2 * len] && len < DG_SHA256_SIZE; len++) {
            sscanf(hex + 2 * len, "%2hhx", &leaves[n - 1].bytes[len]);
        }
        got += len == DG_SHA256_SIZE;
    }
    return got;
}

static struct dg_merkle_head
head_of(uint64_t size)
{
    struct dg_merkle_head head = {.size = size};
    dg_merkle_root(sha, leaves, size, &head.root);
    return head;
}

static struct dg_merkle_path
path_of(const struct dg_json *reply,
        struct dg_merkle_hash hashes[DG_MERKLE_CONSISTENCY_MAX])
{
    const struct dg_json *node = dg_json_at(reply, DG_STR("/result/path"));
    struct dg_merkle_path path = {hashes, 0};
    size_t len;
    for (node = node ? node->child : NULL; node; node = node->next) {
        dg_base64_decode(node->text, hashes[path.count++].bytes, DG_SHA256_SIZE,
                         &len);
    }
    return path;
}

static bool
includes(uint64_t sequence, uint64_t size)
{
    struct dg_merkle_hash hashes[DG_MERKLE_CONSISTENCY_MAX];
    const struct dg_json *reply = read_proof(
        "{\"sequence\":%" PRIu64 ",\"size\":%" PRIu64 "}", sequence, size);
    struct dg_merkle_path path = path_of(reply, hashes);
    struct dg_merkle_head head = head_of(size);
    return number_at(reply, "/result/size") == size &&
           number_at(reply, "/result/sequence") == sequence &&
           dg_merkle_includes(sha, sequence - 1, &leaves[sequence - 1], &path,
                              &head);
}

static bool
extends(uint64_t from, uint64_t to)
{
    struct dg_merkle_hash hashes[DG_MERKLE_CONSISTENCY_MAX];
    const struct dg_json *reply =
        read_proof("{\"from\":%" PRIu64 ",\"to\":%" PRIu64 "}", from, to);
    struct dg_merkle_path path = path_of(reply, hashes);
    struct dg_merkle_head first = head_of(from), second = head_of(to);
    return number_at(reply, "/result/from") == from &&
           number_at(reply, "/result/size") == to &&
           dg_merkle_extends(sha, &first, &second, &path);
}

static void
test_newest(void)
{
    const struct dg_json *reply = read_proof("{}");
    struct dg_verifier verifier =
        verifier_of(dg_keyring_keys(gate.flow->keyring)[0]);
    struct dg_checkpoint checkpoint;
    struct dg_str text =
        dg_json_get_str(dg_json_get(reply, "result"), "checkpoint");
    uint64_t size = dg_journal_last(gate.flow->journal);
    ok(dg_checkpoint_read(text, &checkpoint) &&
           dg_checkpoint_verify(&checkpoint, &verifier),
       "the newest checkpoint is signed");
    is_int(checkpoint.head.size, size, "it is of everything");
    is_int(number_at(reply, "/result/size"), size, "and says so");
    is_int(collect_leaves(), size, "each entry has a leaf");
    struct dg_merkle_head head = head_of(size);
    ok(memcmp(&head.root, &checkpoint.head.root, sizeof head.root) == 0,
       "its root is that of the leaves");
}

static void
test_paths(const char *when)
{
    uint64_t last = dg_journal_last(gate.flow->journal);
    size_t wrong_paths = 0, wrong_extensions = 0;
    srand(7);
    for (int i = 0; i < 300; i++) {
        uint64_t size =
            i < 4 ? last - (uint64_t) i % 2 : (uint64_t) rand() % last + 1;
        uint64_t part = (uint64_t) rand() % size + 1;
        wrong_paths += !includes(part, size);
        wrong_extensions += !extends(part, size);
    }
    ok(wrong_paths == 0, "%s: paths in trees of any size", when);
    ok(wrong_extensions == 0, "%s: from any to any", when);
    ok(extends(0, last), "%s: from nothing at all", when);
}

static void
refused(const char *name, const struct dg_json *reply)
{
    char detail[64];
    snprintf(detail, sizeof detail, "the journal has %" PRIu64 " entries",
             dg_journal_last(gate.flow->journal));
    ok(strcmp(at(reply, "/type"), "urn:dutygate:problem:not-found") == 0 &&
           strcmp(at(reply, "/detail"), detail) == 0,
       "%s: %s", name, at(reply, "/detail"));
}

static void
test_refusals(void)
{
    uint64_t next = dg_journal_last(gate.flow->journal) + 1;
    refused("an entry to come", read_proof("{\"sequence\":%" PRIu64 "}", next));
    refused("a tree to come",
            read_proof("{\"sequence\":1,\"size\":%" PRIu64 "}", next));
    refused("no part of the tree", read_proof("{\"sequence\":4,\"size\":3}"));
    refused("more was seen than there is",
            read_proof("{\"from\":%" PRIu64 "}", next));
    refused("to what is to come",
            read_proof("{\"from\":3,\"to\":%" PRIu64 "}", next));
    refused("backwards", read_proof("{\"from\":4,\"to\":3}"));
    is_text(at(read_proof("{\"from\":0,\"to\":0}"), "/type"),
            "urn:dutygate:problem:schema", "to nothing");
}

/* What is decided before it is asked is in the proof, though it was not yet
 * durable. */
static void
test_same_message(void)
{
    char last[600];
    snprintf(last, sizeof last, "%s",
             gate_event("task.publish", "department/mzj", "last", TASK));
    uint64_t next = dg_journal_last(gate.flow->journal) + 1;
    char data[64];
    snprintf(data, sizeof data, "{\"sequence\":%" PRIu64 "}", next);
    const struct dg_json *reply =
        gate_ask(&gate, "[%s,%s]", last,
                 gate_event("proof.read", "department/mzj", "p", data));
    is_int(number_at(reply, "/1/result/sequence"), next,
           "asked in the message of the event itself");
}

/* ---- keys ---------------------------------------------------------------- */

static struct dg_verifier
take_key(const char *file)
{
    struct dg_key_file key;
    struct dg_buf path, why;
    dg_buf_init(&path);
    dg_buf_init(&why);
    dg_buf_printf(&path, "%s/%s", getenv("TEST_DIR"), file);
    if (dg_key_file_read(path.data, NULL, &key, &why) != DG_OK) {
        struct dg_secret_key *made;
        const struct dg_key_label label = {.source = DG_STR("gateway/huishui")};
        const struct dg_key_file_options options = {.replace = false};
        dg_secret_key_generate(&made);
        dg_key_file_write(path.data, made, &label, &options, &why);
        dg_secret_key_destroy(made);
        dg_key_file_read(path.data, NULL, &key, &why);
    }
    struct dg_verifier verifier = verifier_of(key.key);
    dg_key_file_finish(&key);
    dg_buf_finish(&path);
    dg_buf_finish(&why);
    return verifier;
}

static const char *
who_accepts(struct dg_verifier verifiers[3])
{
    static char names[4];
    static unsigned number;
    char id[32];
    size_t count = 0;
    snprintf(id, sizeof id, "rotation%u", number++);
    const char *event = gate_event("task.publish", "department/mzj", id, TASK);
    const struct dg_json *reply = gate_ask(&gate, "%s", event);
    for (int i = 0; i < 3; i++) {
        verifiers[i].name = dg_journal_origin(gate.flow->journal);
        struct dg_receipt_check check = check_with(&verifiers[i], reply, event);
        if (dg_receipt_holds(&check)) {
            names[count++] = (char) ('a' + i);
        }
    }
    names[count] = '\0';
    return names;
}

/* Verifiers a and b of two keys, c of a third. */
static void
test_rotation(void)
{
    struct dg_verifier verifiers[3] = {take_key("a.jwk"), take_key("b.jwk"),
                                       take_key("c.jwk")};
    gate_reconfigure(&gate, "key_files = {\"a.jwk\"}\n");
    is_text(who_accepts(verifiers), "a", "before: the old key");
    gate_reconfigure(&gate, "key_files = {\"a.jwk\", \"b.jwk\"}\n");
    is_text(who_accepts(verifiers), "ab", "overlap: either");
    gate_reconfigure(&gate, "key_files = {\"b.jwk\", \"a.jwk\"}\n");
    is_text(who_accepts(verifiers), "ab", "in whichever order");
    gate_reconfigure(&gate, "key_files = {\"b.jwk\"}\n");
    is_text(who_accepts(verifiers), "b", "after: the new one");
}

int
main(void)
{
    if (dg_sha256_create(&sha) != DG_OK) {
        return 1;
    }
    gate_open(&gate, "sqlite", "");
    test_answers();
    test_again("live");
    test_newest();
    test_paths("live");
    test_refusals();
    test_same_message();
    gate_restart(&gate);
    collect_leaves();
    test_again("after a restart");
    test_paths("after a restart");
    test_rotation();
    gate_close(&gate);
    dg_sha256_destroy(sha);
    return tap_done();
}
