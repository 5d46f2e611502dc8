/* SPDX-License-Identifier: Apache-2.0 */
/* Random lives, followed by a plugin: what it is told always fits what it was
 * told before and what inboxes show; a replay tells the same in the same order,
 * or, when something was erased, comes to the same. */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/view.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define LIVES 12
#define STEPS 400

static struct gate gate;
static struct life life;
static unsigned last, told, erased;

static unsigned
send_message(const struct dg_buf *message)
{
    const struct dg_json *reply =
        gate_ask_bytes(&gate, message->data, message->len);
    unsigned sequence = (unsigned) strtoul(
        gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
    bool refused = strcmp(gate_at(&gate, reply, "/verdict"), "refuse") == 0;
    bool is_new = sequence > last;
    last = is_new ? sequence : last;
    dg_arena_reset(&gate.arena);
    return is_new && !refused ? sequence : 0;
}

static void
erase(void)
{
    struct dg_buf message;
    char data[96], id[32];
    unsigned first = 1 + life_pick(&life, last);
    dg_buf_init(&message);
    if (life.task_count > 0 && life_pick(&life, 2)) {
        unsigned kept =
            life.task_count < LIFE_TASKS ? life.task_count : LIFE_TASKS;
        first = life.tasks[life_pick(&life, kept)].sequence;
    }
    snprintf(data, sizeof data, "{\"sequences\":[%u],\"reason\":\"到期\"}",
             first);
    snprintf(id, sizeof id, "erase%u", ++life.sent);
    dg_buf_text(&message, gate_event("journal.erase", "keeper/bwb", id, data));
    erased += send_message(&message) > 0;
    dg_buf_finish(&message);
}

static void
step(bool erases)
{
    struct dg_buf message;
    unsigned sequence;
    dg_buf_init(&message);
    if (erases && life_pick(&life, 16) == 0) {
        erase();
    } else {
        life_put(&life, &message);
        sequence = send_message(&message);
        if (sequence > 0) {
            life_note(&life, &message, sequence);
        }
    }
    dg_buf_finish(&message);
    gate.now_us += life_pick(&life, 40000) * 1000000ll;
    dg_core_clock_tick(gate.flow);
    if (life_pick(&life, 8) == 0) {
        gate_tick(&gate);
    }
}

static void
live(bool erases)
{
    struct dg_buf message;
    dg_buf_init(&message);
    life_put_roster(&life, &message);
    send_message(&message);
    dg_buf_clear(&message);
    life_put_list(&life, &message);
    send_message(&message);
    for (unsigned i = 0; i < STEPS; i++) {
        step(erases);
    }
    dg_buf_finish(&message);
}

/* What the plugin was told, or what it made of it; for free(). */
static char *
ask(const char *data)
{
    const struct dg_json *reply = gate_ask(
        &gate, "%s", gate_event("follower.read", "auditor/sjj", "look", data));
    is_str(dg_json_get_str(dg_json_get(reply, "result"), "wrong"), "",
           "all that it was told fits");
    return strdup(gate.replies[(gate.asked - 1) % GATE_REPLIES]);
}

static unsigned
count_lines(const char *trace)
{
    unsigned count = 0;
    for (; (trace = strstr(trace, "\\n")); trace++) {
        count++;
    }
    return count;
}

static void
test_life(unsigned number, bool erases)
{
    char *trace, *state, *again;
    life = (struct life){.seed = 20261122 + number * 6011ull};
    last = 0;
    gate_open(&gate, "sqlite",
              "expire_after = 2\ncosign_within = 3\n"
              "plugins = {\"access_list\", \"form_dedup\", \"follower\"}\n"
              "access_list {\n life_safety = \"wjj\"\n urgent_limit = 3\n"
              " rule lead { mode = \"observe\" }\n"
              " rule seals { mode = \"observe\" }\n}\n");
    gate.quiet = true;
    live(erases);
    trace = ask("{\"trace\":true}");
    state = ask("{}");
    told += count_lines(trace);
    gate_restart(&gate);
    if (!erases) {
        again = ask("{\"trace\":true}");
        ok(strcmp(trace, again) == 0, "life %u: told the same", number);
        free(again);
    }
    again = ask("{}");
    ok(strcmp(again, state) == 0, "life %u: it comes to the same", number);
    free(again);
    free(trace);
    free(state);
    gate_close(&gate);
    gate_clear();
}

int
main(void)
{
    gate_link_plugin("tests/fake", "follower");
    for (unsigned i = 0; i < LIVES; i++) {
        test_life(i, i % 2);
    }
    printf("# %u changes told, %u erasures\n", told, erased);
    ok(told > 150 && erased > 20, "there was something to tell");
    return tap_done();
}
