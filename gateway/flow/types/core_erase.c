/* SPDX-License-Identifier: Apache-2.0 */
/* Erasure (journal.erase): which entries may be erased. An entry that says
 * something about another one goes with it, never alone: without a withdrawal
 * its task would be back. What is done then, erase.c does. */
#include "gateway/flow/types/types_internal.h"

#include <stdlib.h>

#include "proto/codec/complaint.h"

#define NAMES_MAX 20

struct erasing {
    struct dg_deciding *d;
    const struct dg_json *first; /* as they were named */
    uint64_t *numbers;           /* sorted */
    size_t count;
};

static int
compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

/* False without memory. */
static bool
begin(struct erasing *e, struct dg_deciding *d)
{
    const struct dg_json *named = dg_json_get(d->event->data, "sequences");
    *e = (struct erasing){.d = d, .first = named->child};
    e->numbers =
        dg_arena_alloc(d->findings.arena, named->count * sizeof *e->numbers);
    if (!e->numbers) {
        d->findings.err = DG_ERR_MEMORY;
        return false;
    }
    for (const struct dg_json *n = e->first; n; n = n->next) {
        e->numbers[e->count++] = dg_json_to_number(n);
    }
    qsort(e->numbers, e->count, sizeof *e->numbers, compare);
    return true;
}

static bool
names(const struct erasing *e, uint64_t sequence)
{
    return sequence > 0 && bsearch(&sequence, e->numbers, e->count,
                                   sizeof *e->numbers, compare) != NULL;
}

/* The entry itself is named, or the task it is an occurrence of. */
static bool
covers(const struct erasing *e, uint64_t sequence)
{
    const struct dg_erasable *erasable = e->d->flow->erasable;
    return names(e, sequence) ||
           (dg_erasable_kind(erasable, sequence) == DG_ERASABLE_ALONG &&
            names(e, dg_erasable_upon(erasable, sequence)));
}

/* ---- which may be erased ------------------------------------------------ */

/* One complaint for each kind of mistake. */
enum mistake { NO_ENTRY, NOT_ERASABLE, ALONE, APPEALED, MISTAKE_COUNT };

static void
begin_complaints(struct dg_deciding *d,
                 struct dg_complaint complaints[MISTAKE_COUNT])
{
    static const char *const codes[] = {"no-such-entry", "not-erasable",
                                        "erase-alone", "erase-appealed"};
    const char *const said[] = {
        _("no entry has the receipt number "),
        _("of a kind that is never erased: "),
        _("only with the entry it is about, or after that: "),
        _("an appeal of it waits for a keeper's word: "),
    };
    for (int i = 0; i < MISTAKE_COUNT; i++) {
        complaints[i] = (struct dg_complaint){
            .findings = &d->findings,
            .root = d->event->root,
            .base = "",
            .code = codes[i],
            .said = said[i],
        };
    }
}

/* Who refused what is appealed has no word on the appeal: while that waits, it
 * must be known who it was. */
static bool
is_appealed(const struct erasing *e, uint64_t sequence)
{
    const struct dg_matters *matters = e->d->flow->matters;
    uint64_t appeal = 0;
    do {
        appeal = dg_matters_next_appeal(matters, sequence, appeal);
    } while (appeal > 0 && names(e, appeal));
    return appeal > 0;
}

/* MISTAKE_COUNT if nothing speaks against it. */
static enum mistake
find_mistake(const struct erasing *e, uint64_t sequence)
{
    const struct dg_erasable *erasable = e->d->flow->erasable;
    uint64_t upon = dg_erasable_upon(erasable, sequence);
    if (sequence > dg_erasable_count(erasable)) {
        return NO_ENTRY;
    }
    switch (dg_erasable_kind(erasable, sequence)) {
    case DG_ERASABLE_FREE:
        return is_appealed(e, sequence) ? APPEALED : MISTAKE_COUNT;
    case DG_ERASABLE_ERASED:
        return MISTAKE_COUNT;
    case DG_ERASABLE_UPON:
        return dg_erasable_is_gone(erasable, upon) || covers(e, upon)
                   ? MISTAKE_COUNT
                   : ALONE;
    default:
        return NOT_ERASABLE;
    }
}

/* ---- what is noted ------------------------------------------------------ */

struct listing {
    struct dg_str text;
    size_t count;
};

static void
list(const struct erasing *e, struct listing *listing, uint64_t sequence)
{
    struct dg_arena *arena = e->d->findings.arena;
    if (listing->count++ < NAMES_MAX) {
        listing->text = dg_arena_printf(
            arena, "%.*s%s%llu", DG_STR_ARG(listing->text),
            listing->text.len ? ", " : "", (unsigned long long) sequence);
    } else if (listing->count == NAMES_MAX + 1) {
        listing->text =
            dg_arena_printf(arena, "%.*s, …", DG_STR_ARG(listing->text));
    }
}

static void
note(const struct erasing *e, const char *code, const char *said,
     const struct listing *listing)
{
    if (listing->count > 0) {
        dg_findings_note(&e->d->findings, code, DG_STR("/data/sequences"),
                         dg_arena_printf(e->d->findings.arena, "%s%.*s", said,
                                         DG_STR_ARG(listing->text)));
    }
}

/* What is about what is erased, or was handed on of it, and was left out; it
 * may say as much. To erase is rare: all entries are looked at. */
static void
note_leavings(const struct erasing *e)
{
    const struct dg_erasable *erasable = e->d->flow->erasable;
    const struct dg_inbox *inbox = e->d->flow->inbox;
    struct listing left = {DG_STR(""), 0};
    for (uint64_t s = 1; s <= dg_erasable_count(erasable); s++) {
        if (dg_erasable_kind(erasable, s) == DG_ERASABLE_UPON && !names(e, s) &&
            covers(e, dg_erasable_upon(erasable, s))) {
            list(e, &left, s);
        }
    }
    for (size_t i = 0; i < e->count; i++) {
        uint64_t s = 0;
        while ((s = dg_inbox_next_forward(inbox, e->numbers[i], s)) > 0) {
            if (!names(e, s)) {
                list(e, &left, s);
            }
        }
    }
    note(e, "erase-leaves", _("entries about these stay: "), &left);
}

void
dg_core_erase_check(struct dg_deciding *d)
{
    struct dg_complaint complaints[MISTAKE_COUNT];
    struct listing already = {DG_STR(""), 0};
    struct erasing e;
    if (!begin(&e, d)) {
        return;
    }
    begin_complaints(d, complaints);
    for (const struct dg_json *n = e.first; n; n = n->next) {
        uint64_t sequence = dg_json_to_number(n);
        enum mistake mistake = find_mistake(&e, sequence);
        if (mistake < MISTAKE_COUNT) {
            dg_complaint_add(&complaints[mistake], n, n->text);
        } else if (dg_erasable_is_gone(d->flow->erasable, sequence)) {
            list(&e, &already, sequence);
        }
    }
    for (int i = 0; i < MISTAKE_COUNT; i++) {
        dg_complaint_end(&complaints[i]);
    }
    if (dg_findings_verdict(&d->findings) < DG_VERDICT_REFUSE) {
        note(&e, "already-erased", _("erased before: "), &already);
        note_leavings(&e);
    }
}
