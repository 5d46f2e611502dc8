/* SPDX-License-Identifier: Apache-2.0 */
/* How right form_dedup is about real forms: form-quality FILE. FILE has a form
 * in a line: {"source", "form", "fields": [{"eid", "label", "type", "options",
 * "optionSet", "section"}]}; fields of one source with the same eid are the
 * same. Each source goes through a dictionary and an index of its own, in the
 * order of the file; eid is looked at afterwards, to judge.
 *
 *   automatic: pairs of fields that became one element, and how many of them
 *     have one eid.
 *   suggested: pairs of elements, as far down the list as half of them share an
 *     eid; of all pairs that were left apart and share one, and of the pairs of
 *     different labels for one eid, how many are among them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plugins/form_dedup/dictionary/dictionary.h"
#include "plugins/form_dedup/near/near_index.h"
#include "plugins/form_dedup/text/label.h"
#include "plugins/form_dedup/text/names.h"
#include "plugins/form_dedup/text/text.h"
#include "proto/codec/json.h"
#include "tests/bench/bench.h"
#include "tests/fake/host.h"

#define ARENA_MAX ((size_t) 1 << 30)
#define SOURCES_MAX 64

struct field {
    uint32_t eid, element, label;
};

struct pair {
    uint32_t a, b;
    uint16_t score;
    bool right;
    bool different; /* labels */
    uint64_t labels;
};

struct source {
    struct dg_str name;
    struct dg_dictionary *dictionary;
    struct dg_near_index *index;
    struct dg_names *eids, *labels;
    struct field *fields;
    size_t field_count;
    uint32_t *element_labels;
    uint32_t form_count;
};

struct result {
    double automatic, automatic_right;
    struct pair *pairs; /* suggested */
    size_t pair_count;
    size_t apart;     /* pairs of elements that share an eid */
    size_t different; /* pairs of labels that do */
};

static struct dg_plugin_host table;

static void *
need(void *memory)
{
    bench_need(memory != NULL, "memory");
    return memory;
}

static struct dg_plugin_str
slice(struct dg_str text)
{
    return (struct dg_plugin_str){text.data, text.len};
}

static struct dg_plugin_str
member(const struct dg_json *json, const char *name)
{
    return slice(dg_json_get_str(json, name));
}

/* ---- fields -------------------------------------------------------------- */

/* Words that names of types have, in the order they are looked for. */
static const struct {
    const char *word;
    enum dg_value_type type;
} types[] = {
    {"bool", DG_VALUE_BOOLEAN},      {"yes_no", DG_VALUE_BOOLEAN},
    {"true_only", DG_VALUE_BOOLEAN}, {"date", DG_VALUE_DATE},
    {"int", DG_VALUE_INTEGER},       {"number", DG_VALUE_DECIMAL},
    {"decimal", DG_VALUE_DECIMAL},   {"float", DG_VALUE_DECIMAL},
    {"radio", DG_VALUE_OPTION},      {"check", DG_VALUE_OPTION},
    {"checbox", DG_VALUE_OPTION},    {"drop", DG_VALUE_OPTION},
    {"list", DG_VALUE_OPTION},       {"spinner", DG_VALUE_OPTION},
    {"select", DG_VALUE_OPTION},     {"autocomplete", DG_VALUE_OPTION},
};

static enum dg_value_type
type_of(struct dg_plugin_str name)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s", DG_TEXT_ARG(name));
    if (strcasecmp(text, "PHONE_NUMBER") == 0) {
        return DG_VALUE_TEXT;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcasestr(text, types[i].word)) {
            return types[i].type;
        }
    }
    return DG_VALUE_TEXT;
}

/* An option is a text, or an object with a code and a label; a set of options
 * that is only named stands for itself. */
static uint32_t
read_options(const struct dg_json *field, struct dg_option **out)
{
    const struct dg_json *list = dg_json_get(field, "options");
    struct dg_plugin_str set = member(field, "optionSet");
    uint32_t count = 0, room = list ? list->count : 0;
    struct dg_option *options = need(calloc(room + 1, sizeof *options));
    for (const struct dg_json *at = list ? list->child : NULL; at;
         at = at->next) {
        struct dg_plugin_str label = member(at, "label");
        struct dg_plugin_str text = slice(at->text);
        text = at->type == DG_JSON_OBJECT ? member(at, "code") : text;
        label = label.len ? label : text;
        options[count++] =
            (struct dg_option){.code = text.len ? text : label, .label = label};
    }
    if (!count && set.len) {
        options[count++] = (struct dg_option){.code = set, .label = set};
    }
    *out = options;
    return count;
}

static uint32_t
take_label(struct source *source, const struct dg_json *field)
{
    struct dg_label label;
    uint32_t number;
    bench_need(dg_label_read(member(field, "label"), NULL, NULL, &label),
               "a label is read");
    number = dg_names_take(source->labels, label.text);
    dg_label_finish(&label);
    return number;
}

