/* SPDX-License-Identifier: Apache-2.0 */
/* Draws lives of asks, and adds up what offices bear of them. */
#include "tests/plugins/burden/book/lives.h"

#include <string.h>

#define EVERYWHERE ((1u << OFFICES) - 1)

const long lives_minutes[ROW_COUNT] = {1000, 150, 1500};

unsigned
lives_pick(uint32_t *seed, unsigned below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) (*seed >> 8) * below >> 24);
}

/* ---- drawing ------------------------------------------------------------- */

struct drawing {
    struct life *life;
    uint32_t *seed;
    int task;  /* the last publication, or -1 */
    int waits; /* a publication or amendment that waits, or -1 */
    bool stands, over;
};

static struct event *
add(struct drawing *d, enum event_kind kind)
{
    struct event *event = &d->life->events[d->life->count++];
    *event = (struct event){.kind = kind, .ref = -1, .of = -1};
    return event;
}

static void
draw_content(struct drawing *d, struct event *event)
{
    event->places = 1 + lives_pick(d->seed, EVERYWHERE);
    event->fields = (int) lives_pick(d->seed, FIELDS_MAX + 1);
    event->seals = (int) lives_pick(d->seed, SEALS_MAX + 1);
    event->taking_count = (int) lives_pick(d->seed, TAKINGS_MAX + 1);
    for (int i = 0; i < event->taking_count; i++) {
        event->takings[i] = (struct taking){
            .kind = (int) lives_pick(d->seed, 3),
            .unit = (int) lives_pick(d->seed, FIELDS_MAX + SEALS_MAX + 2) - 2,
            .places =
                lives_pick(d->seed, 2) ? 0 : lives_pick(d->seed, EVERYWHERE)};
    }
}

static void
draw_verdict(struct drawing *d, struct event *event)
{
    static const enum verdict verdicts[] = {ADMITTED, ADMITTED, ADMITTED,
                                            REFUSED,  REFUSED,  DEFERRED};
    event->verdict = verdicts[lives_pick(d->seed, 6)];
}

static void
draw_ask(struct drawing *d)
{
    struct event *event = add(d, EVENT_ASK);
    event->ref = d->task;
    draw_content(d, event);
    draw_verdict(d, event);
    d->task = d->life->count - 1;
    d->stands = event->verdict == ADMITTED;
    d->waits = event->verdict == DEFERRED ? d->task : -1;
}

/* The last content as it is, or less of it. */
static void
draw_less(struct drawing *d, struct event *event)
{
    const struct event *before = event - 1;
    unsigned places;
    while (before->kind != EVENT_ASK && before->kind != EVENT_AMEND) {
        before--;
    }
    places = before->places & (lives_pick(d->seed, EVERYWHERE) |
                               lives_pick(d->seed, EVERYWHERE));
    event->places = places ? places : before->places;
    event->fields = (int) lives_pick(d->seed, (unsigned) before->fields + 1);
    event->seals = (int) lives_pick(d->seed, (unsigned) before->seals + 1);
    if (lives_pick(d->seed, 2)) {
        event->taking_count = before->taking_count;
        memcpy(event->takings, before->takings, sizeof event->takings);
    }
}

static void
draw_amendment(struct drawing *d)
{
    struct event *event = add(d, EVENT_AMEND);
    event->ref = event->of = d->task;
    if (lives_pick(d->seed, 2)) {
        draw_less(d, event);
    } else {
        draw_content(d, event);
    }
    draw_verdict(d, event);
    if (event->verdict == DEFERRED) {
        d->waits = d->life->count - 1;
    }
}

/* What waits is let through, or comes to nothing. */
static void
draw_word(struct drawing *d)
{
    static const char *const ends[] = {"refused", "lapsed", "declined"};
    bool amendment = d->life->events[d->waits].kind == EVENT_AMEND;
    unsigned choice = lives_pick(d->seed, 6);
    struct event *event;
    if (choice < 3) {
        event = add(d, amendment ? EVENT_TAKE : EVENT_OPEN);
        event->of = d->task;
        d->stands = true;
    } else {
        event = add(d, EVENT_END);
        event->end = ends[choice - 3];
    }
    event->ref = d->waits;
    d->waits = -1;
}

