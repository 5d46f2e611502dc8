/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which two elements a keeper may take for one: figures of the same
 * kind whose values convert, with no two definitions between them. The last
 * word counts: a merge ends what kept the two apart, and the other way round.
 */
#include "plugins/form_dedup/dictionary/decisions.h"

#include "plugins/form_dedup/dictionary/apart.h"
#include "plugins/form_dedup/dictionary/derive.h"
#include "plugins/form_dedup/dictionary/inside.h"

/* Two elements an event names; NULL where there is none of the code. */
struct two {
    const struct dg_dictionary *dictionary;
    const struct dg_plugin_host *host;
    struct dg_plugin_findings *findings;
    const char *pointers[2];
    struct dg_plugin_str codes[2];
    struct dg_entry *entries[2];
};

static void
refuse(const struct two *two, int which, const char *code,
       struct dg_plugin_str text)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "dictionary",
                                        .verdict = DG_PLUGIN_REFUSE,
                                        .code = code,
                                        .text = text,
                                        .pointer =
                                            dg_text_from(two->pointers[which])};
    two->host->add(two->findings, &finding);
}

static void
find_entries(struct two *two)
{
    for (int i = 0; i < 2; i++) {
        two->entries[i] = dg_dictionary_named(two->dictionary, two->codes[i]);
    }
}

/* Whether both are there; says of each that is not. */
static bool
are_known(const struct two *two)
{
    for (int i = 0; i < 2; i++) {
        if (!two->entries[i]) {
            refuse(two, i, "element-unknown",
                   two->host->format(two->findings,
                                     "there is no element \"%.*s\"",
                                     DG_TEXT_ARG(two->codes[i])));
        }
    }
    return two->entries[0] && two->entries[1];
}

static struct two
read_merge(const struct dg_dictionary *dictionary,
           const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct two two = {
        .dictionary = dictionary,
        .host = host,
        .pointers = {"/data/element", "/data/into"},
        .codes = {host->text(host->member(event->data, "element")),
                  host->text(host->member(event->data, "into"))}};
    find_entries(&two);
    return two;
}

static struct two
read_apart(const struct dg_dictionary *dictionary,
           const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = dictionary->host;
    const struct dg_plugin_value *first =
        host->first(host->member(event->data, "elements"));
    struct two two = {
        .dictionary = dictionary,
        .host = host,
        .pointers = {"/data/elements/0", "/data/elements/1"},
        .codes = {host->text(first), host->text(host->next(first))}};
    find_entries(&two);
    return two;
}

/* ---- merge -------------------------------------------------------------- */

static bool
converts(const struct dg_dictionary *dictionary, const struct dg_element *from,
         const struct dg_element *to)
{
    mpq_t factor;
    bool found;
    mpq_init(factor);
    found = dg_dictionary_convert(dictionary, from->unit, to->unit, factor);
    mpq_clear(factor);
    return found;
}

static bool
options_fit(const struct dg_dictionary *dictionary,
            const struct dg_element *from, const struct dg_element *to)
{
    struct dg_options a = {from->options, from->option_count, from->optionset};
    struct dg_options b = {to->options, to->option_count, to->optionset};
    return (!a.count && !b.count) ||
           dg_dictionary_fit_options(dictionary, &b, &a) != DG_OPTIONS_OTHER;
}

static bool
is_number(const struct dg_element *element)
{
    return element->type == DG_VALUE_INTEGER ||
           element->type == DG_VALUE_DECIMAL;
}

/* What keeps two from being one figure; NULL: nothing. */
static const char *
find_difference(const struct dg_dictionary *dictionary,
                const struct dg_element *from, const struct dg_element *to)
{
    if (from->type != to->type && (!is_number(from) || !is_number(to))) {
        return "type";
    }
    if (!converts(dictionary, from, to)) {
        return "unit";
    }
    if (from->kind != to->kind && from->kind != DG_KIND_NONE) {
        return "kind";
    }
    if (from->personal != to->personal || from->private_to != to->private_to) {
        return "personal";
    }
    return options_fit(dictionary, from, to) ? NULL : "options";
}

