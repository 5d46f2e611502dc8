/* SPDX-License-Identifier: Apache-2.0 */
/* See asked.h. */
#include "tests/plugins/form_dedup/ask/asked.h"

#include <stdio.h>
#include <string.h>

enum kind { NONE, FLOW, STOCK, RUNNING };

/* Parts are 1 + number of an element; 0: none. */
static const struct {
    bool monthly;
    enum kind kind;
    unsigned freshness, parts[2];
} elements[ELEMENTS] = {
    {false, NONE, 0, {0, 0}},   {false, NONE, 0, {0, 0}},
    {false, NONE, 0, {1, 2}},   {true, FLOW, 0, {0, 0}},
    {true, FLOW, 0, {0, 0}},    {true, STOCK, 1, {0, 0}},
    {true, RUNNING, 0, {0, 0}}, {true, FLOW, 0, {4, 5}},
    {true, FLOW, 0, {8, 4}},    {true, STOCK, 0, {0, 0}},
};

struct form forms[FORMS];
struct asked tasks[TASKS];
unsigned task_count;
unsigned answered[ELEMENTS][PERIODS];
static uint32_t state;

void
asked_seed(uint32_t seed)
{
    state = seed;
}

unsigned
asked_draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) (state >> 8) * below >> 24);
}

