/* SPDX-License-Identifier: Apache-2.0 */
/* One raw REQ socket of nanomsg, never blocking, and one descriptor that says
 * when to try again. Raw, because the cooked one holds a single request and
 * decides by itself when to repeat it. */
#ifndef PROTO_CLIENT_LIBRARY_WIRE_H
#define PROTO_CLIENT_LIBRARY_WIRE_H

#include "proto/client/library/client.h"

struct dg_wire {
    int socket;
    int readable, writable; /* nanomsg's descriptors; not ours to close */
    int epoll;              /* readable, and writable while it is watched */
    bool watched;
};

/* DUTYGATE_BAD_ADDRESS, DUTYGATE_FAILED. */
enum dutygate_status dg_wire_open(struct dg_wire *wire, const char *url);
void dg_wire_close(struct dg_wire *wire);

/* DUTYGATE_IDLE when the socket has no room or no peer. number: 31 bits. */
enum dutygate_status dg_wire_send(struct dg_wire *wire, uint32_t number,
                                  const char *text, size_t len);

/* DUTYGATE_IDLE when there is nothing to read. number is 0 when the answer
 * names none. dg_wire_free frees text. */
enum dutygate_status dg_wire_receive(struct dg_wire *wire, uint32_t *number,
                                     char **text, size_t *len);
void dg_wire_free(char *text); /* NULL is fine */

/* Whether the descriptor says, too, when there is room to send. */
enum dutygate_status dg_wire_watch(struct dg_wire *wire, bool writable);

/* What both kinds of sockets need: a descriptor, connecting patiently, a
 * monotonic clock, waiting (-1: for ever; false when a signal came). */
enum dutygate_status dg_wire_descriptor(int socket, int option, int *fd);
enum dutygate_status dg_wire_connect(int socket, const char *url, int size_max);
void dg_wire_close_socket(int socket);
bool dg_wire_wait(int fd, int timeout_ms);
int64_t dg_wire_now_ms(void);

#endif
