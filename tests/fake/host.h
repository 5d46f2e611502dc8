/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway around one plugin: loads the built module, gives it events written
 * as JSON and shows what it says. An audience is the list of codes in
 * data.audience.codes, at most 64 of them. In JSON texts ' stands for ". */
#ifndef TESTS_FAKE_HOST_H
#define TESTS_FAKE_HOST_H

#include "plugins/plugin.h"
#include "proto/base/arena.h"
#include "proto/base/buf.h"
#include "proto/codec/json_writer.h"

#define FAKE_HOST_CODES_MAX 64
#define FAKE_HOST_FINDINGS_MAX 256

struct dg_plugin_audience {
    size_t count;
    char codes[FAKE_HOST_CODES_MAX][13];
};

struct dg_plugin_decision {
    enum dg_plugin_verdict verdict;
    const struct dg_plugin_findings *findings;
    const char *observed; /* fake_host::observed */
};

struct dg_plugin_submit {
    struct dg_buf text;
};

struct dg_plugin_options {
    const struct dg_plugin *plugin;
    const char *const *pairs;
};

struct dg_plugin_findings {
    struct dg_arena *arena;
    struct dg_plugin_finding items[FAKE_HOST_FINDINGS_MAX];
    size_t count;
};

struct fake_host {
    const struct dg_plugin *plugin;
    struct dg_plugin_host table; /* what the plugin calls */
    void *state;
    int64_t time_us;       /* of the next event */
    uint64_t sequence;     /* of the last event sent */
    struct dg_arena arena; /* of the last call */
    struct dg_plugin_findings findings;
    struct dg_json_writer *writer;
    const char *observed;            /* a rule that only observes, or NULL */
    const char *reader;              /* of queries; "auditor/sjj" at first */
    const char *const *parents;      /* of task forces, then NULL; at most 8 */
    struct dg_plugin_str charged[8]; /* of the last event */
    size_t charged_count;
};

/* Allocations that were not released, and how many may still succeed. */
extern size_t fake_host_live, fake_host_left;

void fake_host_make_table(struct dg_plugin_host *table);

/* From an array of codes; NULL if there is none, or no memory. */
struct dg_plugin_audience *
fake_host_audience(const struct dg_plugin_value *codes);

/* options: names and values, then NULL; NULL is none. False with a line on
 * stderr. */
bool fake_host_open(struct fake_host *fake, const char *name,
                    const char *const *options);
void fake_host_close(struct fake_host *fake);

/* Noon, China time, of that day; false if it is none. */
bool fake_host_set_day(struct fake_host *fake, const char *date);

/* Decides only, like task.check. All findings, each in lines of its own:
 *   refuse known duty-not-listed at /data/duty
 *     text
 *     cites access 2026-1, entry mz-003, clause 第十二条
 *     or: way
 *     strip /data/seals/0: 1 seal at 2 offices, seal-not-allowed
 * "failed" if the hook failed; lives until the next call. */
const char *fake_host_decide(struct fake_host *fake, const char *type,
                             const char *source, const char *data);

/* Decides and applies what it decided, as the next sequence. */
enum dg_plugin_verdict fake_host_send(struct fake_host *fake, const char *type,
                                      const char *source, const char *data);

/* Applies as decided elsewhere. */
enum dg_plugin_status fake_host_apply(struct fake_host *fake, const char *type,
                                      const char *source, const char *data,
                                      enum dg_plugin_verdict verdict);

/* Applies as decided elsewhere, with a note of the core's of that code. */
enum dg_plugin_status fake_host_settle(struct fake_host *fake, const char *type,
                                       const char *source, const char *data,
                                       const char *code);

/* Ticks at time_us: what was submitted, a line for each:
 *   dutygate.exemption.decide.v1 silence-3 1767600000000000 {…} */
const char *fake_host_tick(struct fake_host *fake);

/* What was written; "not found" or "failed" if so. */
const char *fake_host_query(struct fake_host *fake, const char *name,
                            const char *params);
const char *fake_host_save(struct fake_host *fake);
enum dg_plugin_status fake_host_restore(struct fake_host *fake,
                                        const char *fold);

#endif
