/* SPDX-License-Identifier: Apache-2.0 */
/* Which elements are worth a comparison. Whether they are alike is likeness.c's
 * to say. */
#include "plugins/form_dedup/near/near_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/near/near_lists.h"

#define KEYS_MAX (5 * DG_WORDS_MAX) /* of one element */
#define VISITS_MAX 3072 /* entries of lists that one search looks at */
#define COMPARED_MAX 64 /* elements that are compared in full */
#define SEEN_ROOM 8192  /* a power of two above twice VISITS_MAX */
#define TRIGRAM_WORDS 2 /* labels of so few words are found by letters, too */
#define FORMS_MAX 32    /* kept of one element: the first, and late ones */
#define LABEL_FORMS_MAX 64 /* of one label that are looked at: the latest */

struct seen {
    uint32_t at; /* 1 + place among the items; 0: free */
    float weight;
};

struct dg_near_index {
    struct dg_near_item *items;
    uint32_t count, room;
    struct dg_near_lists lists;
    struct dg_near_lists forms;  /* by label */
    struct seen seen[SEEN_ROOM]; /* of the search under way */
    uint32_t seen_places[VISITS_MAX];
    uint32_t seen_count;
    size_t size;
};

struct dg_near_index *
dg_near_index_create(void)
{
    return calloc(1, sizeof(struct dg_near_index));
}

void
dg_near_index_destroy(struct dg_near_index *index)
{
    if (!index) {
        return;
    }
    for (uint32_t i = 0; i < index->count; i++) {
        dg_likeness_finish(&index->items[i]);
    }
    dg_near_lists_finish(&index->lists);
    dg_near_lists_finish(&index->forms);
    free(index->items);
    free(index);
}

uint32_t
dg_near_index_count(const struct dg_near_index *index)
{
    return index->count;
}

size_t
dg_near_index_size(const struct dg_near_index *index)
{
    return sizeof *index + index->room * sizeof *index->items +
           index->lists.size + index->forms.size + index->size;
}

/* ---- keys --------------------------------------------------------------- */

enum key_kind { KEY_WORD = 1, KEY_PAIR, KEY_TRIGRAM, KEY_WHOLE, KEY_LABEL };

struct keys {
    uint32_t items[KEYS_MAX];
    unsigned count;
};

static uint32_t
mix(uint32_t a, uint32_t b)
{
    uint32_t x = a * 0x9e3779b1u ^ (b + 0x85ebca6bu + (a << 6) + (a >> 2));
    x ^= x >> 15;
    x *= 0x2c1b3c6du;
    return x ^ x >> 13;
}

static uint32_t
word_key(uint32_t hash)
{
    return mix(KEY_WORD, hash);
}

static void
add_key(struct keys *keys, uint32_t key)
{
    if (keys->count < KEYS_MAX) {
        keys->items[keys->count++] = key;
    }
}

static void
add_words(const struct dg_words *words, struct keys *keys)
{
    for (uint16_t i = 0; i < words->count; i++) {
        uint32_t hash = words->items[i].hash;
        add_key(keys, word_key(hash));
        if (i + 1 < words->count) {
            add_key(keys, mix(mix(KEY_PAIR, hash), words->items[i + 1].hash));
        }
    }
}

static void
add_trigrams(const struct dg_words *words, struct keys *keys)
{
    for (uint16_t i = 0; i < words->count; i++) {
        const struct dg_near_word *word = &words->items[i];
        const char *text = words->text + word->at;
        for (uint16_t j = 0; word->len > 4 && j + 3u <= word->len; j++) {
            uint32_t letters = (uint32_t) (unsigned char) text[j] << 16 |
                               (uint32_t) (unsigned char) text[j + 1] << 8 |
                               (unsigned char) text[j + 2];
            add_key(keys, mix(KEY_TRIGRAM, letters));
        }
    }
}

static uint32_t
part_of(const struct dg_near_word *word)
{
    return word->light ? 0 : mix(KEY_WHOLE, word->hash);
}

