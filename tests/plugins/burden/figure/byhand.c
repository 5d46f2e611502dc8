/* SPDX-License-Identifier: Apache-2.0 */
/* A book that is what it was told. */
#include "tests/plugins/burden/figure/byhand.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/plugins/burden/figure/county.h"

#define NAMES_MAX 64
#define SETS_MAX 256
#define NAME_MAX 80

struct names {
    char list[NAMES_MAX][NAME_MAX];
    uint32_t count;
};

struct dg_book {
    struct dg_cell *cells;
    size_t cell_count, cell_room;
    struct dg_book_ask *asks;
    size_t ask_count;
    struct dg_tally *tallies;
    size_t tally_count;
    struct dg_book_stray strays[8];
    size_t stray_count;
    struct names sources, duties;
    roaring_bitmap_t *sets[SETS_MAX];
    size_t set_count;
};

#define CAUSE(code, fate, kind)                                                \
    {                                                                          \
        {code, sizeof code - 1}, DG_FATE_##fate, DG_PLUGIN_EFFECT_##kind       \
    }
static const struct dg_cause causes[] = {
    CAUSE("asked", BORNE, ASK),
    CAUSE("rework", BORNE, ASK),
    CAUSE("identical", AVOIDED, SHARE),
    CAUSE("known", AVOIDED, PREFILL),
    CAUSE("seal-not-allowed", AVOIDED, STRIP),
    CAUSE("duty-not-listed", REFUSED, REFUSE),
    CAUSE("withdrawn", OUTSIDE, ASK),
    CAUSE("discretion", OUTSIDE, ASK),
    CAUSE("statute", OUTSIDE, ASK)};
#define CAUSES (sizeof causes / sizeof *causes)

struct dg_book *
byhand_create(void)
{
    struct dg_book *book = calloc(1, sizeof *book);
    if (!book) {
        abort();
    }
    return book;
}

void
byhand_destroy(struct dg_book *book)
{
    for (size_t i = 0; i < book->set_count; i++) {
        roaring_bitmap_free(book->sets[i]);
    }
    free(book->cells);
    free(book->asks);
    free(book->tallies);
    free(book);
}

/* ---- writing ------------------------------------------------------------- */

static uint32_t
find(const struct names *names, const char *name)
{
    uint32_t i = 0;
    while (i < names->count && strcmp(names->list[i], name) != 0) {
        i++;
    }
    return i;
}

static uint32_t
take(struct names *names, const char *name)
{
    uint32_t i = find(names, name);
    if (i == NAMES_MAX || strlen(name) >= NAME_MAX) {
        abort();
    }
    if (i == names->count) {
        strcpy(names->list[names->count++], name);
    }
    return i;
}

uint32_t
county_source(struct county *county, const char *name)
{
    return take(&county->book->sources, name);
}

uint32_t
county_duty(struct county *county, const char *name)
{
    return take(&county->book->duties, name);
}

uint32_t
county_place(struct county *county, const char *text)
{
    uint32_t place = dg_place_read(county->places,
                                   (struct dg_plugin_str){text, strlen(text)});
    if (place == DG_PLACE_NONE) {
        abort();
    }
    return place;
}

const roaring_bitmap_t *
county_set(struct county *county, const char *text)
{
    struct dg_book *book = county->book;
    roaring_bitmap_t *set = roaring_bitmap_copy(
        dg_place_set(county->places, county_place(county, text)));
    if (book->set_count == SETS_MAX) {
        abort();
    }
    book->sets[book->set_count++] = set;
    return set;
}

static uint16_t
find_cause(const char *code)
{
    uint16_t i = 0;
    while (i < CAUSES && strcmp(causes[i].code.data, code) != 0) {
        i++;
    }
    if (i == CAUSES) {
        abort();
    }
    return i;
}

