/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where in a file one JSON text ends and the next begins. */
#include "proto/client/proof/documents.h"

#include "proto/base/i18n.h"

struct dg_str
dg_document_bytes(const struct dg_document *document)
{
    return (struct dg_str){document->text.data + document->node->start,
                           document->node->end - document->node->start};
}

struct listing {
    struct dg_arena *arena;
    struct dg_document **end; /* where the next one goes */
};

static enum dg_err
add(struct listing *listing, struct dg_str text, const struct dg_json *node)
{
    struct dg_document *document =
        dg_arena_alloc(listing->arena, sizeof *document);
    if (!document) {
        return DG_ERR_MEMORY;
    }
    *document = (struct dg_document){text, node, NULL};
    *listing->end = document;
    listing->end = &document->next;
    return DG_OK;
}

static enum dg_err
parse(struct listing *listing, struct dg_str text, struct dg_json_error *error)
{
    const struct dg_json *root;
    enum dg_err err = dg_json_parse(listing->arena, text, &root, error);
    if (err || root->type != DG_JSON_ARRAY) {
        return err ? err : add(listing, text, root);
    }
    for (const struct dg_json *n = root->child; n && !err; n = n->next) {
        err = add(listing, text, n);
    }
    return err;
}

static enum dg_err
parse_lines(struct listing *listing, struct dg_str text)
{
    struct dg_json_error error;
    enum dg_err err = DG_OK;
    while (text.len > 0 && !err) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t len = end ? (size_t) (end - text.data) : text.len;
        if (len > 0) {
            err = parse(listing, (struct dg_str){text.data, len}, &error);
        }
        len += end != NULL;
        text = (struct dg_str){text.data + len, text.len - len};
    }
    return err;
}

int
dg_documents_read(struct dg_cli *cli, const char *path, struct dg_arena *arena,
                  struct dg_document **documents)
{
    struct listing listing = {arena, documents};
    struct dg_json_error error = {.code = ""};
    struct dg_str text;
    *documents = NULL;
    int status = dg_cli_read_text(cli, path, arena, &text);
    if (status) {
        return status;
    }
    text = dg_compose_unmarked(text);
    enum dg_err err = parse(&listing, text, &error);
    if (err && err != DG_ERR_MEMORY) {
        err = parse_lines(&listing, text);
    }
    if (err == DG_ERR_MEMORY) {
        return dg_cli_fail_memory(cli);
    }
    if (err) {
        struct dg_buf why;
        dg_buf_init(&why);
        dg_compose_explain(&error, 0, &why);
        status = dg_cli_fail(cli, DG_EXIT_DATA, "%s: %s", path, why.data);
        dg_buf_finish(&why);
    }
    return status;
}
