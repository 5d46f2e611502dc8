/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which element a field is: the one it names; the one of its label, if
 * nothing that both say of themselves differs and enough speaks for it. Merging
 * two figures makes false data, so what is in doubt is apart. */
#include "plugins/form_dedup/dictionary/field.h"

#define WITNESSES 2     /* beside the label, to be one figure */
#define OTHER_SECTION 2 /* more, of two that stand in different sections */
#define WEIGHT 15       /* of a label that is a witness by itself */
#define CONTEXT 27      /* of the texts, if nothing but they speaks for it */

static bool
is_number(enum dg_value_type type)
{
    return type == DG_VALUE_INTEGER || type == DG_VALUE_DECIMAL;
}

/* ---- what differs ------------------------------------------------------- */

enum likeness {
    LIKE,      /* nothing differs */
    LIKE_NOT,  /* one says what the other leaves open: it may be another */
    LIKE_OTHER /* both say it, and differently: member */
};

/* What a field is beside an element. */
struct likeness_of {
    struct dg_field *field;
    const struct dg_dictionary *dictionary;
    const struct dg_entry *entry;
    const struct dg_element *element; /* entry's */
    bool named;                       /* by its code */
    bool converted;
    const char *member; /* the first that differs */
};

/* The element fills in what the field leaves open. */
static bool
fills(const struct likeness_of *at)
{
    return at->named || !at->element->provisional;
}

/* Of a thing that may be left open. What a field says must be said of the
 * element, too. */
static enum likeness
compare_said(const struct likeness_of *at, bool field_says, bool element_says,
             bool same)
{
    if (field_says && element_says) {
        return same ? LIKE : LIKE_OTHER;
    }
    return field_says == element_says || (fills(at) && !field_says) ? LIKE
                                                                    : LIKE_NOT;
}

static enum likeness
compare_type(struct likeness_of *at)
{
    enum dg_value_type a = at->field->type, b = at->element->type;
    bool open = fills(at) && !at->field->said->has_type;
    if (a == b || (open && (!at->field->unit.len || is_number(b)))) {
        return LIKE;
    }
    /* Ten thousands of a whole number have decimals; who names an element may
     * have it rounded. */
    return is_number(a) && is_number(b) && (at->named || at->converted)
               ? LIKE
               : LIKE_OTHER;
}

static enum likeness
compare_unit(struct likeness_of *at)
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

static enum likeness
compare_kind(struct likeness_of *at)
{
    const struct dg_field_meaning *said = at->field->said;
    return compare_said(at, said->has_kind && said->kind != DG_KIND_NONE,
                        at->element->kind != DG_KIND_NONE,
                        said->kind == at->element->kind);
}

/* A figure of finer periods is rolled up, by its kind. */
static bool
rolls_up(const struct likeness_of *at)
{
    const struct dg_element *element = at->element;
    return element->time != DG_ROLLUP_NONE && is_number(element->type) &&
           element->period != DG_PERIOD_NONE &&
           at->field->said->period > element->period;
}

static enum likeness
compare_period(struct likeness_of *at)
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

static enum likeness
compare_definition(struct likeness_of *at)
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

static enum likeness
compare_options(struct likeness_of *at)
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

static enum likeness
compare_personal(struct likeness_of *at)
{
    return at->field->said->personal == at->element->personal ? LIKE
                                                              : LIKE_OTHER;
}

/* unit comes before type, which looks at what it says. */
static const struct {
    const char *member;
    enum likeness (*compare)(struct likeness_of *at);
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

/* The worst of all; a difference in what both say is worst. */
static enum likeness
compare(struct likeness_of *at)
{
    enum likeness worst = LIKE;
    for (size_t i = 0; i < COUNT(comparisons); i++) {
        enum likeness like = comparisons[i].compare(at);
        if (like == LIKE_OTHER) {
            at->member = comparisons[i].member;
            return like;
        }
        if (like == LIKE_NOT && worst == LIKE) {
            at->member = comparisons[i].member;
            worst = like;
        }
    }
    return worst;
}

const char *
dg_dictionary_difference(const struct dg_dictionary *dictionary, uint32_t a,
                         uint32_t b)
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
    struct likeness_of at = {.field = &field,
                             .dictionary = dictionary,
                             .entry = dg_dictionary_entry(dictionary, b),
                             .element = dg_dictionary_element(dictionary, b)};
    return compare(&at) == LIKE ? NULL : at.member;
}

