/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when the socket is read and what a route is. What a message says,
 * and how large it may be to be understood, is the flow's business. */
#include "gateway/bus/bus.h"

#include <errno.h>
#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/bus/folder.h"

/* Twice what the flow understands, so that a message somewhat too large is
 * answered. nanomsg hangs up on larger ones. */
#define MESSAGE_MAX (2 * 1024 * 1024 + 4096)

/* Raw REP drops a reply that the kernel does not take at once, so one client's
 * share of a commit should fit; the kernel cuts this to its own limit. */
#define REPLY_BUFFER (4 * 1024 * 1024)

/* Then the loop's other handles have their turn, and the journal gets what was
 * decided: so that it commits these while the next ones are decided. */
#define MESSAGES_PER_WAKE 32

struct dg_bus {
    uv_poll_t poll; /* of the socket's NN_RCVFD, which is never read */
    int socket;
    struct dg_folders folders; /* of its ipc:// sockets */
    bool reading, stopped;
    struct dg_flow *flow;
    void (*handle_close)(void *ctx);
    void *ctx;
};

/* nanomsg's control block: one SP_HDR, aligned as it wants it. */
union control {
    struct nn_cmsghdr header;
    uint8_t bytes[sizeof((struct dg_route *) 0)->bytes];
};

/* ---- open --------------------------------------------------------------- */

/* nanomsg's functions give -1 and set errno. */
static bool
socket_set(int socket, int option, int value)
{
    return nn_setsockopt(socket, NN_SOL_SOCKET, option, &value, sizeof value) ==
           0;
}

static enum dg_err
socket_bind(int socket, const char *url, struct dg_buf *why)
{
    mode_t mask = umask(0117);
    int endpoint = nn_bind(socket, url);
    umask(mask);
    if (endpoint < 0) {
        dg_buf_printf(why, "%s: %s", url, nn_strerror(nn_errno()));
        return DG_ERR_IO;
    }
    dg_log(DG_LOG_INFO, "bus.open", "url=%s", url);
    return DG_OK;
}

static enum dg_err
socket_open(const char *dir, int *socket, struct dg_buf *why)
{
    char url[4096];
    snprintf(url, sizeof url, "ipc://%s/" DG_CONF_SOCKET, dir);
    *socket = nn_socket(AF_SP_RAW, NN_REP);
    if (*socket < 0 || !socket_set(*socket, NN_MAXTTL, 1) ||
        !socket_set(*socket, NN_RCVMAXSIZE, MESSAGE_MAX) ||
        !socket_set(*socket, NN_SNDBUF, REPLY_BUFFER)) {
        dg_buf_printf(why, "%s: %s", url, nn_strerror(nn_errno()));
    } else if (socket_bind(*socket, url, why) == DG_OK) {
        return DG_OK;
    }
    if (*socket >= 0) {
        nn_close(*socket);
    }
    return DG_ERR_IO;
}

/* What the configuration names besides the socket that is always there. */
static enum dg_err
bind_more(struct dg_bus *bus, const struct dg_conf *conf, struct dg_buf *why)
{
    enum dg_err err = DG_OK;
    for (size_t i = 0; i < conf->listen.count && !err; i++) {
        const struct dg_conf_endpoint *endpoint = &conf->listen.endpoints[i];
        if (endpoint->path) {
            err = dg_folders_take_of(&bus->folders, endpoint->path, why);
        }
        if (!err && !socket_set(bus->socket, NN_IPV4ONLY, !endpoint->ipv6)) {
            err = DG_ERR_IO;
        }
        err = err ? err : socket_bind(bus->socket, endpoint->url, why);
        if (!err && !endpoint->local) {
            dg_log(DG_LOG_WARN, "bus.unencrypted", "url=%s", endpoint->url);
        }
    }
    return err;
}

static enum dg_err
poll_open(struct dg_bus *bus, uv_loop_t *loop, struct dg_buf *why)
{
    int fd;
    size_t size = sizeof fd;
    int rc =
        nn_getsockopt(bus->socket, NN_SOL_SOCKET, NN_RCVFD, &fd, &size) == 0
            ? uv_poll_init(loop, &bus->poll, fd)
            : -nn_errno();
    if (rc < 0) {
        dg_buf_printf(why, "bus: %s", uv_strerror(rc));
        return DG_ERR_IO;
    }
    bus->poll.data = bus;
    return DG_OK;
}

