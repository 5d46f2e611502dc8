/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps refused asks, and finds those that have a word in common with another:
 * its duty, its title, one of its cells. */
#include "plugins/burden/fact/refusals.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 19u /* its id, duty, title, the smallest cells */
#define TABLE_MIN 256u
#define DAY_US (86400 * INT64_C(1000000))

/* One more refusal that has the word. */
struct link {
    uint32_t refusal, next; /* of the one before; both from 1, 0: none */
};

struct slot {
    uint64_t word; /* 0: free */
    uint32_t newest;
};

struct dg_refusals {
    struct dg_refusal *items; /* in order; sequence 0: forgotten */
    uint32_t count, room, dead;
    struct link *links;
    uint32_t link_count, link_room;
    struct slot *table;
    uint32_t words, table_size;
};

struct dg_refusals *
dg_refusals_create(void)
{
    return calloc(1, sizeof(struct dg_refusals));
}

static void
finish_refusal(struct dg_refusal *refusal)
{
    for (uint32_t i = 0; i < refusal->follower_count; i++) {
        dg_content_finish(&refusal->followers[i].content);
    }
    free(refusal->followers);
    refusal->followers = NULL;
    refusal->follower_count = 0;
    dg_content_finish(&refusal->content);
}

void
dg_refusals_destroy(struct dg_refusals *refusals)
{
    for (uint32_t i = 0; refusals && i < refusals->count; i++) {
        finish_refusal(&refusals->items[i]);
    }
    if (refusals) {
        free(refusals->items);
        free(refusals->links);
        free(refusals->table);
        free(refusals);
    }
}

/* ---- words -------------------------------------------------------------- */

static uint64_t
word_of(char kind, uint64_t hash)
{
    uint64_t word = hash + (uint64_t) kind;
    return word ? word : 1;
}

/* That of its id first. */
static uint32_t
read_words(const struct dg_content *content, uint64_t words[WORDS_MAX])
{
    uint32_t count = 0;
    words[count++] = word_of('i', content->id);
    words[count++] = word_of('d', content->duty);
    words[count++] = word_of('t', content->title);
    for (uint32_t i = 0; i < content->cell_count && count < WORDS_MAX; i++) {
        words[count++] = word_of('c', content->cells[i]);
    }
    return count;
}

/* Where the word is, or would be; there is a free slot. */
static struct slot *
slot_of(const struct dg_refusals *refusals, uint64_t word)
{
    uint32_t mask = refusals->table_size - 1;
    uint32_t at = (uint32_t) (word ^ word >> 32) & mask;
    while (refusals->table[at].word && refusals->table[at].word != word) {
        at = (at + 1) & mask;
    }
    return &refusals->table[at];
}

static bool
grow_table(struct dg_refusals *refusals)
{
    struct slot *old = refusals->table;
    uint32_t old_size = refusals->table_size;
    uint32_t size = old_size ? 2 * old_size : TABLE_MIN;
    struct slot *table = calloc(size, sizeof *table);
    if (!table) {
        return false;
    }
    refusals->table = table;
    refusals->table_size = size;
    for (uint32_t i = 0; i < old_size; i++) {
        if (old[i].word) {
            *slot_of(refusals, old[i].word) = old[i];
        }
    }
    free(old);
    return true;
}

static bool
make_links(struct dg_refusals *refusals)
{
    uint32_t room = refusals->link_room ? 2 * refusals->link_room : TABLE_MIN;
    struct link *links;
    while (2 * (refusals->words + WORDS_MAX) > refusals->table_size) {
        if (!grow_table(refusals)) {
            return false;
        }
    }
    if (refusals->link_count + WORDS_MAX <= refusals->link_room) {
        return true;
    }
    links = realloc(refusals->links, room * sizeof *links);
    if (links) {
        refusals->links = links;
        refusals->link_room = room;
    }
    return links != NULL;
}

/* There is room for it. */
static void
link_words(struct dg_refusals *refusals, uint32_t index)
{
    uint64_t words[WORDS_MAX];
    uint32_t count = read_words(&refusals->items[index].content, words);
    for (uint32_t i = 0; i < count; i++) {
        struct slot *slot = slot_of(refusals, words[i]);
        refusals->words += slot->word == 0;
        refusals->links[refusals->link_count++] =
            (struct link){index + 1, slot->newest};
        *slot = (struct slot){words[i], refusals->link_count};
    }
}

/* ---- coming and going --------------------------------------------------- */

static void
bury(struct dg_refusals *refusals, uint32_t index)
{
    finish_refusal(&refusals->items[index]);
    refusals->items[index].sequence = 0;
    refusals->dead++;
}

/* Once most are forgotten, what is left is linked anew: in the room there is.
 */
static void
compact(struct dg_refusals *refusals)
{
    uint32_t kept = 0;
    if (refusals->dead < TABLE_MIN || 2 * refusals->dead < refusals->count) {
        return;
    }
    for (uint32_t i = 0; i < refusals->count; i++) {
        if (refusals->items[i].sequence) {
            refusals->items[kept++] = refusals->items[i];
        }
    }
    refusals->count = kept;
    refusals->dead = 0;
    refusals->link_count = 0;
    refusals->words = 0;
    memset(refusals->table, 0, refusals->table_size * sizeof *refusals->table);
    for (uint32_t i = 0; i < kept; i++) {
        link_words(refusals, i);
    }
}

static bool
is_old(const struct dg_refusal *refusal, int64_t time_us)
{
    return time_us - refusal->time_us > DG_REFUSALS_DAYS * DAY_US;
}

