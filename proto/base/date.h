/* SPDX-License-Identifier: Apache-2.0 */
/* Time on the wire: instants are RFC 3339, days are YYYY-MM-DD in China
 * Standard Time (UTC+8, no daylight saving), periods are YYYY, YYYY-Qn,
 * YYYY-MM or YYYY-MM-DD. Inside: microseconds since 1970 UTC, and days since
 * 1970-01-01. */
#ifndef PROTO_BASE_DATE_H
#define PROTO_BASE_DATE_H

#include "proto/base/err.h"
#include "proto/base/str.h"

#define DG_DATE_SIZE 11    /* "2026-11-22" and NUL */
#define DG_INSTANT_SIZE 28 /* "2026-11-22T00:00:00.000000Z" and NUL */

/* Years 1970 to 9999. */
enum dg_err dg_date_parse(struct dg_str text, int32_t *day);
void dg_date_format(int32_t day, char out[DG_DATE_SIZE]);

/* RFC 3339 with Z or an offset, fractions up to nanoseconds cut to
 * microseconds; leap seconds (:60) are taken as :59. */
enum dg_err dg_instant_parse(struct dg_str text, int64_t *time_us);
void dg_instant_format(int64_t time_us, char out[DG_INSTANT_SIZE]);

/* The China day an instant falls on, and the instant at which a China day
 * begins. */
int32_t dg_date_of_instant(int64_t time_us);
int64_t dg_instant_of_date(int32_t day);

/* A due date: a day (due at its end, so the instant is the next day's begin)
 * or an instant. */
enum dg_err dg_due_parse(struct dg_str text, int64_t *due_us);

enum dg_span { DG_SPAN_YEAR, DG_SPAN_QUARTER, DG_SPAN_MONTH, DG_SPAN_DAY };

/* The first day of a period and its span. */
enum dg_err dg_period_parse(struct dg_str text, int32_t *first_day,
                            enum dg_span *span);

/* The first day of the period that many after the one that begins on first_day;
 * it may lie behind 9999-12-31. */
int32_t dg_period_after(int32_t first_day, enum dg_span span, int32_t count);
/* The period that begins on first_day. */
void dg_period_format(int32_t first_day, enum dg_span span,
                      char out[DG_DATE_SIZE]);
#endif
