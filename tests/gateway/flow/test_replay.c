/* SPDX-License-Identifier: Apache-2.0 */
/* Replay equals live: after a long random life of all kinds of events, a
 * restart gives every inbox, list, receipt and decision back to the byte; and
 * under another configuration everything that was recorded. */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/gate.h"
#include "tests/gateway/flow/life.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define STEPS 5000
#define PROBES 80

#define URGENCY " life_safety = \"wjj\"\n urgent_limit = 6\n"

static struct gate gate;
static struct life life = {.seed = 20260106};

/* ---- a life -------------------------------------------------------------- */

/* Messages sent, for asking again. */
static char *kept[STEPS];

static void
send_message(const struct dg_buf *message)
{
    const struct dg_json *reply =
        gate_ask_bytes(&gate, message->data, message->len);
    static unsigned newest;
    unsigned sequence = (unsigned) strtoul(
        gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
    if (sequence > newest &&
        strcmp(gate_at(&gate, reply, "/verdict"), "refuse") != 0) {
        life_note(&life, message, sequence);
        newest = sequence;
    }
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
        dg_buf_clear(&message);
        if (step > 0 && life_pick(&life, 15) == 0) {
            dg_buf_text(&message, kept[life_pick(&life, step)]);
        } else {
            life_put(&life, &message);
        }
        kept[step] = strdup(message.data);
        send_message(&message);
        gate.now_us += life_pick(&life, 3000) * 1000000ll;
        dg_core_clock_tick(gate.flow);
        if (step % 16 == 0) {
            gate_tick(&gate);
        }
    }
    gate_tick(&gate);
    for (unsigned step = 0; step < STEPS; step++) {
        free(kept[step]);
    }
    dg_buf_finish(&message);
}

/* ---- what can be seen ---------------------------------------------------- */

/* Adds the answer to an event, without the proof in its receipt, which is that
 * of the newest checkpoint. */
static void
look(struct dg_buf *seen, const char *event)
{
    gate_ask(&gate, "%s", event);
    const char *reply = gate.replies[(gate.asked - 1) % GATE_REPLIES];
    const char *proof = strstr(reply, ",\"path\":["), *end = NULL;
    if (proof) {
        const char *checkpoint = strstr(proof, "\"checkpoint\":\"");
        dg_buf_append(seen, reply, (size_t) (proof - reply));
        end = strchr(checkpoint + strlen("\"checkpoint\":\""), '"') + 1;
    }
    dg_buf_text(seen, end ? end : reply);
    dg_buf_text(seen, "\n");
    dg_arena_reset(&gate.arena);
}

static void
look_at_inbox(struct dg_buf *seen, const char *role, unsigned long long code)
{
    char source[40];
    snprintf(source, sizeof source, "%s/%llu", role, code);
    look(seen, gate_event("inbox.read", source, "look", "{\"limit\":500}"));
}

static void
look_at_inboxes(struct dg_buf *seen)
{
    for (unsigned i = 0; i < LIFE_TOWNS; i++) {
        look_at_inbox(seen, "town", life_town(i));
    }
    for (unsigned i = 0; i < LIFE_VILLAGES; i++) {
        look_at_inbox(seen, "office", life_village(i));
    }
    for (unsigned i = 0; i < LIFE_HEIRS; i++) {
        look_at_inbox(seen, "office", life_heir(i));
    }
}

static void
look_at_lists(struct dg_buf *seen)
{
    char data[40];
    for (unsigned i = 0; i <= life.lists + 1; i++) {
        snprintf(data, sizeof data, "{\"version\":\"l%u\"}", i);
        look(seen, gate_event("list.read", "department/mzj", "look", data));
    }
    look(seen, gate_event("list.read", "department/wjj", "look",
                          "{\"department\":\"wjj\"}"));
}

static void
look_at_matters(struct dg_buf *seen)
{
    look(seen,
         gate_event("exemption.read", "keeper/bwb", "look", "{\"limit\":500}"));
    look(seen, gate_event("exemption.read", "department/mzj", "look",
                          "{\"limit\":500}"));
    look(seen,
         gate_event("list.report", "keeper/bwb", "look", "{\"limit\":500}"));
}

/* By number, and by the ids of two departments. */
static void
look_at_receipts(struct dg_buf *seen, unsigned last)
{
    static const char type[] = "receipt.lookup";
    char data[40];
    for (unsigned i = 1; i <= last; i++) {
        snprintf(data, sizeof data, "{\"sequence\":%u}", i);
        look(seen, gate_event(type, "auditor/shenji", "look", data));
        snprintf(data, sizeof data, "{\"id\":\"e%u\"}", i);
        look(seen, gate_event(type, "department/mzj", "look", data));
        look(seen, gate_event(type, "department/wjj", "look", data));
    }
}

/* The same questions each time. */
static void
look_at_decisions(struct dg_buf *seen)
{
    struct life asking = life;
    struct dg_buf message;
    dg_buf_init(&message);
    for (unsigned i = 0; i < PROBES; i++) {
        dg_buf_clear(&message);
        life_put_check(&asking, &message);
        look(seen, message.data);
    }
    dg_buf_finish(&message);
}

/* What it looks like: whatever is recorded, and whatever is decided now. */
struct view {
    struct dg_buf inboxes, lists, matters, receipts, decisions;
};

