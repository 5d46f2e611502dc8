/* SPDX-License-Identifier: Apache-2.0 */
/* Takes in what a dictionary.publish says. Also of one that was let pass though
 * it should not have been (a rule that only observes), nothing comes that would
 * lead in circles. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/derive.h"
#include "plugins/form_dedup/dictionary/draft.h"
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/options.h"
#include "plugins/form_dedup/dictionary/publish.h"

/* ---- units -------------------------------------------------------------- */

static bool
adopt_units(struct dg_dictionary *dictionary,
            const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = dictionary->host;
    bool ok = true;
    mpq_t factor;
    mpq_init(factor);
    for (const struct dg_plugin_value *v =
             host->first(host->member(data, "units"));
         ok && v; v = host->next(v)) {
        if (dg_draft_read_factor(host->text(host->member(v, "factor")),
                                 factor) &&
            mpq_sgn(factor) != 0) {
            ok = dg_units_take(dictionary->units,
                               host->text(host->member(v, "unit")),
                               host->text(host->member(v, "of")), factor);
        }
    }
    mpq_clear(factor);
    return ok;
}

/* ---- option sets -------------------------------------------------------- */

static bool
adopt_map(struct dg_dictionary *dictionary, struct dg_plugin_str set,
          const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = dictionary->host;
    const struct dg_plugin_value *codes = host->member(value, "codes");
    struct dg_optionmap map = {0};
    bool ok = dg_dictionary_word(
        dictionary, host->text(host->member(value, "to")), &map.to);
    map.pairs = calloc(host->count(codes) + 1, sizeof *map.pairs);
    for (const struct dg_plugin_value *v = host->first(codes);
         ok && map.pairs && v; v = host->next(v)) {
        struct dg_code_pair *pair = &map.pairs[map.count++];
        ok = dg_dictionary_word(dictionary, host->text(host->member(v, "from")),
                                &pair->from) &&
             dg_dictionary_word(dictionary, host->text(host->member(v, "to")),
                                &pair->to);
    }
    if (!ok || !map.pairs ||
        !dg_optionsets_put_map(dictionary->sets, set, &map)) {
        free(map.pairs);
        return false;
    }
    return true;
}

/* Published elements that have the set have its new options. */
static void
renew_users(struct dg_dictionary *dictionary, const struct dg_options *options)
{
    for (uint32_t i = 0; i < dictionary->count; i++) {
        struct dg_entry *entry = dg_dictionary_entry(dictionary, i);
        struct dg_element *element = &entry->element;
        if (!element->provisional &&
            dg_text_equal(element->optionset, options->set)) {
            element->options = options->list;
            element->option_count = options->count;
            dg_dictionary_mark(entry);
        }
    }
}

static bool
adopt_set(struct dg_dictionary *dictionary, const struct dg_draft_set *draft)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct dg_options options = draft->options;
    bool known = dg_optionsets_find(dictionary->sets, options.set) != NULL;
    bool ok = dg_dictionary_word(dictionary, options.set, &options.set) &&
              dg_dictionary_copy_options(dictionary, draft->options.list,
                                         options.count, &options.list) &&
              dg_optionsets_put(&dictionary->sets, &options);
    if (ok && known) {
        renew_users(dictionary, &options);
    }
    for (const struct dg_plugin_value *v =
             host->first(host->member(draft->value, "maps"));
         ok && v; v = host->next(v)) {
        ok = adopt_map(dictionary, options.set, v);
    }
    return ok;
}

/* ---- elements ----------------------------------------------------------- */

static bool
copy_aliases(struct dg_dictionary *dictionary, const struct dg_element *from,
             struct dg_element *to)
{
    struct dg_plugin_str *aliases =
        dg_dictionary_reserve(dictionary, from->alias_count * sizeof *aliases);
    bool ok = aliases || !from->alias_count;
    for (uint32_t i = 0; ok && i < from->alias_count; i++) {
        ok = dg_dictionary_word(dictionary, from->aliases[i], &aliases[i]);
    }
    to->aliases = aliases;
    to->alias_count = ok ? from->alias_count : 0;
    return ok;
}

static bool
copy_options(struct dg_dictionary *dictionary, const struct dg_element *from,
             struct dg_element *to)
{
    if (dg_dictionary_optionset(dictionary, from->optionset, &to->options,
                                &to->option_count)) {
        return true;
    }
    to->option_count = from->option_count;
    return dg_dictionary_copy_options(dictionary, from->options,
                                      from->option_count, &to->options);
}

/* Everything but the parts. */
static bool
copy_element(struct dg_dictionary *dictionary, const struct dg_element *from,
             struct dg_element *to)
{
    struct dg_element copy = *from;
    copy.number = to->number;
    copy.into = to->into;
    copy.code = to->code;
    copy.derivation = DG_DERIVED_NOT;
    copy.parts = NULL;
    copy.part_count = 0;
    *to = copy;
    return dg_dictionary_word(dictionary, from->label, &to->label) &&
           dg_dictionary_word(dictionary, from->concept, &to->concept) &&
           dg_dictionary_word(dictionary, from->object, &to->object) &&
           dg_dictionary_word(dictionary, from->definition, &to->definition) &&
           dg_dictionary_word(dictionary, from->unit, &to->unit) &&
           dg_dictionary_word(dictionary, from->optionset, &to->optionset) &&
           copy_aliases(dictionary, from, to) &&
           copy_options(dictionary, from, to);
}

