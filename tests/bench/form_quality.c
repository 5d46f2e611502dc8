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
 *     eid, whatever their labels. Most are of the same label: they carry many
 *     wrong ones of other labels along.
 *   other labels: the same of those suggestions alone whose labels differ, each
 *     pair of labels once, however many elements have them: what a keeper reads
 *     who decides on labels. Of all pairs of labels that share an eid (recall)
 *     one counts that is among them.
 *   clear eids: the same, without the eids that a form gives to two labels. No
 *     form asks one figure twice; such an eid is of a kind of figures
 *     ("counselling given"), or of an answer, and says nothing of labels.
 *
 * An eid that differs is taken at its word, though not all sources have one eid
 * for each figure ("First name", "Given name"). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plugins/form_dedup/text/label.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/bench/bench.h"
#include "tests/bench/quality.h"
#include "tests/fake/host.h"

#define ARENA_MAX ((size_t) 1 << 30)
#define SOURCES_MAX 64

static struct dg_plugin_host table;

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
    struct dg_option *options = quality_need(calloc(room + 1, sizeof *options));
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
take_label(struct quality_source *source, const struct dg_json *field)
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
index_element(struct quality_source *source, uint32_t number)
{
    struct dg_near_field field;
    dg_likeness_field(dg_dictionary_element(source->dictionary, number),
                      source->form_count, &field);
    bench_need(dg_near_index_add(source->index, &field), "an element is taken");
}

static uint32_t
take_field(struct quality_source *source,
           const struct dg_field_meaning *meaning, uint32_t index)
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
take_form(struct quality_source *source, const struct dg_json *form)
{
    const struct dg_json *fields = dg_json_get(form, "fields"), *before = NULL;
    uint32_t *labels = quality_need(calloc(fields->count + 1, sizeof *labels)),
             n = 0;
    source->form_count++;
    source->fields = quality_need(
        realloc(source->fields, (source->field_count + fields->count) *
                                    sizeof *source->fields));
    for (const struct dg_json *at = fields->child; at; at = at->next) {
        labels[n++] = take_label(source, at);
    }
    n = 0;
    for (const struct dg_json *at = fields->child; at; at = at->next, n++) {
        struct quality_field *field = &source->fields[source->field_count++];
        struct dg_option *options;
        struct dg_field_meaning meaning = read_meaning(at, before, &options);
        for (uint32_t i = 0; i < fields->count; i++) {
            meaning.repeated |= i != n && labels[i] == labels[n];
        }
        field->form = source->form_count;
        field->label = labels[n];
        field->eid = dg_names_take(source->eids, member(at, "eid"));
        field->element = take_field(source, &meaning, n);
        free(options);
        before = at;
    }
    free(labels);
}

/* ---- files --------------------------------------------------------------- */

static struct quality_source sources[SOURCES_MAX];
static size_t source_count;

static struct quality_source *
find_source(struct dg_str name)
{
    struct quality_source *source = &sources[source_count];
    for (size_t i = 0; i < source_count; i++) {
        if (dg_str_equal(sources[i].name, name)) {
            return &sources[i];
        }
    }
    bench_need(source_count++ < SOURCES_MAX, "at most 64 sources");
    source->name = name;
    source->dictionary = quality_need(dg_dictionary_create(&table));
    source->index = quality_need(dg_near_index_create());
    source->eids = quality_need(dg_names_create());
    source->labels = quality_need(dg_names_create());
    return source;
}

static void
finish_source(struct quality_source *source)
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
    struct quality all = {0};
    struct dg_arena arena;
    if (!file) {
        fprintf(stderr, "usage: form-quality FILE\n");
        return 2;
    }
    fake_host_make_table(&table);
    dg_arena_init(&arena, ARENA_MAX);
    read_forms(file, &arena);
    for (size_t i = 0; i < source_count; i++) {
        struct quality one = {0};
        char name[64];
        quality_judge(&sources[i], &one);
        snprintf(name, sizeof name, "%.*s", (int) sources[i].name.len,
                 sources[i].name.data);
        quality_tell(name, &one);
        quality_add(&all, &one, i);
        quality_finish(&one);
        finish_source(&sources[i]);
    }
    quality_tell("in all", &all);
    quality_finish(&all);
    dg_arena_finish(&arena);
    fclose(file);
    return 0;
}
