/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which units are one measure: each unit has a base and an exact factor
 * to it, so two convert if they have the same base. */
#define HASH_NONFATAL_OOM 1
#include "plugins/form_dedup/dictionary/units.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <uthash.h>

#define UNIT_MAX 512 /* bytes of a unit's name; longer ones are no units */

struct unit {
    UT_hash_handle hh;
    const struct unit *base; /* itself if it is one */
    mpq_t factor;            /* 1 of it is so many of its base */
    bool built_in;
    size_t len;
    char name[];
};

struct dg_units {
    struct unit *by_name;
};

/* 1 name = factor of; of NULL: a base. */
static const struct {
    const char *name, *of, *factor;
} built_in[] = {
    {"元", NULL, "1"},
    {"角", "元", "1/10"},
    {"千元", "元", "1000"},
    {"万元", "元", "10000"},
    {"百万元", "元", "1000000"},
    {"亿元", "元", "100000000"},
    {"平方米", NULL, "1"},
    {"m2", "平方米", "1"},
    {"公顷", "平方米", "10000"},
    {"ha", "公顷", "1"},
    {"亩", "公顷", "1/15"},
    {"万亩", "亩", "10000"},
    {"平方公里", "平方米", "1000000"},
    {"平方千米", "平方公里", "1"},
    {"km2", "平方公里", "1"},
    {"立方米", NULL, "1"},
    {"m3", "立方米", "1"},
    {"万立方米", "立方米", "10000"},
    {"米", NULL, "1"},
    {"m", "米", "1"},
    {"厘米", "米", "1/100"},
    {"cm", "厘米", "1"},
    {"毫米", "米", "1/1000"},
    {"mm", "毫米", "1"},
    {"公里", "米", "1000"},
    {"千米", "公里", "1"},
    {"km", "公里", "1"},
    {"公斤", NULL, "1"},
    {"千克", "公斤", "1"},
    {"kg", "公斤", "1"},
    {"斤", "公斤", "1/2"},
    {"克", "公斤", "1/1000"},
    {"g", "克", "1"},
    {"mg", "克", "1/1000"},
    {"吨", "公斤", "1000"},
    {"万吨", "吨", "10000"},
    {"升", NULL, "1"},
    {"L", "升", "1"},
    {"毫升", "升", "1/1000"},
    {"ml", "毫升", "1"},
    {"mL", "毫升", "1"},
    {"人", NULL, "1"},
    {"名", "人", "1"},
    {"万人", "人", "10000"},
    {"户", NULL, "1"},
    {"万户", "户", "10000"},
    {"1", NULL, "1"},
    {"%", "1", "1/100"},
    {"百分比", "%", "1"},
    {"‰", "1", "1/1000"},
    {"天", NULL, "1"},
    {"日", "天", "1"},
    {"days", "天", "1"},
    {"分钟", NULL, "1"},
    {"min", "分钟", "1"},
    {"minutes", "分钟", "1"},
    {"小时", "分钟", "60"},
    {"hours", "小时", "1"},
    {"岁", NULL, "1"},
    {"周岁", NULL, "1"},
    {"years", NULL, "1"},
    {"months", NULL, "1"},
    {"weeks", NULL, "1"},
    {"个", NULL, "1"},
    {"件", NULL, "1"},
    {"起", NULL, "1"},
    {"处", NULL, "1"},
    {"次", NULL, "1"},
    {"人次", NULL, "1"},
    {"场", NULL, "1"},
    {"家", NULL, "1"},
    {"间", NULL, "1"},
    {"套", NULL, "1"},
    {"栋", NULL, "1"},
    {"座", NULL, "1"},
    {"辆", NULL, "1"},
    {"台", NULL, "1"},
    {"头", NULL, "1"},
    {"只", NULL, "1"},
    {"羽", NULL, "1"},
    {"株", NULL, "1"},
    {"条", NULL, "1"},
    {"项", NULL, "1"},
    {"份", NULL, "1"},
    {"篇", NULL, "1"},
    {"张", NULL, "1"},
    {"元/人", NULL, "1"},
    {"元/月", NULL, "1"},
    {"元/年", NULL, "1"},
};

/* ---- names -------------------------------------------------------------- */

/* NFKC without spaces into name; its length, or 0 if it is no name. */
static size_t
read_name(struct dg_plugin_str text, char name[UNIT_MAX])
{
    utf8proc_int32_t points[UNIT_MAX];
    utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE;
    utf8proc_ssize_t n;
    size_t len = 0;
    if (!text.len || text.len > UNIT_MAX / 4) {
        return 0;
    }
    n = utf8proc_decompose((const utf8proc_uint8_t *) text.data,
                           (utf8proc_ssize_t) text.len, points, UNIT_MAX / 4,
                           options);
    if (n <= 0 || n > UNIT_MAX / 4) {
        return 0;
    }
    n = utf8proc_normalize_utf32(points, n, options);
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        if (points[i] != ' ') {
            len += (size_t) utf8proc_encode_char(
                points[i], (utf8proc_uint8_t *) name + len);
        }
    }
    return len;
}

static struct unit *
find(const struct dg_units *units, struct dg_plugin_str text)
{
    char name[UNIT_MAX];
    size_t len = read_name(text, name);
    struct unit *unit = NULL;
    if (len) {
        HASH_FIND(hh, units->by_name, name, len, unit);
    }
    return unit;
}

static bool
is_same_name(struct dg_plugin_str a, struct dg_plugin_str b)
{
    char x[UNIT_MAX], y[UNIT_MAX];
    size_t len = read_name(a, x);
    return len && len == read_name(b, y) && memcmp(x, y, len) == 0;
}

