/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a request number travels and which of nanomsg's errors mean "not
 * now". When to send is left to client.c, connecting to nanomsg. */
#include "proto/client/library/wire.h"

#include <errno.h>
#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <poll.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define RECONNECT_MS 50
#define RECONNECT_MAX_MS 1000
#define ANSWER_SIZE_MAX (64 << 20)
#define REQUEST_BIT 0x80000000u /* marks the end of an SP request header */
#define HEADER_SIZE 4

/* The control block nanomsg wants: a cmsg header, the size of the SP header,
 * the SP header. */
struct control {
    struct nn_cmsghdr head;
    size_t size;
    uint8_t header[NN_CMSG_ALIGN_(HEADER_SIZE)];
};

int64_t
dg_wire_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t) t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool
dg_wire_wait(int fd, int timeout_ms)
{
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    return poll(&poll_fd, 1, timeout_ms) >= 0;
}

/* ---- sockets ------------------------------------------------------------ */

enum dutygate_status
dg_wire_descriptor(int socket, int option, int *fd)
{
    size_t size = sizeof *fd;
    int rc = nn_getsockopt(socket, NN_SOL_SOCKET, option, fd, &size);
    return rc < 0 ? DUTYGATE_FAILED : DUTYGATE_OK;
}

static bool
set_option(int socket, int option, int value)
{
    return nn_setsockopt(socket, NN_SOL_SOCKET, option, &value, sizeof value) ==
           0;
}

enum dutygate_status
dg_wire_connect(int socket, const char *url, int size_max)
{
    if (!set_option(socket, NN_RECONNECT_IVL, RECONNECT_MS) ||
        !set_option(socket, NN_RECONNECT_IVL_MAX, RECONNECT_MAX_MS) ||
        !set_option(socket, NN_RCVMAXSIZE, size_max)) {
        return DUTYGATE_FAILED;
    }
    return nn_connect(socket, url) < 0 ? DUTYGATE_BAD_ADDRESS : DUTYGATE_OK;
}

/* A signal makes nn_close give up before it has closed anything. */
void
dg_wire_close_socket(int socket)
{
    while (nn_close(socket) < 0 && nn_errno() == EINTR) {
    }
}

static enum dutygate_status
epoll_add(int epoll, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};
    int rc = epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    return rc < 0 ? DUTYGATE_FAILED : DUTYGATE_OK;
}

static enum dutygate_status
open_epoll(struct dg_wire *wire)
{
    enum dutygate_status status =
        dg_wire_descriptor(wire->socket, NN_RCVFD, &wire->readable);
    if (!status) {
        status = dg_wire_descriptor(wire->socket, NN_SNDFD, &wire->writable);
    }
    if (status) {
        return status;
    }
    wire->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (wire->epoll < 0) {
        return DUTYGATE_FAILED;
    }
    status = epoll_add(wire->epoll, wire->readable);
    if (status) {
        close(wire->epoll);
    }
    return status;
}

enum dutygate_status
dg_wire_open(struct dg_wire *wire, const char *url)
{
    wire->watched = false;
    wire->socket = nn_socket(AF_SP_RAW, NN_REQ);
    if (wire->socket < 0) {
        return DUTYGATE_FAILED;
    }
    enum dutygate_status status =
        dg_wire_connect(wire->socket, url, ANSWER_SIZE_MAX);
    if (!status) {
        status = open_epoll(wire);
    }
    if (status) {
        dg_wire_close_socket(wire->socket);
    }
    return status;
}

void
dg_wire_close(struct dg_wire *wire)
{
    close(wire->epoll);
    dg_wire_close_socket(wire->socket);
}

enum dutygate_status
dg_wire_watch(struct dg_wire *wire, bool writable)
{
    if (writable == wire->watched) {
        return DUTYGATE_OK;
    }
    wire->watched = writable;
    if (writable) {
        return epoll_add(wire->epoll, wire->writable);
    }
    int rc = epoll_ctl(wire->epoll, EPOLL_CTL_DEL, wire->writable, NULL);
    return rc < 0 ? DUTYGATE_FAILED : DUTYGATE_OK;
}

/* ---- messages ----------------------------------------------------------- */

static enum dutygate_status
not_now(void)
{
    int error = nn_errno();
    return error == EAGAIN || error == EINTR ? DUTYGATE_IDLE : DUTYGATE_FAILED;
}

enum dutygate_status
dg_wire_send(struct dg_wire *wire, uint32_t number, const char *text,
             size_t len)
{
    uint32_t id = number | REQUEST_BIT;
    struct control control = {
        .head = {sizeof control, PROTO_SP, SP_HDR},
        .size = HEADER_SIZE,
        .header = {(uint8_t) (id >> 24), (uint8_t) (id >> 16),
                   (uint8_t) (id >> 8), (uint8_t) id},
    };
    struct nn_iovec body = {(void *) (uintptr_t) text, len};
    struct nn_msghdr message = {&body, 1, &control, sizeof control};
    int rc = nn_sendmsg(wire->socket, &message, NN_DONTWAIT);
    return rc < 0 ? not_now() : DUTYGATE_OK;
}

static uint32_t
number_of(const struct control *control)
{
    if (control->head.cmsg_level != PROTO_SP ||
        control->head.cmsg_type != SP_HDR || control->size != HEADER_SIZE) {
        return 0;
    }
    const uint8_t *h = control->header;
    uint32_t id = (uint32_t) h[0] << 24 | (uint32_t) h[1] << 16 |
                  (uint32_t) h[2] << 8 | h[3];
    return id & ~REQUEST_BIT;
}

enum dutygate_status
dg_wire_receive(struct dg_wire *wire, uint32_t *number, char **text,
                size_t *len)
{
    struct control control = {.size = 0};
    struct nn_iovec body = {text, NN_MSG};
    struct nn_msghdr message = {&body, 1, &control, sizeof control};
    int rc = nn_recvmsg(wire->socket, &message, NN_DONTWAIT);
    if (rc < 0) {
        return not_now();
    }
    *len = (size_t) rc;
    *number = number_of(&control);
    return DUTYGATE_OK;
}

void
dg_wire_free(char *text)
{
    if (text) {
        nn_freemsg(text);
    }
}
