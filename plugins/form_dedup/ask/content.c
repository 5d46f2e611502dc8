/* SPDX-License-Identifier: Apache-2.0 */
/* What an entry asks: the forms of its assignment, less what was stripped, and
 * what people read of it. Tasks read as one of these; which, and when, the hook
 * task says. */
#include "plugins/form_dedup/ask/ask_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first whose sequence is not below; entries come in order. */
static size_t
find_place(const struct dg_asks *asks, uint64_t sequence)
{
    size_t low = 0, high = asks->content_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (asks->contents[middle]->sequence < sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct content *
dg_content_find(const struct dg_asks *asks, uint64_t sequence)
{
    size_t at = find_place(asks, sequence);
    return at < asks->content_count && asks->contents[at]->sequence == sequence
               ? asks->contents[at]
               : NULL;
}

void
dg_content_leave(struct content *content)
{
    if (--content->tasks == 0 && content->forgotten) {
        free(content);
    }
}

void
dg_content_destroy(struct dg_asks *asks)
{
    struct standing *standing, *next;
    for (size_t i = 0; i < asks->content_count; i++) {
        free(asks->contents[i]);
    }
    free(asks->contents);
    HASH_ITER(hh, asks->standing, standing, next)
    {
        HASH_DEL(asks->standing, standing);
        free(standing);
    }
}

/* ---- what recurs -------------------------------------------------------- */

static struct standing *
find_standing(const struct dg_asks *asks, uint64_t task)
{
    struct standing *standing;
    HASH_FIND(hh, asks->standing, &task, sizeof task, standing);
    return standing;
}

const struct content *
dg_content_standing(const struct dg_asks *asks, uint64_t task)
{
    const struct standing *standing = find_standing(asks, task);
    return standing ? standing->content : NULL;
}

bool
dg_content_stand(struct dg_asks *asks, uint64_t task, struct content *content)
{
    struct standing *standing = find_standing(asks, task);
    if (standing) {
        standing->content = content;
        return true;
    }
    standing = content ? calloc(1, sizeof *standing) : NULL;
    if (!standing) {
        return !content;
    }
    *standing = (struct standing){.task = task, .content = content};
    HASH_ADD(hh, asks->standing, task, sizeof task, standing);
    if (!standing->hh.tbl) {
        free(standing);
        return false;
    }
    return true;
}

/* ---- of an entry -------------------------------------------------------- */

static bool
is_stripped(const struct dg_asks *asks,
            const struct dg_plugin_decision *decision,
            struct dg_plugin_str pointer)
{
    struct dg_plugin_finding finding;
    for (size_t i = 0; asks->host->finding_at(decision, i, &finding); i++) {
        for (size_t k = 0; k < finding.effect_count; k++) {
            const struct dg_plugin_effect *effect = &finding.effects[k];
            if (effect->kind == DG_PLUGIN_EFFECT_STRIP &&
                effect->pointer.len == pointer.len &&
                memcmp(effect->pointer.data, pointer.data, pointer.len) == 0 &&
                !asks->host->finding_observed(decision, i)) {
                return true;
            }
        }
    }
    return false;
}

static bool
take_forms(struct dg_asks *asks, const struct dg_plugin_event *event,
           const struct dg_plugin_decision *decision, struct content *content)
{
    const struct dg_plugin_host *host = asks->host;
    const struct dg_plugin_value *value =
        host->first(host->member(event->task, "forms"));
    for (unsigned i = 0; value; i++, value = host->next(value)) {
        char pointer[64];
        const struct dg_form *form = NULL;
        int len = snprintf(pointer, sizeof pointer, "%.*s/forms/%u",
                           (int) event->task_pointer.len,
                           event->task_pointer.data, i);
        struct dg_form_asked asked = {event, value, {pointer, (size_t) len}};
        if (is_stripped(asks, decision, asked.pointer)) {
            continue;
        }
        if (!dg_forms_take(asks->forms, &asked, &form)) {
            return false;
        }
        if (form) {
            content->forms[content->form_count++] =
                (struct content_form){form->number, i};
        }
    }
    return true;
}

static struct dg_plugin_str
copy_text(char **at, struct dg_plugin_str text)
{
    struct dg_plugin_str copy = {*at, text.len};
    if (text.len > 0) {
        memcpy(*at, text.data, text.len);
    }
    *at += text.len;
    return copy;
}

static struct content *
create_content(const struct dg_plugin_host *host,
               const struct dg_plugin_event *event)
{
    struct dg_plugin_str title = host->text(host->member(event->task, "title"));
    struct dg_plugin_str duty = host->text(host->member(event->task, "duty"));
    struct dg_plugin_str document =
        host->text(host->member(event->task, "document"));
    size_t forms = host->count(host->member(event->task, "forms"));
    struct content *content =
        calloc(1, sizeof *content + forms * sizeof *content->forms + title.len +
                      duty.len + document.len);
    if (content) {
        char *at = (char *) (content->forms + forms);
        content->sequence = event->sequence;
        content->title = copy_text(&at, title);
        content->duty = copy_text(&at, duty);
        content->document = copy_text(&at, document);
        content->review = host->member(event->task, "review") != NULL;
        snprintf(content->at, sizeof content->at, "%.*s",
                 (int) event->task_pointer.len, event->task_pointer.data);
    }
    return content;
}

static bool
make_room(struct dg_asks *asks)
{
    size_t room = asks->content_room ? 2 * asks->content_room : 64;
    struct content **grown;
    if (asks->content_count < asks->content_room) {
        return true;
    }
    grown = realloc(asks->contents, room * sizeof(struct content *));
    if (!grown) {
        return false;
    }
    asks->contents = grown;
    asks->content_room = room;
    return true;
}

/* What is deferred does not count yet. */
static bool
stand(struct dg_asks *asks, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision, struct content *content)
{
    uint64_t task = event->amends ? event->amends : event->sequence;
    bool recurs = asks->host->member(event->task, "recurrence") != NULL;
    bool waits = asks->host->verdict(decision) == DG_PLUGIN_DEFER;
    if (waits && event->amends) {
        return true;
    }
    return dg_content_stand(asks, task, recurs ? content : NULL);
}

static enum dg_plugin_status
add_content(struct dg_asks *asks, const struct dg_plugin_event *event,
            const struct dg_plugin_decision *decision)
{
    struct content *content = create_content(asks->host, event);
    if (!content) {
        return DG_PLUGIN_FAILED;
    }
    if (!make_room(asks) || !take_forms(asks, event, decision, content)) {
        free(content);
        return DG_PLUGIN_FAILED;
    }
    if (content->form_count == 0) {
        free(content);
        content = NULL;
    } else {
        asks->contents[asks->content_count++] = content;
    }
    return stand(asks, event, decision, content) ? DG_PLUGIN_OK
                                                 : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_asks_apply(struct dg_asks *asks, const struct dg_plugin_event *event,
              const struct dg_plugin_decision *decision)
{
    if (asks->host->member(event->task, "forms")) {
        return add_content(asks, event, decision);
    }
    return event->amends && !stand(asks, event, decision, NULL)
               ? DG_PLUGIN_FAILED
               : DG_PLUGIN_OK;
}

void
dg_content_forget(struct dg_asks *asks, uint64_t sequence)
{
    size_t at = find_place(asks, sequence);
    struct content *content = dg_content_find(asks, sequence);
    struct standing *standing, *next;
    if (!content) {
        return;
    }
    asks->content_count--;
    memmove(&asks->contents[at], &asks->contents[at + 1],
            (asks->content_count - at) * sizeof(struct content *));
    HASH_ITER(hh, asks->standing, standing, next)
    {
        if (standing->content == content) {
            standing->content = NULL;
        }
    }
    content->forgotten = true;
    if (content->tasks == 0) {
        free(content);
    }
}
