/* SPDX-License-Identifier: Apache-2.0 */
/* Decides who is a subscriber, and what becomes of one that is slow, silent or
 * strange; over Unix sockets and TCP alike. Written on libuv, because nanomsg's
 * PUB ends its process when a subscriber sends it a message, and loses what
 * does not fit at once. */
#include "gateway/bus/publisher.h"

#include <stdlib.h>
#include <utlist.h>

#include "gateway/bus/stream.h"
#include "gateway/core/log.h"

#define BACKLOG 128
#define SUBSCRIBERS_MAX 4096
#define HELLO_SIZE 8
/* Of a frame: type 1, length in network order; SP over TCP has no type. */
#define HEAD_SIZE 9

/* "\0SP\0", protocol (PUB 0x20, SUB 0x21), reserved. */
static const uint8_t hello_pub[HELLO_SIZE] = {0, 'S', 'P', 0, 0, 0x20, 0, 0};
static const uint8_t hello_sub[HELLO_SIZE] = {0, 'S', 'P', 0, 0, 0x21, 0, 0};

struct frame {
    size_t len;
    char bytes[HEAD_SIZE + DG_PUBLISHER_TEXT_MAX];
};

struct listener {
    union dg_stream stream;
    struct dg_publisher *publisher;
    bool tcp;
    struct listener *next; /* dg_publisher::listeners */
};

struct subscriber {
    union dg_stream stream;
    bool tcp;
    struct dg_publisher *publisher;
    uint8_t hello[HELLO_SIZE];
    size_t hello_len; /* HELLO_SIZE: a subscriber indeed */
    bool writing;     /* a reminder waits for room */
    bool missed;      /* a text since then */
    uv_write_t write;
    struct frame reminder;          /* being written */
    struct subscriber *prev, *next; /* dg_publisher::subscribers */
};

struct dg_publisher {
    uv_loop_t *loop;
    struct listener *listeners;
    size_t handles; /* not yet closed, and one until it is closed */
    size_t count;   /* of subscribers, in order of their coming */
    struct subscriber *subscribers;
    struct frame reminder;
    char input[HELLO_SIZE + 1]; /* filled and read within one callback */
};

/* ---- the end of things -------------------------------------------------- */

static void
publisher_release(struct dg_publisher *publisher)
{
    if (--publisher->handles == 0) {
        free(publisher);
    }
}

static void
subscriber_handle_close(uv_handle_t *handle)
{
    struct subscriber *subscriber = handle->data;
    publisher_release(subscriber->publisher);
    free(subscriber);
}

static void
hang_up(struct subscriber *subscriber, const char *reason)
{
    if (uv_is_closing((uv_handle_t *) &subscriber->stream)) {
        return;
    }
    dg_log(DG_LOG_DEBUG, "hints.hangup", "reason=%s", reason);
    DL_DELETE(subscriber->publisher->subscribers, subscriber);
    subscriber->publisher->count--;
    uv_close((uv_handle_t *) &subscriber->stream, subscriber_handle_close);
}

static void
listener_handle_close(uv_handle_t *handle)
{
    struct listener *listener = handle->data;
    publisher_release(listener->publisher);
    free(listener);
}

void
dg_publisher_close(struct dg_publisher *publisher)
{
    if (!publisher) {
        return;
    }
    while (publisher->subscribers) {
        hang_up(publisher->subscribers, "end");
    }
    struct listener *listener, *next;
    LL_FOREACH_SAFE(publisher->listeners, listener, next)
    {
        uv_close((uv_handle_t *) &listener->stream, listener_handle_close);
    }
    publisher_release(publisher);
}

/* ---- texts -------------------------------------------------------------- */

static void
frame_set(struct frame *frame, struct dg_str text)
{
    size_t len =
        text.len < DG_PUBLISHER_TEXT_MAX ? text.len : DG_PUBLISHER_TEXT_MAX;
    memset(frame->bytes, 0, HEAD_SIZE);
    frame->bytes[0] = 1;
    frame->bytes[HEAD_SIZE - 1] = (char) len;
    memcpy(frame->bytes + HEAD_SIZE, text.data, len);
    frame->len = HEAD_SIZE + len;
}

/* As it travels to this subscriber. */
static uv_buf_t
frame_buf(const struct subscriber *subscriber, struct frame *frame)
{
    size_t skip = subscriber->tcp ? 1 : 0;
    return uv_buf_init(frame->bytes + skip, (unsigned) (frame->len - skip));
}

static void subscriber_handle_write(uv_write_t *write, int status);

static void
subscriber_remind(struct subscriber *subscriber)
{
    subscriber->reminder = subscriber->publisher->reminder;
    subscriber->missed = false;
    subscriber->writing = true;
    uv_buf_t buf = frame_buf(subscriber, &subscriber->reminder);
    if (uv_write(&subscriber->write, &subscriber->stream.any, &buf, 1,
                 subscriber_handle_write) < 0) {
        hang_up(subscriber, "write");
    }
}

static void
subscriber_handle_write(uv_write_t *write, int status)
{
    struct subscriber *subscriber = write->data;
    subscriber->writing = false;
    if (status < 0) {
        hang_up(subscriber, "write");
    } else if (subscriber->missed) {
        subscriber_remind(subscriber);
    }
}

static void
subscriber_send(struct subscriber *subscriber, struct frame *frame)
{
    if (subscriber->hello_len < HELLO_SIZE) {
        return;
    }
    if (subscriber->writing) {
        subscriber->missed = true;
        return;
    }
    uv_buf_t buf = frame_buf(subscriber, frame);
    int rc = uv_try_write(&subscriber->stream.any, &buf, 1);
    if (rc == UV_EAGAIN) {
        subscriber_remind(subscriber);
    } else if (rc < 0 || (size_t) rc < buf.len) {
        hang_up(subscriber, "write");
    }
}

