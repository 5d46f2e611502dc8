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

const struct dg_optionmap *
dg_optionsets_map(const struct dg_optionset *set, struct dg_plugin_str to)
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
    struct dg_optionmap *known =
        (struct dg_optionmap *) dg_optionsets_map(set, map->to);
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

/* By a published map; empty: it has none for the code. */
static struct dg_plugin_str
map_code(const struct dg_optionmap *map, struct dg_plugin_str code)
{
    for (uint32_t i = 0; i < map->count; i++) {
        if (dg_text_equal(map->pairs[i].from, code)) {
            return map->pairs[i].to;
        }
    }
    return (struct dg_plugin_str){0};
}

static const struct dg_optionmap *
find_map(const struct dg_dictionary *dictionary, const struct dg_options *from,
         const struct dg_options *to)
{
    const struct dg_optionset *set =
        from->set.len && to->set.len ? find(dictionary->sets, from->set) : NULL;
    return set ? dg_optionsets_map(set, to->set) : NULL;
}

/* The only option of this label; NULL: none, or several. */
static const struct dg_option *
labelled(const struct dg_options *options, struct dg_plugin_str label)
{
    const struct dg_option *found = NULL;
    for (uint32_t i = 0; label.len && i < options->count; i++) {
        if (same_label(options->list[i].label, label)) {
            if (found) {
                return NULL;
            }
            found = &options->list[i];
        }
    }
    return found;
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

/* As many of each, and each label once in both. */
static bool
same_labels(const struct dg_options *from, const struct dg_options *to)
{
    bool same = from->count == to->count && from->count > 0;
    for (uint32_t i = 0; same && i < from->count; i++) {
        same = labelled(to, from->list[i].label) &&
               labelled(from, from->list[i].label);
    }
    return same;
}

static bool
maps_all(const struct dg_optionmap *map, const struct dg_options *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        if (!map_code(map, from->list[i].code).len) {
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
    const struct dg_optionmap *map;
    if (same_lists(from, to)) {
        return DG_OPTIONS_SAME;
    }
    map = find_map(dictionary, from, to);
    if (map) {
        return maps_all(map, from) ? DG_OPTIONS_MAPPED : DG_OPTIONS_OTHER;
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
    const struct dg_optionmap *map = find_map(dictionary, from, to);
    *mapped = (struct dg_plugin_str){0};
    if (!option) {
        return false;
    }
    other = coded(to, code);
    if (other && same_label(option->label, other->label)) {
        *mapped = other->code;
    } else if (map) {
        *mapped = map_code(map, code);
    } else {
        other = labelled(to, option->label);
        *mapped = other ? other->code : *mapped;
    }
    return mapped->len > 0;
}
