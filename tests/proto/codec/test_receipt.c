/* SPDX-License-Identifier: Apache-2.0 */
/* Receipts made by hand: what holds, and of everything that was changed what is
 * said. A letter for each proof (journal, signature, place, header, decision,
 * event, members): capital, it holds; small, it fails; '-', it is not there. */
#include <sodium.h>
#include <stdlib.h>

#include "proto/base/base64.h"
#include "proto/base/date.h"
#include "proto/codec/receipt.h"
#include "tests/tap/tap.h"

#define GATEWAY "huishui"
#define JOURNAL "6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70"
#define ENTRIES 11
#define SEQUENCE 7

static struct dg_sha256 *sha;
static struct dg_secret_key *keys[2];
static struct dg_verifier verifiers[2]; /* of the first key; of the second */

static const char event_text[] =
    "{\"specversion\":\"1.0\",\"id\":\"mz-1\",\"source\":\"department/mzj\","
    "\"type\":\"dutygate.task.publish.v1\",\"data\":{\"title\":\"关于低保\"}}";
static const char decision_text[] =
    "{\"verdict\":\"admit\",\"roster\":\"2026\",\"offices\":215,\"findings\":"
    "[{\"plugin\":\"access_list\",\"text\":\"盖章\"}]}";

/* What a receipt is made from; a test changes a part of it. */
struct recipe {
    struct dg_header header;
    const char *gateway, *journal, *origin; /* as written */
    const char *event, *decision;           /* NULL: erased */
    bool lookup, commitments, saltless, erased;
    const struct dg_secret_key *key;
};

static const struct recipe plain = {
    .header = {.sequence = SEQUENCE,
               .time_us = 1795327200123456,
               .epoch = 2,
               .gateway = {GATEWAY, sizeof GATEWAY - 1},
               .type = {"dutygate.task.publish.v1", 24},
               .source = {"department/mzj", 14},
               .verdict = DG_VERDICT_STRIP,
               .duty = {"mz-01", 5},
               .offices = 215},
    .gateway = GATEWAY,
    .journal = JOURNAL,
    .origin = GATEWAY "/" JOURNAL,
    .event = event_text,
    .decision = decision_text,
    .lookup = true,
};

/* ---- making ------------------------------------------------------------- */

static const uint8_t event_salt[DG_SALT_SIZE] = {1, 2, 3};
static const uint8_t decision_salt[DG_SALT_SIZE] = {4, 5, 6};

struct leaf {
    struct dg_buf header;
    uint8_t event[DG_SHA256_SIZE], decision[DG_SHA256_SIZE];
    struct dg_merkle_hash hash;
};

/* Of what was decided, before anybody erased or changed anything. */
static void
make_leaf(const struct recipe *recipe, struct leaf *leaf)
{
    dg_buf_init(&leaf->header);
    dg_header_encode(&recipe->header, &leaf->header);
    dg_header_commit(sha, event_salt, dg_str_from(event_text), leaf->event);
    dg_header_commit(sha, decision_salt, dg_str_from(decision_text),
                     leaf->decision);
    dg_header_leaf(sha, (struct dg_str){leaf->header.data, leaf->header.len},
                   leaf->event, leaf->decision, leaf->hash.bytes);
}

static void
put_bytes(struct dg_buf *out, const char *name, const void *bytes, size_t len)
{
    dg_buf_printf(out, ",\"%s\":\"", name);
    dg_base64_append(out, bytes, len);
    dg_buf_text(out, "\"");
}

/* The seventh of eleven: partners are 8; 5, 6; 1 to 4; 9 to 11. */
static void
make_path(const struct leaf *leaf, struct dg_merkle_hash path[4],
          struct dg_merkle_head *head)
{
    struct dg_merkle_hash leaves[ENTRIES] = {{{0}}};
    for (uint8_t i = 0; i < ENTRIES; i++) {
        leaves[i].bytes[0] = i;
    }
    leaves[SEQUENCE - 1] = leaf->hash;
    path[0] = leaves[7];
    dg_merkle_root(sha, leaves + 4, 2, &path[1]);
    dg_merkle_root(sha, leaves, 4, &path[2]);
    dg_merkle_root(sha, leaves + 8, 3, &path[3]);
    head->size = ENTRIES;
    dg_merkle_root(sha, leaves, ENTRIES, &head->root);
}

