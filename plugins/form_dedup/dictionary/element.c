/* SPDX-License-Identifier: Apache-2.0 */
/* What an element may be, in the words of the wire, and which roll-ups over
 * time make sense of which kind. */
#include "plugins/form_dedup/dictionary/element.h"

#include "plugins/form_dedup/text/text.h"

static const char *const types[] = {"integer", "decimal", "text",   "date",
                                    "period",  "boolean", "option", "idnumber"};
static const char *const kinds[] = {"", "stock", "flow", "running"};
static const char *const rollups[] = {"none", "sum", "last", "difference"};
static const char *const derivations[] = {"none", "sum", "difference", "age",
                                          "birth"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Its index; count: it is none of them. */
static size_t
find(struct dg_plugin_str text, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !dg_text_is(text, names[i])) {
        i++;
    }
    return i;
}

bool
dg_element_read_type(struct dg_plugin_str text, enum dg_value_type *type)
{
    size_t i = find(text, types, COUNT(types));
    *type = i < COUNT(types) ? (enum dg_value_type) i : DG_VALUE_TEXT;
    return i < COUNT(types);
}

const char *
dg_element_type_name(enum dg_value_type type)
{
    return types[type];
}

bool
dg_element_read_kind(struct dg_plugin_str text, enum dg_element_kind *kind)
{
    size_t i = find(text, kinds, COUNT(kinds));
    *kind = i < COUNT(kinds) ? (enum dg_element_kind) i : DG_KIND_NONE;
    return *kind != DG_KIND_NONE;
}

const char *
dg_element_kind_name(enum dg_element_kind kind)
{
    return kinds[kind];
}

bool
dg_element_read_rollup(struct dg_plugin_str text, enum dg_rollup *rollup)
{
    size_t i = find(text, rollups, COUNT(rollups));
    *rollup = i < COUNT(rollups) ? (enum dg_rollup) i : DG_ROLLUP_NONE;
    return i < COUNT(rollups);
}

const char *
dg_element_rollup_name(enum dg_rollup rollup)
{
    return rollups[rollup];
}

bool
dg_element_read_derivation(struct dg_plugin_str text,
                           enum dg_derivation *derivation)
{
    size_t i = find(text, derivations, COUNT(derivations));
    *derivation =
        i < COUNT(derivations) ? (enum dg_derivation) i : DG_DERIVED_NOT;
    return i < COUNT(derivations);
}

const char *
dg_element_derivation_name(enum dg_derivation derivation)
{
    return derivations[derivation];
}

enum dg_rollup
dg_element_default_rollup(enum dg_element_kind kind)
{
    switch (kind) {
    case DG_KIND_FLOW:
        return DG_ROLLUP_SUM;
    case DG_KIND_STOCK:
    case DG_KIND_RUNNING:
        return DG_ROLLUP_LAST;
    case DG_KIND_NONE:
        break;
    }
    return DG_ROLLUP_NONE;
}

const char *
dg_element_rollup_fault(enum dg_element_kind kind, enum dg_rollup rollup)
{
    if (rollup == DG_ROLLUP_NONE || rollup == dg_element_default_rollup(kind) ||
        (kind == DG_KIND_RUNNING && rollup == DG_ROLLUP_DIFFERENCE)) {
        return NULL;
    }
    switch (kind) {
    case DG_KIND_STOCK:
        return N_("a stock is counted on a day, so that adding up counts it "
                  "again each time: of several periods the last one holds "
                  "(\"last\")");
    case DG_KIND_FLOW:
        return N_("a flow is counted within its period, so that the whole is "
                  "the sum of its parts (\"sum\")");
    case DG_KIND_RUNNING:
        return N_("a running total has the periods before in it already: the "
                  "last one holds (\"last\"), or what it grew by "
                  "(\"difference\")");
    case DG_KIND_NONE:
        break;
    }
    return N_("without a kind (\"stock\", \"flow\", \"running\") nothing says "
              "how periods become a longer one");
}

bool
dg_element_period(const struct dg_element *element, dg_period among,
                  dg_period *period)
{
    bool always = element->period == DG_PERIOD_NONE && !element->any_period;
    *period = always ? 0 : among;
    return always || element->any_period ||
           element->period == dg_period_kind(among);
}
