/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how nodes are found and named once the text is parsed. */
#include "proto/codec/json.h"

#include <stdio.h>

const struct dg_json *
dg_json_get(const struct dg_json *node, const char *name)
{
    struct dg_str wanted = dg_str_from(name);

    if (!node || node->type != DG_JSON_OBJECT) {
        return NULL;
    }
    for (node = node->child; node; node = node->next) {
        if (dg_str_equal(node->name, wanted)) {
            return node;
        }
    }
    return NULL;
}

const struct dg_json *
dg_json_items(const struct dg_json *node, const char *name)
{
    const struct dg_json *member = dg_json_get(node, name);
    return member ? member->child : NULL;
}

struct dg_str
dg_json_bytes(const struct dg_json *node)
{
    const struct dg_json *root = node;

    while (root && root->parent) {
        root = root->parent;
    }
    if (!root || !root->child) {
        return (struct dg_str){NULL, 0};
    }
    return (struct dg_str){root->text.data + node->start,
                           node->end - node->start};
}

struct dg_str
dg_json_get_str(const struct dg_json *node, const char *name)
{
    const struct dg_json *member = dg_json_get(node, name);
    return member && member->type == DG_JSON_STRING ? member->text
                                                    : (struct dg_str){NULL, 0};
}

enum dg_err
dg_json_to_i64(const struct dg_json *node, int64_t *value)
{
    struct dg_str digits;
    bool negative;
    uint64_t size;
    enum dg_err err;

    if (!node || node->type != DG_JSON_NUMBER) {
        return DG_ERR_MALFORMED;
    }
    digits = node->text;
    negative = digits.data[0] == '-';
    digits.data += negative;
    digits.len -= negative;
    err = dg_str_to_u64(digits, &size);
    if (err) {
        return err;
    }
    if (size > (uint64_t) INT64_MAX + negative) {
        return DG_ERR_LIMIT;
    }
    *value = negative ? (int64_t) -size : (int64_t) size;
    return DG_OK;
}

uint64_t
dg_json_to_number(const struct dg_json *node)
{
    int64_t value;

    return dg_json_to_i64(node, &value) == DG_OK && value > 0 ? (uint64_t) value
                                                              : 0;
}

static size_t
index_of(const struct dg_json *node)
{
    size_t index = 0;

    for (const struct dg_json *n = node->parent->child; n != node;
         n = n->next) {
        index++;
    }
    return index;
}

/* Writes one reference token with its slash; returns behind it. */
static char *
put_token(char *out, const struct dg_json *node)
{
    *out++ = '/';
    if (node->parent->type == DG_JSON_ARRAY) {
        return out + sprintf(out, "%zu", index_of(node));
    }
    for (size_t i = 0; i < node->name.len; i++) {
        char c = node->name.data[i];
        if (c == '~' || c == '/') {
            *out++ = '~';
            c = c == '~' ? '0' : '1';
        }
        *out++ = c;
    }
    return out;
}

struct dg_str
dg_json_pointer(struct dg_arena *arena, const struct dg_json *root,
                const struct dg_json *node)
{
    const struct dg_json *chain[DG_JSON_DEPTH_MAX];
    size_t depth = 0, size = 1;
    char *begin, *out;

    for (; node && node != root && node->parent; node = node->parent) {
        size += 2 * node->name.len + sizeof "/4294967295";
        chain[depth++] = node;
    }
    begin = out = dg_arena_alloc(arena, size);
    if (!begin) {
        return (struct dg_str){NULL, 0};
    }
    while (depth > 0) {
        out = put_token(out, chain[--depth]);
    }
    return (struct dg_str){begin, (size_t) (out - begin)};
}

/* Cuts the next reference token, still escaped, off a pointer that begins with
 * a slash. */
static struct dg_str
cut_token(struct dg_str *pointer)
{
    struct dg_str token = {pointer->data + 1, pointer->len - 1};
    const char *slash = memchr(token.data, '/', token.len);

    if (slash) {
        token.len = (size_t) (slash - token.data);
    }
    pointer->data += token.len + 1;
    pointer->len -= token.len + 1;
    return token;
}

static bool
token_names(struct dg_str token, struct dg_str name)
{
    size_t at = 0;

    for (size_t i = 0; i < token.len; i++, at++) {
        char c = token.data[i];
        if (c == '~') {
            i++;
            if (i == token.len || (token.data[i] & ~1) != '0') {
                return false;
            }
            c = token.data[i] == '0' ? '~' : '/';
        }
        if (at == name.len || name.data[at] != c) {
            return false;
        }
    }
    return at == name.len;
}

static const struct dg_json *
child_at(const struct dg_json *node, struct dg_str token)
{
    const struct dg_json *child = node->child;
    uint64_t index;

    if (node->type == DG_JSON_ARRAY) {
        if (dg_str_to_u64(token, &index) != DG_OK || index >= node->count) {
            return NULL;
        }
        while (index-- > 0) {
            child = child->next;
        }
        return child;
    }
    while (child && !token_names(token, child->name)) {
        child = child->next;
    }
    return child;
}

const struct dg_json *
dg_json_at(const struct dg_json *root, struct dg_str pointer)
{
    while (root && pointer.len > 0) {
        if (pointer.data[0] != '/') {
            return NULL;
        }
        root = child_at(root, cut_token(&pointer));
    }
    return root;
}
