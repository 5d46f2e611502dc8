/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which derivations a dictionary.publish may declare: of parts that
 * there are and that fit, and of nothing that follows from itself. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/derive.h"
#include "plugins/form_dedup/dictionary/vet.h"

/* ---- one derivation ----------------------------------------------------- */

struct part {
    struct dg_vet *vet;
    uint32_t index; /* of the element */
    const struct dg_element *whole, *part;
    struct dg_plugin_str pointer, code;
};

static bool
is_number(const struct dg_element *element)
{
    return element->type == DG_VALUE_INTEGER ||
           element->type == DG_VALUE_DECIMAL;
}

/* Why a part does not fit, as a literal; NULL: it does. */
static const char *
find_fault(const struct part *p)
{
    const struct dg_element *whole = p->whole, *part = p->part;
    if (whole->personal != part->personal) {
        return N_("one is of persons and the other is not");
    }
    switch (whole->derivation) {
    case DG_DERIVED_NOT:
        return NULL;
    case DG_DERIVED_AGE:
        return whole->type != DG_VALUE_INTEGER ||
                       (part->type != DG_VALUE_DATE &&
                        part->type != DG_VALUE_IDNUMBER)
                   ? N_("an age is an integer, of a date or an ID number")
                   : NULL;
    case DG_DERIVED_BIRTH:
        return whole->type != DG_VALUE_DATE || part->type != DG_VALUE_IDNUMBER
                   ? N_("a date of birth is a date, of an ID number")
                   : NULL;
    case DG_DERIVED_SUM:
    case DG_DERIVED_DIFFERENCE:
        break;
    }
    if (!is_number(whole) || !is_number(part)) {
        return N_("only numbers add up");
    }
    if (whole->any_period != part->any_period ||
        whole->period != part->period) {
        return N_("their periods differ");
    }
    if (whole->derivation == DG_DERIVED_DIFFERENCE) {
        return whole->kind != DG_KIND_FLOW || part->kind != DG_KIND_RUNNING
                   ? N_("a difference is a flow, of a running total")
                   : NULL;
    }
    return whole->kind != part->kind ? N_("their kinds differ") : NULL;
}

static bool
is_convertible(const struct part *p)
{
    mpq_t factor;
    bool convertible;
    mpq_init(factor);
    convertible =
        !is_number(p->whole) || !is_number(p->part) ||
        dg_units_convert(p->vet->units, p->part->unit, p->whole->unit, factor);
    mpq_clear(factor);
    return convertible;
}

static void
check_part(const struct part *p)
{
    struct dg_vet *vet = p->vet;
    const char *fault = p->part ? find_fault(p) : NULL;
    if (!p->part) {
        dg_vet_refuse(vet, "derivation-unknown", p->pointer,
                      vet->host->format(vet->findings,
                                        "there is no element \"%.*s\"",
                                        DG_TEXT_ARG(p->code)));
    } else if (fault) {
        dg_vet_refuse(vet, "derivation-unfit", p->pointer,
                      vet->host->format(vet->findings,
                                        "element \"%.*s\" does not follow from "
                                        "\"%.*s\": %s",
                                        DG_TEXT_ARG(p->whole->code),
                                        DG_TEXT_ARG(p->code),
                                        vet->host->translate(fault)));
    } else if (!is_convertible(p)) {
        dg_vet_refuse(
            vet, "unit-no-rule", p->pointer,
            vet->host->format(vet->findings,
                              "no rule leads from \"%.*s\", the unit of "
                              "element \"%.*s\", to \"%.*s\"",
                              DG_TEXT_ARG(p->part->unit), DG_TEXT_ARG(p->code),
                              DG_TEXT_ARG(p->whole->unit)));
    }
}

static void
check_parts(struct dg_vet *vet, uint32_t index)
{
    const struct dg_plugin_host *host = vet->host;
    const struct dg_draft *draft = &vet->drafts.list[index];
    struct part p = {vet, index, &draft->element, NULL, {0}, {0}};
    size_t i = 0;
    if (draft->element.derivation != DG_DERIVED_SUM &&
        host->count(draft->from) > 1) {
        dg_vet_refuse(
            vet, "derivation-unfit",
            host->format(vet->findings, "/data/elements/%u/derive/from", index),
            host->format(vet->findings,
                         "element \"%.*s\" follows from one element only",
                         DG_TEXT_ARG(draft->element.code)));
    }
    for (const struct dg_plugin_value *v = host->first(draft->from); v;
         v = host->next(v)) {
        p.code = host->text(v);
        p.part = dg_vet_find(vet, p.code);
        p.pointer = host->format(
            vet->findings, "/data/elements/%u/derive/from/%zu", index, i++);
        check_part(&p);
    }
}

