/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which units numbers may stand in, and how they are written. */
#include "proto/client/burden/unit.h"

#include "proto/base/i18n.h"

static const struct {
    const char *word;
    enum dg_unit unit;
} units[] = {
    {"%", DG_UNIT_PERCENT},
    {"‰", DG_UNIT_MILLE},
    {"个百分点", DG_UNIT_POINTS},
    {"百分点", DG_UNIT_POINTS},
    {"percentage points", DG_UNIT_POINTS},
    {"points", DG_UNIT_POINTS},
    {"point", DG_UNIT_POINTS},
    {"pp", DG_UNIT_POINTS},
    {"万", DG_UNIT_MYRIAD},
    {"亿", DG_UNIT_MYRIAD_SQUARE},
};

enum dg_unit
dg_unit_find(struct dg_str text, size_t *len)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (dg_str_starts_with(text, units[i].word)) {
            *len = strlen(units[i].word);
            return units[i].unit;
        }
    }
    *len = 0;
    return DG_UNIT_ONE;
}

void
dg_unit_factor(enum dg_unit unit, mpq_t factor)
{
    static const unsigned long parts[][2] = {
        [DG_UNIT_ONE] = {1, 1},        [DG_UNIT_PERCENT] = {1, 100},
        [DG_UNIT_MILLE] = {1, 1000},   [DG_UNIT_POINTS] = {1, 100},
        [DG_UNIT_MYRIAD] = {10000, 1}, [DG_UNIT_MYRIAD_SQUARE] = {100000000, 1},
    };
    mpq_set_ui(factor, parts[unit][0], parts[unit][1]);
}

const char *
dg_unit_text(enum dg_unit unit)
{
    switch (unit) {
    case DG_UNIT_PERCENT:
        return " %";
    case DG_UNIT_MILLE:
        return " ‰";
    case DG_UNIT_POINTS:
        return _(" points");
    case DG_UNIT_MYRIAD:
        return "万";
    case DG_UNIT_MYRIAD_SQUARE:
        return "亿";
    case DG_UNIT_ONE:
        break;
    }
    return "";
}
