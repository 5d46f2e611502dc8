/* SPDX-License-Identifier: Apache-2.0 */
/* The publishing side of SP's PUB/SUB over a Unix socket: short texts to
 * everybody who connects. What they say is left to hints.c. */
#ifndef GATEWAY_BUS_PUBLISHER_H
#define GATEWAY_BUS_PUBLISHER_H

#include <stdbool.h>

#include <uv.h>

#include "proto/base/buf.h"

#define DG_PUBLISHER_TEXT_MAX 64

struct dg_publisher;

/* Binds path (0660); what lies there is removed, so the folder must be ours.
 * why says what failed. DG_ERR_IO, DG_ERR_MEMORY. */
enum dg_err dg_publisher_open(uv_loop_t *loop, const char *path,
                              struct dg_publisher **publisher,
                              struct dg_buf *why);

/* True if there is anybody to send to. */
bool dg_publisher_is_heard(const struct dg_publisher *publisher);

/* Sends a text to every subscriber that has room for it, and never waits. One
 * that has none gets the reminder as soon as it has, instead of all it missed.
 * At most DG_PUBLISHER_TEXT_MAX bytes, here and below. */
void dg_publisher_send(struct dg_publisher *publisher, struct dg_str text);

/* What a new subscriber gets first, and one that missed a text next. */
void dg_publisher_remind(struct dg_publisher *publisher, struct dg_str text);

/* Removes the socket, hangs up; memory follows on the loop. NULL is fine. */
void dg_publisher_close(struct dg_publisher *publisher);

#endif
