/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a field and an element say the same of themselves, member by
 * member. */
#include "plugins/form_dedup/dictionary/difference.h"

static bool
is_number(enum dg_value_type type)
{
    return type == DG_VALUE_INTEGER || type == DG_VALUE_DECIMAL;
}

/* The element fills in what the field leaves open. */
static bool
fills(const struct dg_difference *at)
{
    return at->named || !at->element->provisional;
}

/* Of a thing that may be left open. What a field says must be said of the
 * element, too. */
static enum dg_difference_kind
compare_said(const struct dg_difference *at, bool field_says, bool element_says,
             bool same)
{
    if (field_says && element_says) {
        return same ? DG_DIFFERENCE_NONE : DG_DIFFERENCE_SAID;
    }
    return field_says == element_says || (fills(at) && !field_says)
               ? DG_DIFFERENCE_NONE
               : DG_DIFFERENCE_OPEN;
}

static enum dg_difference_kind
compare_type(struct dg_difference *at)
{
    enum dg_value_type a = at->field->type, b = at->element->type;
    bool open = fills(at) && !at->field->said->has_type;
    if (a == b || (open && (!at->field->unit.len || is_number(b)))) {
        return DG_DIFFERENCE_NONE;
    }
    /* Ten thousands of a whole number have decimals; who names an element may
     * have it rounded. */
    return is_number(a) && is_number(b) && (at->named || at->converted)
               ? DG_DIFFERENCE_NONE
               : DG_DIFFERENCE_SAID;
}

static enum dg_difference_kind
compare_unit(struct dg_difference *at)
{
    struct dg_plugin_str a = at->field->unit, b = at->element->unit;
    bool same = true;
    mpq_t factor;
    if (a.len && b.len) {
        mpq_init(factor);
        same = dg_dictionary_convert(at->dictionary, b, a, factor);
        at->converted = same && mpq_cmp_ui(factor, 1, 1) != 0;
        mpq_clear(factor);
    }
    return compare_said(at, a.len > 0, b.len > 0, same);
}

static enum dg_difference_kind
compare_kind(struct dg_difference *at)
{
    const struct dg_field_meaning *said = at->field->said;
    return compare_said(at, said->has_kind && said->kind != DG_KIND_NONE,
                        at->element->kind != DG_KIND_NONE,
                        said->kind == at->element->kind);
}

/* A figure of finer periods is rolled up, by its kind. */
static bool
rolls_up(const struct dg_difference *at)
{
    const struct dg_element *element = at->element;
    return element->time != DG_ROLLUP_NONE && is_number(element->type) &&
           element->period != DG_PERIOD_NONE &&
           at->field->said->period > element->period;
}

static enum dg_difference_kind
compare_period(struct dg_difference *at)
{
    const struct dg_field_meaning *said = at->field->said;
    bool says = said->has_period && !(said->implied && fills(at));
    return compare_said(at, says, !at->element->any_period,
                        said->period == at->element->period || rolls_up(at));
}

static bool
differ(uint64_t a, uint64_t b)
{
    return a && b && a != b;
}

static enum dg_difference_kind
compare_definition(struct dg_difference *at)
{
    struct dg_plugin_str a = at->field->said->definition;
    struct dg_plugin_str b = at->element->definition;
    bool same = false;
    if (!differ(at->field->definition_mark, at->entry->definition_mark) &&
        !dg_dictionary_same_text(a, b, &same)) {
        at->field->failed = true;
    }
    return compare_said(at, a.len > 0, b.len > 0, same);
}

static enum dg_difference_kind
compare_options(struct dg_difference *at)
{
    const struct dg_field_meaning *said = at->field->said;
    struct dg_options wanted = {said->options, said->option_count,
                                said->optionset};
    struct dg_options kept = {at->element->options, at->element->option_count,
                              at->element->optionset};
    enum dg_options_fit fit = DG_OPTIONS_OTHER;
    bool mapped = wanted.set.len && kept.set.len;
    if (wanted.count && kept.count &&
        (mapped || !differ(at->field->options_mark, at->entry->options_mark))) {
        fit = dg_dictionary_fit_options(at->dictionary, &kept, &wanted);
        at->converted |= fit == DG_OPTIONS_MAPPED;
    }
    return compare_said(at, wanted.count > 0, kept.count > 0,
                        fit != DG_OPTIONS_OTHER);
}

static enum dg_difference_kind
compare_personal(struct dg_difference *at)
{
    return at->field->said->personal == at->element->personal
               ? DG_DIFFERENCE_NONE
               : DG_DIFFERENCE_SAID;
}

/* unit comes before type, which looks at what it says. */
static const struct {
    const char *member;
    enum dg_difference_kind (*compare)(struct dg_difference *at);
} comparisons[] = {
    {"personal", compare_personal},
    {"unit", compare_unit},
    {"type", compare_type},
    {"period", compare_period},
    {"kind", compare_kind},
    {"options", compare_options},
    {"definition", compare_definition},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum dg_difference_kind
dg_difference_find(struct dg_difference *at)
{
    enum dg_difference_kind worst = DG_DIFFERENCE_NONE;
    for (size_t i = 0; i < COUNT(comparisons); i++) {
        enum dg_difference_kind like = comparisons[i].compare(at);
        if (like == DG_DIFFERENCE_SAID) {
            at->member = comparisons[i].member;
            return like;
        }
        if (like == DG_DIFFERENCE_OPEN && worst == DG_DIFFERENCE_NONE) {
            at->member = comparisons[i].member;
            worst = like;
        }
    }
    return worst;
}

bool
dg_difference_converts(struct dg_difference *at)
{
    at->converted = false;
    compare_unit(at);
    compare_options(at);
    return at->converted;
}

const char *
dg_difference_of(const struct dg_dictionary *dictionary, uint32_t a, uint32_t b)
{
    const struct dg_element *said = dg_dictionary_element(dictionary, a);
    struct dg_field_meaning meaning = {
        .definition = said->definition,
        .has_type = true,
        .type = said->type,
        .has_kind = said->kind != DG_KIND_NONE,
        .kind = said->kind,
        .has_period = !said->any_period,
        .period = said->period,
        .options = said->options,
        .option_count = said->option_count,
        .optionset = said->optionset,
        .personal = said->personal,
    };
    const struct dg_entry *entry = dg_dictionary_entry(dictionary, a);
    struct dg_field field = {.said = &meaning,
                             .unit = said->unit,
                             .type = said->type,
                             .definition_mark = entry->definition_mark,
                             .options_mark = entry->options_mark};
    struct dg_difference at = {.field = &field,
                               .dictionary = dictionary,
                               .entry = dg_dictionary_entry(dictionary, b),
                               .element = dg_dictionary_element(dictionary, b)};
    return dg_difference_find(&at) == DG_DIFFERENCE_NONE ? NULL : at.member;
}
