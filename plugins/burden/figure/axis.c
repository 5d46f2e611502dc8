/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what values a cut has, and in which order: times as they go, levels
 * and dimensions as their words are declared, everything else by its text. */
#include "plugins/burden/figure/axis.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/burden/text.h"

static const char *const names[DG_AXIS_KINDS] = {
    "period", "quarter", "year", "department", "town", "office",
    "prefix", "level",   "duty", "dimension",  "row",  "cause"};

/* ---- values that have a text --------------------------------------------- */

static struct dg_plugin_str
text_of(enum dg_axis_kind kind, const struct dg_scope *scope, uint32_t number)
{
    const struct dg_source_rooms *rooms = scope->rooms;
    switch (kind) {
    case DG_AXIS_DEPARTMENT:
        return dg_book_source(rooms->book, number);
    case DG_AXIS_DUTY:
        return dg_book_duty(rooms->book, number);
    case DG_AXIS_ROW:
        return dg_tariff_row_name(rooms->tariffs, (uint16_t) number);
    case DG_AXIS_CAUSE:
        return dg_book_cause(rooms->book, (uint16_t) number)->code;
    case DG_AXIS_LEVEL:
        return dg_text_from(dg_level_name((enum dg_level) number));
    case DG_AXIS_DIMENSION:
        return dg_text_from(
            dg_tariff_dimension_name((enum dg_tariff_dimension) number));
    default:
        return (struct dg_plugin_str){"", 0};
    }
}

struct named {
    struct dg_plugin_str text;
    uint32_t number;
};

static int
compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = dg_text_compare(x->text, y->text);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Ranks by text; what reads alike (one cause of two fates) is one value. */
static bool
sort_texts(struct dg_axis *axis, const struct dg_scope *scope, uint32_t count)
{
    struct named *named = malloc((count ? count : 1) * sizeof *named);
    for (uint32_t i = 0; named && i < count; i++) {
        named[i] = (struct named){text_of(axis->kind, scope, i), i};
    }
    if (!named) {
        return false;
    }
    qsort(named, count, sizeof *named, compare_named);
    axis->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || !dg_text_equal(named[i].text, named[i - 1].text)) {
            axis->number[axis->count++] = named[i].number;
        }
        axis->rank[named[i].number] = axis->count - 1;
    }
    free(named);
    return true;
}

/* ---- life ---------------------------------------------------------------- */

static uint32_t
numbers(enum dg_axis_kind kind, const struct dg_scope *scope)
{
    switch (kind) {
    case DG_AXIS_DEPARTMENT:
        return scope->sources;
    case DG_AXIS_DUTY:
        return scope->duties;
    case DG_AXIS_ROW:
        return (uint32_t) scope->row_count;
    case DG_AXIS_CAUSE:
        return dg_book_causes(scope->rooms->book);
    default:
        return 0;
    }
}

static unsigned
digits_of(enum dg_axis_kind kind, const struct dg_scope *scope)
{
    switch (kind) {
    case DG_AXIS_TOWN:
        return 9;
    case DG_AXIS_OFFICE:
        return 12;
    case DG_AXIS_PREFIX:
        return scope->prefix.len < 6    ? (unsigned) scope->prefix.len + 2
               : scope->prefix.len == 6 ? 9
                                        : 12;
    default:
        return 0;
    }
}

enum dg_plugin_status
dg_axis_init(struct dg_axis *axis, struct dg_scope *scope,
             struct dg_plugin_str name)
{
    int kind = 0;
    uint32_t count;
    while (kind < DG_AXIS_KINDS && !dg_text_is(name, names[kind])) {
        kind++;
    }
    if (kind == DG_AXIS_KINDS) {
        return DG_PLUGIN_NOT_FOUND;
    }
    *axis = (struct dg_axis){.kind = (enum dg_axis_kind) kind};
    axis->digits = digits_of(axis->kind, scope);
    if (axis->digits) {
        axis->units = dg_units_at(scope->rooms->units, axis->digits);
        axis->count = axis->units ? axis->units->count : 0;
        return axis->units ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
    }
    count = numbers(axis->kind, scope);
    axis->rank = malloc((count + 1) * sizeof *axis->rank);
    axis->number = malloc((count + 1) * sizeof *axis->number);
    if (!axis->rank || !axis->number || !sort_texts(axis, scope, count)) {
        dg_axis_finish(axis);
        return DG_PLUGIN_FAILED;
    }
    return DG_PLUGIN_OK;
}

bool
dg_axis_follow(struct dg_axis *axis, const struct dg_axis *finer)
{
    uint64_t divisor = 1;
    uint32_t rank = 0;
    for (unsigned i = axis->digits; i < finer->digits; i++) {
        divisor *= 10;
    }
    axis->rank = malloc((finer->count + 1) * sizeof *axis->rank);
    for (uint32_t i = 0; axis->rank && i < finer->count; i++) {
        uint64_t code = finer->units->codes[i] / divisor;
        while (axis->units->codes[rank] < code) {
            rank++;
        }
        axis->rank[i] = rank;
    }
    return axis->rank != NULL;
}

void
dg_axis_finish(struct dg_axis *axis)
{
    free(axis->rank);
    free(axis->number);
    *axis = (struct dg_axis){0};
}

/* ---- ranks --------------------------------------------------------------- */

