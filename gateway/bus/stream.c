/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how an endpoint of the configuration becomes a socket of libuv. */
#include "gateway/bus/stream.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define KEEPALIVE_S 60

void
dg_stream_init(uv_loop_t *loop, union dg_stream *stream, bool tcp)
{
    if (tcp) {
        uv_tcp_init(loop, &stream->tcp);
    } else {
        uv_pipe_init(loop, &stream->pipe, 0);
    }
}

static int
bind_path(uv_pipe_t *pipe, const char *path)
{
    if (strlen(path) >= sizeof((struct sockaddr_un *) 0)->sun_path) {
        return UV_ENAMETOOLONG;
    }
    if (unlink(path) != 0 && errno != ENOENT) {
        return uv_translate_sys_error(errno);
    }
    mode_t mask = umask(0117);
    int rc = uv_pipe_bind(pipe, path);
    umask(mask);
    return rc;
}

static int
bind_address(uv_tcp_t *tcp, const struct dg_conf_endpoint *endpoint)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
    int rc = endpoint->ipv6
                 ? uv_ip6_addr(endpoint->host, endpoint->port, &address.v6)
                 : uv_ip4_addr(endpoint->host, endpoint->port, &address.v4);
    return rc ? rc
              : uv_tcp_bind(tcp, &address.any,
                            endpoint->ipv6 ? UV_TCP_IPV6ONLY : 0);
}

int
dg_stream_bind(union dg_stream *stream, const struct dg_conf_endpoint *endpoint)
{
    return endpoint->path ? bind_path(&stream->pipe, endpoint->path)
                          : bind_address(&stream->tcp, endpoint);
}

/* A peer behind a cable that was cut is never heard of again otherwise. */
void
dg_stream_tune(union dg_stream *stream, bool tcp)
{
    if (tcp) {
        uv_tcp_nodelay(&stream->tcp, 1);
        uv_tcp_keepalive(&stream->tcp, 1, KEEPALIVE_S);
    }
}
