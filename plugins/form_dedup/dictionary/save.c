/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary as one JSON value: elements by their codes in the order they
 * came, and everything else that was said; nothing that follows from it. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/apart.h"
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/options.h"
#include "plugins/form_dedup/dictionary/read.h"
#include "plugins/form_dedup/text/print.h"

struct saving {
    const struct dg_dictionary *dictionary;
    struct dg_print print;
};

static struct dg_plugin_str
code_of(const struct saving *s, uint32_t number)
{
    return dg_dictionary_element(s->dictionary, number)->code;
}

static void
save_elements(const struct saving *s)
{
    dg_print_open_array(&s->print, "elements");
    for (uint32_t i = 0; i < s->dictionary->count; i++) {
        const struct dg_entry *entry = dg_dictionary_entry(s->dictionary, i);
        s->print.host->open_object(s->print.out);
        dg_element_print(s->dictionary, &entry->element, s->print.out);
        dg_print_text(&s->print, "before", entry->element.before);
        dg_print_text(&s->print, "after", entry->element.after);
        dg_print_number(&s->print, "private", entry->element.private_to);
        dg_print_flag(&s->print, "repeated", entry->repeated);
        s->print.host->close_object(s->print.out);
    }
    s->print.host->close_array(s->print.out);
}

static void
save_unit(void *ctx, struct dg_plugin_str unit, struct dg_plugin_str base,
          const mpq_t factor)
{
    const struct saving *s = ctx;
    char *text = mpq_get_str(NULL, 10, factor);
    s->print.host->open_object(s->print.out);
    dg_print_text(&s->print, "unit", unit);
    dg_print_text(&s->print, "of", base);
    dg_print_word(&s->print, "factor", text);
    s->print.host->close_object(s->print.out);
    free(text);
}

static void
save_map(const struct saving *s, const struct dg_optionmap *map)
{
    s->print.host->open_object(s->print.out);
    dg_print_text(&s->print, "to", map->to);
    dg_print_open_array(&s->print, "codes");
    for (uint32_t i = 0; i < map->count; i++) {
        s->print.host->put_text(s->print.out, map->pairs[i].from);
        s->print.host->put_text(s->print.out, map->pairs[i].to);
    }
    s->print.host->close_array(s->print.out);
    s->print.host->close_object(s->print.out);
}

static void
save_set(const struct saving *s, const struct dg_optionset *set)
{
    struct dg_options options = dg_optionsets_options(set);
    uint32_t count;
    const struct dg_optionmap *maps = dg_optionsets_maps(set, &count);
    s->print.host->open_object(s->print.out);
    dg_print_text(&s->print, "code", options.set);
    dg_print_open_array(&s->print, "options");
    for (uint32_t i = 0; i < options.count; i++) {
        s->print.host->put_text(s->print.out, options.list[i].code);
        s->print.host->put_text(s->print.out, options.list[i].label);
    }
    s->print.host->close_array(s->print.out);
    dg_print_open_array(&s->print, "maps");
    for (uint32_t i = 0; i < count; i++) {
        save_map(s, &maps[i]);
    }
    s->print.host->close_array(s->print.out);
    s->print.host->close_object(s->print.out);
}

static void
save_apart(void *ctx, uint32_t a, uint32_t b)
{
    const struct saving *s = ctx;
    s->print.host->put_text(s->print.out, code_of(s, a));
    s->print.host->put_text(s->print.out, code_of(s, b));
}

static void
save_conflicts(const struct saving *s)
{
    dg_print_open_array(&s->print, "conflicts");
    for (uint32_t i = 0; i < s->dictionary->conflict_count; i++) {
        const struct dg_conflict *conflict = &s->dictionary->conflicts[i];
        s->print.host->put_text(s->print.out, code_of(s, conflict->element));
        s->print.host->put_text(s->print.out, code_of(s, conflict->other));
    }
    s->print.host->close_array(s->print.out);
}

static void
save_versions(const struct saving *s)
{
    const struct dg_names *versions = s->dictionary->versions;
    struct dg_plugin_str version;
    dg_print_open_array(&s->print, "versions");
    for (uint32_t i = 0; (version = dg_names_text(versions, i)).len; i++) {
        s->print.host->put_text(s->print.out, version);
    }
    s->print.host->close_array(s->print.out);
    dg_print_number(&s->print, "changed", s->dictionary->changed);
}

void
dg_dictionary_save(const struct dg_dictionary *dictionary,
                   struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct saving s = {dictionary, {host, out}};
    host->open_object(out);
    save_versions(&s);
    save_elements(&s);
    dg_print_open_array(&s.print, "units");
    dg_units_each(dictionary->units, save_unit, &s);
    host->close_array(out);
    dg_print_open_array(&s.print, "optionsets");
    for (const struct dg_optionset *set = dictionary->sets; set;
         set = dg_optionsets_next(set)) {
        save_set(&s, set);
    }
    host->close_array(out);
    dg_print_open_array(&s.print, "apart");
    dg_apart_each(dictionary->apart, save_apart, &s);
    host->close_array(out);
    save_conflicts(&s);
    host->close_object(out);
}