static void
draw_end(struct drawing *d)
{
    static const char *const ends[] = {"withdrawn", "withdrawn", "lapsed",
                                       "refused", "expired"};
    struct event *event = add(d, EVENT_END);
    event->ref = d->task;
    event->end = ends[lives_pick(d->seed, 5)];
    d->over = strcmp(event->end, "expired") == 0;
    d->stands = false;
    if (d->waits >= 0) { /* what waits to amend it ends with it */
        event = add(d, EVENT_END);
        event->ref = d->waits;
        event->end = "lapsed";
        d->waits = -1;
    }
}

static void
draw_act(struct drawing *d)
{
    struct event *event = add(d, EVENT_ACT);
    event->ref = d->task;
    event->office = (int) lives_pick(d->seed, OFFICES);
}

void
lives_draw(struct life *life, uint32_t *seed)
{
    struct drawing d = {life, seed, -1, -1, false, false};
    int steps = 2 + (int) lives_pick(seed, EVENTS_MAX - 8);
    life->count = 0;
    for (; steps > 0 && !d.over && life->count < EVENTS_MAX - 3; steps--) {
        if (d.waits >= 0 && lives_pick(seed, 2)) {
            draw_word(&d);
        } else if (d.stands) {
            switch (lives_pick(seed, 6)) {
            case 0:
                draw_end(&d);
                break;
            case 1:
            case 2:
                if (d.waits < 0) {
                    draw_amendment(&d);
                }
                break;
            default:
                draw_act(&d);
            }
        } else if (d.waits < 0) {
            draw_ask(&d);
        }
    }
}

/* ---- adding up ----------------------------------------------------------- */

static enum row
row_of(int unit)
{
    return unit == 0 ? ROW_TASK : unit <= FIELDS_MAX ? ROW_FIELD : ROW_SEAL;
}

static bool
has_unit(const struct event *event, int unit)
{
    return unit == 0 ||
           (unit <= FIELDS_MAX ? unit <= event->fields
                               : unit - FIELDS_MAX <= event->seals);
}

/* By the first effect, in the order of kinds. */
static bool
is_taken(const struct event *event, int unit, int office)
{
    for (int i = 0; i < event->taking_count; i++) {
        const struct taking *t = &event->takings[i];
        bool names = t->unit == unit - 1 ||
                     (t->unit == -1 && row_of(unit) == ROW_FIELD) ||
                     (t->unit == -2 && row_of(unit) == ROW_SEAL);
        if (unit > 0 && names &&
            (t->places == 0 || (t->places >> office & 1))) {
            return true;
        }
    }
    return false;
}

static bool
goes_to(const struct event *event, int office)
{
    return event->places >> office & 1;
}

static long
minutes_of(const struct event *event)
{
    long sum = lives_minutes[ROW_TASK] +
               event->fields * lives_minutes[ROW_FIELD] +
               event->seals * lives_minutes[ROW_SEAL];
    return sum * __builtin_popcount(event->places);
}

/* A content that stood: who bears it. */
struct stood {
    const struct event *content;
    unsigned bears;
    int task;
    bool last;
};

struct adding {
    const struct life *life;
    int count;
    struct stood stood[EVENTS_MAX];
    int stood_count;
    unsigned acted[EVENTS_MAX]; /* of a publication */
    bool gone[EVENTS_MAX];
};

static void
take_over(struct adding *a, int task, const struct event *content)
{
    if (a->stood_count > 0) {
        /* Who acted on the same task keeps to what was there; of one that had
         * ended this was settled then. */
        struct stood *before = &a->stood[a->stood_count - 1];
        if (before->last) {
            before->bears = a->acted[task] & before->content->places;
        }
        before->last = false;
    }
    a->stood[a->stood_count++] =
        (struct stood){content, content->places, task, true};
}

