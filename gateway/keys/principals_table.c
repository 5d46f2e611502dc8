/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how principals and officers are stored and found: one look-up takes
 * the same time however many there are. What changes is principals_apply.c's.
 */
#include "gateway/keys/principals_table.h"

#include <stdlib.h>

#define TEXT_PIECE 32768
#define INDEX_MIN 64

/* ---- blocks ------------------------------------------------------------- */

struct dg_principal *
dg_principals_table_principal(const struct dg_principals *principals,
                              uint32_t number)
{
    return &principals->principals[(number - 1) / DG_PRINCIPALS_BLOCK]
                                  [(number - 1) % DG_PRINCIPALS_BLOCK];
}

struct dg_officer *
dg_principals_table_officer(const struct dg_principals *principals,
                            uint32_t number)
{
    return &principals->officers[(number - 1) / DG_PRINCIPALS_BLOCK]
                                [(number - 1) % DG_PRINCIPALS_BLOCK];
}

struct dg_officer *
dg_principals_table_older(const struct dg_principals *principals,
                          const struct dg_officer *officer)
{
    return officer->older
               ? dg_principals_table_officer(principals, officer->older)
               : NULL;
}

struct dg_officer *
dg_principals_table_newest(const struct dg_principals *principals,
                           const struct dg_principal *principal)
{
    return principal->newest
               ? dg_principals_table_officer(principals, principal->newest)
               : NULL;
}

/* The array of blocks with room for one more item: the same, or a larger one
 * with a new block at its end. NULL without memory. */
static void *
grow_blocks(void *blocks, uint32_t count, size_t size)
{
    void **larger = blocks;
    size_t full = count / DG_PRINCIPALS_BLOCK;
    if (count % DG_PRINCIPALS_BLOCK != 0) {
        return blocks;
    }
    if ((full & (full - 1)) == 0) { /* room for 1, 2, 4, 8 … blocks */
        larger = realloc(blocks, (full ? full * 2 : 1) * sizeof(void *));
    }
    if (larger) {
        larger[full] = calloc(DG_PRINCIPALS_BLOCK, size);
    }
    return larger;
}

static void
free_blocks(void *blocks, uint32_t count)
{
    void **array = blocks;
    size_t used = (count + DG_PRINCIPALS_BLOCK - 1) / DG_PRINCIPALS_BLOCK;
    for (size_t i = 0; i < used; i++) {
        free(array[i]);
    }
    free(array);
}

/* ---- texts -------------------------------------------------------------- */

struct dg_str
dg_principals_table_text(struct dg_principals *principals, struct dg_str text)
{
    char *copy;
    if (text.len > TEXT_PIECE / 8) {
        return dg_arena_copy(&principals->texts, text);
    }
    if (!principals->text_next || text.len > principals->text_left) {
        principals->text_next = dg_arena_alloc(&principals->texts, TEXT_PIECE);
        principals->text_left = principals->text_next ? TEXT_PIECE : 0;
    }
    copy = principals->text_next;
    if (copy) {
        memcpy(copy, text.data ? text.data : "", text.len);
        principals->text_next += text.len;
        principals->text_left -= text.len;
    }
    return (struct dg_str){copy, copy ? text.len : 0};
}

/* ---- the two tables ------------------------------------------------------ */

/* FNV-1a. Nobody outside chooses what is in the tables. */
static uint64_t
hash(struct dg_str text)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++) {
        value = (value ^ (uint8_t) text.data[i]) * 1099511628211u;
    }
    return value ^ value >> 32;
}

typedef struct dg_str (*name_fn)(const struct dg_principals *principals,
                                 uint32_t number);

static struct dg_str
name_source(const struct dg_principals *principals, uint32_t number)
{
    return dg_principals_table_principal(principals, number)->source;
}

static struct dg_str
name_kid(const struct dg_principals *principals, uint32_t number)
{
    return dg_str_from(
        dg_principals_table_officer(principals, number)->key.kid);
}

