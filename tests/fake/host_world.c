/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin may look at of the gateway: offices whose numbers are in their
 * codes, and tasks that the test opened. All of county 522731. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/digest.h"
#include "tests/fake/host.h"

#define COUNTY 522731000000u
#define ARG(s) (int) (s).len, (s).data ? (s).data : ""

static struct fake_host *
host_of(const struct dg_plugin_host *table)
{
    const char *begin =
        (const char *) table - offsetof(struct fake_host, table);
    return (struct fake_host *) (void *) begin;
}

/* ---- offices ------------------------------------------------------------- */

/* "522731102200" is 102200, the town "522731102000" the first town's and 102.
 */
static uint32_t
number_of(struct dg_plugin_str code)
{
    char text[13];
    unsigned long long value;
    snprintf(text, sizeof text, "%.*s", ARG(code));
    value = strtoull(text, NULL, 10);
    if (code.len != 12 || value < COUNTY || value - COUNTY > 999999) {
        return DG_PLUGIN_NO_OFFICE;
    }
    value -= COUNTY;
    return value % 1000 ? (uint32_t) value
                        : DG_PLUGIN_TOWNS + (uint32_t) value / 1000;
}

static uint32_t
office_number(const struct dg_plugin_host *host, struct dg_plugin_str code)
{
    (void) host;
    return number_of(code);
}

static uint64_t
office_code(const struct dg_plugin_host *host, uint32_t number)
{
    bool town = number >= DG_PLUGIN_TOWNS;
    uint64_t rest =
        town ? (uint64_t) (number - DG_PLUGIN_TOWNS) * 1000 : number;
    (void) host;
    return rest == 0 || rest > 999999 ? 0 : COUNTY + rest;
}

/* "村102200", "镇102". */
static struct dg_plugin_str
office_name(const struct dg_plugin_host *host, uint32_t number)
{
    struct fake_host *fake = host_of(host);
    bool town = number >= DG_PLUGIN_TOWNS;
    struct dg_str name;
    if (office_code(host, number) == 0) {
        return (struct dg_plugin_str){"", 0};
    }
    name = dg_arena_printf(&fake->arena, "%s%u", town ? "镇" : "村",
                           town ? number - DG_PLUGIN_TOWNS : number);
    return (struct dg_plugin_str){name.data, name.len};
}

/* As the test says; else each is its own. */
static uint32_t
office_heir(const struct dg_plugin_host *host, uint32_t number)
{
    const char *const *pair = host_of(host)->heirs;
    for (; pair && *pair; pair += 2) {
        if (number_of((struct dg_plugin_str){pair[0], strlen(pair[0])}) ==
            number) {
            return number_of((struct dg_plugin_str){pair[1], strlen(pair[1])});
        }
    }
    return office_code(host, number) ? number : DG_PLUGIN_NO_OFFICE;
}

static int
compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

/* Of numbers that become sorted. */
static void
give_runs(uint32_t *numbers, size_t count, dg_plugin_run_fn run, void *ctx)
{
    size_t first = 0;
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 1; i <= count; i++) {
        if (i == count || numbers[i] > numbers[i - 1] + 1) {
            run(ctx, numbers[first], numbers[i - 1] - numbers[first] + 1);
            first = i;
        }
    }
}

/* Of the offices that the test names. */
static bool
town_offices(const struct dg_plugin_host *host, uint32_t town,
             dg_plugin_run_fn run, void *ctx)
{
    const char *const *code = host_of(host)->offices;
    uint32_t numbers[FAKE_HOST_CODES_MAX];
    size_t count = 0;
    for (; code && *code && count < FAKE_HOST_CODES_MAX; code++) {
        uint32_t number =
            number_of((struct dg_plugin_str){*code, strlen(*code)});
        if (number < DG_PLUGIN_TOWNS &&
            number / 1000 == town - DG_PLUGIN_TOWNS) {
            numbers[count++] = number;
        }
    }
    give_runs(numbers, count, run, ctx);
    return true;
}

/* ---- audiences ------------------------------------------------------------
 */

static void
put_run(void *ctx, uint32_t first, uint32_t count)
{
    struct dg_buf *text = ctx;
    dg_buf_printf(text, count > 1 ? "%s%u-%u" : "%s%u", text->len ? "," : "",
                  first, first + count - 1);
}

/* Nobody is left out. */
static bool
audience_runs(const struct dg_plugin_audience *audience, dg_plugin_run_fn in,
              dg_plugin_run_fn out, void *ctx)
{
    uint32_t numbers[FAKE_HOST_CODES_MAX];
    (void) out;
    for (size_t i = 0; i < audience->count; i++) {
        numbers[i] = number_of((struct dg_plugin_str){audience->codes[i], 12});
    }
    give_runs(numbers, audience->count, in, ctx);
    return true;
}

static bool
audience_reaches(const struct dg_plugin_audience *audience, uint32_t office)
{
    for (size_t i = 0; i < audience->count; i++) {
        struct dg_plugin_str code = {audience->codes[i], 12};
        if (number_of(code) == office) {
            return true;
        }
    }
    return false;
}

