/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds a book and reads it. */
#include "tests/plugins/burden/book/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tap/tap.h"

#define EFFECTS_MAX 512

/* Offices have codes of one county, towns apart. */
static uint64_t
code_of(const struct dg_plugin_host *host, uint32_t number)
{
    (void) host;
    if (number >= DG_PLUGIN_TOWNS) {
        return number < DG_PLUGIN_TOWNS + 3
                   ? 522731100000u + 1000u * (number - DG_PLUGIN_TOWNS)
                   : 0;
    }
    return number < 200 ? 522731100001u + number : 0;
}

static uint32_t
heir_of(const struct dg_plugin_host *host, uint32_t number)
{
    (void) host;
    return number;
}

void
fixture_open(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    fake_host_make_table(&f->host);
    f->host.office_code = code_of;
    f->host.office_heir = heir_of;
    f->places = dg_places_create(&f->host);
    f->tariffs = dg_tariffs_create(&f->host);
    f->book = dg_book_create(&f->host, f->places, f->tariffs);
    f->type = "dutygate.task.publish.v1";
    f->source = "department/mzj";
    f->duty = "d1";
    f->period = "";
    fixture_day(f, "2026-03-02");
}

void
fixture_close(struct fixture *f)
{
    dg_book_destroy(f->book);
    dg_tariffs_destroy(f->tariffs);
    dg_places_destroy(f->places);
}

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

void
fixture_day(struct fixture *f, const char *date)
{
    int32_t day = 0;
    f->host.date_parse(str(date), &day);
    f->time_us = ((int64_t) day * 86400 + 4 * 3600) * 1000000;
}

/* ---- entries ------------------------------------------------------------- */

static enum dg_plugin_effect_kind
kind_of(const char *name)
{
    static const char *const names[] = {"refuse",  "strip", "share", "prefill",
                                        "release", "ask",   "answer"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return (enum dg_plugin_effect_kind) i;
        }
    }
    fprintf(stderr, "no kind: %s\n", name);
    abort();
}

/* Its texts stay in words. */
static struct dg_plugin_effect
read_effect(char *words[6])
{
    struct dg_plugin_effect effect = {
        .kind = kind_of(words[0]),
        .dimension = words[1],
        .pointer = str(strcmp(words[2], "-") == 0 ? "" : words[2]),
        .quantity = strtoull(words[3], NULL, 10),
        .cause = words[4],
    };
    if (words[5]) {
        effect.place = str(words[5]);
    }
    return effect;
}

static size_t
read_effects(char *text, struct dg_plugin_effect *effects)
{
    size_t count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        char *words[6] = {0}, *at = NULL;
        char *word = strtok_r(line, " ", &at);
        for (size_t i = 0; word && i < 6;
             i++, word = strtok_r(NULL, " ", &at)) {
            words[i] = word;
        }
        if (words[0]) {
            effects[count++] = read_effect(words);
        }
    }
    return count;
}

uint64_t
fixture_entry(struct fixture *f, enum dg_plugin_verdict verdict,
              const char *text)
{
    static struct dg_plugin_effect effects[EFFECTS_MAX];
    char *copy = strdup(text);
    const struct dg_plugin_header header = {
        .struct_size = sizeof header,
        .sequence = ++f->sequence,
        .time_us = f->time_us,
        .type = str(f->type),
        .source = str(f->source),
        .verdict = verdict,
        .duty = str(f->duty),
        .period = str(f->period),
        .effects = effects,
        .effect_count = read_effects(copy, effects),
    };
    if (dg_book_header(f->book, &header) != DG_PLUGIN_OK) {
        fprintf(stderr, "entry %llu failed\n",
                (unsigned long long) f->sequence);
        abort();
    }
    free(copy);
    return f->sequence;
}

void
fixture_task(struct fixture *f, uint64_t task, uint64_t content,
             const char *what)
{
    struct dg_plugin_task change = {.struct_size = sizeof change,
                                    .task = task,
                                    .content = content ? content : task,
                                    .time_us = f->time_us};
    if (strcmp(what, "opened") == 0) {
        change.change = DG_PLUGIN_TASK_OPENED;
    } else if (strcmp(what, "changed") == 0) {
        change.change = DG_PLUGIN_TASK_CHANGED;
    } else if (strncmp(what, "dropped ", 8) == 0) {
        change.change = DG_PLUGIN_TASK_DROPPED;
        change.end = str(what + 8);
    } else {
        change.change = DG_PLUGIN_TASK_ENDED;
        change.end = str(what);
    }
    if (dg_book_task(f->book, &change) != DG_PLUGIN_OK) {
        fprintf(stderr, "task %llu failed\n", (unsigned long long) task);
        abort();
    }
}

/* ---- sums ---------------------------------------------------------------- */

static const char *const fates[] = {"borne", "avoided", "refused", "outside"};

static dg_hundredths
minutes_of(const struct fixture *f, const struct dg_cell *cell, uint32_t office)
{
    uint64_t offices = dg_place_count(f->places, cell->place);
    if (office != UINT32_MAX) {
        offices = roaring_bitmap_contains(dg_place_set(f->places, cell->place),
                                          office);
    }
    return (dg_hundredths) cell->quantity * offices *
           dg_tariff_minutes(f->tariffs, cell->tariff, cell->row);
}

static int
compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

const char *
fixture_sums_at(const struct fixture *f, uint32_t office)
{
    static char text[4096], lines[64][128];
    size_t count, used = 0, len = 0;
    const struct dg_cell *cells = dg_book_cells(f->book, &count);
    dg_hundredths all = 0;
    for (uint16_t c = 0; c < dg_book_causes(f->book); c++) {
        const struct dg_cause *cause = dg_book_cause(f->book, c);
        dg_hundredths sum = 0;
        for (size_t i = 0; i < count; i++) {
            sum += cells[i].cause == c ? minutes_of(f, &cells[i], office) : 0;
        }
        all += sum;
        if (sum > 0) {
            snprintf(lines[used++], sizeof *lines, "%s %.*s %llu.%02llu\n",
                     fates[cause->fate], (int) cause->code.len,
                     cause->code.data, (unsigned long long) (sum / 100),
                     (unsigned long long) (sum % 100));
        }
    }
    qsort(lines, used, sizeof *lines, compare);
    text[0] = '\0';
    for (size_t i = 0; i < used; i++) {
        len += (size_t) snprintf(text + len, sizeof text - len, "%s", lines[i]);
    }
    snprintf(text + len, sizeof text - len, "asked %llu.%02llu",
             (unsigned long long) (all / 100),
             (unsigned long long) (all % 100));
    return text;
}

const char *
fixture_sums(const struct fixture *f)
{
    return fixture_sums_at(f, UINT32_MAX);
}

char *
fixture_save(const struct fixture *f)
{
    struct fake_host fake = {.table = f->host};
    struct dg_plugin_writer writer = {NULL, &fake};
    struct dg_str text = {"", 0};
    char *copy;
    if (dg_json_writer_create(&writer.json) != DG_OK ||
        !dg_book_save(f->book, &writer) ||
        dg_json_writer_text(writer.json, &text) != DG_OK) {
        abort();
    }
    copy = strndup(text.data, text.len);
    dg_json_writer_destroy(writer.json);
    return copy;
}
