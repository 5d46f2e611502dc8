/* SPDX-License-Identifier: Apache-2.0 */
/* Replay equals live: after a long random life of all kinds of events, a
 * restart gives every inbox, list, receipt and decision back to the byte; and
 * under another configuration everything that was recorded. */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/gate.h"
#include "tests/gateway/flow/view.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define STEPS 5000

#define URGENCY " life_safety = \"wjj\"\n urgent_limit = 3\n"

static struct gate gate;
static struct life life = {.seed = 20260108};

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

/* ---- what it says of it -------------------------------------------------- */

static void
compare_records(const struct view *live, const struct view *replayed)
{
    ok(view_same(&live->inboxes, &replayed->inboxes), "all inboxes");
    ok(view_same(&live->lists, &replayed->lists), "all versions of the list");
    ok(view_same(&live->matters, &replayed->matters),
       "what waits, and the report");
    ok(view_same(&live->receipts, &replayed->receipts),
       "all receipts, by number "
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
        "cosign-waits",
        "cosign-signed",
        "cosign-complete",
        "cosign-declined",
        "cosign-lapsed",
        "cosign-twice",
        "other-content",
        "joint-lead",
        "task-declined",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ok(count(&view->receipts, texts[i]) > 0, "this life had %s: %u times",
           texts[i], count(&view->receipts, texts[i]));
    }
    ok(count(&view->inboxes, "\"task\":") > 50, "inboxes are full: %u tasks",
       count(&view->inboxes, "\"task\":"));
    ok(life.rosters > 2, "the roster changed: %u times", life.rosters);
}

static const char lenient[] =
    "expire_after = 2\ncosign_within = 4\nplugins = {\"access_list\"}\n"
    "access_list {\n" URGENCY " rule known { mode = \"off\" }\n"
    " rule class { mode = \"off\" }\n rule department { mode = \"observe\" }\n"
    " rule frequency { mode = \"off\" }\n rule seals { mode = \"off\" }\n}\n";

int
main(void)
{
    struct view before, after, changed;
    unsigned last;
    gate_open(&gate, "sqlite",
              "expire_after = 2\ncosign_within = 4\n"
              "plugins = {\"access_list\"}\naccess_list {\n" URGENCY "}\n");
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
    view_take(&before, &gate, &life, last);
    check_variety(&before);

    gate_restart(&gate);
    view_take(&after, &gate, &life, last);
    printf("# after a restart\n");
    compare_records(&before, &after);
    ok(view_same(&before.decisions, &after.decisions), "what is decided");

    gate_reconfigure(&gate, lenient);
    view_take(&changed, &gate, &life, last);
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
