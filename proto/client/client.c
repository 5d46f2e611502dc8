/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a message is sent, sent again, and given up. Connections are
 * left to nanomsg; a raw REQ socket, because the cooked one holds a single
 * request and decides by itself when to repeat it. */
#include "proto/client/client.h"

#include <errno.h>
#include <limits.h>
#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <stdlib.h>
#include <time.h>
#include <utlist.h>

#define RECONNECT_MS 50
#define RECONNECT_MAX_MS 1000
#define ANSWER_SIZE_MAX (64 << 20)
#define REQUEST_BIT 0x80000000u /* marks the end of an SP request header */
#define HEADER_SIZE 4

struct request {
    uint32_t number;
    unsigned tries;                      /* begun so far */
    int64_t due_ms;                      /* the next try, or the end */
    bool waiting;                        /* in the outbox */
    bool sent;                           /* at least once */
    struct request *prev, *next;         /* dutygate_client::requests */
    struct request *out_prev, *out_next; /* dutygate_client::outbox */
    size_t len;
    char text[];
};

struct dutygate_client {
    int socket;
    int64_t interval_ms; /* between two tries */
    unsigned tries;
    uint32_t last; /* number given out */
    size_t outstanding;
    struct request *requests; /* owned; by due_ms */
    struct request *outbox;   /* those to be sent, in order */
    void *answer;             /* nanomsg's memory of the last answer */
};

static int64_t
now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t) t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum dg_err
set_option(int socket, int option, int value)
{
    int rc = nn_setsockopt(socket, NN_SOL_SOCKET, option, &value, sizeof value);
    return rc < 0 ? DG_ERR_IO : DG_OK;
}

static enum dg_err
open_socket(const char *url, int *socket)
{
    int s = nn_socket(AF_SP_RAW, NN_REQ);
    if (s < 0) {
        return DG_ERR_IO;
    }
    enum dg_err err = set_option(s, NN_RECONNECT_IVL, RECONNECT_MS);
    if (!err) {
        err = set_option(s, NN_RECONNECT_IVL_MAX, RECONNECT_MAX_MS);
    }
    if (!err) {
        err = set_option(s, NN_RCVMAXSIZE, ANSWER_SIZE_MAX);
    }
    if (!err && nn_connect(s, url) < 0) {
        err = DG_ERR_MALFORMED;
    }
    if (err) {
        nn_close(s);
        return err;
    }
    *socket = s;
    return DG_OK;
}

enum dg_err
dutygate_client_open(const struct dutygate_client_settings *settings,
                     struct dutygate_client **client)
{
    struct dutygate_client *c = calloc(1, sizeof *c);
    if (!c) {
        return DG_ERR_MEMORY;
    }
    c->tries = settings->tries > 0 ? settings->tries : 1;
    c->interval_ms = settings->timeout_ms / c->tries;
    enum dg_err err = open_socket(settings->url, &c->socket);
    if (err) {
        free(c);
        return err;
    }
    *client = c;
    return DG_OK;
}

/* ---- sending ----------------------------------------------------------- */

static void
enqueue(struct dutygate_client *client, struct request *request)
{
    if (!request->waiting) {
        request->waiting = true;
        DL_APPEND2(client->outbox, request, out_prev, out_next);
    }
}

static void
dequeue(struct dutygate_client *client, struct request *request)
{
    if (request->waiting) {
        request->waiting = false;
        DL_DELETE2(client->outbox, request, out_prev, out_next);
    }
}

static void
drop(struct dutygate_client *client, struct request *request)
{
    dequeue(client, request);
    DL_DELETE(client->requests, request);
    client->outstanding--;
    free(request);
}

/* The control block nanomsg wants: a cmsg header, the size of the SP header,
 * the SP header. */
struct control {
    struct nn_cmsghdr head;
    size_t size;
    uint8_t header[NN_CMSG_ALIGN_(HEADER_SIZE)];
};

/* DG_ERR_BUSY when the socket has no room or no peer. */
static enum dg_err
transmit(int socket, const struct request *request)
{
    uint32_t id = request->number | REQUEST_BIT;
    struct control control = {
        .head = {sizeof control, PROTO_SP, SP_HDR},
        .size = HEADER_SIZE,
        .header = {(uint8_t) (id >> 24), (uint8_t) (id >> 16),
                   (uint8_t) (id >> 8), (uint8_t) id},
    };
    struct nn_iovec body = {(void *) request->text, request->len};
    struct nn_msghdr message = {&body, 1, &control, sizeof control};
    if (nn_sendmsg(socket, &message, NN_DONTWAIT) >= 0) {
        return DG_OK;
    }
    return errno == EAGAIN || errno == EINTR ? DG_ERR_BUSY : DG_ERR_IO;
}

static enum dg_err
send_waiting(struct dutygate_client *client)
{
    while (client->outbox) {
        enum dg_err err = transmit(client->socket, client->outbox);
        if (err) {
            return err == DG_ERR_BUSY ? DG_OK : err;
        }
        client->outbox->sent = true;
        dequeue(client, client->outbox);
    }
    return DG_OK;
}

