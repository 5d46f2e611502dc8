/* SPDX-License-Identifier: Apache-2.0 */
/* Cells: what counts of what was said, and, through random lives, that what was
 * forgotten leaves the cells as if it had never been said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/cell/cell.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define OFFICES 3
#define ELEMENTS 2
#define PERIODS 4
#define SUBJECTS 3 /* and none */
#define ENTRIES 60

static struct dg_plugin_host host;
static struct dg_dictionary *dictionary;
static struct dg_names *sources;
static uint32_t elements[ELEMENTS];
static uint32_t seed;

static unsigned
draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) (seed >> 8) * below >> 24);
}

static uint64_t
code_of(const struct dg_plugin_host *of, uint32_t number)
{
    (void) of;
    return 522731001001u + number;
}

static dg_period
month(unsigned index)
{
    char text[8];
    dg_period period = 0;
    snprintf(text, sizeof text, "2026-%02u", index + 1);
    dg_period_read(dg_text_from(text), &period);
    return period;
}

static void
open_world(void)
{
    struct dg_field_meaning meaning = {.has_type = true,
                                       .type = DG_VALUE_INTEGER,
                                       .has_period = true,
                                       .period = DG_PERIOD_MONTH};
    fake_host_make_table(&host);
    host.office_code = code_of;
    dictionary = dg_dictionary_create(&host);
    sources = dg_names_create();
    dg_names_take(sources, dg_text_from("office/522731001001"));
    for (uint32_t i = 0; i < ELEMENTS; i++) {
        struct dg_field_origin origin = {1, i, DG_ELEMENT_NONE,
                                         dg_text_from("department/mzj")};
        meaning.label = dg_text_from(i ? "残疾人数" : "常住人口");
        if (!dg_dictionary_take(dictionary, &meaning, &origin, &elements[i])) {
            exit(99);
        }
    }
}

static struct dg_cells *
create(void)
{
    struct dg_cells *cells = dg_cells_create(&host, dictionary, sources);
    if (!cells) {
        exit(99);
    }
    return cells;
}

/* ---- one cell ----------------------------------------------------------- */

static struct dg_cells *one;
static struct dg_cell_key key;

static void
say(uint64_t sequence, enum dg_word word, const char *text)
{
    struct dg_saying saying = {.sequence = sequence,
                               .time_us = (int64_t) sequence * 1000,
                               .word = word,
                               .text = dg_text_from(text)};
    ok(dg_cells_say(one, key, &saying), "entry %d is said", (int) sequence);
}

static void
review(uint64_t sequence, enum dg_word word, uint64_t upto)
{
    struct dg_saying saying = {
        .sequence = sequence, .word = word, .task = 7, .upto = upto};
    ok(dg_cells_say(one, key, &saying), "entry %d reviews", (int) sequence);
}

static void
correct(uint64_t sequence, const char *text)
{
    struct dg_saying saying = {.sequence = sequence,
                               .word = DG_WORD_VALUE,
                               .correct = true,
                               .reason = dg_text_from("漏报"),
                               .text = dg_text_from(text)};
    ok(dg_cells_say(one, key, &saying), "entry %d corrects", (int) sequence);
}

/* What counts, and what counts of what was passed. */
static void
counts(const char *plain, const char *passed, const char *what)
{
    struct dg_saying value;
    char text[64] = "";
    if (dg_cells_value(one, key, false, &value)) {
        snprintf(text, sizeof text, "%.*s", DG_TEXT_ARG(value.text));
    }
    is_text(text, plain, what);
    text[0] = '\0';
    if (dg_cells_value(one, key, true, &value)) {
        snprintf(text, sizeof text, "%.*s", DG_TEXT_ARG(value.text));
    }
    is_text(text, passed, what);
}

static bool
is_answered(uint32_t office)
{
    return roaring_bitmap_contains(dg_cells_at(one, key.slot)->answered,
                                   office);
}

static void
test_states(void)
{
    struct dg_saying last;
    one = create();
    key = (struct dg_cell_key){dg_cells_take_slot(one, elements[0], month(1)),
                               2, 0};
    counts("", "", "nothing said");
    ok(!dg_cells_last(one, key, &last), "nothing is the last thing said");
    say(10, DG_WORD_VALUE, "5");
    counts("5", "", "said");
    ok(is_answered(2) && !is_answered(1), "the office answered");
    review(11, DG_WORD_PASSED, 9);
    counts("5", "", "a pass of what was before it");
    review(12, DG_WORD_PASSED, 11);
    counts("5", "5", "a pass");
    say(13, DG_WORD_VALUE, "6");
    counts("6", "5", "said again: the passed one stands until the next pass");
    correct(14, "7");
    counts("7", "7", "a correction of what was passed counts at once");
    review(15, DG_WORD_RETURNED, 14);
    counts("", "", "what was returned counts for nobody");
    ok(!is_answered(2), "a returned cell is open");
    say(16, DG_WORD_NONE, "");
    counts("", "", "none has no text");
    ok(is_answered(2), "none is an answer");
    review(17, DG_WORD_PASSED, 16);
    ok(dg_cells_value(one, key, true, &last) && last.word == DG_WORD_NONE,
       "and passed as one");
    review(18, DG_WORD_RETURNED, 17);
    counts("", "", "what was passed and returned since counts for nobody");
    ok(dg_cells_last(one, key, &last) && last.sequence == 18, "the last thing");
    ok(dg_cells_before(one, &last) && last.sequence == 17, "the one before");
    dg_cells_destroy(one);
}

