/* SPDX-License-Identifier: Apache-2.0 */
/* What the host's own files share: a loaded plugin, and what the contract's
 * opaque types really are. */
#ifndef GATEWAY_HOST_HOST_INTERNAL_H
#define GATEWAY_HOST_HOST_INTERNAL_H

#include "gateway/host/host.h"

/* A plugin's job. */
struct dg_host_work {
    uv_work_t request;
    struct dg_host *host;
    void (*run)(void *job);
    void (*done)(void *job);
    void *job;
    bool busy;
};

struct dg_host_plugin {
    struct dg_plugin_host table; /* the plugin's own, by which it is found */
    struct dg_plugin block; /* copied, so that a shorter one ends in zeros */
    void *handle;           /* of dlopen; never closed */
    void *state;
    bool loaded;
    struct dg_plugin_type *types; /* declared, as of this minor */
    struct dg_conf_rule *rules;   /* as configured, in declared order */
    struct dg_host_work work;
    struct dg_host *host;
};

struct dg_host {
    const struct dg_conf *conf;
    struct dg_host_world world; /* NULLs before load */
    struct dg_host_plugin *plugins;
    size_t count;

    const uint8_t *key; /* of pseudonyms; not ours; NULL before it is known */
    uv_loop_t *loop;    /* NULL: no work is taken */
    const struct dg_host_plugin *ticking;
    struct dg_json_writer *inner; /* of reads within a read; NULL before */
    bool shows_headers;           /* to some plugin */
    struct dg_arena arena;        /* of one header as they see it */
    size_t working;               /* jobs under way */
    void (*handle_stop)(void *ctx);
    void *stop_ctx;
};

/* A struct dg_plugin_value is a struct dg_json; the others are: */
struct dg_plugin_writer {
    struct dg_json_writer *json;
    struct dg_host_disclosed *disclosed; /* NULL but in query */
    const struct dg_host_asking
        *asking;          /* NULL but in the read that was sent */
    struct dg_host *host; /* of asking */
};

struct dg_plugin_audience {
    const struct dg_audience *audience;
    struct dg_roster *roster; /* NULL in one that was restored */
};

struct dg_plugin_findings {
    struct dg_findings *findings;
    const struct dg_host_plugin *plugin;
    int32_t day; /* of the event, for the rules' modes */
};

struct dg_plugin_decision {
    const struct dg_host_plugin *plugin; /* that looks at it */
    enum dg_verdict verdict;
    struct dg_str text;
    struct dg_arena arena; /* of what was decoded */
    struct dg_decision decoded;
    bool is_decoded;
};

struct dg_plugin_submit {
    const struct dg_host_plugin *plugin;
    dg_host_submit_fn submit;
    void *ctx;
};

struct dg_plugin_options {
    const struct dg_host_plugin *plugin;
    const char *undeclared; /* it was asked for */
};

static inline struct dg_plugin_str
dg_host_to_plugin(struct dg_str s)
{
    return (struct dg_plugin_str){s.data, s.len};
}

static inline struct dg_str
dg_host_from_plugin(struct dg_plugin_str s)
{
    return (struct dg_str){s.data, s.len};
}

/* Of host_types.c: fills plugin->types from its block. */
enum dg_err dg_host_types_read(struct dg_host_plugin *plugin,
                               struct dg_buf *why);

/* What the table of every plugin is a copy of. */
extern const struct dg_plugin_host dg_host_table;

/* The plugin that received this table; never dg_host_table itself. */
static inline const struct dg_host_plugin *
dg_host_caller(const struct dg_plugin_host *table)
{
    const char *begin =
        (const char *) table - offsetof(struct dg_host_plugin, table);
    return (const struct dg_host_plugin *) (const void *) begin;
}

/* Of host_work.c, for the table. */
bool dg_host_work(const struct dg_plugin_host *table, void (*run)(void *job),
                  void (*done)(void *job), void *job);

/* Of host_persons.c, for the table. */
void dg_host_pseudonym(const struct dg_plugin_host *table,
                       struct dg_plugin_str text,
                       char out[2 * DG_PSEUDONYM_SIZE + 1]);
