/* SPDX-License-Identifier: Apache-2.0 */
/* The versions that were published, and which is in force on a day. Their rows
 * are rows.c's, what one says read.c's. */
#include "plugins/burden/tariff/inside.h"

#include <stdlib.h>

struct dg_tariffs *
dg_tariffs_create(const struct dg_plugin_host *host)
{
    struct dg_tariffs *tariffs = calloc(1, sizeof *tariffs);
    if (!tariffs) {
        return NULL;
    }
    tariffs->host = host;
    tariffs->versions = calloc(1, sizeof *tariffs->versions);
    if (!tariffs->versions) {
        free(tariffs);
        return NULL;
    }
    tariffs->version_count = 1;
    tariffs->versions[0].from = INT32_MIN;
    if (!dg_rows_create(tariffs)) {
        dg_tariffs_destroy(tariffs);
        return NULL;
    }
    return tariffs;
}

void
dg_tariffs_destroy(struct dg_tariffs *tariffs)
{
    if (!tariffs) {
        return;
    }
    for (uint16_t i = 0; i < tariffs->row_count; i++) {
        free(tariffs->rows[i].name);
    }
    for (uint16_t i = 0; i < tariffs->version_count; i++) {
        dg_tariff_drop_version(&tariffs->versions[i]);
    }
    free(tariffs->rows);
    free(tariffs->versions);
    free(tariffs);
}

enum dg_plugin_status
dg_tariffs_apply(struct dg_tariffs *tariffs,
                 const struct dg_plugin_event *event)
{
    struct dg_tariff_version *versions;
    if (!event->data || tariffs->version_count == UINT16_MAX) {
        return DG_PLUGIN_OK;
    }
    versions = realloc(tariffs->versions,
                       (tariffs->version_count + 1u) * sizeof *versions);
    if (!versions) {
        return DG_PLUGIN_FAILED;
    }
    tariffs->versions = versions;
    if (!dg_tariff_read_version(tariffs, event->data,
                                &versions[tariffs->version_count])) {
        return DG_PLUGIN_FAILED;
    }
    versions[tariffs->version_count++].sequence = event->sequence;
    return DG_PLUGIN_OK;
}

/* ---- asking -------------------------------------------------------------- */

uint16_t
dg_tariff_at(const struct dg_tariffs *tariffs, int32_t day)
{
    uint16_t version = tariffs->version_count - 1;
    while (version > 0 && tariffs->versions[version].from > day) {
        version--;
    }
    return version;
}

uint16_t
dg_tariff_find(const struct dg_tariffs *tariffs, struct dg_plugin_str version)
{
    for (uint16_t i = 0; i < tariffs->version_count; i++) {
        if (dg_text_equal(dg_tariff_name(tariffs, i), version)) {
            return i;
        }
    }
    return UINT16_MAX;
}

struct dg_plugin_str
dg_tariff_name(const struct dg_tariffs *tariffs, uint16_t version)
{
    const struct dg_tariff_version *v = &tariffs->versions[version];
    return version == 0 ? dg_text_from(DG_TARIFF_BUILTIN)
                        : (struct dg_plugin_str){v->name, v->name_len};
}

bool
dg_tariff_money(const struct dg_tariffs *tariffs, uint16_t version,
                struct dg_plugin_str grade, uint64_t *hundredths)
{
    const struct dg_tariff_version *v = &tariffs->versions[version];
    for (size_t i = 0; i < v->grade_count; i++) {
        if (dg_text_equal(dg_text_from(v->grades[i].name), grade)) {
            *hundredths = v->grades[i].perhour;
            return true;
        }
    }
    return false;
}

static int
compare_code(const void *key, const void *element)
{
    uint64_t code = *(const uint64_t *) key;
    const struct dg_tariff_staff *staff = element;
    return (code > staff->code) - (code < staff->code);
}

uint32_t
dg_tariff_workers(const struct dg_tariffs *tariffs, uint16_t version,
                  uint32_t office)
{
    const struct dg_tariff_version *v = &tariffs->versions[version];
    uint64_t code = tariffs->host->office_code(tariffs->host, office);
    const struct dg_tariff_staff *staff =
        v->staff_count ? bsearch(&code, v->staff, v->staff_count,
                                 sizeof *v->staff, compare_code)
                       : NULL;
    return staff ? staff->workers : v->each;
}

bool
dg_tariff_baseline(const struct dg_tariffs *tariffs, int32_t *first,
                   int32_t *last)
{
    for (uint16_t i = 0; i < tariffs->version_count; i++) {
        const struct dg_tariff_version *v = &tariffs->versions[i];
        if (v->has_baseline) {
            *first = v->first;
            *last = v->last;
            return true;
        }
    }
    return false;
}
