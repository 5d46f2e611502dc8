/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what becomes of requests for exemption, and of the tasks that wait
 * for a word, once it was said. Whether it may be said is matter_check.c's. */
#include "gateway/inbox/matter.h"

#include <stdlib.h>

#include "gateway/inbox/matter_state.h"
#include "proto/base/date.h"

enum dg_err
dg_matters_create(struct dg_inbox *inbox, struct dg_matters **matters)
{
    *matters = calloc(1, sizeof **matters);
    if (!*matters) {
        return DG_ERR_MEMORY;
    }
    (*matters)->inbox = inbox;
    dg_arena_init(&(*matters)->arena, SIZE_MAX);
    return DG_OK;
}

void
dg_matters_destroy(struct dg_matters *matters)
{
    if (!matters) {
        return;
    }
    HASH_CLEAR(hh, matters->requests);
    dg_arena_finish(&matters->arena);
    free(matters);
}

static struct dg_matter_node *
find(const struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter_node *node = NULL;
    HASH_FIND(hh, matters->requests, &sequence, sizeof sequence, node);
    return node;
}

const struct dg_matter *
dg_matters_find(const struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter_node *node = find(matters, sequence);
    return node && !node->erased ? &node->matter : NULL;
}

static bool
appeals(const struct dg_matter *matter, uint64_t of)
{
    const struct dg_matter *first = matter->appeals;
    bool waits = matter->state <= DG_MATTER_SIGNED;
    while (first && first->sequence != of) {
        first = first->appeals;
    }
    return waits && first;
}

uint64_t
dg_matters_next_appeal(const struct dg_matters *matters, uint64_t of,
                       uint64_t after)
{
    const struct dg_matter_node *node, *rest;
    uint64_t next = 0;
    HASH_ITER(hh, matters->requests, node, rest)
    {
        uint64_t sequence = node->matter.sequence;
        if (sequence > after && (next == 0 || sequence < next) &&
            appeals(&node->matter, of)) {
            next = sequence;
        }
    }
    return next;
}

static uint64_t
number_of(const struct dg_event *event, const char *member)
{
    return dg_json_to_number(dg_json_get(event->data, member));
}

uint64_t
dg_matters_named(const struct dg_event *event)
{
    return number_of(event, "request");
}

enum dg_matter_verdict
dg_matters_verdict(const struct dg_event *event)
{
    static const char *const texts[] = {"grant", "refuse", "pass", "lapse"};
    struct dg_str text = dg_json_get_str(event->data, "verdict");
    unsigned i = 0;
    while (i < DG_MATTER_LAPSE && !dg_str_is(text, texts[i])) {
        i++;
    }
    return (enum dg_matter_verdict) i;
}

/* An appeal takes two who grant. */
enum dg_matter_state
dg_matters_after(const struct dg_matter *matter, enum dg_matter_verdict verdict)
{
    switch (verdict) {
    case DG_MATTER_GRANT:
        return matter->appeals && matter->signer.len == 0 ? DG_MATTER_SIGNED
                                                          : DG_MATTER_GRANTED;
    case DG_MATTER_REFUSE:
        return DG_MATTER_REFUSED;
    case DG_MATTER_PASS:
        return DG_MATTER_PASSED;
    default:
        return DG_MATTER_LAPSED;
    }
}

/* ---- erased ------------------------------------------------------------- */

static enum dg_err
add(struct dg_matters *matters, struct dg_matter_node *node)
{
    HASH_ADD(hh, matters->requests, matter.sequence,
             sizeof node->matter.sequence, node);
    return DG_MAP_HAS(node) ? DG_OK : DG_ERR_MEMORY;
}

void
dg_matters_forget(struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter_node *node = find(matters, sequence);
    if (node) {
        node->matter = (struct dg_matter){.sequence = sequence};
        node->erased = true;
    }
}

enum dg_err
dg_matters_bury(struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter_node *node = dg_arena_alloc(&matters->arena, sizeof *node);
    if (!node) {
        return DG_ERR_MEMORY;
    }
    node->matter.sequence = sequence;
    node->erased = true;
    return add(matters, node);
}

/* ---- a request ---------------------------------------------------------- */

static enum dg_err
copy_rules(struct dg_arena *arena, const struct dg_json *rules,
           struct dg_matter *matter)
{
    struct dg_str *copies =
        dg_arena_alloc(arena, (rules ? rules->count : 0) * sizeof *copies);
    const struct dg_json *rule = rules ? rules->child : NULL;
    for (; copies && rule; rule = rule->next) {
        copies[matter->rule_count] = dg_arena_copy(arena, rule->text);
        if (!copies[matter->rule_count++].data) {
            return DG_ERR_MEMORY;
        }
    }
    matter->rules = copies;
    return copies ? DG_OK : DG_ERR_MEMORY;
}

enum dg_err
dg_matters_request(struct dg_matters *matters, uint64_t sequence,
                   const struct dg_event *event)
{
    struct dg_matter_node *node = dg_arena_alloc(&matters->arena, sizeof *node);
    const struct dg_matter_node *first;
    if (!node) {
        return DG_ERR_MEMORY;
    }
    node->matter.sequence = sequence;
    first = find(matters, number_of(event, "appeal"));
    node->matter.appeals = first ? &first->matter : NULL;
    node->matter.source = dg_arena_copy(&matters->arena, event->source);
    if (!node->matter.source.data ||
        copy_rules(&matters->arena, dg_json_get(event->data, "rules"),
                   &node->matter) != DG_OK) {
        return DG_ERR_MEMORY;
    }
    /* By schema it is a day. */
    dg_date_parse(dg_json_get_str(event->data, "until"), &node->matter.until);
    return add(matters, node);
}

/* ---- a word ------------------------------------------------------------- */

static enum dg_err
settle_request(struct dg_matters *matters, struct dg_matter *matter,
               const struct dg_event *event)
{
    enum dg_matter_verdict verdict = dg_matters_verdict(event);
    enum dg_matter_state state = dg_matters_after(matter, verdict);
    struct dg_str keeper = DG_STR("");
    if (verdict <= DG_MATTER_REFUSE) {
        keeper = dg_arena_copy(&matters->arena, event->source);
        if (!keeper.data) {
            return DG_ERR_MEMORY;
        }
    }
    if (state == DG_MATTER_SIGNED) {
        matter->signer = keeper;
    } else if (state == DG_MATTER_REFUSED) {
        matter->refuser = keeper;
    }
    matter->state = state;
    return DG_OK;
}

static enum dg_err
settle_task(struct dg_inbox *inbox, uint64_t task,
            enum dg_matter_verdict verdict)
{
    switch (verdict) {
    case DG_MATTER_GRANT:
        return dg_inbox_confirm(inbox, task, false);
    case DG_MATTER_PASS:
        return dg_inbox_confirm(inbox, task, true);
    case DG_MATTER_REFUSE:
        return dg_inbox_end(inbox, task, DG_TASK_REFUSED);
    default:
        return dg_inbox_end(inbox, task, DG_TASK_LAPSED);
    }
}

enum dg_err
dg_matters_decide(struct dg_matters *matters, const struct dg_event *event)
{
    struct dg_matter_node *node = find(matters, dg_matters_named(event));
    if (node && node->erased) {
        return DG_ERR_ABSENT;
    }
    return node ? settle_request(matters, &node->matter, event)
                : settle_task(matters->inbox, dg_matters_named(event),
                              dg_matters_verdict(event));
}