/* ---- what speaks for it ------------------------------------------------- */

/* The neighbours that are the same, and what they weigh. */
struct neighbours {
    unsigned count, weight;
};

static void
look_beside(struct dg_plugin_str a, struct dg_plugin_str b,
            struct neighbours *same)
{
    if (a.len && dg_text_equal(a, b)) {
        same->count++;
        same->weight += dg_label_weight(a);
    }
}

static struct neighbours
find_neighbours(const struct likeness_of *at)
{
    struct dg_field *field = at->field;
    const struct dg_element *element = at->element;
    struct neighbours same = {0, 0};
    if ((element->before.len || element->after.len) &&
        dg_field_read_neighbours(at->dictionary, field)) {
        look_beside(element->before, field->before.text, &same);
        look_beside(element->after, field->after.text, &same);
    }
    return same;
}

/* Many forms have 姓名, 年龄 and 性别 in a row. One neighbour alone is too
 * often the same; of both, and of the label, together much has to be said. */
static bool
says_much(unsigned label, struct neighbours same)
{
    return label + (same.count > 1 ? same.weight : 0) >= CONTEXT;
}

/* Between two that differ in nothing, what one says the other says, too. */
static bool
has_witnesses(const struct likeness_of *at)
{
    const struct dg_field_meaning *said = at->field->said;
    unsigned n = (at->field->unit.len > 0) +
                 (said->has_period && !said->implied) +
                 (said->has_kind && said->kind != DG_KIND_NONE) +
                 (said->option_count > 0);
    unsigned label = dg_label_weight(at->field->label.text);
    unsigned wanted = WITNESSES;
    struct neighbours beside;
    bool same = false;
    if (said->definition.len) {
        return true;
    }
    if (said->section.len && at->element->section.len) {
        if (!dg_dictionary_same_text(said->section, at->element->section,
                                     &same)) {
            at->field->failed = true;
        }
        n += same;
        wanted += same ? 0 : OTHER_SECTION;
    }
    if (n + (label >= WEIGHT) >= wanted) {
        return true;
    }
    beside = find_neighbours(at);
    return n + (label >= WEIGHT) + beside.count >= wanted &&
           (n > 0 || says_much(label, beside));
}

static bool
is_apart(const struct likeness_of *at)
{
    return at->element->private_to != at->field->said->private_to ||
           at->entry->repeated;
}

/* A keeper who publishes a label of persons means that of the person listed. */
static bool
speaks_for(const struct likeness_of *at)
{
    bool published = !at->element->provisional;
    if (at->field->vague && !at->field->said->definition.len) {
        return published && at->element->personal;
    }
    return published || has_witnesses(at);
}

/* ---- all of it ---------------------------------------------------------- */

/* A value is kept in the unit of what the element was merged into. */
static void
settle(const struct likeness_of *at, struct dg_resolution *resolution)
{
    const struct dg_dictionary *dictionary = at->dictionary;
    uint32_t into = dg_dictionary_into(dictionary, at->element->number);
    struct likeness_of last = *at;
    last.entry = dg_dictionary_entry(dictionary, into);
    last.element = &last.entry->element;
    last.named = true;
    last.converted = false;
    compare_unit(&last);
    compare_options(&last);
    *resolution = (struct dg_resolution){
        .match = last.converted ? DG_MATCH_CONVERTIBLE : DG_MATCH_IDENTICAL,
        .element = into,
        .other = DG_ELEMENT_NONE,
    };
}

