/* SPDX-License-Identifier: Apache-2.0 */
/* What a gateway shows and decides after a random life: see view.h. */
#include "tests/gateway/flow/view.h"

#include <stdio.h>

#define PROBES 80

static struct gate *gate;
static const struct life *life;

/* Adds the answer to an event, without the proof in its receipt, which is that
 * of the newest checkpoint. */
static void
look(struct dg_buf *seen, const char *event)
{
    gate_ask(gate, "%s", event);
    const char *reply = gate->replies[(gate->asked - 1) % GATE_REPLIES];
    const char *proof = strstr(reply, ",\"path\":["), *end = NULL;
    if (proof) {
        const char *checkpoint = strstr(proof, "\"checkpoint\":\"");
        dg_buf_append(seen, reply, (size_t) (proof - reply));
        end = strchr(checkpoint + strlen("\"checkpoint\":\""), '"') + 1;
    }
    dg_buf_text(seen, end ? end : reply);
    dg_buf_text(seen, "\n");
    dg_arena_reset(&gate->arena);
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
    for (unsigned i = 0; i <= life->lists + 1; i++) {
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
    look(seen, gate_event("cosign.read", "department/mzj", "look",
                          "{\"limit\":500}"));
    look(seen, gate_event("cosign.read", "department/wjj", "look",
                          "{\"limit\":500}"));
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
    struct life asking = *life;
    struct dg_buf message;
    dg_buf_init(&message);
    for (unsigned i = 0; i < PROBES; i++) {
        dg_buf_clear(&message);
        life_put_check(&asking, &message);
        look(seen, message.data);
    }
    dg_buf_finish(&message);
}

void
view_take(struct view *view, struct gate *of, const struct life *lived,
          unsigned last)
{
    gate = of;
    life = lived;
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

void
view_finish(struct view *view)
{
    dg_buf_finish(&view->inboxes);
    dg_buf_finish(&view->lists);
    dg_buf_finish(&view->matters);
    dg_buf_finish(&view->receipts);
    dg_buf_finish(&view->decisions);
}

bool
view_same(const struct dg_buf *a, const struct dg_buf *b)
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
