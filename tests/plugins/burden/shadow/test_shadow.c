/* SPDX-License-Identifier: Apache-2.0 */
/* The same asks under two lists: what is fed to both books, and what each comes
 * to, worked out by hand. Built-in minutes: a task 10, an evidence 20, a form
 * 15, an integer 1.50. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/burden/shadow/shadow.h"
#include "tests/plugins/burden/book/fixture.h"
#include "tests/tap/tap.h"

static struct fixture f;
static struct dg_shadow *shadow;

/* ---- an entry ------------------------------------------------------------ */

static struct dg_plugin_findings findings;
static struct dg_plugin_effect effects[64], own[64]; /* of findings, in order */
static struct dg_plugin_effect facts[64];
static size_t fact_count, own_count;
static bool strict;

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static void
begin(void)
{
    findings.count = 0;
    fact_count = own_count = 0;
    strict = false;
}

static void
fact(enum dg_plugin_effect_kind kind, const char *dimension,
     const char *pointer, uint64_t quantity, const char *cause)
{
    facts[fact_count++] = (struct dg_plugin_effect){.kind = kind,
                                                    .pointer = str(pointer),
                                                    .dimension = dimension,
                                                    .quantity = quantity,
                                                    .cause = cause};
}

#define ASK DG_PLUGIN_EFFECT_ASK
#define ANSWER DG_PLUGIN_EFFECT_ANSWER

/* Of three offices. */
static void
task(const char *dimension, uint64_t quantity)
{
    fact(ASK, dimension, "/data", quantity, "county");
    facts[fact_count - 1].place = str("0-2");
}

/* A finding of a rule, with one effect; rule "": the core's. */
static void
find(const char *rule, enum dg_plugin_verdict verdict, const char *code,
     const char *pointer)
{
    struct dg_plugin_effect *effect = &own[own_count++];
    bool note = verdict == DG_PLUGIN_NOTE;
    *effect = (struct dg_plugin_effect){
        .kind = verdict == DG_PLUGIN_REFUSE ? DG_PLUGIN_EFFECT_REFUSE
                                            : DG_PLUGIN_EFFECT_STRIP,
        .pointer = str(pointer),
        .dimension = verdict == DG_PLUGIN_REFUSE ? "task" : "evidence",
        .quantity = 1,
        .offices = 3,
        .cause = code};
    findings.items[findings.count++] =
        (struct dg_plugin_finding){.struct_size = sizeof findings.items[0],
                                   .rule = rule,
                                   .verdict = verdict,
                                   .code = code,
                                   .effects = effect,
                                   .effect_count = !note,
                                   .observed = strcmp(rule, "shadow") == 0};
}

static void
judged(void)
{
    find("shadow", DG_PLUGIN_NOTE, "shadow-judged", "");
}

static void
need(enum dg_plugin_status status)
{
    if (status != DG_PLUGIN_OK) {
        fprintf(stderr, "a book failed\n");
        exit(99);
    }
}

static struct dg_plugin_header
make_header(void)
{
    struct dg_plugin_header header = {.struct_size = sizeof header,
                                      .sequence = ++f.sequence,
                                      .time_us = f.time_us,
                                      .type = str(f.type),
                                      .source = str(f.source),
                                      .duty = str(f.duty),
                                      .period = str(f.period),
                                      .offices = 3,
                                      .effects = effects};
    for (size_t i = 0; i < findings.count; i++) {
        const struct dg_plugin_finding *x = &findings.items[i];
        if (!x->observed) {
            header.verdict =
                x->verdict > header.verdict ? x->verdict : header.verdict;
            for (size_t k = 0; k < x->effect_count; k++) {
                effects[header.effect_count++] = x->effects[k];
            }
        }
    }
    for (size_t i = 0; i < fact_count; i++) {
        effects[header.effect_count++] = facts[i];
    }
    return header;
}

