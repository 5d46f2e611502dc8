/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what the schema has let pass; what is not said gets its default. */
#include "plugins/form_dedup/dictionary/draft.h"

#include <stdlib.h>

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/text/text.h"

/* malloc; NULL without memory, or if there is none. */
static struct dg_option *
list_options(const struct dg_plugin_host *host,
             const struct dg_plugin_value *value, uint32_t *count)
{
    size_t n = host->count(value);
    struct dg_option *options = n ? calloc(n, sizeof *options) : NULL;
    uint32_t i = 0;
    for (const struct dg_plugin_value *v = host->first(value); options && v;
         v = host->next(v)) {
        options[i].code = host->text(host->member(v, "code"));
        options[i++].label = host->text(host->member(v, "label"));
    }
    *count = options ? i : 0;
    return options;
}

bool
dg_draft_read_factor(struct dg_plugin_str text, mpq_t factor)
{
    const char *slash = text.len ? memchr(text.data, '/', text.len) : NULL;
    struct dg_plugin_str above = text, below;
    mpq_t divisor;
    bool good;
    if (!slash) {
        return dg_number_read(text, factor);
    }
    above.len = (size_t) (slash - text.data);
    below = (struct dg_plugin_str){slash + 1, text.len - above.len - 1};
    mpq_init(divisor);
    good = dg_number_read(above, factor) && dg_number_read(below, divisor) &&
           mpq_sgn(divisor) != 0;
    if (good) {
        mpq_div(factor, factor, divisor);
    }
    mpq_clear(divisor);
    return good;
}

static bool
read_aliases(const struct dg_plugin_host *host, struct dg_draft *draft)
{
    const struct dg_plugin_value *value = host->member(draft->value, "aliases");
    size_t n = host->count(value);
    if (!n) {
        return true;
    }
    draft->aliases = calloc(n, sizeof *draft->aliases);
    if (!draft->aliases) {
        return false;
    }
    for (const struct dg_plugin_value *v = host->first(value); v;
         v = host->next(v)) {
        draft->aliases[draft->element.alias_count++] = host->text(v);
    }
    draft->element.aliases = draft->aliases;
    return true;
}

static bool
read_options(const struct dg_dictionary *dictionary,
             const struct dg_drafts *drafts, struct dg_draft *draft)
{
    const struct dg_plugin_host *host = drafts->host;
    const struct dg_draft_set *set;
    const struct dg_plugin_value *value = host->member(draft->value, "options");
    struct dg_element *element = &draft->element;
    element->optionset = host->text(host->member(draft->value, "optionset"));
    set = dg_drafts_find_set(drafts, element->optionset);
    if (!value && set) {
        element->options = set->options.list;
        element->option_count = set->options.count;
        return true;
    }
    if (!value) {
        dg_dictionary_optionset(dictionary, element->optionset,
                                &element->options, &element->option_count);
        return true;
    }
    draft->own = list_options(host, value, &element->option_count);
    element->options = draft->own;
    return draft->own || !host->count(value);
}

/* What is of a fixed choice. */
static void
read_words(const struct dg_plugin_host *host, struct dg_draft *draft)
{
    const struct dg_plugin_value *value = draft->value;
    const struct dg_plugin_value *rollup = host->member(value, "rollup");
    const struct dg_plugin_value *time = host->member(rollup, "time");
    const struct dg_plugin_value *period = host->member(value, "period");
    const struct dg_plugin_value *derive = host->member(value, "derive");
    struct dg_element *element = &draft->element;
    dg_element_read_type(host->text(host->member(value, "type")),
                         &element->type);
    dg_element_read_kind(host->text(host->member(value, "kind")),
                         &element->kind);
    element->any_period =
        !period || !dg_period_kind_read(host->text(period), &element->period);
    element->time = dg_element_default_rollup(element->kind);
    if (time) {
        dg_element_read_rollup(host->text(time), &element->time);
    }
    dg_element_read_rollup(host->text(host->member(rollup, "space")),
                           &element->space);
    dg_element_read_derivation(host->text(host->member(derive, "by")),
                               &element->derivation);
    draft->from = host->member(derive, "from");
}

