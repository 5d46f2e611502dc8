/* SPDX-License-Identifier: Apache-2.0 */
/* A whole gateway without a socket, for tests: a flow on a journal in
 * $TEST_DIR, a sink that keeps replies, a clock the test sets. */
#ifndef TESTS_GATEWAY_FLOW_GATE_H
#define TESTS_GATEWAY_FLOW_GATE_H

#include "gateway/flow/flow.h"

#define GATE_REPLIES 64

struct gate {
    uv_loop_t loop;
    struct dg_conf conf;
    struct dg_flow *flow;
    int64_t now_us;
    struct dg_arena arena;       /* of parsed replies */
    char *replies[GATE_REPLIES]; /* by route, NULL until it came */
    size_t asked;
    char hints[8192];               /* "prefix|sequence " each */
    unsigned failures, resumptions; /* told by the flow */
    bool stopped;
    bool quiet; /* replies are not shown on stderr; set by the test */
    bool signed_only;
    unsigned asking_ms; /* how long a message may ask; 0: as long as it takes */
    uint32_t peer;      /* from whom the next messages come; set by the test */
    const char *journal;
};

/* journal is "memory" or "sqlite"; extra is more configuration, which may name
 * other plugins. Ends the test program with a message when the gateway does not
 * open. */
void gate_open(struct gate *gate, const char *journal, const char *extra);
/* As that; a message may ask for so long. */
void gate_open_asking(struct gate *gate, const char *journal,
                      unsigned asking_ms);
/* As that, and takes nothing that is not signed. */
void gate_open_signed(struct gate *gate, const char *journal,
                      const char *extra);

/* As gate_open, but says why it did not open; NULL if it did. */
const char *gate_try(struct gate *gate, const char *journal, const char *extra);

/* Puts a built plugin of that folder where the gate looks for plugins, for
 * extra to name it: there are only access_list, form_dedup and burden. */
void gate_link_plugin(const char *folder, const char *name);

/* Removes the journal of a gate that is closed. */
void gate_clear(void);

/* Stops, closes and frees. */
void gate_close(struct gate *gate);

/* Closes and opens again on the same journal and configuration. */
void gate_restart(struct gate *gate);

/* As that, with other configuration besides. */
void gate_reconfigure(struct gate *gate, const char *extra);

/* Lets the clock's work be done once, at gate->now_us. */
void gate_tick(struct gate *gate);

/* Sends without waiting; the index of its reply, which is NULL until then. */
size_t gate_send(struct gate *gate, const char *text, size_t len);

/* Runs the loop until the reply is there; parsed. */
const struct dg_json *gate_await(struct gate *gate, size_t index);

/* Sends and runs the loop until the reply is there; parsed. */
const struct dg_json *gate_ask(struct gate *gate, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const struct dg_json *gate_ask_bytes(struct gate *gate, const char *text,
                                     size_t len);

/* Text at a pointer of a reply: a string's text, a number as written, "true",
 * "false", "null", "[n]" and "{n}" for containers, "(absent)". */
const char *gate_at(struct gate *gate, const struct dg_json *reply,
                    const char *pointer);

/* Publishes a roster of three villages in two towns, departments mzj and wjj,
 * and a list with duty A-001 for mzj (seal S-001, evidence photo, five days of
 * lead) and seal item S-001. */
void gate_furnish(struct gate *gate);
extern const char gate_roster[], gate_list[]; /* their data */

/* An event as JSON; static memory, overwritten by the next call. */
const char *gate_event(const char *type, const char *source, const char *id,
                       const char *data);

#endif