static void
release(struct unit *unit)
{
    mpq_clear(unit->factor);
    free(unit);
}

/* A base of its own; NULL without memory, or if it is no name. */
static struct unit *
take(struct dg_units *units, struct dg_plugin_str text)
{
    char name[UNIT_MAX];
    size_t len = read_name(text, name);
    struct unit *unit = find(units, text);
    if (unit || !len) {
        return unit;
    }
    unit = calloc(1, sizeof *unit + len);
    if (!unit) {
        return NULL;
    }
    mpq_init(unit->factor);
    mpq_set_ui(unit->factor, 1, 1);
    unit->base = unit;
    unit->len = len;
    memcpy(unit->name, name, len);
    HASH_ADD_KEYPTR(hh, units->by_name, unit->name, len, unit);
    if (!unit->hh.tbl) {
        release(unit);
        return NULL;
    }
    return unit;
}

/* ---- life --------------------------------------------------------------- */

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static bool
take_built_in(struct dg_units *units)
{
    bool ok = true;
    mpq_t factor;
    mpq_init(factor);
    for (size_t i = 0; ok && i < sizeof built_in / sizeof *built_in; i++) {
        if (!built_in[i].of) {
            ok = take(units, str(built_in[i].name)) != NULL;
            continue;
        }
        mpq_set_str(factor, built_in[i].factor, 10);
        ok = dg_units_take(units, str(built_in[i].name), str(built_in[i].of),
                           factor);
    }
    mpq_clear(factor);
    for (struct unit *unit = units->by_name; unit; unit = unit->hh.next) {
        unit->built_in = true;
    }
    return ok;
}

struct dg_units *
dg_units_create(void)
{
    struct dg_units *units = calloc(1, sizeof *units);
    if (units && !take_built_in(units)) {
        dg_units_destroy(units);
        return NULL;
    }
    return units;
}

static struct dg_plugin_str
name_of(const struct unit *unit)
{
    return (struct dg_plugin_str){unit->name, unit->len};
}

struct dg_units *
dg_units_copy(const struct dg_units *units)
{
    struct dg_units *copy = dg_units_create();
    bool ok = copy != NULL;
    for (struct unit *u = units->by_name; ok && u; u = u->hh.next) {
        ok = dg_units_take(copy, name_of(u), name_of(u->base), u->factor);
    }
    if (!ok) {
        dg_units_destroy(copy);
        return NULL;
    }
    return copy;
}

void
dg_units_each(const struct dg_units *units,
              void (*each)(void *ctx, struct dg_plugin_str unit,
                           struct dg_plugin_str base, const mpq_t factor),
              void *ctx)
{
    for (struct unit *u = units->by_name; u; u = u->hh.next) {
        if (!u->built_in) {
            each(ctx, name_of(u), name_of(u->base), u->factor);
        }
    }
}

void
dg_units_destroy(struct dg_units *units)
{
    struct unit *unit, *next;
    if (!units) {
        return;
    }
    HASH_ITER(hh, units->by_name, unit, next)
    {
        HASH_DEL(units->by_name, unit);
        release(unit);
    }
    free(units);
}

/* ---- questions ---------------------------------------------------------- */

bool
dg_units_know(const struct dg_units *units, struct dg_plugin_str unit)
{
    return find(units, unit) != NULL;
}

bool
dg_units_convert(const struct dg_units *units, struct dg_plugin_str from,
                 struct dg_plugin_str to, mpq_t factor)
{
    const struct unit *a = find(units, from), *b = find(units, to);
    if (a && b && a->base == b->base) {
        mpq_div(factor, a->factor, b->factor);
        return true;
    }
    mpq_set_ui(factor, 1, 1);
    return (!from.len && !to.len) || is_same_name(from, to);
}

enum dg_units_fit
dg_units_fit(const struct dg_units *units, struct dg_plugin_str unit,
             struct dg_plugin_str of, const mpq_t factor)
{
    const struct unit *a = find(units, unit), *b = find(units, of);
    enum dg_units_fit fit;
    mpq_t known;
    if (is_same_name(unit, of)) {
        return mpq_cmp_ui(factor, 1, 1) == 0 ? DG_UNITS_SAME : DG_UNITS_OTHER;
    }
    if (!a || !b || a->base != b->base) {
        return DG_UNITS_NEW;
    }
    mpq_init(known);
    mpq_div(known, a->factor, b->factor);
    fit = mpq_equal(known, factor) ? DG_UNITS_SAME : DG_UNITS_OTHER;
    mpq_clear(known);
    return fit;
}

/* Everything that rests on the base of a unit rests on another base now. */
static void
rebase(struct dg_units *units, const struct unit *old, const struct unit *base,
       const mpq_t factor)
{
    for (struct unit *u = units->by_name; u; u = u->hh.next) {
        if (u->base == old) {
            u->base = base;
            mpq_mul(u->factor, u->factor, factor);
        }
    }
}

bool
dg_units_take(struct dg_units *units, struct dg_plugin_str unit,
              struct dg_plugin_str of, const mpq_t factor)
{
    const struct unit *b = take(units, of), *a = b ? take(units, unit) : NULL;
    mpq_t whole;
    if (!a) {
        return false;
    }
    if (a->base == b->base) {
        return true;
    }
    /* 1 of a's base = factor × b's factor ÷ a's factor of b's base. */
    mpq_init(whole);
    mpq_mul(whole, factor, b->factor);
    mpq_div(whole, whole, a->factor);
    rebase(units, a->base, b->base, whole);
    mpq_clear(whole);
    return true;
}
