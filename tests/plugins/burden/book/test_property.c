/* SPDX-License-Identifier: Apache-2.0 */
/* Random lives of asks against sums that are made office by office, and an
 * adversary: no order of asking, refusing, amending and withdrawing is worth
 * more relief than the most that effects took off one content, and the largest
 * that was refused beside what stands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/plugins/burden/book/fixture.h"
#include "tests/plugins/burden/book/lives.h"
#include "tests/tap/tap.h"

#define LIVES 1500
#define CHAINS 5
#define YEARS 60

static uint32_t seed = 20261122;

/* ---- feeding ------------------------------------------------------------- */

/* A life that is being lived, and the entries of its events. */
struct living {
    struct life life;
    int at;
    uint64_t sequences[EVENTS_MAX];
    char duty[8];
};

static size_t
put_place(char *text, size_t len, unsigned places)
{
    const char *comma = "";
    for (unsigned i = 0; i < OFFICES; i++) {
        if (places >> i & 1) {
            len += (size_t) sprintf(text + len, "%s%u", comma, i);
            comma = ",";
        }
    }
    return len;
}

static size_t
put_takings(char *text, size_t len, const struct event *event)
{
    static const char *const kinds[] = {"strip", "share", "prefill"};
    for (int i = 0; i < event->taking_count; i++) {
        const struct taking *t = &event->takings[i];
        char pointer[64];
        if (t->unit == -1) {
            strcpy(pointer, "/data/forms/0");
        } else if (t->unit == -2) {
            strcpy(pointer, "/data/seals");
        } else if (t->unit < FIELDS_MAX) {
            sprintf(pointer, "/data/forms/0/fields/%d", t->unit);
        } else {
            sprintf(pointer, "/data/seals/%d", t->unit - FIELDS_MAX);
        }
        len += (size_t) sprintf(text + len, "%s x %s 1 %s ", kinds[t->kind],
                                pointer, kinds[t->kind]);
        len = put_place(text, len, t->places);
        text[len++] = '\n';
    }
    return len;
}

static const char *
text_of(const struct living *l, const struct event *event)
{
    static char text[4096];
    size_t len = (size_t) sprintf(text, "ask task /data 1 county ");
    len = put_place(text, len, event->places);
    text[len++] = '\n';
    if (event->ref >= 0) {
        len +=
            (size_t) sprintf(text + len, "ask about /%llu 1 %s\n",
                             (unsigned long long) l->sequences[event->ref],
                             event->kind == EVENT_AMEND ? "amends" : "again");
    }
    if (event->fields > 0) {
        len += (size_t) sprintf(
            text + len, "ask field /data/forms/0/fields/0 %d field.integer\n",
            event->fields);
    }
    if (event->seals > 0) {
        len += (size_t) sprintf(text + len, "ask seal /data/seals/0 %d seal\n",
                                event->seals);
    }
    if (event->verdict == REFUSED) {
        len += (size_t) sprintf(text + len, "refuse task - 1 not-listed\n");
    } else {
        len = put_takings(text, len, event);
    }
    text[len] = '\0';
    return text;
}

/* hooks: whether the book is told of tasks. */
static void
live(struct fixture *f, struct living *l, bool hooks)
{
    static const enum dg_plugin_verdict verdicts[] = {
        DG_PLUGIN_NOTE, DG_PLUGIN_REFUSE, DG_PLUGIN_DEFER};
    const struct event *event = &l->life.events[l->at++];
    char text[64];
    f->duty = l->duty;
    switch (event->kind) {
    case EVENT_ASK:
    case EVENT_AMEND:
        l->sequences[l->at - 1] =
            fixture_entry(f, verdicts[event->verdict], text_of(l, event));
        return;
    case EVENT_ACT:
        snprintf(text, sizeof text, "answer acknowledged /%llu 1 - %d\n",
                 (unsigned long long) l->sequences[event->ref], event->office);
        fixture_entry(f, DG_PLUGIN_NOTE, text);
        return;
    case EVENT_OPEN:
    case EVENT_TAKE:
    case EVENT_END:
        fixture_entry(f, DG_PLUGIN_NOTE, "");
        if (!hooks) {
            return;
        }
        if (event->kind == EVENT_END) {
            fixture_task(f, l->sequences[event->ref], 0, event->end);
        } else {
            fixture_task(f, l->sequences[event->of], l->sequences[event->ref],
                         event->kind == EVENT_OPEN ? "opened" : "changed");
        }
    }
}

/* ---- what the book says -------------------------------------------------- */

struct said {
    unsigned borne[ROW_COUNT][OFFICES], taken[ROW_COUNT][OFFICES],
        asked[ROW_COUNT][OFFICES];
    long minutes, relief, by_refusal;
};

static int
row_of(const struct fixture *f, uint16_t row)
{
    static const char *const names[] = {"task", "field.integer", "seal"};
    struct dg_plugin_str name = dg_tariff_row_name(f->tariffs, row);
    for (int i = 0; i < ROW_COUNT; i++) {
        if (name.len == strlen(names[i]) &&
            memcmp(name.data, names[i], name.len) == 0) {
            return i;
        }
    }
    return -1;
}