static void
test_same(void)
{
    struct dg_saying value;
    one = create();
    for (unsigned i = 0; i < 3; i++) {
        key = (struct dg_cell_key){
            dg_cells_take_slot(one, elements[0], month(i)), 0, 0};
        if (i == 0) {
            say(1, DG_WORD_VALUE, "12");
        } else {
            say(1 + i, DG_WORD_SAME, "");
        }
    }
    counts("12", "", "as in the period before, over two");
    key.slot = dg_cells_slot(one, elements[0], month(0));
    correct(9, "13");
    key.slot = dg_cells_slot(one, elements[0], month(2));
    counts("12", "", "a correction since is of the period before alone");
    dg_cells_forget(one, &(uint64_t){1}, 1);
    counts("", "", "what rested on what was forgotten has no value");
    ok(!is_answered(0), "and is no answer");
    ok(!dg_cells_value(one, key, false, &value), "none at all");
    dg_cells_destroy(one);
}

static bool
list_subject(void *ctx, uint32_t subject)
{
    char hex[33];
    dg_cells_subject_name(one, subject, hex);
    strcat(ctx, hex + 31);
    return true;
}

static void
test_rows(void)
{
    static const char *const names[] = {"0000000000000000000000000000000c",
                                        "0000000000000000000000000000000a",
                                        "0000000000000000000000000000000b"};
    char seen[8] = "";
    uint32_t slot;
    one = create();
    slot = dg_cells_take_slot(one, elements[0], month(0));
    for (uint64_t i = 0; i < 3; i++) {
        key =
            (struct dg_cell_key){slot, 1, dg_cells_take_subject(one, names[i])};
        say(i + 1, DG_WORD_VALUE, "x");
    }
    dg_cells_each_subject(one, slot, 1, list_subject, seen);
    is_text(seen, "abc", "subjects come in the order of their names");
    is_int(dg_cells_rows(one, slot, 1), 3, "rows are counted");
    say(4, DG_WORD_REMOVED, "");
    seen[0] = '\0';
    dg_cells_each_subject(one, slot, 1, list_subject, seen);
    is_text(seen, "ac", "one removed is none any more");
    key.subject = 0;
    say(5, DG_WORD_VALUE, "");
    counts("2", "", "of a complete list the value is the number of rows");
    is_int(dg_cells_subject(one, names[0]), 1,
           "a subject is found by its name");
    is_int(dg_cells_subject(one, "0000000000000000000000000000000f"), 0,
           "and an unknown one is none");
    dg_cells_destroy(one);
}

/* ---- random lives ------------------------------------------------------- */

/* What an entry says, to be said again. */
struct entry {
    uint64_t sequence;
    unsigned count;
    struct {
        unsigned element, period, office, subject;
        enum dg_word word;
        char text[8];
    } said[4];
    uint64_t task, upto;
    bool correct;
};

static void
make_entry(struct entry *entry, uint64_t sequence)
{
    unsigned kind = draw(10);
    *entry = (struct entry){.sequence = sequence, .count = 1 + draw(4)};
    if (kind < 3) {
        entry->task = 1000 + draw(3);
        entry->upto = sequence - draw(4);
    }
    entry->correct = kind == 9;
    for (unsigned i = 0; i < entry->count; i++) {
        static const enum dg_word words[] = {DG_WORD_VALUE, DG_WORD_VALUE,
                                             DG_WORD_NONE, DG_WORD_SAME,
                                             DG_WORD_REMOVED};
        entry->said[i].element = draw(ELEMENTS);
        entry->said[i].period = draw(PERIODS);
        entry->said[i].office = draw(OFFICES);
        entry->said[i].subject = draw(2) ? 1 + draw(SUBJECTS) : 0;
        entry->said[i].word = kind < 2    ? DG_WORD_PASSED
                              : kind == 2 ? DG_WORD_RETURNED
                                          : words[draw(5)];
        snprintf(entry->said[i].text, sizeof entry->said[i].text, "%u",
                 draw(100));
    }
}