static void
put_checkpoint(struct dg_buf *out, const struct recipe *recipe,
               const struct dg_merkle_head *head)
{
    const struct dg_secret_key *key = recipe->key ? recipe->key : keys[0];
    struct dg_buf text;
    dg_buf_init(&text);
    dg_checkpoint_write(dg_str_from(recipe->origin), head, &key, 1, &text);
    dg_buf_text(out, ",\"checkpoint\":\"");
    for (size_t i = 0; i < text.len; i++) {
        dg_buf_append(out, text.data[i] == '\n' ? "\\n" : &text.data[i],
                      text.data[i] == '\n' ? 2 : 1);
    }
    dg_buf_text(out, "\"");
    dg_buf_finish(&text);
}

static void
put_proof(struct dg_buf *out, const struct recipe *recipe,
          const struct leaf *leaf)
{
    struct dg_merkle_hash path[4];
    struct dg_merkle_head head;
    make_path(leaf, path, &head);
    put_bytes(out, "header", leaf->header.data, leaf->header.len);
    if (recipe->event && !recipe->saltless) {
        put_bytes(out, "eventsalt", event_salt, sizeof event_salt);
    }
    if (recipe->decision && !recipe->saltless) {
        put_bytes(out, "decisionsalt", decision_salt, sizeof decision_salt);
    }
    if (recipe->commitments) {
        put_bytes(out, "eventcommitment", leaf->event, sizeof leaf->event);
        put_bytes(out, "decisioncommitment", leaf->decision,
                  sizeof leaf->decision);
    }
    for (size_t i = 0; i < 4; i++) {
        dg_buf_text(out, i == 0 ? ",\"path\":[\"" : ",\"");
        dg_base64_append(out, path[i].bytes, sizeof path[i].bytes);
        dg_buf_text(out, "\"");
    }
    dg_buf_text(out, "]");
    put_checkpoint(out, recipe, &head);
}

static void
put_answer(struct dg_buf *out, const struct recipe *recipe)
{
    char time[DG_INSTANT_SIZE], hex[2 * DG_SHA256_SIZE + 1];
    struct leaf leaf;
    make_leaf(recipe, &leaf);
    dg_instant_format(recipe->header.time_us, time);
    dg_hex(leaf.hash.bytes, sizeof leaf.hash.bytes, hex);
    dg_buf_printf(out,
                  "{\"id\":%s,\"source\":\"department/mzj\"%s,\"receipt\":{"
                  "\"gateway\":\"%s\",\"journal\":\"%s\",\"epoch\":%d,"
                  "\"sequence\":%d,\"time\":\"%s\",\"leaf\":\"%s\"",
                  recipe->erased ? "null" : "\"mz-1\"",
                  recipe->erased ? ",\"erased\":true" : "", recipe->gateway,
                  recipe->journal, (int) recipe->header.epoch,
                  (int) recipe->header.sequence, time, hex);
    put_proof(out, recipe, &leaf);
    dg_buf_text(out, "}");
    if (recipe->decision) {
        dg_buf_printf(out, ",%s", recipe->decision + 1);
    } else {
        dg_buf_text(out, "}");
    }
    dg_buf_finish(&leaf.header);
}

static struct dg_str
make(const struct recipe *recipe)
{
    struct dg_buf out;
    dg_buf_init(&out);
    if (recipe->lookup) {
        dg_buf_printf(&out,
                      "{\"id\":\"q\",\"source\":\"auditor/sj\",\"result\""
                      ":{\"event\":%s,\"answer\":",
                      recipe->event ? recipe->event : "null");
    }
    put_answer(&out, recipe);
    if (recipe->lookup) {
        dg_buf_text(&out, "}}");
    }
    return dg_buf_take(&out);
}

/* ---- judging ------------------------------------------------------------ */

