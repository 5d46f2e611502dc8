/* SPDX-License-Identifier: Apache-2.0 */
/* Data elements (数据元): what a field means. Published by the keeper, or
 * provisional: made of a field that is like no other. Elements have numbers
 * from 0 on, in the order they came, and never go away. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_ELEMENT_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_ELEMENT_H

#include "plugins/form_dedup/text/period.h"

#define DG_ELEMENT_NONE UINT32_MAX

enum dg_value_type {
    DG_VALUE_INTEGER,
    DG_VALUE_DECIMAL,
    DG_VALUE_TEXT,
    DG_VALUE_DATE,
    DG_VALUE_PERIOD,
    DG_VALUE_BOOLEAN,
    DG_VALUE_OPTION,
    DG_VALUE_IDNUMBER
};

enum dg_element_kind {
    DG_KIND_NONE, /* not said; of what is no number */
    DG_KIND_STOCK,
    DG_KIND_FLOW,
    DG_KIND_RUNNING
};

/* Over time by kind: flows sum, stocks and running totals take the last. */
enum dg_rollup {
    DG_ROLLUP_NONE,
    DG_ROLLUP_SUM,
    DG_ROLLUP_LAST,
    DG_ROLLUP_DIFFERENCE /* of a running total: a flow */
};

/* How it follows from other elements of the same period, office, subject. */
enum dg_derivation {
    DG_DERIVED_NOT,
    DG_DERIVED_SUM,        /* of all parts */
    DG_DERIVED_DIFFERENCE, /* one part, a running total: less the period before,
                              within the year */
    DG_DERIVED_AGE,        /* one part, a date of birth or an ID number: whole
                              years on the period's last day */
    DG_DERIVED_BIRTH       /* one part, an ID number: the date in it */
};

struct dg_option {
    struct dg_plugin_str code, label;
};

/* Everything lives as long as the dictionary. */
struct dg_element {
    uint32_t number;
    struct dg_plugin_str code;  /* "mz.dibao.households"; "p1234-7" provisional:
                                   the seventh that entry 1234 brought */
    struct dg_plugin_str label; /* as written */
    const struct dg_plugin_str *aliases; /* other labels */
    uint32_t alias_count;
    struct dg_plugin_str concept, object, definition;
    /* Provisional: of the field that made it (dg_field_meaning); before and
     * after in their normal form. */
    struct dg_plugin_str section, before, after;
    struct dg_plugin_str source; /* who asked it first: "department/mzj" */
    struct dg_plugin_str unit;   /* the cell's own; "" for none */
    enum dg_value_type type;
    enum dg_element_kind kind;
    enum dg_period_kind period;
    enum dg_rollup time, space; /* NONE: not allowed */
    enum dg_derivation derivation;
    const uint32_t *parts; /* numbers of elements */
    uint32_t part_count;
    const struct dg_option *options;
    uint32_t option_count;
    struct dg_plugin_str optionset; /* what they are of; "" if of none */
    uint16_t freshness; /* whole periods that a value may be older */
    bool any_period; /* not said: its cells' periods are those of the tasks */
    bool provisional;
    bool personal;       /* of persons, households, plots: has subjects */
    uint32_t private_to; /* 1 + number of the requester it is apart for, for
                            want of a legal basis; 0: everybody's */
    uint32_t into;       /* the element it was merged into, which may have been
                            merged itself (dg_dictionary_into); itself */
    uint64_t since;      /* the entry that brought it, or changed it last */
};

/* Their names on the wire: "integer", "stock", "sum" …; of no kind "", of other
 * NONE and NOT "none". False if the text is none of them. */
bool dg_element_read_type(struct dg_plugin_str text, enum dg_value_type *type);
const char *dg_element_type_name(enum dg_value_type type);
bool dg_element_read_kind(struct dg_plugin_str text,
                          enum dg_element_kind *kind);
const char *dg_element_kind_name(enum dg_element_kind kind);
bool dg_element_read_rollup(struct dg_plugin_str text, enum dg_rollup *rollup);
const char *dg_element_rollup_name(enum dg_rollup rollup);
bool dg_element_read_derivation(struct dg_plugin_str text,
                                enum dg_derivation *derivation);
const char *dg_element_derivation_name(enum dg_derivation derivation);
/* How a kind rolls up over time if nobody says otherwise. */
enum dg_rollup dg_element_default_rollup(enum dg_element_kind kind);
/* The period of the element's cell among those of a period: that, or none if it
 * holds for good. False: its cells are of another kind. */
bool dg_element_period(const struct dg_element *element, dg_period among,
                       dg_period *period);
/* Why a kind may not be rolled up so over time, as a literal that is translated
 * yet; NULL: it may. */
const char *dg_element_rollup_fault(enum dg_element_kind kind,
                                    enum dg_rollup rollup);

#endif
