/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which members of an event's data are receipt numbers, and what stands
 * there once entries have others. */
#include "gateway/recompute/renumber.h"

#include <stdlib.h>

#define NUMBER_OF_NOTHING UINT64_C(9007199254740991) /* schema: the largest */

void
dg_numbers_finish(struct dg_numbers *numbers)
{
    free(numbers->items);
    free(numbers->texts);
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

static bool
reserve_text(struct dg_numbers *numbers)
{
    if (numbers->text_count < numbers->text_room) {
        return true;
    }
    size_t room = numbers->text_room ? numbers->text_room * 2 : 64;
    void *texts = realloc(numbers->texts, room * sizeof *numbers->texts);
    if (!texts) {
        return false;
    }
    numbers->texts = texts;
    numbers->text_room = room;
    return true;
}

static void
digest(struct dg_sha256 *sha, struct dg_str text, char *hex)
{
    uint8_t out[DG_SHA256_SIZE];
    dg_sha256_update(sha, text.data, text.len);
    dg_sha256_output(sha, out);
    dg_hex(out, sizeof out, hex);
}

enum dg_err
dg_numbers_note(struct dg_numbers *numbers, struct dg_str was, struct dg_str is)
{
    struct dg_sha256 *sha;
    if (dg_str_equal(was, is)) {
        return DG_OK;
    }
    if (!reserve_text(numbers) || dg_sha256_create(&sha) != DG_OK) {
        return DG_ERR_MEMORY;
    }
    struct dg_rewritten *text = &numbers->texts[numbers->text_count++];
    digest(sha, was, text->was);
    digest(sha, is, text->is);
    dg_sha256_destroy(sha);
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
    enum dg_named named;
    struct dg_buf *out;
};

static void
replace(struct rewriting *r, const struct dg_json *node, uint64_t number)
{
    dg_buf_append(r->out, r->text.data + r->at, node->start - r->at);
    dg_buf_decimal(r->out, number);
    r->at = node->end;
}

static void
note(struct rewriting *r, enum dg_named named)
{
    r->named = named > r->named ? named : r->named;
}

/* Nobody speaks of what was refused, unless it had been before. */
static void
rewrite_number(struct rewriting *r, const struct dg_json *node)
{
    if (node->type != DG_JSON_NUMBER) {
        return; /* something else of that name */
    }
    const struct dg_renumbered *entry =
        dg_numbers_of(r->numbers, dg_json_to_number(node));
    bool there =
        entry && entry->now > 0 &&
        (entry->is != DG_VERDICT_REFUSE || entry->was == DG_VERDICT_REFUSE);
    replace(r, node, there ? entry->now : NUMBER_OF_NOTHING);
    note(r, !there         ? DG_NAMED_NONE
            : entry->other ? DG_NAMED_OTHER
                           : DG_NAMED_ALL);
}

/* All that was there by then. */
static void
rewrite_upto(struct rewriting *r, const struct dg_json *node)
{
    const struct dg_renumbered *entry =
        dg_numbers_of(r->numbers, dg_json_to_number(node));
    replace(r, node,
            entry && entry->upto > 0 ? entry->upto : NUMBER_OF_NOTHING);
}

/* Between its quotation marks; what was not written anew is signed as it is. */
static void
rewrite_digest(struct rewriting *r, const struct dg_json *node)
{
    for (size_t i = 0; i < r->numbers->text_count; i++) {
        const struct dg_rewritten *text = &r->numbers->texts[i];
        if (dg_str_is(node->text, text->was)) {
            dg_buf_append(r->out, r->text.data + r->at,
                          node->start + 1 - r->at);
            dg_buf_text(r->out, text->is);
            r->at = node->end - 1;
            return;
        }
    }
}

static void
rewrite_array(struct rewriting *r, const struct dg_json *array)
{
    for (const struct dg_json *n = array->child; n; n = n->next) {
        rewrite_number(r, n);
    }
}

static const struct {
    const char *name;
    void (*rewrite)(struct rewriting *r, const struct dg_json *node);
} members[] = {
    {"task", rewrite_number},    {"request", rewrite_number},
    {"refusal", rewrite_number}, {"appeal", rewrite_number},
    {"upto", rewrite_upto},      {"tasks", rewrite_array},
    {"event", rewrite_digest},
};

static void
rewrite_member(struct rewriting *r, const struct dg_json *member)
{
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (dg_str_is(member->name, members[i].name)) {
            members[i].rewrite(r, member);
        }
    }
}

enum dg_named
dg_numbers_rewrite(const struct dg_numbers *numbers, struct dg_str text,
                   const struct dg_json *event, struct dg_buf *out)
{
    const struct dg_json *data = dg_json_get(event, "data");
    struct rewriting r = {.numbers = numbers, .text = text, .out = out};
    dg_buf_clear(out);
    for (const struct dg_json *m = data ? data->child : NULL; m; m = m->next) {
        rewrite_member(&r, m);
    }
    dg_buf_append(out, text.data + r.at, text.len - r.at);
    return out->err == DG_OK ? r.named : DG_NAMED_NONE;
}
