/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary as one JSON value: elements by their codes in the order they
 * came, and everything else that was said; nothing that follows from it. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/apart.h"
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/options.h"
#include "plugins/form_dedup/dictionary/read.h"

struct saving {
    const struct dg_dictionary *dictionary;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
};

static void
put(const struct saving *s, const char *name, struct dg_plugin_str text)
{
    s->host->put_name(s->out, name);
    s->host->put_text(s->out, text);
}

static struct dg_plugin_str
code_of(const struct saving *s, uint32_t number)
{
    return dg_dictionary_element(s->dictionary, number)->code;
}

static void
save_elements(const struct saving *s)
{
    s->host->put_name(s->out, "elements");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < s->dictionary->count; i++) {
        const struct dg_entry *entry = dg_dictionary_entry(s->dictionary, i);
        s->host->open_object(s->out);
        dg_print_element(s->dictionary, &entry->element, s->out);
        put(s, "before", entry->element.before);
        put(s, "after", entry->element.after);
        s->host->put_name(s->out, "private");
        s->host->put_integer(s->out, entry->element.private_to);
        s->host->put_name(s->out, "repeated");
        s->host->put_boolean(s->out, entry->repeated);
        s->host->close_object(s->out);
    }
    s->host->close_array(s->out);
}

static void
save_unit(void *ctx, struct dg_plugin_str unit, struct dg_plugin_str base,
          const mpq_t factor)
{
    const struct saving *s = ctx;
    char *text = mpq_get_str(NULL, 10, factor);
    s->host->open_object(s->out);
    put(s, "unit", unit);
    put(s, "of", base);
    put(s, "factor", dg_text_from(text));
    s->host->close_object(s->out);
    free(text);
}

static void
save_map(const struct saving *s, const struct dg_optionmap *map)
{
    s->host->open_object(s->out);
    put(s, "to", map->to);
    s->host->put_name(s->out, "codes");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < map->count; i++) {
        s->host->put_text(s->out, map->pairs[i].from);
        s->host->put_text(s->out, map->pairs[i].to);
    }
    s->host->close_array(s->out);
    s->host->close_object(s->out);
}

static void
save_set(const struct saving *s, const struct dg_optionset *set)
{
    struct dg_options options = dg_optionsets_options(set);
    uint32_t count;
    const struct dg_optionmap *maps = dg_optionsets_maps(set, &count);
    s->host->open_object(s->out);
    put(s, "code", options.set);
    s->host->put_name(s->out, "options");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < options.count; i++) {
        s->host->put_text(s->out, options.list[i].code);
        s->host->put_text(s->out, options.list[i].label);
    }
    s->host->close_array(s->out);
    s->host->put_name(s->out, "maps");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < count; i++) {
        save_map(s, &maps[i]);
    }
    s->host->close_array(s->out);
    s->host->close_object(s->out);
}

static void
save_apart(void *ctx, uint32_t a, uint32_t b)
{
    const struct saving *s = ctx;
    s->host->put_text(s->out, code_of(s, a));
    s->host->put_text(s->out, code_of(s, b));
}

static void
save_conflicts(const struct saving *s)
{
    s->host->put_name(s->out, "conflicts");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < s->dictionary->conflict_count; i++) {
        const struct dg_conflict *conflict = &s->dictionary->conflicts[i];
        s->host->put_text(s->out, code_of(s, conflict->element));
        s->host->put_text(s->out, code_of(s, conflict->other));
    }
    s->host->close_array(s->out);
}

static void
save_versions(const struct saving *s)
{
    const struct dg_names *versions = s->dictionary->versions;
    struct dg_plugin_str version;
    s->host->put_name(s->out, "versions");
    s->host->open_array(s->out);
    for (uint32_t i = 0; (version = dg_names_text(versions, i)).len; i++) {
        s->host->put_text(s->out, version);
    }
    s->host->close_array(s->out);
    s->host->put_name(s->out, "changed");
    s->host->put_integer(s->out, (int64_t) s->dictionary->changed);
}

void
dg_dictionary_save(const struct dg_dictionary *dictionary,
                   struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct saving s = {dictionary, host, out};
    host->open_object(out);
    save_versions(&s);
    save_elements(&s);
    host->put_name(out, "units");
    host->open_array(out);
    dg_units_each(dictionary->units, save_unit, &s);
    host->close_array(out);
    host->put_name(out, "optionsets");
    host->open_array(out);
    for (const struct dg_optionset *set = dictionary->sets; set;
         set = dg_optionsets_next(set)) {
        save_set(&s, set);
    }
    host->close_array(out);
    host->put_name(out, "apart");
    host->open_array(out);
    dg_apart_each(dictionary->apart, save_apart, &s);
    host->close_array(out);
    save_conflicts(&s);
    host->close_object(out);
}
