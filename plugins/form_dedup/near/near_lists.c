/* SPDX-License-Identifier: Apache-2.0 */
/* Keys are hashes already: two things of one key share a list, which costs a
 * comparison more and nothing else. */
#include "plugins/form_dedup/near/near_lists.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_MIN 1024

void
dg_near_lists_finish(struct dg_near_lists *lists)
{
    for (uint32_t i = 0; i < lists->room; i++) {
        if (lists->places[i].count > 1) {
            free(lists->places[i].numbers.many);
        }
    }
    free(lists->places);
    memset(lists, 0, sizeof *lists);
}

static struct dg_near_list *
place_of(struct dg_near_list *places, uint32_t room, uint32_t key)
{
    uint32_t at = (key * 2654435769u) & (room - 1);
    while (places[at].count && places[at].key != key) {
        at = (at + 1) & (room - 1);
    }
    return &places[at];
}

static bool
make_room(struct dg_near_lists *lists)
{
    uint32_t room = lists->room ? 2 * lists->room : ROOM_MIN;
    struct dg_near_list *places;
    if (lists->used < lists->room / 4 * 3) {
        return true;
    }
    places = calloc(room, sizeof *places);
    if (!places) {
        return false;
    }
    for (uint32_t i = 0; i < lists->room; i++) {
        if (lists->places[i].count) {
            *place_of(places, room, lists->places[i].key) = lists->places[i];
        }
    }
    lists->size += (room - lists->room) * sizeof *places;
    free(lists->places);
    lists->places = places;
    lists->room = room;
    return true;
}

static bool
is_power_of_two(uint32_t count)
{
    return (count & (count - 1)) == 0;
}

/* Room is full whenever count is a power of two. */
static bool
append(struct dg_near_lists *lists, struct dg_near_list *list, uint32_t number)
{
    uint32_t count = list->count;
    if (is_power_of_two(count)) {
        uint32_t *old = count > 1 ? list->numbers.many : NULL;
        uint32_t *grown = realloc(old, 2 * count * sizeof *grown);
        if (!grown) {
            return false;
        }
        if (!old) {
            grown[0] = list->numbers.one;
        }
        lists->size += (old ? count : 2) * sizeof *grown;
        list->numbers.many = grown;
    }
    list->numbers.many[list->count++] = number;
    return true;
}

bool
dg_near_lists_add(struct dg_near_lists *lists, uint32_t key, uint32_t number)
{
    struct dg_near_list *list;
    if (!make_room(lists)) {
        return false;
    }
    list = place_of(lists->places, lists->room, key);
    if (list->count) {
        return dg_near_lists_numbers(list)[list->count - 1] == number ||
               append(lists, list, number);
    }
    list->key = key;
    list->count = 1;
    list->numbers.one = number;
    lists->used++;
    return true;
}

const struct dg_near_list *
dg_near_lists_find(const struct dg_near_lists *lists, uint32_t key)
{
    const struct dg_near_list *list;
    if (!lists->room) {
        return NULL;
    }
    list = place_of(lists->places, lists->room, key);
    return list->count ? list : NULL;
}

const uint32_t *
dg_near_lists_numbers(const struct dg_near_list *list)
{
    return list->count > 1 ? list->numbers.many : &list->numbers.one;
}
