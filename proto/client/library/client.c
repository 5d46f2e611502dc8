/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a message is sent, sent again, and given up. How it travels is
 * left to wire.c, how it is signed to sign.c, which answers ask for it again to
 * retry.c. */
#include "proto/client/library/client.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utlist.h>

#include "proto/client/library/retry.h"
#include "proto/client/library/sign.h"
#include "proto/client/library/wire.h"

#define NUMBER_MAX 0x7fffffffu
#define PAUSE_MS                                                               \
    100 /* before a busy gateway is asked again, the first time                \
         */
#define PAUSE_MAX_MS 2000
#define DISPATCH_MAX 64

struct request {
    uint32_t number;
    int64_t due_ms;                      /* the next try, or the end */
    int64_t end_ms;                      /* when it is given up */
    int64_t interval_ms;                 /* between two tries without answer */
    int64_t pause_ms;                    /* the last one; 0: never busy */
    bool pausing;                        /* answered, and to be sent again */
    bool waiting;                        /* in the outbox */
    bool sent;                           /* at least once */
    struct request *prev, *next;         /* dutygate_client::requests */
    struct request *out_prev, *out_next; /* dutygate_client::outbox */
    const struct dutygate_key *key;      /* NULL: text is sent as it is */
    const char *gateway;                 /* behind text */
    size_t len;
    char text[];
};

/* The message at the head of the outbox, signed; made anew when it is another,
 * or a second older. */
struct message {
    uint32_t number; /* of the request; 0: none */
    int64_t iat;
    struct dg_buf text;
};

struct dutygate_client {
    struct dg_wire wire;
    unsigned timeout_ms, tries;
    bool retry;
    const struct dutygate_key *key; /* NULL: nothing is signed */
    char *gateway;                  /* that it is signed for; owned */
    struct message message;
    uint32_t last; /* number given out */
    size_t outstanding;
    struct request *requests; /* owned; by due_ms */
    struct request *outbox;   /* those to be sent, in order */
    struct dutygate_answer answer;
    char *text; /* of the answer, in the wire's memory */
};

const char *
dutygate_status_text(enum dutygate_status status)
{
    static const char *const texts[] = {
        [DUTYGATE_OK] = "ok",
        [DUTYGATE_IDLE] = "nothing is outstanding",
        [DUTYGATE_ABSENT] = "no gateway",
        [DUTYGATE_UNANSWERED] = "no answer; the outcome is unknown",
        [DUTYGATE_TOO_LONG] = "message too long",
        [DUTYGATE_BAD_ADDRESS] = "no address of a socket",
        [DUTYGATE_BAD_CODE] = "no division code",
        [DUTYGATE_NO_MEMORY] = "out of memory",
        [DUTYGATE_FAILED] = "the socket failed",
        [DUTYGATE_BAD_KEY] = "no key",
        [DUTYGATE_SEALED] = "the key is sealed with a passphrase",
        [DUTYGATE_BAD_PASSPHRASE] = "not the key's passphrase",
        [DUTYGATE_NO_GATEWAY] = "no gateway is named",
    };
    size_t index = (size_t) status;
    return index < sizeof texts / sizeof *texts ? texts[index] : "unknown";
}

enum dutygate_status
dutygate_client_open(const char *url, struct dutygate_client **client)
{
    struct dutygate_client *c = calloc(1, sizeof *c);
    if (!c) {
        return DUTYGATE_NO_MEMORY;
    }
    c->timeout_ms = DUTYGATE_CLIENT_TIMEOUT_MS;
    c->tries = DUTYGATE_CLIENT_TRIES;
    dg_buf_init(&c->message.text);
    enum dutygate_status status = dg_wire_open(&c->wire, url);
    if (status) {
        free(c);
        return status;
    }
    *client = c;
    return DUTYGATE_OK;
}

void
dutygate_client_set_timeout(struct dutygate_client *client, unsigned timeout_ms,
                            unsigned tries)
{
    client->timeout_ms = timeout_ms > 0 ? timeout_ms : 1;
    client->tries = tries > 0 ? tries : 1;
}

void
dutygate_client_set_retry(struct dutygate_client *client, bool retry)
{
    client->retry = retry;
}

enum dutygate_status
dutygate_client_set_key(struct dutygate_client *client,
                        const struct dutygate_key *key, const char *gateway)
{
    char *copy = NULL;
    if (key && !(gateway && *gateway)) {
        gateway = key->gateway;
        if (!*gateway) {
            return DUTYGATE_NO_GATEWAY;
        }
    }
    if (key) {
        copy = strdup(gateway);
        if (!copy) {
            return DUTYGATE_NO_MEMORY;
        }
    }
    free(client->gateway);
    client->gateway = copy;
    client->key = key;
    return DUTYGATE_OK;
}