void
dg_publisher_send(struct dg_publisher *publisher, struct dg_str text)
{
    struct subscriber *subscriber, *next;
    struct frame frame;
    frame_set(&frame, text);
    DL_FOREACH_SAFE(publisher->subscribers, subscriber, next)
    {
        subscriber_send(subscriber, &frame);
    }
}

void
dg_publisher_remind(struct dg_publisher *publisher, struct dg_str text)
{
    frame_set(&publisher->reminder, text);
}

bool
dg_publisher_is_heard(const struct dg_publisher *publisher)
{
    return publisher->subscribers != NULL;
}

/* ---- subscribers -------------------------------------------------------- */

static void
subscriber_handle_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
    struct subscriber *subscriber = handle->data;
    (void) size;
    *buf = uv_buf_init(subscriber->publisher->input,
                       sizeof subscriber->publisher->input);
}

/* The only thing a subscriber ever says is its hello. */
static void
subscriber_handle_read(uv_stream_t *stream, ssize_t len, const uv_buf_t *buf)
{
    struct subscriber *subscriber = stream->data;
    if (len < 0) {
        hang_up(subscriber, "left");
        return;
    }
    if ((size_t) len > HELLO_SIZE - subscriber->hello_len) {
        hang_up(subscriber, "talk");
        return;
    }
    if (len == 0) {
        return;
    }
    memcpy(subscriber->hello + subscriber->hello_len, buf->base, (size_t) len);
    subscriber->hello_len += (size_t) len;
    if (memcmp(subscriber->hello, hello_sub, subscriber->hello_len) != 0) {
        hang_up(subscriber, "hello");
    } else if (subscriber->hello_len == HELLO_SIZE) {
        dg_log(DG_LOG_DEBUG, "hints.hello", "connections=%zu",
               subscriber->publisher->count);
        subscriber_remind(subscriber);
    }
}

/* One place at least, if need be that of the oldest that never said hello. */
static bool
make_room(struct dg_publisher *publisher)
{
    struct subscriber *subscriber;
    if (publisher->count < SUBSCRIBERS_MAX) {
        return true;
    }
    DL_FOREACH(publisher->subscribers, subscriber)
    {
        if (subscriber->hello_len < HELLO_SIZE) {
            hang_up(subscriber, "silence");
            return true;
        }
    }
    return false;
}

static void
subscriber_start(struct subscriber *subscriber)
{
    uv_stream_t *stream = &subscriber->stream.any;
    uv_buf_t buf = uv_buf_init((char *) (uintptr_t) hello_pub, HELLO_SIZE);
    if (uv_try_write(stream, &buf, 1) != HELLO_SIZE ||
        uv_read_start(stream, subscriber_handle_alloc, subscriber_handle_read) <
            0) {
        hang_up(subscriber, "write");
    }
}

static void
listener_handle_connection(uv_stream_t *stream, int status)
{
    struct listener *listener = stream->data;
    struct dg_publisher *publisher = listener->publisher;
    struct subscriber *subscriber = NULL;
    if (status == 0) {
        subscriber = calloc(1, sizeof *subscriber);
    }
    if (!subscriber) {
        dg_log(DG_LOG_WARN, "hints.failed", "call=accept error=\"%s\"",
               uv_strerror(status ? status : UV_ENOMEM));
        return;
    }
    bool room = make_room(publisher);
    subscriber->tcp = listener->tcp;
    dg_stream_init(stream->loop, &subscriber->stream, subscriber->tcp);
    subscriber->stream.any.data = subscriber->write.data = subscriber;
    subscriber->publisher = publisher;
    publisher->handles++;
    publisher->count++;
    DL_APPEND(publisher->subscribers, subscriber);
    if (uv_accept(stream, &subscriber->stream.any) < 0) {
        hang_up(subscriber, "accept");
    } else if (!room) {
        hang_up(subscriber, "full");
    } else {
        dg_stream_tune(&subscriber->stream, subscriber->tcp);
        subscriber_start(subscriber);
    }
}

/* ---- open --------------------------------------------------------------- */

enum dg_err
dg_publisher_listen(struct dg_publisher *publisher,
                    const struct dg_conf_endpoint *endpoint, struct dg_buf *why)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener) {
        return DG_ERR_MEMORY;
    }
    listener->publisher = publisher;
    listener->tcp = !endpoint->path;
    dg_stream_init(publisher->loop, &listener->stream, listener->tcp);
    listener->stream.any.data = listener;
    publisher->handles++;
    LL_PREPEND(publisher->listeners, listener);
    int rc = dg_stream_bind(&listener->stream, endpoint);
    rc = rc ? rc
            : uv_listen(&listener->stream.any, BACKLOG,
                        listener_handle_connection);
    if (rc) {
        dg_buf_printf(why, "%s: %s", endpoint->url, uv_strerror(rc));
        return DG_ERR_IO;
    }
    dg_log(DG_LOG_INFO, "hints.open", "url=%s", endpoint->url);
    return DG_OK;
}

enum dg_err
dg_publisher_create(uv_loop_t *loop, struct dg_publisher **publisher)
{
    struct dg_publisher *made = calloc(1, sizeof *made);
    if (!made) {
        return DG_ERR_MEMORY;
    }
    made->loop = loop;
    made->handles = 1;
    *publisher = made;
    return DG_OK;
}
