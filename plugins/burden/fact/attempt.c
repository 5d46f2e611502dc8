/* SPDX-License-Identifier: Apache-2.0 */
/* States that an event is an attempt to ask, of whom, from which level, and
 * whom it is charged to. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "plugins/burden/fact/inside.h"

/* Months since the year 0 of a day. */
static int32_t
month_of(const struct dg_plugin_host *host, int32_t day)
{
    char text[11];
    host->date_format(day, text); /* "2026-11-22" */
    return ((text[0] - '0') * 1000 + (text[1] - '0') * 100 +
            (text[2] - '0') * 10 + (text[3] - '0')) *
               12 +
           (text[5] - '0') * 10 + (text[6] - '0') - 1;
}

/* The same day of the next year; of a leap day, which has none, 1 March. */
static int32_t
year_later(const struct dg_plugin_host *host, int32_t day)
{
    char text[11];
    int32_t later;
    host->date_format(day, text);
    for (int i = 3; i >= 0 && ++text[i] > '9'; i--) {
        text[i] = '0';
    }
    return host->date_parse(dg_text_from(text), &later) ? later : day + 366;
}

/* How many periods of a recurrence begin within a year of the first. */
static uint64_t
count_periods(const struct dg_plugin_host *host,
              const struct dg_plugin_value *recurrence)
{
    struct dg_plugin_str per = host->text(host->member(recurrence, "per"));
    int32_t first, last, months;
    if (!host->period_day(host->text(host->member(recurrence, "first")),
                          &first) ||
        !host->period_day(host->text(host->member(recurrence, "last")),
                          &last) ||
        last < first) {
        return 0;
    }
    if (dg_text_is(per, "day")) {
        int32_t end = year_later(host, first) - 1;
        return (uint64_t) ((last < end ? last : end) - first) + 1;
    }
    months = month_of(host, last) - month_of(host, first);
    months = months < 11 ? months : 11;
    return (uint64_t) (dg_text_is(per, "month")     ? months
                       : dg_text_is(per, "quarter") ? months / 3
                                                    : 0) +
           1;
}

/* ---- what it goes back to ----------------------------------------------- */

/* The task that it changes, hands on, or is an occurrence of. */
struct base {
    uint64_t task;     /* receipt number, or 0 */
    const char *cause; /* what it does to it */
    bool known;
    struct dg_standing standing;
};

static struct base
base_of(const struct dg_stating *s)
{
    struct base base = {0};
    int64_t named =
        s->host->integer(s->host->member(s->event->data, "task"), 0);
    base.cause = s->event->amends                   ? "amends"
                 : dg_stating_is(s, "task.forward") ? "forwards"
                 : dg_stating_is(s, "task.occur")   ? "occurs"
                                                    : NULL;
    if (base.cause && named > 0) {
        base.task = (uint64_t) named;
        base.known =
            dg_book_standing(s->rooms->book, base.task, &base.standing);
    }
    return base;
}

static void
state_about(const struct dg_stating *s, const struct base *base)
{
    char pointer[48];
    if (strcmp(base->cause, "occurs") == 0) {
        snprintf(pointer, sizeof pointer, "/%" PRIu64 "/%" PRIu64, base->task,
                 base->known ? base->standing.content : base->task);
    } else {
        snprintf(pointer, sizeof pointer, "/%" PRIu64, base->task);
    }
    dg_stating_about(s, pointer, base->cause);
    if (s->event->amends && s->host->member(s->event->data, "statute")) {
        dg_stating_about(s, pointer, "statute");
    }
}

/* ---- whom it is charged to ---------------------------------------------- */

/* Nothing of it is its sender's own: whoever asked in the first place is
 * charged. */
static bool
hands_on(const struct dg_stating *s, const struct base *base)
{
    return base->known && !s->event->gated;
}

/* What a town adds to what it hands on is the town's, whatever level the paper
 * is of. */
static const char *
level_of(const struct dg_stating *s, const struct base *base)
{
    bool town = s->event->role == DG_PLUGIN_TOWN;
    enum dg_level level =
        dg_level_find(s->host->text(s->host->member(s->event->task, "origin")));
    if (hands_on(s, base)) {
        level = (enum dg_level) base->standing.level;
    } else if (level == DG_LEVEL_COUNT || (town && base->task)) {
        level = town ? DG_LEVEL_TOWN : DG_LEVEL_COUNTY;
    }
    return dg_level_name(level);
}

static struct dg_plugin_str
charged_to(const struct dg_stating *s, const struct base *base)
{
    return hands_on(s, base)
               ? dg_book_source(s->rooms->book, base->standing.source)
               : s->event->charged[0];
}

static void
state_charged(const struct dg_stating *s, struct dg_plugin_str who)
{
    struct dg_plugin_str source = s->event->source;
    const struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ASK,
        .pointer = who,
        .dimension = "charged",
        .quantity = 1,
        .cause = "charged",
    };
    if (!dg_text_equal(who, source)) {
        s->host->fact(s->findings, &fact);
    }
}

/* ---- of whom ------------------------------------------------------------ */

static void
state_task(const struct dg_stating *s, const struct base *base,
           struct dg_plugin_str place)
{
    const struct dg_plugin_value *recurrence =
        s->host->member(s->event->task, "recurrence");
    const struct dg_plugin_effect fact = {
        .kind = DG_PLUGIN_EFFECT_ASK,
        .pointer = s->event->task_pointer,
        .dimension = recurrence ? "recurring" : "task",
        .quantity = recurrence ? count_periods(s->host, recurrence) : 1,
        .offices = s->offices,
        .cause = level_of(s, base),
        .place = place,
    };
    s->host->fact(s->findings, &fact);
}

/* Who has it by what is handed on was asked before. */
static void
state_newly_asked(struct dg_stating *s, const struct base *base)
{
    roaring_bitmap_t *set = dg_content_offices(s->host, s->event->audience);
    char *place;
    if (!set) {
        s->failed = true;
        return;
    }
    roaring_bitmap_andnot_inplace(
        set, dg_place_set(s->rooms->places, base->standing.place));
    s->offices = (uint32_t) roaring_bitmap_get_cardinality(set);
    place = dg_stating_place(set);
    s->failed = !place;
    if (place && s->offices > 0) {
        state_task(s, base, dg_text_from(place));
    }
    free(place);
    roaring_bitmap_free(set);
}

/* Whoever would change what another asks is refused, and nothing is asked by
 * it; nor does anything occur of what was asked before there was a book. */
static bool
is_strange(const struct dg_stating *s, const struct base *base)
{
    const struct dg_plugin_event *event = s->event;
    if (!event->amends) {
        return dg_stating_is(s, "task.occur") && !base->known;
    }
    return !s->host->task_asked_by(s->host, base->task, event->source) ||
           (base->known && event->role != DG_PLUGIN_TOWN &&
            !dg_text_equal(
                event->charged[0],
                dg_book_source(s->rooms->book, base->standing.source)));
}

void
dg_attempt_state(struct dg_stating *s)
{
    struct base base = base_of(s);
    if (is_strange(s, &base)) {
        s->offices = 0;
        return;
    }
    if (hands_on(s, &base) && dg_stating_is(s, "task.forward")) {
        state_newly_asked(s, &base);
    } else {
        state_task(s, &base,
                   s->host->audience_place(s->findings, s->event->audience));
    }
    if (s->offices > 0) {
        state_charged(s, charged_to(s, &base));
    }
    if (base.task) {
        state_about(s, &base);
    }
}