/* The words that say something, whatever their order: all, and with each one
 * left out, of Han characters also two in a row, which mostly are a word. What
 * differs in a word, or has one more, shares a key. */
static void
add_wholes(const struct dg_words *words, struct keys *keys)
{
    uint32_t sum = 0;
    unsigned heavy = 0;
    for (uint16_t i = 0; i < words->count; i++) {
        sum += part_of(&words->items[i]);
        heavy += !words->items[i].light;
    }
    add_key(keys, mix(KEY_LABEL, words->compact));
    add_key(keys, mix(KEY_WHOLE, sum));
    for (uint16_t i = 0; heavy > 2 && i < words->count; i++) {
        const struct dg_near_word *word = &words->items[i];
        if (word->light) {
            continue;
        }
        add_key(keys, mix(KEY_WHOLE, sum - part_of(word)));
        if (heavy > 4 && i + 1 < words->count && word->class == DG_WORD_HAN &&
            word[1].class == DG_WORD_HAN) {
            add_key(keys,
                    mix(KEY_WHOLE, sum - part_of(word) - part_of(word + 1)));
        }
    }
}

static void
make_keys(const struct dg_words *words, struct keys *keys)
{
    keys->count = 0;
    add_wholes(words, keys);
    add_words(words, keys);
    if (words->count <= TRIGRAM_WORDS) {
        add_trigrams(words, keys);
    }
}

/* ---- taking in ---------------------------------------------------------- */

