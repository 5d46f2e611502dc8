/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps suggestions until they are decided. Decisions themselves are the
 * dictionary's; here they only end what is suggested. */
#include "plugins/form_dedup/near/suggestions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/text/text.h"

struct dg_near_key {
    uint64_t since; /* of the element when it was made */
    uint64_t key;   /* 0: none was made */
};

void
dg_suggestions_finish(struct dg_suggestions *suggestions)
{
    free(suggestions->pairs);
    free(suggestions->order);
    free(suggestions->apart);
    free(suggestions->keys);
}

/* ---- keys ---------------------------------------------------------------- */

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
grow_keys(struct dg_suggestions *suggestions, uint32_t number)
{
    uint32_t count = number + 1 + number / 2;
    struct dg_near_key *grown;
    if (number < suggestions->key_count) {
        return true;
    }
    grown = realloc(suggestions->keys, count * sizeof *grown);
    if (!grown) {
        return false;
    }
    memset(grown + suggestions->key_count, 0,
           (count - suggestions->key_count) * sizeof *grown);
    suggestions->keys = grown;
    suggestions->key_count = count;
    return true;
}

/* Kept, since reading a label takes microseconds and there are many. */
static uint64_t
key_of(struct dg_suggestions *suggestions, uint32_t number)
{
    const struct dg_element *element =
        dg_dictionary_element(suggestions->dictionary, number);
    struct dg_near_key *key;
    if (!grow_keys(suggestions, number)) {
        suggestions->no_memory = true;
        return 0;
    }
    key = &suggestions->keys[number];
    if (!key->key || key->since != element->since) {
        *key = (struct dg_near_key){element->since, make_key(element)};
        suggestions->no_memory = suggestions->no_memory || !key->key;
    }
    return key->key;
}

static struct dg_near_keys
keys_of(struct dg_suggestions *suggestions, uint32_t a, uint32_t b)
{
    uint64_t x = key_of(suggestions, a), y = key_of(suggestions, b);
    return (struct dg_near_keys){x < y ? x : y, x < y ? y : x};
}

static bool
is_before(struct dg_near_keys a, struct dg_near_keys b)
{
    return a.low < b.low || (a.low == b.low && a.high < b.high);
}

