/* SPDX-License-Identifier: Apache-2.0 */
/* The client library: messages to a gateway and their answers, many
 * outstanding at a time, over one nanomsg socket. It knows requests and time,
 * nothing of what the messages say. Not thread-safe: one thread per client.
 *
 * A message that stays without answer is sent again, byte for byte; the gateway
 * knows the event ids in it, so what it did the first time counts once. */
#ifndef PROTO_CLIENT_CLIENT_H
#define PROTO_CLIENT_CLIENT_H

#include "proto/base/err.h"
#include "proto/base/str.h"

#define DUTYGATE_CLIENT_TIMEOUT_MS 10000
#define DUTYGATE_CLIENT_TRIES 3
#define DUTYGATE_CLIENT_MESSAGE_MAX 1048576 /* bytes the gateway takes */

struct dutygate_client;

struct dutygate_client_settings {
    const char *url;     /* "ipc:///run/dutygate/gateway.ipc", "tcp://…" */
    unsigned timeout_ms; /* to wait for an answer, all tries together */
    unsigned tries;      /* how often a message is sent at most; from 1 */
};

/* Returns at once; the connection is made, and made again when it breaks, in
 * the background. DG_ERR_MALFORMED: nanomsg does not take this URL. */
enum dg_err
dutygate_client_open(const struct dutygate_client_settings *settings,
                     struct dutygate_client **client);

/* Forgets what is outstanding; NULL is fine. */
void dutygate_client_close(struct dutygate_client *client);

/* Takes a message; never blocks. text is copied; request gets the number its
 * answer will bear: 1, 2, 3 …. Messages are sent in the order of these calls as
 * long as none has to be sent again. DG_ERR_LIMIT: longer than the gateway
 * takes. */
enum dg_err dutygate_client_send(struct dutygate_client *client,
                                 struct dg_str text, uint32_t *request);

struct dutygate_client_answer {
    uint32_t request;   /* 0 when the failure is of no request */
    struct dg_str text; /* valid until the next call on the client */
};

/* Waits for one of the outstanding requests to end. DG_OK: answered.
 * DG_ERR_BUSY: it was sent and not answered in time, so its outcome is
 * unknown. DG_ERR_ABSENT: no gateway was there to send it to; or, with request
 * 0, nothing is outstanding. DG_ERR_IO: the socket failed. */
enum dg_err dutygate_client_receive(struct dutygate_client *client,
                                    struct dutygate_client_answer *answer);

/* Requests without answer so far. */
size_t dutygate_client_outstanding(const struct dutygate_client *client);

#endif