static bool
make_room(struct dg_near_index *index)
{
    uint32_t room = index->room ? 2 * index->room : 256;
    struct dg_near_item *grown;
    if (index->count < index->room) {
        return true;
    }
    grown = realloc(index->items, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    index->items = grown;
    index->room = room;
    return true;
}

bool
dg_near_index_add(struct dg_near_index *index,
                  const struct dg_near_field *field)
{
    struct dg_near_item *item;
    struct keys keys;
    if (!make_room(index)) {
        return false;
    }
    item = &index->items[index->count];
    if (!dg_likeness_read(field, item)) {
        return false;
    }
    make_keys(&item->words, &keys);
    index->size += strlen(item->words.text) + 1 +
                   (item->words.count + 1) * sizeof *item->words.items +
                   item->option_count * sizeof *item->options +
                   sizeof *item->forms;
    index->count++;
    for (unsigned i = 0; i < keys.count; i++) {
        if (!dg_near_lists_add(&index->lists, keys.items[i],
                               index->count - 1)) {
            return false;
        }
    }
    return dg_near_lists_add(&index->forms, item->words.compact, field->form);
}

/* Its place among the items, which are in the order of their numbers. */
static uint32_t
find_place(const struct dg_near_index *index, uint32_t number)
{
    uint32_t low = 0, high = index->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (index->items[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < index->count && index->items[low].number == number
               ? low
               : UINT32_MAX;
}

bool
dg_near_index_link(struct dg_near_index *index, uint32_t number, uint32_t form)
{
    uint32_t place = find_place(index, number), *grown;
    struct dg_near_item *item;
    if (place == UINT32_MAX) {
        return true;
    }
    item = &index->items[place];
    if (!dg_near_lists_add(&index->forms, item->words.compact, form)) {
        return false;
    }
    for (uint32_t i = 0; i < item->form_count; i++) {
        if (item->forms[i] == form) {
            return true;
        }
    }
    if (item->form_count == FORMS_MAX) {
        item->forms[1 + form % (FORMS_MAX - 1)] = form;
        return true;
    }
    grown = realloc(item->forms, (item->form_count + 1) * sizeof *grown);
    if (!grown) {
        return false;
    }
    grown[item->form_count++] = form;
    item->forms = grown;
    index->size += sizeof *grown;
    return true;
}

/* ---- labels that one form has -------------------------------------------- */

struct forms {
    uint32_t items[LABEL_FORMS_MAX]; /* ascending */
    uint32_t count;
};

static int
compare_forms(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

/* The latest forms of a label, whatever became of its fields. */
static const uint32_t *
late_forms(const struct dg_near_index *index, uint32_t label, uint32_t *count)
{
    const struct dg_near_list *list = dg_near_lists_find(&index->forms, label);
    *count = list ? list->count : 0;
    if (*count <= LABEL_FORMS_MAX) {
        return list ? dg_near_lists_numbers(list) : NULL;
    }
    *count = LABEL_FORMS_MAX;
    return dg_near_lists_numbers(list) + list->count - LABEL_FORMS_MAX;
}

static void
sort_forms(const struct dg_near_index *index, uint32_t label,
           struct forms *forms)
{
    const uint32_t *late = late_forms(index, label, &forms->count);
    if (forms->count) {
        memcpy(forms->items, late, forms->count * sizeof *late);
        qsort(forms->items, forms->count, sizeof *forms->items, compare_forms);
    }
}

/* Who asks both means two figures by them: then two fields of these labels are
 * two in other forms, too. */
static bool
has_label(const struct dg_near_index *index, const struct forms *forms,
          uint32_t label)
{
    uint32_t count;
    const uint32_t *late = late_forms(index, label, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (bsearch(&late[i], forms->items, forms->count, sizeof *late,
                    compare_forms)) {
            return true;
        }
    }
    return false;
}

/* ---- searching ---------------------------------------------------------- */

/* log(1 + all / those that have it), as the inverse document frequency is. */
static double
weigh_count(const struct dg_near_index *index, uint32_t count)
{
    return log(1 + (double) index->count / (count ? count : 1));
}

static double
weigh_word(void *ctx, uint32_t hash)
{
    const struct dg_near_index *index = ctx;
    const struct dg_near_list *list =
        dg_near_lists_find(&index->lists, word_key(hash));
    return weigh_count(index, list ? list->count : 1);
}

static int
compare_lists(const void *a, const void *b)
{
    const struct dg_near_list *x = *(const struct dg_near_list *const *) a,
                              *y = *(const struct dg_near_list *const *) b;
    return (x->count > y->count) - (x->count < y->count);
}

/* The lists of an item's keys, shortest first. */
static unsigned
find_lists(const struct dg_near_index *index, const struct dg_near_item *item,
           const struct dg_near_list *out[KEYS_MAX])
{
    struct keys keys;
    unsigned count = 0;
    make_keys(&item->words, &keys);
    for (unsigned i = 0; i < keys.count; i++) {
        out[count] = dg_near_lists_find(&index->lists, keys.items[i]);
        count += out[count] != NULL;
    }
    qsort(out, count, sizeof *out, compare_lists);
    return count;
}

static void
see(struct dg_near_index *index, uint32_t place, float weight)
{
    uint32_t at = (place * 2654435769u) >> 19;
    while (index->seen[at].at && index->seen[at].at != place + 1) {
        at = (at + 1) & (SEEN_ROOM - 1);
    }
    if (!index->seen[at].at) {
        index->seen[at].at = place + 1;
        index->seen_places[index->seen_count++] = at;
    }
    index->seen[at].weight += weight;
}

/* The shortest lists first, the newest of each, until so many were looked at.
 */
static void
visit(struct dg_near_index *index, const struct dg_near_item *item)
{
    const struct dg_near_list *lists[KEYS_MAX];
    unsigned count = find_lists(index, item, lists);
    uint32_t own = (uint32_t) (item - index->items), left = VISITS_MAX;
    for (unsigned i = 0; i < count && left; i++) {
        const uint32_t *numbers = dg_near_lists_numbers(lists[i]);
        float weight = (float) weigh_count(index, lists[i]->count);
        for (uint32_t j = lists[i]->count; j && left; j--) {
            if (numbers[j - 1] < own) {
                see(index, numbers[j - 1], weight);
                left--;
            }
        }
    }
}

/* Keeps the heaviest in a heap whose lightest is on top. */
static void
sift(struct seen *heap, unsigned count)
{
    unsigned at = 0, child;
    while ((child = 2 * at + 1) < count) {
        struct seen moved;
        child +=
            child + 1 < count && heap[child + 1].weight < heap[child].weight;
        if (heap[at].weight <= heap[child].weight) {
            return;
        }
        moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
        at = child;
    }
}

static unsigned
choose(struct dg_near_index *index, struct seen heap[COMPARED_MAX])
{
    unsigned count = 0;
    for (uint32_t i = 0; i < index->seen_count; i++) {
        struct seen *seen = &index->seen[index->seen_places[i]];
        if (count < COMPARED_MAX) {
            unsigned at = count++;
            for (; at && heap[(at - 1) / 2].weight > seen->weight;
                 at = (at - 1) / 2) {
                heap[at] = heap[(at - 1) / 2];
            }
            heap[at] = *seen;
        } else if (seen->weight > heap[0].weight) {
            heap[0] = *seen;
            sift(heap, count);
        }
        memset(seen, 0, sizeof *seen);
    }
    index->seen_count = 0;
    return count;
}

struct matches {
    struct dg_near_match *items; /* best first; of one score the older */
    size_t count, max;
};

static bool
is_better(struct dg_near_match a, struct dg_near_match b)
{
    return a.score > b.score || (a.score == b.score && a.number < b.number);
}

/* Takes out the one of the same label, if it is worse; false if it is not. */
static bool
make_way(struct matches *matches, struct dg_near_match match)
{
    size_t at = 0;
    while (at < matches->count && matches->items[at].label != match.label) {
        at++;
    }
    if (at == matches->count) {
        return true;
    }
    if (is_better(matches->items[at], match)) {
        return false;
    }
    matches->count--;
    memmove(&matches->items[at], &matches->items[at + 1],
            (matches->count - at) * sizeof match);
    return true;
}

static void
put_match(struct matches *matches, struct dg_near_match match)
{
    size_t at = matches->count;
    while (at && is_better(match, matches->items[at - 1])) {
        at--;
    }
    if (at == matches->max) {
        return;
    }
    matches->count += matches->count < matches->max;
    memmove(&matches->items[at + 1], &matches->items[at],
            (matches->count - at - 1) * sizeof match);
    matches->items[at] = match;
}

struct search {
    struct dg_near_index *index;
    const struct dg_near_item *item;
    struct forms forms;      /* of its label */
    struct matches kinds[2]; /* of its label, and others */
};

static void
compare(struct search *search, const struct dg_near_item *other)
{
    uint32_t label = other->words.compact;
    bool same = search->item->words.compact == label;
    unsigned evidence = 0;
    unsigned score = dg_likeness_score(search->item, other, weigh_word,
                                       search->index, &evidence);
    struct dg_near_match match = {.number = other->number,
                                  .score = (uint16_t) score,
                                  .evidence = (uint16_t) evidence,
                                  .label = label};
    if (score < DG_NEAR_SCORE_MIN ||
        (!same && (has_label(search->index, &search->forms, label) ||
                   !make_way(&search->kinds[1], match)))) {
        return;
    }
    put_match(&search->kinds[!same], match);
}

size_t
dg_near_index_find(struct dg_near_index *index, uint32_t number,
                   struct dg_near_match out[DG_NEAR_MATCHES])
{
    struct dg_near_match others[DG_NEAR_OTHERS];
    struct search search = {
        .index = index,
        .kinds = {{out, 0, DG_NEAR_SAME}, {others, 0, DG_NEAR_OTHERS}}};
    const struct matches *kinds = search.kinds;
    uint32_t place = find_place(index, number);
    struct seen heap[COMPARED_MAX];
    unsigned chosen;
    if (place == UINT32_MAX) {
        return 0;
    }
    search.item = &index->items[place];
    sort_forms(index, search.item->words.compact, &search.forms);
    visit(index, search.item);
    chosen = choose(index, heap);
    for (unsigned i = 0; i < chosen; i++) {
        compare(&search, &index->items[heap[i].at - 1]);
    }
    memcpy(out + kinds[0].count, others, kinds[1].count * sizeof *others);
    return kinds[0].count + kinds[1].count;
}
