/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where an arena's next bytes come from: chunks that double in size,
 * under one limit for what is handed out. */
#include "proto/base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define ALIGNMENT _Alignof(max_align_t)
#define CHUNK_MIN 16384 /* holds all of a usual event */
#define CHUNK_MAX 262144

struct dg_arena_chunk {
    struct dg_arena_chunk *older;
    size_t size; /* of data */
    _Alignas(max_align_t) char data[];
};

void
dg_arena_init(struct dg_arena *arena, size_t limit)
{
    *arena = (struct dg_arena){.limit = limit};
}

void
dg_arena_finish(struct dg_arena *arena)
{
    struct dg_arena_chunk *chunk = arena->chunks;

    while (chunk) {
        struct dg_arena_chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
    dg_arena_init(arena, arena->limit);
}

static void
use_chunk(struct dg_arena *arena, struct dg_arena_chunk *chunk)
{
    arena->chunks = chunk;
    arena->next = chunk->data;
    arena->end = chunk->data + chunk->size;
}

void
dg_arena_reset(struct dg_arena *arena)
{
    struct dg_arena_chunk *chunk = arena->chunks;

    while (chunk && chunk->older) {
        struct dg_arena_chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
    dg_arena_init(arena, arena->limit);
    if (chunk) {
        use_chunk(arena, chunk);
    }
}

static bool
add_chunk(struct dg_arena *arena, size_t at_least)
{
    size_t size = arena->chunks ? arena->chunks->size * 2 : CHUNK_MIN;
    struct dg_arena_chunk *chunk;

    if (size > CHUNK_MAX) {
        size = CHUNK_MAX;
    }
    if (size < at_least) {
        size = at_least;
    }
    chunk = malloc(sizeof *chunk + size);
    if (!chunk) {
        return false;
    }
    chunk->older = arena->chunks;
    chunk->size = size;
    use_chunk(arena, chunk);
    return true;
}

/* As dg_arena_alloc, but the memory is not zeroed. */
static void *
take(struct dg_arena *arena, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *memory;

    if (size == 0) {
        rounded = ALIGNMENT;
    }
    if (rounded < size || rounded > arena->limit - arena->used) {
        return NULL;
    }
    if (rounded > (size_t) (arena->end - arena->next) &&
        !add_chunk(arena, rounded)) {
        return NULL;
    }
    memory = arena->next;
    arena->next += rounded;
    arena->used += rounded;
    return memory;
}

void *
dg_arena_alloc(struct dg_arena *arena, size_t size)
{
    void *memory = take(arena, size);
    return memory ? memset(memory, 0, size) : NULL;
}

struct dg_str
dg_arena_copy(struct dg_arena *arena, struct dg_str s)
{
    char *data = s.len < SIZE_MAX ? take(arena, s.len + 1) : NULL;

    if (!data) {
        return (struct dg_str){NULL, 0};
    }
    if (s.len > 0) {
        memcpy(data, s.data, s.len);
    }
    data[s.len] = '\0';
    return (struct dg_str){data, s.len};
}

struct dg_str
dg_arena_printf(struct dg_arena *arena, const char *format, ...)
{
    va_list args;
    char *data;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    data = len >= 0 ? take(arena, (size_t) len + 1) : NULL;
    if (!data) {
        return (struct dg_str){NULL, 0};
    }
    va_start(args, format);
    vsnprintf(data, (size_t) len + 1, format, args);
    va_end(args);
    return (struct dg_str){data, (size_t) len};
}
