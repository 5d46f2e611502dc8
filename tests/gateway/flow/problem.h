/* SPDX-License-Identifier: Apache-2.0 */
/* Checks that an answer is a certain problem, and that it was counted. */
#ifndef TESTS_GATEWAY_FLOW_PROBLEM_H
#define TESTS_GATEWAY_FLOW_PROBLEM_H

#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/signed.h"
#include "tests/tap/tap.h"

/* How often it was counted since the last call, or since the restart. */
static inline uint64_t
problem_count(const struct gate *gate, enum dg_problem_code code)
{
    static uint64_t before[DG_PROBLEM_COUNT];
    uint64_t now = gate->flow->metrics.problems[code];
    uint64_t more = now < before[code] ? now : now - before[code];
    before[code] = now;
    return more;
}

/* The problem at a pointer of a reply. */
static inline void
problem_at(struct gate *gate, const struct dg_json *reply, const char *pointer,
           enum dg_problem_code code, const char *detail)
{
    const struct dg_json *problem = dg_json_at(reply, dg_str_from(pointer));
    char type[64];
    snprintf(type, sizeof type, "urn:dutygate:problem:%s",
             dg_problem_slug(code));
    is_text(gate_at(gate, problem, "/type"), type, detail);
    is_text(gate_at(gate, problem, "/detail"), detail, "says so");
    is_int(problem_count(gate, code), 1, "and is counted");
}

/* Of a whole message: nothing besides, and nothing is journaled. */
static inline void
problem_of(struct gate *gate, struct dg_str message, enum dg_problem_code code,
           const char *detail)
{
    uint64_t entries = dg_flow_entries(gate->flow);
    const struct dg_json *reply;
    problem_count(gate, code);
    reply = signed_send(gate, message);
    problem_at(gate, reply, "", code, detail);
    is_int(reply->count, 4, "with type, title, status, detail");
    is_int(dg_flow_entries(gate->flow), entries, "nothing is journaled");
}

#endif
