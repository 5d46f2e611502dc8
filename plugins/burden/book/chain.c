/* SPDX-License-Identifier: Apache-2.0 */
/* Which ask a new attempt goes on with. Asks that stand no more are listed by
 * what they are about, so that those that stand cost nothing. */
#include "plugins/burden/book/inside.h"

static bool
same_key(const void *ctx, uint32_t record, const void *key)
{
    const struct dg_book *book = ctx;
    const struct dg_key *a = &book->keys[record], *b = key;
    return a->source == b->source && a->duty == b->duty &&
           a->period == b->period;
}

static uint32_t
hash_of_key(const struct dg_key *key)
{
    return dg_table_mix(dg_table_mix(key->source + 1, key->duty), key->period);
}

uint32_t
dg_chain_take(struct dg_book *book, const struct dg_ask *ask)
{
    struct dg_key key = {ask->source, ask->duty, ask->period, DG_NONE};
    uint32_t hash = hash_of_key(&key);
    uint32_t at = dg_table_find(&book->key_table, hash, same_key, book, &key);
    if (at != DG_TABLE_FREE) {
        return at;
    }
    if (!dg_room(&book->keys, book->key_count, &book->key_room, sizeof key) ||
        !dg_table_add(&book->key_table, hash, book->key_count)) {
        return DG_NONE;
    }
    book->keys[book->key_count] = key;
    return book->key_count++;
}

/* Refused, declined, lapsed or withdrawn, and nobody has done any of it: what
 * was done was done then, and is asked another time. An occurrence opens but
 * once. */
static bool
may_go_on(const struct dg_book *book, const struct dg_ask *ask)
{
    for (uint32_t i = ask->task; i != DG_NONE; i = book->tasks[i].next) {
        const struct dg_task *task = &book->tasks[i];
        if (task->acted && !roaring_bitmap_is_empty(task->acted)) {
            return false;
        }
    }
    return book->tasks[ask->last_task].state >= DG_STATE_WITHDRAWN &&
           !book->attempts[ask->last].occurs;
}

void
dg_chain_list(struct dg_book *book, struct dg_ask *ask)
{
    uint32_t *first = &book->keys[ask->key].idle;
    uint32_t number = (uint32_t) (ask - book->asks);
    bool idle = may_go_on(book, ask);
    if (idle == ask->idle) {
        return;
    }
    ask->idle = idle;
    if (idle) {
        ask->before_idle = DG_NONE;
        ask->after_idle = *first;
        if (*first != DG_NONE) {
            book->asks[*first].before_idle = number;
        }
        *first = number;
        return;
    }
    *(ask->before_idle == DG_NONE ? first
                                  : &book->asks[ask->before_idle].after_idle) =
        ask->after_idle;
    if (ask->after_idle != DG_NONE) {
        book->asks[ask->after_idle].before_idle = ask->before_idle;
    }
}

#define CHAIN_DAYS 90
#define DAY_US (86400 * (int64_t) 1000000)
#define CHAIN_STEPS 4096 /* asks at as many places apart */

/* It is old, or asked others. */
static bool
is_apart(const struct dg_book *book, const struct dg_ask *ask,
         const struct dg_book_seek *seek)
{
    return (seek->period.len == 0 &&
            seek->time_us - ask->time_us > CHAIN_DAYS * DAY_US) ||
           !roaring_bitmap_intersect(
               dg_place_set(book->places,
                            book->attempts[ask->last].sheet->place),
               seek->at);
}

uint64_t
dg_book_chain(const struct dg_book *book, const struct dg_book_seek *seek)
{
    const struct dg_key key = {
        .source = dg_words_find(&book->names, seek->source),
        .duty = dg_words_find(&book->names, seek->duty),
        .period = dg_words_find(&book->names, seek->period)};
    uint32_t found = dg_table_find(&book->key_table, hash_of_key(&key),
                                   same_key, book, &key);
    uint32_t number = found == DG_TABLE_FREE ? DG_NONE : book->keys[found].idle;
    const struct dg_ask *newest = NULL;
    for (int steps = 0; number != DG_NONE && steps < CHAIN_STEPS; steps++) {
        const struct dg_ask *ask = &book->asks[number];
        if ((!newest || ask > newest) && may_go_on(book, ask) &&
            !is_apart(book, ask, seek)) {
            newest = ask;
        }
        number = ask->after_idle;
    }
    return newest ? book->attempts[newest->last].sequence : 0;
}
