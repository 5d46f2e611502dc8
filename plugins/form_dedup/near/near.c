/* SPDX-License-Identifier: Apache-2.0 */
/* When to search, and how what was found is handed in: one search at a time,
 * of a bounded number of elements; what it found comes back as events of a
 * bounded number of pairs, and the next begins when the last was taken. After a
 * start the index is made anew in the same way. */
#include "plugins/form_dedup/near/near.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/near/suggestions.h"
#include "plugins/form_dedup/text/text.h"

#define SEARCH_MAX 4096 /* elements of one search: copied in a millisecond */
#define PAIRS_MAX 200   /* of one event */
#define EVENTS_MAX 8    /* of one tick */
#define PAIR_SIZE 512   /* bytes of one on the wire, at most */
#define TOGETHER 0x80000000u /* forms beside entries */

enum state { IDLE, RUNNING, FOUND };

struct dg_near {
    struct dg_suggestions suggestions; /* the fold */
    struct dg_near_job job;
    enum state state;
    uint32_t indexed; /* elements that are in the index, or are being taken */
    uint32_t handed;  /* of those, what was found is in the fold */
    int64_t found_us; /* when: what is handed in again has the same id */
    struct dg_near_link *links; /* for the next search */
    size_t link_count, link_room;
    uint32_t forms;
    char *text; /* of an event */
};

struct dg_near *
dg_near_create(const struct dg_plugin_host *host,
               const struct dg_dictionary *dictionary)
{
    struct dg_near *near = calloc(1, sizeof *near);
    if (!near) {
        return NULL;
    }
    near->suggestions.host = host;
    near->suggestions.dictionary = dictionary;
    near->suggestions.apart.dictionary = dictionary;
    near->text = malloc(PAIRS_MAX * PAIR_SIZE + PAIR_SIZE);
    if (!near->text) {
        free(near);
        return NULL;
    }
    return near;
}

void
dg_near_destroy(struct dg_near *near)
{
    if (!near) {
        return;
    }
    dg_near_job_finish(&near->job);
    dg_suggestions_finish(&near->suggestions);
    free(near->links);
    free(near->text);
    free(near);
}

