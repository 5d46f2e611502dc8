/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which element a field is: the one it names; the one of its label, if
 * nothing that both say of themselves differs and enough speaks for it. Merging
 * two figures makes false data, so what is in doubt is apart. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/inside.h"

#define WITNESSES 2     /* beside the label, to be one figure */
#define OTHER_SECTION 2 /* so many more, if they stand in different sections   \
                         */
#define WEIGHT 15       /* of a label that is a witness by itself */

/* ---- texts --------------------------------------------------------------- */

static bool
is_unit(void *ctx, struct dg_plugin_str text)
{
    return dg_dictionary_is_unit(ctx, text);
}

bool
dg_dictionary_read_label(const struct dg_dictionary *dictionary,
                         struct dg_plugin_str label, struct dg_plugin_str unit,
                         struct dg_label *normal)
{
    bool same;
    mpq_t factor;
    if (!dg_label_read(label, is_unit, (void *) dictionary, normal)) {
        return false;
    }
    if (!unit.len || !normal->unit.len) {
        return true;
    }
    mpq_init(factor);
    same = dg_dictionary_convert(dictionary, normal->unit, unit, factor) &&
           mpq_cmp_ui(factor, 1, 1) == 0;
    mpq_clear(factor);
    if (same) {
        return true;
    }
    /* What it says in brackets is not its unit. */
    dg_label_finish(normal);
    return dg_label_read(label, NULL, NULL, normal);
}

bool
dg_dictionary_same_text(struct dg_plugin_str a, struct dg_plugin_str b,
                        bool *same)
{
    struct dg_label x, y;
    *same = dg_text_equal(a, b);
    if (*same || !a.len || !b.len) {
        return true;
    }
    if (!dg_label_read(a, NULL, NULL, &x)) {
        return false;
    }
    if (!dg_label_read(b, NULL, NULL, &y)) {
        dg_label_finish(&x);
        return false;
    }
    *same = dg_text_equal(x.text, y.text);
    dg_label_finish(&y);
    dg_label_finish(&x);
    return true;
}

/* ---- a field, read ------------------------------------------------------- */

/* A field with what follows from what it says. */
struct field {
    const struct dg_field_meaning *said;
    struct dg_label label;
    struct dg_plugin_str unit; /* said, or in the label */
    enum dg_value_type type;
    bool vague;
    bool neighbours; /* before and after were read */
    struct dg_label before, after;
    bool failed; /* no memory */
};

static bool
is_number(enum dg_value_type type)
{
    return type == DG_VALUE_INTEGER || type == DG_VALUE_DECIMAL;
}

static enum dg_value_type
guess_type(const struct dg_field_meaning *said, struct dg_plugin_str unit)
{
    if (said->has_type) {
        return said->type;
    }
    if (said->option_count) {
        return DG_VALUE_OPTION;
    }
    return unit.len || said->has_kind ? DG_VALUE_DECIMAL : DG_VALUE_TEXT;
}

static bool
read_field(const struct dg_dictionary *dictionary,
           const struct dg_field_meaning *said, struct field *field)
{
    *field = (struct field){.said = said};
    if (!dg_dictionary_read_label(dictionary, said->label, said->unit,
                                  &field->label)) {
        return false;
    }
    field->unit = said->unit.len ? said->unit : field->label.unit;
    field->type = guess_type(said, field->unit);
    field->vague = dg_label_is_vague(field->label.text);
    return true;
}

static bool
read_neighbours(const struct dg_dictionary *dictionary, struct field *field)
{
    struct dg_plugin_str none = {0};
    if (!field->neighbours) {
        field->neighbours =
            dg_dictionary_read_label(dictionary, field->said->before, none,
                                     &field->before) &&
            dg_dictionary_read_label(dictionary, field->said->after, none,
                                     &field->after);
        field->failed = !field->neighbours;
    }
    return field->neighbours;
}

static void
finish_field(struct field *field)
{
    dg_label_finish(&field->label);
    dg_label_finish(&field->before);
    dg_label_finish(&field->after);
}

/* ---- what differs -------------------------------------------------------- */

enum likeness {
    LIKE,      /* nothing differs */
    LIKE_NOT,  /* one says what the other leaves open: it may be another */
    LIKE_OTHER /* both say it, and differently: member */
};

