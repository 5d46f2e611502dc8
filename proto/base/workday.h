/* SPDX-License-Identifier: Apache-2.0 */
/* Working days in China: Monday to Friday, less the holidays, and the weekend
 * days that are worked for them 调休. From the yearly notices of the State
 * Council; of other years nothing is known, and nothing is guessed. */
#ifndef PROTO_BASE_WORKDAY_H
#define PROTO_BASE_WORKDAY_H

#include "proto/base/err.h"
#include "proto/base/str.h"

#define DG_WORKDAY_FIRST_YEAR 2023
#define DG_WORKDAY_LAST_YEAR 2026

/* Why a day is worked or not. */
enum dg_workday {
    DG_WORKDAY_UNKNOWN, /* no notice is known */
    DG_WORKDAY_USUAL,   /* Monday to Friday */
    DG_WORKDAY_MADE_UP, /* a weekend day that is worked */
    DG_WORKDAY_WEEKEND,
    DG_WORKDAY_HOLIDAY
};

/* Days are since 1970-01-01 (date.h). */
enum dg_workday dg_workday_at(int32_t day);
bool dg_workday_is(int32_t day);

/* 0: Monday. */
int32_t dg_workday_weekday(int32_t day);

/* The working day that many after day (before, if below 0), which itself does
 * not count. DG_ERR_ABSENT: beyond what is known; then *found is the first such
 * day. */
enum dg_err dg_workday_after(int32_t day, int32_t count, int32_t *found);

/* How many are among first to last, both included; 0 if last is before first.
 * DG_ERR_ABSENT as above. */
enum dg_err dg_workday_count(int32_t first, int32_t last, int32_t *count);

#endif