static struct dg_plugin_str
audience_place(struct dg_plugin_findings *findings,
               const struct dg_plugin_audience *audience)
{
    struct dg_buf text;
    struct dg_str place;
    dg_buf_init(&text);
    if (audience) {
        audience_runs(audience, put_run, put_run, &text);
    }
    place =
        dg_arena_copy(findings->arena, (struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
    return (struct dg_plugin_str){place.data, place.len};
}

/* ---- tasks ----------------------------------------------------------------
 */

static bool
inbox_each(const struct dg_plugin_host *host, uint32_t office,
           bool (*each)(void *ctx, uint64_t task), void *ctx)
{
    struct fake_host *fake = host_of(host);
    for (size_t i = 0; i < fake->task_count; i++) {
        if (audience_reaches(&fake->tasks[i].audience, office) &&
            !each(ctx, fake->tasks[i].task)) {
            break;
        }
    }
    return true;
}

static bool
task_asked_by(const struct dg_plugin_host *host, uint64_t task,
              struct dg_plugin_str source)
{
    struct fake_host *fake = host_of(host);
    for (size_t i = 0; i < fake->task_count; i++) {
        const struct fake_task *open = &fake->tasks[i];
        if (open->task == task && strlen(open->source) == source.len &&
            memcmp(open->source, source.data, source.len) == 0) {
            return true;
        }
    }
    return false;
}

/* As it is called. */
static struct dg_plugin_str
source_name(const struct dg_plugin_host *host, struct dg_plugin_str source)
{
    (void) host;
    return source;
}

static struct fake_task *
find_task(struct fake_host *fake, uint64_t task)
{
    size_t i = 0;
    while (i < fake->task_count && fake->tasks[i].task != task) {
        i++;
    }
    return i < fake->task_count ? &fake->tasks[i] : NULL;
}

/* Codes with blanks between. */
static void
read_codes(const char *codes, struct dg_plugin_audience *audience)
{
    audience->count = 0;
    while (*codes && audience->count < FAKE_HOST_CODES_MAX) {
        size_t len = strcspn(codes, " ");
        snprintf(audience->codes[audience->count++], 13, "%.*s", (int) len,
                 codes);
        codes += len + strspn(codes + len, " ");
    }
}

enum dg_plugin_status
fake_host_task(struct fake_host *fake, const struct dg_plugin_task *task,
               const char *codes)
{
    struct dg_plugin_task told = *task;
    struct fake_task *open = find_task(fake, task->task);
    enum dg_plugin_status status;
    if (!open && fake->task_count == FAKE_HOST_TASKS_MAX) {
        abort();
    }
    open = open ? open : &fake->tasks[fake->task_count++];
    open->task = task->task;
    snprintf(open->source, sizeof open->source, "%.*s", ARG(task->source));
    read_codes(codes, &open->audience);
    told.struct_size = sizeof told;
    told.time_us = fake->time_us;
    told.content = task->content ? task->content : task->task;
    told.audience = &open->audience;
    dg_arena_reset(&fake->arena);
    status = fake->plugin->task(fake->state, &told);
    if (task->change == DG_PLUGIN_TASK_ENDED) {
        *open = fake->tasks[--fake->task_count];
    }
    return status;
}

/* ---- persons, work ------------------------------------------------------- */

static void
pseudonym(const struct dg_plugin_host *host, struct dg_plugin_str text,
          char out[33])
{
    static const uint8_t key[DG_KEY_SIZE] = "of the fake host";
    uint8_t digest[DG_PSEUDONYM_SIZE];
    (void) host;
    dg_digest_pseudonym(key, (struct dg_str){text.data, text.len}, digest);
    dg_hex(digest, sizeof digest, out);
}

static void
disclose(struct dg_plugin_writer *writer, struct dg_plugin_str what,
         uint64_t values)
{
    struct fake_host *fake = writer->fake;
    snprintf(fake->disclosed, sizeof fake->disclosed, "%.*s", ARG(what));
    fake->disclosed_values += values;
}

static const struct dg_plugin_value *
look(struct dg_plugin_writer *writer, const char *name,
     struct dg_plugin_str params)
{
    struct fake_host *fake = writer->fake;
    char text[1024];
    const char *answer;
    snprintf(text, sizeof text, "%.*s", ARG(params));
    answer = fake->look ? fake->look(name, text) : NULL;
    return answer ? fake_host_parse(fake, answer) : NULL;
}

static void
put_measure(struct dg_plugin_measures *measures,
            const struct dg_plugin_measure *m)
{
    struct dg_buf *text = &measures->text;
    dg_buf_text(text, m->name);
    for (int i = 0; i < 4 && m->labels[i]; i += 2) {
        dg_buf_printf(text, "%s%s=%s", i == 0 ? "{" : ",", m->labels[i],
                      m->labels[i + 1]);
    }
    dg_buf_printf(text, "%s %lld %s\n", m->labels[0] ? "}" : "",
                  (long long) m->value, m->counter ? "counter" : "gauge");
}

static bool
work(const struct dg_plugin_host *host, void (*run)(void *job),
     void (*done)(void *job), void *job)
{
    struct fake_host *fake = host_of(host);
    if (!fake->ticking || fake->work.run) {
        return false;
    }
    fake->work = (struct fake_work){run, done, job};
    return true;
}

bool
fake_host_work(struct fake_host *fake)
{
    struct fake_work work = fake->work;
    if (!work.run) {
        return false;
    }
    work.run(work.job);
    fake->work = (struct fake_work){NULL, NULL, NULL};
    work.done(work.job);
    return true;
}

void
fake_host_make_world(struct dg_plugin_host *table)
{
    table->office_number = office_number;
    table->office_code = office_code;
    table->office_name = office_name;
    table->office_heir = office_heir;
    table->audience_place = audience_place;
    table->town_offices = town_offices;
    table->audience_runs = audience_runs;
    table->audience_reaches = audience_reaches;
    table->inbox_each = inbox_each;
    table->task_asked_by = task_asked_by;
    table->source_name = source_name;
    table->pseudonym = pseudonym;
    table->work = work;
    table->disclose = disclose;
    table->look = look;
    table->put_measure = put_measure;
}
