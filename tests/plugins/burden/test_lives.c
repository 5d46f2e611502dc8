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
#include "tests/tap/tap.h"

#define FIRST 20
#define LIVES 10
#define STEPS 220
#define DAY_US INT64_C(86400000000)
#define SUMS 6
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct life life;
static struct reporting reports;
static unsigned last, sent;
static unsigned erasures, tariffs, moved; /* admitted; rows that were summed */
static char causes_seen[4096];            /* "asked withdrawn " */
static long long most[SUMS];              /* of all lives, each sum */

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

/* ---- reading ------------------------------------------------------------- */

static const char *const names[SUMS] = {"asked",  "borne",      "avoided",
                                        "relief", "neverborne", "outside"};
enum { ASKED, BORNE, AVOIDED, RELIEF, NEVER, OUTSIDE };

struct sums {
    long long of[SUMS];
};

static const struct dg_json *
read_burden(const char *params)
{
    char id[32];
    const struct dg_json *reply;
    snprintf(id, sizeof id, "read%u", ++sent);
    reply = ask("burden.read", "auditor/sjj", id, params);
    if (!dg_json_get(reply, "result")) {
        fprintf(stderr, "# %s: %s\n", params,
                gate.replies[(gate.asked - 1) % GATE_REPLIES]);
    }
    return dg_json_get(reply, "result");
}

static long long
minutes_of(const struct dg_json *object, const char *name)
{
    struct dg_str text = dg_json_get_str(object, name);
    char number[64];
    char *point;
    long long whole;
    snprintf(number, sizeof number, "%.*s", DG_STR_ARG(text));
    whole = strtoll(number, &point, 10);
    return *point == '.' && strlen(point) == 3
               ? whole * 100 + strtoll(point + 1, NULL, 10)
               : -1;
}

static struct sums
sums_of(const struct dg_json *object)
{
    struct sums sums;
    for (int i = 0; i < SUMS; i++) {
        sums.of[i] = minutes_of(object, names[i]);
    }
    return sums;
}

static bool
holds(const struct sums *s)
{
    for (int i = 0; i < SUMS; i++) {
        if (s->of[i] < 0) {
            return false;
        }
    }
    return s->of[ASKED] == s->of[BORNE] + s->of[AVOIDED] &&
           s->of[AVOIDED] == s->of[RELIEF] + s->of[NEVER] + s->of[OUTSIDE];
}

