/* SPDX-License-Identifier: Apache-2.0 */
/* One gate for a whole test program, and the words to ask it with. */
#ifndef TESTS_GATEWAY_FLOW_ASK_H
#define TESTS_GATEWAY_FLOW_ASK_H

#include "tests/gateway/flow/gate.h"

/* A task that gate_furnish's list admits, for the whole county. */
#define TASK                                                                   \
    "{\"duty\":\"A-001\",\"title\":\"城乡低保对象动态核查\","        \
    "\"audience\":{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\"}"

static struct gate gate;

static const struct dg_json *
ask(const char *type, const char *source, const char *id, const char *data)
{
    return gate_ask(&gate, "%s", gate_event(type, source, id, data));
}

static const char *
at(const struct dg_json *reply, const char *pointer)
{
    return gate_at(&gate, reply, pointer);
}

#endif
