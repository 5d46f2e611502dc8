/* SPDX-License-Identifier: Apache-2.0 */
/* Reads JSON (RFC 8259) from untrusted bytes into a tree of nodes in an arena,
 * each with its byte range, under limits. Stricter than yajl: UTF-8 is checked
 * before and after decoding; lone surrogates, \u0000 and duplicate member
 * names are refused; numbers stay text. */
#ifndef PROTO_CODEC_JSON_H
#define PROTO_CODEC_JSON_H

#include "proto/base/arena.h"
#include "proto/base/err.h"
#include "proto/base/str.h"

#define DG_JSON_DEPTH_MAX 32
#define DG_JSON_NODES_MAX 100000

enum dg_json_type {
    DG_JSON_NULL,
    DG_JSON_BOOLEAN,
    DG_JSON_NUMBER,
    DG_JSON_STRING,
    DG_JSON_ARRAY,
    DG_JSON_OBJECT
};

/* Const after dg_json_parse; lives as long as the arena and the text. */
struct dg_json {
    enum dg_json_type type;
    bool boolean;        /* of a boolean */
    uint32_t start, end; /* byte range in the parsed text, end exclusive */
    uint32_t count;      /* children of an array or object */
    struct dg_str name;  /* decoded member name; data NULL if not a member */
    struct dg_str text;  /* decoded string, or a number as it was written; of
                            the root, if it has children, the whole text */
    const struct dg_json *parent; /* NULL at the root */
    const struct dg_json *child;  /* first child, NULL if none */
    const struct dg_json *next;   /* next sibling, NULL if last */
};

/* Why a text was not taken. code is one of: "not-json", "invalid-utf8",
 * "lone-surrogate", "nul-character", "duplicate-member", "too-deep",
 * "too-many-values", "too-large" (4 GiB). Static, stable. */
struct dg_json_error {
    const char *code;
    size_t offset; /* of what is wrong; of "not-json": where reading stopped,
                      at the wrong byte or behind the wrong token */
    struct dg_str name; /* the member of a duplicate-member, in the arena */
};

/* root lives in the arena and points into text, which must outlive it.
 * DG_ERR_MALFORMED or DG_ERR_LIMIT with error filled; DG_ERR_MEMORY. */
enum dg_err dg_json_parse(struct dg_arena *arena, struct dg_str text,
                          const struct dg_json **root,
                          struct dg_json_error *error);

/* The member of an object, or NULL (also when node is NULL or no object). */
const struct dg_json *dg_json_get(const struct dg_json *node, const char *name);

/* The first child of a member, or NULL. */
const struct dg_json *dg_json_items(const struct dg_json *node,
                                    const char *name);

/* The bytes of a node as they were written, within the parsed text; empty for
 * NULL, and for a root without children. */
struct dg_str dg_json_bytes(const struct dg_json *node);

/* The decoded string of a string member, or an empty slice. */
struct dg_str dg_json_get_str(const struct dg_json *node, const char *name);

/* An integral number that fits; DG_ERR_MALFORMED (fraction, exponent, other
 * type, NULL) or DG_ERR_LIMIT. */
enum dg_err dg_json_to_i64(const struct dg_json *node, int64_t *value);

/* As that, of what numbers entries, from 1 on; else 0. */
uint64_t dg_json_to_number(const struct dg_json *node);

/* RFC 6901 pointer of node below root (exclusive of root's own name), in the
 * arena; "" for root itself. */
struct dg_str dg_json_pointer(struct dg_arena *arena,
                              const struct dg_json *root,
                              const struct dg_json *node);

/* The node an RFC 6901 pointer names, or NULL. */
const struct dg_json *dg_json_at(const struct dg_json *root,
                                 struct dg_str pointer);

#endif
