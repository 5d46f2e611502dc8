/* SPDX-License-Identifier: Apache-2.0 */
/* The book as JSON: what it comes to, in an order and in names that do not
 * depend on how it came there. */
#include "plugins/burden/book/inside.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define ARG(s) (int) (s).len, (s).data ? (s).data : ""

struct saving {
    const struct dg_book *book;
    struct dg_plugin_writer *out;
    bool failed;
};

/* NULL without memory. */
__attribute__((format(printf, 2, 3))) static char *
print(struct saving *s, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    int len;
    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = len < 0 ? NULL : malloc((size_t) len + 1);
    if (!text) {
        s->failed = true;
        return NULL;
    }
    va_start(args, format);
    vsnprintf(text, (size_t) len + 1, format, args);
    va_end(args);
    return text;
}

static int
compare(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Sorted; frees them. */
static void
put_lines(struct saving *s, const char *name, char **lines, size_t count)
{
    const struct dg_plugin_host *host = s->book->host;
    host->put_name(s->out, name);
    host->open_array(s->out);
    if (!s->failed && count > 0) {
        qsort(lines, count, sizeof *lines, compare);
    }
    for (size_t i = 0; i < count; i++) {
        if (!s->failed) {
            host->put_text(s->out, dg_text_from(lines[i]));
        }
        free(lines[i]);
    }
    host->close_array(s->out);
    free(lines);
}

/* ---- cells, tallies ------------------------------------------------------ */

static char *
print_cell(struct saving *s, const struct dg_cell *cell)
{
    static const char *const fates[] = {"borne", "avoided", "refused",
                                        "outside"};
    const struct dg_book *book = s->book;
    const struct dg_cause *cause = &book->causes[cell->cause];
    struct dg_plugin_str place;
    char *line;
    if (!dg_place_text(book->places, cell->place, &place)) {
        s->failed = true;
        return NULL;
    }
    line = print(
        s, "%04d-%02d %.*s %.*s %u %.*s %.*s %s/%.*s/%d %" PRIu64 " @%.*s",
        1970 + (int) cell->month / 12, (int) cell->month % 12 + 1,
        ARG(dg_book_source(book, cell->source)),
        ARG(dg_book_duty(book, cell->duty)), cell->level,
        ARG(dg_tariff_name(book->tariffs, cell->tariff)),
        ARG(dg_tariff_row_name(book->tariffs, cell->row)), fates[cause->fate],
        ARG(cause->code), (int) cause->kind, cell->quantity, ARG(place));
    book->host->release((void *) (uintptr_t) place.data);
    return line;
}

static void
put_cells(struct saving *s)
{
    const struct dg_book *book = s->book;
    char **lines = malloc((book->cell_count + 1) * sizeof *lines);
    size_t count = 0;
    s->failed |= !lines;
    for (uint32_t i = 0; i < book->cell_count && !s->failed; i++) {
        if (book->cells[i].quantity > 0) {
            lines[count] = print_cell(s, &book->cells[i]);
            count += lines[count] != NULL;
        }
    }
    put_lines(s, "cells", lines, count);
}

static void
put_tallies(struct saving *s)
{
    const struct dg_book *book = s->book;
    char **lines = malloc((book->tally_count + 1) * sizeof *lines);
    size_t count = 0;
    s->failed |= !lines;
    for (uint32_t i = 0; i < book->tally_count && !s->failed; i++) {
        const struct dg_tally *t = &book->tallies[i];
        lines[count] =
            print(s,
                  "%04d-%02d %.*s %.*s %u: %" PRIu64 " %" PRIu64 " %" PRIu64
                  " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
                  " %" PRIu64 " %" PRIu64,
                  1970 + (int) t->month / 12, (int) t->month % 12 + 1,
                  ARG(dg_book_source(book, t->source)),
                  ARG(dg_book_duty(book, t->duty)), t->level, t->decided,
                  t->admitted, t->refused, t->deferred, t->urgent,
                  t->lifesafety, t->once, t->submissions, t->filled, t->reused);
        count += lines[count] != NULL;
    }
    put_lines(s, "tallies", lines, count);
}

/* ---- asks ---------------------------------------------------------------- */

static void
put_number(struct saving *s, const char *name, uint64_t number)
{
    s->book->host->put_name(s->out, name);
    s->book->host->put_integer(s->out, (int64_t) number);
}

struct text {
    struct saving *s;
    char *runs;
};

static void
add_run(void *ctx, uint32_t first, uint32_t count)
{
    struct text *text = ctx;
    char *longer =
        print(text->s, "%s%s%" PRIu32 "+%" PRIu32, text->runs ? text->runs : "",
              text->runs ? "," : "", first, count);
    free(text->runs);
    text->runs = longer;
}

static void
put_set(struct saving *s, const char *name, const roaring_bitmap_t *set)
{
    struct text text = {s, NULL};
    if (!set) {
        return;
    }
    dg_place_runs(set, add_run, &text);
    s->book->host->put_name(s->out, name);
    s->book->host->put_text(s->out, dg_text_from(text.runs ? text.runs : ""));
    free(text.runs);
}

static void
put_ask(struct saving *s, size_t index)
{
    const struct dg_plugin_host *host = s->book->host;
    struct dg_book_ask ask;
    dg_book_ask(s->book, index, &ask);
    host->open_object(s->out);
    put_number(s, "first", ask.first);
    put_number(s, "task", ask.task);
    put_number(s, "due", (uint64_t) ask.due_us);
    put_number(s, "attempts", ask.attempts);
    put_number(s, "refused", ask.refused);
    put_number(s, "forms", ask.forms);
    put_number(s, "estimate", ask.estimate);
    put_number(s, "minutes", ask.minutes);
    put_number(s, "ancestor", ask.ancestor);
    put_number(s, "state", ask.state);
    put_number(s, "fetched", (uint64_t) ask.fetched_us);
    put_set(s, "acted", ask.acted);
    put_set(s, "reported", ask.reported);
    put_set(s, "ontime", ask.ontime);
    host->close_object(s->out);
}

bool
dg_book_save(const struct dg_book *book, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = book->host;
    struct saving s = {book, out, false};
    host->open_object(out);
    put_number(&s, "from", book->first);
    put_number(&s, "to", book->last);
    put_cells(&s);
    put_tallies(&s);
    host->put_name(out, "asks");
    host->open_array(out);
    for (size_t i = 0; i < book->ask_count; i++) {
        put_ask(&s, i);
    }
    host->close_array(out);
    put_number(&s, "strays", book->stray_count);
    host->close_object(out);
    return !s.failed;
}
