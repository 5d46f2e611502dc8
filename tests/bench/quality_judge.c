/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is right of what was merged and suggested: form_quality.c says
 * by which measures. */
#include "tests/bench/quality.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/bench.h"

struct quality_pair {
    uint64_t labels; /* of one: 0 */
    uint16_t score;
    bool right;    /* the elements share an eid */
    bool labelled; /* their labels do */
    bool clear;    /* … one that is clear */
};

void *
quality_need(void *memory)
{
    bench_need(memory != NULL, "memory");
    return memory;
}

/* ---- what is right ------------------------------------------------------- */

/* Sorted, without doubles: (element, eid), or others. */
struct links {
    uint64_t *items;
    size_t count;
};

static int
compare_links(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

static void
sort_links(struct links *links)
{
    size_t kept = 0;
    qsort(links->items, links->count, sizeof *links->items, compare_links);
    for (size_t i = 0; i < links->count; i++) {
        if (!kept || links->items[kept - 1] != links->items[i]) {
            links->items[kept++] = links->items[i];
        }
    }
    links->count = kept;
}

static bool
has_link(const struct links *links, uint64_t link)
{
    return bsearch(&link, links->items, links->count, sizeof link,
                   compare_links) != NULL;
}

static uint64_t
link_of(uint32_t high, uint32_t low)
{
    return (uint64_t) high << 32 | low;
}

static uint64_t
pair_of(uint32_t a, uint32_t b)
{
    return a < b ? link_of(a, b) : link_of(b, a);
}

static struct links
link_fields(const struct quality_source *source,
            uint64_t (*link)(const struct quality_field *field))
{
    struct links links = {
        quality_need(calloc(source->field_count + 1, sizeof *links.items)), 0};
    for (size_t i = 0; i < source->field_count; i++) {
        links.items[links.count++] = link(&source->fields[i]);
    }
    sort_links(&links);
    return links;
}

static uint64_t
eid_to_element(const struct quality_field *field)
{
    return link_of(field->eid, field->element);
}

static uint64_t
eid_to_label(const struct quality_field *field)
{
    return link_of(field->eid, field->label);
}

/* The eids that a form gives to two labels. Fields of a form follow each other.
 */
static struct links
find_unclear(const struct quality_source *source)
{
    struct links eids = {
        quality_need(calloc(source->field_count + 1, sizeof *eids.items)), 0};
    for (size_t i = 0; i < source->field_count; i++) {
        const struct quality_field *a = &source->fields[i];
        for (size_t j = i; j-- && source->fields[j].form == a->form;) {
            const struct quality_field *b = &source->fields[j];
            if (a->eid == b->eid && a->label != b->label) {
                eids.items[eids.count++] = a->eid;
                break;
            }
        }
    }
    sort_links(&eids);
    return eids;
}

static struct links
without(struct links by_eid, const struct links *eids)
{
    size_t kept = 0;
    for (size_t i = 0; i < by_eid.count; i++) {
        if (!has_link(eids, by_eid.items[i] >> 32)) {
            by_eid.items[kept++] = by_eid.items[i];
        }
    }
    by_eid.count = kept;
    return by_eid;
}

/* All pairs of what has the same eid. */
static struct links
pair_up(struct links by_eid)
{
    struct links pairs = {NULL, 0};
    size_t room = 0;
    for (size_t i = 0; i < by_eid.count; i++) {
        for (size_t j = i + 1;
             j < by_eid.count && by_eid.items[i] >> 32 == by_eid.items[j] >> 32;
             j++) {
            if (pairs.count == room) {
                room = room ? 2 * room : 1024;
                pairs.items = quality_need(
                    realloc(pairs.items, room * sizeof *pairs.items));
            }
            pairs.items[pairs.count++] =
                pair_of((uint32_t) by_eid.items[i], (uint32_t) by_eid.items[j]);
        }
    }
    free(by_eid.items);
    sort_links(&pairs);
    return pairs;
}

/* ---- judging ------------------------------------------------------------- */

static void
judge_automatic(const struct quality_source *source, struct quality *result)
{
    for (size_t i = 0; i < source->field_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (source->fields[i].element == source->fields[j].element) {
                result->automatic++;
                result->automatic_right +=
                    source->fields[i].eid == source->fields[j].eid;
            }
        }
    }
}

static void
add_pair(struct quality *result, struct quality_pair pair)
{
    if ((result->pair_count & (result->pair_count - 1)) == 0) {
        size_t room = result->pair_count ? 2 * result->pair_count : 1;
        result->pairs =
            quality_need(realloc(result->pairs, room * sizeof *result->pairs));
    }
    result->pairs[result->pair_count++] = pair;
}

/* What is right of a source. */
struct truth {
    struct links elements, labels, clear;
};

static struct quality_pair
judge_pair(const struct truth *truth, const uint32_t *element_labels,
           uint32_t number, const struct dg_near_match *match)
{
    uint32_t a = element_labels[number], b = element_labels[match->number];
    uint64_t labels = a == b ? 0 : pair_of(a, b);
    return (struct quality_pair){
        .labels = labels,
        .score = match->score,
        .right = has_link(&truth->elements, pair_of(number, match->number)),
        .labelled = labels && has_link(&truth->labels, labels),
        .clear = labels && has_link(&truth->clear, labels),
    };
}

