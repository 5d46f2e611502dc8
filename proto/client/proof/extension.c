/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a proof of consistency is asked for and what of an answer is one.
 */
#include "proto/client/proof/extension.h"

#include "proto/base/base64.h"
#include "proto/base/i18n.h"
#include "proto/client/proof/documents.h"

static bool
take_path(const struct dg_json *path, struct dg_arena *arena,
          struct dg_merkle_path *out)
{
    uint8_t bytes[DG_BASE64_ROOM(44)];
    size_t len;
    if (path->type != DG_JSON_ARRAY ||
        path->count > DG_MERKLE_CONSISTENCY_MAX) {
        return false;
    }
    struct dg_merkle_hash *hashes =
        dg_arena_alloc(arena, path->count * sizeof *hashes);
    *out = (struct dg_merkle_path){hashes, 0};
    for (const struct dg_json *n = path->child; n && hashes; n = n->next) {
        if (n->type != DG_JSON_STRING ||
            !dg_base64_decode(n->text, bytes, sizeof bytes, &len) ||
            len != DG_SHA256_SIZE) {
            return false;
        }
        memcpy(hashes[out->count++].bytes, bytes, len);
    }
    return hashes != NULL;
}

static bool
take_size(const struct dg_json *result, const char *name, uint64_t *size)
{
    int64_t value;
    if (dg_json_to_i64(dg_json_get(result, name), &value) || value < 0) {
        return false;
    }
    *size = (uint64_t) value;
    return true;
}

/* The node's texts may go with the next answer, so the checkpoint is copied. */
static bool
take(const struct dg_json *result, struct dg_arena *arena,
     struct dg_extension *extension)
{
    const struct dg_json *path = dg_json_get(result, "path");
    struct dg_str text =
        dg_arena_copy(arena, dg_json_get_str(result, "checkpoint"));
    *extension = (struct dg_extension){.proves = false};
    if (!text.data || !dg_seen_take(&extension->newest, text) ||
        !take_size(result, "size", &extension->size)) {
        return false;
    }
    extension->proves = take_size(result, "from", &extension->from) && path;
    return !extension->proves || take_path(path, arena, &extension->path);
}

static void
compose(struct dg_cli *cli, const struct dg_extension_question *question,
        struct dg_json_writer *request)
{
    dg_compose_begin(request, "dutygate.proof.read.v1", cli->source);
    if (question->extends) {
        dg_json_put_integer(request, "from", (int64_t) question->from);
    }
    if (question->extends && question->to > 0) {
        dg_json_put_integer(request, "to", (int64_t) question->to);
    }
    dg_compose_end(request);
}

int
dg_extension_ask(struct dg_cli *cli,
                 const struct dg_extension_question *question,
                 struct dg_arena *arena, struct dg_extension *extension)
{
    struct dg_json_writer *request;
    struct dg_reply reply;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    compose(cli, question, request);
    int status = dg_cli_request(cli, request, &reply);
    dg_json_writer_destroy(request);
    if (status) {
        return status;
    }
    const struct dg_json *result = dg_json_get(reply.root, "result");
    if (question->extends &&
        dg_str_is(dg_answer_slug(reply.root), "not-found")) {
        return DG_EXIT_REFUSED;
    }
    if (!result) {
        return dg_cli_show(cli, &reply);
    }
    return take(result, arena, extension)
               ? DG_EXIT_OK
               : dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                             _("the gateway's answer is no proof"));
}

int
dg_extension_read(struct dg_cli *cli, const char *path, struct dg_arena *arena,
                  struct dg_extension *extension)
{
    struct dg_document *document;
    int status = dg_documents_read(cli, path, arena, &document);
    if (status) {
        return status;
    }
    const struct dg_json *node = document ? document->node : NULL;
    const struct dg_json *result = dg_json_get(node, "result");
    return take(result ? result : node, arena, extension) && extension->proves
               ? DG_EXIT_OK
               : dg_cli_fail(cli, DG_EXIT_DATA,
                             _("%s: not the answer to a proof.read"), path);
}

bool
dg_extension_holds(struct dg_sha256 *sha, const struct dg_extension *extension,
                   const struct dg_merkle_head *before,
                   const struct dg_merkle_head *head)
{
    return extension->proves && extension->from == before->size &&
           extension->size == head->size &&
           dg_merkle_extends(sha, before, head, &extension->path);
}