static const char *member; /* of the last one judged */
static bool held;

static char
letter(enum dg_proof proof, char name)
{
    return proof == DG_PROOF_MISSING ? '-'
           : proof == DG_PROOF_FAILS ? (char) (name + 'a' - 'A')
                                     : name;
}

static void
write_letters(const struct dg_receipt_check *c, char out[8])
{
    const char letters[] = {letter(c->journal, 'J'),  letter(c->signature, 'S'),
                            letter(c->place, 'P'),    letter(c->header, 'H'),
                            letter(c->decision, 'D'), letter(c->event, 'E'),
                            letter(c->members, 'M'),  '\0'};
    memcpy(out, letters, sizeof letters);
}

/* event: one beside the text, or NULL. */
static const char *
judge(struct dg_str text, const char *event)
{
    static char said[64];
    struct dg_arena arena;
    struct dg_json_error error;
    struct dg_receipt receipt;
    struct dg_receipt_check check;
    const struct dg_json *root, *event_root;
    const char *what = NULL;
    dg_arena_init(&arena, 1 << 20);
    member = NULL;
    held = false;
    enum dg_err err = dg_json_parse(&arena, text, &root, &error);
    err = err ? err : dg_receipt_read(&arena, text, root, &receipt, &what);
    if (err) {
        snprintf(said, sizeof said, "%s%s%s", dg_err_text(err),
                 what ? ": " : "", what ? what : "");
    } else {
        if (event && dg_json_parse(&arena, dg_str_from(event), &event_root,
                                   &error) == DG_OK) {
            dg_receipt_set_event(&receipt, dg_str_from(event), event_root);
        }
        dg_receipt_verify(sha, &receipt, verifiers, 1, &check);
        write_letters(&check, said);
        held = dg_receipt_holds(&check);
        member = check.member;
    }
    dg_arena_finish(&arena);
    return said;
}

static const char *
judge_recipe(const struct recipe *recipe)
{
    struct dg_str text = make(recipe);
    const char *said = judge(text, NULL);
    free((char *) text.data);
    return said;
}

/* The text of a recipe with its first part like from replaced. */
static const char *
judge_changed(const struct recipe *recipe, const char *from, const char *to)
{
    struct dg_str text = make(recipe);
    const char *at = strstr(text.data, from);
    struct dg_buf out;
    dg_buf_init(&out);
    if (at) {
        dg_buf_append(&out, text.data, (size_t) (at - text.data));
        dg_buf_text(&out, to);
        dg_buf_text(&out, at + strlen(from));
    }
    const char *said = judge((struct dg_str){out.data, out.len}, NULL);
    dg_buf_finish(&out);
    free((char *) text.data);
    return said;
}

/* ---- tests -------------------------------------------------------------- */

static void
test_whole(void)
{
    struct recipe recipe = plain;
    is_text(judge_recipe(&recipe), "JSPHDEM", "a receipt that was looked up");
    ok(held, "it holds");
    recipe.commitments = true;
    is_text(judge_recipe(&recipe), "JSPHDEM", "with commitments");
    recipe.lookup = false;
    is_text(judge_recipe(&recipe), "JSPHD-M", "an answer, without its event");
    ok(held, "holds by the commitment");
    recipe.commitments = false;
    is_text(judge_recipe(&recipe), "JSP---M", "without a commitment");
    ok(!held, "only the leaf is proved");
    struct dg_str text = make(&recipe);
    is_text(judge(text, event_text), "JSPHDEM", "with its event from a file");
    ok(held, "it holds again");
    is_text(judge(text, "{\"id\":\"mz-1\"}"), "JSPhdem", "with another event");
    free((char *) text.data);
}

