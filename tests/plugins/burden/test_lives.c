/* SPDX-License-Identifier: Apache-2.0 */
/* After random lives of a county, through the real flow with all plugins: by
 * every cut, page by page, figures add up to the total, asked is borne and
 * avoided, what a filter leaves is what the cut shows; an erasure moves
 * nothing; and who replays the journal reads the same, to the byte. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/ask.h"
#include "tests/gateway/flow/reporting.h"
#include "tests/gateway/flow/view.h"
#include "tests/plugins/burden/summing.h"
#include "tests/tap/tap.h"

#define FIRST 20
#define LIVES 10
#define STEPS 220
#define DAY_US INT64_C(86400000000)
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct life life;
static struct reporting reports;
static unsigned last, sent;
static unsigned erasures, tariffs; /* admitted */
static long long most[SUMS];       /* of all lives, each sum */

/* ---- saying -------------------------------------------------------------- */

static void
note_sequence(const struct dg_json *reply)
{
    unsigned sequence =
        (unsigned) strtoul(at(reply, "/receipt/sequence"), NULL, 10);
    last = sequence > last ? sequence : last;
}

static const struct dg_json *
tell(const char *type, const char *source, const char *data)
{
    char id[32];
    const struct dg_json *reply;
    snprintf(id, sizeof id, "t%u", ++sent);
    reply = ask(type, source, id, data);
    note_sequence(reply);
    return reply;
}

/* ---- what adds up -------------------------------------------------------- */

static const char *const cuts[] = {
    "period", "quarter", "year", "department", "town", "office",
    "prefix", "level",   "duty", "dimension",  "row",  "cause"};

static void
check_sums(unsigned number)
{
    static const char *const more[][2] = {
        {"\"office\",\"cause\"", ""},
        {"\"department\",\"duty\",\"cause\"", ""},
        {"\"period\",\"dimension\",\"level\"", ""},
        {"\"town\",\"prefix\",\"office\"", ""},
        {"\"office\",\"row\"", ",\"prefix\":\"522731\""},
        {"\"prefix\"", ",\"prefix\":\"52\""},
        {"\"prefix\"", ",\"prefix\":\"5227\""},
        {"\"prefix\",\"row\"", ",\"prefix\":\"522731101201\""},
        {"\"prefix\",\"row\"",
         ",\"prefix\":\"522731001001\",\"from\":\"2026-02\""},
        {"\"prefix\",\"cause\"", ",\"prefix\":\"522731001\""},
        {"\"prefix\",\"cause\"", ",\"prefix\":\"522731102\""},
        {"\"cause\"", ",\"from\":\"2026-02\",\"to\":\"2026-Q1\""},
        {"\"department\",\"period\"", ",\"tariff\":\"built-in\""},
        {"\"duty\",\"office\"", ",\"dimension\":\"seal\""},
        {"\"department\",\"cause\"", ",\"level\":\"town\""}};
    struct sums total = summing_total("");
    unsigned good = 0;
    ok(summing_causes(), "life %u: causes add up", number);
    for (size_t i = 0; i < COUNT(cuts); i++) {
        bool adds = summing_cut(cuts[i]);
        good += adds;
        if (!adds) {
            fprintf(stderr, "# not by %s\n", cuts[i]);
        }
    }
    for (size_t i = 0; i < COUNT(more); i++) {
        good += summing_pages(more[i][0], more[i][1]);
    }
    is_int(good, COUNT(cuts) + COUNT(more), "all cuts add up");
    for (int i = 0; i < SUMS; i++) {
        most[i] += total.of[i];
    }
}

/* ---- what stays ---------------------------------------------------------- */

/* An entry of now that counts for nothing: figures are as of the last. */
static void
mark(void)
{
    tell("task.withdraw", "department/mzj", "{\"task\":1}");
}

/* All that can be read, a line each; with the range of the journal or not. */
static void
look(struct dg_buf *seen, bool range)
{
    static const char *const reads[] = {
        "{}",
        "{\"by\":[\"department\",\"duty\",\"cause\"],\"limit\":500}",
        "{\"by\":[\"office\",\"row\",\"cause\"],\"limit\":500}",
        "{\"by\":[\"period\",\"level\",\"dimension\"],\"limit\":500}",
        "{\"by\":[\"town\",\"period\"],\"prefix\":\"522731\"}",
        "{\"by\":[\"office\"],\"tariff\":\"built-in\",\"limit\":500}",
        "{\"view\":\"headline\"}",
        "{\"view\":\"headline\",\"from\":\"2026-02\",\"to\":\"2026-03\"}",
        "{\"view\":\"compare\"}",
        "{\"view\":\"rates\"}",
        "{\"view\":\"rates\",\"prefix\":\"522731101\"}",
        "{\"view\":\"rates\",\"from\":\"2026-02\"}",
        "{\"view\":\"rebounds\",\"limit\":500}",
        "{\"view\":\"unread\",\"limit\":500}",
        "{\"view\":\"estimates\",\"limit\":500}",
    };
    for (size_t i = 0; i < COUNT(reads); i++) {
        const char *text;
        char id[32];
        snprintf(id, sizeof id, "look%zu", i);
        ask("burden.read", "auditor/sjj", id, reads[i]);
        text = gate.replies[(gate.asked - 1) % GATE_REPLIES];
        if (!range && strstr(text, "\"tariff\":[")) {
            text = strstr(text, "\"tariff\":[");
        }
        dg_buf_printf(seen, "%s\n", text);
        dg_arena_reset(&gate.arena);
    }
    for (size_t i = 0; i < seen->len; i++) {
        seen->data[i] = seen->data[i] == '{' ? '\n' : seen->data[i];
    }
}

