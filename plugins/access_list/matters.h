/* SPDX-License-Identifier: Apache-2.0 */
/* The fold of what waits, or waited, for a keeper's word: requests for
 * exemption, tasks that were deferred, urgent tasks to be confirmed. */
#ifndef PLUGINS_ACCESS_LIST_MATTERS_H
#define PLUGINS_ACCESS_LIST_MATTERS_H

#include "plugins/access_list/hash.h"
#include "plugins/access_list/trace.h"
#include "plugins/plugin.h"

enum dg_matter_state {
    DG_MATTER_WAITING,
    DG_MATTER_SIGNED,      /* by the first of two */
    DG_MATTER_UNCONFIRMED, /* an urgent task that went out */
    DG_MATTER_GRANTED,
    DG_MATTER_PASSED, /* provisionally, by silence */
    DG_MATTER_LAPSED, /* by silence */
    DG_MATTER_STATE_COUNT
};

/* As on the wire. */
extern const char *const dg_matter_states[DG_MATTER_STATE_COUNT];

/* Where it stands in what is read. */
enum dg_matter_group {
    DG_MATTER_PENDING,
    DG_MATTER_HOLDING, /* granted or passed */
    DG_MATTER_OVER,    /* lapsed; said for some time */
    DG_MATTER_GROUP_COUNT
};

struct dg_matter {
    uint64_t sequence; /* receipt number of the request or task */
    int64_t time_us;
    uint64_t appeal;            /* request it appeals; 0: none */
    uint64_t amends;            /* task it amends; 0: none */
    enum dg_matter_state state; /* its group follows from it */
    bool task;                  /* else a request */
    bool urgent;                /* waits for hours, not days */
    uint32_t rules;             /* of a request: exemption.h; as granted */
    uint32_t offices;
    int32_t until;    /* of a request: last day; as granted */
    int32_t over;     /* the day it was passed or lapsed */
    int64_t asked_us; /* no fold: tick that last handed in a word */
    struct dg_plugin_str source, duty;
    struct dg_plugin_str charged; /* sources, each behind a blank but the
                                     first */
    struct dg_plugin_str text;    /* reason of a request, title of a task */
    struct dg_plugin_audience *audience; /* of a request */
    struct dg_matter *prev, *next;       /* its group, by receipt number */
    UT_hash_handle hh;                   /* dg_matters::by_sequence */
};

struct dg_matters {
    const struct dg_plugin_host *host;
    struct dg_matter *by_sequence;
    struct dg_matter *groups[DG_MATTER_GROUP_COUNT];
    int32_t today; /* of the last forgetting */
};

void dg_matters_init(struct dg_matters *matters,
                     const struct dg_plugin_host *host);
void dg_matters_finish(struct dg_matters *matters);

enum dg_matter_group dg_matters_group(enum dg_matter_state state);

/* NULL if there is none. */
struct dg_matter *dg_matters_find(const struct dg_matters *matters,
                                  uint64_t sequence);

/* True if the matter is that source's: it sent it, or is charged with it. */
bool dg_matters_is_of(const struct dg_matter *matter,
                      struct dg_plugin_str source);

/* Whose figures it counts in: the first that is charged with it. */
struct dg_plugin_str dg_matters_payer(const struct dg_matter *matter);

/* An exemption that sets the rule (one bit) aside for the event's task; NULL if
 * none does. One that holds for a parent holds for its task force. */
const struct dg_matter *
dg_matters_exempting(const struct dg_matters *matters,
                     const struct dg_plugin_event *event, uint32_t rule);

/* A deferred request. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_matters_request(struct dg_matters *matters,
                                         const struct dg_plugin_event *event);

/* A task that waits, or an urgent one, under that receipt number. */
enum dg_plugin_status dg_matters_task(struct dg_matters *matters,
                                      const struct dg_plugin_event *event,
                                      uint64_t number,
                                      enum dg_matter_state state);

/* All have signed. An urgent amendment is its task's matter from now on.
 * DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_matters_deliver(struct dg_matters *matters,
                                         uint64_t sequence);

/* The word on one of them, as the core says it: "exemption-granted". */
void dg_matters_settle(struct dg_matters *matters,
                       const struct dg_plugin_event *event, const char *code);

/* It is over for another reason, or its silence had no effect. */
void dg_matters_drop(struct dg_matters *matters, uint64_t sequence);

/* Forgets what was erased, and what waits to amend it. */
void dg_matters_erase(struct dg_matters *matters,
                      const struct dg_erased *erased);

/* Forgets exemptions that ended and, after so many days, what was passed or
 * lapsed by silence. Once a day. */
void dg_matters_forget(struct dg_matters *matters, int32_t today, int32_t days);

/* The fold as an array, and back. */
void dg_matters_save(const struct dg_matters *matters,
                     struct dg_plugin_writer *out);
enum dg_plugin_status dg_matters_restore(struct dg_matters *matters,
                                         const struct dg_plugin_value *fold);

#endif