/* The first that is not before the keys. */
static size_t
find_apart(const struct dg_suggestions *suggestions, struct dg_near_keys keys)
{
    size_t low = 0, high = suggestions->apart_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(suggestions->apart[middle], keys)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
has_apart(const struct dg_suggestions *suggestions, struct dg_near_keys keys)
{
    size_t at = find_apart(suggestions, keys);
    return at < suggestions->apart_count &&
           !is_before(keys, suggestions->apart[at]);
}

/* Room for one more of an array. */
static bool
make_room(void **items, size_t count, size_t *room, size_t size)
{
    size_t wanted = *room ? 2 * *room : 16;
    void *grown;
    if (count < *room) {
        return true;
    }
    grown = realloc(*items, wanted * size);
    if (!grown) {
        return false;
    }
    *items = grown;
    *room = wanted;
    return true;
}

static bool
add_apart(struct dg_suggestions *suggestions, struct dg_near_keys keys)
{
    size_t at = find_apart(suggestions, keys);
    void *items = suggestions->apart;
    if (has_apart(suggestions, keys)) {
        return true;
    }
    if (!make_room(&items, suggestions->apart_count, &suggestions->apart_room,
                   sizeof keys)) {
        return false;
    }
    suggestions->apart = items;
    memmove(&suggestions->apart[at + 1], &suggestions->apart[at],
            (suggestions->apart_count++ - at) * sizeof keys);
    suggestions->apart[at] = keys;
    return true;
}

static void
remove_apart(struct dg_suggestions *suggestions, struct dg_near_keys keys)
{
    size_t at = find_apart(suggestions, keys);
    if (has_apart(suggestions, keys)) {
        memmove(&suggestions->apart[at], &suggestions->apart[at + 1],
                (--suggestions->apart_count - at) * sizeof keys);
    }
}

/* ---- pairs --------------------------------------------------------------- */

bool
dg_suggestions_settle(struct dg_suggestions *suggestions,
                      struct dg_near_pair *pair)
{
    const struct dg_dictionary *dictionary = suggestions->dictionary;
    uint32_t a = dg_dictionary_into(dictionary, pair->a);
    uint32_t b = dg_dictionary_into(dictionary, pair->b);
    bool decided = a == b || dg_dictionary_is_apart(dictionary, a, b);
    if (!decided && suggestions->apart_count) {
        decided =
            has_apart(suggestions, keys_of(suggestions, a, b)) ||
            has_apart(suggestions, keys_of(suggestions, pair->a, pair->b));
    }
    pair->a = a > b ? a : b;
    pair->b = a > b ? b : a;
    return !decided;
}

static int
compare_elements(const struct dg_near_pair *x, const struct dg_near_pair *y)
{
    if (x->a != y->a) {
        return x->a < y->a ? -1 : 1;
    }
    return (x->b > y->b) - (x->b < y->b);
}

/* Takes in one that is settled; of one pair the best score counts. */
static bool
put_pair(struct dg_suggestions *suggestions, struct dg_near_pair pair)
{
    size_t low = 0, high = suggestions->count;
    void *items = suggestions->pairs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_elements(&suggestions->pairs[middle], &pair) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    suggestions->ordered = false;
    if (low < suggestions->count &&
        compare_elements(&suggestions->pairs[low], &pair) == 0) {
        if (suggestions->pairs[low].score < pair.score) {
            suggestions->pairs[low] = pair;
        }
        return true;
    }
    if (!make_room(&items, suggestions->count, &suggestions->room,
                   sizeof pair)) {
        return false;
    }
    suggestions->pairs = items;
    memmove(&suggestions->pairs[low + 1], &suggestions->pairs[low],
            (suggestions->count++ - low) * sizeof pair);
    suggestions->pairs[low] = pair;
    return true;
}

bool
dg_suggestions_tidy(struct dg_suggestions *suggestions)
{
    struct dg_near_pair *pairs = suggestions->pairs;
    size_t count = suggestions->count;
    bool ok = true;
    suggestions->pairs = NULL;
    suggestions->count = suggestions->room = 0;
    suggestions->ordered = false;
    for (size_t i = 0; ok && i < count; i++) {
        if (dg_suggestions_settle(suggestions, &pairs[i])) {
            ok = put_pair(suggestions, pairs[i]);
        }
    }
    free(pairs);
    return ok;
}

static int
compare_scores(const void *a, const void *b)
{
    const struct dg_near_pair *x = *(const struct dg_near_pair *const *) a,
                              *y = *(const struct dg_near_pair *const *) b;
    return x->score != y->score ? (x->score < y->score ? 1 : -1)
                                : compare_elements(x, y);
}

const struct dg_near_pair **
dg_suggestions_order(struct dg_suggestions *suggestions)
{
    const struct dg_near_pair **order;
    if (suggestions->ordered || !suggestions->count) {
        return suggestions->count ? suggestions->order : NULL;
    }
    order = realloc(suggestions->order, suggestions->count * sizeof *order);
    if (!order) {
        return NULL;
    }
    for (size_t i = 0; i < suggestions->count; i++) {
        order[i] = &suggestions->pairs[i];
    }
    qsort(order, suggestions->count, sizeof *order, compare_scores);
    suggestions->order = order;
    suggestions->ordered = true;
    return order;
}

/* ---- events -------------------------------------------------------------- */

static const struct dg_element *
find_element(const struct dg_suggestions *suggestions,
             const struct dg_plugin_value *code)
{
    return dg_dictionary_find(suggestions->dictionary,
                              suggestions->host->text(code));
}

static uint16_t
read_evidence(const struct dg_plugin_host *host,
              const struct dg_plugin_value *list)
{
    unsigned evidence = 0;
    const struct dg_plugin_value *at;
    for (at = host->first(list); at; at = host->next(at)) {
        for (unsigned i = 0; i < DG_EVIDENCE_COUNT; i++) {
            if (dg_text_is(host->text(at), dg_likeness_code(i))) {
                evidence |= 1u << i;
            }
        }
    }
    return (uint16_t) evidence;
}

static bool
add_pair(struct dg_suggestions *suggestions,
         const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = suggestions->host;
    const struct dg_element *a =
        find_element(suggestions, host->member(value, "a"));
    const struct dg_element *b =
        find_element(suggestions, host->member(value, "b"));
    struct dg_near_pair pair = {
        .score = (uint16_t) host->integer(host->member(value, "score"), 0),
        .evidence = read_evidence(host, host->member(value, "evidence")),
    };
    if (!a || !b) {
        return true;
    }
    pair.a = a->number;
    pair.b = b->number;
    return !dg_suggestions_settle(suggestions, &pair) ||
           put_pair(suggestions, pair);
}

bool
dg_suggestions_add(struct dg_suggestions *suggestions,
                   const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = suggestions->host;
    int64_t upto = host->integer(host->member(data, "upto"), 0);
    const struct dg_plugin_value *at = host->first(host->member(data, "pairs"));
    bool ok = true;
    for (; ok && at; at = host->next(at)) {
        ok = add_pair(suggestions, at);
    }
    if (upto > suggestions->upto && upto <= UINT32_MAX) {
        suggestions->upto = (uint32_t) upto;
    }
    return ok;
}

/* The elements themselves, whatever they were merged into. */
static bool
read_keys(struct dg_suggestions *suggestions,
          const struct dg_plugin_value *first,
          const struct dg_plugin_value *second, struct dg_near_keys *keys)
{
    const struct dg_plugin_host *host = suggestions->host;
    const struct dg_element *a =
        dg_dictionary_coded(suggestions->dictionary, host->text(first));
    const struct dg_element *b =
        dg_dictionary_coded(suggestions->dictionary, host->text(second));
    if (!a || !b) {
        return false;
    }
    *keys = keys_of(suggestions, a->number, b->number);
    return true;
}

bool
dg_suggestions_merge(struct dg_suggestions *suggestions,
                     const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = suggestions->host;
    struct dg_near_keys keys;
    if (read_keys(suggestions, host->member(data, "element"),
                  host->member(data, "into"), &keys)) {
        remove_apart(suggestions, keys);
    }
    return dg_suggestions_tidy(suggestions);
}

bool
dg_suggestions_keep_apart(struct dg_suggestions *suggestions,
                          const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = suggestions->host;
    const struct dg_plugin_value *first =
        host->first(host->member(data, "elements"));
    struct dg_near_keys keys;
    if (read_keys(suggestions, first, host->next(first), &keys) &&
        !add_apart(suggestions, keys)) {
        return false;
    }
    return dg_suggestions_tidy(suggestions);
}

/* ---- the fold ------------------------------------------------------------ */

static void
put_code(const struct dg_suggestions *suggestions, uint32_t number,
         struct dg_plugin_writer *out)
{
    suggestions->host->put_text(
        out, dg_dictionary_element(suggestions->dictionary, number)->code);
}

static void
put_keys(const struct dg_suggestions *suggestions, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = suggestions->host;
    char text[40];
    host->open_array(out);
    for (size_t i = 0; i < suggestions->apart_count; i++) {
        snprintf(text, sizeof text, "%016llx %016llx",
                 (unsigned long long) suggestions->apart[i].low,
                 (unsigned long long) suggestions->apart[i].high);
        host->put_text(out, dg_text_from(text));
    }
    host->close_array(out);
}

void
dg_suggestions_save(const struct dg_suggestions *suggestions,
                    struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = suggestions->host;
    host->open_object(out);
    host->put_name(out, "upto");
    host->put_integer(out, suggestions->upto);
    host->put_name(out, "pairs");
    host->open_array(out);
    for (size_t i = 0; i < suggestions->count; i++) {
        const struct dg_near_pair *pair = &suggestions->pairs[i];
        host->open_array(out);
        put_code(suggestions, pair->a, out);
        put_code(suggestions, pair->b, out);
        host->put_integer(out, pair->score);
        host->put_integer(out, pair->evidence);
        host->close_array(out);
    }
    host->close_array(out);
    host->put_name(out, "apart");
    put_keys(suggestions, out);
    host->close_object(out);
}
