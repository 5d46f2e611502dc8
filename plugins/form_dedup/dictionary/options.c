/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which options mean the same: the same codes with the same labels;
 * codes of which a published map leads from one to the other; other codes with
 * the same labels. */
#define HASH_NONFATAL_OOM 1
#include "plugins/form_dedup/dictionary/options.h"

#include <stdlib.h>
#include <uthash.h>

#include "plugins/form_dedup/dictionary/inside.h"

struct dg_optionset {
    struct dg_options options;
    struct dg_optionmap *maps;
    uint32_t map_count;
    UT_hash_handle hh;
};

/* ---- published sets ----------------------------------------------------- */

static struct dg_optionset *
find(const struct dg_optionset *sets, struct dg_plugin_str code)
{
    struct dg_optionset *set = NULL;
    HASH_FIND(hh, sets, code.data, code.len, set);
    return set;
}

const struct dg_optionset *
dg_optionsets_find(const struct dg_optionset *sets, struct dg_plugin_str code)
{
    return find(sets, code);
}

struct dg_options
dg_optionsets_options(const struct dg_optionset *set)
{
    return set->options;
}

static const struct dg_optionmap *
find_map(const struct dg_optionset *set, struct dg_plugin_str to)
{
    for (uint32_t i = 0; i < set->map_count; i++) {
        if (dg_text_equal(set->maps[i].to, to)) {
            return &set->maps[i];
        }
    }
    return NULL;
}

const struct dg_optionmap *
dg_optionsets_maps(const struct dg_optionset *set, uint32_t *count)
{
    *count = set->map_count;
    return set->maps;
}

const struct dg_optionset *
dg_optionsets_next(const struct dg_optionset *set)
{
    return set->hh.next;
}

bool
dg_optionsets_put(struct dg_optionset **sets, const struct dg_options *options)
{
    struct dg_optionset *set = find(*sets, options->set);
    if (set) {
        set->options.list = options->list;
        set->options.count = options->count;
        return true;
    }
    set = calloc(1, sizeof *set);
    if (!set) {
        return false;
    }
    set->options = *options;
    HASH_ADD_KEYPTR(hh, *sets, set->options.set.data, set->options.set.len,
                    set);
    if (!set->hh.tbl) {
        free(set);
        return false;
    }
    return true;
}

bool
dg_optionsets_put_map(struct dg_optionset *sets, struct dg_plugin_str code,
                      const struct dg_optionmap *map)
{
    struct dg_optionset *set = find(sets, code);
    struct dg_optionmap *known = (struct dg_optionmap *) find_map(set, map->to);
    struct dg_optionmap *grown;
    if (known) {
        free(known->pairs);
        *known = *map;
        return true;
    }
    grown = realloc(set->maps, (set->map_count + 1) * sizeof *grown);
    if (!grown) {
        return false;
    }
    set->maps = grown;
    grown[set->map_count++] = *map;
    return true;
}

void
dg_optionsets_destroy(struct dg_optionset **sets)
{
    struct dg_optionset *set = *sets;
    HASH_CLEAR(hh, *sets);
    while (set) {
        struct dg_optionset *next = set->hh.next;
        for (uint32_t i = 0; i < set->map_count; i++) {
            free(set->maps[i].pairs);
        }
        free(set->maps);
        free(set);
        set = next;
    }
}

bool
dg_dictionary_optionset(const struct dg_dictionary *dictionary,
                        struct dg_plugin_str code,
                        const struct dg_option **options, uint32_t *count)
{
    const struct dg_optionset *set = find(dictionary->sets, code);
    *count = set ? set->options.count : 0;
    *options = set ? set->options.list : NULL;
    return set != NULL;
}

/* ---- two lists of options ----------------------------------------------- */

static bool
same_label(struct dg_plugin_str a, struct dg_plugin_str b)
{
    bool same = false;
    return dg_dictionary_same_text(a, b, &same) && same;
}

static bool
same_lists(const struct dg_options *a, const struct dg_options *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t j = i;
        for (uint32_t n = 0; n < b->count; n++, j = (j + 1) % b->count) {
            if (dg_text_equal(a->list[i].code, b->list[j].code)) {
                break;
            }
        }
        if (!dg_text_equal(a->list[i].code, b->list[j].code) ||
            !same_label(a->list[i].label, b->list[j].label)) {
            return false;
        }
    }
    return true;
}

/* A published map from one set to another, or one that leads back. */
struct way {
    const struct dg_optionmap *map; /* NULL: there is none */
    bool back;
};

