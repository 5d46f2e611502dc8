/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which texts are JSON and builds their nodes while yajl reads; what
 * the values should be is the schema's. yajl takes more than RFC 8259 has, so
 * white space, escapes and member names are looked at here too. */
#include "proto/codec/json.h"

#include <setjmp.h>
#include <stdlib.h>
#include <yajl/yajl_parse.h>

#include "proto/base/utf8.h"

#define LINEAR_MEMBERS 8 /* up to here comparing each with each is quickest */

struct parser {
    struct dg_arena *arena;
    struct dg_str text;
    struct dg_json_error *error;
    enum dg_err err;
    yajl_handle yajl;
    jmp_buf no_memory;

    size_t pos;         /* behind the last token */
    struct dg_str name; /* of the member whose value comes next */
    struct dg_json *root;
    size_t nodes;
    size_t depth; /* open containers */
    struct {
        struct dg_json *node, *last; /* last child so far */
    } open[DG_JSON_DEPTH_MAX];
};

/* Returns 0, with which a callback makes yajl stop. */
static int
fail(struct parser *p, enum dg_err err, const char *code, size_t offset)
{
    p->err = err;
    *p->error = (struct dg_json_error){.code = code, .offset = offset};
    return 0;
}

static int
fail_malformed(struct parser *p, const char *code, size_t offset)
{
    return fail(p, DG_ERR_MALFORMED, code, offset);
}

/* Passes white space and separators; yajl has checked where separators stand,
 * but takes form feeds and vertical tabs for white space. */
static size_t
skip(struct dg_str text, size_t at)
{
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == ',' ||
                             text.data[at] == ':' || text.data[at] == '\n' ||
                             text.data[at] == '\t' || text.data[at] == '\r')) {
        at++;
    }
    return at;
}

/* Finds where the token yajl just read begins. */
static bool
find_token(struct parser *p, size_t *start)
{
    *start = skip(p->text, p->pos);
    if (*start < p->text.len && p->text.data[*start] != '\v' &&
        p->text.data[*start] != '\f') {
        return true;
    }
    return fail_malformed(p, "not-json", *start);
}

static void
link_node(struct parser *p, struct dg_json *node)
{
    struct dg_json *parent;

    if (p->depth == 0) {
        p->root = node;
        return;
    }
    parent = p->open[p->depth - 1].node;
    node->parent = parent;
    node->name = p->name;
    p->name = (struct dg_str){NULL, 0};
    parent->count++;
    if (p->open[p->depth - 1].last) {
        p->open[p->depth - 1].last->next = node;
    } else {
        parent->child = node;
    }
    p->open[p->depth - 1].last = node;
}

/* Adds a node for the token at start; NULL after fail. */
static struct dg_json *
add_node(struct parser *p, enum dg_json_type type, size_t start, size_t len)
{
    struct dg_json *node;

    if (p->nodes++ == DG_JSON_NODES_MAX) {
        fail(p, DG_ERR_LIMIT, "too-many-values", start);
        return NULL;
    }
    node = dg_arena_alloc(p->arena, sizeof *node);
    if (!node) {
        p->err = DG_ERR_MEMORY;
        return NULL;
    }
    node->type = type;
    node->start = (uint32_t) start;
    node->end = (uint32_t) (start + len);
    p->pos = start + len;
    link_node(p, node);
    return node;
}

static int
handle_null(void *ctx)
{
    struct parser *p = ctx;
    size_t start;
    return find_token(p, &start) && add_node(p, DG_JSON_NULL, start, 4);
}

static int
handle_boolean(void *ctx, int value)
{
    struct parser *p = ctx;
    struct dg_json *node;
    size_t start;

    if (!find_token(p, &start)) {
        return 0;
    }
    node = add_node(p, DG_JSON_BOOLEAN, start, value ? 4 : 5);
    if (!node) {
        return 0;
    }
    node->boolean = value;
    return 1;
}

static int
handle_number(void *ctx, const char *digits, size_t len)
{
    struct parser *p = ctx;
    struct dg_json *node;
    size_t start;

    (void) digits; /* may be in yajl's own buffer; ours lives longer */
    if (!find_token(p, &start)) {
        return 0;
    }
    node = add_node(p, DG_JSON_NUMBER, start, len);
    if (!node) {
        return 0;
    }
    node->text = (struct dg_str){p->text.data + start, len};
    return 1;
}

/* The UTF-16 unit of a "\uXXXX" whose digits yajl has checked; 0x10000 where
 * there is none. */