static void
say_entry(struct dg_cells *cells, const struct entry *entry)
{
    struct dg_saying saying = {.sequence = entry->sequence,
                               .time_us = (int64_t) entry->sequence,
                               .correct = entry->correct,
                               .task = entry->task,
                               .upto = entry->upto};
    for (unsigned i = 0; i < entry->count; i++) {
        char hex[33];
        struct dg_cell_key at = {
            dg_cells_take_slot(cells, elements[entry->said[i].element],
                               month(entry->said[i].period)),
            entry->said[i].office, 0};
        snprintf(hex, sizeof hex, "%032x", 77u * entry->said[i].subject % 101);
        if (entry->said[i].subject) {
            at.subject = dg_cells_take_subject(cells, hex);
        }
        saying.word = entry->said[i].word;
        saying.text = saying.word == DG_WORD_VALUE || entry->task
                          ? dg_text_from(entry->said[i].text)
                          : (struct dg_plugin_str){0};
        if (!dg_cells_say(cells, at, &saying)) {
            exit(99);
        }
    }
}

static struct fake_host fake;

static char *
save(const struct dg_cells *cells)
{
    struct dg_plugin_writer out = {fake.writer, &fake};
    struct dg_str text;
    dg_json_writer_reset(fake.writer);
    dg_cells_save(cells, &out);
    if (dg_json_writer_text(fake.writer, &text) != DG_OK) {
        exit(99);
    }
    return strndup(text.data, text.len);
}

static bool
note_again(void *ctx, struct dg_cell_key at, const struct dg_saying *saying)
{
    size_t *sum = ctx;
    *sum = *sum * 31 + (size_t) saying->sequence * 7 + at.office + saying->word;
    return true;
}

/* Answers, rows, and what was said again, by element and period. */
static void
show(const struct dg_cells *cells, char out[8192])
{
    size_t len = 0, again = 0;
    for (unsigned e = 0; e < ELEMENTS; e++) {
        for (unsigned p = 0; p < PERIODS; p++) {
            uint32_t slot = dg_cells_slot(cells, elements[e], month(p));
            for (uint32_t o = 0; o < OFFICES; o++) {
                bool answered = slot != DG_SLOT_NONE &&
                                roaring_bitmap_contains(
                                    dg_cells_at(cells, slot)->answered, o);
                struct dg_cell_key at = {slot, o, 0};
                struct dg_saying value = {.sequence = 0};
                bool is = slot != DG_SLOT_NONE &&
                          dg_cells_value(cells, at, false, &value);
                len += (size_t) snprintf(
                    out + len, 8192 - len, "%u/%u/%u:%d%d%u=%.*s ", e, p, o,
                    answered, is,
                    slot == DG_SLOT_NONE ? 0 : dg_cells_rows(cells, slot, o),
                    DG_TEXT_ARG(value.text));
            }
        }
    }
    dg_cells_each_again(cells, 5, note_again, &again);
    snprintf(out + len, 8192 - len, "again %zu", again);
}

static bool
is_gone(const uint64_t *gone, size_t count, const struct entry *entry)
{
    for (size_t i = 0; i < count; i++) {
        if (gone[i] == entry->sequence || gone[i] == entry->task) {
            return true;
        }
    }
    return false;
}

static bool
live(unsigned number)
{
    static struct entry entries[ENTRIES];
    struct dg_cells *all = create(), *rest = create();
    uint64_t gone[12];
    char a[8192], b[8192];
    char *x, *y;
    bool same;
    seed = number;
    for (unsigned i = 0; i < ENTRIES; i++) {
        make_entry(&entries[i], i + 1);
        say_entry(all, &entries[i]);
    }
    /* A review is erased with its task only. */
    for (unsigned i = 0; i < 12; i++) {
        const struct entry *entry = &entries[draw(ENTRIES)];
        gone[i] = entry->task ? 1000 + draw(3) : entry->sequence;
    }
    if (!dg_cells_forget(all, gone, 5) || !dg_cells_forget(all, gone + 5, 7)) {
        exit(99);
    }
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (!is_gone(gone, 12, &entries[i])) {
            say_entry(rest, &entries[i]);
        }
    }
    show(all, a);
    show(rest, b);
    x = save(all);
    y = save(rest);
    same = strcmp(a, b) == 0 && strcmp(x, y) == 0;
    if (!same) {
        fprintf(stderr, "# life %u differs\n", number);
    }
    free(x);
    free(y);
    dg_cells_destroy(all);
    dg_cells_destroy(rest);
    return same;
}

int
main(void)
{
    unsigned same = 0, lives = 300;
    open_world();
    test_states();
    test_same();
    test_rows();
    fake.table = host;
    if (dg_json_writer_create(&fake.writer) != DG_OK) {
        exit(99);
    }
    for (unsigned i = 1; i <= lives; i++) {
        same += live(i);
    }
    is_int(same, lives, "what was forgotten was never said, in random lives");
    dg_json_writer_destroy(fake.writer);
    dg_dictionary_destroy(dictionary);
    dg_names_destroy(sources);
    return tap_done();
}