static void
settle_end(struct adding *a, int task)
{
    struct stood *last =
        a->stood_count > 0 ? &a->stood[a->stood_count - 1] : NULL;
    if (last && a->gone[task] && last->task == task) {
        last->bears = a->acted[task] & last->content->places;
    }
}

/* Of whom a task, or an amendment of it, was asked before. */
static unsigned
asked_by(const struct life *life, int task, int before)
{
    unsigned places = life->events[task].places;
    for (int i = task + 1; i < before; i++) {
        const struct event *event = &life->events[i];
        if (event->kind == EVENT_AMEND && event->of == task) {
            places |= event->places;
        }
    }
    return places;
}

static void
follow(struct adding *a, int index, int *task)
{
    const struct event *event = &a->life->events[index];
    switch (event->kind) {
    case EVENT_ASK:
        if (*task >= 0) {
            settle_end(a, *task);
            if (a->stood_count > 0) {
                a->stood[a->stood_count - 1].last = false;
            }
        }
        *task = index;
        if (event->verdict == ADMITTED) {
            take_over(a, index, event);
        }
        break;
    case EVENT_AMEND:
        if (event->verdict == ADMITTED) {
            take_over(a, *task, event);
        }
        break;
    case EVENT_ACT:
        a->acted[*task] |=
            asked_by(a->life, *task, index) & 1u << event->office;
        break;
    case EVENT_OPEN:
    case EVENT_TAKE:
        take_over(a, *task, &a->life->events[event->ref]);
        break;
    case EVENT_END:
        a->gone[*task] |=
            event->ref == *task && strcmp(event->end, "expired") != 0;
        break;
    }
}

static void
raise(unsigned *value, unsigned to)
{
    *value = *value > to ? *value : to;
}

static void
add_borne(struct worth *w, const struct stood *stood)
{
    for (int office = 0; office < OFFICES; office++) {
        unsigned rows[ROW_COUNT] = {0};
        for (int unit = 0; unit < UNITS; unit++) {
            rows[row_of(unit)] += stood->bears >> office & 1 &&
                                  has_unit(stood->content, unit) &&
                                  !is_taken(stood->content, unit, office);
        }
        for (int row = 0; row < ROW_COUNT; row++) {
            raise(&w->borne[row][office], rows[row]);
        }
    }
}

static unsigned
asked_of(const struct event *content, enum row row)
{
    return row == ROW_TASK    ? 1
           : row == ROW_FIELD ? (unsigned) content->fields
                              : (unsigned) content->seals;
}

static unsigned
taken_of(const struct event *content, enum row row, int office)
{
    unsigned taken = 0;
    for (int unit = 0; unit < UNITS; unit++) {
        taken += row_of(unit) == row && has_unit(content, unit) &&
                 goes_to(content, office) && is_taken(content, unit, office);
    }
    return taken;
}

static long
effects_of(const struct event *content, unsigned places)
{
    long sum = 0;
    for (int office = 0; office < OFFICES; office++) {
        for (int row = 0; row < ROW_COUNT && places >> office & 1; row++) {
            sum += taken_of(content, row, office) * lives_minutes[row];
        }
    }
    return sum;
}

/* What effects took off the content before the last, too, which asked no less:
 * out of what the last asks no more. */
static void
add_shrunk(const struct event *before, const struct event *last,
           struct worth *w)
{
    long sum = 0;
    for (int office = 0; office < OFFICES; office++) {
        for (int row = 0; row < ROW_COUNT && goes_to(last, office); row++) {
            unsigned taken = taken_of(before, row, office);
            unsigned less = asked_of(before, row) - asked_of(last, row);
            w->kept[row][office] =
                w->taken[row][office] + (taken < less ? taken : less);
            sum += w->kept[row][office] * lives_minutes[row];
        }
    }
    w->shrunk = sum <= w->effects;
}