static void
check_replay(unsigned number)
{
    struct dg_buf live, replayed;
    dg_buf_init(&live);
    dg_buf_init(&replayed);
    mark();
    look(&live, true);
    gate_restart(&gate);
    look(&replayed, true);
    ok(view_same(&live, &replayed), "life %u: %zu bytes are read by a replay",
       number, live.len);
    dg_buf_finish(&live);
    dg_buf_finish(&replayed);
}

/* ---- what happens -------------------------------------------------------- */

/* With a baseline, which only the first may have. */
static void
publish_tariff(void)
{
    static const char *const rows[] = {
        "task",         "form",           "field.integer", "field.decimal",
        "field.text",   "field.date",     "field.period",  "field.boolean",
        "field.option", "field.idnumber", "evidence",      "evidence.photo",
        "seal",         "proof",          "attachment",    "meeting",
        "inspection",   "trip",           "approval"};
    time_t day = (time_t) (gate.now_us / 1000000) + 8 * 3600;
    struct dg_buf data;
    char date[16];
    strftime(date, sizeof date, "%Y-%m-%d", gmtime(&day));
    dg_buf_init(&data);
    dg_buf_printf(&data, "{\"version\":\"t%u\",\"from\":\"%s\",\"rows\":[",
                  ++sent, date);
    for (size_t i = 0; i < COUNT(rows); i++) {
        dg_buf_printf(&data, "%s{\"row\":\"%s\",\"minutes\":\"%u.%02u\"}",
                      i ? "," : "", rows[i], life_pick(&life, 60),
                      life_pick(&life, 100));
    }
    dg_buf_printf(&data, "],\"workers\":{\"each\":%u}%s}",
                  1 + life_pick(&life, 6),
                  tariffs ? ""
                          : ",\"baseline\":{\"from\":\"2026-01\",\"to\":"
                            "\"2026-01\"}");
    tariffs +=
        strcmp(at(tell("tariff.publish", "keeper/bwb", data.data), "/verdict"),
               "admit") == 0;
    dg_buf_finish(&data);
}

/* Whatever there is: nothing that is read moves. */
static void
erase(void)
{
    unsigned first = 1 + life_pick(&life, last);
    unsigned count = 1 + life_pick(&life, 3) / 2 * life_pick(&life, 6);
    unsigned kept = life.task_count < LIFE_TASKS ? life.task_count : LIFE_TASKS;
    struct dg_buf before, after;
    char data[256];
    size_t used;
    if (kept > 0 && life_pick(&life, 2)) {
        first = life.tasks[life_pick(&life, kept)].sequence;
    } else if (reports.entry_count > 0 && life_pick(&life, 4)) {
        first =
            (unsigned) reports.entries[life_pick(&life, reports.entry_count)];
    }
    used = (size_t) snprintf(data, sizeof data, "{\"sequences\":[");
    for (unsigned i = 0; i < count && first + i <= last; i++) {
        used += (size_t) snprintf(data + used, sizeof data - used, "%s%u",
                                  i ? "," : "", first + i);
    }
    snprintf(data + used, sizeof data - used, "],\"reason\":\"依申请\"}");
    dg_buf_init(&before);
    dg_buf_init(&after);
    mark();
    look(&before, false);
    if (strcmp(at(tell("journal.erase", "keeper/bwb", data), "/verdict"),
               "admit") == 0) {
        erasures++;
        look(&after, false);
        if (!view_same(&before, &after)) {
            ok(false, "%s moves something", data);
        }
    }
    dg_buf_finish(&before);
    dg_buf_finish(&after);
}

/* Time goes on; seldom by days. */
static void
go_on(unsigned step)
{
    gate.now_us += life_pick(&life, 40000) * INT64_C(1000000);
    if (life_pick(&life, 30) == 0) {
        gate.now_us += life_pick(&life, 15) * DAY_US;
    }
    dg_core_clock_tick(gate.flow);
    if (step % 6 == 0) {
        gate_tick(&gate);
    }
    last = (unsigned) dg_flow_entries(gate.flow);
    dg_arena_reset(&gate.arena);
}

/* ---- lives of tasks ------------------------------------------------------ */