uint32_t
dg_axis_rank(const struct dg_axis *axis, const struct dg_scope *scope,
             const struct dg_cell *cell)
{
    switch (axis->kind) {
    case DG_AXIS_PERIOD:
        return (uint32_t) cell->month;
    case DG_AXIS_QUARTER:
        return (uint32_t) cell->month / 3;
    case DG_AXIS_YEAR:
        return (uint32_t) cell->month / 12;
    case DG_AXIS_DEPARTMENT:
        return axis->rank[cell->source];
    case DG_AXIS_LEVEL:
        return cell->level;
    case DG_AXIS_DUTY:
        return axis->rank[cell->duty];
    case DG_AXIS_DIMENSION:
        return dg_scope_dimension(scope, cell);
    case DG_AXIS_ROW:
        return axis->rank[cell->row];
    case DG_AXIS_CAUSE:
        return axis->rank[cell->cause];
    default:
        return 0;
    }
}

static void
write_time(enum dg_axis_kind kind, uint32_t rank, char out[DG_AXIS_TEXT])
{
    char month[16];
    if (kind == DG_AXIS_PERIOD) {
        dg_months_write((int32_t) rank, out);
    } else if (kind == DG_AXIS_QUARTER) {
        dg_months_write((int32_t) rank * 3, month);
        snprintf(out, DG_AXIS_TEXT, "%.4s-Q%u", month, rank % 4 + 1);
    } else {
        dg_months_write((int32_t) rank * 12, month);
        snprintf(out, DG_AXIS_TEXT, "%.4s", month);
    }
}

/* A town by its own code: that of nine digits and 000. */
static void
write_unit(const struct dg_axis *axis, uint32_t rank, char out[DG_AXIS_TEXT])
{
    snprintf(out, DG_AXIS_TEXT, "%0*llu%s", (int) axis->digits,
             (unsigned long long) axis->units->codes[rank],
             axis->kind == DG_AXIS_TOWN ? "000" : "");
}

bool
dg_axis_text(const struct dg_axis *axis, const struct dg_scope *scope,
             uint32_t rank, char out[DG_AXIS_TEXT])
{
    struct dg_plugin_str text;
    if (axis->digits) {
        write_unit(axis, rank, out);
        return true;
    }
    if (axis->kind <= DG_AXIS_YEAR) {
        write_time(axis->kind, rank, out);
        return true;
    }
    text =
        text_of(axis->kind, scope,
                axis->kind == DG_AXIS_LEVEL || axis->kind == DG_AXIS_DIMENSION
                    ? rank
                    : axis->number[rank]);
    return snprintf(out, DG_AXIS_TEXT, "%.*s", DG_TEXT_ARG(text)) <
           DG_AXIS_TEXT;
}

static uint32_t
find_time(enum dg_axis_kind kind, struct dg_plugin_str text, bool *exact)
{
    struct dg_months months = {0, 0};
    *exact = dg_months_read(text, &months);
    return (uint32_t) months.first / (kind == DG_AXIS_PERIOD    ? 1
                                      : kind == DG_AXIS_QUARTER ? 3
                                                                : 12);
}

/* Ranks from 0 to count, ascending in what they are called. */
static uint32_t
search(const struct dg_axis *axis, const struct dg_scope *scope,
       struct dg_plugin_str text, bool *exact)
{
    char value[DG_AXIS_TEXT];
    uint32_t low = 0, high = axis->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        dg_axis_text(axis, scope, middle, value);
        if (dg_text_compare(dg_text_from(value), text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *exact = low < axis->count && dg_axis_text(axis, scope, low, value) &&
             dg_text_is(text, value);
    return low;
}

uint32_t
dg_axis_find(const struct dg_axis *axis, const struct dg_scope *scope,
             struct dg_plugin_str text, bool *exact)
{
    uint32_t rank = 0, count;
    if (axis->kind <= DG_AXIS_YEAR) {
        return find_time(axis->kind, text, exact);
    }
    if (axis->kind != DG_AXIS_LEVEL && axis->kind != DG_AXIS_DIMENSION) {
        return search(axis, scope, text, exact);
    }
    count = axis->kind == DG_AXIS_LEVEL ? (uint32_t) DG_LEVEL_COUNT
                                        : (uint32_t) DG_DIMENSION_COUNT;
    while (rank < count &&
           !dg_text_equal(text, text_of(axis->kind, scope, rank))) {
        rank++;
    }
    *exact = rank < count;
    return rank;
}

/* ---- showing ------------------------------------------------------------- */

/* What people call it; empty if nobody calls it otherwise. */
static struct dg_plugin_str
called(const struct dg_axis *axis, const struct dg_scope *scope,
       const char *value)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    uint32_t number;
    if (axis->kind == DG_AXIS_DEPARTMENT) {
        struct dg_plugin_str name =
            host->source_name(host, dg_text_from(value));
        return dg_text_is(name, value) ? (struct dg_plugin_str){"", 0} : name;
    }
    if (axis->digits != 12 && axis->kind != DG_AXIS_TOWN) {
        return (struct dg_plugin_str){"", 0};
    }
    number = host->office_number(host, dg_text_from(value));
    return number == DG_PLUGIN_NO_OFFICE ? (struct dg_plugin_str){"", 0}
                                         : host->office_name(host, number);
}

void
dg_axis_put(const struct dg_axis *axis, const struct dg_scope *scope,
            uint32_t rank, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    char value[DG_AXIS_TEXT], member[32];
    struct dg_plugin_str name;
    dg_axis_text(axis, scope, rank, value);
    host->put_name(out, names[axis->kind]);
    host->put_text(out, dg_text_from(value));
    name = called(axis, scope, value);
    if (name.len) {
        snprintf(member, sizeof member, "%sname", names[axis->kind]);
        host->put_name(out, member);
        host->put_text(out, name);
    }
}
