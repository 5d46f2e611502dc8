/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway around one plugin: loads the built module, gives it events written
 * as JSON and shows what it says. An audience is the list of codes in
 * data.audience.codes, at most 64 of them; an office's number is in its code:
 * "522731102200" is 102200, the town "522731102000" the first town's and 102.
 * In JSON texts ' stands for ". */
#ifndef TESTS_FAKE_HOST_H
#define TESTS_FAKE_HOST_H

#include "plugins/plugin.h"
#include "proto/base/arena.h"
#include "proto/base/buf.h"
#include "proto/codec/json_writer.h"

#define FAKE_HOST_CODES_MAX 64
#define FAKE_HOST_FINDINGS_MAX 256
#define FAKE_HOST_FACTS_MAX 1024
#define FAKE_HOST_TASKS_MAX 64

struct dg_plugin_audience {
    size_t count;
    char codes[FAKE_HOST_CODES_MAX][13];
};

struct dg_plugin_decision {
    enum dg_plugin_verdict verdict;
    const struct dg_plugin_findings *findings;
    const char *observed; /* fake_host::observed */
    const char *plugin;   /* whose findings they are */
};

struct dg_plugin_submit {
    struct dg_buf text;
};

struct dg_plugin_measures {
    struct dg_buf text;
};

struct dg_plugin_options {
    const struct dg_plugin *plugin;
    const char *const *pairs;
};

/* Its first member as the host's own: the real functions write into that. */
struct dg_plugin_writer {
    struct dg_json_writer *json;
    struct fake_host *fake;
};

struct dg_plugin_findings {
    struct dg_arena *arena;
    struct dg_plugin_finding items[FAKE_HOST_FINDINGS_MAX];
    size_t count;
    struct dg_plugin_effect facts[FAKE_HOST_FACTS_MAX];
    size_t fact_count;
};

/* In the inboxes. */
struct fake_task {
    uint64_t task;
    char source[64];
    struct dg_plugin_audience audience;
};

struct fake_work {
    void (*run)(void *job);
    void (*done)(void *job);
    void *job;
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
    const char *onbehalf;   /* of events: code of an office, or NULL */
    const uint64_t *erased; /* of events: what they erased */
    size_t erased_count;
    const char *const *offices; /* codes that towns have, then NULL */
    const char *const *heirs; /* code and its heir's ("" for none), …, NULL */
    struct fake_task tasks[FAKE_HOST_TASKS_MAX];
    size_t task_count;
    struct fake_work work; /* taken in a tick, waiting for fake_host_work */
    bool ticking;
    void (*decided)(void); /* called by fake_host_pass, or NULL */
    /* What a query is given that looks: JSON, or NULL; NULL: nothing. */
    const char *(*look)(const char *name, const char *params);
    /* What queries disclosed: the last text, the sum of all. */
    char disclosed[512];
    uint64_t disclosed_values;
};

/* Allocations that were not released, and how many may still succeed. */
extern size_t fake_host_live, fake_host_left;

void fake_host_make_table(struct dg_plugin_host *table);
void fake_host_make_world(struct dg_plugin_host *table); /* of that, a part */

/* In the arena; ends the test if it is no JSON. */
const struct dg_plugin_value *fake_host_parse(struct fake_host *fake,
                                              const char *text);

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

/* The facts of what was decided last, a line for each; lives as long:
 *   ask /data/evidence/0: 2 evidence at 3 offices, evidence.photo in 0-2 */
const char *fake_host_facts(struct fake_host *fake);

/* Decides, and shows the header and applies what it decided, as the next
 * sequence. */
enum dg_plugin_verdict fake_host_send(struct fake_host *fake, const char *type,
                                      const char *source, const char *data);

/* Shows a header as it comes from a replay, and nothing else. Sets size, time
 * where it is 0, and sequence likewise: the next. */
enum dg_plugin_status fake_host_header(struct fake_host *fake,
                                       const struct dg_plugin_header *header);

/* Decides, then shows and applies that with another verdict. */
enum dg_plugin_status fake_host_pass(struct fake_host *fake, const char *type,
                                     const char *source, const char *data,
                                     enum dg_plugin_verdict verdict);

/* Applies as decided elsewhere, without findings and facts. */
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

/* Runs the job that a tick left, and tells it done; false if there is none. */
bool fake_host_work(struct fake_host *fake);

/* Tells the plugin that a task came into the inboxes, changed or left them, as
 * its recipients' codes ("522731102200 522731102201") and its source can be
 * asked for from then on, or no more. Sets size, time and audience, and content
 * where it is 0. */
enum dg_plugin_status fake_host_task(struct fake_host *fake,
                                     const struct dg_plugin_task *task,
                                     const char *codes);

/* What was written; "not found" or "failed" if so. */
const char *fake_host_query(struct fake_host *fake, const char *name,
                            const char *params);
const char *fake_host_save(struct fake_host *fake);
/* What the plugin measures, a line for each, in its order:
 *   burden_minutes{kind=asked,level=county} 3 gauge
 * "failed" if the hook failed. */
const char *fake_host_measure(struct fake_host *fake);
enum dg_plugin_status fake_host_restore(struct fake_host *fake,
                                        const char *fold);

#endif
