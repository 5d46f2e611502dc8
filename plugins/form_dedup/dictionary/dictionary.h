/* SPDX-License-Identifier: Apache-2.0 */
/* The data-element dictionary: elements by number, by code and by label, units
 * and their conversions, and which fields are the same, convertible, or in
 * conflict. A fold of dictionary.publish, merge and keep_apart, and of the
 * fields of forms. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_DICTIONARY_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_DICTIONARY_H

#include "plugins/form_dedup/dictionary/element.h"
#include "plugins/form_dedup/text/number.h"

struct dg_dictionary; /* opaque; owned by the plugin's state */

struct dg_dictionary *
dg_dictionary_create(const struct dg_plugin_host *host); /* NULL: no memory */
void dg_dictionary_destroy(struct dg_dictionary *dictionary); /* NULL is fine */

/* ---- questions ---------------------------------------------------------- */

uint32_t dg_dictionary_count(const struct dg_dictionary *dictionary);
/* number < count. */
const struct dg_element *
dg_dictionary_element(const struct dg_dictionary *dictionary, uint32_t number);
/* By code, following merges; NULL. */
const struct dg_element *
dg_dictionary_find(const struct dg_dictionary *dictionary,
                   struct dg_plugin_str code);
/* By code, itself: cells that were delivered before a merge keep their element;
 * NULL. */
const struct dg_element *
dg_dictionary_coded(const struct dg_dictionary *dictionary,
                    struct dg_plugin_str code);
/* The element that this one is taken for by now. */
uint32_t dg_dictionary_into(const struct dg_dictionary *dictionary,
                            uint32_t number);

/* How a value in one unit becomes one in another: value × factor, exact; of the
 * same unit 1. False: no rule leads there. Built in besides what was published:
 * 元 万元 亿元, 平方米 亩 公顷 (1 公顷 = 15 亩) 平方公里, 人 and 户 alone, 公斤
 * 吨, % and 1 (a ratio), 天, 小时 分钟. factor was initialised by mpq_init. */
bool dg_dictionary_convert(const struct dg_dictionary *dictionary,
                           struct dg_plugin_str from, struct dg_plugin_str to,
                           mpq_t factor);
bool dg_dictionary_is_unit(const struct dg_dictionary *dictionary,
                           struct dg_plugin_str text);

/* The options of a published option set; false if there is none of that code.
 */
bool dg_dictionary_optionset(const struct dg_dictionary *dictionary,
                             struct dg_plugin_str code,
                             const struct dg_option **options, uint32_t *count);

/* Options of an element or a field, and the published set they are, if any. */
struct dg_options {
    const struct dg_option *list;
    uint32_t count;
    struct dg_plugin_str set;
};
enum dg_options_fit {
    DG_OPTIONS_SAME,   /* the same codes with the same labels, in any order */
    DG_OPTIONS_MAPPED, /* each of from has one of to: by a published map, or
                          other codes with the same labels */
    DG_OPTIONS_OTHER
};
enum dg_options_fit
dg_dictionary_fit_options(const struct dg_dictionary *dictionary,
                          const struct dg_options *from,
                          const struct dg_options *to);
/* What a code of from is in to. False: there is none, or no memory. */
bool dg_dictionary_map_option(const struct dg_dictionary *dictionary,
                              const struct dg_options *from,
                              const struct dg_options *to,
                              struct dg_plugin_str code,
                              struct dg_plugin_str *mapped);

/* The last dictionary.publish, merge or keep_apart that was applied; 0: none.
 * What was resolved before may resolve otherwise now. */
uint64_t dg_dictionary_changed(const struct dg_dictionary *dictionary);

/* ---- a field finds its element ------------------------------------------ */

enum dg_match {
    DG_MATCH_NEW,         /* none: it becomes a provisional element */
    DG_MATCH_IDENTICAL,   /* one cell */
    DG_MATCH_CONVERTIBLE, /* one cell, converted */
    DG_MATCH_CONFLICTING, /* like one by its label, and not the same: NEW, with
                             the other named */
    DG_MATCH_UNKNOWN,     /* names a code that is none */
    DG_MATCH_UNFIT        /* names a code, but type or unit do not fit it */
};

/* What a field says of itself; texts may be empty. As in common.json's field.
 */