static void
put_in(struct dg_buf *message, const char *before, const char *text)
{
    char *place = strstr(message->data, before);
    struct dg_buf made;
    if (!place) {
        return;
    }
    dg_buf_init(&made);
    dg_buf_printf(&made, "%.*s%s%s", (int) (place - message->data),
                  message->data, text, place);
    dg_buf_finish(message);
    *message = made;
}

/* More that may be asked, and why something is amended. */
static void
adorn(struct dg_buf *message)
{
    static const char *const more[] = {
        "\"meetings\":2,",  "\"inspections\":1,\"minutes\":45,",
        "\"trips\":3,",     "\"proofs\":[\"居住证明\"],",
        "\"minutes\":600,", "\"origin\":\"province\","};
    if (life_pick(&life, 2)) {
        put_in(message, "\"strict\":", more[life_pick(&life, COUNT(more))]);
    }
    if (strstr(message->data, "task.amend") && life_pick(&life, 3) == 0) {
        put_in(message, "\"assignment\":", "\"statute\":\"统计法\",");
    }
}

static void
live_once(void)
{
    struct dg_buf message;
    const struct dg_json *reply;
    unsigned before = last;
    dg_buf_init(&message);
    life_put(&life, &message);
    if (message.data[0] != '[') {
        adorn(&message);
    }
    reply = gate_ask_bytes(&gate, message.data, message.len);
    note_sequence(reply);
    if (last > before && strcmp(at(reply, "/verdict"), "refuse") != 0) {
        life_note(&life, &message, last);
    }
    dg_buf_finish(&message);
}

/* A town takes notice for one of its villages. */
static void
acknowledge_for(void)
{
    unsigned kept = life.task_count < LIFE_TASKS ? life.task_count : LIFE_TASKS;
    unsigned village = life_pick(&life, LIFE_VILLAGES);
    if (kept == 0) {
        return;
    }
    note_sequence(gate_ask(
        &gate,
        "{\"specversion\":\"1.0\",\"id\":\"b%u\",\"source\":\"town/%llu\","
        "\"onbehalf\":\"office/%llu\",\"type\":\"dutygate.task.acknowledge."
        "v1\",\"data\":{\"task\":%u}}",
        ++sent, life_town(village / 6), life_village(village),
        life.tasks[life_pick(&life, kept)].sequence));
}

static void
live_tasks(void)
{
    struct dg_buf message;
    dg_buf_init(&message);
    life_put_roster(&life, &message);
    note_sequence(gate_ask_bytes(&gate, message.data, message.len));
    dg_buf_clear(&message);
    life_put_list(&life, &message);
    note_sequence(gate_ask_bytes(&gate, message.data, message.len));
    dg_buf_finish(&message);
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned kind = life_pick(&life, 60);
        if (kind == 0 || step == 3) {
            publish_tariff();
        } else if (kind < 3) {
            erase();
        } else if (kind < 6) {
            acknowledge_for();
        } else {
            live_once();
        }
        go_on(step);
    }
}

/* ---- lives of reports ---------------------------------------------------- */

static void
live_reports(void)
{
    reporting_begin(&reports);
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned kind = life_pick(&life, 60);
        last = (unsigned) dg_flow_entries(gate.flow);
        if (kind == 0 || step == 3) {
            publish_tariff();
        } else if (kind < 3) {
            erase();
        } else {
            reporting_step(&reports);
        }
        if (step % 16 == 0) { /* a step goes on by itself, too */
            go_on(step);
        }
    }
}

static void
test_life(unsigned number)
{
    life = (struct life){.seed = 20261122 + number * 7919ull};
    reports = (struct reporting){.gate = &gate, .seed = life.seed};
    last = tariffs = 0;
    gate_clear();
    gate_open(&gate, "sqlite",
              number % 2 ? ""
                         : "expire_after = 20\ncosign_within = 3\naccess_list "
                           "{\n life_safety = \"wjj\"\n urgent_limit = 3\n"
                           " rule lead { mode = \"observe\" }\n}\n");
    gate.quiet = true;
    summing_begin(&gate);
    if (number % 2) {
        live_reports();
    } else {
        live_tasks();
    }
    check_sums(number);
    check_replay(number);
    gate_close(&gate);
}

int
main(int argc, char **argv)
{
    unsigned first = argc > 1 ? (unsigned) atoi(argv[1]) : FIRST;
    unsigned count = argc > 2 ? (unsigned) atoi(argv[2]) : LIVES;
    for (unsigned i = first; i < first + count; i++) {
        test_life(i);
    }
    for (int i = 0; i < SUMS; i++) {
        ok(most[i] > 0, "%s: %lld hundredths", summing_names[i], most[i]);
    }
    printf("# causes: %s\n", summing_causes_seen);
    ok(erasures > count && summing_figures > 200 * count,
       "%u erasures, %u figures were summed", erasures, summing_figures);
    return tap_done();
}
