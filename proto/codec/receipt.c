/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of an answer is receipt, event and decision. Whether they hold
 * is left to receipt_verify.c. */
#include "proto/codec/receipt.h"

#include "proto/base/base64.h"

struct reading {
    struct dg_arena *arena;
    struct dg_receipt *receipt;
    const char *what; /* NULL as long as nothing is wrong */
    bool memory;      /* is exhausted */
};

static void
complain(struct reading *reading, const char *what)
{
    if (!reading->what) {
        reading->what = what;
    }
}

static const struct dg_json *
member(const struct reading *reading, const char *name)
{
    return dg_json_get(reading->receipt->root, name);
}

static bool
decode(const struct dg_json *node, uint8_t *out, size_t size)
{
    uint8_t bytes[DG_BASE64_ROOM(44)];
    size_t len;
    if (!node || node->type != DG_JSON_STRING ||
        !dg_base64_decode(node->text, bytes, sizeof bytes, &len) ||
        len != size) {
        return false;
    }
    memcpy(out, bytes, size);
    return true;
}

/* Salt and commitment, each if it is there. */
static void
read_body(struct reading *reading, struct dg_receipt_body *body,
          const char *salt, const char *commitment)
{
    const struct dg_json *node = member(reading, salt);
    body->salted = decode(node, body->salt, DG_SALT_SIZE);
    if (node && !body->salted) {
        complain(reading, salt);
    }
    node = member(reading, commitment);
    body->committed = decode(node, body->commitment, DG_SHA256_SIZE);
    if (node && !body->committed) {
        complain(reading, commitment);
    }
}

static int
hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static void
read_leaf(struct reading *reading)
{
    struct dg_str hex = dg_json_get_str(reading->receipt->root, "leaf");
    bool fits = hex.len == 2 * (size_t) DG_SHA256_SIZE;
    for (size_t i = 0; fits && i < hex.len; i += 2) {
        int high = hex_digit(hex.data[i]), low = hex_digit(hex.data[i + 1]);
        fits = high >= 0 && low >= 0;
        reading->receipt->leaf[i / 2] = (uint8_t) (fits ? high * 16 + low : 0);
    }
    if (!fits) {
        complain(reading, "leaf");
    }
}

static void
read_header(struct reading *reading)
{
    struct dg_receipt *receipt = reading->receipt;
    struct dg_str text = dg_json_get_str(receipt->root, "header");
    size_t room = DG_BASE64_ROOM(text.len), len;
    uint8_t *bytes = dg_arena_alloc(reading->arena, room);
    if (!bytes) {
        reading->memory = true;
        return;
    }
    if (!dg_base64_decode(text, bytes, room, &len)) {
        complain(reading, "header");
        return;
    }
    receipt->header_bytes = (struct dg_str){(const char *) bytes, len};
    enum dg_err err = dg_header_decode(receipt->header_bytes, reading->arena,
                                       &receipt->header);
    reading->memory = reading->memory || err == DG_ERR_MEMORY;
    if (err && err != DG_ERR_MEMORY) {
        complain(reading, "header");
    }
}

static void
read_path(struct reading *reading)
{
    const struct dg_json *path = member(reading, "path");
    if (!path || path->type != DG_JSON_ARRAY ||
        path->count > DG_MERKLE_PATH_MAX) {
        complain(reading, "path");
        return;
    }
    struct dg_merkle_hash *hashes =
        dg_arena_alloc(reading->arena, path->count * sizeof *hashes);
    if (!hashes) {
        reading->memory = true;
        return;
    }
    size_t count = 0;
    for (const struct dg_json *n = path->child; n; n = n->next) {
        if (!decode(n, hashes[count++].bytes, DG_SHA256_SIZE)) {
            complain(reading, "path");
        }
    }
    reading->receipt->path = (struct dg_merkle_path){hashes, count};
}

/* Whether the node is an object of these members and no others. */
static bool
has_only(const struct dg_json *node, const char *const *names, size_t count)
{
    for (const struct dg_json *n = node->child; n; n = n->next) {
        size_t i = 0;
        while (i < count && !dg_str_is(n->name, names[i])) {
            i++;
        }
        if (i == count) {
            return false;
        }
    }
    return node->type == DG_JSON_OBJECT;
}

#define HAS_ONLY(node, names)                                                  \
    has_only((node), (names), sizeof(names) / sizeof(names)[0])