static void
judge_suggested(const struct quality_source *source, struct quality *result)
{
    uint32_t count = dg_dictionary_count(source->dictionary);
    struct links unclear = find_unclear(source);
    struct truth truth = {
        pair_up(link_fields(source, eid_to_element)),
        pair_up(link_fields(source, eid_to_label)),
        pair_up(without(link_fields(source, eid_to_label), &unclear)),
    };
    uint32_t *labels = quality_need(calloc(count + 1, sizeof *labels));
    for (size_t i = 0; i < source->field_count; i++) {
        labels[source->fields[i].element] = source->fields[i].label;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct dg_near_match found[DG_NEAR_MATCHES];
        size_t matches = dg_near_index_find(source->index, i, found);
        for (size_t j = 0; j < matches; j++) {
            add_pair(result, judge_pair(&truth, labels, i, &found[j]));
        }
    }
    result->other = truth.labels.count;
    result->clear = truth.clear.count;
    free(unclear.items);
    free(truth.elements.items);
    free(truth.labels.items);
    free(truth.clear.items);
    free(labels);
}

void
quality_judge(const struct quality_source *source, struct quality *result)
{
    judge_automatic(source, result);
    judge_suggested(source, result);
}

void
quality_add(struct quality *all, const struct quality *one, size_t number)
{
    all->automatic += one->automatic;
    all->automatic_right += one->automatic_right;
    all->other += one->other;
    all->clear += one->clear;
    for (size_t i = 0; i < one->pair_count; i++) {
        struct quality_pair pair = one->pairs[i];
        pair.labels ^= pair.labels ? (uint64_t) number << 24 : 0;
        add_pair(all, pair);
    }
}

void
quality_finish(struct quality *result)
{
    free(result->pairs);
}

/* ---- telling ------------------------------------------------------------- */

/* By labels, and the best of each first. */
static int
compare_labels(const void *a, const void *b)
{
    const struct quality_pair *x = a, *y = b;
    int order = (x->labels > y->labels) - (x->labels < y->labels);
    return order ? order : (x->score < y->score) - (x->score > y->score);
}

static int
compare_scores(const void *a, const void *b)
{
    const struct quality_pair *x = a, *y = b;
    return (x->score < y->score) - (x->score > y->score);
}

static double
share(double part, double whole)
{
    return whole > 0 ? part / whole : 1;
}

/* A list of suggestions as far down as half of it is right. */
struct list {
    struct quality_pair *pairs;
    size_t count; /* of the whole list */
    size_t cut, right;
};

static bool
elements_right(const struct quality_pair *pair)
{
    return pair->right;
}

static bool
labels_right(const struct quality_pair *pair)
{
    return pair->labelled;
}

static bool
labels_clear(const struct quality_pair *pair)
{
    return pair->clear;
}

/* Pairs of one score stand or fall together. */
static void
cut_list(struct list *list, bool (*is_right)(const struct quality_pair *pair))
{
    size_t right = 0;
    if (list->count) {
        qsort(list->pairs, list->count, sizeof *list->pairs, compare_scores);
    }
    list->cut = list->right = 0;
    for (size_t i = 0; i < list->count; i++) {
        right += is_right(&list->pairs[i]);
        if ((i + 1 == list->count ||
             list->pairs[i + 1].score != list->pairs[i].score) &&
            2 * right >= i + 1) {
            list->cut = i + 1;
            list->right = right;
        }
    }
}

/* Those of other labels, each pair of labels once. */
static struct list
list_labels(const struct quality *result)
{
    struct list list = {
        quality_need(calloc(result->pair_count + 1, sizeof *list.pairs)), 0, 0,
        0};
    uint64_t last = 0;
    if (result->pair_count) {
        qsort(result->pairs, result->pair_count, sizeof *result->pairs,
              compare_labels);
    }
    for (size_t i = 0; i < result->pair_count; i++) {
        if (result->pairs[i].labels != last) {
            last = result->pairs[i].labels;
            list.pairs[list.count++] = result->pairs[i];
        }
    }
    return list;
}

static unsigned
last_score(const struct list *list)
{
    return list->cut ? list->pairs[list->cut - 1].score : 1000;
}

static void
tell_labels(const char *name, const struct list *list, size_t all)
{
    printf("  %-14s %5zu of %5zu right to score %4u, of %5zu: recall %.3f\n",
           name, list->right, list->cut, last_score(list), all,
           share((double) list->right, (double) all));
}

/* How many pairs of other labels the list of all carries. */
static size_t
count_labels(const struct list *list)
{
    struct links labels = {
        quality_need(calloc(list->cut + 1, sizeof *labels.items)), 0};
    for (size_t i = 0; i < list->cut; i++) {
        if (list->pairs[i].labels && list->pairs[i].right) {
            labels.items[labels.count++] = list->pairs[i].labels;
        }
    }
    sort_links(&labels);
    free(labels.items);
    return labels.count;
}

void
quality_tell(const char *name, struct quality *result)
{
    struct list labels = list_labels(result),
                all = {result->pairs, result->pair_count, 0, 0};
    size_t found;
    cut_list(&all, elements_right);
    found = count_labels(&all);
    printf("%s\n  automatic      %5.0f of %5.0f right: precision %.4f\n", name,
           result->automatic_right, result->automatic,
           share(result->automatic_right, result->automatic));
    printf(
        "  suggested      %5zu of %5zu right to score %4u, among them %zu of "
        "%zu of other labels: recall %.3f\n",
        all.right, all.cut, last_score(&all), found, result->other,
        share((double) found, (double) result->other));
    cut_list(&labels, labels_right);
    tell_labels("other labels", &labels, result->other);
    cut_list(&labels, labels_clear);
    tell_labels("clear eids", &labels, result->clear);
    free(labels.pairs);
}