static unsigned
unit_at(struct dg_str raw, size_t at)
{
    unsigned unit = 0;

    if (raw.len - at < 6 || raw.data[at] != '\\' || raw.data[at + 1] != 'u') {
        return 0x10000;
    }
    for (size_t i = at + 2; i < at + 6; i++) {
        unsigned c = (unsigned char) raw.data[i];
        unit = unit << 4 | ((c & 0xF) + (c > '9' ? 9 : 0));
    }
    return unit;
}

/* Refuses \u0000 and surrogates that are no pair: yajl turns the latter into
 * other characters without a word. */
static bool
check_escapes(struct parser *p, struct dg_str raw)
{
    size_t i = 0, begin = (size_t) (raw.data - p->text.data);

    while (i < raw.len) {
        unsigned unit = unit_at(raw, i);
        if (unit == 0) {
            return fail_malformed(p, "nul-character", begin + i);
        }
        if (unit == 0x10000) {
            i += raw.data[i] == '\\' ? 2 : 1;
            continue;
        }
        if ((unit & 0xF800) == 0xD800) {
            if (unit >= 0xDC00 || (unit_at(raw, i + 6) & 0x1FC00) != 0xDC00) {
                return fail_malformed(p, "lone-surrogate", begin + i);
            }
            i += 6;
        }
        i += 6;
    }
    return true;
}

/* A string that had escapes, of which yajl gives a decoded copy. */
static bool
take_decoded(struct parser *p, size_t start, struct dg_str *value)
{
    size_t end = yajl_get_bytes_consumed(p->yajl);
    struct dg_str raw = {p->text.data + start + 1, end - start - 2};

    if (!check_escapes(p, raw)) {
        return false;
    }
    if (!dg_utf8_valid(*value, NULL)) {
        return fail_malformed(p, "invalid-utf8", start);
    }
    *value = dg_arena_copy(p->arena, *value);
    if (!value->data) {
        p->err = DG_ERR_MEMORY;
    }
    return value->data;
}

/* Finds the token of a string that yajl gives as value, makes value live as
 * long as the text. end is behind the closing quote. */
static bool
take_string(struct parser *p, struct dg_str *value, size_t *start, size_t *end)
{
    if (!find_token(p, start)) {
        return false;
    }
    if (value->data == p->text.data + *start + 1) {
        *end = *start + value->len + 2;
        return true;
    }
    *end = yajl_get_bytes_consumed(p->yajl);
    return take_decoded(p, *start, value);
}

static int
handle_string(void *ctx, const unsigned char *bytes, size_t len)
{
    struct parser *p = ctx;
    struct dg_str value = {(const char *) bytes, len};
    struct dg_json *node;
    size_t start, end;

    if (!take_string(p, &value, &start, &end)) {
        return 0;
    }
    node = add_node(p, DG_JSON_STRING, start, end - start);
    if (!node) {
        return 0;
    }
    node->text = value;
    return 1;
}

static int
handle_name(void *ctx, const unsigned char *bytes, size_t len)
{
    struct parser *p = ctx;
    size_t start;

    p->name = (struct dg_str){(const char *) bytes, len};
    return take_string(p, &p->name, &start, &p->pos);
}

static int
open_container(struct parser *p, enum dg_json_type type)
{
    struct dg_json *node;
    size_t start;

    if (!find_token(p, &start)) {
        return 0;
    }
    if (p->depth == DG_JSON_DEPTH_MAX) {
        return fail(p, DG_ERR_LIMIT, "too-deep", start);
    }
    node = add_node(p, type, start, 1);
    if (!node) {
        return 0;
    }
    p->open[p->depth].node = node;
    p->open[p->depth++].last = NULL;
    return 1;
}

static int
close_container(struct parser *p)
{
    size_t start;

    if (!find_token(p, &start)) {
        return 0;
    }
    p->pos = start + 1;
    p->open[--p->depth].node->end = (uint32_t) p->pos;
    return 1;
}

static int
compare_members(const void *left, const void *right)
{
    const struct dg_json *a = *(const struct dg_json *const *) left;
    const struct dg_json *b = *(const struct dg_json *const *) right;
    int order = dg_str_compare(a->name, b->name);
    return order ? order : (a->start > b->start) - (a->start < b->start);
}

/* The first member whose name stood before; NULL if there is none. */
static const struct dg_json *
find_duplicate(const struct dg_json *object)
{
    for (const struct dg_json *m = object->child; m; m = m->next) {
        for (const struct dg_json *n = object->child; n != m; n = n->next) {
            if (dg_str_equal(n->name, m->name)) {
                return m;
            }
        }
    }
    return NULL;
}

