/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which element a field is: the one it names; the one of its label, if
 * nothing that both say of themselves differs and enough speaks for it. Merging
 * two figures makes false data, so what is in doubt is apart. */
#include "plugins/form_dedup/dictionary/difference.h"

#define WITNESSES 2     /* beside the label, to be one figure */
#define OTHER_SECTION 2 /* more, of two that stand in different sections */
#define WEIGHT 15       /* of a label that is a witness by itself */
#define CONTEXT 27      /* of the texts, if nothing but they speaks for it */

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
find_neighbours(const struct dg_difference *at)
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
has_witnesses(const struct dg_difference *at)
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
is_apart(const struct dg_difference *at)
{
    return at->element->private_to != at->field->said->private_to ||
           at->entry->repeated;
}

/* A keeper who publishes a label of persons means that of the person listed. */
static bool
speaks_for(const struct dg_difference *at)
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
settle(const struct dg_difference *at, struct dg_resolution *resolution)
{
    const struct dg_dictionary *dictionary = at->dictionary;
    uint32_t into = dg_dictionary_into(dictionary, at->element->number);
    struct dg_difference last = *at;
    last.entry = dg_dictionary_entry(dictionary, into);
    last.element = &last.entry->element;
    last.named = true;
    *resolution = (struct dg_resolution){
        .match = dg_difference_converts(&last) ? DG_MATCH_CONVERTIBLE
                                               : DG_MATCH_IDENTICAL,
        .element = into,
        .other = DG_ELEMENT_NONE,
    };
}

static void
resolve_code(struct dg_difference *at, struct dg_resolution *resolution)
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
    } else if (dg_difference_find(at) == DG_DIFFERENCE_SAID) {
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
find_rank(const struct dg_difference *at, const struct dg_resolution *found)
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
consider(const struct dg_difference *at, struct choice *choice)
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
note_conflict(const struct dg_difference *at, struct choice *choice)
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
resolve_label(struct dg_difference *at, struct dg_resolution *resolution)
{
    const struct dg_dictionary *dictionary = at->dictionary;
    struct choice choice = {.resolution = *resolution};
    uint32_t link = dg_dictionary_head(dictionary, at->field->label.text);
    for (; link != DG_LINK_NONE; link = dictionary->links[link].next) {
        enum dg_difference_kind like;
        at->entry =
            dg_dictionary_entry(dictionary, dictionary->links[link].element);
        at->element = &at->entry->element;
        if (is_apart(at)) {
            continue;
        }
        at->converted = false;
        like = dg_difference_find(at);
        if (like == DG_DIFFERENCE_NONE && speaks_for(at)) {
            consider(at, &choice);
        } else if (like == DG_DIFFERENCE_SAID) {
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
    struct dg_difference at = {.field = &field, .dictionary = dictionary};
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
