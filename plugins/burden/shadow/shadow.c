/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds the second book. A header comes before the decision that says whose
 * its effects are, so that of what asks waits for that; and what never was
 * there for the shadow, since it would have been refused, has no occurrences,
 * answers or ends either. */
#include "plugins/burden/shadow/shadow.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/burden/shadow/turn.h"

/* A header that waits, in one piece of memory. */
struct waiting {
    struct dg_plugin_header header; /* sequence 0: there is none */
    void *memory;
};

struct dg_shadow {
    const struct dg_plugin_host *host;
    struct dg_book *book;
    struct waiting waiting;
    /* Entries that ask, ascending, which were admitted and the shadow would
     * have refused. */
    uint64_t *refused;
    size_t refused_count, refused_room;
};

struct dg_shadow *
dg_shadow_create(const struct dg_plugin_host *host, struct dg_places *places,
                 struct dg_tariffs *tariffs)
{
    struct dg_shadow *shadow = calloc(1, sizeof *shadow);
    if (!shadow) {
        return NULL;
    }
    shadow->host = host;
    shadow->book = dg_book_create(host, places, tariffs);
    if (!shadow->book) {
        free(shadow);
        return NULL;
    }
    return shadow;
}

void
dg_shadow_destroy(struct dg_shadow *shadow)
{
    if (shadow) {
        dg_book_destroy(shadow->book);
        free(shadow->waiting.memory);
        free(shadow->refused);
        free(shadow);
    }
}

const struct dg_book *
dg_shadow_book(const struct dg_shadow *shadow)
{
    return shadow->book;
}

/* ---- what never was ------------------------------------------------------ */

/* The first that is not below. */
static size_t
find_place(const struct dg_shadow *shadow, uint64_t sequence)
{
    size_t low = 0, high = shadow->refused_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shadow->refused[middle] < sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
never_was(const struct dg_shadow *shadow, uint64_t sequence)
{
    size_t at = find_place(shadow, sequence);
    return at < shadow->refused_count && shadow->refused[at] == sequence;
}

/* Entries come in order. */
static bool
refuse(struct dg_shadow *shadow, uint64_t sequence)
{
    if (shadow->refused_count == shadow->refused_room) {
        size_t room = shadow->refused_room ? 2 * shadow->refused_room : 64;
        uint64_t *grown = realloc(shadow->refused, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        shadow->refused = grown;
        shadow->refused_room = room;
    }
    shadow->refused[shadow->refused_count++] = sequence;
    return true;
}

/* ---- facts --------------------------------------------------------------- */

static bool
says(const char *text, const char *literal)
{
    return text && strcmp(text, literal) == 0;
}

static bool
asks(const struct dg_plugin_header *header)
{
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_plugin_effect *fact = &header->effects[i];
        if (fact->kind == DG_PLUGIN_EFFECT_ASK &&
            (says(fact->dimension, "task") ||
             says(fact->dimension, "recurring"))) {
            return true;
        }
    }
    return false;
}

/* "/7" or "/7/9": the task; 0 of everything else. */
static uint64_t
task_of(const struct dg_plugin_effect *fact)
{
    uint64_t number = 0;
    size_t i = 1;
    if (fact->pointer.len == 0 || *fact->pointer.data != '/') {
        return 0;
    }
    while (i < fact->pointer.len && fact->pointer.data[i] >= '0' &&
           fact->pointer.data[i] <= '9') {
        number = 10 * number + (uint64_t) (fact->pointer.data[i++] - '0');
    }
    return i == fact->pointer.len || fact->pointer.data[i] == '/' ? number : 0;
}

/* It changes what never was, hands it on, or is an occurrence of it. */
static bool
hangs_on_nothing(const struct dg_shadow *shadow,
                 const struct dg_plugin_header *header)
{
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_plugin_effect *fact = &header->effects[i];
        if (says(fact->dimension, "about") &&
            (says(fact->cause, "occurs") || says(fact->cause, "forwards") ||
             says(fact->cause, "amends")) &&
            never_was(shadow, task_of(fact))) {
            return true;
        }
    }
    return false;
}

/* ---- feeding ------------------------------------------------------------- */

/* admitted: the entry itself was; verdict of header is the shadow's. */
static enum dg_plugin_status
feed_ask(struct dg_shadow *shadow, const struct dg_plugin_header *header,
         bool admitted)
{
    bool refused = header->verdict == DG_PLUGIN_REFUSE;
    if (hangs_on_nothing(shadow, header)) {
        return refuse(shadow, header->sequence) ? DG_PLUGIN_OK
                                                : DG_PLUGIN_FAILED;
    }
    if (refused && admitted && !refuse(shadow, header->sequence)) {
        return DG_PLUGIN_FAILED;
    }
    return dg_book_header(shadow->book, header);
}