static void
test_erased(void)
{
    struct recipe recipe = plain;
    recipe.event = recipe.decision = NULL;
    recipe.commitments = true;
    is_text(judge_recipe(&recipe), "JSPH--M", "an entry that was erased");
    ok(held, "holds by its commitments");
    recipe.erased = true;
    is_text(judge_recipe(&recipe), "JSPH--M", "an answer that says so");
    ok(held, "holds, too");
    is_text(judge_changed(&recipe, "\"erased\":true", "\"erased\":1"),
            "malformed: receipt", "or says it otherwise than a gateway");
    recipe.decision = decision_text;
    is_text(judge_recipe(&recipe), "malformed: receipt",
            "or says it and has a decision");
    recipe.erased = false;
    recipe.saltless = true;
    is_text(judge_recipe(&recipe), "JSPHd-M", "a decision without its salt");
    ok(!held, "is not taken on trust");
    recipe.decision = NULL;
    recipe.event = event_text;
    is_text(judge_recipe(&recipe), "JSPH-eM", "nor an event");
}

static void
test_changed(void)
{
    struct recipe recipe = plain;
    is_text(judge_changed(&recipe, "215", "216"), "JSPhdeM",
            "the decision is altered");
    is_text(judge_changed(&recipe, "低保", "高保"), "JSPhdeM",
            "the event is altered");
    recipe.commitments = true;
    is_text(judge_changed(&recipe, "215", "216"), "JSPHdEM",
            "the decision is altered, and it is said that it is");
    is_text(judge_changed(&recipe, "低保", "高保"), "JSPHDeM",
            "the event is altered, and it is said that it is");
    is_text(judge_changed(&recipe, "\"header\":\"A", "\"header\":\"B"),
            "malformed: header", "a header of another version");
    is_text(judge_changed(&recipe, "\"eventsalt\":\"A", "\"eventsalt\":\"B"),
            "JSPHDeM", "another salt");
    is_text(judge_changed(&recipe, "\"path\":[\"B", "\"path\":[\"C"), "JSpHDEM",
            "another path");
    is_text(judge_changed(&recipe, "\\n11\\n", "\\n12\\n"), "JsPHDEM",
            "a checkpoint of another size");
    is_text(judge_changed(&recipe, "\\n11\\n", "\\n6\\n"), "JspHDEM",
            "a checkpoint of before");
}