void
county_add(struct county *county, const struct county_cell *cell)
{
    struct dg_book *book = county->book;
    uint16_t row = dg_tariff_row(
        county->tariffs, (struct dg_plugin_str){cell->row, strlen(cell->row)});
    if (row == UINT16_MAX) {
        abort();
    }
    if (book->cell_count == book->cell_room) {
        book->cell_room = book->cell_room ? book->cell_room * 2 : 64;
        book->cells =
            realloc(book->cells, book->cell_room * sizeof *book->cells);
    }
    book->cells[book->cell_count++] =
        (struct dg_cell){.quantity = cell->quantity,
                         .month = (int32_t) ((atoi(cell->month) - 1970) * 12 +
                                             atoi(cell->month + 5) - 1),
                         .source = county_source(county, cell->department),
                         .duty = county_duty(county, cell->duty),
                         .place = county_place(county, cell->place),
                         .row = row,
                         .tariff = cell->tariff,
                         .cause = find_cause(cell->cause),
                         .level = cell->level};
}

static int32_t
month_of(int64_t time_us)
{
    time_t there = (time_t) (time_us / 1000000) + 8 * 3600;
    const struct tm *day = gmtime(&there);
    return (day->tm_year - 70) * 12 + day->tm_mon;
}

void
county_ask(struct county *county, const struct dg_book_ask *ask)
{
    struct dg_book *book = county->book;
    book->asks =
        realloc(book->asks, (book->ask_count + 1) * sizeof *book->asks);
    book->asks[book->ask_count] = *ask;
    book->asks[book->ask_count++].month = month_of(ask->time_us);
}

void
county_tally(struct county *county, const struct dg_tally *tally)
{
    struct dg_book *book = county->book;
    book->tallies =
        realloc(book->tallies, (book->tally_count + 1) * sizeof *book->tallies);
    book->tallies[book->tally_count++] = *tally;
}

void
county_stray(struct county *county, uint64_t task, uint32_t office)
{
    struct dg_book *book = county->book;
    book->strays[book->stray_count++] =
        (struct dg_book_stray){.task = task, .sequence = 99, .office = office};
}

/* ---- reading ------------------------------------------------------------- */

void
dg_book_range(const struct dg_book *book, uint64_t *first, uint64_t *last)
{
    *first = book->cell_count > 0;
    *last = book->cell_count;
}

const struct dg_cell *
dg_book_cells(const struct dg_book *book, size_t *count)
{
    *count = book->cell_count;
    return book->cells;
}

const struct dg_tally *
dg_book_tallies(const struct dg_book *book, size_t *count)
{
    *count = book->tally_count;
    return book->tallies;
}

size_t
dg_book_asks(const struct dg_book *book)
{
    return book->ask_count;
}

void
dg_book_ask(const struct dg_book *book, size_t index, struct dg_book_ask *ask)
{
    *ask = book->asks[index];
}

static struct dg_plugin_str
name_of(const struct names *names, uint32_t index)
{
    const char *name = names->list[index];
    return (struct dg_plugin_str){name, strlen(name)};
}

struct dg_plugin_str
dg_book_source(const struct dg_book *book, uint32_t source)
{
    return name_of(&book->sources, source);
}

struct dg_plugin_str
dg_book_duty(const struct dg_book *book, uint32_t duty)
{
    return name_of(&book->duties, duty);
}

static uint32_t
find_text(const struct names *names, struct dg_plugin_str text)
{
    for (uint32_t i = 0; i < names->count; i++) {
        if (strlen(names->list[i]) == text.len &&
            memcmp(names->list[i], text.data, text.len) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

uint32_t
dg_book_find_source(const struct dg_book *book, struct dg_plugin_str source)
{
    return find_text(&book->sources, source);
}

uint32_t
dg_book_find_duty(const struct dg_book *book, struct dg_plugin_str duty)
{
    return find_text(&book->duties, duty);
}

const struct dg_cause *
dg_book_cause(const struct dg_book *book, uint16_t cause)
{
    (void) book;
    return &causes[cause];
}

uint16_t
dg_book_causes(const struct dg_book *book)
{
    (void) book;
    return (uint16_t) CAUSES;
}

const struct dg_book_stray *
dg_book_stray(const struct dg_book *book, size_t index)
{
    return index < book->stray_count ? &book->strays[index] : NULL;
}