static void
check_meaning(const struct two *two, const struct dg_element *from,
              const struct dg_element *to, bool *failed)
{
    const char *member = find_difference(two->dictionary, from, to);
    bool same = true;
    if (member) {
        refuse(two, 0, "merge-unfit",
               two->host->format(
                   two->findings, "\"%.*s\" and \"%.*s\" differ in their %s",
                   DG_TEXT_ARG(two->codes[0]), DG_TEXT_ARG(two->codes[1]),
                   two->host->translate(member)));
    }
    if (from->definition.len && to->definition.len &&
        !dg_dictionary_same_text(from->definition, to->definition, &same)) {
        *failed = true;
    }
    if (!same) {
        refuse(two, 0, "definitions-conflict",
               two->host->format(two->findings,
                                 "\"%.*s\" and \"%.*s\" have different "
                                 "definitions",
                                 DG_TEXT_ARG(two->codes[0]),
                                 DG_TEXT_ARG(two->codes[1])));
    }
}

/* The element that the first is to become; NULL: it must not, said why. */
static const struct dg_element *
check_place(const struct two *two, bool *failed)
{
    const struct dg_element *from = &two->entries[0]->element;
    uint32_t into =
        dg_dictionary_into(two->dictionary, two->entries[1]->element.number);
    bool reached = false;
    if (into == from->number) {
        refuse(two, 0, "merge-itself",
               two->host->format(two->findings, "\"%.*s\" is \"%.*s\" already",
                                 DG_TEXT_ARG(two->codes[1]),
                                 DG_TEXT_ARG(two->codes[0])));
        return NULL;
    }
    if (from->into != from->number) {
        refuse(
            two, 0, "already-merged",
            two->host->format(
                two->findings, "\"%.*s\" is \"%.*s\" already",
                DG_TEXT_ARG(two->codes[0]),
                DG_TEXT_ARG(
                    dg_dictionary_element(two->dictionary, from->into)->code)));
        return NULL;
    }
    *failed |=
        !dg_derive_reaches(two->dictionary, into, from->number, &reached);
    if (reached) {
        refuse(two, 0, "derivation-circular",
               two->host->format(
                   two->findings,
                   "\"%.*s\" follows from \"%.*s\", and would follow from "
                   "itself",
                   DG_TEXT_ARG(two->codes[1]), DG_TEXT_ARG(two->codes[0])));
        return NULL;
    }
    return dg_dictionary_element(two->dictionary, into);
}