/* The number under that name, or 0. */
static uint32_t
find(const struct dg_principals *principals,
     const struct dg_principals_index *index, name_fn name, struct dg_str key)
{
    for (size_t i = hash(key); index->size; i++) {
        uint32_t number = index->slots[i & (index->size - 1)];
        if (number == 0 || dg_str_equal(name(principals, number), key)) {
            return number;
        }
    }
    return 0;
}

static void
put(const struct dg_principals *principals, struct dg_principals_index *index,
    name_fn name, uint32_t number)
{
    size_t i = hash(name(principals, number));
    while (index->slots[i & (index->size - 1)]) {
        i++;
    }
    index->slots[i & (index->size - 1)] = number;
}

/* Room for one more behind count. */
static enum dg_err
grow_index(const struct dg_principals *principals,
           struct dg_principals_index *index, name_fn name, uint32_t count)
{
    struct dg_principals_index larger = {.size = index->size ? index->size * 2
                                                             : INDEX_MIN};
    if (index->size && count < index->size / 4 * 3) {
        return DG_OK;
    }
    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (!larger.slots) {
        return DG_ERR_MEMORY;
    }
    for (uint32_t number = 1; number <= count; number++) {
        put(principals, &larger, name, number);
    }
    free(index->slots);
    *index = larger;
    return DG_OK;
}

struct dg_principal *
dg_principals_table_find(const struct dg_principals *principals,
                         struct dg_str source)
{
    uint32_t number =
        find(principals, &principals->by_source, name_source, source);
    return number ? dg_principals_table_principal(principals, number) : NULL;
}

struct dg_officer *
dg_principals_table_find_key(const struct dg_principals *principals,
                             struct dg_str kid)
{
    uint32_t number = find(principals, &principals->by_kid, name_kid, kid);
    return number ? dg_principals_table_officer(principals, number) : NULL;
}

void
dg_principals_table_finish(struct dg_principals *principals)
{
    free_blocks(principals->principals, principals->principal_count);
    free_blocks(principals->officers, principals->officer_count);
    free(principals->by_source.slots);
    free(principals->by_kid.slots);
    dg_arena_finish(&principals->texts);
}

/* ---- what is added ------------------------------------------------------- */

struct dg_principal *
dg_principals_table_add(struct dg_principals *principals, struct dg_str source)
{
    uint32_t count = principals->principal_count;
    struct dg_principal **blocks;
    struct dg_principal *added;
    struct dg_str own;
    if (grow_index(principals, &principals->by_source, name_source, count)) {
        return NULL;
    }
    own = dg_principals_table_text(principals, source);
    blocks = own.data
                 ? grow_blocks(principals->principals, count, sizeof *added)
                 : NULL;
    if (!blocks) {
        return NULL;
    }
    principals->principals = blocks;
    added = dg_principals_table_principal(principals, count + 1);
    if (!blocks[count / DG_PRINCIPALS_BLOCK]) {
        return NULL;
    }
    *added = (struct dg_principal){
        .source = own,
        .until_us = INT64_MAX,
        .term = 1,
    };
    added->role = dg_role_split(own, &added->code);
    principals->principal_count = count + 1;
    put(principals, &principals->by_source, name_source, count + 1);
    return added;
}

struct dg_officer *
dg_principals_table_add_officer(struct dg_principals *principals,
                                struct dg_principal *principal,
                                const struct dg_public_key *key)
{
    uint32_t count = principals->officer_count;
    struct dg_officer **blocks;
    struct dg_officer *added;
    if (grow_index(principals, &principals->by_kid, name_kid, count)) {
        return NULL;
    }
    blocks = grow_blocks(principals->officers, count, sizeof *added);
    if (!blocks) {
        return NULL;
    }
    principals->officers = blocks;
    added = dg_principals_table_officer(principals, count + 1);
    if (!blocks[count / DG_PRINCIPALS_BLOCK]) {
        return NULL;
    }
    *added = (struct dg_officer){
        .key = *key,
        .principal = principal,
        .older = principal->newest,
        .term = principal->term,
        .until_us = INT64_MAX,
    };
    principals->officer_count = count + 1;
    principal->newest = count + 1;
    put(principals, &principals->by_kid, name_kid, count + 1);
    return added;
}
