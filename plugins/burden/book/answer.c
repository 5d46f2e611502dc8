/* SPDX-License-Identifier: Apache-2.0 */
/* What offices did: who acted on a task, whose report is in, what was said, and
 * what had to be said again. */
#include "plugins/burden/book/attempt.h"

/* ---- whose it is --------------------------------------------------------- */

/* The office of a fact: its place, else who says it. */
static uint32_t
office_of(const struct dg_book *book, const struct dg_plugin_header *header,
          const struct dg_plugin_effect *fact)
{
    struct dg_plugin_str place = fact->place;
    struct dg_plugin_str source = header->source;
    uint64_t number = 0;
    for (size_t i = 0; i < place.len && number < UINT32_MAX; i++) {
        if (place.data[i] < '0' || place.data[i] > '9') {
            return DG_PLUGIN_NO_OFFICE;
        }
        number = 10 * number + (uint64_t) (place.data[i] - '0');
    }
    if (place.len > 0) {
        return number < UINT32_MAX ? (uint32_t) number : DG_PLUGIN_NO_OFFICE;
    }
    while (source.len > 0 && *source.data != '/') {
        source.data++;
        source.len--;
    }
    if (source.len < 2) {
        return DG_PLUGIN_NO_OFFICE;
    }
    return book->host->office_number(
        book->host, (struct dg_plugin_str){source.data + 1, source.len - 1});
}

static bool
add(roaring_bitmap_t **set, uint32_t office)
{
    if (!*set) {
        *set = roaring_bitmap_create();
    }
    if (*set) {
        roaring_bitmap_add(*set, office);
    }
    return *set != NULL;
}

/* Some entry asked it of the office, whatever became of that. */
static bool
was_asked(const struct dg_book *book, const struct dg_task *task,
          uint32_t office)
{
    const struct dg_attempt *attempt = &book->attempts[task->attempt];
    uint32_t number = attempt->task, i = task->attempt;
    for (; i != DG_NONE; i = attempt->next) {
        attempt = &book->attempts[i];
        if (attempt->task == number &&
            roaring_bitmap_contains(
                dg_place_set(book->places, attempt->sheet->place), office)) {
            return true;
        }
    }
    return false;
}

/* A digit each. */
static void
write_code(uint64_t code, char text[12])
{
    for (int i = 12; i-- > 0; code /= 10) {
        text[i] = (char) ('0' + code % 10);
    }
}

/* Those who were asked whose heir the office is, and for whom it answers; NULL:
 * without memory. Looked up in the roster, as only mergers need it. */
static roaring_bitmap_t *
forebears(const struct dg_book *book, const struct dg_task *task,
          uint32_t office)
{
    char text[12];
    roaring_bitmap_t *all, *set = roaring_bitmap_create();
    roaring_uint32_iterator_t at;
    write_code(book->host->office_code(book->host, office), text);
    all = dg_place_below(book->places, (struct dg_plugin_str){text, 12});
    if (set && all) {
        roaring_init_iterator(all, &at);
        for (; at.has_value; roaring_advance_uint32_iterator(&at)) {
            if (was_asked(book, task, at.current_value)) {
                roaring_bitmap_add(set, at.current_value);
            }
        }
        roaring_bitmap_free(all);
        return set;
    }
    if (set) {
        roaring_bitmap_free(set);
    }
    if (all) {
        roaring_bitmap_free(all);
    }
    return NULL;
}

/* Into each of the sets; asked: whether the office was a recipient at all. */
static bool
note(const struct dg_book *book, const struct dg_task *task, uint32_t office,
     roaring_bitmap_t **sets[3], bool *asked)
{
    roaring_bitmap_t *whose;
    bool done = true;
    *asked = was_asked(book, task, office);
    if (*asked) {
        for (size_t i = 0; i < 3 && done; i++) {
            done = !sets[i] || add(sets[i], office);
        }
        return done;
    }
    whose = forebears(book, task, office);
    if (!whose) {
        return false;
    }
    *asked = !roaring_bitmap_is_empty(whose);
    for (size_t i = 0; i < 3 && *asked && done; i++) {
        done = !sets[i] || *sets[i] ||
               (*sets[i] = roaring_bitmap_create()) != NULL;
        if (sets[i] && done) {
            roaring_bitmap_or_inplace(*sets[i], whose);
        }
    }
    roaring_bitmap_free(whose);
    return done;
}

/* ---- acts ---------------------------------------------------------------- */

/* Who acts on what was taken back bears it, from then on. */
static bool
has_acted(struct dg_book *book, struct dg_task *task, bool asked)
{
    return !asked || !dg_task_gone(task) ||
           dg_ask_evaluate(book, dg_ask_of(book, task));
}

static bool
take_act(struct dg_book *book, struct dg_task *task, uint32_t office)
{
    roaring_bitmap_t **sets[3] = {&task->acted};
    bool asked;
    return note(book, task, office, sets, &asked) &&
           has_acted(book, task, asked);
}

