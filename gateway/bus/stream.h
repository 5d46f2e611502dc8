/* SPDX-License-Identifier: Apache-2.0 */
/* A listener or connection of libuv that is either ipc:// or tcp://. */
#ifndef GATEWAY_BUS_STREAM_H
#define GATEWAY_BUS_STREAM_H

#include <uv.h>

#include "gateway/core/conf.h"

union dg_stream {
    uv_stream_t any;
    uv_pipe_t pipe;
    uv_tcp_t tcp;
};

void dg_stream_init(uv_loop_t *loop, union dg_stream *stream, bool tcp);

/* Gives libuv's error. What lies at the path of an ipc:// is removed; the
 * socket is made 0660. */
int dg_stream_bind(union dg_stream *stream,
                   const struct dg_conf_endpoint *endpoint);

/* Of a connection that was accepted. */
void dg_stream_tune(union dg_stream *stream, bool tcp);

#endif
