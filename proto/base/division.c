/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how division codes nest; which codes exist is the roster's. */
#include "proto/base/division.h"

static const uint8_t lengths[DG_DIVISION_LEVELS] = {0, 2, 4, 6, 9, 12};

/* 10 to the number of digits missing at each level. */
static const uint64_t units[DG_DIVISION_LEVELS] = {
    1000000000000, 10000000000, 100000000, 1000000, 1000, 1};

enum dg_err
dg_division_parse(struct dg_str text, struct dg_division *division)
{
    uint64_t value = 0;
    uint8_t level = 0;

    while (level < DG_DIVISION_LEVELS && lengths[level] != text.len) {
        level++;
    }
    if (level == DG_DIVISION_LEVELS) {
        return DG_ERR_MALFORMED;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return DG_ERR_MALFORMED;
        }
        value = value * 10 + (uint64_t) (text.data[i] - '0');
    }
    *division = (struct dg_division){value * units[level], level};
    return DG_OK;
}

size_t
dg_division_format(struct dg_division division, char out[DG_DIVISION_CODE_SIZE])
{
    uint64_t digits = division.value / units[division.level];

    for (size_t i = lengths[division.level]; i > 0; i--) {
        out[i - 1] = (char) ('0' + digits % 10);
        digits /= 10;
    }
    out[lengths[division.level]] = '\0';
    return lengths[division.level];
}

struct dg_division
dg_division_above(uint64_t code, unsigned level)
{
    return (struct dg_division){code - code % units[level], (uint8_t) level};
}

bool
dg_division_contains(struct dg_division prefix, struct dg_division inner)
{
    return prefix.level <= inner.level &&
           prefix.value == inner.value - inner.value % units[prefix.level];
}

bool
dg_division_is_town(uint64_t code)
{
    return code % 1000 == 0;
}

bool
dg_division_has_province(uint64_t code)
{
    static const uint8_t ranges[][2] = {{11, 15}, {21, 23}, {31, 37}, {41, 46},
                                        {50, 54}, {61, 65}, {71, 71}, {81, 82}};
    uint64_t province = code / units[1];

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (province >= ranges[i][0] && province <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

uint64_t
dg_division_key(struct dg_division division)
{
    return division.value * 8 + division.level;
}