size_t
dutygate_client_room(const struct dutygate_client *client)
{
    return client->key ? dg_sign_room(client->key, client->gateway)
                       : DUTYGATE_CLIENT_MESSAGE_MAX;
}

/* ---- sending ------------------------------------------------------------ */

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

/* Puts it behind all that are due before; they are, as a rule. */
static void
insert(struct dutygate_client *client, struct request *request, int64_t due_ms)
{
    struct request *head = client->requests;
    struct request *before = head ? head->prev : NULL;
    request->due_ms = due_ms < request->end_ms ? due_ms : request->end_ms;
    while (before && before->due_ms > request->due_ms) {
        before = before == head ? NULL : before->prev;
    }
    if (before) {
        DL_APPEND_ELEM(client->requests, before, request);
    } else {
        DL_PREPEND(client->requests, request);
    }
}

static void
postpone(struct dutygate_client *client, struct request *request,
         int64_t due_ms)
{
    DL_DELETE(client->requests, request);
    insert(client, request, due_ms);
}

static void
drop(struct dutygate_client *client, struct request *request)
{
    dequeue(client, request);
    DL_DELETE(client->requests, request);
    if (client->message.number == request->number) {
        client->message.number = 0;
    }
    client->outstanding--;
    free(request);
}

/* What goes over the wire for a request now. False without memory. */
static bool
make_message(struct dutygate_client *client, const struct request *r,
             struct dg_str *text)
{
    struct message *m = &client->message;
    struct dg_str events = {r->text, r->len};
    int64_t now = (int64_t) time(NULL);
    *text = events;
    if (!r->key) {
        return true;
    }
    if (m->number != r->number || m->iat != now) {
        dg_buf_clear(&m->text);
        dg_sign_write(r->key, r->gateway, now, events, &m->text);
        m->number = m->text.err ? 0 : r->number;
        m->iat = now;
    }
    *text = (struct dg_str){m->text.data, m->text.len};
    return !m->text.err;
}

static enum dutygate_status
send_one(struct dutygate_client *client, const struct request *r)
{
    struct dg_str text;
    if (!make_message(client, r, &text)) {
        return DUTYGATE_NO_MEMORY;
    }
    return dg_wire_send(&client->wire, r->number, text.data, text.len);
}

static enum dutygate_status
send_waiting(struct dutygate_client *client)
{
    enum dutygate_status status = DUTYGATE_OK;
    while (client->outbox && !status) {
        struct request *r = client->outbox;
        status = send_one(client, r);
        if (!status) {
            r->sent = true;
            dequeue(client, r);
        }
    }
    if (status && status != DUTYGATE_IDLE) {
        return status;
    }
    return dg_wire_watch(&client->wire, client->outbox != NULL);
}

static struct request *
make_request(const struct dutygate_client *client, const char *text, size_t len,
             bool is_signed)
{
    size_t named = is_signed ? strlen(client->gateway) + 1 : 0;
    struct request *r = calloc(1, sizeof *r + len + named);
    if (!r) {
        return NULL;
    }
    if (is_signed) {
        r->key = client->key;
        r->gateway = memcpy(r->text + len, client->gateway, named);
    }
    r->number = client->last % NUMBER_MAX + 1;
    r->interval_ms =
        ((int64_t) client->timeout_ms + client->tries - 1) / client->tries;
    r->end_ms = dg_wire_now_ms() + client->timeout_ms;
    r->len = len;
    if (len > 0) {
        memcpy(r->text, text, len);
    }
    return r;
}

enum dutygate_status
dutygate_client_send(struct dutygate_client *client, const char *text,
                     size_t len, uint32_t *request)
{
    bool is_signed = client->key && dg_sign_wants((struct dg_str){text, len});
    if (len > (is_signed ? dutygate_client_room(client)
                         : DUTYGATE_CLIENT_MESSAGE_MAX)) {
        return DUTYGATE_TOO_LONG;
    }
    struct request *r = make_request(client, text, len, is_signed);
    if (!r) {
        return DUTYGATE_NO_MEMORY;
    }
    insert(client, r, r->end_ms - client->timeout_ms + r->interval_ms);
    client->outstanding++;
    enqueue(client, r);
    enum dutygate_status status = send_waiting(client);
    if (status) {
        drop(client, r);
        return status;
    }
    client->last = r->number;
    *request = r->number;
    return DUTYGATE_OK;
}