static void
read_cell(const struct fixture *f, const struct dg_cell *cell,
          struct said *said)
{
    const struct dg_cause *cause = dg_book_cause(f->book, cell->cause);
    const roaring_bitmap_t *set = dg_place_set(f->places, cell->place);
    int row = row_of(f, cell->row);
    long each = (long) cell->quantity *
                dg_tariff_minutes(f->tariffs, cell->tariff, cell->row);
    bool refused = cause->kind == DG_PLUGIN_EFFECT_REFUSE;
    for (uint32_t office = 0; office < OFFICES; office++) {
        if (!roaring_bitmap_contains(set, office)) {
            continue;
        }
        said->minutes += each;
        said->relief += cause->fate == DG_FATE_AVOIDED ? each : 0;
        said->by_refusal +=
            cause->fate == DG_FATE_AVOIDED && refused ? each : 0;
        if (row < 0) {
            continue;
        }
        said->asked[row][office] += (unsigned) cell->quantity;
        if (cause->fate == DG_FATE_BORNE) {
            said->borne[row][office] += (unsigned) cell->quantity;
        } else if (cause->fate == DG_FATE_AVOIDED && !refused) {
            said->taken[row][office] += (unsigned) cell->quantity;
        }
    }
}

static void
read_book(const struct fixture *f, struct said *said)
{
    size_t count;
    const struct dg_cell *cells = dg_book_cells(f->book, &count);
    memset(said, 0, sizeof *said);
    for (size_t i = 0; i < count; i++) {
        if (cells[i].quantity > 0) {
            read_cell(f, &cells[i], said);
        }
    }
}

/* ---- one life ------------------------------------------------------------ */

enum fault { BORNE, TAKEN, KEPT, PADDED, ABOVE, LARGEST, LESS, GREEDY, FAULTS };
static const char *const faults[FAULTS] = {
    "borne is what each office bears of any content, row by row",
    "what effects took off is what was asked and is not borne",
    "what they took off what stood before stays theirs where it stands",
    "relief by effects is no more than they took off one content",
    "nobody is asked more of a row than some attempt did",
    "while nobody acts, asked is the largest attempt, once",
    "asked is never less than the largest attempt",
    "relief by refusal is what the largest refused asked above what stood",
};
static unsigned wrong[FAULTS], shrunk;

/* Alone: so much; else at least. */
static void
compare_taken(const struct said *said, const struct worth *worth)
{
    bool taken = true, kept = true;
    long most = 0;
    for (int row = 0; row < ROW_COUNT; row++) {
        for (int office = 0; office < OFFICES; office++) {
            unsigned s = said->taken[row][office];
            unsigned t = worth->taken[row][office];
            taken &= worth->alone || !worth->any ? s == t : s >= t;
            kept &= !worth->shrunk || s == worth->kept[row][office];
            most += t * lives_minutes[row];
        }
    }
    most = most > worth->effects ? most : worth->effects;
    shrunk += worth->shrunk;
    wrong[TAKEN] += !taken;
    wrong[KEPT] += !kept;
    wrong[PADDED] += said->relief - said->by_refusal > most;
}

static void
compare(const struct said *said, const struct worth *worth)
{
    long counted = 0, most;
    bool borne = true, above = false;
    for (int row = 0; row < ROW_COUNT; row++) {
        for (int office = 0; office < OFFICES; office++) {
            unsigned b = worth->borne[row][office];
            unsigned t = worth->taken[row][office];
            borne &= said->borne[row][office] == b;
            above |= said->asked[row][office] > worth->most[row][office];
            counted += (long) (b + t) * lives_minutes[row];
        }
    }
    compare_taken(said, worth);
    most = counted > worth->stood || worth->acted ? counted : worth->stood;
    wrong[BORNE] += !borne;
    wrong[ABOVE] += above;
    wrong[LARGEST] += !worth->acted && said->minutes != worth->largest;
    wrong[LESS] += said->minutes < worth->largest;
    wrong[GREEDY] +=
        said->by_refusal >
        (worth->refused > most && worth->any ? worth->refused - most : 0);
}

static void
test_lives(void)
{
    for (int i = 0; i < LIVES; i++) {
        struct fixture f;
        struct living l = {.duty = "d1"};
        fixture_open(&f);
        lives_draw(&l.life, &seed);
        while (l.at < l.life.count) {
            struct worth worth;
            struct said said;
            live(&f, &l, true);
            lives_worth(&l.life, l.at, &worth);
            read_book(&f, &said);
            compare(&said, &worth);
        }
        fixture_close(&f);
    }
    for (int i = 0; i < FAULTS; i++) {
        is_int(wrong[i], 0, faults[i]);
    }
    ok(shrunk > 100, "some that stood became less");
}

/* ---- years of several asks ----------------------------------------------- */

