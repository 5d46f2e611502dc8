/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps elements: by number, by code, by label; their texts, and who asked
 * them. What they mean, resolve.c and publish.c decide. */
#define HASH_NONFATAL_OOM 1
#include "plugins/form_dedup/dictionary/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/dictionary/apart.h"
#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/options.h"

#define BLOCK 512        /* entries */
#define CHUNK_SIZE 32768 /* bytes */

struct dg_chunk {
    struct dg_chunk *next;
    size_t used, size;
    char bytes[];
};

/* ---- life --------------------------------------------------------------- */

struct dg_dictionary *
dg_dictionary_create(const struct dg_plugin_host *host)
{
    struct dg_dictionary *dictionary = calloc(1, sizeof *dictionary);
    if (!dictionary) {
        return NULL;
    }
    dictionary->host = host;
    dictionary->labels = dg_names_create();
    dictionary->words = dg_names_create();
    dictionary->versions = dg_names_create();
    dictionary->units = dg_units_create();
    if (!dictionary->labels || !dictionary->words || !dictionary->versions ||
        !dictionary->units) {
        dg_dictionary_destroy(dictionary);
        return NULL;
    }
    return dictionary;
}

void
dg_dictionary_destroy(struct dg_dictionary *dictionary)
{
    if (!dictionary) {
        return;
    }
    dg_codes_destroy(&dictionary->by_code);
    dg_optionsets_destroy(&dictionary->sets);
    dg_apart_destroy(&dictionary->apart);
    dg_units_destroy(dictionary->units);
    dg_names_destroy(dictionary->versions);
    dg_names_destroy(dictionary->words);
    dg_names_destroy(dictionary->labels);
    while (dictionary->chunks) {
        struct dg_chunk *next = dictionary->chunks->next;
        free(dictionary->chunks);
        dictionary->chunks = next;
    }
    for (uint32_t i = 0; i * BLOCK < dictionary->count; i++) {
        free(dictionary->blocks[i]);
    }
    free(dictionary->blocks);
    free(dictionary->provisional);
    free(dictionary->heads);
    free(dictionary->links);
    free(dictionary->conflicts);
    free(dictionary);
}

/* ---- texts -------------------------------------------------------------- */

void *
dg_dictionary_reserve(struct dg_dictionary *dictionary, size_t size)
{
    struct dg_chunk *chunk = dictionary->chunks;
    size = (size + 7) & ~(size_t) 7;
    if (!chunk || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        chunk = malloc(sizeof *chunk + room);
        if (!chunk) {
            return NULL;
        }
        *chunk = (struct dg_chunk){dictionary->chunks, 0, room};
        dictionary->chunks = chunk;
    }
    chunk->used += size;
    return chunk->bytes + chunk->used - size;
}

bool
dg_dictionary_copy(struct dg_dictionary *dictionary, struct dg_plugin_str text,
                   struct dg_plugin_str *copy)
{
    char *bytes = text.len ? dg_dictionary_reserve(dictionary, text.len) : NULL;
    *copy = (struct dg_plugin_str){bytes, bytes ? text.len : 0};
    if (bytes) {
        memcpy(bytes, text.data, text.len);
    }
    return bytes || !text.len;
}

bool
dg_dictionary_word(struct dg_dictionary *dictionary, struct dg_plugin_str text,
                   struct dg_plugin_str *word)
{
    uint32_t number;
    *word = (struct dg_plugin_str){0};
    if (!text.len) {
        return true;
    }
    number = dg_names_take(dictionary->words, text);
    *word = dg_names_text(dictionary->words, number);
    return number != DG_NAMES_NONE;
}

bool
dg_dictionary_copy_options(struct dg_dictionary *dictionary,
                           const struct dg_option *options, uint32_t count,
                           const struct dg_option **copy)
{
    struct dg_option *list =
        count ? dg_dictionary_reserve(dictionary, count * sizeof *list) : NULL;
    bool ok = list || !count;
    for (uint32_t i = 0; ok && i < count; i++) {
        ok = dg_dictionary_word(dictionary, options[i].code, &list[i].code) &&
             dg_dictionary_word(dictionary, options[i].label, &list[i].label);
    }
    *copy = ok ? list : NULL;
    return ok;
}

const uint32_t *
dg_dictionary_copy_parts(struct dg_dictionary *dictionary,
                         const uint32_t *parts, uint32_t count)
{
    uint32_t *copy = dg_dictionary_reserve(dictionary, count * sizeof *copy);
    if (copy) {
        memcpy(copy, parts, count * sizeof *copy);
    }
    return copy;
}

/* ---- elements by number ------------------------------------------------- */

uint32_t
dg_dictionary_count(const struct dg_dictionary *dictionary)
{
    return dictionary->count;
}

struct dg_entry *
dg_dictionary_entry(const struct dg_dictionary *dictionary, uint32_t number)
{
    return &dictionary->blocks[number / BLOCK][number % BLOCK];
}

const struct dg_element *
dg_dictionary_element(const struct dg_dictionary *dictionary, uint32_t number)
{
    return &dg_dictionary_entry(dictionary, number)->element;
}

static bool
make_block(struct dg_dictionary *dictionary)
{
    uint32_t blocks = dictionary->count / BLOCK;
    struct dg_entry **grown;
    if (dictionary->count % BLOCK) {
        return true;
    }
    grown = realloc(dictionary->blocks, (blocks + 1) * sizeof *grown);
    if (!grown) {
        return false;
    }
    dictionary->blocks = grown;
    grown[blocks] = calloc(BLOCK, sizeof **grown);
    return grown[blocks] != NULL;
}