struct dg_field_meaning {
    struct dg_plugin_str element, label, unit, definition, section;
    struct dg_plugin_str before, after; /* labels of the fields beside it in its
                                           form or list; empty at the ends */
    bool repeated; /* its form has another field of the same label */
    bool has_type, has_kind, has_period;
    bool implied; /* the period is the task's word and not the field's: it has
                     to be equal all the same, and is no witness */
    enum dg_value_type type;
    enum dg_element_kind kind;
    enum dg_period_kind period;
    const struct dg_option *options;
    uint32_t option_count;
    struct dg_plugin_str optionset; /* they are those of it; "" if of none */
    bool personal;
    uint32_t private_to; /* as in the element: matches nobody else's */
};

struct dg_resolution {
    enum dg_match match;
    uint32_t element;   /* of IDENTICAL, CONVERTIBLE; else DG_ELEMENT_NONE */
    uint32_t other;     /* of CONFLICTING: with which; of UNFIT: which */
    const char *member; /* of CONFLICTING, UNFIT: what differs first: "type",
                           "unit", "period", "kind", "definition", "options",
                           "personal" */
};

/* By code; else by the normal form of the label with the same type, period,
 * kind and definition, and a unit that is the same or convertible. What a field
 * leaves open, a published element fills in; between provisional ones open is
 * equal only to open. Labels that mean nothing without their context ("其他",
 * "date", "specify") are never matched by label alone.
 *
 * That two fields of one label mean the same takes two witnesses more, unless
 * the element is published: a definition counts twice, and once each count a
 * unit, a period, a kind, options, a section that both name; the field before
 * and the one behind, if they have the same labels (in normal form) as one that
 * became this element; and a label of weight 15, Han characters counting 3 and
 * letters and digits 1. Two more are wanted of two that stand in different
 * sections. If nothing but these texts speaks for it, they have to weigh 27:
 * the label and both neighbours, or with one of them the label alone. A label
 * that stands twice in one form (repeated) means something else each time: such
 * a field is its own element, and a field is taken for no element that a
 * repeated one made. (Of the real forms it was chosen on this is right in 99.9
 * % of pairs, the label with its type alone in 78 %; of sources left out of the
 * choice in 99.7 %.) A label that means nothing by itself takes the definition.
 * Changes nothing. False without memory. */
bool dg_dictionary_resolve(const struct dg_dictionary *dictionary,
                           const struct dg_field_meaning *meaning,
                           struct dg_resolution *resolution);
/* Where a field comes from. */
struct dg_field_origin {
    uint64_t sequence; /* the entry, and the how manieth of its fields */
    uint32_t index;
    uint32_t other; /* with which it is in conflict, or DG_ELEMENT_NONE */
    struct dg_plugin_str source; /* who asks */
};
/* Takes a field in as a provisional element; entries and their indexes come in
 * order. number is what it got. Source and conflict are remembered for
 * dictionary.conflicts. Copies. False without memory. */
bool dg_dictionary_take(struct dg_dictionary *dictionary,
                        const struct dg_field_meaning *meaning,
                        const struct dg_field_origin *origin, uint32_t *number);

/* ---- events (dictionary/publish.c, decisions.c, read.c) ----------------- */

/* dictionary.publish, dictionary.merge, dictionary.keep_apart,
 * dictionary.suggest: what is refused of it. in_use says whether cells or forms
 * rest on an element, which therefore keeps type, unit, kind and period. */
struct dg_dictionary_use {
    bool (*in_use)(void *ctx, uint32_t element);
    void *ctx;
};
enum dg_plugin_status dg_dictionary_decide(
    const struct dg_dictionary *dictionary, const struct dg_dictionary_use *use,
    const struct dg_plugin_event *event, struct dg_plugin_findings *findings);
enum dg_plugin_status dg_dictionary_apply(struct dg_dictionary *dictionary,
                                          const struct dg_plugin_event *event);
/* dictionary.read, dictionary.conflicts. Suggestions are near/'s. */
enum dg_plugin_status
dg_dictionary_query(const struct dg_dictionary *dictionary,
                    struct dg_plugin_str name,
                    const struct dg_plugin_value *params,
                    struct dg_plugin_str reader, struct dg_plugin_writer *out);
/* Whether a keeper said that the two are not the same. */
bool dg_dictionary_is_apart(const struct dg_dictionary *dictionary, uint32_t a,
                            uint32_t b);
/* Everything as one JSON value, the same for the same fold. */
void dg_dictionary_save(const struct dg_dictionary *dictionary,
                        struct dg_plugin_writer *out);

#endif