static void
draw_chains(struct living *chains)
{
    for (int i = 0; i < CHAINS; i++) {
        memset(&chains[i], 0, sizeof chains[i]);
        snprintf(chains[i].duty, sizeof chains[i].duty, "d%d", i);
        lives_draw(&chains[i].life, &seed);
    }
}

/* In some order; of each chain in its own. hidden: the chain that the hook task
 * is silent of, or -1. */
static void
live_all(struct fixture *f, struct living *chains, uint32_t order, int hidden)
{
    int left = 0;
    for (int i = 0; i < CHAINS; i++) {
        chains[i].at = 0;
        left += chains[i].life.count;
    }
    while (left > 0) {
        int i = (int) lives_pick(&order, CHAINS);
        if (chains[i].at < chains[i].life.count) {
            live(f, &chains[i], i != hidden);
            left--;
        }
    }
}

static void
test_orders(void)
{
    unsigned differ = 0, replays = 0;
    for (int i = 0; i < YEARS; i++) {
        struct living chains[CHAINS];
        struct fixture f, g;
        uint32_t order = seed;
        char *sums, *saved, *again;
        draw_chains(chains);
        fixture_open(&f);
        live_all(&f, chains, order, -1);
        sums = strdup(fixture_sums(&f));
        saved = fixture_save(&f);
        fixture_open(&g);
        live_all(&g, chains, order, -1);
        again = fixture_save(&g);
        replays += strcmp(saved, again) != 0;
        fixture_close(&g);
        free(again);
        fixture_open(&g);
        live_all(&g, chains, order + 1, -1);
        differ += strcmp(sums, fixture_sums(&g)) != 0;
        fixture_close(&g);
        fixture_close(&f);
        free(sums);
        free(saved);
    }
    is_int(replays, 0, "a replay gives the same, byte for byte");
    is_int(differ, 0, "independent events in another order: the same sums");
}

/* ---- erased -------------------------------------------------------------- */

#define SEALED_MAX 256

struct sealed {
    struct dg_plugin_effect facts[SEALED_MAX];
    char *texts[SEALED_MAX][3];
    size_t count;
};

static struct dg_plugin_str
keep(struct sealed *s, int which, struct dg_plugin_str text)
{
    char *copy = strndup(text.data ? text.data : "", text.len);
    s->texts[s->count][which] = copy;
    return (struct dg_plugin_str){copy, text.len};
}

static void
note(void *ctx, const struct dg_plugin_effect *fact)
{
    struct sealed *s = ctx;
    struct dg_plugin_effect *copy = &s->facts[s->count];
    struct dg_plugin_str cause = {fact->cause, strlen(fact->cause)};
    *copy = *fact;
    copy->pointer = keep(s, 0, fact->pointer);
    copy->place = keep(s, 1, fact->place);
    copy->cause = keep(s, 2, cause).data;
    s->count++;
}

static void
erase(struct fixture *f, const struct sealed *s)
{
    const struct dg_plugin_header header = {
        .struct_size = sizeof header,
        .sequence = ++f->sequence,
        .time_us = f->time_us,
        .type = {"dutygate.journal.erase.v1", 25},
        .verdict = DG_PLUGIN_NOTE,
        .effects = s->facts,
        .effect_count = s->count,
    };
    if (dg_book_header(f->book, &header) != DG_PLUGIN_OK) {
        abort();
    }
}

static void
test_erased(void)
{
    unsigned wrongs = 0, changed = 0;
    for (int i = 0; i < YEARS * 5; i++) {
        struct living chains[CHAINS];
        struct sealed s = {.count = 0};
        struct fixture f, g;
        uint32_t order = seed;
        char *sums, *live_saved, *replayed;
        draw_chains(chains);
        fixture_open(&f);
        live_all(&f, chains, order, -1);
        sums = strdup(fixture_sums(&f));
        for (int j = 0; j < chains[0].life.count; j++) {
            if (chains[0].life.events[j].kind == EVENT_ASK) {
                dg_book_each_sealed(f.book, chains[0].sequences[j], note, &s);
            }
        }
        erase(&f, &s);
        changed += strcmp(sums, fixture_sums(&f)) != 0;
        live_saved = fixture_save(&f);
        fixture_open(&g);
        live_all(&g, chains, order, 0);
        erase(&g, &s);
        replayed = fixture_save(&g);
        wrongs += strcmp(live_saved, replayed) != 0;
        fixture_close(&g);
        fixture_close(&f);
        free(sums);
        free(live_saved);
        free(replayed);
        for (size_t j = 0; j < s.count; j++) {
            for (int k = 0; k < 3; k++) {
                free(s.texts[j][k]);
            }
        }
    }
    is_int(changed, 0, "erasing changes no sum");
    is_int(wrongs, 0,
           "a replay that is told nothing of them comes to the same");
}

int
main(void)
{
    test_lives();
    test_orders();
    test_erased();
    is_int(fake_host_live, 0, "all memory is given back");
    return tap_done();
}
