/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps suggestions until they are decided. Decisions themselves are the
 * dictionary's; here they only end what is suggested. */
#include "plugins/form_dedup/near/suggestions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/text/text.h"

void
dg_suggestions_finish(struct dg_suggestions *suggestions)
{
    free(suggestions->pairs);
    free(suggestions->order);
    dg_near_apart_finish(&suggestions->apart);
}

/* ---- pairs --------------------------------------------------------------- */

bool
dg_suggestions_settle(struct dg_suggestions *suggestions,
                      struct dg_near_pair *pair)
{
    const struct dg_dictionary *dictionary = suggestions->dictionary;
    uint32_t a = dg_dictionary_into(dictionary, pair->a);
    uint32_t b = dg_dictionary_into(dictionary, pair->b);
    bool decided = a == b || dg_dictionary_is_apart(dictionary, a, b) ||
                   dg_near_apart_has(&suggestions->apart, a, b) ||
                   dg_near_apart_has(&suggestions->apart, pair->a, pair->b);
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

static bool
make_room(struct dg_suggestions *suggestions)
{
    size_t room = suggestions->room ? 2 * suggestions->room : 16;
    struct dg_near_pair *grown;
    if (suggestions->count < suggestions->room) {
        return true;
    }
    grown = realloc(suggestions->pairs, room * sizeof *grown);
    if (grown) {
        suggestions->pairs = grown;
        suggestions->room = room;
    }
    return grown != NULL;
}

/* Takes in one that is settled; of one pair the best score counts. */
static bool
put_pair(struct dg_suggestions *suggestions, struct dg_near_pair pair)
{
    size_t low = 0, high = suggestions->count;
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
    if (!make_room(suggestions)) {
        return false;
    }
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

/* An element itself, whatever it was merged into. */
static const struct dg_element *
find_coded(const struct dg_suggestions *suggestions,
           const struct dg_plugin_value *code)
{
    return dg_dictionary_coded(suggestions->dictionary,
                               suggestions->host->text(code));
}

bool
dg_suggestions_merge(struct dg_suggestions *suggestions,
                     const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = suggestions->host;
    const struct dg_element *a =
        find_coded(suggestions, host->member(data, "element"));
    const struct dg_element *b =
        find_coded(suggestions, host->member(data, "into"));
    if (a && b) {
        dg_near_apart_remove(&suggestions->apart, a->number, b->number);
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
    const struct dg_element *a = find_coded(suggestions, first);
    const struct dg_element *b = find_coded(suggestions, host->next(first));
    if (a && b &&
        !dg_near_apart_add(&suggestions->apart, a->number, b->number)) {
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
put_apart(const struct dg_suggestions *suggestions,
          struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = suggestions->host;
    char text[40];
    host->open_array(out);
    for (size_t i = 0; i < suggestions->apart.count; i++) {
        snprintf(text, sizeof text, "%016llx %016llx",
                 (unsigned long long) suggestions->apart.pairs[i].low,
                 (unsigned long long) suggestions->apart.pairs[i].high);
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
    put_apart(suggestions, out);
    host->close_object(out);
}