static struct dg_field_meaning
read_meaning(const struct dg_json *field, const struct dg_json *before,
             struct dg_option **options)
{
    struct dg_field_meaning meaning = {
        .label = member(field, "label"),
        .section = member(field, "section"),
        .before = member(before, "label"),
        .after = member(field->next, "label"),
        .has_type = true,
        .type = type_of(member(field, "type")),
    };
    meaning.option_count = read_options(field, options);
    meaning.options = *options;
    if (meaning.option_count) {
        meaning.type = DG_VALUE_OPTION;
    }
    return meaning;
}

/* What the plugin makes of an element when it copies it for the worker. */
static void
index_element(struct source *source, uint32_t number)
{
    struct dg_near_field field;
    dg_likeness_field(dg_dictionary_element(source->dictionary, number),
                      source->form_count, &field);
    bench_need(dg_near_index_add(source->index, &field), "an element is taken");
}

static uint32_t
take_field(struct source *source, const struct dg_field_meaning *meaning,
           uint32_t index)
{
    struct dg_field_origin origin = {.sequence = source->form_count,
                                     .index = index};
    struct dg_resolution found;
    uint32_t number;
    bench_need(dg_dictionary_resolve(source->dictionary, meaning, &found),
               "a field is resolved");
    if (found.element != DG_ELEMENT_NONE) {
        bench_need(dg_near_index_link(source->index, found.element,
                                      source->form_count),
                   "a form is linked");
        return found.element;
    }
    origin.other = found.other;
    bench_need(
        dg_dictionary_take(source->dictionary, meaning, &origin, &number),
        "a field is taken");
    index_element(source, number);
    return number;
}