static bool
same(const struct sums *a, const struct sums *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Of everything, or of what a filter leaves (",\"duty\":\"A-1\""). */
static struct sums
total_of(const char *filter)
{
    char params[512];
    struct sums sums;
    snprintf(params, sizeof params, "{\"view\":\"figures\"%s}", filter);
    sums = sums_of(dg_json_get(read_burden(params), "total"));
    dg_arena_reset(&gate.arena);
    return sums;
}

/* ---- what adds up -------------------------------------------------------- */

static void
note_cause(struct dg_str cause)
{
    char word[128];
    snprintf(word, sizeof word, "%.*s ", DG_STR_ARG(cause));
    if (!strstr(causes_seen, word) &&
        strlen(causes_seen) + strlen(word) < sizeof causes_seen) {
        strcat(causes_seen, word);
    }
}

/* What counts is borne and relief, all causes together are what is asked. */
static bool
causes_add_up(void)
{
    const struct dg_json *result = read_burden("{}");
    struct sums total = sums_of(dg_json_get(result, "total"));
    const struct dg_json *cause = dg_json_get(result, "causes")->child;
    long long all = 0, counted = 0;
    for (; cause; cause = cause->next) {
        long long minutes = minutes_of(cause, "minutes");
        note_cause(dg_json_get_str(cause, "cause"));
        all += minutes;
        counted += dg_json_get(cause, "counts")->boolean ? minutes : 0;
    }
    return holds(&total) && all == total.of[ASKED] &&
           counted == total.of[BORNE] + total.of[RELIEF];
}

/* The figure's value by that cut, as a filter of its own; none if there is no
 * such filter. */
static bool
filter_of(const char *by, const struct dg_json *figure, char out[256])
{
    struct dg_str value = dg_json_get_str(figure, by);
    bool town = strcmp(by, "town") == 0;
    bool place = town || strcmp(by, "office") == 0 || strcmp(by, "prefix") == 0;
    bool time = strcmp(by, "period") == 0 || strcmp(by, "quarter") == 0 ||
                strcmp(by, "year") == 0;
    int digits = town ? 9 : (int) value.len;
    if (strcmp(by, "row") == 0 || value.len == 0) {
        return false;
    }
    if (time) {
        snprintf(out, 256, ",\"from\":\"%.*s\",\"to\":\"%.*s\"",
                 DG_STR_ARG(value), DG_STR_ARG(value));
    } else {
        snprintf(out, 256, ",\"%s\":\"%.*s\"", place ? "prefix" : by, digits,
                 value.data);
    }
    return true;
}

/* Of another span another part of what was refused is relief. */
static bool
filter_leaves(const char *by, const struct dg_json *figure)
{
    struct sums shown = sums_of(figure), left;
    char filter[256];
    if (!filter_of(by, figure, filter)) {
        return true;
    }
    left = total_of(filter);
    if (strstr(filter, "\"from\"")) {
        shown.of[NEVER] += shown.of[RELIEF];
        left.of[NEVER] += left.of[RELIEF];
        shown.of[RELIEF] = left.of[RELIEF] = 0;
    }
    return same(&shown, &left);
}

/* One after the other, since an answer does not outlive the next. */
static bool
filters_leave(const char *by, const char *params, size_t figures)
{
    for (size_t i = 0; i < figures; i++) {
        const struct dg_json *figure =
            dg_json_get(read_burden(params), "figures")->child;
        for (size_t k = 0; k < i; k++) {
            figure = figure->next;
        }
        if (!filter_leaves(by, figure)) {
            return false;
        }
    }
    return true;
}

/* All pages of a cut; filter goes with it. */
static bool
adds_up(const char *by, const char *filter)
{
    char params[1024], next[512] = "", after[600] = "";
    struct sums sum = {{0}}, total;
    bool good = true, more = true;
    for (unsigned pages = 0; more && pages < 400; pages++) {
        const struct dg_json *result, *figure;
        struct dg_str cursor;
        snprintf(params, sizeof params, "{\"by\":[%s],\"limit\":%u%s%s}", by,
                 strchr(by, ',') ? 17u : 5u, filter, after);
        result = read_burden(params);
        total = sums_of(dg_json_get(result, "total"));
        for (figure = dg_json_get(result, "figures")->child; figure;
             figure = figure->next, moved++) {
            struct sums one = sums_of(figure);
            good = good && holds(&one);
            for (int i = 0; i < SUMS; i++) {
                sum.of[i] += one.of[i];
            }
        }
        cursor = dg_json_get_str(result, "next");
        more = dg_json_get(result, "next") != NULL;
        snprintf(next, sizeof next, "%.*s", DG_STR_ARG(cursor));
        snprintf(after, sizeof after, ",\"after\":\"%s\"", next);
        dg_arena_reset(&gate.arena);
    }
    good = good && !more && same(&sum, &total);
    if (!good) {
        fprintf(stderr, "# %s: asked %lld of %lld, borne %lld of %lld\n",
                params, sum.of[0], total.of[0], sum.of[1], total.of[1]);
    }
    return good;
}

static const char *const cuts[] = {
    "period", "quarter", "year", "department", "town", "office",
    "prefix", "level",   "duty", "dimension",  "row",  "cause"};

static bool
cut_adds_up(const char *cut)
{
    char by[64], params[128];
    size_t figures = 0;
    const struct dg_json *figure;
    snprintf(by, sizeof by, "\"%s\"", cut);
    snprintf(params, sizeof params, "{\"by\":[%s],\"limit\":500}", by);
    figure = dg_json_get(read_burden(params), "figures")->child;
    for (; figure; figure = figure->next) {
        figures++;
    }
    return adds_up(by, "") && filters_leave(cut, params, figures);
}

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
        {"\"prefix\",\"cause\"", ",\"prefix\":\"522731001\""},
        {"\"prefix\",\"cause\"", ",\"prefix\":\"522731102\""},
        {"\"cause\"", ",\"from\":\"2026-02\",\"to\":\"2026-Q1\""},
        {"\"department\",\"period\"", ",\"tariff\":\"built-in\""},
        {"\"duty\",\"office\"", ",\"dimension\":\"seal\""},
        {"\"department\",\"cause\"", ",\"level\":\"town\""}};
    struct sums total = total_of("");
    unsigned good = 0;
    ok(causes_add_up(), "life %u: causes add up", number);
    for (size_t i = 0; i < COUNT(cuts); i++) {
        bool adds = cut_adds_up(cuts[i]);
        good += adds;
        if (!adds) {
            fprintf(stderr, "# not by %s\n", cuts[i]);
        }
    }
    for (size_t i = 0; i < COUNT(more); i++) {
        good += adds_up(more[i][0], more[i][1]);
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
        go_on(step);
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
        ok(most[i] > 0, "%s: %lld hundredths", names[i], most[i]);
    }
    printf("# causes: %s\n", causes_seen);
    ok(erasures > count && moved > 200 * count,
       "%u erasures, %u figures were summed", erasures, moved);
    return tap_done();
}
