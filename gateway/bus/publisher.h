/* SPDX-License-Identifier: Apache-2.0 */
/* The publishing side of SP's PUB/SUB over Unix sockets and TCP: short
 * texts to everybody who connects. What they say is left to hints.c. */
#ifndef GATEWAY_BUS_PUBLISHER_H
#define GATEWAY_BUS_PUBLISHER_H

#include <stdbool.h>

#include <uv.h>

#include "gateway/core/conf.h"
#include "proto/base/buf.h"

#define DG_PUBLISHER_TEXT_MAX 64

struct dg_publisher;

enum dg_err dg_publisher_create(uv_loop_t *loop,
                                struct dg_publisher **publisher);

/* Binds an endpoint; what lies at the path of an ipc:// (made 0660) is removed,
 * so its folder must be ours. why says what failed. DG_ERR_IO, DG_ERR_MEMORY:
 * the publisher is still to be closed. */
enum dg_err dg_publisher_listen(struct dg_publisher *publisher,
                                const struct dg_conf_endpoint *endpoint,
                                struct dg_buf *why);

/* True if there is anybody to send to. */
bool dg_publisher_is_heard(const struct dg_publisher *publisher);

/* Sends a text to every subscriber that has room for it, and never waits. One
 * that has none gets the reminder as soon as it has, instead of all it missed.
 * At most DG_PUBLISHER_TEXT_MAX bytes, here and below. */
void dg_publisher_send(struct dg_publisher *publisher, struct dg_str text);

/* What a new subscriber gets first, and one that missed a text next. */
void dg_publisher_remind(struct dg_publisher *publisher, struct dg_str text);

/* Removes the sockets, hangs up; memory follows on the loop. NULL is fine. */
void dg_publisher_close(struct dg_publisher *publisher);

#endif