unsigned
asked_count_bits(unsigned bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

bool
asked_is_flow(unsigned element)
{
    return elements[element].kind == FLOW;
}

unsigned
asked_slot(struct field field, unsigned period)
{
    return !elements[field.element].monthly ? 0
           : field.rise                     ? MONTHS - 1
                                            : period;
}

unsigned
asked_offices(unsigned element, unsigned slot, uint64_t but)
{
    unsigned offices = 0;
    for (unsigned i = 0; i < task_count; i++) {
        const struct form *form = &forms[tasks[i].form];
        for (unsigned f = 0; f < form->count; f++) {
            if (tasks[i].open && tasks[i].task != but &&
                form->fields[f].element == element &&
                asked_slot(form->fields[f], tasks[i].period) == slot) {
                offices |= tasks[i].offices;
            }
        }
    }
    return offices;
}

/* ---- classes ------------------------------------------------------------ */

static unsigned
known(unsigned element, unsigned slot)
{
    unsigned offices = answered[element][slot];
    if (elements[element].freshness > 0 && slot > 0 && slot < MONTHS) {
        offices |= answered[element][slot - 1];
    }
    return offices;
}

/* What is judged: its form asks all of its own fields along. */
static struct {
    const struct form *form;
    unsigned period, offices;
} along;

static unsigned
asked_along(unsigned element, unsigned slot)
{
    for (unsigned i = 0; i < along.form->count; i++) {
        if (along.form->fields[i].element == element &&
            asked_slot(along.form->fields[i], along.period) == slot) {
            return along.offices;
        }
    }
    return 0;
}

/* Who has, or will have, a value of that very period, said or of its parts. */
static unsigned
filled(unsigned element, unsigned slot)
{
    const unsigned *parts = elements[element].parts;
    unsigned offices = answered[element][slot];
    offices |= (asked_offices(element, slot, 0) | asked_along(element, slot)) &
               ~known(element, slot);
    if (parts[0]) {
        offices |= filled(parts[0] - 1, slot) & filled(parts[1] - 1, slot);
    }
    return offices;
}

static unsigned
follows(struct field field, unsigned slot)
{
    unsigned e = field.element;
    const unsigned *parts = elements[e].parts;
    if (field.rise) {
        return 0;
    }
    if (slot == QUARTER) {
        return elements[e].kind == FLOW
                   ? filled(e, 0) & filled(e, 1) & filled(e, 2)
                   : filled(e, MONTHS - 1) | known(e, MONTHS - 1);
    }
    return parts[0] ? filled(parts[0] - 1, slot) & filled(parts[1] - 1, slot)
                    : 0;
}

void
asked_judge(unsigned number, unsigned period, unsigned offices, uint64_t but,
            struct classes classes[FIELDS])
{
    const struct form *form = &forms[number];
    along.form = form;
    along.period = period;
    along.offices = offices;
    for (unsigned i = 0; i < form->count; i++) {
        struct field field = form->fields[i];
        unsigned slot = asked_slot(field, period);
        struct classes *c = &classes[i];
        c->known = offices & known(field.element, slot);
        c->shared =
            offices & ~c->known & asked_offices(field.element, slot, but);
        c->derivable = offices & ~c->known & ~c->shared & follows(field, slot);
        c->fresh = offices & ~c->known & ~c->shared & ~c->derivable;
        for (unsigned k = 0; k < i; k++) {
            if (form->fields[k].element == field.element &&
                asked_slot(form->fields[k], period) == slot) {
                c->shared |= c->fresh;
                c->fresh = 0;
            }
        }
    }
}

/* ---- texts -------------------------------------------------------------- */

const char *
asked_codes(unsigned offices, const char *quote, const char *between)
{
    static char text[2][512];
    static unsigned which;
    size_t used = 0;
    which ^= 1;
    text[which][0] = '\0';
    for (unsigned i = 0; i < OFFICES; i++) {
        if (offices >> i & 1) {
            used += (size_t) snprintf(
                text[which] + used, 512 - used, "%s%s522731101%03u%s",
                used ? between : "", quote, 200 + i, quote);
        }
    }
    return text[which];
}

const char *
asked_period(unsigned period)
{
    static const char *const texts[PERIODS] = {"2026-10", "2026-11", "2026-12",
                                               "2026-Q4"};
    return texts[period];
}

const char *
asked_code(unsigned element)
{
    static const char *const codes[ELEMENTS] = {"x0", "x1", "x2", "x3", "x4",
                                                "x5", "x6", "x7", "x8", "x9"};
    return codes[element];
}

const char *
asked_dictionary(void)
{
    static const char *const kinds[] = {
        "", ", 'kind': 'flow'", ", 'kind': 'stock'", ", 'kind': 'running'"};
    static char text[8192];
    size_t used =
        (size_t) snprintf(text, sizeof text, "{'version': '1', 'elements': [");
    for (unsigned i = 0; i < ELEMENTS; i++) {
        used += (size_t) snprintf(
            text + used, sizeof text - used,
            "%s{'code': '%s', 'label': '指标%c', 'type': 'integer', 'period': "
            "'%s', 'freshness': %u%s",
            i ? ", " : "", asked_code(i), 'A' + (int) i,
            elements[i].monthly ? "month" : "none", elements[i].freshness,
            kinds[elements[i].kind]);
        if (elements[i].parts[0]) {
            used += (size_t) snprintf(
                text + used, sizeof text - used,
                ", 'derive': {'by': 'sum', 'from': ['%s', '%s']}",
                asked_code(elements[i].parts[0] - 1),
                asked_code(elements[i].parts[1] - 1));
        }
        used += (size_t) snprintf(text + used, sizeof text - used, "}");
    }
    snprintf(text + used, sizeof text - used, "]}");
    return text;
}

const char *
asked_task(unsigned form, unsigned period, unsigned offices)
{
    static char text[8192];
    snprintf(text, sizeof text,
             "{'duty': 'mz-03', 'title': '月报', 'due': '2026-12-%02u', "
             "'period': '%s', 'audience': {'codes': [%s]}, 'forms': [%s]}",
             1 + asked_draw(28), asked_period(period),
             asked_codes(offices, "'", ", "), forms[form].text);
    return text;
}

static size_t
write_field(char *out, size_t size, unsigned i, struct field field,
            bool quarterly)
{
    size_t used = (size_t) snprintf(
        out, size, "%s{'name': 'f%u', 'label': '字段%u', 'element': '%s'",
        i ? ", " : "", i, i, asked_code(field.element));
    if (quarterly && elements[field.element].monthly) {
        used += (size_t) snprintf(out + used, size - used,
                                  ", 'period': 'quarter'%s",
                                  field.rise ? ", 'rollup': 'difference'" : "");
    }
    return used + (size_t) snprintf(out + used, size - used, "}");
}

static void
make_form(unsigned number)
{
    struct form *form = &forms[number];
    bool quarterly = number >= FORMS - 3;
    size_t used = (size_t) snprintf(
        form->text, sizeof form->text,
        "{'control': '黔统%u', 'version': '1', 'class': 'survey', "
        "'authority': '省统计局', 'approval': '黔统制〔2026〕1号', "
        "'validuntil': '2030-12-31', 'fields': [",
        number);
    form->count = 1 + asked_draw(FIELDS);
    for (unsigned i = 0; i < form->count; i++) {
        struct field *field = &form->fields[i];
        field->element = asked_draw(ELEMENTS);
        field->rise = quarterly && elements[field->element].kind == RUNNING &&
                      asked_draw(2);
        used += write_field(form->text + used, sizeof form->text - used, i,
                            *field, quarterly);
    }
    snprintf(form->text + used, sizeof form->text - used, "]}");
}

void
asked_make_forms(void)
{
    for (unsigned i = 0; i < FORMS; i++) {
        make_form(i);
    }
}