static bool
read_draft(const struct dg_dictionary *dictionary, struct dg_drafts *drafts,
           const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = drafts->host;
    struct dg_draft *draft = &drafts->list[drafts->count];
    struct dg_element *element = &draft->element;
    draft->value = value;
    element->number = element->into = DG_ELEMENT_NONE;
    element->code = host->text(host->member(value, "code"));
    element->label = host->text(host->member(value, "label"));
    element->concept = host->text(host->member(value, "concept"));
    element->object = host->text(host->member(value, "object"));
    element->definition = host->text(host->member(value, "definition"));
    element->unit = host->text(host->member(value, "unit"));
    element->freshness =
        (uint16_t) host->integer(host->member(value, "freshness"), 0);
    element->personal = host->boolean(host->member(value, "personal"));
    read_words(host, draft);
    drafts->count++;
    return read_aliases(host, draft) &&
           read_options(dictionary, drafts, draft) &&
           (dg_codes_find(drafts->by_code, element->code) != DG_ELEMENT_NONE ||
            dg_codes_add(&drafts->by_code, element->code, drafts->count - 1));
}

static bool
read_set(struct dg_drafts *drafts, const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = drafts->host;
    struct dg_draft_set *set = &drafts->sets[drafts->set_count++];
    set->value = value;
    set->options.set = host->text(host->member(value, "code"));
    set->own =
        list_options(host, host->member(value, "options"), &set->options.count);
    set->options.list = set->own;
    return set->own && (dg_codes_find(drafts->set_by_code, set->options.set) !=
                            DG_ELEMENT_NONE ||
                        dg_codes_add(&drafts->set_by_code, set->options.set,
                                     drafts->set_count - 1));
}

static bool
make_room(struct dg_drafts *drafts, size_t elements, size_t sets)
{
    drafts->list = calloc(elements + 1, sizeof *drafts->list);
    drafts->sets = calloc(sets + 1, sizeof *drafts->sets);
    return drafts->list && drafts->sets;
}

bool
dg_drafts_read(struct dg_drafts *drafts, const struct dg_dictionary *dictionary,
               const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = drafts->host;
    const struct dg_plugin_value *elements = host->member(data, "elements");
    const struct dg_plugin_value *sets = host->member(data, "optionsets");
    bool good;
    *drafts = (struct dg_drafts){.host = host};
    good = make_room(drafts, host->count(elements), host->count(sets));
    for (const struct dg_plugin_value *v = host->first(sets); good && v;
         v = host->next(v)) {
        good = read_set(drafts, v);
    }
    for (const struct dg_plugin_value *v = host->first(elements); good && v;
         v = host->next(v)) {
        good = read_draft(dictionary, drafts, v);
    }
    if (!good) {
        dg_drafts_finish(drafts);
    }
    return good;
}

void
dg_drafts_finish(struct dg_drafts *drafts)
{
    const struct dg_plugin_host *host = drafts->host;
    for (uint32_t i = 0; i < drafts->count; i++) {
        free(drafts->list[i].own);
        free(drafts->list[i].aliases);
    }
    for (uint32_t i = 0; i < drafts->set_count; i++) {
        free(drafts->sets[i].own);
    }
    free(drafts->list);
    free(drafts->sets);
    dg_codes_destroy(&drafts->by_code);
    dg_codes_destroy(&drafts->set_by_code);
    *drafts = (struct dg_drafts){.host = host};
}

const struct dg_draft *
dg_drafts_find(const struct dg_drafts *drafts, struct dg_plugin_str code)
{
    uint32_t index = dg_codes_find(drafts->by_code, code);
    return index == DG_ELEMENT_NONE ? NULL : &drafts->list[index];
}

const struct dg_draft_set *
dg_drafts_find_set(const struct dg_drafts *drafts, struct dg_plugin_str code)
{
    uint32_t index = dg_codes_find(drafts->set_by_code, code);
    return index == DG_ELEMENT_NONE ? NULL : &drafts->sets[index];
}