/* What a field is beside an element. */
struct likeness_of {
    struct field *field;
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
    return element->kind != DG_KIND_NONE && is_number(element->type) &&
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

static enum likeness
compare_definition(struct likeness_of *at)
{
    struct dg_plugin_str a = at->field->said->definition;
    struct dg_plugin_str b = at->element->definition;
    bool same = true;
    if (!dg_dictionary_same_text(a, b, &same)) {
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
    enum dg_options_fit fit = DG_OPTIONS_SAME;
    if (wanted.count && kept.count) {
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

/* ---- what speaks for it -------------------------------------------------- */

static unsigned
count_neighbours(const struct likeness_of *at)
{
    struct field *field = at->field;
    const struct dg_element *element = at->element;
    if ((!element->before.len && !element->after.len) ||
        !read_neighbours(at->dictionary, field)) {
        return 0;
    }
    return (element->before.len &&
            dg_text_equal(element->before, field->before.text)) +
           (element->after.len &&
            dg_text_equal(element->after, field->after.text));
}

/* Between two that differ in nothing, what one says the other says, too. */
static bool
has_witnesses(const struct likeness_of *at)
{
    const struct dg_field_meaning *said = at->field->said;
    unsigned n = (at->field->unit.len > 0) +
                 (said->has_period && !said->implied) +
                 (said->has_kind && said->kind != DG_KIND_NONE) +
                 (said->option_count > 0) +
                 (dg_label_weight(at->field->label.text) >= WEIGHT);
    unsigned wanted = WITNESSES;
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
    return n >= wanted || n + count_neighbours(at) >= wanted;
}

static bool
is_apart(const struct likeness_of *at)
{
    return at->element->private_to != at->field->said->private_to ||
           at->entry->repeated;
}

static bool
speaks_for(const struct likeness_of *at)
{
    if (at->field->vague) {
        return at->field->said->definition.len > 0;
    }
    return !at->element->provisional || has_witnesses(at);
}

/* ---- all of it ----------------------------------------------------------- */

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
    if (element->private_to && is_apart(at)) {
        resolution->match = DG_MATCH_UNKNOWN;
    } else if (compare(at) == LIKE_OTHER) {
        resolution->match = DG_MATCH_UNFIT;
        resolution->other = element->number;
        resolution->member = at->member;
    } else {
        settle(at, resolution);
    }
}

/* Better: published, then in its own unit, then the first that came. */
static bool
is_better(const struct dg_dictionary *dictionary, const struct dg_resolution *a,
          const struct dg_resolution *b)
{
    const struct dg_element *x, *y;
    if (b->element == DG_ELEMENT_NONE) {
        return true;
    }
    x = dg_dictionary_element(dictionary, a->element);
    y = dg_dictionary_element(dictionary, b->element);
    if (x->provisional != y->provisional) {
        return !x->provisional;
    }
    return a->match != b->match ? a->match < b->match : a->element < b->element;
}

static void
resolve_label(struct likeness_of *at, struct dg_resolution *resolution)
{
    const struct dg_dictionary *dictionary = at->dictionary;
    uint32_t link = dg_dictionary_head(dictionary, at->field->label.text);
    for (; link != DG_LINK_NONE; link = dictionary->links[link].next) {
        struct dg_resolution found;
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
            settle(at, &found);
            if (is_better(dictionary, &found, resolution)) {
                *resolution = found;
            }
        } else if (like == LIKE_OTHER && !at->field->vague &&
                   resolution->match == DG_MATCH_NEW) {
            resolution->match = DG_MATCH_CONFLICTING;
            resolution->other =
                dg_dictionary_into(dictionary, at->element->number);
            resolution->member = at->member;
        }
    }
}

bool
dg_dictionary_resolve(const struct dg_dictionary *dictionary,
                      const struct dg_field_meaning *meaning,
                      struct dg_resolution *resolution)
{
    struct field field;
    struct likeness_of at = {.field = &field, .dictionary = dictionary};
    bool ok;
    *resolution = (struct dg_resolution){.element = DG_ELEMENT_NONE,
                                         .other = DG_ELEMENT_NONE};
    if (!read_field(dictionary, meaning, &field)) {
        return false;
    }
    if (meaning->element.len) {
        resolve_code(&at, resolution);
    } else if (!meaning->repeated) {
        resolve_label(&at, resolution);
    }
    ok = !field.failed;
    finish_field(&field);
    return ok;
}

/* ---- a new element ------------------------------------------------------- */

static void
describe(const struct field *field, struct dg_entry *entry)
{
    const struct dg_field_meaning *said = field->said;
    struct dg_element *element = &entry->element;
    element->type = field->type;
    element->kind = said->has_kind ? said->kind : DG_KIND_NONE;
    element->any_period = !said->has_period;
    element->period = said->has_period ? said->period : DG_PERIOD_NONE;
    element->time = element->kind == DG_KIND_FLOW   ? DG_ROLLUP_SUM
                    : element->kind == DG_KIND_NONE ? DG_ROLLUP_NONE
                                                    : DG_ROLLUP_LAST;
    element->provisional = true;
    element->personal = said->personal;
    element->private_to = said->private_to;
    entry->repeated = said->repeated;
}

static bool
copy_texts(struct dg_dictionary *dictionary, const struct field *field,
           struct dg_plugin_str source, struct dg_entry *entry)
{
    const struct dg_field_meaning *said = field->said;
    struct dg_element *element = &entry->element;
    bool ok =
        dg_dictionary_copy(dictionary, said->label, &element->label) &&
        dg_dictionary_word(dictionary, said->definition,
                           &element->definition) &&
        dg_dictionary_word(dictionary, said->section, &element->section) &&
        dg_dictionary_word(dictionary, field->before.text, &element->before) &&
        dg_dictionary_word(dictionary, field->after.text, &element->after) &&
        dg_dictionary_word(dictionary, field->unit, &element->unit) &&
        dg_dictionary_word(dictionary, said->optionset, &element->optionset) &&
        dg_dictionary_copy_options(dictionary, said->options,
                                   said->option_count, &element->options) &&
        dg_dictionary_word(dictionary, source, &element->source);
    element->option_count = ok ? said->option_count : 0;
    return ok;
}

static bool
remember_conflict(struct dg_dictionary *dictionary,
                  const struct dg_conflict *conflict)
{
    uint32_t room = dictionary->conflict_room;
    if (dictionary->conflict_count == room) {
        struct dg_conflict *grown;
        room = room ? 2 * room : 16;
        grown = realloc(dictionary->conflicts, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        dictionary->conflicts = grown;
        dictionary->conflict_room = room;
    }
    dictionary->conflicts[dictionary->conflict_count++] = *conflict;
    return true;
}

/* What can never be found by its label is not kept under it. */
static bool
add_label(struct dg_dictionary *dictionary, const struct field *field,
          uint32_t number)
{
    uint32_t label;
    if (field->said->repeated ||
        (field->vague && !field->said->definition.len)) {
        return true;
    }
    label = dg_names_take(dictionary->labels, field->label.text);
    return label != DG_NAMES_NONE &&
           dg_dictionary_add_label(dictionary, label, number);
}

static bool
add_field(struct dg_dictionary *dictionary, const struct field *field,
          struct dg_plugin_str source, struct dg_entry *entry)
{
    char code[DG_CODES_SIZE];
    dg_codes_write_provisional(entry->sequence, entry->index, code);
    entry->element.since = entry->sequence;
    describe(field, entry);
    return copy_texts(dictionary, field, source, entry) &&
           dg_dictionary_copy(dictionary,
                              (struct dg_plugin_str){code, strlen(code)},
                              &entry->element.code) &&
           dg_dictionary_add_provisional(dictionary, entry->element.number) &&
           add_label(dictionary, field, entry->element.number);
}

bool
dg_dictionary_take(struct dg_dictionary *dictionary,
                   const struct dg_field_meaning *meaning,
                   const struct dg_field_origin *origin, uint32_t *number)
{
    struct dg_conflict conflict = {.other = origin->other,
                                   .sequence = origin->sequence};
    struct dg_entry *entry = dg_dictionary_add(dictionary);
    struct field field;
    bool ok;
    if (!entry || !read_field(dictionary, meaning, &field)) {
        return false;
    }
    entry->sequence = origin->sequence;
    entry->index = origin->index;
    *number = conflict.element = entry->element.number;
    ok = read_neighbours(dictionary, &field) &&
         add_field(dictionary, &field, origin->source, entry) &&
         (origin->other == DG_ELEMENT_NONE ||
          remember_conflict(dictionary, &conflict));
    finish_field(&field);
    return ok;
}
