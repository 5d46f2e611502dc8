/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. */
#ifndef PLUGINS_BURDEN_TARIFF_INSIDE_H
#define PLUGINS_BURDEN_TARIFF_INSIDE_H

#include <string.h>

#include "plugins/burden/tariff/tariff.h"
#include "plugins/burden/text.h"

#define DG_TARIFF_UNSAID UINT32_MAX    /* a version says nothing of a row */
#define DG_TARIFF_MINUTES_MAX 9999999u /* hundredths */
#define DG_TARIFF_USUAL_MAX 10000u

/* What a row costs, in one version. */
struct dg_tariff_price {
    uint32_t minutes; /* hundredths, or UNSAID */
    uint32_t usual;   /* ten-thousandths */
};

struct dg_tariff_grade {
    char name[16];
    uint64_t perhour; /* hundredths */
};

struct dg_tariff_staff {
    uint64_t code; /* of an office */
    uint32_t workers;
};

struct dg_tariff_version {
    char *name;
    size_t name_len;
    uint64_t sequence;
    int32_t from;                   /* the first day */
    struct dg_tariff_price *prices; /* of rows below price_count */
    uint16_t price_count;
    struct dg_tariff_grade grades[2];
    size_t grade_count;
    uint32_t each;
    struct dg_tariff_staff *staff; /* sorted by code */
    size_t staff_count;
    bool has_baseline;
    int32_t first, last; /* months */
};

#define DG_ROW_NONE UINT16_MAX
#define DG_ROW_HASHES 256u
#define DG_ROWS_MAX 4096u /* further kinds of evidence are "evidence" */

struct dg_tariff_row {
    char *name;
    size_t len;
    enum dg_tariff_dimension dimension;
    uint16_t next; /* of the same hash, or DG_ROW_NONE */
};

struct dg_tariffs {
    const struct dg_plugin_host *host;
    struct dg_tariff_row *rows;
    uint16_t row_count, row_room;
    uint16_t rows_by_hash[DG_ROW_HASHES];
    struct dg_tariff_version *versions; /* 0 is the built-in one */
    uint16_t version_count;
};

/* ---- rows (rows.c) ------------------------------------------------------- */

/* Rows that are there from the start: those that every version must have, then
 * "declared", then the rest of each dimension. */
bool dg_rows_create(struct dg_tariffs *tariffs);
extern const size_t dg_rows_required;
/* UINT16_MAX: it is no row yet. */
uint16_t dg_rows_find(const struct dg_tariffs *tariffs,
                      struct dg_plugin_str name);
/* It may be published: one that must be there, or evidence of some kind. */
bool dg_rows_publishable(struct dg_plugin_str name);

/* ---- what is published (read.c) ------------------------------------------ */

enum dg_tariff_reading {
    DG_TARIFF_READ,
    DG_TARIFF_NEGATIVE,
    DG_TARIFF_TOO_LARGE,
    DG_TARIFF_NO_NUMBER
};

/* A decimal with at most that many digits behind its point, in units of the
 * last; at most max. */
enum dg_tariff_reading dg_tariff_read_decimal(struct dg_plugin_str text,
                                              unsigned digits, uint64_t max,
                                              uint64_t *out);
/* "2026-01" as months since 1970-01. */
bool dg_tariff_read_month(struct dg_plugin_str text, int32_t *out);
/* All of it; false without memory, then version is as before. */
bool dg_tariff_read_version(struct dg_tariffs *tariffs,
                            const struct dg_plugin_value *data,
                            struct dg_tariff_version *version);
void dg_tariff_drop_version(struct dg_tariff_version *version);

#endif
