/* SPDX-License-Identifier: Apache-2.0 */
/* The journal, taken along page by page: every leaf follows from what is shown,
 * and the root over them is the checkpoint's; what is not for the reader, was
 * erased, or never became an entry, is not in it. */
#include <inttypes.h>

#include "gateway/flow/flow_internal.h"
#include "proto/base/base64.h"
#include "proto/codec/export.h"
#include "proto/codec/merkle.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define BATCH 50
#define BATCHES 20
#define ENTRIES_MAX 2048

static struct dg_buf taken; /* an export */
static size_t pages;
static struct dg_merkle_hash leaves[ENTRIES_MAX];

/* What was seen of it. */
static struct {
    size_t entries, whole, withheld, gone;
    bool shown[ENTRIES_MAX];
} seen;

/* ---- taking it along ----------------------------------------------------- */

static uint64_t
number_at(const struct dg_json *reply, const char *pointer)
{
    return strtoull(at(reply, pointer), NULL, 10);
}

static void
take_records(const struct dg_json *result)
{
    struct dg_str text = dg_json_get_str(result, "records");
    size_t len, room = DG_BASE64_ROOM(text.len);
    uint8_t *bytes = dg_arena_alloc(&gate.arena, room);
    ok(dg_base64_decode(text, bytes, room, &len) && len > 0,
       "page %zu has records: %zu bytes", ++pages, len);
    dg_buf_append(&taken, bytes, len);
}

/* All of it; the number of its last entry. */
static uint64_t
take(const char *reader)
{
    const struct dg_json *reply = ask("proof.read", reader, "proof", "{}");
    uint64_t to = number_at(reply, "/result/size"), after = 0;
    struct dg_str checkpoint =
        dg_json_get_str(dg_json_get(reply, "result"), "checkpoint");
    struct dg_buf kept;
    dg_buf_init(&kept);
    dg_buf_str(&kept, checkpoint);
    dg_buf_clear(&taken);
    dg_export_write_head(
        &(struct dg_export_head){DG_STR("huishui"), DG_STR("6a52"),
                                 dg_str_from(reader), DG_STR("now")},
        &taken);
    pages = 0;
    do {
        reply = say("journal.read", reader,
                    "{\"after\":%" PRIu64 ",\"to\":%" PRIu64 "}", after, to);
        take_records(dg_json_get(reply, "result"));
        ok(number_at(reply, "/result/after") == after,
           "it begins behind %" PRIu64, after);
        after = number_at(reply, "/result/next");
    } while (after > 0);
    is_int(number_at(reply, "/result/last"), to, "up to the checkpoint");
    dg_export_write_end((struct dg_str){kept.data, kept.len}, to, &taken);
    dg_buf_finish(&kept);
    dg_arena_reset(&gate.arena);
    return to;
}

/* ---- what is in it ------------------------------------------------------- */

static void
commit(struct dg_sha256 *sha, const uint8_t *salt, struct dg_str body,
       uint8_t out[DG_SHA256_SIZE])
{
    if (body.data) {
        dg_header_commit(sha, salt, body, out);
    } else {
        memcpy(out, salt, DG_SHA256_SIZE);
    }
}

static void
see_entry(struct dg_sha256 *sha, const struct dg_export_entry *entry)
{
    uint8_t event[DG_SHA256_SIZE], decision[DG_SHA256_SIZE];
    commit(sha, entry->event_salt, entry->event, event);
    commit(sha, entry->decision_salt, entry->decision, decision);
    dg_header_leaf(sha, entry->header, event, decision,
                   leaves[seen.entries].bytes);
    seen.shown[entry->sequence] = entry->event.data != NULL;
    seen.gone += entry->decision.data == NULL;
    seen.entries++;
}

static bool
see_all(struct dg_export_reader *reader, struct dg_arena *arena,
        struct dg_str *checkpoint)
{
    struct dg_sha256 *sha;
    struct dg_export_head head;
    struct dg_export_record record;
    enum dg_err err = dg_sha256_create(&sha);
    memset(&seen, 0, sizeof seen);
    err = dg_export_open(reader, (struct dg_str){taken.data, taken.len}, arena,
                         &head);
    while (err == DG_OK && (err = dg_export_next(reader, &record)) == DG_OK) {
        if (record.kind == DG_EXPORT_ENTRY) {
            see_entry(sha, &record.as.entry);
        } else if (record.kind == DG_EXPORT_ENVELOPE) {
            seen.whole += record.as.envelope.payload.data != NULL;
            seen.withheld += record.as.envelope.payload.data == NULL;
        } else if (record.kind == DG_EXPORT_CHECKPOINT) {
            *checkpoint = record.as.checkpoint;
        }
    }
    struct dg_merkle_hash root;
    struct dg_checkpoint read;
    dg_merkle_root(sha, leaves, seen.entries, &root);
    dg_sha256_destroy(sha);
    return err == DG_ERR_ABSENT && dg_checkpoint_read(*checkpoint, &read) &&
           memcmp(&root, &read.head.root, sizeof root) == 0;
}

static void
holds(const char *name, uint64_t last)
{
    struct dg_export_reader reader;
    struct dg_arena arena;
    struct dg_str checkpoint = {NULL, 0};
    dg_arena_init(&arena, SIZE_MAX);
    ok(see_all(&reader, &arena, &checkpoint),
       "%s: its leaves make up the checkpoint's root", name);
    is_int(seen.entries, last, "every entry is there");
    dg_arena_finish(&arena);
}