/* Without what is about what never was. */
static enum dg_plugin_status
feed_answer(struct dg_shadow *shadow, const struct dg_plugin_header *header)
{
    struct dg_plugin_header left = *header;
    struct dg_plugin_effect *effects =
        malloc((header->effect_count + 1) * sizeof *effects);
    enum dg_plugin_status status;
    if (!effects) {
        return DG_PLUGIN_FAILED;
    }
    left.effects = effects;
    left.effect_count = 0;
    for (size_t i = 0; i < header->effect_count; i++) {
        if (!never_was(shadow, task_of(&header->effects[i]))) {
            effects[left.effect_count++] = header->effects[i];
        }
    }
    status = dg_book_header(shadow->book, &left);
    free(effects);
    return status;
}

/* ---- waiting ------------------------------------------------------------- */

static void
copy_bytes(char **at, struct dg_plugin_str *text)
{
    if (text->len > 0) {
        memcpy(*at, text->data, text->len);
    }
    text->data = *at;
    *at += text->len;
}

static void
copy_word(char **at, const char **word)
{
    size_t size = *word ? strlen(*word) + 1 : 0;
    if (size > 0) {
        memcpy(*at, *word, size);
        *word = *at;
        *at += size;
    }
}

static size_t
size_of(const struct dg_plugin_header *header)
{
    size_t size = header->effect_count * sizeof *header->effects +
                  header->type.len + header->source.len + header->duty.len +
                  header->period.len + 1;
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_plugin_effect *effect = &header->effects[i];
        size += effect->pointer.len + effect->place.len;
        size += effect->dimension ? strlen(effect->dimension) + 1 : 0;
        size += effect->cause ? strlen(effect->cause) + 1 : 0;
    }
    return size;
}

static bool
keep(struct waiting *waiting, const struct dg_plugin_header *header)
{
    struct dg_plugin_effect *effects = malloc(size_of(header));
    char *at;
    if (!effects) {
        return false;
    }
    waiting->memory = effects;
    waiting->header = *header;
    waiting->header.effects = effects;
    at = (char *) (effects + header->effect_count);
    copy_bytes(&at, &waiting->header.type);
    copy_bytes(&at, &waiting->header.source);
    copy_bytes(&at, &waiting->header.duty);
    copy_bytes(&at, &waiting->header.period);
    for (size_t i = 0; i < header->effect_count; i++) {
        effects[i] = header->effects[i];
        copy_bytes(&at, &effects[i].pointer);
        copy_bytes(&at, &effects[i].place);
        copy_word(&at, &effects[i].dimension);
        copy_word(&at, &effects[i].cause);
    }
    return true;
}

static void
drop(struct waiting *waiting)
{
    free(waiting->memory);
    *waiting = (struct waiting){.memory = NULL};
}

/* As it was decided: nobody told how it would have been. */
static enum dg_plugin_status
feed_waiting(struct dg_shadow *shadow)
{
    enum dg_plugin_status status = DG_PLUGIN_OK;
    if (shadow->waiting.memory) {
        status = feed_ask(shadow, &shadow->waiting.header, true);
        drop(&shadow->waiting);
    }
    return status;
}

/* ---- hooks --------------------------------------------------------------- */

enum dg_plugin_status
dg_shadow_header(struct dg_shadow *shadow,
                 const struct dg_plugin_header *header)
{
    enum dg_plugin_status status = feed_waiting(shadow);
    if (status) {
        return status;
    }
    if (!asks(header)) {
        return feed_answer(shadow, header);
    }
    if (header->bare) {
        return feed_ask(shadow, header, true);
    }
    return keep(&shadow->waiting, header) ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_shadow_apply(struct dg_shadow *shadow, const struct dg_plugin_event *event,
                const struct dg_plugin_decision *decision)
{
    const struct dg_plugin_header *header = &shadow->waiting.header;
    const struct dg_turn turn = {shadow->host, event, decision, header};
    struct dg_plugin_effect *effects;
    struct dg_plugin_header turned;
    enum dg_plugin_status status;
    if (!shadow->waiting.memory || header->sequence != event->sequence) {
        return DG_PLUGIN_OK;
    }
    if (!dg_turn_make(&turn, &turned, &effects)) {
        return DG_PLUGIN_FAILED;
    }
    status = feed_ask(shadow, &turned, header->verdict != DG_PLUGIN_REFUSE);
    free(effects);
    drop(&shadow->waiting);
    return status;
}

enum dg_plugin_status
dg_shadow_task(struct dg_shadow *shadow, const struct dg_plugin_task *task)
{
    enum dg_plugin_status status = feed_waiting(shadow);
    bool stands = task->change == DG_PLUGIN_TASK_OPENED ||
                  task->change == DG_PLUGIN_TASK_CHANGED;
    if (status || never_was(shadow, task->task) ||
        (task->of && never_was(shadow, task->of)) ||
        (stands && never_was(shadow, task->content))) {
        return status;
    }
    return dg_book_task(shadow->book, task);
}
