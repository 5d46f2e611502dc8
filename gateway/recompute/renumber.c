/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which members of an event's data are receipt numbers, and what stands
 * there once entries have others. */
#include "gateway/recompute/renumber.h"

#include <stdlib.h>

void
dg_numbers_finish(struct dg_numbers *numbers)
{
    free(numbers->items);
    *numbers = (struct dg_numbers){.items = NULL};
}

enum dg_err
dg_numbers_add(struct dg_numbers *numbers, struct dg_renumbered what)
{
    if (numbers->count == numbers->room) {
        uint64_t room = numbers->room ? numbers->room * 2 : 4096;
        void *items = realloc(numbers->items, room * sizeof *numbers->items);
        if (!items) {
            return DG_ERR_MEMORY;
        }
        numbers->items = items;
        numbers->room = room;
    }
    numbers->items[numbers->count++] = what;
    return DG_OK;
}

const struct dg_renumbered *
dg_numbers_of(const struct dg_numbers *numbers, uint64_t sequence)
{
    return sequence > 0 && sequence <= numbers->count
               ? &numbers->items[sequence - 1]
               : NULL;
}

/* ---- rewriting ------------------------------------------------------------
 */

struct rewriting {
    const struct dg_numbers *numbers;
    struct dg_str text;
    size_t at; /* what is written of the text */
    struct dg_buf *out;
};

static void
replace(struct rewriting *r, const struct dg_json *node, uint64_t number)
{
    dg_buf_append(r->out, r->text.data + r->at, node->start - r->at);
    dg_buf_decimal(r->out, number);
    r->at = node->end;
}

/* Nobody speaks of what was refused, unless it had been before. */
static bool
rewrite_number(struct rewriting *r, const struct dg_json *node)
{
    const struct dg_renumbered *entry =
        dg_numbers_of(r->numbers, dg_json_to_number(node));
    if (!entry || entry->now == 0 ||
        (entry->is == DG_VERDICT_REFUSE && entry->was != DG_VERDICT_REFUSE)) {
        return false;
    }
    replace(r, node, entry->now);
    return true;
}

/* All that was there by then. */
static bool
rewrite_upto(struct rewriting *r, const struct dg_json *node)
{
    const struct dg_renumbered *entry =
        dg_numbers_of(r->numbers, dg_json_to_number(node));
    if (!entry || entry->upto == 0) {
        return false;
    }
    replace(r, node, entry->upto);
    return true;
}

static bool
rewrite_array(struct rewriting *r, const struct dg_json *array)
{
    bool all = array->type == DG_JSON_ARRAY;
    for (const struct dg_json *n = array->child; n && all; n = n->next) {
        all = rewrite_number(r, n);
    }
    return all;
}

static const struct {
    const char *name;
    bool (*rewrite)(struct rewriting *r, const struct dg_json *node);
} members[] = {
    {"task", rewrite_number},    {"request", rewrite_number},
    {"refusal", rewrite_number}, {"appeal", rewrite_number},
    {"upto", rewrite_upto},      {"tasks", rewrite_array},
};

static bool
rewrite_member(struct rewriting *r, const struct dg_json *member)
{
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (dg_str_is(member->name, members[i].name)) {
            return members[i].rewrite(r, member);
        }
    }
    return true;
}

bool
dg_numbers_rewrite(const struct dg_numbers *numbers, struct dg_str text,
                   const struct dg_json *event, struct dg_buf *out)
{
    const struct dg_json *data = dg_json_get(event, "data");
    struct rewriting r = {.numbers = numbers, .text = text, .out = out};
    bool all = true;
    dg_buf_clear(out);
    for (const struct dg_json *m = data ? data->child : NULL; m && all;
         m = m->next) {
        all = rewrite_member(&r, m);
    }
    dg_buf_append(out, text.data + r.at, text.len - r.at);
    return all && out->err == DG_OK;
}
