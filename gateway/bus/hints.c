/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when which hints go out: one for each prefix, few at a time, so that
 * however many are asked for, the loop has most of its time for requests. How
 * they travel is left to publisher.c. */
#include "gateway/bus/hints.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gateway/bus/publisher.h"

/* Different prefixes that may wait; one more, and everybody is told to look. */
#define WAITING_MAX 1024

/* One flush: at most so many, so that they fit a subscriber's buffer, and at
 * most so long, as every hint costs a call per subscriber. */
#define FLUSH_HINTS 64
#define FLUSH_NS 1000000u

/* Between two flushes, and so many times as long as the last one took. */
#define REST_MS 10
#define REST_TIMES 4

struct waiting {
    struct dg_division prefix;
    uint64_t sequence;
};

struct dg_hints {
    uv_timer_t timer; /* active while some wait */
    struct dg_publisher *publisher;
    uint64_t newest;
    uint64_t rest_ms; /* the loop's time until which there is no flush */
    size_t first, end;
    struct waiting waiting[WAITING_MAX];
};

static const struct dg_division everybody = {0, 0};

static struct dg_str
format(struct dg_division prefix, uint64_t sequence,
       char text[DG_PUBLISHER_TEXT_MAX])
{
    char code[DG_DIVISION_CODE_SIZE];
    int len = (int) dg_division_format(prefix, code);
    len = snprintf(text, DG_PUBLISHER_TEXT_MAX, "%.*s|%" PRIu64, len, code,
                   sequence);
    return (struct dg_str){text, (size_t) len};
}

/* ---- sending ------------------------------------------------------------ */

static void hints_handle_timer(uv_timer_t *timer);

static void
schedule(struct dg_hints *hints)
{
    uint64_t now = uv_now(hints->timer.loop);
    uint64_t delay = hints->rest_ms > now ? hints->rest_ms - now : 0;
    if (!uv_is_active((uv_handle_t *) &hints->timer)) {
        uv_timer_start(&hints->timer, hints_handle_timer, delay, 0);
    }
}

static void
flush(struct dg_hints *hints)
{
    uint64_t begin = uv_hrtime(), took = 0;
    char text[DG_PUBLISHER_TEXT_MAX];
    for (int i = 0; i < FLUSH_HINTS && took < FLUSH_NS; i++) {
        if (hints->first == hints->end) {
            break;
        }
        struct waiting next = hints->waiting[hints->first++];
        dg_publisher_send(hints->publisher,
                          format(next.prefix, next.sequence, text));
        took = uv_hrtime() - begin;
    }
    uint64_t rest = took * REST_TIMES / 1000000;
    hints->rest_ms =
        uv_now(hints->timer.loop) + (rest > REST_MS ? rest : REST_MS);
}

static void
hints_handle_timer(uv_timer_t *timer)
{
    struct dg_hints *hints = timer->data;
    flush(hints);
    if (hints->first < hints->end) {
        schedule(hints);
    } else {
        hints->first = hints->end = 0;
    }
}

static struct waiting *
find(struct dg_hints *hints, struct dg_division prefix)
{
    for (size_t i = hints->first; i < hints->end; i++) {
        struct waiting *w = &hints->waiting[i];
        if (w->prefix.value == prefix.value &&
            w->prefix.level == prefix.level) {
            return w;
        }
    }
    return NULL;
}

/* A place at the end; if there is none, everybody is told instead. */
static struct waiting *
append(struct dg_hints *hints, struct dg_division prefix)
{
    size_t count = hints->end - hints->first;
    if (hints->end == WAITING_MAX && hints->first > 0) {
        memmove(hints->waiting, hints->waiting + hints->first,
                count * sizeof *hints->waiting);
        hints->first = 0;
        hints->end = count;
    }
    if (hints->end == WAITING_MAX) {
        hints->end = 0;
        prefix = everybody;
    }
    struct waiting *place = &hints->waiting[hints->end++];
    *place = (struct waiting){prefix, 0};
    return place;
}

void
dg_hints_send(struct dg_hints *hints, struct dg_division prefix,
              uint64_t sequence)
{
    char text[DG_PUBLISHER_TEXT_MAX];
    if (sequence > hints->newest) {
        hints->newest = sequence;
        dg_publisher_remind(hints->publisher,
                            format(everybody, sequence, text));
    }
    if (!dg_publisher_is_heard(hints->publisher)) {
        return; /* who comes later is reminded of the newest */
    }
    struct waiting *place = find(hints, prefix);
    if (!place) {
        place = append(hints, prefix);
    }
    /* In place of many others it stands for the newest of them. */
    uint64_t about =
        place->prefix.level == everybody.level ? hints->newest : sequence;
    if (about > place->sequence) {
        place->sequence = about;
    }
    schedule(hints);
}

/* ---- open, close -------------------------------------------------------- */

enum dg_err
dg_hints_open(uv_loop_t *loop, const struct dg_conf *conf, uint64_t newest,
              struct dg_hints **hints, struct dg_buf *why)
{
    char path[4096], url[4096 + 6], text[DG_PUBLISHER_TEXT_MAX];
    struct dg_hints *made = calloc(1, sizeof *made);
    if (!made) {
        return DG_ERR_MEMORY;
    }
    snprintf(path, sizeof path, "%s/" DG_CONF_HINTS, conf->runtime_dir);
    snprintf(url, sizeof url, "ipc://%s", path);
    const struct dg_conf_endpoint usual = {.url = url, .path = path};
    enum dg_err err = dg_publisher_create(loop, &made->publisher);
    if (err) {
        free(made);
        return err;
    }
    err = dg_publisher_listen(made->publisher, &usual, why);
    for (size_t i = 0; i < conf->listen_hints.count && !err; i++) {
        err = dg_publisher_listen(made->publisher,
                                  &conf->listen_hints.endpoints[i], why);
    }
    if (err) {
        dg_publisher_close(made->publisher);
        free(made);
        return err;
    }
    made->newest = newest;
    dg_publisher_remind(made->publisher, format(everybody, newest, text));
    uv_timer_init(loop, &made->timer);
    made->timer.data = made;
    *hints = made;
    return DG_OK;
}

static void
hints_handle_close(uv_handle_t *handle)
{
    free(handle->data);
}

void
dg_hints_close(struct dg_hints *hints)
{
    if (!hints) {
        return;
    }
    dg_publisher_close(hints->publisher);
    uv_close((uv_handle_t *) &hints->timer, hints_handle_close);
}