/* ---- a journal ----------------------------------------------------------- */

static void
publish_batches(void)
{
    struct dg_buf message;
    char id[32];
    gate.quiet = true;
    dg_buf_init(&message);
    for (int i = 0; i < BATCH * BATCHES; i++) {
        snprintf(id, sizeof id, "t%d", i);
        dg_buf_text(&message, i % BATCH == 0 ? "[" : " , ");
        dg_buf_text(&message,
                    gate_event("task.publish", "department/mzj", id, TASK));
        if (i % BATCH == BATCH - 1) {
            dg_buf_text(&message, "]");
            gate_ask_bytes(&gate, message.data, message.len);
            dg_arena_reset(&gate.arena);
            dg_buf_clear(&message);
        }
    }
    dg_buf_finish(&message);
}

static unsigned long long
publish(const char *id)
{
    return number_of(ask("task.publish", "department/mzj", id, TASK));
}

/* A write, and another event in one message: the write's number. */
static unsigned long long
publish_with(const char *id, const char *other)
{
    char first[1024], second[1024];
    snprintf(first, sizeof first, "%s",
             gate_event("task.publish", "department/mzj", id, TASK));
    snprintf(second, sizeof second, "%s", other);
    return strtoull(
        at(gate_ask(&gate, "[%s,%s]", first, second), "/0/receipt/sequence"),
        NULL, 10);
}

static void
test_whole(void)
{
    uint64_t last = take("auditor/sjj");
    ok(pages > 1, "there are %zu pages", pages);
    holds("an auditor's", last);
    is_int(seen.withheld, 0, "nothing is withheld");
    is_int(seen.whole, 3 + BATCHES, "each message once");
    is_int(take("operator/o"), last, "an operator may take it");
    holds("an operator's", last);
}

static void
test_withheld(void)
{
    unsigned long long person =
        number_of(say("persons.note", VILLAGE, "{\"name\":\"罗永祥\"}"));
    unsigned long long beside =
        publish_with("beside", gate_event("persons.note", VILLAGE, "odd",
                                          "{\"nome\":\"陈世英\"}"));
    unsigned long long asked = publish_with(
        "asked", gate_event("proof.read", "department/mzj", "p", "{}"));
    unsigned long long erased = publish("erased");
    is_text(at(say("journal.erase", "keeper/bwb",
                   "{\"sequences\":[%llu],\"reason\":\"x\"}", erased),
               "/verdict"),
            "admit", "an entry is erased");
    uint64_t last = take("auditor/sjj");
    holds("with commitments", last);
    is_int(seen.withheld, 4, "four messages are withheld");
    is_int(seen.gone, 1, "one decision is gone");
    ok(!seen.shown[person], "values of persons are not shown");
    ok(!seen.shown[erased], "nor what was erased");
    ok(seen.shown[beside], "what came with something else is shown");
    ok(seen.shown[asked], "also with a question");
    ok(!memmem(taken.data, taken.len, "罗永祥", strlen("罗永祥")) &&
           !memmem(taken.data, taken.len, "陈世英", strlen("陈世英")),
       "no name of a person is in it, also where nothing was journaled");
}

/* ---- what there is not --------------------------------------------------- */

static void
test_refusals(void)
{
    uint64_t last = dg_journal_last(gate.flow->journal);
    char detail[64];
    const struct dg_json *reply =
        say("journal.read", "auditor/sjj", "{\"after\":%" PRIu64 "}", last);
    snprintf(detail, sizeof detail, "the journal has %" PRIu64 " entries",
             last);
    is_text(at(reply, "/detail"), detail, "behind the last is nothing");
    reply = say("journal.read", "auditor/sjj", "{\"after\":10}");
    is_text(at(reply, "/detail"), "after is not the member next of a page",
            "within a message none begins");
    is_text(at(reply, "/pointer"), "/data/after", "it says where");
    reply = say("journal.read", VILLAGE, "{}");
    is_text(at(reply, "/type"), "urn:dutygate:problem:not-permitted",
            "it is not for offices");
}

/* What is decided before it is asked is in the page. */
static void
test_same_message(void)
{
    char data[64];
    uint64_t last = dg_journal_last(gate.flow->journal);
    char task[1024];
    snprintf(task, sizeof task, "%s",
             gate_event("task.publish", "department/mzj", "same", TASK));
    snprintf(data, sizeof data, "{\"after\":%" PRIu64 "}", last);
    const struct dg_json *reply =
        gate_ask(&gate, "[%s,%s]", task,
                 gate_event("journal.read", "auditor/sjj", "j", data));
    is_int(number_at(reply, "/1/result/last"), last + 1,
           "asked in the message of the event itself");
}

int
main(void)
{
    gate_link_plugin("tests/fake", "persons");
    gate_open(&gate, "sqlite", "plugins = {\"access_list\", \"persons\"}");
    dg_buf_init(&taken);
    gate_furnish(&gate);
    publish_batches();
    test_whole();
    test_refusals();
    test_withheld();
    test_same_message();
    gate_restart(&gate);
    holds("after a restart", take("auditor/sjj"));
    dg_buf_finish(&taken);
    gate_close(&gate);
    return tap_done();
}