static void
take_form(struct source *source, const struct dg_json *form)
{
    const struct dg_json *fields = dg_json_get(form, "fields"), *before = NULL;
    uint32_t *labels = need(calloc(fields->count + 1, sizeof *labels)), n = 0;
    source->form_count++;
    source->fields =
        need(realloc(source->fields, (source->field_count + fields->count) *
                                         sizeof *source->fields));
    for (const struct dg_json *at = fields->child; at; at = at->next) {
        labels[n++] = take_label(source, at);
    }
    n = 0;
    for (const struct dg_json *at = fields->child; at; at = at->next, n++) {
        struct field *field = &source->fields[source->field_count++];
        struct dg_option *options;
        struct dg_field_meaning meaning = read_meaning(at, before, &options);
        for (uint32_t i = 0; i < fields->count; i++) {
            meaning.repeated |= i != n && labels[i] == labels[n];
        }
        field->label = labels[n];
        field->eid = dg_names_take(source->eids, member(at, "eid"));
        field->element = take_field(source, &meaning, n);
        free(options);
        before = at;
    }
    free(labels);
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
link_fields(const struct source *source,
            uint64_t (*link)(const struct field *field))
{
    struct links links = {
        need(calloc(source->field_count + 1, sizeof *links.items)), 0};
    for (size_t i = 0; i < source->field_count; i++) {
        links.items[links.count++] = link(&source->fields[i]);
    }
    sort_links(&links);
    return links;
}

static uint64_t
eid_to_element(const struct field *field)
{
    return link_of(field->eid, field->element);
}

static uint64_t
eid_to_label(const struct field *field)
{
    return link_of(field->eid, field->label);
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
                pairs.items =
                    need(realloc(pairs.items, room * sizeof *pairs.items));
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
judge_automatic(const struct source *source, struct result *result)
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
add_pair(struct result *result, struct pair pair)
{
    if ((result->pair_count & (result->pair_count - 1)) == 0) {
        size_t room = result->pair_count ? 2 * result->pair_count : 1;
        result->pairs =
            need(realloc(result->pairs, room * sizeof *result->pairs));
    }
    result->pairs[result->pair_count++] = pair;
}

static void
search_element(const struct source *source, uint32_t number,
               const struct links *right, struct result *result)
{
    struct dg_near_match found[DG_NEAR_MATCHES];
    size_t count = dg_near_index_find(source->index, number, found);
    for (size_t i = 0; i < count; i++) {
        uint32_t a = source->element_labels[number],
                 b = source->element_labels[found[i].number];
        add_pair(result,
                 (struct pair){
                     .a = number,
                     .b = found[i].number,
                     .score = found[i].score,
                     .right = has_link(right, pair_of(number, found[i].number)),
                     .different = a != b,
                     .labels = pair_of(a, b),
                 });
    }
}

static void
judge_suggested(struct source *source, struct result *result)
{
    uint32_t count = dg_dictionary_count(source->dictionary);
    struct links right = pair_up(link_fields(source, eid_to_element));
    struct links labels = pair_up(link_fields(source, eid_to_label));
    source->element_labels =
        need(calloc(count + 1, sizeof *source->element_labels));
    for (size_t i = 0; i < source->field_count; i++) {
        source->element_labels[source->fields[i].element] =
            source->fields[i].label;
    }
    for (uint32_t i = 0; i < count; i++) {
        search_element(source, i, &right, result);
    }
    result->apart = right.count;
    result->different = labels.count;
    free(right.items);
    free(labels.items);
    free(source->element_labels);
}

/* ---- telling ------------------------------------------------------------- */

static int
compare_scores(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return (x->score < y->score) - (x->score > y->score);
}

static double
share(double part, double whole)
{
    return whole > 0 ? part / whole : 1;
}

/* Pairs of one score stand or fall together. */
static size_t
find_cut(const struct result *result)
{
    size_t cut = 0, right = 0;
    for (size_t i = 0; i < result->pair_count; i++) {
        right += result->pairs[i].right;
        if ((i + 1 == result->pair_count ||
             result->pairs[i + 1].score != result->pairs[i].score) &&
            2 * right >= i + 1) {
            cut = i + 1;
        }
    }
    return cut;
}

static void
tell(const char *name, struct result *result)
{
    struct links labels = {
        need(calloc(result->pair_count + 1, sizeof *labels.items)), 0};
    size_t cut, right = 0;
    if (result->pair_count) {
        qsort(result->pairs, result->pair_count, sizeof *result->pairs,
              compare_scores);
    }
    cut = find_cut(result);
    for (size_t i = 0; i < cut; i++) {
        right += result->pairs[i].right;
        if (result->pairs[i].right && result->pairs[i].different) {
            labels.items[labels.count++] = result->pairs[i].labels;
        }
    }
    sort_links(&labels);
    printf("%-18s automatic %6.0f of %6.0f pairs %.4f | suggested %5zu of "
           "%5zu, score %3d, of those apart %.3f, of other labels %zu of %zu "
           "%.3f\n",
           name, result->automatic_right, result->automatic,
           share(result->automatic_right, result->automatic), right, cut,
           cut ? result->pairs[cut - 1].score : 1000,
           share((double) right, (double) result->apart), labels.count,
           result->different,
           share((double) labels.count, (double) result->different));
    free(labels.items);
}

static void
add_result(struct result *all, const struct result *one, size_t source)
{
    all->automatic += one->automatic;
    all->automatic_right += one->automatic_right;
    all->apart += one->apart;
    all->different += one->different;
    for (size_t i = 0; i < one->pair_count; i++) {
        struct pair pair = one->pairs[i];
        pair.labels ^= (uint64_t) source << 24;
        add_pair(all, pair);
    }
}

/* ---- files --------------------------------------------------------------- */

static struct source sources[SOURCES_MAX];
static size_t source_count;

static struct source *
find_source(struct dg_str name)
{
    struct source *source = &sources[source_count];
    for (size_t i = 0; i < source_count; i++) {
        if (dg_str_equal(sources[i].name, name)) {
            return &sources[i];
        }
    }
    bench_need(source_count++ < SOURCES_MAX, "at most 64 sources");
    source->name = name;
    source->dictionary = need(dg_dictionary_create(&table));
    source->index = need(dg_near_index_create());
    source->eids = need(dg_names_create());
    source->labels = need(dg_names_create());
    return source;
}

static void
finish_source(struct source *source)
{
    dg_dictionary_destroy(source->dictionary);
    dg_near_index_destroy(source->index);
    dg_names_destroy(source->eids);
    dg_names_destroy(source->labels);
    free(source->fields);
}

static void
read_forms(FILE *file, struct dg_arena *arena)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    while ((len = getline(&line, &room, file)) > 0) {
        struct dg_str text =
            dg_arena_copy(arena, (struct dg_str){line, (size_t) len});
        struct dg_json_error error;
        const struct dg_json *form;
        bench_need(text.data &&
                       dg_json_parse(arena, text, &form, &error) == DG_OK,
                   "a line is a form");
        take_form(find_source(dg_json_get_str(form, "source")), form);
    }
    free(line);
}

int
main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    struct result all = {0};
    struct dg_arena arena;
    if (!file) {
        fprintf(stderr, "usage: form-quality FILE\n");
        return 2;
    }
    fake_host_make_table(&table);
    dg_arena_init(&arena, ARENA_MAX);
    read_forms(file, &arena);
    for (size_t i = 0; i < source_count; i++) {
        struct result one = {0};
        char name[64];
        judge_automatic(&sources[i], &one);
        judge_suggested(&sources[i], &one);
        snprintf(name, sizeof name, "%.*s", (int) sources[i].name.len,
                 sources[i].name.data);
        tell(name, &one);
        add_result(&all, &one, i);
        free(one.pairs);
        finish_source(&sources[i]);
    }
    tell("in all", &all);
    free(all.pairs);
    dg_arena_finish(&arena);
    fclose(file);
    return 0;
}