enum dg_err
dg_bus_open(uv_loop_t *loop, const struct dg_conf *conf, struct dg_bus **bus,
            struct dg_buf *why)
{
    struct dg_bus *made = calloc(1, sizeof *made);
    if (!made) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err =
        dg_folders_take(&made->folders, "runtime_dir", conf->runtime_dir, why);
    if (err) {
        goto dir_failed;
    }
    err = socket_open(conf->runtime_dir, &made->socket, why);
    if (err) {
        goto socket_failed;
    }
    err = bind_more(made, conf, why);
    if (err) {
        goto bind_failed;
    }
    err = poll_open(made, loop, why);
    if (err) {
        goto bind_failed;
    }
    *bus = made;
    return DG_OK;

bind_failed:
    nn_close(made->socket);
socket_failed:
    dg_folders_release(&made->folders);
dir_failed:
    free(made);
    return err;
}

/* The first thing in the header is the number of the connection, which is not
 * used again; what stands before it is nanomsg's (see nn_cmsg(3)). */
static uint32_t
connection_of(union control *control)
{
    const uint8_t *header = NN_CMSG_DATA(&control->header) + sizeof(size_t);
    return (uint32_t) header[0] << 24 | (uint32_t) header[1] << 16 |
           (uint32_t) header[2] << 8 | header[3];
}

/* ---- messages ----------------------------------------------------------- */

/* False if there is none. text is nanomsg's: nn_freemsg it. A message whose
 * way back does not fit a route cannot be (NN_MAXTTL is 1); its route is
 * empty. */
static bool
message_receive(struct dg_bus *bus, struct dg_route *route, struct dg_str *text)
{
    union control control = {.bytes = {0}};
    void *body = NULL;
    struct nn_iovec part = {.iov_base = &body, .iov_len = NN_MSG};
    struct nn_msghdr header = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof control,
    };
    int len = nn_recvmsg(bus->socket, &header, NN_DONTWAIT);
    if (len < 0) {
        if (nn_errno() != EAGAIN && nn_errno() != EINTR) {
            dg_log(DG_LOG_ERROR, "bus.failed", "call=recv error=\"%s\"",
                   nn_strerror(nn_errno()));
        }
        return false;
    }
    memcpy(route->bytes, control.bytes, sizeof control);
    route->size = (uint8_t) control.header.cmsg_len;
    route->peer = connection_of(&control);
    *text = (struct dg_str){body, (size_t) len};
    return true;
}

static void
bus_handle_readable(uv_poll_t *poll, int status, int events)
{
    struct dg_bus *bus = poll->data;
    struct dg_route route;
    struct dg_str text;
    (void) status;
    (void) events;
    for (int i = 0; i < MESSAGES_PER_WAKE; i++) {
        if (dg_flow_full(bus->flow)) {
            uv_poll_stop(poll);
            bus->reading = false;
            return;
        }
        if (!message_receive(bus, &route, &text)) {
            return;
        }
        if (route.size) {
            dg_flow_submit(bus->flow, &route, text);
        }
        nn_freemsg((void *) (uintptr_t) text.data);
    }
}

void
dg_bus_reply(void *bus, const struct dg_route *route, struct dg_str text)
{
    struct dg_bus *self = bus;
    union control control;
    struct nn_iovec part = {
        .iov_base = (void *) (uintptr_t) text.data,
        .iov_len = text.len,
    };
    struct nn_msghdr header = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = route->size,
    };
    memcpy(control.bytes, route->bytes, sizeof control);
    if (nn_sendmsg(self->socket, &header, NN_DONTWAIT) < 0) {
        dg_log(DG_LOG_ERROR, "bus.failed", "call=send error=\"%s\"",
               nn_strerror(nn_errno()));
    }
}

/* ---- activity ----------------------------------------------------------- */

void
dg_bus_start(struct dg_bus *bus, struct dg_flow *flow)
{
    bus->flow = flow;
    dg_bus_resume(bus);
}

void
dg_bus_resume(struct dg_bus *bus)
{
    if (bus->flow && !bus->stopped && !bus->reading) {
        bus->reading = true;
        uv_poll_start(&bus->poll, UV_READABLE, bus_handle_readable);
    }
}

void
dg_bus_stop(struct dg_bus *bus)
{
    bus->stopped = true;
    bus->reading = false;
    uv_poll_stop(&bus->poll);
}

static void
bus_handle_close(uv_handle_t *handle)
{
    struct dg_bus *bus = handle->data;
    void (*handle_close)(void *ctx) = bus->handle_close;
    void *ctx = bus->ctx;
    nn_close(bus->socket);
    dg_folders_release(&bus->folders);
    free(bus);
    if (handle_close) {
        handle_close(ctx);
    }
}

void
dg_bus_close(struct dg_bus *bus, void (*handle_close)(void *ctx), void *ctx)
{
    bus->handle_close = handle_close;
    bus->ctx = ctx;
    uv_close((uv_handle_t *) &bus->poll, bus_handle_close);
}
