/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which entries of a journal bring keys, and whose they are: the
 * gateway's own and the root's by gateway.configure, all others by
 * principal.enrol, principal.rotate and office.handover. */
#include "proto/client/audit/enrolled.h"

#include <uthash.h>

#include "proto/base/base64.h"

#define EVENT_LIMIT ((size_t) 64 << 20)

struct dg_enrolled_key {
    struct dg_public_key key;
    struct dg_str source;
    uint64_t from; /* sequence */
    UT_hash_handle hh;
};

void
dg_enrolled_init(struct dg_enrolled *enrolled)
{
    enrolled->keys = NULL;
    dg_arena_init(&enrolled->arena, SIZE_MAX);
    dg_arena_init(&enrolled->scratch, EVENT_LIMIT);
}

void
dg_enrolled_finish(struct dg_enrolled *enrolled)
{
    HASH_CLEAR(hh, enrolled->keys);
    dg_arena_finish(&enrolled->arena);
    dg_arena_finish(&enrolled->scratch);
}

/* ---- entries that bring some -------------------------------------------- */

/* An entry while its keys are taken. */
struct taking {
    struct dg_enrolled *enrolled;
    const struct dg_header *header;
    const struct dg_json *data;
};

/* A key that is somebody's stays theirs, and one that is none is nobody's. */
static enum dg_err
add_key(const struct taking *t, struct dg_str x, struct dg_str source)
{
    struct dg_enrolled *enrolled = t->enrolled;
    struct dg_enrolled_key *key;
    struct dg_public_key read;
    if (!dg_public_key_recall(x, &read)) {
        return DG_OK;
    }
    HASH_FIND(hh, enrolled->keys, read.kid, DG_KID_LEN, key);
    if (key) {
        return DG_OK;
    }
    key = dg_arena_alloc(&enrolled->arena, sizeof *key);
    source = dg_arena_copy(&enrolled->arena, source);
    if (!key || !source.data) {
        return DG_ERR_MEMORY;
    }
    key->key = read;
    key->source = source;
    key->from = t->header->sequence;
    HASH_ADD(hh, enrolled->keys, key.kid, DG_KID_LEN, key);
    return DG_OK;
}

/* Those of an array of keys, or of officers. */
static enum dg_err
add_keys(const struct taking *t, const struct dg_json *node,
         struct dg_str source)
{
    enum dg_err err = DG_OK;
    for (; node && err == DG_OK; node = node->next) {
        err =
            add_key(t,
                    node->type == DG_JSON_STRING ? node->text
                                                 : dg_json_get_str(node, "key"),
                    source);
    }
    return err;
}

static enum dg_err
take_configuration(const struct taking *t)
{
    struct dg_str root = dg_arena_printf(&t->enrolled->scratch, "root/%.*s",
                                         DG_STR_ARG(t->header->gateway));
    if (!root.data) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err =
        add_keys(t, dg_json_items(t->data, "keys"), t->header->source);
    return err ? err : add_keys(t, dg_json_items(t->data, "rootkeys"), root);
}

static enum dg_err
take_enrolment(const struct taking *t)
{
    enum dg_err err = DG_OK;
    for (const struct dg_json *node = dg_json_items(t->data, "principals");
         node && err == DG_OK; node = node->next) {
        err = add_keys(t, dg_json_items(node, "officers"),
                       dg_json_get_str(node, "principal"));
    }
    return err;
}

static enum dg_err
take_rotation(const struct taking *t)
{
    return add_key(t, dg_json_get_str(dg_json_get(t->data, "new"), "key"),
                   dg_json_get_str(t->data, "principal"));
}

static enum dg_err
take_handover(const struct taking *t)
{
    struct dg_str code = dg_json_get_str(t->data, "office");
    struct dg_str source =
        dg_arena_printf(&t->enrolled->scratch, "office/%.*s", DG_STR_ARG(code));
    return source.data ? add_keys(t, dg_json_items(t->data, "officers"), source)
                       : DG_ERR_MEMORY;
}

static const struct {
    const char *type;
    enum dg_err (*take)(const struct taking *taking);
} kinds[] = {
    {"dutygate.gateway.configure.v1", take_configuration},
    {"dutygate.principal.enrol.v1", take_enrolment},
    {"dutygate.principal.rotate.v1", take_rotation},
    {"dutygate.office.handover.v1", take_handover},
};

static enum dg_err
take(struct taking *t, const struct dg_export_entry *entry, size_t kind)
{
    struct dg_header header;
    const struct dg_json *root;
    struct dg_json_error error;
    enum dg_err err =
        dg_header_decode(entry->header, &t->enrolled->scratch, &header);
    if (err == DG_OK && header.verdict < DG_VERDICT_DEFER) {
        err = dg_json_parse(&t->enrolled->scratch, entry->event, &root, &error);
        if (err == DG_OK) {
            t->header = &header;
            t->data = dg_json_get(root, "data");
            err = kinds[kind].take(t);
        }
    }
    return err == DG_ERR_MEMORY ? err : DG_OK;
}

enum dg_err
dg_enrolled_add(struct dg_enrolled *enrolled,
                const struct dg_export_entry *entry)
{
    struct taking t = {.enrolled = enrolled};
    struct dg_header header;
    enum dg_err err = DG_OK;
    dg_header_peek(entry->header, &header);
    for (size_t i = 0; entry->event.data && i < sizeof kinds / sizeof kinds[0];
         i++) {
        if (dg_str_is(header.type, kinds[i].type)) {
            err = take(&t, entry, i);
            dg_arena_reset(&enrolled->scratch);
        }
    }
    return err;
}

/* ---- what they signed --------------------------------------------------- */

/* The JWS as it came: its payload again in the middle. */
static bool
join(const struct dg_export_envelope *envelope, struct dg_buf *text)
{
    struct dg_str proof = envelope->proof;
    const char *dots = memmem(proof.data, proof.len, "..", 2);
    if (!dots) {
        return false;
    }
    size_t header = (size_t) (dots - proof.data) + 1;
    dg_buf_clear(text);
    dg_buf_append(text, proof.data, header);
    dg_base64url_append(text, envelope->payload.data, envelope->payload.len);
    dg_buf_append(text, proof.data + header, proof.len - header);
    return text->err == DG_OK;
}

enum dg_signing
dg_enrolled_look(const struct dg_enrolled *enrolled, struct dg_buf *scratch,
                 const struct dg_export_envelope *envelope, bool check,
                 struct dg_str *source)
{
    struct dg_enrolled_key *key;
    struct dg_jws jws;
    enum dg_problem_code problem;
    const char *detail;
    if (!join(envelope, scratch) ||
        !dg_jws_split((struct dg_str){scratch->data, scratch->len}, &jws,
                      &problem, &detail)) {
        return DG_SIGNING_FAILS;
    }
    HASH_FIND(hh, enrolled->keys, jws.kid, DG_KID_LEN, key);
    if (!key || key->from > envelope->number) {
        return DG_SIGNING_STRANGER;
    }
    *source = key->source;
    return !check || dg_jws_verify(&jws, &key->key) ? DG_SIGNING_HOLDS
                                                    : DG_SIGNING_FAILS;
}
