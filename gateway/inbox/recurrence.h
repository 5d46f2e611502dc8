/* SPDX-License-Identifier: Apache-2.0 */
/* Recurring tasks: which periods there are, when each opens, when it is due. */
#ifndef GATEWAY_INBOX_RECURRENCE_H
#define GATEWAY_INBOX_RECURRENCE_H

#include "proto/base/date.h"
#include "proto/codec/json.h"

#define DG_RECURRENCE_MAX 400 /* occurrences */

struct dg_recurrence {
    enum dg_span per;
    int32_t first, last; /* the first days of the first and the last period */
    int32_t dueafter;    /* days after a period's last day */
    int32_t opened;      /* first day of the newest occurrence; before first:
                            there is none yet */
    int64_t expires_us;  /* the task itself ends; INT64_MAX: never */
};

/* DG_ERR_MALFORMED: other periods than `per` says, the last before the first,
 * or a due date that is not after its period began; DG_ERR_LIMIT: too many
 * occurrences, or beyond the calendar (1970 to 9999). */
enum dg_err dg_recurrence_parse(const struct dg_json *json,
                                struct dg_recurrence *recurrence);

/* When the period that begins on a day opens, and when it is due. */
int64_t dg_recurrence_opens(int32_t first_day);
int64_t dg_recurrence_due(const struct dg_recurrence *recurrence,
                          int32_t first_day);

/* The first period that was not opened and is not due by then; false if none is
 * left. */
bool dg_recurrence_next(const struct dg_recurrence *recurrence, int64_t now_us,
                        int32_t *first_day);

/* How many periods are over by then, and were neither opened nor are due: all
 * of them would open at once. last: the first day of the last of them. */
unsigned dg_recurrence_missed(const struct dg_recurrence *recurrence,
                              int64_t now_us, int32_t *last);

/* The period of that name; false if it is none of them. */
bool dg_recurrence_find(const struct dg_recurrence *recurrence,
                        struct dg_str period, int32_t *first_day);

#endif
