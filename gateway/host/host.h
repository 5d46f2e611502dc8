/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin host: finds and checks plugins, hands them events and collects
 * what they say. Policy is theirs; modes, order and failure are ours. */
#ifndef GATEWAY_HOST_HOST_H
#define GATEWAY_HOST_HOST_H

#include <uv.h>

#include "gateway/core/conf.h"
#include "gateway/core/figures.h"
#include "gateway/inbox/inbox.h"
#include "proto/base/digest.h"
#include "proto/codec/event.h"
#include "proto/codec/header.h"

struct dg_host;

/* Opens every plugin named in conf from conf->plugin_dir, checks owner, mode,
 * ABI and description, checks the whole configuration against what they
 * declare, and adds their types' schemas to the set (compiled by the caller).
 * Nothing of a plugin but its description has run then. On failure why says
 * which plugin and what. */
enum dg_err dg_host_open(struct dg_conf *conf, struct dg_schema_set *schemas,
                         struct dg_host **host, struct dg_buf *why);

/* What plugins may look at; all of it outlives the host. */
struct dg_host_world {
    struct dg_roster *roster;
    struct dg_inbox *inbox;
    const struct dg_principals *principals;
};

/* Runs load of every plugin, in order. */
enum dg_err dg_host_load(struct dg_host *host,
                         const struct dg_host_world *world, struct dg_buf *why);
void dg_host_close(struct dg_host *host); /* NULL is fine; never unmaps code */

/* The secret that pseudonyms are made with: before the first event. It outlives
 * the host. */
void dg_host_set_key(struct dg_host *host, const uint8_t key[DG_KEY_SIZE]);

/* From now on plugins may have work done, in their ticks. */
void dg_host_start(struct dg_host *host, uv_loop_t *loop);
/* Takes no more, and calls handle_stop once none runs, perhaps at once. */
void dg_host_stop(struct dg_host *host, void (*handle_stop)(void *ctx),
                  void *ctx);

/* The types plugins declare; their schemas are looked up in the set. */
size_t dg_host_type_count(const struct dg_host *host);
enum dg_err dg_host_type(const struct dg_host *host, size_t index,
                         const struct dg_schema_set *schemas,
                         struct dg_event_type *type);

#define DG_HOST_CHARGED_MAX 64 /* more than a task force may have parents */

/* What a hook is told besides the event. */
struct dg_host_event {
    const struct dg_event *event;
    const struct dg_audience *audience; /* may be NULL */
    int64_t time_us;
    uint64_t sequence;
    bool check;
    const struct dg_json *task; /* the assignment it carries, or NULL */
    struct dg_str task_pointer; /* where that stands */
    bool gated;                 /* the rules judge it */
    uint64_t amends;
    const uint64_t *erased; /* of journal.erase; else NULL */
    size_t erased_count;
    /* Whom it is charged to, as sources; at least one. */
    const struct dg_str *charged;
    size_t charged_count; /* at most DG_HOST_CHARGED_MAX are shown */
    int64_t due_us;       /* of what it asks; 0: it asks nothing, or recurs */
};

/* What became of a task in the inboxes; members as in struct dg_plugin_task. */
struct dg_host_task {
    enum dg_plugin_change change;
    uint64_t task, content, of, forwards;
    struct dg_str source;
    char period[DG_DATE_SIZE];
    int64_t due_us;
    const struct dg_audience *audience;
    const char *end; /* static */
};

/* Every plugin in order; findings get their modes applied. */
enum dg_err dg_host_decide(struct dg_host *host,
                           const struct dg_host_event *event,
                           struct dg_findings *findings);

struct dg_host_decision {
    enum dg_verdict verdict;
    struct dg_str text; /* as recorded; decoded only when a plugin looks */
    const struct dg_findings *findings; /* what it says, when it was just made;
                                           NULL: only the text says it */
};

/* Every entry's header, before dg_host_apply; bare: its event is gone, and
 * there will be no apply. */
enum dg_err dg_host_header(struct dg_host *host, const struct dg_header *header,
                           bool bare);

enum dg_err dg_host_apply(struct dg_host *host,
                          const struct dg_host_event *event,
                          const struct dg_host_decision *decision);

/* True if some plugin is told of tasks. */
bool dg_host_follows_tasks(const struct dg_host *host);
/* After dg_host_apply of the entry of that time which did it. */
enum dg_err dg_host_task(struct dg_host *host, const struct dg_host_task *task,
                         int64_t time_us);

#define DG_HOST_WHAT_MAX 480 /* bytes */

/* What an answer shows of persons, as the plugin says; begins as zeros. */
struct dg_host_disclosed {
    struct dg_buf what; /* for dg_buf_finish */
    uint64_t values;    /* how many; 0: nothing */
};

/* A read while it is answered. */
struct dg_host_asking {
    const struct dg_event *event; /* of a plugin's type */
    struct dg_json_writer *out;
    struct dg_host_disclosed *disclosed;
    /* What its reader would send to read another's name, "report.total", in the
     * arena; NULL: it may not, or there is none. May be NULL. */
    const struct dg_event *(*ask)(void *ctx, const char *name,
                                  struct dg_str params);
    void *ctx;
    struct dg_arena *arena; /* of what it looks at */
};

/* DG_ERR_ABSENT: there is no such thing. */
enum dg_err dg_host_query(struct dg_host *host,
                          const struct dg_host_asking *asking);

/* Runs tick; submit is called for each event handed in, with its JSON. */
typedef void (*dg_host_submit_fn)(void *ctx, struct dg_str event);
enum dg_err dg_host_tick(struct dg_host *host, int64_t now_us,
                         dg_host_submit_fn submit, void *ctx);

/* Appends the plugins' figures, each family once. */
void dg_host_measure(const struct dg_host *host, struct dg_figures *out);

/* Writes the member "plugins" of gateway.configure: names, versions, options,
 * rules. */
void dg_host_describe(const struct dg_host *host, struct dg_json_writer *out);

#endif
