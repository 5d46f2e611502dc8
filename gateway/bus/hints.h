/* SPDX-License-Identifier: Apache-2.0 */
/* Hints: "PREFIX|SEQUENCE" to everybody who listens, nothing of what there is
 * to be seen. */
#ifndef GATEWAY_BUS_HINTS_H
#define GATEWAY_BUS_HINTS_H

#include <uv.h>

#include "gateway/core/conf.h"
#include "proto/base/buf.h"
#include "proto/base/division.h"

struct dg_hints;

/* Binds ipc://<runtime_dir>/hints.ipc, as dg_bus_open does beside it, and what
 * listen_hints names; the folders must be the bus's already. newest: the newest
 * entry there is. */
enum dg_err dg_hints_open(uv_loop_t *loop, const struct dg_conf *conf,
                          uint64_t newest, struct dg_hints **hints,
                          struct dg_buf *why);

/* For dg_sink::notify. Never blocks and never fails; sends later, once for the
 * same prefix. */
void dg_hints_send(struct dg_hints *hints, struct dg_division prefix,
                   uint64_t sequence);

/* What was not sent is dropped; memory follows on the loop. NULL is fine. */
void dg_hints_close(struct dg_hints *hints);

#endif
