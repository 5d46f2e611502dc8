/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which hints concern somebody and when it is time to look. What there
 * is to be seen is the caller's to ask. */
#include "proto/client/library/client.h"

#include <errno.h>
#include <limits.h>
#include <nanomsg/nn.h>
#include <nanomsg/pubsub.h>
#include <stdlib.h>
#include <string.h>

#include "proto/client/library/wire.h"

#define LOOK_MS 1000 /* between two looks, however many hints come */
#define HINT_SIZE 64 /* "522731001001|18446744073709551615" and to spare */
#define CODE_DIGITS 12
#define DISPATCH_MAX 1024

struct dutygate_hints {
    int socket, fd;
    int64_t interval_ms;
    int64_t looked_ms; /* when it was last due */
    bool changed;      /* a hint came since */
};

enum dutygate_status
dutygate_hints_open(const char *url, struct dutygate_hints **hints)
{
    struct dutygate_hints *h = calloc(1, sizeof *h);
    if (!h) {
        return DUTYGATE_NO_MEMORY;
    }
    enum dutygate_status status = DUTYGATE_FAILED;
    h->interval_ms = DUTYGATE_HINTS_INTERVAL_MS;
    h->looked_ms = dg_wire_now_ms();
    h->socket = nn_socket(AF_SP, NN_SUB);
    if (h->socket < 0) {
        goto socket_failed;
    }
    status = dg_wire_connect(h->socket, url, HINT_SIZE);
    if (!status) {
        status = dg_wire_descriptor(h->socket, NN_RCVFD, &h->fd);
    }
    if (status) {
        goto connect_failed;
    }
    *hints = h;
    return DUTYGATE_OK;

connect_failed:
    dg_wire_close_socket(h->socket);
socket_failed:
    free(h);
    return status;
}

void
dutygate_hints_close(struct dutygate_hints *hints)
{
    if (hints) {
        dg_wire_close_socket(hints->socket);
        free(hints);
    }
}

void
dutygate_hints_set_interval(struct dutygate_hints *hints, unsigned interval_ms)
{
    hints->interval_ms = interval_ms > 0 ? interval_ms : 1;
}

/* ---- subscribing -------------------------------------------------------- */

static const size_t levels[] = {0, 2, 4, 6, 9, CODE_DIGITS};

#define LEVELS (sizeof levels / sizeof *levels)

static bool
is_code(const char *code, size_t len)
{
    bool is_level = false;
    for (size_t i = 0; i < LEVELS; i++) {
        is_level = is_level || len == levels[i];
    }
    return is_level && strspn(code, "0123456789") == len;
}

enum dutygate_status
dutygate_hints_subscribe(struct dutygate_hints *hints, const char *code)
{
    size_t len = strlen(code);
    if (!is_code(code, len)) {
        return DUTYGATE_BAD_CODE;
    }
    for (size_t i = 0; i < LEVELS && levels[i] <= len; i++) {
        char topic[CODE_DIGITS + 1];
        memcpy(topic, code, levels[i]);
        topic[levels[i]] = '|';
        if (nn_setsockopt(hints->socket, NN_SUB, NN_SUB_SUBSCRIBE, topic,
                          levels[i] + 1) < 0) {
            return nn_errno() == ENOMEM ? DUTYGATE_NO_MEMORY : DUTYGATE_FAILED;
        }
    }
    return DUTYGATE_OK;
}

/* ---- hints -------------------------------------------------------------- */

/* Parses "PREFIX|SEQUENCE", cutting text at the bar. */
static bool
parse_hint(char *text, uint64_t *sequence)
{
    char *bar = strchr(text, '|'), *end;
    if (!bar || bar[1] < '0' || bar[1] > '9') {
        return false;
    }
    *bar = '\0';
    *sequence = strtoull(bar + 1, &end, 10);
    return *end == '\0' && is_code(text, strlen(text));
}

enum dutygate_status
dutygate_hints_dispatch(struct dutygate_hints *hints, dutygate_hint_fn handle,
                        void *ctx)
{
    for (int i = 0; i < DISPATCH_MAX; i++) {
        char text[HINT_SIZE + 1];
        uint64_t sequence;
        int len = nn_recv(hints->socket, text, HINT_SIZE, NN_DONTWAIT);
        if (len < 0) {
            int error = nn_errno();
            return error == EAGAIN || error == EINTR ? DUTYGATE_OK
                                                     : DUTYGATE_FAILED;
        }
        text[len < HINT_SIZE ? len : HINT_SIZE] = '\0';
        if (parse_hint(text, &sequence)) {
            hints->changed = true;
            if (handle) {
                handle(ctx, text, sequence);
            }
        }
    }
    return DUTYGATE_OK;
}

int
dutygate_hints_fd(const struct dutygate_hints *hints)
{
    return hints->fd;
}

int
dutygate_hints_timeout_ms(const struct dutygate_hints *hints)
{
    int64_t wait = hints->interval_ms;
    if (hints->changed && wait > LOOK_MS) {
        wait = LOOK_MS;
    }
    int64_t left = hints->looked_ms + wait - dg_wire_now_ms();
    if (left < 0) {
        return 0;
    }
    return left < INT_MAX ? (int) left : INT_MAX;
}

bool
dutygate_hints_due(struct dutygate_hints *hints)
{
    if (dutygate_hints_timeout_ms(hints) > 0) {
        return false;
    }
    hints->looked_ms = dg_wire_now_ms();
    hints->changed = false;
    return true;
}

bool
dutygate_hints_wait(struct dutygate_hints *hints, int timeout_ms)
{
    int64_t end_ms = dg_wire_now_ms() + timeout_ms;
    for (;;) {
        if (dutygate_hints_dispatch(hints, NULL, NULL)) {
            return false;
        }
        if (dutygate_hints_due(hints)) {
            return true;
        }
        int wait_ms = dutygate_hints_timeout_ms(hints);
        int64_t left_ms = end_ms - dg_wire_now_ms();
        if (timeout_ms >= 0 && left_ms <= 0) {
            return false;
        }
        if (timeout_ms >= 0 && left_ms < wait_ms) {
            wait_ms = (int) left_ms;
        }
        if (!dg_wire_wait(hints->fd, wait_ms)) {
            return false;
        }
    }
}