bool
dg_near_together(struct dg_near *near, const uint32_t *elements, uint32_t count)
{
    size_t wanted = near->link_count + count;
    if (wanted > near->link_room) {
        size_t room = 2 * wanted;
        struct dg_near_link *grown = realloc(near->links, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        near->links = grown;
        near->link_room = room;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (elements[i] != DG_ELEMENT_NONE) {
            near->links[near->link_count++] =
                (struct dg_near_link){elements[i], TOGETHER | near->forms};
        }
    }
    near->forms++;
    return true;
}

/* ---- a search ------------------------------------------------------------ */

static void
run(void *job)
{
    dg_near_job_run(&((struct dg_near *) job)->job);
}

static void
done(void *job)
{
    struct dg_near *near = job;
    near->state = FOUND;
}

/* What has a receiver of its own, for want of a legal basis, is like nothing.
 */
static uint32_t
read_elements(const struct dg_near *near, uint32_t end,
              struct dg_near_field *fields)
{
    uint32_t count = 0;
    for (uint32_t i = near->indexed; i < end; i++) {
        const struct dg_element *element =
            dg_dictionary_element(near->suggestions.dictionary, i);
        if (!element->private_to) {
            dg_likeness_field(element, (uint32_t) element->since % TOGETHER,
                              &fields[count++]);
        }
    }
    return count;
}

/* Links of elements that are not in the index yet wait for them. */
static bool
take_links(struct dg_near *near, uint32_t end)
{
    size_t kept = 0;
    near->job.links = calloc(near->link_count + 1, sizeof *near->job.links);
    if (!near->job.links) {
        return false;
    }
    near->job.link_count = 0;
    for (size_t i = 0; i < near->link_count; i++) {
        if (near->links[i].element < end) {
            near->job.links[near->job.link_count++] = near->links[i];
        } else {
            near->links[kept++] = near->links[i];
        }
    }
    near->link_count = kept;
    return true;
}

static bool
prepare(struct dg_near *near, uint32_t end)
{
    struct dg_near_field *fields = calloc(end - near->indexed, sizeof *fields);
    bool ok = fields && dg_near_job_take(&near->job, fields,
                                         read_elements(near, end, fields));
    free(fields);
    return ok && (near->job.links || take_links(near, end));
}

/* What could not be begun is begun by a later tick. */
static void
begin(struct dg_near *near)
{
    const struct dg_plugin_host *host = near->suggestions.host;
    uint32_t count = dg_dictionary_count(near->suggestions.dictionary);
    uint32_t end =
        count - near->indexed > SEARCH_MAX ? near->indexed + SEARCH_MAX : count;
    if (end == near->indexed || !prepare(near, end)) {
        return;
    }
    near->job.from = near->suggestions.upto;
    near->state = RUNNING;
    if (!host->work(host, run, done, near)) {
        near->state = IDLE;
        return;
    }
    near->indexed = end;
}

/* ---- what was found ------------------------------------------------------ */

static size_t
put_evidence(unsigned evidence, char *out, size_t size)
{
    size_t len = 0;
    for (unsigned i = 0; i < DG_EVIDENCE_COUNT; i++) {
        if (evidence & 1u << i) {
            len += (size_t) snprintf(out + len, size - len, "%s\"%s\"",
                                     len ? "," : "", dg_likeness_code(i));
        }
    }
    return len;
}

/* Codes have no characters that JSON escapes. */
static size_t
put_pair(const struct dg_near *near, const struct dg_near_pair *pair,
         char out[PAIR_SIZE])
{
    const struct dg_dictionary *dictionary = near->suggestions.dictionary;
    struct dg_plugin_str a = dg_dictionary_element(dictionary, pair->a)->code,
                         b = dg_dictionary_element(dictionary, pair->b)->code;
    char evidence[256];
    evidence[put_evidence(pair->evidence, evidence, sizeof evidence)] = '\0';
    return (size_t) snprintf(
        out, PAIR_SIZE,
        "{\"a\":\"%.*s\",\"b\":\"%.*s\",\"score\":%u,\"evidence\":[%s]}",
        DG_TEXT_ARG(a), DG_TEXT_ARG(b), (unsigned) pair->score, evidence);
}

/* The first pair of what is not in the fold. */
static size_t
first_left(const struct dg_near *near)
{
    size_t at = 0;
    while (at < near->job.pair_count && near->job.pairs[at].a < near->handed) {
        at++;
    }
    return at;
}

/* An event of whole elements: as many as have at most PAIRS_MAX pairs. Returns
 * its length, 0 if nobody needs it; next: the first element that is not in. */
static size_t
write_event(struct dg_near *near, uint32_t *next)
{
    const struct dg_near_job *job = &near->job;
    size_t at = first_left(near), count = 0, len = 0, first = at;
    char *out = near->text;
    *next = near->indexed;
    for (; at < job->pair_count; at++) {
        struct dg_near_pair pair = job->pairs[at];
        if (at - first >= PAIRS_MAX - DG_NEAR_MATCHES &&
            job->pairs[at - 1].a != pair.a) {
            *next = pair.a;
            break;
        }
        if (dg_suggestions_settle(&near->suggestions, &pair)) {
            len += (size_t) sprintf(out + len, "%s",
                                    count++ ? "," : "{\"pairs\":[");
            len += put_pair(near, &pair, out + len);
        }
    }
    if (count) {
        len += (size_t) sprintf(out + len, "],\"upto\":%" PRIu32 "}", *next);
    }
    return len;
}

static bool
all_handed(const struct dg_near *near)
{
    return near->handed == near->indexed;
}

/* What is handed in may be folded before submit returns; else it is handed in
 * again by the next tick, and counts once. */
static void
hand_in(struct dg_near *near, int64_t now_us, struct dg_plugin_submit *submit)
{
    near->found_us = near->found_us ? near->found_us : now_us;
    for (unsigned i = 0; i < EVENTS_MAX && !all_handed(near); i++) {
        uint32_t next;
        size_t len = write_event(near, &next);
        char what[32];
        if (!len) {
            near->handed = next;
            continue;
        }
        snprintf(what, sizeof what, "near-%" PRIu32, next);
        near->suggestions.host->submit(submit, "dutygate.dictionary.suggest.v1",
                                       what, near->found_us,
                                       (struct dg_plugin_str){near->text, len});
        if (near->handed < next) {
            return;
        }
    }
}

static void
give_up(struct dg_near *near)
{
    near->suggestions.host->log(
        DG_PLUGIN_WARN, "form_dedup.near.memory",
        dg_text_from("no memory for the index: it is made anew"));
    near->indexed = near->handed = 0;
    near->state = IDLE;
}

enum dg_plugin_status
dg_near_tick(struct dg_near *near, int64_t now_us,
             struct dg_plugin_submit *submit)
{
    if (near->state == FOUND && near->job.failed) {
        give_up(near);
    }
    if (near->state == FOUND) {
        hand_in(near, now_us, submit);
        if (all_handed(near)) {
            dg_near_job_clear(&near->job);
            near->found_us = 0;
            near->state = IDLE;
        }
    }
    if (near->state == IDLE) {
        begin(near);
    }
    return DG_PLUGIN_OK;
}

/* ---- the fold ------------------------------------------------------------ */

static enum dg_plugin_status
status_of(bool ok)
{
    return ok ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_near_apply(struct dg_near *near, const struct dg_plugin_event *event)
{
    struct dg_suggestions *suggestions = &near->suggestions;
    bool ok = true;
    suggestions->apart.no_memory = false;
    if (dg_text_is(event->type, "dutygate.dictionary.suggest.v1")) {
        ok = dg_suggestions_add(suggestions, event->data);
        if (near->handed < suggestions->upto &&
            suggestions->upto <= near->indexed) {
            near->handed = suggestions->upto;
        }
    } else if (dg_text_is(event->type, "dutygate.dictionary.merge.v1")) {
        ok = dg_suggestions_merge(suggestions, event->data);
    } else if (dg_text_is(event->type, "dutygate.dictionary.keep_apart.v1")) {
        ok = dg_suggestions_keep_apart(suggestions, event->data);
    } else if (dg_text_is(event->type, "dutygate.dictionary.publish.v1")) {
        ok = dg_suggestions_tidy(suggestions);
    }
    return status_of(ok && !suggestions->apart.no_memory);
}

enum dg_plugin_status
dg_near_query(struct dg_near *near, const struct dg_plugin_value *params,
              struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    return dg_suggestions_query(&near->suggestions, params, reader, out);
}

void
dg_near_save(const struct dg_near *near, struct dg_plugin_writer *out)
{
    dg_suggestions_save(&near->suggestions, out);
}