/* What is in no leaf is in no receipt. */
static void
check_members(struct reading *reading)
{
    static const char *const names[] = {"gateway",
                                        "journal",
                                        "epoch",
                                        "sequence",
                                        "time",
                                        "leaf",
                                        "header",
                                        "eventcommitment",
                                        "eventsalt",
                                        "path",
                                        "decisionsalt",
                                        "checkpoint",
                                        "decisioncommitment"};
    if (!HAS_ONLY(reading->receipt->root, names)) {
        complain(reading, "receipt");
    }
}

/* Whether an answer begins {"id":…,"source":…,"receipt":{…}, or, of what was
 * erased, with "erased":true before the receipt; nothing else may stand in
 * front, since nothing would prove it. */
static bool
begins_well(const struct dg_receipt *receipt, bool *erased)
{
    const struct dg_json *id = receipt->answer->child;
    const struct dg_json *source = id ? id->next : NULL;
    const struct dg_json *next = source ? source->next : NULL;
    *erased = next && dg_str_is(next->name, "erased") &&
              next->type == DG_JSON_BOOLEAN && next->boolean;
    next = *erased ? next->next : next;
    return next == receipt->root && dg_str_is(id->name, "id") &&
           dg_str_is(source->name, "source");
}

/* What stands behind the receipt; of what was erased nothing. */
static void
read_decision(struct reading *reading, struct dg_str text)
{
    struct dg_receipt *receipt = reading->receipt;
    struct dg_str rest = {text.data + receipt->root->end,
                          receipt->answer->end - receipt->root->end};
    bool erased;
    if (!begins_well(receipt, &erased)) {
        complain(reading, "receipt");
        return;
    }
    if (dg_str_is(rest, "}")) {
        return;
    }
    if (rest.data[0] != ',' || erased) {
        complain(reading, "receipt");
        return;
    }
    char *bytes = dg_arena_alloc(reading->arena, rest.len);
    if (!bytes) {
        reading->memory = true;
        return;
    }
    memcpy(bytes, rest.data, rest.len);
    bytes[0] = '{';
    receipt->decision.bytes = (struct dg_str){bytes, rest.len};
}

/* The answer in a receipt.lookup's result, with the event beside it; or the
 * node itself. Around the one there may not be another that nothing proves. */
static void
find_answer(struct reading *reading, struct dg_str text,
            const struct dg_json *node)
{
    static const char *const around[] = {"id", "source", "result"};
    static const char *const beside[] = {"event", "answer", "amendment"};
    struct dg_receipt *receipt = reading->receipt;
    const struct dg_json *result = dg_json_get(node, "result");
    const struct dg_json *answer = dg_json_get(result, "answer");
    const struct dg_json *event = dg_json_get(result, "event");
    if (answer && (!HAS_ONLY(node, around) || !HAS_ONLY(result, beside))) {
        complain(reading, "result");
    }
    receipt->answer = answer ? answer : node;
    receipt->root = dg_json_get(receipt->answer, "receipt");
    if (answer && event && event->type == DG_JSON_OBJECT) {
        dg_receipt_set_event(receipt,
                             (struct dg_str){text.data + event->start,
                                             event->end - event->start},
                             event);
    }
}

void
dg_receipt_set_event(struct dg_receipt *receipt, struct dg_str bytes,
                     const struct dg_json *root)
{
    receipt->event.bytes = bytes;
    receipt->event_root = root;
}

enum dg_err
dg_receipt_read(struct dg_arena *arena, struct dg_str text,
                const struct dg_json *node, struct dg_receipt *receipt,
                const char **what)
{
    struct reading reading = {.arena = arena, .receipt = receipt};
    memset(receipt, 0, sizeof *receipt);
    find_answer(&reading, text, node);
    if (!receipt->root || receipt->root->type != DG_JSON_OBJECT) {
        return DG_ERR_ABSENT;
    }
    read_decision(&reading, text);
    read_body(&reading, &receipt->event, "eventsalt", "eventcommitment");
    read_body(&reading, &receipt->decision, "decisionsalt",
              "decisioncommitment");
    read_leaf(&reading);
    read_header(&reading);
    read_path(&reading);
    if (!dg_checkpoint_read(dg_json_get_str(receipt->root, "checkpoint"),
                            &receipt->checkpoint)) {
        complain(&reading, "checkpoint");
    }
    check_members(&reading);
    *what = reading.what;
    return reading.memory ? DG_ERR_MEMORY
           : reading.what ? DG_ERR_MALFORMED
                          : DG_OK;
}
