/* SPDX-License-Identifier: Apache-2.0 */
/* The flow: a message comes in, goes through decode, authenticate, decide,
 * journal and reply, one file per stage, and leaves through a sink of two
 * functions; so the whole gateway runs in a unit test without a socket. Loop
 * thread only. */
#ifndef GATEWAY_FLOW_FLOW_H
#define GATEWAY_FLOW_FLOW_H

#include <uv.h>

#include "gateway/host/host.h"
#include "gateway/inbox/inbox.h"
#include "gateway/journal/journal.h"

/* Where a reply goes; opaque to the flow, but for the peer. */
struct dg_route {
    uint8_t bytes[64];
    uint8_t size;
    uint32_t peer; /* the same for all that comes over one connection */
};

struct dg_sink {
    /* Once per submitted message; text lives until it returns. */
    void (*reply)(void *ctx, const struct dg_route *route, struct dg_str text);
    /* After commit: something new lies under a division prefix. */
    void (*notify)(void *ctx, struct dg_division prefix, uint64_t sequence);
    void *ctx;
};

struct dg_flow_settings {
    uv_loop_t *loop;
    const struct dg_conf *conf;
    struct dg_sink sink;
    /* JSON that nobody signed is taken and believed, too: for tests. */
    bool unsigned_too;
    /* Receipts come without proofs: to measure what those cost. */
    bool unproved;
    /* The file of an export: the flow of a copy of a journal, to be asked, not
     * started. It needs no key and leaves nothing behind. NULL: a journal of
     * its own. */
    const char *copy;
    /* That is in memory, signed with a key nobody keeps; and the clock's work
     * is done by dg_flow_tick alone. */
    bool fleeting;
    /* Every entry, replayed or decided, once it is in the folds; may be NULL.
     */
    void (*handle_entry)(void *ctx, const struct dg_header *header);
    /* So long a message may ask, before the rest of it is to be asked in
     * another; 0: for as long as it takes. */
    unsigned asking_ms;
    /* The clock, microseconds since 1970 UTC; NULL is the system's. */
    int64_t (*now_us)(void *ctx);
    void *now_ctx;
    /* A commit failed: everything waiting has been answered, and the process
     * should end and start again from the journal. */
    void (*handle_failure)(void *ctx);
    /* dg_flow_full turned false again. May come from within dg_flow_submit. */
    void (*handle_room)(void *ctx);
    void *ctx;
};

struct dg_flow;

/* Opens plugins, journal and folds, and replays: everything -t tests, and
 * everything that can refuse a start, with why for people. When test is true
 * the journal is left alone. */
enum dg_err dg_flow_open(const struct dg_flow_settings *settings,
                         struct dg_conf *conf, bool test, struct dg_flow **flow,
                         struct dg_buf *why);

/* Starts the journal's threads, and appends gateway.configure. */
enum dg_err dg_flow_start(struct dg_flow *flow);

/* How many threads of libuv's pool check signatures at most. */
unsigned dg_flow_threads(void);

/* Takes a message; text is copied. route may be NULL (no reply wanted). */
void dg_flow_submit(struct dg_flow *flow, const struct dg_route *route,
                    struct dg_str text);

/* Takes an event of the gateway's own, as JSON, before all that waits. */
void dg_flow_submit_own(struct dg_flow *flow, struct dg_str event);

/* Does the clock's work, as each second does. */
void dg_flow_tick(struct dg_flow *flow);
/* Its plugins, as gateway.configure says of them: an object's member. */
void dg_flow_describe(const struct dg_flow *flow, struct dg_json_writer *out);
/* When the clock has something to do for a task next; INT64_MAX: never. */
int64_t dg_flow_wakes(struct dg_flow *flow);
/* The receipt number of an event by what it is known by; 0: unknown. */
uint64_t dg_flow_find(const struct dg_flow *flow, struct dg_str source,
                      struct dg_str id);

/* True while nothing more should be read: too much is decided and not yet
 * durable (8 MiB), or the messages that wait hold too much memory (128 MiB). */
bool dg_flow_full(const struct dg_flow *flow);

/* Writes gateway.vkey into runtime_dir: the keys that receipts are verified
 * with, and their name. After dg_flow_open, not in a test. */
enum dg_err dg_flow_publish(const struct dg_flow *flow, struct dg_buf *why);

/* Entries found in the journal by dg_flow_open. */
uint64_t dg_flow_replayed(const struct dg_flow *flow);

/* Entries by now, durable or not. */
uint64_t dg_flow_entries(const struct dg_flow *flow);

/* Appends all figures of now, the plugins' too, as Prometheus text. */
enum dg_err dg_flow_figures(const struct dg_flow *flow, struct dg_buf *out);

/* True if everything decided before the last call is durable by now. */
bool dg_flow_progresses(struct dg_flow *flow);

/* Takes nothing more, answers everything decided, then calls handle_stop. */
void dg_flow_stop(struct dg_flow *flow, void (*handle_stop)(void *ctx),
                  void *ctx);
void dg_flow_close(struct dg_flow *flow); /* after stop, or instead of start */

#endif