static void
add_effects(const struct adding *a, struct worth *w)
{
    const struct stood *last = &a->stood[a->stood_count - 1];
    const struct event *before = a->stood[0].content;
    int same = 0;
    for (int i = 0; i < a->stood_count; i++) {
        long effects = effects_of(a->stood[i].content, last->bears);
        if (a->stood[i].task == last->task) {
            w->effects = effects > w->effects ? effects : w->effects;
            same++;
        }
    }
    w->alone = same == 1;
    if (a->stood_count == 2 && same == 2 && !a->gone[last->task] && !w->acted &&
        (last->content->places & ~before->places) == 0 &&
        last->content->fields <= before->fields &&
        last->content->seals <= before->seals) {
        add_shrunk(before, last->content, w);
    }
}

/* At most what was asked of whoever bears anything of it. */
static void
add_taken(const struct adding *a, struct worth *w)
{
    const struct stood *last = &a->stood[a->stood_count - 1];
    for (int office = 0; office < OFFICES; office++) {
        unsigned taken[ROW_COUNT] = {0}, asked[ROW_COUNT] = {0};
        for (int i = 0; i < a->stood_count; i++) {
            unsigned rows[ROW_COUNT] = {0};
            for (int unit = 0; unit < UNITS; unit++) {
                rows[row_of(unit)] += a->stood[i].bears >> office & 1 &&
                                      has_unit(a->stood[i].content, unit);
            }
            for (int row = 0; row < ROW_COUNT; row++) {
                raise(&asked[row], rows[row]);
            }
        }
        for (int unit = 0; unit < UNITS; unit++) {
            taken[row_of(unit)] += last->bears >> office & 1 &&
                                   has_unit(last->content, unit) &&
                                   is_taken(last->content, unit, office);
        }
        for (int row = 0; row < ROW_COUNT; row++) {
            unsigned room = asked[row] - w->borne[row][office];
            w->taken[row][office] = taken[row] < room ? taken[row] : room;
        }
    }
}

static void
add_attempts(const struct adding *a, struct worth *w)
{
    for (int i = 0; i < a->count; i++) {
        const struct event *event = &a->life->events[i];
        long minutes = minutes_of(event);
        bool refused = event->verdict == REFUSED;
        if (event->kind != EVENT_ASK && event->kind != EVENT_AMEND) {
            continue;
        }
        for (int j = i + 1; j < a->count && event->verdict == DEFERRED; j++) {
            const struct event *later = &a->life->events[j];
            refused |= later->kind == EVENT_END && later->ref == i &&
                       strcmp(later->end, "refused") == 0;
        }
        for (int j = 0; j < a->stood_count; j++) {
            refused &= a->stood[j].content != event;
        }
        w->largest = minutes > w->largest ? minutes : w->largest;
        if (refused && minutes > w->refused) {
            w->refused = minutes;
        }
        for (int office = 0; office < OFFICES; office++) {
            if (goes_to(event, office)) {
                raise(&w->most[ROW_TASK][office], 1);
                raise(&w->most[ROW_FIELD][office], (unsigned) event->fields);
                raise(&w->most[ROW_SEAL][office], (unsigned) event->seals);
            }
        }
    }
}

void
lives_worth(const struct life *life, int count, struct worth *worth)
{
    struct adding a = {.life = life, .count = count};
    int task = -1;
    memset(worth, 0, sizeof *worth);
    for (int i = 0; i < count; i++) {
        follow(&a, i, &task);
    }
    settle_end(&a, task);
    worth->any = a.stood_count > 0;
    for (int i = 0; i < a.stood_count; i++) {
        long minutes = minutes_of(a.stood[i].content);
        add_borne(worth, &a.stood[i]);
        worth->stood = minutes > worth->stood ? minutes : worth->stood;
    }
    for (int i = 0; i < count; i++) {
        worth->acted |= a.acted[i] != 0;
    }
    if (worth->any) {
        add_taken(&a, worth);
        add_effects(&a, worth);
    }
    add_attempts(&a, worth);
}
