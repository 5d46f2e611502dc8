/* SPDX-License-Identifier: Apache-2.0 */
/* States what an assignment asks for, item by item as the tariff has rows; how
 * much that is, the book computes. */
#include <stdio.h>

#include "plugins/burden/fact/inside.h"

static const struct dg_plugin_value *
member(const struct dg_stating *s, const char *name)
{
    return s->host->member(s->event->task, name);
}

static void
state(const struct dg_stating *s, const char *pointer, const char *dimension,
      uint64_t quantity, const char *cause)
{
    char whole[64];
    snprintf(whole, sizeof whole, "%.*s%s", (int) s->event->task_pointer.len,
             s->event->task_pointer.data, pointer);
    dg_stating_ask(s, whole, dimension, quantity, cause);
}

/* Members that are lists of things of one row each … */
static const struct {
    const char *name, *pointer, *row;
} lists[] = {
    {"seals", "/seals/0", "seal"},
    {"proofs", "/proofs/0", "proof"},
    {"attachments", "/attachments/0", "attachment"},
};

/* … and those that are numbers of them. */
static const struct {
    const char *name, *pointer, *row;
} numbers[] = {
    {"meetings", "/meetings", "meeting"},
    {"inspections", "/inspections", "inspection"},
    {"trips", "/trips", "trip"},
};

/* A kind that no tariff names is plain evidence: what stands in a header stays
 * for ever, and is no place for words that anybody may choose. */
static void
state_evidence(const struct dg_stating *s)
{
    const struct dg_plugin_host *host = s->host;
    const struct dg_plugin_value *item = host->first(member(s, "evidence"));
    for (unsigned i = 0; item; i++, item = host->next(item)) {
        struct dg_plugin_str kind = host->text(item);
        char pointer[32], row[96]; /* a code has 64 characters at most */
        snprintf(pointer, sizeof pointer, "/evidence/%u", i);
        snprintf(row, sizeof row, "evidence.%.*s", (int) kind.len, kind.data);
        state(s, pointer, "evidence", 1,
              dg_tariff_has(s->rooms->tariffs, dg_text_from(row)) ? row
                                                                  : "evidence");
    }
}

static void
state_counted(const struct dg_stating *s)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t count = s->host->count(member(s, lists[i].name));
        if (count > 0) {
            state(s, lists[i].pointer, lists[i].row, count, lists[i].row);
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t count = s->host->integer(member(s, numbers[i].name), 0);
        if (count > 0) {
            state(s, numbers[i].pointer, numbers[i].row, (uint64_t) count,
                  numbers[i].row);
        }
    }
}

void
dg_items_state(const struct dg_stating *s)
{
    struct dg_plugin_str urgency = s->host->text(member(s, "urgency"));
    int64_t estimate = s->host->integer(member(s, "minutes"), 0);
    if (dg_stating_is(s, "task.declare")) {
        state(s, "/minutes", "declared", (uint64_t) estimate, "declared");
        return;
    }
    if (urgency.len > 0) {
        state(s, "/urgency", "urgency", 1,
              dg_text_is(urgency, "urgent") ? "urgent" : "life-safety");
    }
    if (estimate > 0) {
        state(s, "/minutes", "estimate", (uint64_t) estimate, "estimate");
    }
    state_evidence(s);
    state_counted(s);
    if (dg_text_is(s->host->text(member(s, "review")), "town")) {
        state(s, "/review", "approval", 1, "approval");
    }
}