/* Its number; erased: nobody is shown more than its header. */
static uint64_t
end(bool erased)
{
    struct dg_plugin_header header = make_header();
    struct dg_plugin_decision decision = {header.verdict, &findings, NULL,
                                          "access_list"};
    struct dg_plugin_event event = {.struct_size = sizeof event,
                                    .sequence = header.sequence,
                                    .task_pointer = str("/data")};
    struct dg_arena arena;
    const struct dg_json *json;
    struct dg_json_error error;
    dg_arena_init(&arena, 1u << 16);
    dg_json_parse(&arena, dg_str_from(strict ? "{\"strict\":true}" : "{}"),
                  (const struct dg_json **) &json, &error);
    event.task = (const struct dg_plugin_value *) json;
    header.bare = erased;
    need(dg_book_header(f.book, &header));
    need(dg_shadow_header(shadow, &header));
    if (!erased) {
        need(dg_shadow_apply(shadow, &event, &decision));
    }
    dg_arena_finish(&arena);
    return header.sequence;
}

/* The hook task. */
static void
change(uint64_t number, uint64_t of, const char *what)
{
    struct dg_plugin_task told = {.struct_size = sizeof told,
                                  .task = number,
                                  .content = of ? of : number,
                                  .of = of,
                                  .time_us = f.time_us};
    bool opened = strcmp(what, "opened") == 0;
    told.change = opened ? DG_PLUGIN_TASK_OPENED : DG_PLUGIN_TASK_ENDED;
    told.end = opened ? str("") : str(what);
    need(dg_book_task(f.book, &told));
    need(dg_shadow_task(shadow, &told));
}

static void
open_books(void)
{
    fixture_open(&f);
    shadow = dg_shadow_create(&f.host, f.places, f.tariffs);
}

/* As it is, and as it would have been; closes both. */
static void
comes_to(const char *actual, const char *would, const char *name)
{
    struct fixture other = f;
    other.book = (struct dg_book *) dg_shadow_book(shadow);
    is_text(fixture_sums(&f), actual, name);
    is_text(fixture_sums(&other), would, "... and for the shadow");
    dg_shadow_destroy(shadow);
    fixture_close(&f);
}

static void
evidence(void)
{
    fact(ASK, "evidence", "/data/evidence/0", 1, "evidence.photo");
}

/* ---- what is taken off --------------------------------------------------- */

static void
test_stripped(void)
{
    open_books();
    begin();
    judged();
    find("shadow", DG_PLUGIN_STRIP, "evidence-not-allowed", "/data/evidence/0");
    task("task", 1);
    evidence();
    change(end(false), 0, "opened");
    comes_to("borne asked 90.00\nasked 90.00",
             "avoided evidence-not-allowed 60.00\nborne asked 30.00\n"
             "asked 90.00",
             "the shadow takes evidence off");
    open_books();
    begin();
    find("evidence", DG_PLUGIN_STRIP, "evidence-not-allowed",
         "/data/evidence/0");
    find("attachments", DG_PLUGIN_STRIP, "other", "/data/evidence/1");
    judged();
    task("task", 1);
    fact(ASK, "evidence", "/data/evidence/0", 2, "evidence.photo");
    change(end(false), 0, "opened");
    comes_to("avoided evidence-not-allowed 60.00\navoided other 60.00\n"
             "borne asked 30.00\nasked 150.00",
             "avoided other 60.00\nborne asked 90.00\nasked 150.00",
             "or leaves it; what another rule takes stays");
}

static void
test_strict(void)
{
    open_books();
    begin();
    judged();
    find("shadow", DG_PLUGIN_STRIP, "evidence-not-allowed", "/data/evidence/0");
    strict = true;
    task("task", 1);
    evidence();
    change(end(false), 0, "opened");
    comes_to("borne asked 90.00\nasked 90.00",
             "refused strict 90.00\nasked 90.00",
             "who would rather be refused, is");
    open_books();
    begin();
    find("evidence", DG_PLUGIN_STRIP, "evidence-not-allowed",
         "/data/evidence/0");
    find("", DG_PLUGIN_REFUSE, "strict", "/data");
    judged();
    strict = true;
    task("task", 1);
    evidence();
    end(false);
    comes_to("refused strict 90.00\nasked 90.00",
             "borne asked 90.00\nasked 90.00",
             "and is not, where nothing is taken off");
}

