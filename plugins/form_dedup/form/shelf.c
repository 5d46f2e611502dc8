/* SPDX-License-Identifier: Apache-2.0 */
/* Boards as large as what is laid on them asks for, at least 4 KiB. */
#include "plugins/form_dedup/form/shelf.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define BOARD_MIN 4000
#define ALIGNMENT alignof(max_align_t)

struct dg_shelf_board {
    struct dg_shelf_board *next;
    alignas(max_align_t) char bytes[];
};

static bool
add_board(struct dg_shelf *shelf, size_t size)
{
    size_t room = size > BOARD_MIN ? size : BOARD_MIN;
    struct dg_shelf_board *board = calloc(1, sizeof *board + room);
    if (!board) {
        shelf->failed = true;
        return false;
    }
    board->next = shelf->boards;
    shelf->boards = board;
    shelf->at = board->bytes;
    shelf->left = room;
    return true;
}

static void *
take(struct dg_shelf *shelf, size_t size)
{
    void *taken = shelf->at;
    shelf->at += size;
    shelf->left -= size;
    return taken;
}

void *
dg_shelf_alloc(struct dg_shelf *shelf, size_t size)
{
    size_t whole = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t gap = (ALIGNMENT - (uintptr_t) shelf->at % ALIGNMENT) % ALIGNMENT;
    if (!shelf->at || gap + whole > shelf->left) {
        return add_board(shelf, whole) ? take(shelf, whole) : NULL;
    }
    (void) take(shelf, gap);
    return take(shelf, whole);
}

struct dg_plugin_str
dg_shelf_copy(struct dg_shelf *shelf, struct dg_plugin_str text)
{
    char *copy;
    if (!text.len || ((!shelf->at || text.len > shelf->left) &&
                      !add_board(shelf, text.len))) {
        return (struct dg_plugin_str){0};
    }
    copy = take(shelf, text.len);
    memcpy(copy, text.data, text.len);
    return (struct dg_plugin_str){copy, text.len};
}

void
dg_shelf_clear(struct dg_shelf *shelf)
{
    while (shelf->boards) {
        struct dg_shelf_board *next = shelf->boards->next;
        free(shelf->boards);
        shelf->boards = next;
    }
    *shelf = (struct dg_shelf){0};
}
