/* SPDX-License-Identifier: Apache-2.0 */
/* One arena per message in flight: everything parsed from untrusted input
 * lives in it, under a limit, and is freed in one stroke. */
#ifndef PROTO_BASE_ARENA_H
#define PROTO_BASE_ARENA_H

#include "proto/base/str.h"

struct dg_arena_chunk;

struct dg_arena {
    struct dg_arena_chunk *chunks; /* newest first */
    char *next, *end;              /* free part of the newest chunk */
    size_t used;                   /* bytes handed out, with rounding */
    size_t limit;                  /* of used */
};

/* No memory is taken before the first allocation. */
void dg_arena_init(struct dg_arena *arena, size_t limit);

/* Frees everything; the arena may be used again. */
void dg_arena_finish(struct dg_arena *arena);

/* As finish, but keeps the first chunk for the next use. */
void dg_arena_reset(struct dg_arena *arena);

/* Zeroed memory, aligned for any type; lives until reset or finish. NULL when
 * memory or the limit is exhausted; size 0 gives a valid pointer. */
void *dg_arena_alloc(struct dg_arena *arena, size_t size);

/* A copy of s, followed by a NUL that is not counted. data is NULL when
 * memory is exhausted. */
struct dg_str dg_arena_copy(struct dg_arena *arena, struct dg_str s);

/* printf into the arena; data is NULL when memory is exhausted. */
struct dg_str dg_arena_printf(struct dg_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