/* ---- what is refused ----------------------------------------------------- */

static void
test_refused(void)
{
    uint64_t number;
    open_books();
    begin();
    judged();
    find("shadow", DG_PLUGIN_REFUSE, "duty-not-listed", "/data/duty");
    task("task", 1);
    number = end(false);
    change(number, 0, "opened");
    begin();
    fact(ANSWER, "acknowledged", (char[]){'/', (char) ('0' + number), '\0'}, 1,
         "");
    facts[0].place = str("1");
    end(false);
    change(number, 0, "withdrawn");
    comes_to("borne asked 10.00\noutside withdrawn 20.00\nasked 30.00",
             "refused duty-not-listed 30.00\nasked 30.00",
             "what never was, nobody answers, and nobody withdraws");
    open_books();
    begin();
    find("known", DG_PLUGIN_REFUSE, "duty-not-listed", "/data/duty");
    judged();
    task("task", 1);
    end(false);
    comes_to("refused duty-not-listed 30.00\nasked 30.00",
             "borne asked 30.00\nasked 30.00",
             "what would have been admitted is borne");
    open_books();
    begin();
    find("urgency", DG_PLUGIN_REFUSE, "urgency-not-entitled", "/data/urgency");
    judged();
    task("task", 1);
    end(false);
    comes_to("refused urgency-not-entitled 30.00\nasked 30.00",
             "refused urgency-not-entitled 30.00\nasked 30.00",
             "what no list refuses is refused by both");
}

/* ---- what hangs on it ---------------------------------------------------- */

static void
test_occurrences(void)
{
    uint64_t number, occurrence;
    char about[16];
    open_books();
    begin();
    judged();
    find("shadow", DG_PLUGIN_REFUSE, "duty-not-listed", "/data/duty");
    task("recurring", 12);
    number = end(false);
    begin();
    task("task", 1);
    snprintf(about, sizeof about, "/%llu/%llu", (unsigned long long) number,
             (unsigned long long) number);
    fact(ASK, "about", about, 1, "occurs");
    occurrence = end(false);
    change(occurrence, number, "opened");
    comes_to("borne asked 30.00\nasked 30.00",
             "refused duty-not-listed 360.00\nasked 360.00",
             "occurrences of what never was");
}

static void
test_amended(void)
{
    uint64_t number;
    char about[16];
    open_books();
    begin();
    judged();
    find("shadow", DG_PLUGIN_REFUSE, "evidence-not-allowed", "/data/duty");
    task("task", 1);
    evidence();
    number = end(false);
    change(number, 0, "opened");
    begin();
    judged();
    task("task", 1);
    snprintf(about, sizeof about, "/%llu", (unsigned long long) number);
    fact(ASK, "about", about, 1, "amends");
    end(false);
    comes_to("borne asked 30.00\noutside discretion 60.00\nasked 90.00",
             "refused evidence-not-allowed 90.00\nasked 90.00",
             "an amendment does not bring it back");
}

/* ---- where nobody knows -------------------------------------------------- */

static void
test_unknown(void)
{
    open_books();
    begin();
    find("evidence", DG_PLUGIN_STRIP, "evidence-not-allowed",
         "/data/evidence/0");
    task("task", 1);
    evidence();
    end(false);
    comes_to("avoided evidence-not-allowed 60.00\nborne asked 30.00\n"
             "asked 90.00",
             "avoided evidence-not-allowed 60.00\nborne asked 30.00\n"
             "asked 90.00",
             "before there is a shadow both are one");
    open_books();
    begin();
    find("evidence", DG_PLUGIN_STRIP, "evidence-not-allowed",
         "/data/evidence/0");
    judged();
    task("task", 1);
    evidence();
    end(true);
    comes_to("avoided evidence-not-allowed 60.00\nborne asked 30.00\n"
             "asked 90.00",
             "avoided evidence-not-allowed 60.00\nborne asked 30.00\n"
             "asked 90.00",
             "and where it was erased");
}

int
main(void)
{
    test_stripped();
    test_strict();
    test_refused();
    test_occurrences();
    test_amended();
    test_unknown();
    return tap_done();
}