enum dg_err
dutygate_client_send(struct dutygate_client *client, struct dg_str text,
                     uint32_t *request)
{
    if (text.len > DUTYGATE_CLIENT_MESSAGE_MAX) {
        return DG_ERR_LIMIT;
    }
    struct request *r = calloc(1, sizeof *r + text.len);
    if (!r) {
        return DG_ERR_MEMORY;
    }
    client->last = client->last % (REQUEST_BIT - 1) + 1;
    r->number = client->last;
    r->tries = 1;
    r->due_ms = now_ms() + client->interval_ms;
    r->len = text.len;
    if (text.len > 0) {
        memcpy(r->text, text.data, text.len);
    }
    DL_APPEND(client->requests, r);
    client->outstanding++;
    enqueue(client, r);
    enum dg_err err = send_waiting(client);
    if (err) {
        drop(client, r);
        return err;
    }
    *request = r->number;
    return DG_OK;
}

/* ---- receiving --------------------------------------------------------- */

/* The request an answer belongs to, or NULL: an answer that came twice, or
 * after its request was given up. */
static struct request *
find(struct dutygate_client *client, const struct control *control)
{
    if (control->head.cmsg_level != PROTO_SP ||
        control->head.cmsg_type != SP_HDR || control->size != HEADER_SIZE) {
        return NULL;
    }
    const uint8_t *h = control->header;
    uint32_t id = (uint32_t) h[0] << 24 | (uint32_t) h[1] << 16 |
                  (uint32_t) h[2] << 8 | h[3];
    struct request *r;
    DL_FOREACH(client->requests, r)
    {
        if ((r->number | REQUEST_BIT) == id) {
            return r;
        }
    }
    return NULL;
}

/* DG_ERR_BUSY when there is nothing to read. */
static enum dg_err
read_answer(struct dutygate_client *client,
            struct dutygate_client_answer *answer)
{
    for (;;) {
        struct control control = {.size = 0};
        void *text = NULL;
        struct nn_iovec body = {&text, NN_MSG};
        struct nn_msghdr message = {&body, 1, &control, sizeof control};
        int len = nn_recvmsg(client->socket, &message, NN_DONTWAIT);
        if (len < 0) {
            return errno == EAGAIN || errno == EINTR ? DG_ERR_BUSY : DG_ERR_IO;
        }
        struct request *r = find(client, &control);
        if (r) {
            answer->request = r->number;
            answer->text = (struct dg_str){text, (size_t) len};
            client->answer = text;
            drop(client, r);
            return DG_OK;
        }
        nn_freemsg(text);
    }
}

static void
forget_answer(struct dutygate_client *client)
{
    if (client->answer) {
        nn_freemsg(client->answer);
        client->answer = NULL;
    }
}

/* Begins the next try of every request whose time has come; gives up the first
 * that had all of them. DG_OK: none was given up. */
static enum dg_err
repeat(struct dutygate_client *client, struct dutygate_client_answer *answer)
{
    int64_t now = now_ms();
    while (client->requests && client->requests->due_ms <= now) {
        struct request *r = client->requests;
        if (r->tries >= client->tries) {
            enum dg_err err = r->sent ? DG_ERR_BUSY : DG_ERR_ABSENT;
            answer->request = r->number;
            drop(client, r);
            return err;
        }
        r->tries++;
        r->due_ms = now + client->interval_ms;
        DL_DELETE(client->requests, r);
        DL_APPEND(client->requests, r);
        enqueue(client, r);
    }
    return DG_OK;
}

static void
wait_for_socket(struct dutygate_client *client)
{
    struct nn_pollfd poll = {.fd = client->socket, .events = NN_POLLIN};
    if (client->outbox) {
        poll.events |= NN_POLLOUT;
    }
    int64_t left = client->requests->due_ms - now_ms();
    if (left > 0) {
        nn_poll(&poll, 1, left < INT_MAX ? (int) left : INT_MAX);
    }
}

enum dg_err
dutygate_client_receive(struct dutygate_client *client,
                        struct dutygate_client_answer *answer)
{
    *answer = (struct dutygate_client_answer){0, {NULL, 0}};
    forget_answer(client);
    while (client->requests) {
        enum dg_err err = send_waiting(client);
        if (err) {
            return err;
        }
        err = read_answer(client, answer);
        if (err != DG_ERR_BUSY) {
            return err;
        }
        err = repeat(client, answer);
        if (err) {
            return err;
        }
        wait_for_socket(client);
    }
    return DG_ERR_ABSENT;
}

size_t
dutygate_client_outstanding(const struct dutygate_client *client)
{
    return client->outstanding;
}

void
dutygate_client_close(struct dutygate_client *client)
{
    if (!client) {
        return;
    }
    while (client->requests) {
        drop(client, client->requests);
    }
    forget_answer(client);
    nn_close(client->socket);
    free(client);
}
