/* SPDX-License-Identifier: Apache-2.0 */
/* After random lives in which keepers have entries erased, of all kinds and at
 * any time, the living gateway shows and decides to the byte what one shows and
 * decides that was started on the journal anew, where nothing of them is left.
 */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/view.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define LIVES 12
#define STEPS 260
#define URGENCY " life_safety = \"wjj\"\n urgent_limit = 3\n"

static struct gate gate;
static struct life life;
static unsigned last, erasures, refusals;

static void
send_message(const struct dg_buf *message)
{
    const struct dg_json *reply =
        gate_ask_bytes(&gate, message->data, message->len);
    unsigned sequence = (unsigned) strtoul(
        gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
    if (sequence > last &&
        strcmp(gate_at(&gate, reply, "/verdict"), "refuse") != 0) {
        life_note(&life, message, sequence);
    }
    last = sequence > last ? sequence : last;
    dg_arena_reset(&gate.arena);
}

/* One entry or some beside each other, newer ones more often: with what is
 * about them, or what is refused. */
static void
erase(void)
{
    unsigned first = 1 + life_pick(&life, last), count;
    const struct dg_json *reply;
    char data[512];
    size_t used;
    if (life_pick(&life, 3)) {
        first = first < last / 2 ? last - first : first;
    }
    count = 1 + life_pick(&life, life_pick(&life, 4) ? 2 : 12);
    used = (size_t) snprintf(data, sizeof data, "{\"sequences\":[");
    for (unsigned i = 0; i < count && first + i <= last; i++) {
        used += (size_t) snprintf(data + used, sizeof data - used, "%s%u",
                                  i ? "," : "", first + i);
    }
    snprintf(data + used, sizeof data - used, "],\"reason\":\"到期\"}");
    char id[32];
    snprintf(id, sizeof id, "erase%u", ++life.sent);
    reply = gate_ask(&gate, "%s",
                     gate_event("journal.erase", "keeper/bwb", id, data));
    if (strcmp(gate_at(&gate, reply, "/verdict"), "admit") == 0) {
        erasures += count;
    } else {
        refusals++;
    }
    last = (unsigned) strtoul(gate_at(&gate, reply, "/receipt/sequence"), NULL,
                              10);
    dg_arena_reset(&gate.arena);
}

/* Whatever of a task and all that is about it may be erased. */
static void
erase_task(void)
{
    unsigned kept = life.task_count < LIFE_TASKS ? life.task_count : LIFE_TASKS;
    const struct dg_json *reply;
    char data[64], id[32];
    if (kept == 0) {
        return;
    }
    snprintf(data, sizeof data, "{\"sequences\":[%u],\"reason\":\"依申请\"}",
             life.tasks[life_pick(&life, kept)].sequence);
    snprintf(id, sizeof id, "erase%u", ++life.sent);
    reply = gate_ask(&gate, "%s",
                     gate_event("journal.erase", "keeper/bwb", id, data));
    erasures += strcmp(gate_at(&gate, reply, "/verdict"), "admit") == 0;
    last = (unsigned) strtoul(gate_at(&gate, reply, "/receipt/sequence"), NULL,
                              10);
    dg_arena_reset(&gate.arena);
}

static void
live(void)
{
    struct dg_buf message;
    dg_buf_init(&message);
    life_put_roster(&life, &message);
    send_message(&message);
    dg_buf_clear(&message);
    life_put_list(&life, &message);
    send_message(&message);
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned kind = life_pick(&life, 30);
        dg_buf_clear(&message);
        if (kind == 0) {
            erase();
        } else if (kind == 1) {
            erase_task();
        } else {
            life_put(&life, &message);
            send_message(&message);
        }
        gate.now_us += life_pick(&life, 40000) * 1000000ll;
        dg_core_clock_tick(gate.flow);
        if (step % 8 == 0) {
            gate_tick(&gate);
        }
    }
    erase();
    dg_buf_finish(&message);
}

static bool
compare(const struct view *live, const struct view *replayed)
{
    bool same = view_same(&live->inboxes, &replayed->inboxes);
    same = view_same(&live->matters, &replayed->matters) && same;
    same = view_same(&live->lists, &replayed->lists) && same;
    same = view_same(&live->receipts, &replayed->receipts) && same;
    return view_same(&live->decisions, &replayed->decisions) && same;
}

static void
test_life(unsigned number)
{
    struct view before, after;
    life = (struct life){.seed = 20261122 + number * 7919ull};
    last = 0;
    gate_clear();
    gate_open(&gate, "sqlite",
              "expire_after = 2\ncosign_within = 3\naccess_list {\n" URGENCY
              " rule lead { mode = \"observe\" }\n"
              " rule seals { mode = \"observe\" }\n}\n");
    gate.quiet = true;
    live();
    view_take(&before, &gate, &life, last);
    gate_restart(&gate);
    view_take(&after, &gate, &life, last);
    ok(compare(&before, &after), "life %u, %u entries", number, last);
    view_finish(&before);
    view_finish(&after);
    gate_close(&gate);
}

int
main(int argc, char **argv)
{
    unsigned first = argc > 1 ? (unsigned) atoi(argv[1]) : 0;
    unsigned count = argc > 2 ? (unsigned) atoi(argv[2]) : LIVES;
    for (unsigned i = first; i < first + count; i++) {
        test_life(i);
    }
    printf("# %u erased, %u refused\n", erasures, refusals);
    ok(erasures > 40 && refusals > 5, "there was something to compare");
    return tap_done();
}