static void
resolve_code(struct likeness_of *at, struct dg_resolution *resolution)
{
    const struct dg_element *element =
        dg_dictionary_find(at->dictionary, at->field->said->element);
    if (!element) {
        resolution->match = DG_MATCH_UNKNOWN;
        return;
    }
    at->named = true;
    at->entry = dg_dictionary_entry(at->dictionary, element->number);
    at->element = element;
    if (element->private_to &&
        element->private_to != at->field->said->private_to) {
        resolution->match = DG_MATCH_UNKNOWN;
    } else if (compare(at) == LIKE_OTHER) {
        resolution->match = DG_MATCH_UNFIT;
        resolution->other = element->number;
        resolution->member = at->member;
    } else {
        settle(at, resolution);
    }
}

/* The best so far of the elements of a label. */
struct choice {
    struct dg_resolution resolution;
    unsigned rank;  /* 0: none */
    bool ambiguous; /* another one is as good */
};

/* Published ones first, then of the field's own period, in its own unit. */
static unsigned
find_rank(const struct likeness_of *at, const struct dg_resolution *found)
{
    const struct dg_field_meaning *said = at->field->said;
    const struct dg_element *into =
        dg_dictionary_element(at->dictionary, found->element);
    bool own_period = said->has_period && !at->element->any_period &&
                      said->period == at->element->period;
    return 1 + 4 * !into->provisional + 2 * own_period +
           (found->match == DG_MATCH_IDENTICAL);
}

/* Of provisional ones the first that came; two published ones that a field
 * leaves open are neither. */
static void
consider(const struct likeness_of *at, struct choice *choice)
{
    struct dg_resolution found;
    unsigned rank;
    settle(at, &found);
    rank = find_rank(at, &found);
    if (rank > choice->rank) {
        *choice = (struct choice){found, rank, false};
    } else if (rank == choice->rank && rank > 4) {
        choice->ambiguous |= found.element != choice->resolution.element;
    }
}

static void
note_conflict(const struct likeness_of *at, struct choice *choice)
{
    struct dg_resolution *resolution = &choice->resolution;
    if (resolution->match == DG_MATCH_NEW && !at->field->vague) {
        resolution->match = DG_MATCH_CONFLICTING;
        resolution->other =
            dg_dictionary_into(at->dictionary, at->element->number);
        resolution->member = at->member;
    }
}

static void
resolve_label(struct likeness_of *at, struct dg_resolution *resolution)
{
    const struct dg_dictionary *dictionary = at->dictionary;
    struct choice choice = {.resolution = *resolution};
    uint32_t link = dg_dictionary_head(dictionary, at->field->label.text);
    for (; link != DG_LINK_NONE; link = dictionary->links[link].next) {
        enum likeness like;
        at->entry =
            dg_dictionary_entry(dictionary, dictionary->links[link].element);
        at->element = &at->entry->element;
        if (is_apart(at)) {
            continue;
        }
        at->converted = false;
        like = compare(at);
        if (like == LIKE && speaks_for(at)) {
            consider(at, &choice);
        } else if (like == LIKE_OTHER) {
            note_conflict(at, &choice);
        }
    }
    if (!choice.ambiguous) {
        *resolution = choice.resolution;
    }
}

bool
dg_dictionary_resolve(const struct dg_dictionary *dictionary,
                      const struct dg_field_meaning *meaning,
                      struct dg_resolution *resolution)
{
    struct dg_field field;
    struct likeness_of at = {.field = &field, .dictionary = dictionary};
    bool ok;
    *resolution = (struct dg_resolution){.element = DG_ELEMENT_NONE,
                                         .other = DG_ELEMENT_NONE};
    if (!dg_field_read(dictionary, meaning, &field)) {
        return false;
    }
    if (meaning->element.len) {
        resolve_code(&at, resolution);
    } else if (!meaning->repeated) {
        resolve_label(&at, resolution);
    }
    ok = !field.failed;
    dg_field_finish(&field);
    return ok;
}
