/* SPDX-License-Identifier: Apache-2.0 */
/* The bus: a raw REP socket of nanomsg on the loop, with many outstanding
 * requests. It knows frames and routes, nothing of what they say. */
#ifndef GATEWAY_BUS_BUS_H
#define GATEWAY_BUS_BUS_H

#include <uv.h>

#include "gateway/flow/flow.h"

struct dg_bus;

/* Binds ipc://<runtime_dir>/gateway.ipc (made 0660 by umask 0117) and what
 * listen names. why says what failed. */
enum dg_err dg_bus_open(uv_loop_t *loop, const struct dg_conf *conf,
                        struct dg_bus **bus, struct dg_buf *why);

/* Reads messages into the flow until dg_flow_full. */
void dg_bus_start(struct dg_bus *bus, struct dg_flow *flow);

/* For dg_sink::reply; ctx is the bus. */
void dg_bus_reply(void *bus, const struct dg_route *route, struct dg_str text);

/* Looks again after dg_flow_full turned false. */
void dg_bus_resume(struct dg_bus *bus);

/* Takes no more requests; replies still go out. */
void dg_bus_stop(struct dg_bus *bus);

/* Closes handles, then the socket, then calls handle_close. */
void dg_bus_close(struct dg_bus *bus, void (*handle_close)(void *ctx),
                  void *ctx);

#endif