static bool
add_stray(struct dg_book *book, const struct dg_task *task, uint32_t office)
{
    if (!dg_room(&book->strays, book->stray_count, &book->stray_room,
                 sizeof *book->strays)) {
        return false;
    }
    book->strays[book->stray_count++] = (struct dg_book_stray){
        book->attempts[task->attempt].sequence, book->now, office};
    return true;
}

static bool
take_report(struct dg_book *book, struct dg_task *task, uint32_t office,
            bool ontime)
{
    struct dg_tally *tally = dg_tally_of(book, dg_ask_of(book, task),
                                         book->attempts[task->attempt].month);
    roaring_bitmap_t **sets[3] = {&task->acted, &task->reported,
                                  ontime ? &task->ontime : NULL};
    bool asked;
    if (!tally || !note(book, task, office, sets, &asked)) {
        return false;
    }
    if (!asked) {
        return add_stray(book, task, office);
    }
    tally->submissions++;
    return has_acted(book, task, asked);
}

/* What an office has to do again, it bears besides. */
static bool
take_rework(struct dg_book *book, const struct dg_task *task,
            const struct dg_plugin_effect *fact)
{
    const struct dg_ask *ask = dg_ask_of(book, task);
    const struct dg_attempt *attempt = &book->attempts[task->attempt];
    struct dg_cell key = {.month = attempt->month,
                          .source = ask->source,
                          .duty = ask->duty,
                          .tariff = attempt->tariff,
                          .cause = DG_CAUSE_REWORK,
                          .level = ask->level};
    uint64_t most = (1u << DG_TARIFF_QUANTITY_BITS) - 1;
    uint32_t cell;
    key.row = dg_tariff_row(book->tariffs,
                            dg_text_from(fact->cause ? fact->cause : ""));
    key.place = dg_place_read(book->places, fact->place);
    if (key.row == UINT16_MAX || key.place == DG_PLACE_NOWHERE) {
        return true;
    }
    if (key.row == DG_TARIFF_FAILED || key.place == DG_PLACE_NONE) {
        return false;
    }
    cell = dg_cells_take(book, &key);
    if (cell == DG_NONE) {
        return false;
    }
    book->cells[cell].quantity += fact->quantity < most ? fact->quantity : most;
    return true;
}

/* ---- values -------------------------------------------------------------- */

/* Charged to nobody, unless the fact names a task. */
static bool
take_values(struct dg_book *book, const struct dg_plugin_header *header,
            const struct dg_plugin_effect *fact, const struct dg_task *task)
{
    struct dg_tally *tally;
    bool reused = strcmp(fact->cause ? fact->cause : "", "reused") == 0;
    if (task) {
        tally = dg_tally_of(book, dg_ask_of(book, task),
                            book->attempts[task->attempt].month);
    } else {
        uint32_t nobody = dg_words_take(&book->names, dg_text_from(""));
        int32_t day = book->host->date_of(header->time_us);
        const struct dg_tally key = {.month = dg_reading_month(day),
                                     .source = nobody,
                                     .duty = nobody,
                                     .level = DG_LEVEL_COUNTY};
        tally = nobody == DG_NONE ? NULL : dg_tallies_take(book, &key);
    }
    if (!tally) {
        return false;
    }
    *(reused ? &tally->reused : &tally->filled) += fact->quantity;
    return true;
}

/* ---- all of them --------------------------------------------------------- */

static void
note_fetched(struct dg_book *book, const struct dg_task *task, int64_t time_us)
{
    struct dg_ask *ask = dg_ask_of(book, task);
    if (!ask->fetched) {
        ask->fetched = true;
        ask->fetched_us = time_us;
    }
}

static bool
take_of_task(struct dg_book *book, const struct dg_plugin_header *header,
             const struct dg_plugin_effect *fact, struct dg_task *task)
{
    const char *dimension = fact->dimension;
    uint32_t office;
    if (strcmp(dimension, "rework") == 0) {
        return take_rework(book, task, fact);
    }
    if (strcmp(dimension, "fetched") == 0) {
        note_fetched(book, task, header->time_us);
        return true;
    }
    office = office_of(book, header, fact);
    if (office == DG_PLUGIN_NO_OFFICE) {
        return true;
    }
    if (strcmp(dimension, "report") == 0) {
        return take_report(book, task, office,
                           strcmp(fact->cause ? fact->cause : "", "late") != 0);
    }
    return (strcmp(dimension, "acknowledged") != 0 &&
            strcmp(dimension, "started") != 0) ||
           take_act(book, task, office);
}

enum dg_plugin_status
dg_answer_take(struct dg_book *book, const struct dg_plugin_header *header,
               const struct dg_plugin_effect *fact)
{
    uint64_t number, none;
    struct dg_task *task = dg_book_numbers(fact->pointer, &number, &none)
                               ? dg_task_find(book, number)
                               : NULL;
    bool done = true;
    if (!fact->dimension) {
        return DG_PLUGIN_OK;
    }
    if (strcmp(fact->dimension, "field") == 0) {
        done = take_values(book, header, fact, task);
    } else if (task) {
        done = take_of_task(book, header, fact, task);
    }
    return done ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}
