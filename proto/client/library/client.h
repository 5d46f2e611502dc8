/* SPDX-License-Identifier: Apache-2.0 */
/* The client library, installed as <dutygate/client.h>: messages to a gateway
 * and their answers, many outstanding at a time, and hints that something is
 * new. It knows requests and time, nothing of what the messages say. All of it
 * may be used by one thread at a time per object.
 *
 * A gateway believes only what is signed: events in JSON are signed with the
 * key that was set, at each sending. A message that stays without answer is
 * sent again; the gateway knows the event ids in it, so what it did the first
 * time counts once. */
#ifndef DUTYGATE_CLIENT_H
#define DUTYGATE_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DUTYGATE_API __attribute__((visibility("default")))

#define DUTYGATE_CLIENT_TIMEOUT_MS 10000
#define DUTYGATE_CLIENT_TRIES 3
#define DUTYGATE_CLIENT_MESSAGE_MAX 1048576 /* bytes the gateway takes */
#define DUTYGATE_HINTS_INTERVAL_MS 30000

enum dutygate_status {
    DUTYGATE_OK = 0,
    DUTYGATE_IDLE,        /* nothing is outstanding */
    DUTYGATE_ABSENT,      /* no gateway was there: it was not sent */
    DUTYGATE_UNANSWERED,  /* sent, not answered in time: outcome unknown */
    DUTYGATE_TOO_LONG,    /* longer than dutygate_client_room */
    DUTYGATE_BAD_ADDRESS, /* no URL of a transport that is known */
    DUTYGATE_BAD_CODE,    /* not 0, 2, 4, 6, 9 or 12 digits */
    DUTYGATE_NO_MEMORY,
    DUTYGATE_FAILED,         /* the socket failed */
    DUTYGATE_BAD_KEY,        /* no JWK of an Ed25519 key */
    DUTYGATE_SEALED,         /* the key is sealed with a passphrase */
    DUTYGATE_BAD_PASSPHRASE, /* not with this one */
    DUTYGATE_NO_GATEWAY      /* neither key nor caller names the gateway */
};

/* A short lower-case English text; never NULL; static. */
DUTYGATE_API const char *dutygate_status_text(enum dutygate_status status);

/* ---- keys --------------------------------------------------------------- */

struct dutygate_key;

/* jwk: what `dutygate keygen` wrote, a JWK (RFC 8037) with the members source
 * and gateway besides. passphrase: NULL unless it is sealed with one. The text
 * is not needed afterwards; wipe it. DUTYGATE_BAD_KEY, _SEALED,
 * _BAD_PASSPHRASE, _NO_MEMORY: *key is as it was. */
DUTYGATE_API enum dutygate_status dutygate_key_read(const char *jwk, size_t len,
                                                    const char *passphrase,
                                                    struct dutygate_key **key);

/* Not before the clients that sign with it are closed; NULL is fine. */
DUTYGATE_API void dutygate_key_free(struct dutygate_key *key);

/* Who speaks with it ("department/mzj"), to which gateway ("huishui"), as the
 * file says; "" where it does not. And its thumbprint, the `kid`. All live as
 * long as the key. */
DUTYGATE_API const char *dutygate_key_source(const struct dutygate_key *key);
DUTYGATE_API const char *dutygate_key_gateway(const struct dutygate_key *key);
DUTYGATE_API const char *dutygate_key_id(const struct dutygate_key *key);

/* ---- requests ----------------------------------------------------------- */

struct dutygate_client;

/* url: "ipc:///run/dutygate/gateway.ipc", "tcp://…". Returns at once; the
 * connection is made, and made again when it breaks, in the background.
 * DUTYGATE_BAD_ADDRESS, _NO_MEMORY, _FAILED: *client is as it was. */
DUTYGATE_API enum dutygate_status
dutygate_client_open(const char *url, struct dutygate_client **client);

/* Forgets what is outstanding; NULL is fine. */
DUTYGATE_API void dutygate_client_close(struct dutygate_client *client);

/* How long each message sent from now on waits for its answer, and how often it
 * is sent within that time; both from 1. */
DUTYGATE_API void dutygate_client_set_timeout(struct dutygate_client *client,
                                              unsigned timeout_ms,
                                              unsigned tries);

/* Whether a message answered "busy", "outcome-unknown" or "limit-exceeded" is
 * sent again, after a pause that doubles (0.1 to 2 s), as long as its time is
 * not over; then that answer is given. Of several answers to one message one
 * suffices. At first: false, every answer is given as it comes. */
DUTYGATE_API void dutygate_client_set_retry(struct dutygate_client *client,
                                            bool retry);

/* Whose signature messages sent from now on bear, and for which gateway
 * (copied; NULL: the one that the key names). The key is the caller's and
 * outlives the client. key NULL: messages are sent as they are, as at first.
 * DUTYGATE_NO_GATEWAY, _NO_MEMORY: nothing has changed. */
