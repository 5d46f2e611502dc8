/* SPDX-License-Identifier: Apache-2.0 */
/* A published year, told to the real book entry by entry: 168 forms that recur,
 * 1,377 submissions. Told again, every answer is the same bytes. */
#include <stdlib.h>

#include "plugins/burden/figure/figure.h"
#include "proto/codec/json.h"
#include "tests/plugins/burden/book/fixture.h"
#include "tests/tap/tap.h"

#define FORMS 168
#define OFTENER 33 /* of them: nine times in the year, the others eight */

static struct fixture f;
static struct dg_indicators *indicators;
static struct dg_figures *figures;

static uint32_t
no_number(const struct dg_plugin_host *host, struct dg_plugin_str code)
{
    (void) host;
    (void) code;
    return DG_PLUGIN_NO_OFFICE; /* offices have no names here */
}

static void
begin(void)
{
    struct dg_figures_rooms rooms;
    fixture_open(&f);
    f.host.office_number = no_number;
    indicators = dg_indicators_create(&f.host);
    rooms = (struct dg_figures_rooms){.host = &f.host,
                                      .places = f.places,
                                      .tariffs = f.tariffs,
                                      .book = f.book,
                                      .indicators = indicators};
    figures = dg_figures_create(&rooms);
}

static void
end(void)
{
    dg_figures_destroy(figures);
    dg_indicators_destroy(indicators);
    fixture_close(&f);
}

/* ---- the year ------------------------------------------------------------ */

static uint64_t
publish(unsigned form)
{
    static char duty[32];
    snprintf(duty, sizeof duty, "duty-%u", form);
    f.type = "dutygate.task.publish.v1";
    f.duty = duty;
    fixture_day(&f, "2025-01-06");
    return fixture_entry(&f, DG_PLUGIN_NOTE,
                         "ask recurring /data 9 county 0\n"
                         "ask form /data/forms/0 1 B-1\n"
                         "ask field /data/forms/0/fields/0 5 field.integer\n");
}

/* Opened, due, and reported in time. */
static void
report(uint64_t form, unsigned month)
{
    char text[128], day[16];
    struct dg_plugin_task opened = {.struct_size = sizeof opened,
                                    .change = DG_PLUGIN_TASK_OPENED,
                                    .content = form,
                                    .of = form};
    uint64_t task;
    snprintf(day, sizeof day, "2025-%02u-10", month);
    fixture_day(&f, day);
    f.type = "dutygate.task.occur.v1";
    snprintf(text, sizeof text,
             "ask task /data 1 county 0\nask about /%llu/%llu 1 occurs\n",
             (unsigned long long) form, (unsigned long long) form);
    task = fixture_entry(&f, DG_PLUGIN_NOTE, text);
    opened.task = task;
    opened.time_us = f.time_us;
    opened.due_us = f.time_us + INT64_C(5) * 86400 * 1000000;
    if (dg_book_task(f.book, &opened) != DG_PLUGIN_OK) {
        abort();
    }
    f.type = "dutygate.report.submit.v1";
    snprintf(text, sizeof text,
             "answer report /%llu 1 on-time 0\nanswer field - 5 filled 0\n",
             (unsigned long long) task);
    fixture_entry(&f, DG_PLUGIN_NOTE, text);
}

static void
tell_the_year(void)
{
    static const char type[] = "dutygate.report.submit.v1";
    uint64_t tasks[FORMS];
    for (unsigned i = 0; i < FORMS; i++) {
        tasks[i] = publish(i);
    }
    for (unsigned month = 2; month <= 10; month++) {
        for (unsigned i = 0; i < (month == 10 ? OFTENER : FORMS); i++) {
            char duty[32];
            snprintf(duty, sizeof duty, "duty-%u", i);
            f.duty = duty;
            report(tasks[i], month);
        }
    }
    dg_figures_header(figures,
                      &(struct dg_plugin_header){
                          .struct_size = sizeof(struct dg_plugin_header),
                          .type = {type, sizeof type - 1},
                          .time_us = f.time_us + INT64_C(9) * 86400 * 1000000});
}

/* ---- what it comes to ---------------------------------------------------- */

static const char *const questions[] = {
    "{'view':'rates','from':'2025','to':'2025'}",
    "{'by':['period','duty'],'limit':500}",
    "{'by':['office','row','cause']}",
    "{'view':'unread'}",
    "{'view':'headline'}",
};
#define QUESTIONS (sizeof questions / sizeof *questions)

/* Freed by the caller. */
static char *
ask(const char *question)
{
    struct dg_arena arena;
    struct dg_json_writer *writer;
    struct dg_json_error error;
    const struct dg_json *params = NULL;
    struct dg_str text = {"", 0}, copy;
    char *answer;
    dg_arena_init(&arena, 1 << 20);
    copy = dg_arena_copy(&arena, dg_str_from(question));
    for (char *c = (char *) copy.data; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    if (dg_json_writer_create(&writer) != DG_OK ||
        dg_json_parse(&arena, copy, &params, &error) != DG_OK) {
        abort();
    }
    struct dg_plugin_writer out = {writer, NULL};
    if (dg_figures_query(figures, (const void *) params, &out) !=
            DG_PLUGIN_OK ||
        dg_json_writer_text(writer, &text) != DG_OK) {
        abort();
    }
    answer = strndup(text.data, text.len);
    dg_json_writer_destroy(writer);
    dg_arena_finish(&arena);
    return answer;
}

static char *
read_all(void)
{
    struct dg_buf all;
    dg_buf_init(&all);
    for (size_t i = 0; i < QUESTIONS; i++) {
        char *answer = ask(questions[i]);
        dg_buf_printf(&all, "%s\n", answer);
        free(answer);
    }
    return all.data;
}

static void
test_year(void)
{
    char *live, *again, *rates;
    begin();
    tell_the_year();
    live = read_all();
    rates = ask(questions[0]);
    ok(strstr(rates, "{\"name\":\"submissions\",\"numerator\":1377,"
                     "\"denominator\":168,\"of\":\"forms asked, each once "
                     "however often it recurs\",\"value\":\"8.20\"}"),
       "168 forms, 1,377 submissions: 8.20 a form");
    ok(strstr(rates, "{\"name\":\"on-time\",\"numerator\":1377,"
                     "\"denominator\":1377,\"of\":\"reports that were due, one "
                     "of each office for each task\",\"percent\":\"100.00\"}"),
       "all of them in time");
    free(rates);
    end();

    begin();
    tell_the_year();
    again = read_all();
    is_text(again, live, "told again, the same bytes");
    free(again);
    end();
    free(live);
}

int
main(void)
{
    test_year();
    return tap_done();
}