struct dg_entry *
dg_dictionary_add(struct dg_dictionary *dictionary)
{
    struct dg_entry *entry;
    if (!make_block(dictionary)) {
        return NULL;
    }
    entry = dg_dictionary_entry(dictionary, dictionary->count);
    entry->element.number = entry->element.into = dictionary->count;
    dictionary->count++;
    return entry;
}

uint32_t
dg_dictionary_into(const struct dg_dictionary *dictionary, uint32_t number)
{
    const struct dg_element *element =
        dg_dictionary_element(dictionary, number);
    while (element->into != element->number) {
        element = dg_dictionary_element(dictionary, element->into);
    }
    return element->number;
}

/* ---- by code ------------------------------------------------------------ */

bool
dg_dictionary_add_provisional(struct dg_dictionary *dictionary, uint32_t number)
{
    uint32_t count = dictionary->provisional_count;
    if (count == dictionary->provisional_room) {
        uint32_t room = count ? 2 * count : 256;
        uint32_t *grown =
            realloc(dictionary->provisional, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        dictionary->provisional = grown;
        dictionary->provisional_room = room;
    }
    dictionary->provisional[dictionary->provisional_count++] = number;
    return true;
}

/* They came in order, so that they need no table. */
static struct dg_entry *
find_provisional(const struct dg_dictionary *dictionary, uint64_t sequence,
                 uint32_t index)
{
    uint32_t low = 0, high = dictionary->provisional_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct dg_entry *entry =
            dg_dictionary_entry(dictionary, dictionary->provisional[middle]);
        if (entry->sequence == sequence && entry->index == index) {
            return entry;
        }
        if (entry->sequence < sequence ||
            (entry->sequence == sequence && entry->index < index)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

struct dg_entry *
dg_dictionary_named(const struct dg_dictionary *dictionary,
                    struct dg_plugin_str code)
{
    uint64_t sequence;
    uint32_t index, number;
    if (dg_codes_read_provisional(code, &sequence, &index)) {
        return find_provisional(dictionary, sequence, index);
    }
    number = dg_codes_find(dictionary->by_code, code);
    return number == DG_ELEMENT_NONE ? NULL
                                     : dg_dictionary_entry(dictionary, number);
}

const struct dg_element *
dg_dictionary_coded(const struct dg_dictionary *dictionary,
                    struct dg_plugin_str code)
{
    const struct dg_entry *entry = dg_dictionary_named(dictionary, code);
    return entry ? &entry->element : NULL;
}

const struct dg_element *
dg_dictionary_find(const struct dg_dictionary *dictionary,
                   struct dg_plugin_str code)
{
    const struct dg_entry *entry = dg_dictionary_named(dictionary, code);
    return entry ? dg_dictionary_element(
                       dictionary,
                       dg_dictionary_into(dictionary, entry->element.number))
                 : NULL;
}

/* ---- by label ----------------------------------------------------------- */

uint32_t
dg_dictionary_head(const struct dg_dictionary *dictionary,
                   struct dg_plugin_str normal)
{
    uint32_t label = dg_names_find(dictionary->labels, normal);
    return label < dictionary->head_room ? dictionary->heads[label]
                                         : DG_LINK_NONE;
}

static bool
make_head(struct dg_dictionary *dictionary, uint32_t label)
{
    uint32_t room = dictionary->head_room;
    uint32_t *grown;
    if (label < room) {
        return true;
    }
    room = label < 128 ? 256 : 2 * label;
    grown = realloc(dictionary->heads, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    memset(grown + dictionary->head_room, 0xff,
           (room - dictionary->head_room) * sizeof *grown);
    dictionary->heads = grown;
    dictionary->head_room = room;
    return true;
}

static bool
make_link(struct dg_dictionary *dictionary)
{
    uint32_t room = dictionary->link_room;
    struct dg_link *grown;
    if (dictionary->link_count < room) {
        return true;
    }
    room = room ? 2 * room : 256;
    grown = realloc(dictionary->links, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    dictionary->links = grown;
    dictionary->link_room = room;
    return true;
}

/* Behind those there are: the first to come is the first to be looked at. More
 * than DG_LABEL_MAX are not kept: what so many mean differently says nothing.
 */
bool
dg_dictionary_add_label(struct dg_dictionary *dictionary, uint32_t label,
                        uint32_t element)
{
    uint32_t *at, n = 0;
    if (!make_head(dictionary, label) || !make_link(dictionary)) {
        return false;
    }
    at = &dictionary->heads[label];
    while (*at != DG_LINK_NONE) {
        struct dg_link *link = &dictionary->links[*at];
        if (link->element == element || ++n == DG_LABEL_MAX) {
            return true;
        }
        at = &link->next;
    }
    *at = dictionary->link_count;
    dictionary->links[dictionary->link_count++] =
        (struct dg_link){element, DG_LINK_NONE};
    return true;
}

void
dg_dictionary_drop_label(struct dg_dictionary *dictionary, uint32_t label,
                         uint32_t element)
{
    uint32_t *at =
        label < dictionary->head_room ? &dictionary->heads[label] : NULL;
    while (at && *at != DG_LINK_NONE) {
        struct dg_link *link = &dictionary->links[*at];
        if (link->element == element) {
            *at = link->next;
            return;
        }
        at = &link->next;
    }
}

uint64_t
dg_dictionary_changed(const struct dg_dictionary *dictionary)
{
    return dictionary->changed;
}

/* ---- units -------------------------------------------------------------- */

bool
dg_dictionary_convert(const struct dg_dictionary *dictionary,
                      struct dg_plugin_str from, struct dg_plugin_str to,
                      mpq_t factor)
{
    return dg_units_convert(dictionary->units, from, to, factor);
}

bool
dg_dictionary_is_unit(const struct dg_dictionary *dictionary,
                      struct dg_plugin_str text)
{
    return dg_units_know(dictionary->units, text);
}