/* As find_duplicate, for objects with many members. */
static const struct dg_json *
find_duplicate_sorted(struct parser *p, const struct dg_json *object)
{
    const struct dg_json **members, *found = NULL;
    size_t count = 0;

    members = dg_arena_alloc(p->arena, object->count * sizeof *members);
    if (!members) {
        p->err = DG_ERR_MEMORY;
        return NULL;
    }
    for (const struct dg_json *m = object->child; m; m = m->next) {
        members[count++] = m;
    }
    qsort(members, count, sizeof *members, compare_members);
    for (size_t i = 1; i < count; i++) {
        if (dg_str_equal(members[i - 1]->name, members[i]->name) &&
            (!found || members[i]->start < found->start)) {
            found = members[i];
        }
    }
    return found;
}

static int
handle_object_end(void *ctx)
{
    struct parser *p = ctx;
    const struct dg_json *object = p->open[p->depth - 1].node, *duplicate;

    duplicate = object->count <= LINEAR_MEMBERS
                    ? find_duplicate(object)
                    : find_duplicate_sorted(p, object);
    if (duplicate) {
        fail_malformed(p, "duplicate-member", duplicate->start);
        p->error->name = duplicate->name;
        return 0;
    }
    return !p->err && close_container(p);
}

static int
handle_object(void *ctx)
{
    return open_container(ctx, DG_JSON_OBJECT);
}

static int
handle_array(void *ctx)
{
    return open_container(ctx, DG_JSON_ARRAY);
}

static int
handle_array_end(void *ctx)
{
    return close_container(ctx);
}

static const yajl_callbacks callbacks = {
    .yajl_null = handle_null,
    .yajl_boolean = handle_boolean,
    .yajl_number = handle_number,
    .yajl_string = handle_string,
    .yajl_start_map = handle_object,
    .yajl_map_key = handle_name,
    .yajl_end_map = handle_object_end,
    .yajl_start_array = handle_array,
    .yajl_end_array = handle_array_end,
};

/* yajl's memory comes out of the arena, which is quicker than malloc and frees
 * it in one stroke. yajl does not look whether it got any, so that we leave it
 * by longjmp when there is none. Each block is preceded by its size. */
union header {
    size_t size;
    max_align_t alignment;
};

static void *
yajl_take(void *ctx, size_t size)
{
    struct parser *p = ctx;
    union header *header = dg_arena_alloc(p->arena, sizeof *header + size);

    if (!header) {
        longjmp(p->no_memory, 1);
    }
    header->size = size;
    return header + 1;
}

static void *
yajl_retake(void *ctx, void *block, size_t size)
{
    size_t old = block ? ((union header *) block - 1)->size : 0;
    void *larger = yajl_take(ctx, size);

    if (block) {
        memcpy(larger, block, old < size ? old : size);
    }
    return larger;
}

static void
yajl_leave(void *ctx, void *block)
{
    (void) ctx;
    (void) block;
}

static void
run_yajl(struct parser *p)
{
    yajl_alloc_funcs memory = {yajl_take, yajl_retake, yajl_leave, p};
    const unsigned char *bytes = (const unsigned char *) p->text.data;
    yajl_status status;

    if (setjmp(p->no_memory)) {
        p->err = DG_ERR_MEMORY;
        return;
    }
    p->yajl = yajl_alloc(&callbacks, &memory, p);
    yajl_config(p->yajl, yajl_dont_validate_strings, 1);
    status = yajl_parse(p->yajl, bytes, p->text.len);
    if (status == yajl_status_error) {
        fail_malformed(p, "not-json", yajl_get_bytes_consumed(p->yajl));
    } else if (status == yajl_status_ok &&
               yajl_complete_parse(p->yajl) == yajl_status_error) {
        fail_malformed(p, "not-json", p->text.len);
    }
}

enum dg_err
dg_json_parse(struct dg_arena *arena, struct dg_str text,
              const struct dg_json **root, struct dg_json_error *error)
{
    struct parser p = {.arena = arena, .text = text, .error = error};
    size_t bad_at;

    if (text.len > UINT32_MAX) {
        fail(&p, DG_ERR_LIMIT, "too-large", 0);
    } else if (!dg_utf8_valid(text, &bad_at)) {
        fail_malformed(&p, "invalid-utf8", bad_at);
    } else {
        run_yajl(&p);
    }
    if (!p.err && skip(text, p.pos) != text.len) {
        fail_malformed(&p, "not-json", skip(text, p.pos));
    }
    if (!p.err && p.root->child) {
        p.root->text = text;
    }
    *root = p.err ? NULL : p.root;
    return p.err;
}