static struct way
find_way(const struct dg_dictionary *dictionary, const struct dg_options *from,
         const struct dg_options *to)
{
    const struct dg_optionset *a = find(dictionary->sets, from->set);
    const struct dg_optionset *b = find(dictionary->sets, to->set);
    struct way way = {NULL, false};
    if (a && b) {
        way.map = find_map(a, to->set);
        way.back = !way.map;
        way.map = way.map ? way.map : find_map(b, from->set);
    }
    return way;
}

/* Empty: it leads nowhere, or back to several. */
static struct dg_plugin_str
map_code(const struct way *way, struct dg_plugin_str code)
{
    struct dg_plugin_str found = {0};
    for (uint32_t i = 0; i < way->map->count; i++) {
        const struct dg_code_pair *pair = &way->map->pairs[i];
        if (!way->back && dg_text_equal(pair->from, code)) {
            return pair->to;
        }
        if (way->back && dg_text_equal(pair->to, code)) {
            if (found.len) {
                return (struct dg_plugin_str){0};
            }
            found = pair->from;
        }
    }
    return found;
}

/* The option of this label, as it is written, else in normal form; NULL. */
static const struct dg_option *
labelled(const struct dg_options *options, struct dg_plugin_str label)
{
    for (uint32_t i = 0; label.len && i < options->count; i++) {
        if (dg_text_equal(options->list[i].label, label)) {
            return &options->list[i];
        }
    }
    for (uint32_t i = 0; label.len && i < options->count; i++) {
        if (same_label(options->list[i].label, label)) {
            return &options->list[i];
        }
    }
    return NULL;
}

static const struct dg_option *
coded(const struct dg_options *options, struct dg_plugin_str code)
{
    for (uint32_t i = 0; i < options->count; i++) {
        if (dg_text_equal(options->list[i].code, code)) {
            return &options->list[i];
        }
    }
    return NULL;
}

/* Takes the labels' normal forms; false if one is empty or there already. With
 * known each has to be one of those. */
static bool
take_labels(const struct dg_options *options, const struct dg_names *known,
            struct dg_names *seen)
{
    bool good = true;
    for (uint32_t i = 0; good && i < options->count; i++) {
        struct dg_label label;
        uint32_t count = dg_names_count(seen);
        if (!dg_label_read(options->list[i].label, NULL, NULL, &label)) {
            return false;
        }
        good = label.text.len && dg_names_take(seen, label.text) == count &&
               (!known || dg_names_find(known, label.text) != DG_NAMES_NONE);
        dg_label_finish(&label);
    }
    return good;
}

/* As many of each, and each label once in both. */
static bool
same_labels(const struct dg_options *from, const struct dg_options *to)
{
    struct dg_names *a, *b;
    bool same;
    if (from->count != to->count) {
        return false;
    }
    a = dg_names_create();
    b = dg_names_create();
    same = a && b && take_labels(from, NULL, a) && take_labels(to, a, b);
    dg_names_destroy(b);
    dg_names_destroy(a);
    return same;
}

static bool
maps_all(const struct way *way, const struct dg_options *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        if (!map_code(way, from->list[i].code).len) {
            return false;
        }
    }
    return true;
}

enum dg_options_fit
dg_dictionary_fit_options(const struct dg_dictionary *dictionary,
                          const struct dg_options *from,
                          const struct dg_options *to)
{
    struct way way = find_way(dictionary, from, to);
    if (same_lists(from, to)) {
        return DG_OPTIONS_SAME;
    }
    if (way.map) {
        return maps_all(&way, from) ? DG_OPTIONS_MAPPED : DG_OPTIONS_OTHER;
    }
    return same_labels(from, to) ? DG_OPTIONS_MAPPED : DG_OPTIONS_OTHER;
}

bool
dg_dictionary_map_option(const struct dg_dictionary *dictionary,
                         const struct dg_options *from,
                         const struct dg_options *to, struct dg_plugin_str code,
                         struct dg_plugin_str *mapped)
{
    const struct dg_option *option = coded(from, code), *other;
    struct way way = find_way(dictionary, from, to);
    *mapped = (struct dg_plugin_str){0};
    if (!option) {
        return false;
    }
    other = coded(to, code);
    if (other && same_label(option->label, other->label)) {
        *mapped = other->code;
    } else if (way.map) {
        *mapped = map_code(&way, code);
    } else {
        other = labelled(to, option->label);
        *mapped = other ? other->code : *mapped;
    }
    return mapped->len > 0;
}