/* ---- receiving ---------------------------------------------------------- */

static void
forget_answer(struct dutygate_client *client)
{
    dg_wire_free(client->text);
    client->text = NULL;
    client->answer = (struct dutygate_answer){.status = DUTYGATE_IDLE};
}

/* NULL: an answer that came twice, or after its request was given up. */
static struct request *
find(struct dutygate_client *client, uint32_t number)
{
    struct request *r;
    DL_FOREACH(client->requests, r)
    {
        if (r->number == number) {
            return r;
        }
    }
    return NULL;
}

/* True if the request is to be sent again after this answer; false if the
 * answer is to be given, for want of time, too. */
static bool
pauses(struct dutygate_client *client, struct request *request, size_t len)
{
    if (!client->retry || !dg_retry_asks(client->text, len)) {
        return false;
    }
    if (request->pausing) {
        return true; /* an earlier try's answer */
    }
    int64_t now = dg_wire_now_ms();
    int64_t pause = request->pause_ms > 0 ? request->pause_ms * 2 : PAUSE_MS;
    if (pause > PAUSE_MAX_MS) {
        pause = PAUSE_MAX_MS;
    }
    if (now + pause >= request->end_ms) {
        return false;
    }
    request->pause_ms = pause;
    request->pausing = true;
    dequeue(client, request);
    postpone(client, request, now + pause);
    return true;
}

/* OK: a request was answered; client->answer says so. */
static enum dutygate_status
take_answer(struct dutygate_client *client)
{
    for (;;) {
        uint32_t number;
        size_t len;
        forget_answer(client);
        enum dutygate_status status =
            dg_wire_receive(&client->wire, &number, &client->text, &len);
        if (status) {
            client->text = NULL;
            return status;
        }
        struct request *r = find(client, number);
        if (r && !pauses(client, r, len)) {
            client->answer = (struct dutygate_answer){number, DUTYGATE_OK,
                                                      client->text, len};
            drop(client, r);
            return DUTYGATE_OK;
        }
    }
}

/* Begins the next try of every request whose time has come. OK: one had all of
 * its time, and client->answer says so. */
static enum dutygate_status
give_up(struct dutygate_client *client)
{
    int64_t now = dg_wire_now_ms();
    while (client->requests && client->requests->due_ms <= now) {
        struct request *r = client->requests;
        if (r->end_ms <= now) {
            client->answer.request = r->number;
            client->answer.status =
                r->sent ? DUTYGATE_UNANSWERED : DUTYGATE_ABSENT;
            drop(client, r);
            return DUTYGATE_OK;
        }
        r->pausing = false;
        postpone(client, r, now + r->interval_ms);
        enqueue(client, r);
    }
    return DUTYGATE_IDLE;
}

/* OK: a request ended, see client->answer. IDLE: none can end now. */
static enum dutygate_status
end_one(struct dutygate_client *client)
{
    enum dutygate_status status = take_answer(client);
    if (status == DUTYGATE_IDLE) {
        status = give_up(client);
        enum dutygate_status failed = send_waiting(client);
        status = failed && status ? failed : status;
    }
    return status;
}

const struct dutygate_answer *
dutygate_client_receive(struct dutygate_client *client)
{
    enum dutygate_status status = end_one(client);
    while (status == DUTYGATE_IDLE && client->requests) {
        dg_wire_wait(client->wire.epoll, dutygate_client_timeout_ms(client));
        status = end_one(client);
    }
    if (status) {
        client->answer.status = status;
    }
    return &client->answer;
}

enum dutygate_status
dutygate_client_dispatch(struct dutygate_client *client,
                         dutygate_answer_fn handle, void *ctx)
{
    enum dutygate_status status = DUTYGATE_OK;
    for (int i = 0; i < DISPATCH_MAX && !status; i++) {
        status = end_one(client);
        if (!status) {
            handle(ctx, &client->answer);
        }
    }
    forget_answer(client);
    return status == DUTYGATE_IDLE ? DUTYGATE_OK : status;
}

int
dutygate_client_fd(const struct dutygate_client *client)
{
    return client->wire.epoll;
}

int
dutygate_client_timeout_ms(const struct dutygate_client *client)
{
    if (!client->requests) {
        return -1;
    }
    int64_t left = client->requests->due_ms - dg_wire_now_ms();
    if (left < 0) {
        return 0;
    }
    return left < INT_MAX ? (int) left : INT_MAX;
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
    dg_wire_close(&client->wire);
    dg_buf_finish(&client->message.text);
    free(client->gateway);
    free(client);
}