DUTYGATE_API enum dutygate_status
dutygate_client_set_key(struct dutygate_client *client,
                        const struct dutygate_key *key, const char *gateway);

/* How long a text dutygate_client_send takes now, in bytes: signed, it is a
 * third longer and more. */
DUTYGATE_API size_t dutygate_client_room(const struct dutygate_client *client);

/* Takes a message; never blocks. text is copied; *request gets the number its
 * answer will bear: 1, 2, 3 …. With a key, JSON (an event, or an array of 1 to
 * 256 of one source) is signed at each sending; a message that is signed
 * already is sent as it is, and as it was signed when it is sent again. Answers
 * to signed messages are arrays, in the order of the events, or one problem of
 * all. Messages are sent in the order of these calls unless one has to be sent
 * again. DUTYGATE_TOO_LONG, _NO_MEMORY, _FAILED: it was not taken. */
DUTYGATE_API enum dutygate_status
dutygate_client_send(struct dutygate_client *client, const char *text,
                     size_t len, uint32_t *request);

/* How a request ended. OK: answered. UNANSWERED, ABSENT: given up. With request
 * 0 it is of no request: IDLE, FAILED. */
struct dutygate_answer {
    uint32_t request;
    enum dutygate_status status;
    const char *text; /* not NUL-terminated; NULL unless answered */
    size_t len;
};

/* Waits until one of the outstanding requests ends, in any order. Never NULL;
 * valid until the next call on the client. */
DUTYGATE_API const struct dutygate_answer *
dutygate_client_receive(struct dutygate_client *client);

/* Requests that have not ended. */
DUTYGATE_API size_t
dutygate_client_outstanding(const struct dutygate_client *client);

/* For a loop of one's own: wait until fd is readable or timeout_ms (-1: none)
 * is over, then dispatch. Ask for the time again after each send and dispatch;
 * fd stays the same. Never read from fd. */
DUTYGATE_API int dutygate_client_fd(const struct dutygate_client *client);
DUTYGATE_API int
dutygate_client_timeout_ms(const struct dutygate_client *client);

/* The answer is valid until the function returns. It may send; it must not
 * receive, dispatch or close. */
typedef void (*dutygate_answer_fn)(void *ctx,
                                   const struct dutygate_answer *answer);

/* Sends what waits and calls handle for requests that ended, at most 64 a call,
 * so that the loop's others have their turn. Never blocks. DUTYGATE_FAILED. */
DUTYGATE_API enum dutygate_status
dutygate_client_dispatch(struct dutygate_client *client,
                         dutygate_answer_fn handle, void *ctx);

/* ---- hints -------------------------------------------------------------- */

/* A hint says that something is new, changed or gone below a prefix of the
 * division codes, never what. Hints may be lost: look every 30 s all the same,
 * which dutygate_hints_due and _wait count, too. */
struct dutygate_hints;

/* url: "ipc:///run/dutygate/hints.ipc". As dutygate_client_open. */
DUTYGATE_API enum dutygate_status
dutygate_hints_open(const char *url, struct dutygate_hints **hints);
DUTYGATE_API void dutygate_hints_close(struct dutygate_hints *hints);

/* How long to go without a hint before looking all the same; from 1. */
DUTYGATE_API void dutygate_hints_set_interval(struct dutygate_hints *hints,
                                              unsigned interval_ms);

/* Asks for what concerns this office, town or area: a division code or the
 * beginning of one. Subscribes to it and to all prefixes above it. */
DUTYGATE_API enum dutygate_status
dutygate_hints_subscribe(struct dutygate_hints *hints, const char *code);

/* prefix: 0, 2, 4, 6, 9 or 12 digits; "" concerns everybody. sequence: the
 * newest journal entry it is about. */
typedef void (*dutygate_hint_fn)(void *ctx, const char *prefix,
                                 uint64_t sequence);

/* As for requests. handle may be NULL. */
DUTYGATE_API int dutygate_hints_fd(const struct dutygate_hints *hints);
DUTYGATE_API int dutygate_hints_timeout_ms(const struct dutygate_hints *hints);
DUTYGATE_API enum dutygate_status
dutygate_hints_dispatch(struct dutygate_hints *hints, dutygate_hint_fn handle,
                        void *ctx);

/* True if it is time to look: a hint was dispatched since it last was, or the
 * interval is over. At most once a second, however many hints come. */
DUTYGATE_API bool dutygate_hints_due(struct dutygate_hints *hints);

/* Waits for that, dispatching without a handle; false when timeout_ms (-1:
 * none) was over before, or a signal came. */
DUTYGATE_API bool dutygate_hints_wait(struct dutygate_hints *hints,
                                      int timeout_ms);

#ifdef __cplusplus
}
#endif

#endif
