/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of numbers under 32-bit keys: what an inverted index is made of. A list
 * of one number takes no memory of its own. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_NEAR_LISTS_H
#define PLUGINS_FORM_DEDUP_NEAR_NEAR_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dg_near_list {
    uint32_t key;
    uint32_t count; /* 0: a free place */
    union {
        uint32_t one;   /* of a count of 1 */
        uint32_t *many; /* malloc; room for the next power of two */
    } numbers;
};

struct dg_near_lists {
    struct dg_near_list *places; /* open addressing; malloc */
    uint32_t room, used;         /* room is a power of two, or 0 */
    size_t size;                 /* bytes in all */
};

void dg_near_lists_finish(struct dg_near_lists *lists);
/* Numbers of a list are appended in the order of the calls; the same number
 * twice in a row is one. False without memory. */
bool dg_near_lists_add(struct dg_near_lists *lists, uint32_t key,
                       uint32_t number);
/* NULL: there is none. Until the next add. */
const struct dg_near_list *dg_near_lists_find(const struct dg_near_lists *lists,
                                              uint32_t key);
const uint32_t *dg_near_lists_numbers(const struct dg_near_list *list);

#endif
