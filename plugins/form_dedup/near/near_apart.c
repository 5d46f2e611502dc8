/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which elements say the same of themselves: by a hash of all they
 * say. */
#include "plugins/form_dedup/near/near_apart.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/near/words.h"

struct dg_near_key {
    uint64_t since; /* of the element when it was made */
    uint64_t key;   /* 0: none was made */
};

static uint64_t
mix(uint64_t key, uint64_t with)
{
    key = (key ^ with) * UINT64_C(0x9e3779b97f4a7c15);
    return key ^ key >> 29;
}

static uint64_t
mix_text(uint64_t key, struct dg_plugin_str text, bool *ok)
{
    uint32_t hash;
    *ok = dg_words_hash(text, &hash) && *ok;
    return mix(key, hash);
}

/* 0 without memory. */
static uint64_t
make_key(const struct dg_element *element)
{
    bool ok = true;
    uint64_t key = mix_text(1, element->label, &ok), options = 0;
    for (uint32_t i = 0; i < element->option_count; i++) {
        options += mix_text(2, element->options[i].label, &ok);
    }
    key = mix(key, options);
    key = mix_text(key, element->unit, &ok);
    key = mix_text(key, element->definition, &ok);
    key = mix_text(key, element->section, &ok);
    key = mix(key, (uint64_t) element->type << 16 |
                       (uint64_t) element->kind << 8 |
                       (uint64_t) element->period);
    return !ok ? 0 : key ? key : 1;
}

static bool
grow_keys(struct dg_near_apart *apart, uint32_t number)
{
    uint32_t count = number + 1 + number / 2;
    struct dg_near_key *grown;
    if (number < apart->key_count) {
        return true;
    }
    grown = realloc(apart->keys, count * sizeof *grown);
    if (!grown) {
        return false;
    }
    memset(grown + apart->key_count, 0,
           (count - apart->key_count) * sizeof *grown);
    apart->keys = grown;
    apart->key_count = count;
    return true;
}

/* Kept, since reading a label takes microseconds and there are many. */
static uint64_t
key_of(struct dg_near_apart *apart, uint32_t number)
{
    const struct dg_element *element =
        dg_dictionary_element(apart->dictionary, number);
    struct dg_near_key *key;
    if (!grow_keys(apart, number)) {
        apart->no_memory = true;
        return 0;
    }
    key = &apart->keys[number];
    if (!key->key || key->since != element->since) {
        *key = (struct dg_near_key){element->since, make_key(element)};
        apart->no_memory = apart->no_memory || !key->key;
    }
    return key->key;
}

static struct dg_near_keys
keys_of(struct dg_near_apart *apart, uint32_t a, uint32_t b)
{
    uint64_t x = key_of(apart, a), y = key_of(apart, b);
    return (struct dg_near_keys){x < y ? x : y, x < y ? y : x};
}

static bool
is_before(struct dg_near_keys a, struct dg_near_keys b)
{
    return a.low < b.low || (a.low == b.low && a.high < b.high);
}

/* The first that is not before the keys. */
static size_t
find(const struct dg_near_apart *apart, struct dg_near_keys keys)
{
    size_t low = 0, high = apart->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(apart->pairs[middle], keys)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
has(const struct dg_near_apart *apart, struct dg_near_keys keys)
{
    size_t at = find(apart, keys);
    return at < apart->count && !is_before(keys, apart->pairs[at]);
}

bool
dg_near_apart_add(struct dg_near_apart *apart, uint32_t a, uint32_t b)
{
    struct dg_near_keys keys = keys_of(apart, a, b);
    size_t at = find(apart, keys);
    if (has(apart, keys)) {
        return true;
    }
    if (apart->count == apart->room) {
        size_t room = apart->room ? 2 * apart->room : 16;
        struct dg_near_keys *grown =
            realloc(apart->pairs, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        apart->pairs = grown;
        apart->room = room;
    }
    memmove(&apart->pairs[at + 1], &apart->pairs[at],
            (apart->count++ - at) * sizeof keys);
    apart->pairs[at] = keys;
    return true;
}

void
dg_near_apart_remove(struct dg_near_apart *apart, uint32_t a, uint32_t b)
{
    struct dg_near_keys keys = keys_of(apart, a, b);
    size_t at = find(apart, keys);
    if (has(apart, keys)) {
        memmove(&apart->pairs[at], &apart->pairs[at + 1],
                (--apart->count - at) * sizeof keys);
    }
}

bool
dg_near_apart_has(struct dg_near_apart *apart, uint32_t a, uint32_t b)
{
    return apart->count > 0 && has(apart, keys_of(apart, a, b));
}

void
dg_near_apart_finish(struct dg_near_apart *apart)
{
    free(apart->pairs);
    free(apart->keys);
}