static void
test_members(void)
{
    static const struct {
        const char *member, *from, *to;
    } cases[] = {{"gateway", "\"gateway\":\"huishui\"", "\"gateway\":\"x\""},
                 {"epoch", "\"epoch\":2", "\"epoch\":1"},
                 {"sequence", "\"sequence\":7", "\"sequence\":8"},
                 {"time", ".123456Z\"", ".123457Z\""},
                 {"source", "zj\",\"receipt", "zk\",\"receipt"},
                 {"id", "mz-1\",\"source\":\"department/mzj\",\"receipt",
                  "mz-2\",\"source\":\"department/mzj\",\"receipt"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *said = judge_changed(&plain, cases[i].from, cases[i].to);
        is_text(said, i == 0 ? "j-PHDEm" : "JSPHDEm", cases[i].member);
        is_text(member, cases[i].member, "is the one that is named");
    }
    struct recipe recipe = plain;
    recipe.header.verdict = DG_VERDICT_REFUSE;
    is_text(judge_recipe(&recipe), "JSPHDEm", "a decision unlike its header");
    is_text(member, "verdict", "is named");
    recipe = plain;
    recipe.header.type = DG_STR("dutygate.task.amend.v1");
    is_text(judge_recipe(&recipe), "JSPHDEm", "an event unlike its header");
    is_text(member, "type", "is named, too");
}

static void
test_journals(void)
{
    struct recipe recipe = plain;
    recipe.key = keys[1];
    is_text(judge_recipe(&recipe), "JsPHDEM", "another key's signature");
    recipe = plain;
    recipe.journal = recipe.origin = "x";
    is_text(judge_recipe(&recipe), "j-PHDEM", "an origin that is none");
    recipe.origin = GATEWAY "/x";
    is_text(judge_recipe(&recipe), "j-PHDEM", "another journal's receipt");
    recipe.journal = JOURNAL;
    is_text(judge_recipe(&recipe), "j-PHDEM", "another journal's checkpoint");
    recipe = plain;
    recipe.journal = "x";
    is_text(judge_recipe(&recipe), "j-PHDEM", "a receipt that says another");
}

static void
test_malformed(void)
{
    static const char *const cases[][3] = {
        {"\"leaf\":\"", "\"leaf\":\"0", "malformed: leaf"},
        {"\"leaf\":\"", "\"leav\":\"", "malformed: leaf"},
        {"\"header\":\"", "\"header\":\"*", "malformed: header"},
        {"\"header\":", "\"head\":", "malformed: header"},
        {"\"eventsalt\":\"", "\"eventsalt\":\"AAAA", "malformed: eventsalt"},
        {"\"decisionsalt\":\"", "\"decisionsalt\":7,\"x\":\"",
         "malformed: decisionsalt"},
        {"\"path\":", "\"paths\":", "malformed: path"},
        {"\"path\":[", "\"path\":[7,", "malformed: path"},
        {"\"path\":[", "\"path\":[\"\",", "malformed: path"},
        {"\"checkpoint\":\"", "\"checkpoint\":\"\\n", "malformed: checkpoint"},
        {"\"checkpoint\":", "\"check\":", "malformed: checkpoint"},
        {",\"receipt\"", ",\"detail\":\"refuse\",\"receipt\"",
         "malformed: receipt"},
        {"{\"id\":\"mz-1\",\"source\":\"department/mzj\",\"rec",
         "{\"source\":\"department/mzj\",\"rec", "malformed: receipt"},
        {"\"receipt\":{", "\"receipt\":{\"verdict\":\"refuse\",",
         "malformed: receipt"},
        {"\"result\":", "\"verdict\":\"refuse\",\"result\":",
         "malformed: result"},
        {"\"result\":", "\"receipt\":{},\"result\":", "malformed: result"},
        {"\"answer\":", "\"verdict\":\"refuse\",\"answer\":",
         "malformed: result"},
        {"\"receipt\":{", "\"receipt\":7,\"x\":{", "absent"},
        {"\"receipt\":", "\"recipe\":", "absent"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is_text(judge_changed(&plain, cases[i][0], cases[i][1]), cases[i][2],
                cases[i][1]);
    }
    is_text(judge(DG_STR("[]"), NULL), "absent", "an array");
    is_text(
        judge(DG_STR("{\"id\":\"a\",\"source\":\"b\",\"result\":{}}"), NULL),
        "absent", "the result of a read");
}

/* Behind the question's own id and source nothing may be another. */
static void
test_every_bit(void)
{
    struct dg_str text = make(&plain);
    char *bytes = (char *) text.data;
    unsigned unnoticed = 0;
    size_t begin = (size_t) (strstr(bytes, "\"result\"") - bytes);
    for (size_t i = 8 * begin; i < 8 * text.len; i++) {
        bytes[i / 8] ^= (char) (1u << i % 8);
        judge(text, NULL);
        unnoticed += held;
        bytes[i / 8] ^= (char) (1u << i % 8);
    }
    is_int(unnoticed, 0, "no bit of an answer may be another");
    free(bytes);
}

static bool
begin(void)
{
    struct dg_str name = dg_str_from(plain.origin);
    if (sodium_init() < 0 || dg_sha256_create(&sha) ||
        dg_secret_key_generate(&keys[0]) || dg_secret_key_generate(&keys[1])) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        verifiers[i] =
            (struct dg_verifier){name, *dg_secret_key_public(keys[i])};
    }
    return true;
}

/* While the gateway changes keys, each has one of them. */
static void
test_keys(void)
{
    struct recipe recipe = plain;
    struct dg_verifier kept = verifiers[0];
    recipe.key = keys[1];
    verifiers[0] = verifiers[1];
    is_text(judge_recipe(&recipe), "JSPHDEM", "the other key's verifier");
    verifiers[0] = kept;
}

int
main(void)
{
    if (!begin()) {
        return 99;
    }
    test_whole();
    test_erased();
    test_changed();
    test_members();
    test_journals();
    test_malformed();
    test_every_bit();
    test_keys();
    dg_secret_key_destroy(keys[0]);
    dg_secret_key_destroy(keys[1]);
    dg_sha256_destroy(sha);
    return tap_done();
}
