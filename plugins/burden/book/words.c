/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that are kept once, arrays that grow, and what pointers of facts say.
 */
#include "plugins/burden/book/inside.h"

#include <stdlib.h>

/* ---- arrays -------------------------------------------------------------- */

bool
dg_room(void *items, uint32_t count, uint32_t *room, size_t size)
{
    void **array = items, *more;
    uint32_t wanted = *room < 8 ? 8 : *room + *room / 2;
    if (count < *room) {
        return true;
    }
    more = realloc(*array, wanted * size);
    if (!more) {
        return false;
    }
    *array = more;
    *room = wanted;
    return true;
}

/* ---- texts --------------------------------------------------------------- */

static uint32_t
hash_of(struct dg_plugin_str text)
{
    uint32_t hash = (uint32_t) text.len;
    for (size_t i = 0; i < text.len; i++) {
        hash = dg_table_mix(hash, (unsigned char) text.data[i]);
    }
    return hash;
}

static bool
same(const void *ctx, uint32_t record, const void *key)
{
    const struct dg_words *words = ctx;
    return dg_text_equal(words->items[record],
                         *(const struct dg_plugin_str *) key);
}

uint32_t
dg_words_find(const struct dg_words *words, struct dg_plugin_str text)
{
    return dg_table_find(&words->table, hash_of(text), same, words, &text);
}

uint32_t
dg_words_take(struct dg_words *words, struct dg_plugin_str text)
{
    uint32_t word = dg_words_find(words, text);
    char *copy;
    if (word != DG_TABLE_FREE) {
        return word;
    }
    copy = malloc(text.len + 1);
    if (!copy ||
        !dg_room(&words->items, words->count, &words->room,
                 sizeof *words->items) ||
        !dg_table_add(&words->table, hash_of(text), words->count)) {
        free(copy);
        return DG_NONE;
    }
    if (text.len > 0) {
        memcpy(copy, text.data, text.len);
    }
    copy[text.len] = '\0';
    words->items[words->count] = (struct dg_plugin_str){copy, text.len};
    return words->count++;
}

void
dg_words_finish(struct dg_words *words)
{
    for (uint32_t i = 0; i < words->count; i++) {
        free((void *) (uintptr_t) words->items[i].data);
    }
    free(words->items);
    dg_table_finish(&words->table);
}

/* ---- causes -------------------------------------------------------------- */

uint16_t
dg_cause_take(struct dg_book *book, struct dg_plugin_str code,
              enum dg_fate fate, enum dg_plugin_effect_kind kind)
{
    uint32_t room = book->cause_room, text;
    for (uint16_t i = 0; i < book->cause_count; i++) {
        const struct dg_cause *cause = &book->causes[i];
        if (cause->fate == fate && cause->kind == kind &&
            dg_text_equal(cause->code, code)) {
            return i;
        }
    }
    text = dg_words_take(&book->causes_text, code);
    if (text == DG_NONE || book->cause_count == UINT16_MAX - 1 ||
        !dg_room(&book->causes, book->cause_count, &room,
                 sizeof *book->causes)) {
        return DG_CAUSE_FAILED;
    }
    book->cause_room = (uint16_t) (room < UINT16_MAX ? room : UINT16_MAX);
    book->causes[book->cause_count] =
        (struct dg_cause){book->causes_text.items[text], fate, kind};
    return book->cause_count++;
}

uint16_t
dg_cause_turn(struct dg_book *book, uint16_t cause, enum dg_fate fate)
{
    struct dg_cause turned = book->causes[cause];
    return dg_cause_take(book, turned.code, fate, turned.kind);
}

bool
dg_causes_create(struct dg_book *book)
{
    return dg_cause_take(book, dg_text_from("asked"), DG_FATE_BORNE,
                         DG_PLUGIN_EFFECT_ASK) == DG_CAUSE_ASKED &&
           dg_cause_take(book, dg_text_from("rework"), DG_FATE_BORNE,
                         DG_PLUGIN_EFFECT_ASK) == DG_CAUSE_REWORK;
}

/* ---- pointers ------------------------------------------------------------ */

static bool
read_number(struct dg_plugin_str *text, uint64_t *out)
{
    uint64_t number = 0;
    size_t len = 0;
    if (text->len == 0 || *text->data != '/') {
        return false;
    }
    for (len = 1; len < text->len && text->data[len] >= '0' &&
                  text->data[len] <= '9' && number < UINT64_MAX / 20;
         len++) {
        number = 10 * number + (uint64_t) (text->data[len] - '0');
    }
    *out = number;
    text->data += len;
    text->len -= len;
    return len > 1;
}

bool
dg_book_numbers(struct dg_plugin_str pointer, uint64_t *first, uint64_t *second)
{
    *second = 0;
    return read_number(&pointer, first) &&
           (pointer.len == 0 || read_number(&pointer, second)) &&
           pointer.len == 0;
}