/* They are in the order of their time. */
static void
drop_old(struct dg_refusals *refusals, int64_t time_us)
{
    for (uint32_t i = 0; i < refusals->count; i++) {
        if (refusals->items[i].sequence) {
            if (!is_old(&refusals->items[i], time_us)) {
                break;
            }
            bury(refusals, i);
        }
    }
    compact(refusals);
}

bool
dg_refusals_add(struct dg_refusals *refusals, const struct dg_refusal *refusal)
{
    drop_old(refusals, refusal->time_us);
    if (!make_links(refusals)) {
        return false;
    }
    if (refusals->count == refusals->room) {
        uint32_t room = refusals->room ? 2 * refusals->room : 64;
        struct dg_refusal *items =
            realloc(refusals->items, room * sizeof *items);
        if (!items) {
            return false;
        }
        refusals->items = items;
        refusals->room = room;
    }
    refusals->items[refusals->count++] = *refusal;
    link_words(refusals, refusals->count - 1);
    return true;
}

static void
forget_follower(struct dg_refusal *refusal, uint64_t sequence)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < refusal->follower_count; i++) {
        if (refusal->followers[i].sequence == sequence) {
            dg_content_finish(&refusal->followers[i].content);
        } else {
            refusal->followers[kept++] = refusal->followers[i];
        }
    }
    refusal->follower_count = kept;
}

void
dg_refusals_forget(struct dg_refusals *refusals, uint64_t sequence)
{
    for (uint32_t i = 0; i < refusals->count; i++) {
        struct dg_refusal *refusal = &refusals->items[i];
        if (refusal->sequence == sequence) {
            bury(refusals, i);
        } else {
            forget_follower(refusal, sequence);
        }
    }
    compact(refusals);
}

/* ---- what followed ------------------------------------------------------ */

struct following {
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    const struct dg_content *content;
    bool failed;
};

static bool
add_follower(struct dg_refusal *refusal, const struct following *f)
{
    struct dg_follower *followers = realloc(
        refusal->followers, (refusal->follower_count + 1) * sizeof *followers);
    struct dg_follower *follower;
    if (!followers) {
        return false;
    }
    refusal->followers = followers;
    follower = &followers[refusal->follower_count];
    follower->sequence = f->event->sequence;
    if (!dg_content_read(f->host, f->event, &follower->content)) {
        return false;
    }
    refusal->follower_count++;
    return true;
}

static bool
follow(void *ctx, const struct dg_refusal *refusal)
{
    struct following *f = ctx;
    const struct dg_content *a = f->content, *b = &refusal->content;
    bool told = refusal->follower_count > 0 &&
                refusal->followers[refusal->follower_count - 1].sequence ==
                    f->event->sequence; /* by another word */
    if (!told && a->source == b->source && a->duty == b->duty &&
        a->period == b->period && dg_content_within(a, b)) {
        f->failed = !add_follower((struct dg_refusal *) refusal, f);
    }
    return !f->failed;
}

bool
dg_refusals_follow(struct dg_refusals *refusals,
                   const struct dg_plugin_host *host,
                   const struct dg_plugin_event *event)
{
    struct dg_content content;
    struct following f = {host, event, &content, false};
    if (refusals->count == refusals->dead) {
        return true;
    }
    if (!dg_content_read(host, event, &content)) {
        return false;
    }
    dg_refusals_each(refusals, &content, event->time_us, follow, &f);
    dg_content_finish(&content);
    return !f.failed;
}

/* ---- finding ------------------------------------------------------------ */

static bool
each_of_word(const struct dg_refusals *refusals, uint64_t word, int64_t time_us,
             bool (*each)(void *ctx, const struct dg_refusal *refusal),
             void *ctx)
{
    uint32_t at = slot_of(refusals, word)->newest;
    for (uint32_t looked = 0; at && looked < DG_REFUSALS_LOOKED; looked++) {
        const struct link *link = &refusals->links[at - 1];
        const struct dg_refusal *refusal = &refusals->items[link->refusal - 1];
        if (refusal->sequence && !is_old(refusal, time_us) &&
            !each(ctx, refusal)) {
            return false;
        }
        at = link->next;
    }
    return true;
}

void
dg_refusals_each(const struct dg_refusals *refusals,
                 const struct dg_content *content, int64_t time_us,
                 bool (*each)(void *ctx, const struct dg_refusal *refusal),
                 void *ctx)
{
    uint64_t words[WORDS_MAX];
    uint32_t count = read_words(content, words);
    for (uint32_t i = 1; refusals->table && i < count; i++) {
        if (!each_of_word(refusals, words[i], time_us, each, ctx)) {
            return;
        }
    }
}

void
dg_refusals_named(const struct dg_refusals *refusals,
                  const struct dg_content *content, int64_t time_us,
                  bool (*each)(void *ctx, const struct dg_refusal *refusal),
                  void *ctx)
{
    if (refusals->table && content->causation) {
        each_of_word(refusals, word_of('i', content->causation), time_us, each,
                     ctx);
    }
}

void
dg_refusals_save(const struct dg_refusals *refusals,
                 const struct dg_plugin_host *host, int64_t time_us,
                 struct dg_plugin_writer *out)
{
    host->open_array(out);
    for (uint32_t i = 0; i < refusals->count; i++) {
        const struct dg_refusal *refusal = &refusals->items[i];
        if (refusal->sequence && !is_old(refusal, time_us)) {
            host->open_array(out);
            host->put_integer(out, (int64_t) refusal->sequence);
            host->put_integer(out, refusal->content.cell_count);
            host->put_boolean(out, refusal->waited);
            for (uint32_t j = 0; j < refusal->follower_count; j++) {
                host->put_integer(out,
                                  (int64_t) refusal->followers[j].sequence);
            }
            host->close_array(out);
        }
    }
    host->close_array(out);
}
