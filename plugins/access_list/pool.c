/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts pieces off chunks got from the host. What they hold is others'
 * business. */
#include "plugins/access_list/pool.h"

#include <stdalign.h>
#include <string.h>

#define CHUNK_SIZE ((size_t) 16 * 1024)

struct dg_pool_chunk {
    struct dg_pool_chunk *next;
    alignas(max_align_t) char bytes[];
};

void
dg_pool_init(struct dg_pool *pool, const struct dg_plugin_host *host)
{
    *pool = (struct dg_pool){.host = host};
}

void
dg_pool_finish(struct dg_pool *pool)
{
    struct dg_pool_chunk *next;
    for (struct dg_pool_chunk *chunk = pool->chunks; chunk; chunk = next) {
        next = chunk->next;
        pool->host->release(chunk);
    }
    dg_pool_init(pool, pool->host);
}

static bool
add_chunk(struct dg_pool *pool, size_t size)
{
    struct dg_pool_chunk *chunk;
    if (size < CHUNK_SIZE) {
        size = CHUNK_SIZE;
    }
    chunk = pool->host->alloc(sizeof *chunk + size);
    if (!chunk) {
        pool->failed = true;
        return false;
    }
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    pool->next = chunk->bytes;
    pool->end = chunk->bytes + size;
    return true;
}

static char *
take(struct dg_pool *pool, size_t size)
{
    char *piece;
    if (size > (size_t) (pool->end - pool->next) && !add_chunk(pool, size)) {
        return NULL;
    }
    piece = pool->next;
    pool->next += size;
    return piece;
}

void *
dg_pool_alloc(struct dg_pool *pool, size_t size)
{
    size_t align = alignof(uint64_t);
    size_t rest = (size_t) (uintptr_t) pool->next % align;
    if (rest && (size_t) (pool->end - pool->next) >= align - rest) {
        pool->next += align - rest;
    } else if (rest) {
        pool->next = pool->end = NULL;
    }
    return take(pool, size ? size : 1);
}

struct dg_plugin_str
dg_pool_copy(struct dg_pool *pool, struct dg_plugin_str text)
{
    char *copy = text.len ? take(pool, text.len) : NULL;
    if (!copy) {
        return (struct dg_plugin_str){NULL, 0};
    }
    memcpy(copy, text.data, text.len);
    return (struct dg_plugin_str){copy, text.len};
}
