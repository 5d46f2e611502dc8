/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows there are, of which dimension each, and what they cost before
 * anybody publishes a tariff. */
#include "plugins/burden/tariff/inside.h"

#include <stdlib.h>

#define EVIDENCE "evidence."

static const char *const dimensions[DG_DIMENSION_COUNT] = {
    [DG_DIMENSION_TASK] = "task",
    [DG_DIMENSION_FORM] = "form",
    [DG_DIMENSION_FIELD] = "field",
    [DG_DIMENSION_EVIDENCE] = "evidence",
    [DG_DIMENSION_SEAL] = "seal",
    [DG_DIMENSION_PROOF] = "proof",
    [DG_DIMENSION_ATTACHMENT] = "attachment",
    [DG_DIMENSION_MEETING] = "meeting",
    [DG_DIMENSION_INSPECTION] = "inspection",
    [DG_DIMENSION_TRIP] = "trip",
    [DG_DIMENSION_APPROVAL] = "approval",
    [DG_DIMENSION_DECLARED] = "declared",
};

/* In hundredths of minutes. */
static const struct {
    const char *name;
    enum dg_tariff_dimension dimension;
    uint32_t minutes;
} builtin[] = {
    {"task", DG_DIMENSION_TASK, 1000},
    {"form", DG_DIMENSION_FORM, 1500},
    {"field.integer", DG_DIMENSION_FIELD, 150},
    {"field.decimal", DG_DIMENSION_FIELD, 200},
    {"field.text", DG_DIMENSION_FIELD, 400},
    {"field.date", DG_DIMENSION_FIELD, 100},
    {"field.period", DG_DIMENSION_FIELD, 100},
    {"field.boolean", DG_DIMENSION_FIELD, 50},
    {"field.option", DG_DIMENSION_FIELD, 100},
    {"field.idnumber", DG_DIMENSION_FIELD, 200},
    {"evidence", DG_DIMENSION_EVIDENCE, 2000},
    {"seal", DG_DIMENSION_SEAL, 1500},
    {"proof", DG_DIMENSION_PROOF, 3000},
    {"attachment", DG_DIMENSION_ATTACHMENT, 1000},
    {"meeting", DG_DIMENSION_MEETING, 18000},
    {"inspection", DG_DIMENSION_INSPECTION, 24000},
    {"trip", DG_DIMENSION_TRIP, 12000},
    {"approval", DG_DIMENSION_APPROVAL, 500},
    /* Not of a tariff: minutes as they are declared, and what remains of an
     * item that counts in part, in hundredths. */
    {"declared", DG_DIMENSION_DECLARED, 100},
    {"rest.task", DG_DIMENSION_TASK, 1},
    {"rest.form", DG_DIMENSION_FORM, 1},
    {"rest.field", DG_DIMENSION_FIELD, 1},
    {"rest.evidence", DG_DIMENSION_EVIDENCE, 1},
    {"rest.seal", DG_DIMENSION_SEAL, 1},
    {"rest.proof", DG_DIMENSION_PROOF, 1},
    {"rest.attachment", DG_DIMENSION_ATTACHMENT, 1},
    {"rest.meeting", DG_DIMENSION_MEETING, 1},
    {"rest.inspection", DG_DIMENSION_INSPECTION, 1},
    {"rest.trip", DG_DIMENSION_TRIP, 1},
    {"rest.approval", DG_DIMENSION_APPROVAL, 1},
    {"rest.declared", DG_DIMENSION_DECLARED, 1},
};

#define BUILTIN (sizeof builtin / sizeof *builtin)
#define RESTS (BUILTIN - DG_DIMENSION_COUNT)
#define EVIDENCE_ROW 10

const size_t dg_rows_required = RESTS - 1;

_Static_assert(DG_TARIFF_MINUTES_MAX < 1u << DG_TARIFF_MINUTES_BITS,
               "a row's minutes fit");

const char *
dg_tariff_dimension_name(enum dg_tariff_dimension dimension)
{
    return dimensions[dimension];
}

enum dg_tariff_dimension
dg_tariff_dimension_find(struct dg_plugin_str name)
{
    int i = 0;
    while (i < DG_DIMENSION_COUNT && !dg_text_is(name, dimensions[i])) {
        i++;
    }
    return (enum dg_tariff_dimension) i;
}

static bool
is_kind(struct dg_plugin_str name)
{
    return name.len > strlen(EVIDENCE) &&
           memcmp(name.data, EVIDENCE, strlen(EVIDENCE)) == 0;
}

bool
dg_rows_publishable(struct dg_plugin_str name)
{
    for (size_t i = 0; i < dg_rows_required; i++) {
        if (dg_text_is(name, builtin[i].name)) {
            return true;
        }
    }
    return is_kind(name);
}

