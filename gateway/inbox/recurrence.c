/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which occurrences a recurring task has. When they are opened is the
 * agenda's. */
#include "gateway/inbox/recurrence.h"

#define DAY_LAST 2932896 /* 9999-12-31 */

/* In the order of enum dg_span. */
static const char *const names[] = {"year", "quarter", "month", "day"};

static bool
parse_period(const struct dg_json *json, const char *name, enum dg_span per,
             int32_t *first_day)
{
    enum dg_span span;

    return dg_period_parse(dg_json_get_str(json, name), first_day, &span) ==
               DG_OK &&
           span == per;
}

static bool
parse_per(struct dg_str text, enum dg_span *per)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (dg_str_is(text, names[i])) {
            *per = (enum dg_span) i;
            return true;
        }
    }
    return false;
}

/* The China day at whose end a period is due. */
static int32_t
due_day(const struct dg_recurrence *r, int32_t first_day)
{
    return dg_period_after(first_day, r->per, 1) - 1 + r->dueafter;
}

enum dg_err
dg_recurrence_parse(const struct dg_json *json, struct dg_recurrence *out)
{
    struct dg_recurrence r = {.expires_us = INT64_MAX};
    int64_t dueafter;

    if (!parse_per(dg_json_get_str(json, "per"), &r.per) ||
        !parse_period(json, "first", r.per, &r.first) ||
        !parse_period(json, "last", r.per, &r.last) || r.last < r.first ||
        dg_json_to_i64(dg_json_get(json, "dueafter"), &dueafter)) {
        return DG_ERR_MALFORMED;
    }
    r.dueafter = (int32_t) dueafter;
    r.opened = r.first - 1;
    if (dg_period_after(r.first, r.per, DG_RECURRENCE_MAX) <= r.last ||
        due_day(&r, r.last) > DAY_LAST) {
        return DG_ERR_LIMIT;
    }
    for (int32_t day = r.first; day <= r.last;
         day = dg_period_after(day, r.per, 1)) {
        if (due_day(&r, day) < day) {
            return DG_ERR_MALFORMED;
        }
    }
    *out = r;
    return DG_OK;
}

int64_t
dg_recurrence_opens(int32_t first_day)
{
    return dg_instant_of_date(first_day);
}

int64_t
dg_recurrence_due(const struct dg_recurrence *recurrence, int32_t first_day)
{
    return dg_instant_of_date(due_day(recurrence, first_day) + 1);
}

bool
dg_recurrence_next(const struct dg_recurrence *recurrence, int64_t now_us,
                   int32_t *first_day)
{
    for (int32_t day = recurrence->first; day <= recurrence->last;
         day = dg_period_after(day, recurrence->per, 1)) {
        if (day > recurrence->opened &&
            dg_recurrence_due(recurrence, day) > now_us) {
            *first_day = day;
            return true;
        }
    }
    return false;
}

unsigned
dg_recurrence_missed(const struct dg_recurrence *recurrence, int64_t now_us,
                     int32_t *last)
{
    unsigned count = 0;

    for (int32_t day = recurrence->first, after; day <= recurrence->last;
         day = after) {
        after = dg_period_after(day, recurrence->per, 1);
        if (dg_recurrence_opens(after) > now_us) {
            break;
        }
        if (day > recurrence->opened &&
            dg_recurrence_due(recurrence, day) > now_us) {
            *last = day;
            count++;
        }
    }
    return count;
}

bool
dg_recurrence_find(const struct dg_recurrence *recurrence, struct dg_str period,
                   int32_t *first_day)
{
    enum dg_span span;

    return dg_period_parse(period, first_day, &span) == DG_OK &&
           span == recurrence->per && *first_day >= recurrence->first &&
           *first_day <= recurrence->last;
}