/* ---- circles ------------------------------------------------------------ */

#define DEPTH_MAX DG_DERIVE_DEPTH_MAX
/* A value is made by going each way, so that 28 elements in eight layers, each
 * the sum of all below it, would take 16,384 steps. */
#define WAYS_MAX 10000
/* Else its depth + 1. */
enum { UNKNOWN = 0, UNDER_WAY = 253, DEEP = 254, BAD = 255 };

/* Each element's depth, of drafts behind those of the dictionary. */
struct walk {
    struct dg_vet *vet;
    uint8_t *depths;
    uint32_t *ways; /* of each, how many lead to what follows from nothing */
    const struct dg_element *path[DEPTH_MAX + 1];
    unsigned len;
};

static uint32_t
index_of(const struct walk *walk, const struct dg_element *element)
{
    uint32_t index = dg_codes_find(walk->vet->drafts.by_code, element->code);
    return index != DG_ELEMENT_NONE ? walk->vet->dictionary->count + index
                                    : element->number;
}

static struct dg_plugin_str
write_path(const struct walk *walk, unsigned first)
{
    const struct dg_plugin_host *host = walk->vet->host;
    struct dg_plugin_str text = {"", 0};
    for (unsigned i = first; i < walk->len; i++) {
        text =
            host->format(walk->vet->findings, "%.*s\"%.*s\" ← ",
                         DG_TEXT_ARG(text), DG_TEXT_ARG(walk->path[i]->code));
    }
    return host->format(walk->vet->findings, "%.*s\"%.*s\"", DG_TEXT_ARG(text),
                        DG_TEXT_ARG(walk->path[first]->code));
}

/* The circle begins at the first of the path that is element; one of it is the
 * event's, as there was none before. */
static void
refuse_circle(struct walk *walk, const struct dg_element *element)
{
    struct dg_vet *vet = walk->vet;
    unsigned first = 0, own;
    while (walk->path[first] != element) {
        first++;
    }
    own = first;
    while (own + 1 < walk->len &&
           !dg_drafts_find(&vet->drafts, walk->path[own]->code)) {
        own++;
    }
    dg_vet_refuse(
        vet, "derivation-circular",
        vet->host->format(
            vet->findings, "/data/elements/%u/derive/from",
            dg_codes_find(vet->drafts.by_code, walk->path[own]->code)),
        vet->host->format(vet->findings,
                          "element \"%.*s\" would follow from itself: %.*s",
                          DG_TEXT_ARG(walk->path[own]->code),
                          DG_TEXT_ARG(write_path(walk, first))));
}

static uint8_t find_depth(struct walk *walk, const struct dg_element *element);

/* What is as deep as it, with a part, which has to be walked. */
static uint8_t
deeper(struct walk *walk, const struct dg_element *element,
       const struct dg_element *part, uint8_t depth)
{
    uint32_t *ways = &walk->ways[index_of(walk, element)];
    uint8_t of_part = find_depth(walk, part);
    uint32_t more = walk->ways[index_of(walk, part)];
    more = more ? more : 1;
    *ways = more > WAYS_MAX - *ways ? WAYS_MAX : *ways + more;
    return of_part > depth ? of_part : depth;
}

static uint8_t
find_depth_of_parts(struct walk *walk, const struct dg_element *element)
{
    const struct dg_vet *vet = walk->vet;
    const struct dg_plugin_host *host = vet->host;
    const struct dg_draft *draft = dg_drafts_find(&vet->drafts, element->code);
    uint8_t depth = 0;
    if (draft) {
        for (const struct dg_plugin_value *v = host->first(draft->from);
             v && depth != BAD; v = host->next(v)) {
            const struct dg_element *part = dg_vet_find(vet, host->text(v));
            depth = part ? deeper(walk, element, part, depth) : depth;
        }
        return depth;
    }
    for (uint32_t i = 0; i < element->part_count && depth != BAD; i++) {
        const struct dg_element *part = dg_vet_find(
            vet,
            dg_dictionary_element(vet->dictionary, element->parts[i])->code);
        depth = part ? deeper(walk, element, part, depth) : depth;
    }
    return depth;
}

static uint8_t
find_depth(struct walk *walk, const struct dg_element *element)
{
    uint8_t *depth = &walk->depths[index_of(walk, element)];
    if (*depth == UNDER_WAY) {
        refuse_circle(walk, element);
        return BAD;
    }
    if (*depth != UNKNOWN) {
        return *depth;
    }
    if (walk->len > DEPTH_MAX) {
        return DEEP;
    }
    *depth = UNDER_WAY;
    walk->path[walk->len++] = element;
    *depth = find_depth_of_parts(walk, element);
    if (*depth < DEEP) {
        *depth = *depth > DEPTH_MAX ? DEEP : (uint8_t) (*depth + 1);
    }
    walk->len--;
    return *depth;
}

