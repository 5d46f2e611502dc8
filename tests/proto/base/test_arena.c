/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: zeroed and aligned memory, the limit, reuse. */
#include "proto/base/arena.h"

#include <stddef.h>

#include "tests/tap/tap.h"

static bool
is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void
test_alloc(void)
{
    struct dg_arena arena;
    bool aligned = true, zeroed = true, apart = true;
    char *before = NULL;

    dg_arena_init(&arena, 1 << 20);
    ok(arena.chunks == NULL, "no memory before the first allocation");
    ok(dg_arena_alloc(&arena, 0) != NULL, "size 0 gives a pointer");
    ok(dg_arena_alloc(&arena, 0) != dg_arena_alloc(&arena, 0),
       "of its own each time");
    for (size_t size = 1; size < 1000; size++) {
        char *memory = dg_arena_alloc(&arena, size);
        aligned = aligned && (uintptr_t) memory % _Alignof(max_align_t) == 0;
        zeroed = zeroed && is_zero(memory, size);
        apart = apart && (!before || memory != before);
        memset(memory, 0xA5, size);
        before = memory;
    }
    ok(aligned, "aligned for any type");
    ok(zeroed, "zeroed");
    ok(apart, "each in a place of its own");
    dg_arena_finish(&arena);
    is_int(arena.used, 0, "nothing used after finish");
    ok(dg_arena_alloc(&arena, 16) != NULL, "usable after finish");
    dg_arena_finish(&arena);
}

static void
test_limit(void)
{
    struct dg_arena arena;

    dg_arena_init(&arena, 1024);
    ok(dg_arena_alloc(&arena, 1025) == NULL, "not more than the limit");
    ok(dg_arena_alloc(&arena, SIZE_MAX) == NULL, "nor the largest size");
    ok(dg_arena_alloc(&arena, 1000) != NULL, "up to the limit");
    is_int(arena.used, 1008, "rounded up to 16");
    ok(dg_arena_alloc(&arena, 16) != NULL, "the last bytes");
    ok(dg_arena_alloc(&arena, 1) == NULL, "then none");
    ok(dg_arena_copy(&arena, DG_STR("惠水县")).data == NULL, "no copy either");
    ok(dg_arena_printf(&arena, "%d", 522731).data == NULL, "and no text");
    dg_arena_reset(&arena);
    ok(dg_arena_alloc(&arena, 1000) != NULL, "a reset gives it back");
    dg_arena_finish(&arena);
}

static void
test_reset(void)
{
    struct dg_arena arena;
    char *first, *large;

    dg_arena_init(&arena, 1 << 20);
    first = dg_arena_alloc(&arena, 64);
    memset(first, 'x', 64);
    large = dg_arena_alloc(&arena, 300000);
    ok(large && is_zero(large, 300000), "a chunk as large as is needed");
    dg_arena_reset(&arena);
    is_int(arena.used, 0, "nothing used after reset");
    ok(dg_arena_alloc(&arena, 64) == first, "the first chunk is kept");
    ok(is_zero(first, 64), "and zeroed again");
    dg_arena_finish(&arena);
    dg_arena_reset(&arena);
    ok(arena.chunks == NULL, "resetting an empty arena takes no memory");
}

static void
test_texts(void)
{
    struct dg_arena arena;
    struct dg_str copy;

    dg_arena_init(&arena, 4096);
    copy = dg_arena_copy(&arena, DG_STR("好花红镇"));
    is_str(copy, "好花红镇", "a copy");
    is_int(copy.data[copy.len], 0, "is followed by NUL");
    copy = dg_arena_copy(&arena, (struct dg_str){NULL, 0});
    ok(copy.data && copy.len == 0 && copy.data[0] == '\0',
       "the copy of nothing is empty, not NULL");
    is_str(dg_arena_printf(&arena, "%s %d", "item", 17), "item 17", "printf");
    is_str(dg_arena_printf(&arena, "%s", ""), "", "printf of nothing");
    dg_arena_finish(&arena);
}

int
main(void)
{
    test_alloc();
    test_limit();
    test_reset();
    test_texts();
    return tap_done();
}
