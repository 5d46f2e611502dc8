/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of every amendment in a random life: one that is not a relief is
 * refused or stripped for no less than a new task would be; a relief reaches
 * nobody who did not have the task, nor is it due earlier. */
#include <stdio.h>
#include <stdlib.h>

#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/gate.h"
#include "tests/gateway/flow/life.h"
#include "tests/tap/tap.h"

#define STEPS 6000
#define OFFICES (LIFE_VILLAGES + LIFE_HEIRS + LIFE_TOWNS)
#define DUE_SIZE 48

static struct gate gate;
static struct life life = {.seed = 20261122};
static unsigned gated, relieved, worse, wider, earlier;

static struct dg_str
text_of(const struct dg_json *json)
{
    return json ? json->text : DG_STR("");
}

static bool
is_heavy(const struct dg_json *finding)
{
    struct dg_str verdict = dg_json_get_str(finding, "verdict");
    return dg_str_is(verdict, "refuse") || dg_str_is(verdict, "strip");
}

static const struct dg_json *
find_code(const struct dg_json *decision, struct dg_str code)
{
    const struct dg_json *f = dg_json_get(decision, "findings");
    for (f = f ? f->child : NULL; f; f = f->next) {
        if (dg_str_equal(dg_json_get_str(f, "code"), code)) {
            return f;
        }
    }
    return NULL;
}

static unsigned
count_code(const struct dg_json *decision, struct dg_str code)
{
    const struct dg_json *f = dg_json_get(decision, "findings");
    unsigned count = 0;
    for (f = f ? f->child : NULL; f; f = f->next) {
        count += dg_str_equal(dg_json_get_str(f, "code"), code) && is_heavy(f);
    }
    return count;
}

/* The task itself does not count against what it becomes, and "strict" is only
 * said of what nothing else refuses. */
static bool
is_exempt(struct dg_str code, const struct dg_json *amendment)
{
    return dg_str_is(code, "frequency-exceeded") ||
           (dg_str_is(code, "strict") &&
            dg_str_is(dg_json_get_str(amendment, "verdict"), "refuse"));
}

static bool
is_no_lighter(const struct dg_json *amendment, const struct dg_json *check)
{
    const struct dg_json *f = dg_json_get(check, "findings");
    for (f = f ? f->child : NULL; f; f = f->next) {
        struct dg_str code = dg_json_get_str(f, "code");
        if (is_heavy(f) && !is_exempt(code, amendment) &&
            count_code(amendment, code) < count_code(check, code)) {
            printf("# lighter by %.*s\n", DG_STR_ARG(code));
            return false;
        }
    }
    return true;
}

/* ---- what offices see --------------------------------------------------- */

static unsigned long long
office(unsigned i)
{
    return i < LIFE_VILLAGES ? life_village(i)
           : i < LIFE_VILLAGES + LIFE_HEIRS
               ? life_heir(i - LIFE_VILLAGES)
               : life_town(i - LIFE_VILLAGES - LIFE_HEIRS);
}

/* Each office's due date of a task, empty where it does not have it. */
static void
look(struct dg_str task, char due[OFFICES][DUE_SIZE])
{
    for (unsigned i = 0; i < OFFICES; i++) {
        char source[40];
        const struct dg_json *t;
        due[i][0] = '\0';
        snprintf(source, sizeof source, "%s/%llu",
                 office(i) % 1000 ? "office" : "town", office(i));
        t = dg_json_at(gate_ask(&gate, "%s",
                                gate_event("inbox.read", source, "look",
                                           "{\"limit\":500}")),
                       DG_STR("/result/tasks"));
        for (t = t ? t->child : NULL; t; t = t->next) {
            if (dg_str_equal(text_of(dg_json_get(t, "task")), task)) {
                snprintf(due[i], DUE_SIZE, "%.*s",
                         DG_STR_ARG(dg_json_get_str(t, "due")));
            }
        }
    }
}

/* All due dates of this life are days, so they compare as text. */
static void
compare(char before[OFFICES][DUE_SIZE], char after[OFFICES][DUE_SIZE])
{
    for (unsigned i = 0; i < OFFICES; i++) {
        wider += after[i][0] && !before[i][0];
        earlier +=
            after[i][0] && before[i][0] && strcmp(after[i], before[i]) < 0;
    }
}

/* ---- a life ------------------------------------------------------------- */

static const struct dg_json *
parse(const struct dg_buf *message)
{
    const struct dg_json *root;
    struct dg_json_error error;
    if (dg_json_parse(&gate.arena,
                      dg_arena_copy(&gate.arena, (struct dg_str){message->data,
                                                                 message->len}),
                      &root, &error) != DG_OK) {
        exit(99);
    }
    return root;
}

static const struct dg_json *
check_as_new(const struct dg_json *event, const struct dg_buf *message)
{
    const struct dg_json *assignment =
        dg_json_at(event, DG_STR("/data/assignment"));
    struct dg_str source =
        dg_arena_copy(&gate.arena, dg_json_get_str(event, "source"));
    struct dg_str data = dg_arena_printf(
        &gate.arena, "%.*s", (int) (assignment->end - assignment->start),
        message->data + assignment->start);
    return gate_ask(&gate, "%s",
                    gate_event("task.check", source.data, "check", data.data));
}

static void
amend(const struct dg_buf *message)
{
    static char before[OFFICES][DUE_SIZE], after[OFFICES][DUE_SIZE];
    const struct dg_json *event = parse(message);
    struct dg_str task = text_of(dg_json_at(event, DG_STR("/data/task")));
    const struct dg_json *check = check_as_new(event, message);
    const struct dg_json *amendment;
    look(task, before);
    amendment = gate_ask_bytes(&gate, message->data, message->len);
    if (find_code(amendment, DG_STR("amend-relieves"))) {
        relieved++;
        look(task, after);
        compare(before, after);
    } else if (find_code(amendment, DG_STR("amend-gated"))) {
        gated++;
        worse += !is_no_lighter(amendment, check);
    }
}

static void
step(struct dg_buf *message)
{
    const struct dg_json *reply;
    dg_buf_clear(message);
    if (life_pick(&life, 3) == 0) {
        life_put_amendment(&life, message);
        amend(message);
    } else {
        life_put(&life, message);
        reply = gate_ask_bytes(&gate, message->data, message->len);
        if (strcmp(gate_at(&gate, reply, "/verdict"), "admit") == 0) {
            life_note(
                &life, message,
                (unsigned) atoi(gate_at(&gate, reply, "/receipt/sequence")));
        }
    }
    gate.now_us += life_pick(&life, 1500) * 1000000ll;
    dg_core_clock_tick(gate.flow);
    dg_arena_reset(&gate.arena);
}

int
main(void)
{
    struct dg_buf message;
    gate_open(&gate, "memory", "");
    gate.quiet = true;
    dg_buf_init(&message);
    life_put_roster(&life, &message);
    gate_ask_bytes(&gate, message.data, message.len);
    dg_buf_clear(&message);
    life_put_list(&life, &message);
    gate_ask_bytes(&gate, message.data, message.len);
    for (unsigned i = 0; i < STEPS; i++) {
        step(&message);
    }
    ok(gated > 100, "%u amendments were judged like a new task", gated);
    is_int(worse, 0, "none of them more lightly");
    ok(relieved > 50, "%u were reliefs", relieved);
    is_int(wider, 0, "which reached nobody who did not have the task");
    is_int(earlier, 0, "and were not due earlier");
    dg_buf_finish(&message);
    gate_close(&gate);
    return tap_done();
}