static bool
add_label(struct dg_dictionary *dictionary, const struct dg_element *element,
          struct dg_plugin_str text)
{
    struct dg_label label;
    uint32_t number;
    if (!dg_dictionary_read_label(dictionary, text, element->unit, &label)) {
        return false;
    }
    number = dg_names_take(dictionary->labels, label.text);
    dg_label_finish(&label);
    return number != DG_NAMES_NONE &&
           dg_dictionary_add_label(dictionary, number, element->number);
}

static bool
drop_label(struct dg_dictionary *dictionary, const struct dg_element *element,
           struct dg_plugin_str text)
{
    struct dg_label label;
    if (!dg_dictionary_read_label(dictionary, text, element->unit, &label)) {
        return false;
    }
    dg_dictionary_drop_label(dictionary,
                             dg_names_find(dictionary->labels, label.text),
                             element->number);
    dg_label_finish(&label);
    return true;
}

static bool
each_label(struct dg_dictionary *dictionary, const struct dg_element *element,
           bool (*act)(struct dg_dictionary *, const struct dg_element *,
                       struct dg_plugin_str))
{
    bool ok = act(dictionary, element, element->label);
    for (uint32_t i = 0; ok && i < element->alias_count; i++) {
        ok = act(dictionary, element, element->aliases[i]);
    }
    return ok;
}

/* The entry of a code, a new one if there is none. */
static struct dg_entry *
take_entry(struct dg_dictionary *dictionary, struct dg_plugin_str code)
{
    struct dg_entry *entry = dg_dictionary_named(dictionary, code);
    if (entry) {
        return each_label(dictionary, &entry->element, drop_label) ? entry
                                                                   : NULL;
    }
    entry = dg_dictionary_add(dictionary);
    return entry &&
                   dg_dictionary_word(dictionary, code, &entry->element.code) &&
                   dg_codes_add(&dictionary->by_code, entry->element.code,
                                entry->element.number)
               ? entry
               : NULL;
}

static bool
adopt_element(struct dg_dictionary *dictionary, const struct dg_draft *draft,
              uint64_t sequence)
{
    const struct dg_element *element = &draft->element;
    uint64_t s;
    uint32_t i;
    struct dg_entry *entry;
    if (dg_codes_read_provisional(element->code, &s, &i)) {
        return true;
    }
    entry = take_entry(dictionary, element->code);
    if (!entry || !copy_element(dictionary, element, &entry->element)) {
        return false;
    }
    entry->element.since = sequence;
    dg_dictionary_mark(entry);
    return each_label(dictionary, &entry->element, add_label);
}

/* ---- derivations -------------------------------------------------------- */

/* None if one is not there, or follows from the element. False without memory.
 */
static bool
find_parts(const struct dg_dictionary *dictionary,
           const struct dg_element *element, const struct dg_draft *draft,
           uint32_t *parts, uint32_t *count)
{
    const struct dg_plugin_host *host = dictionary->host;
    for (const struct dg_plugin_value *v = host->first(draft->from); v;
         v = host->next(v)) {
        const struct dg_element *part =
            dg_dictionary_find(dictionary, host->text(v));
        bool reached = false;
        if (part && !dg_derive_reaches(dictionary, part->number,
                                       element->number, &reached)) {
            return false;
        }
        if (!part || part == element || reached) {
            *count = 0;
            return true;
        }
        parts[(*count)++] = part->number;
    }
    return true;
}

static bool
adopt_derivation(struct dg_dictionary *dictionary, const struct dg_draft *draft)
{
    struct dg_entry *entry =
        dg_dictionary_named(dictionary, draft->element.code);
    size_t n = dictionary->host->count(draft->from);
    uint32_t *parts, count = 0;
    bool ok;
    if (!n || !entry) {
        return true;
    }
    parts = calloc(n, sizeof *parts);
    if (!parts) {
        return false;
    }
    ok = find_parts(dictionary, &entry->element, draft, parts, &count);
    if (ok && count == n) {
        entry->element.parts =
            dg_dictionary_copy_parts(dictionary, parts, count);
        ok = entry->element.parts != NULL;
        entry->element.part_count = ok ? count : 0;
        entry->element.derivation = draft->element.derivation;
    }
    free(parts);
    return ok;
}

/* ---- all of it ---------------------------------------------------------- */

static bool
adopt_drafts(struct dg_dictionary *dictionary, const struct dg_drafts *drafts,
             uint64_t sequence)
{
    bool ok = true;
    for (uint32_t i = 0; ok && i < drafts->set_count; i++) {
        ok = adopt_set(dictionary, &drafts->sets[i]);
    }
    for (uint32_t i = 0; ok && i < drafts->count; i++) {
        ok = adopt_element(dictionary, &drafts->list[i], sequence);
    }
    for (uint32_t i = 0; ok && i < drafts->count; i++) {
        ok = adopt_derivation(dictionary, &drafts->list[i]);
    }
    return ok;
}

enum dg_plugin_status
dg_adopt_apply(struct dg_dictionary *dictionary,
               const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct dg_plugin_str version =
        host->text(host->member(event->data, "version"));
    struct dg_drafts drafts = {.host = host};
    bool ok;
    if (!dg_drafts_read(&drafts, dictionary, event->data)) {
        return DG_PLUGIN_FAILED;
    }
    ok = dg_names_take(dictionary->versions, version) != DG_NAMES_NONE &&
         adopt_units(dictionary, event->data) &&
         adopt_drafts(dictionary, &drafts, event->sequence);
    dg_drafts_finish(&drafts);
    return ok ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}