static void
view_take(struct view *view, unsigned last)
{
    dg_buf_init(&view->inboxes);
    dg_buf_init(&view->lists);
    dg_buf_init(&view->matters);
    dg_buf_init(&view->receipts);
    dg_buf_init(&view->decisions);
    look_at_inboxes(&view->inboxes);
    look_at_lists(&view->lists);
    look_at_matters(&view->matters);
    look_at_receipts(&view->receipts, last);
    look_at_decisions(&view->decisions);
}

static void
view_finish(struct view *view)
{
    dg_buf_finish(&view->inboxes);
    dg_buf_finish(&view->lists);
    dg_buf_finish(&view->matters);
    dg_buf_finish(&view->receipts);
    dg_buf_finish(&view->decisions);
}

/* Says the first line that differs. */
static bool
same(const struct dg_buf *a, const struct dg_buf *b)
{
    size_t line = 0, at = 0;
    while (at < a->len && at < b->len && a->data[at] == b->data[at]) {
        line = a->data[at++] == '\n' ? at : line;
    }
    if (at == a->len && at == b->len) {
        return true;
    }
    printf("# first:  %.*s\n", (int) strcspn(a->data + line, "\n"),
           a->data + line);
    printf("# second: %.*s\n", (int) strcspn(b->data + line, "\n"),
           b->data + line);
    return false;
}

static void
compare_records(const struct view *live, const struct view *replayed)
{
    ok(same(&live->inboxes, &replayed->inboxes), "all inboxes");
    ok(same(&live->lists, &replayed->lists), "all versions of the list");
    ok(same(&live->matters, &replayed->matters), "what waits, and the report");
    ok(same(&live->receipts, &replayed->receipts), "all receipts, by number "
                                                   "and by id");
}

static unsigned
count(const struct dg_buf *buf, const char *text)
{
    unsigned found = 0;
    for (const char *at = buf->data; (at = strstr(at, text)); at++) {
        found++;
    }
    return found;
}

/* Or the comparison would be about nothing. */
static void
check_variety(const struct view *view)
{
    static const char *const texts[] = {
        "already-acknowledged",
        "department-not-entitled",
        "frequency-exceeded",
        "duty-negative",
        "due-past",
        "seal-not-allowed",
        "role-not-permitted",
        "roster-base-unknown",
        "not-in-inbox",
        "already-withdrawn",
        "amend-relieves",
        "amend-gated",
        "duty-changed",
        "task-withdrawn",
        "task-expired",
        "forward-passes",
        "forward-new-ask",
        "forward-outside",
        "declared",
        "recurrence-malformed",
        "due-and-recurrence",
        "expires-before-due",
        "\"dutygate.task.occur.v1\"",
        "\"dutygate.task.expire.v1\"",
        "exemption-granted",
        "exemption-refused",
        "exemption-passed",
        "exemption-lapsed",
        "exemption-signed",
        "exemption-wider",
        "appeal-not-own",
        "appeal-not-refused",
        "signer-not-other",
        "request-unknown",
        "request-decided",
        "verdict-not-yours",
        "life-safety-stands",
        "rule-not-exemptible",
        "\"exempted\"",
        "urgency-urgent",
        "urgent-waits",
        "urgent-set-aside",
        "life-safety-set-aside",
        "urgency-not-entitled",
        "ordered-not-urgent",
        "task-lapsed",
        "office-unknown",
        "\"verdict\":\"admit\"",
        "\"successors\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ok(count(&view->receipts, texts[i]) > 0, "this life had %s: %u times",
           texts[i], count(&view->receipts, texts[i]));
    }
    ok(count(&view->inboxes, "\"task\":") > 100, "inboxes are full: %u tasks",
       count(&view->inboxes, "\"task\":"));
    ok(life.rosters > 2, "the roster changed: %u times", life.rosters);
}

static const char lenient[] =
    "expire_after = 2\n"
    "access_list {\n" URGENCY " rule known { mode = \"off\" }\n"
    " rule class { mode = \"off\" }\n rule department { mode = \"observe\" }\n"
    " rule frequency { mode = \"off\" }\n rule seals { mode = \"off\" }\n}\n";

int
main(void)
{
    struct view before, after, changed;
    unsigned last;
    gate_open(&gate, "sqlite",
              "expire_after = 2\naccess_list {\n" URGENCY "}\n");
    gate.quiet = true;
    live();
    last = (unsigned) strtoul(
        gate_at(&gate,
                gate_ask(&gate, "%s",
                         gate_event("task.withdraw", "department/mzj", "last",
                                    "{\"task\":1}")),
                "/receipt/sequence"),
        NULL, 10);
    printf("# %u entries\n", last);
    view_take(&before, last);
    check_variety(&before);

    gate_restart(&gate);
    view_take(&after, last);
    printf("# after a restart\n");
    compare_records(&before, &after);
    ok(same(&before.decisions, &after.decisions), "what is decided");

    gate_reconfigure(&gate, lenient);
    view_take(&changed, last);
    printf("# under another configuration\n");
    compare_records(&before, &changed);
    ok(before.decisions.len != changed.decisions.len,
       "what is decided from now on is another matter");
    gate_close(&gate);
    view_finish(&before);
    view_finish(&after);
    view_finish(&changed);
    return tap_done();
}