static bool
check_ways(struct walk *walk, uint32_t index)
{
    struct dg_vet *vet = walk->vet;
    const struct dg_element *element = &vet->drafts.list[index].element;
    if (walk->ways[index_of(walk, element)] < WAYS_MAX) {
        return true;
    }
    dg_vet_refuse(
        vet, "derivation-deep",
        vet->host->format(vet->findings, "/data/elements/%u/derive/from",
                          index),
        vet->host->format(vet->findings,
                          "element \"%.*s\" follows from others in %d ways or "
                          "more",
                          DG_TEXT_ARG(element->code), WAYS_MAX));
    return false;
}

/* False if what is left need not be looked at: it leads there, too. */
static bool
check_depth(struct walk *walk, uint32_t index)
{
    struct dg_vet *vet = walk->vet;
    const struct dg_element *element = &vet->drafts.list[index].element;
    if (find_depth(walk, element) != DEEP) {
        return check_ways(walk, index);
    }
    dg_vet_refuse(
        vet, "derivation-deep",
        vet->host->format(vet->findings, "/data/elements/%u/derive/from",
                          index),
        vet->host->format(vet->findings,
                          "element \"%.*s\" follows from others over more "
                          "than %d steps",
                          DG_TEXT_ARG(element->code), DEPTH_MAX));
    return false;
}

void
dg_vet_derivations(struct dg_vet *vet)
{
    struct walk walk = {.vet = vet};
    bool derived = false;
    for (uint32_t i = 0; i < vet->drafts.count; i++) {
        check_parts(vet, i);
        derived |= vet->drafts.list[i].from != NULL;
    }
    if (!derived) {
        return;
    }
    walk.depths =
        calloc((size_t) vet->dictionary->count + vet->drafts.count + 1, 1);
    walk.ways = calloc((size_t) vet->dictionary->count + vet->drafts.count + 1,
                       sizeof *walk.ways);
    vet->failed |= !walk.depths || !walk.ways;
    for (uint32_t i = 0; walk.depths && walk.ways && i < vet->drafts.count;
         i++) {
        if (vet->drafts.list[i].from && !check_depth(&walk, i)) {
            break;
        }
    }
    free(walk.depths);
    free(walk.ways);
}

/* ---- what the dictionary has -------------------------------------------- */

/* As dg_dictionary_into, of one that is merged no further. */
static uint32_t
into_or(const struct dg_dictionary *dictionary, uint32_t number, uint32_t apart)
{
    const struct dg_element *element =
        dg_dictionary_element(dictionary, number);
    while (element->number != apart && element->into != element->number) {
        element = dg_dictionary_element(dictionary, element->into);
    }
    return element->number;
}

/* A search for one element from another on. */
struct reach {
    const struct dg_dictionary *dictionary;
    uint32_t to, apart;
    uint8_t *seen;
};

static bool
reaches(const struct reach *reach, uint32_t from)
{
    const struct dg_element *element =
        dg_dictionary_element(reach->dictionary, from);
    if (reach->seen[from]) {
        return false;
    }
    reach->seen[from] = 1;
    for (uint32_t i = 0; i < element->part_count; i++) {
        uint32_t part =
            into_or(reach->dictionary, element->parts[i], reach->apart);
        if (part == reach->to || reaches(reach, part)) {
            return true;
        }
    }
    return false;
}

static bool
search(const struct dg_dictionary *dictionary, uint32_t from, uint32_t to,
       uint32_t apart, bool *reached)
{
    struct reach reach = {dictionary, to, apart, NULL};
    *reached = false;
    if (!dg_dictionary_element(dictionary, from)->part_count) {
        return true;
    }
    reach.seen = calloc(dictionary->count, 1);
    if (!reach.seen) {
        return false;
    }
    *reached = reaches(&reach, from);
    free(reach.seen);
    return true;
}

bool
dg_derive_reaches(const struct dg_dictionary *dictionary, uint32_t from,
                  uint32_t to, bool *reached)
{
    return search(dictionary, dg_dictionary_into(dictionary, from), to,
                  DG_ELEMENT_NONE, reached);
}

bool
dg_derive_returns(const struct dg_dictionary *dictionary, uint32_t merged,
                  bool *returned)
{
    return search(dictionary, merged, merged, merged, returned);
}