enum dg_plugin_status
dg_decisions_decide_merge(const struct dg_dictionary *dictionary,
                          const struct dg_plugin_event *event,
                          struct dg_plugin_findings *findings)
{
    struct two two = read_merge(dictionary, event);
    const struct dg_element *into;
    bool failed = false;
    two.findings = findings;
    if (!are_known(&two)) {
        return DG_PLUGIN_OK;
    }
    into = check_place(&two, &failed);
    if (into) {
        check_meaning(&two, &two.entries[0]->element, into, &failed);
    }
    return failed ? DG_PLUGIN_FAILED : DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_decisions_apply_merge(struct dg_dictionary *dictionary,
                         const struct dg_plugin_event *event)
{
    struct two two = read_merge(dictionary, event);
    uint32_t from, into;
    bool reached = false;
    if (!two.entries[0] || !two.entries[1]) {
        return DG_PLUGIN_OK;
    }
    from = two.entries[0]->element.number;
    into = dg_dictionary_into(dictionary, two.entries[1]->element.number);
    if (into == from || two.entries[0]->element.into != from) {
        return DG_PLUGIN_OK;
    }
    if (!dg_derive_reaches(dictionary, into, from, &reached)) {
        return DG_PLUGIN_FAILED;
    }
    if (!reached) {
        two.entries[0]->element.into = into;
        dg_apart_remove(&dictionary->apart, from, into);
        dg_apart_remove(&dictionary->apart, from,
                        two.entries[1]->element.number);
    }
    return DG_PLUGIN_OK;
}

/* ---- keep apart --------------------------------------------------------- */

/* Whether the first became the second, over others or not. */
static bool
became(const struct dg_dictionary *dictionary, const struct dg_element *element,
       const struct dg_element *other)
{
    while (element != other && element->into != element->number) {
        element = dg_dictionary_element(dictionary, element->into);
    }
    return element == other;
}

/* The one that is merged into the other, over others or not; NULL: none is. */
static struct dg_entry *
find_merged(const struct two *two)
{
    for (int i = 0; i < 2; i++) {
        if (two->entries[i] != two->entries[1 - i] &&
            became(two->dictionary, &two->entries[i]->element,
                   &two->entries[1 - i]->element)) {
            return two->entries[i];
        }
    }
    return NULL;
}

/* What was merged keeps its own parts, of which it may be one by now. False
 * without memory. */
static bool
check_apart(const struct two *two)
{
    const struct dg_entry *merged = find_merged(two);
    const struct dg_element *element = merged ? &merged->element : NULL;
    bool returned = false;
    if (element &&
        !dg_derive_returns(two->dictionary, element->number, &returned)) {
        return false;
    }
    if (returned) {
        uint32_t part = element->parts[0];
        refuse(two, 0, "derivation-circular",
               two->host->format(
                   two->findings,
                   "\"%.*s\" follows from \"%.*s\", and would follow from "
                   "itself",
                   DG_TEXT_ARG(element->code),
                   DG_TEXT_ARG(
                       dg_dictionary_element(two->dictionary, part)->code)));
    }
    return true;
}

enum dg_plugin_status
dg_decisions_decide_apart(const struct dg_dictionary *dictionary,
                          const struct dg_plugin_event *event,
                          struct dg_plugin_findings *findings)
{
    struct two two = read_apart(dictionary, event);
    const struct dg_element *a, *b;
    uint32_t into;
    two.findings = findings;
    if (!are_known(&two)) {
        return DG_PLUGIN_OK;
    }
    a = &two.entries[0]->element;
    b = &two.entries[1]->element;
    into = dg_dictionary_into(dictionary, a->number);
    if (into == dg_dictionary_into(dictionary, b->number) &&
        !became(dictionary, a, b) && !became(dictionary, b, a)) {
        refuse(&two, 0, "already-merged",
               two.host->format(
                   findings,
                   "both are \"%.*s\" by now: keep one of them apart from that",
                   DG_TEXT_ARG(dg_dictionary_element(dictionary, into)->code)));
    }
    return check_apart(&two) ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_decisions_apply_apart(struct dg_dictionary *dictionary,
                         const struct dg_plugin_event *event)
{
    struct two two = read_apart(dictionary, event);
    struct dg_entry *merged;
    bool returned = false;
    if (!two.entries[0] || !two.entries[1] ||
        two.entries[0] == two.entries[1]) {
        return DG_PLUGIN_OK;
    }
    merged = find_merged(&two);
    if (merged &&
        !dg_derive_returns(dictionary, merged->element.number, &returned)) {
        return DG_PLUGIN_FAILED;
    }
    if (returned) {
        return DG_PLUGIN_OK;
    }
    if (merged) {
        merged->element.into = merged->element.number;
    }
    return dg_apart_add(&dictionary->apart, two.entries[0]->element.number,
                        two.entries[1]->element.number)
               ? DG_PLUGIN_OK
               : DG_PLUGIN_FAILED;
}

bool
dg_dictionary_is_apart(const struct dg_dictionary *dictionary, uint32_t a,
                       uint32_t b)
{
    return dg_apart_has(dictionary->apart, a, b) ||
           dg_apart_has(dictionary->apart, dg_dictionary_into(dictionary, a),
                        dg_dictionary_into(dictionary, b));
}
