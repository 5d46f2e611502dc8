/* SPDX-License-Identifier: Apache-2.0 */
/* Files of JSON as this command writes and reads them: one text, or one a line;
 * an array stands for what is in it. */
#ifndef PROTO_CLIENT_PROOF_DOCUMENTS_H
#define PROTO_CLIENT_PROOF_DOCUMENTS_H

#include "proto/client/ask/cli.h"

/* node was parsed from text; both live in the arena. */
struct dg_document {
    struct dg_str text;
    const struct dg_json *node;
    struct dg_document *next;
};

/* The node's own bytes. */
struct dg_str dg_document_bytes(const struct dg_document *document);

/* Reads path, or stdin for "-". 0 or an exit status, said: 65, not JSON. */
int dg_documents_read(struct dg_cli *cli, const char *path,
                      struct dg_arena *arena, struct dg_document **documents);

#endif