static size_t
hash_of(struct dg_plugin_str name)
{
    uint32_t hash = 5381;
    for (size_t i = 0; i < name.len; i++) {
        hash = 33 * hash ^ (unsigned char) name.data[i];
    }
    return (hash ^ hash >> 8) % DG_ROW_HASHES;
}

uint16_t
dg_rows_find(const struct dg_tariffs *tariffs, struct dg_plugin_str name)
{
    uint16_t i = tariffs->rows_by_hash[hash_of(name)];
    while (i != DG_ROW_NONE &&
           !dg_text_equal(dg_tariff_row_name(tariffs, i), name)) {
        i = tariffs->rows[i].next;
    }
    return i;
}

bool
dg_tariff_has(const struct dg_tariffs *tariffs, struct dg_plugin_str name)
{
    return dg_rows_find(tariffs, name) != DG_ROW_NONE;
}

static bool
make_room(struct dg_tariffs *tariffs)
{
    uint16_t room = tariffs->row_room ? tariffs->row_room * 2 : 64;
    struct dg_tariff_row *rows;
    if (tariffs->row_count < tariffs->row_room) {
        return true;
    }
    rows = realloc(tariffs->rows, room * sizeof *rows);
    if (!rows) {
        return false;
    }
    tariffs->rows = rows;
    tariffs->row_room = room;
    return true;
}

static uint16_t
add(struct dg_tariffs *tariffs, struct dg_plugin_str name,
    enum dg_tariff_dimension dimension)
{
    char *copy = make_room(tariffs) ? malloc(name.len) : NULL;
    uint16_t *chain = &tariffs->rows_by_hash[hash_of(name)];
    if (!copy) {
        return DG_TARIFF_FAILED;
    }
    memcpy(copy, name.data, name.len);
    tariffs->rows[tariffs->row_count] =
        (struct dg_tariff_row){copy, name.len, dimension, *chain};
    return *chain = tariffs->row_count++;
}

/* The built-in version prices them all. */
bool
dg_rows_create(struct dg_tariffs *tariffs)
{
    struct dg_tariff_version *version = &tariffs->versions[0];
    memset(tariffs->rows_by_hash, 0xff, sizeof tariffs->rows_by_hash);
    version->prices = calloc(BUILTIN, sizeof *version->prices);
    version->price_count = BUILTIN;
    for (size_t i = 0; i < BUILTIN; i++) {
        if (!version->prices || add(tariffs, dg_text_from(builtin[i].name),
                                    builtin[i].dimension) == DG_TARIFF_FAILED) {
            return false;
        }
        version->prices[i].minutes = builtin[i].minutes;
    }
    return true;
}

/* ---- for other rooms ----------------------------------------------------- */

uint16_t
dg_tariff_row(struct dg_tariffs *tariffs, struct dg_plugin_str name)
{
    uint16_t row = dg_rows_find(tariffs, name);
    if (row != UINT16_MAX || !is_kind(name) ||
        tariffs->row_count == DG_ROWS_MAX) {
        return row;
    }
    return add(tariffs, name, DG_DIMENSION_EVIDENCE);
}

uint16_t
dg_tariff_rest(enum dg_tariff_dimension dimension)
{
    return (uint16_t) (RESTS + dimension);
}

struct dg_plugin_str
dg_tariff_row_name(const struct dg_tariffs *tariffs, uint16_t row)
{
    return (struct dg_plugin_str){tariffs->rows[row].name,
                                  tariffs->rows[row].len};
}

enum dg_tariff_dimension
dg_tariff_row_dimension(const struct dg_tariffs *tariffs, uint16_t row)
{
    return tariffs->rows[row].dimension;
}

uint16_t
dg_tariff_rows(const struct dg_tariffs *tariffs)
{
    return tariffs->row_count;
}

/* What no version has to say has one price for good; evidence of a kind that
 * it does not name costs what other evidence does. */
static const struct dg_tariff_price *
price_of(const struct dg_tariffs *tariffs, uint16_t version, uint16_t row)
{
    const struct dg_tariff_version *v = &tariffs->versions[version];
    if (row >= dg_rows_required && row < BUILTIN) {
        v = &tariffs->versions[0];
    }
    if (row < v->price_count && v->prices[row].minutes != DG_TARIFF_UNSAID) {
        return &v->prices[row];
    }
    return &v->prices[EVIDENCE_ROW];
}

uint32_t
dg_tariff_minutes(const struct dg_tariffs *tariffs, uint16_t version,
                  uint16_t row)
{
    return price_of(tariffs, version, row)->minutes;
}

uint32_t
dg_tariff_usual(const struct dg_tariffs *tariffs, uint16_t version,
                uint16_t row)
{
    return price_of(tariffs, version, row)->usual;
}
