/* SPDX-License-Identifier: Apache-2.0 */
/* A gate that takes signed messages only, with principals enrolled: root, and
 * those of gate_furnish's county. What their keys are called for sign.h stands
 * in signed.c's table. */
#ifndef TESTS_GATEWAY_FLOW_SIGNED_H
#define TESTS_GATEWAY_FLOW_SIGNED_H

#include "tests/gateway/flow/gate.h"
#include "tests/gateway/flow/sign.h"

/* Enrols everybody at a gate that has the root's key. */
void signed_enrol(struct gate *gate);

/* Opens it, enrols everybody, publishes roster and list; extra is more
 * configuration. */
void signed_open(struct gate *gate, const char *journal, const char *extra);

/* The gate's clock, in seconds since 1970. */
int64_t signed_now(const struct gate *gate);

/* Asks with one event, signed now by a key of its source's. */
const struct dg_json *signed_ask(struct gate *gate, const char *key,
                                 const char *type, const char *source,
                                 const char *id, const char *data);
const struct dg_json *signed_send(struct gate *gate, struct dg_str message);

#endif