void dg_host_disclose(struct dg_plugin_writer *writer,
                      struct dg_plugin_str what, uint64_t values);

/* Of host_measure.c, for the table. */
void dg_host_put_measure(struct dg_plugin_measures *measures,
                         const struct dg_plugin_measure *measure);

/* Of host_look.c: the hook; for the table. */
enum dg_plugin_status dg_host_look_query(struct dg_host *host,
                                         const struct dg_event *event,
                                         struct dg_plugin_writer *writer);
const struct dg_plugin_value *dg_host_look(struct dg_plugin_writer *writer,
                                           const char *name,
                                           struct dg_plugin_str params);

/* Of host_audience.c, for the table. */
uint32_t dg_host_audience_offices(const struct dg_plugin_audience *audience);
bool dg_host_audience_overlaps(const struct dg_plugin_audience *a,
                               const struct dg_plugin_audience *b);
bool dg_host_audience_inside(const struct dg_plugin_audience *audience,
                             const struct dg_plugin_str *prefixes,
                             size_t count);
bool dg_host_audience_meets(const struct dg_plugin_audience *audience,
                            struct dg_plugin_str prefix);
bool dg_host_audience_within(const struct dg_plugin_audience *inner,
                             const struct dg_plugin_audience *outer);
bool dg_host_audience_runs(const struct dg_plugin_audience *audience,
                           dg_plugin_run_fn in, dg_plugin_run_fn out,
                           void *ctx);
bool dg_host_audience_reaches(const struct dg_plugin_audience *audience,
                              uint32_t office);
struct dg_plugin_str
dg_host_audience_place(struct dg_plugin_findings *findings,
                       const struct dg_plugin_audience *audience);
struct dg_plugin_audience *
dg_host_audience_keep(const struct dg_plugin_audience *audience);
void dg_host_audience_release(struct dg_plugin_audience *audience);
void dg_host_audience_put(struct dg_plugin_writer *writer,
                          const struct dg_plugin_audience *audience);
struct dg_plugin_audience *
dg_host_audience_restore(const struct dg_plugin_value *value);

/* Of host_world.c, for the table. */
uint32_t dg_host_world_number(const struct dg_plugin_host *host,
                              struct dg_plugin_str code);
uint64_t dg_host_world_code(const struct dg_plugin_host *host, uint32_t number);
struct dg_plugin_str dg_host_world_name(const struct dg_plugin_host *host,
                                        uint32_t number);
uint32_t dg_host_world_heir(const struct dg_plugin_host *host, uint32_t number);
bool dg_host_world_town(const struct dg_plugin_host *host, uint32_t town,
                        dg_plugin_run_fn run, void *ctx);
bool dg_host_world_inbox(const struct dg_plugin_host *host, uint32_t office,
                         bool (*each)(void *ctx, uint64_t task), void *ctx);
bool dg_host_world_asked_by(const struct dg_plugin_host *host, uint64_t task,
                            struct dg_plugin_str source);
struct dg_plugin_str dg_host_world_source(const struct dg_plugin_host *host,
                                          struct dg_plugin_str source);

/* Of host_findings.c, for the table. */
void dg_host_findings_add(struct dg_plugin_findings *findings,
                          const struct dg_plugin_finding *finding);
bool dg_host_findings_at(const struct dg_plugin_decision *decision,
                         size_t index, struct dg_plugin_finding *finding);
size_t dg_host_findings_count(const struct dg_plugin_decision *decision);
bool dg_host_findings_observed(const struct dg_plugin_decision *decision,
                               size_t index);
const char *dg_host_findings_plugin(const struct dg_plugin_decision *decision,
                                    size_t index);
/* A header's effects as plugins see them, in the arena. DG_ERR_MEMORY. */
enum dg_err dg_host_findings_show(struct dg_arena *arena,
                                  const struct dg_header *header,
                                  const struct dg_plugin_effect **effects);
void dg_host_findings_fact(struct dg_plugin_findings *findings,
                           const struct dg_plugin_effect *effect);

#endif
