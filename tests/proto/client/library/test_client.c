/* SPDX-License-Identifier: Apache-2.0 */
/* The client library against a gateway that answers from a script: order,
 * answers out of order, sending again, giving up, a gateway that is busy or
 * ends, two clients, and the same without ever blocking. */
#include "proto/client/library/client.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/proto/client/library/fake.h"
#include "tests/tap/tap.h"

static struct dutygate_client *
open_client(unsigned timeout_ms, unsigned tries)
{
    struct dutygate_client *client = NULL;
    is_int(dutygate_client_open(url, &client), DUTYGATE_OK, "a client");
    dutygate_client_set_timeout(client, timeout_ms, tries);
    return client;
}

static uint32_t
send_text(struct dutygate_client *client, const char *text)
{
    uint32_t request = 0;
    is_int(dutygate_client_send(client, text, strlen(text), &request),
           DUTYGATE_OK, text);
    return request;
}

struct text {
    const char *data;
    size_t len;
};

static void
check_answer(struct dutygate_client *client, uint32_t request, const char *text)
{
    const struct dutygate_answer *answer = dutygate_client_receive(client);
    struct text got = {answer->text, answer->len};
    is_int(answer->status, DUTYGATE_OK, "answered");
    is_int(answer->request, request, "the request it belongs to");
    is_str(got, text, "the answer");
}

static void
check_failure(struct dutygate_client *client, uint32_t request,
              enum dutygate_status status, const char *name)
{
    const struct dutygate_answer *answer = dutygate_client_receive(client);
    is_int(answer->status, status, name);
    is_int(answer->request, request, "the request that ended so");
    ok(!answer->text && answer->len == 0, "without a text");
}

static void
check_log(const char *want, const char *name)
{
    char text[4096];
    FILE *file = fopen(log_path, "r");
    size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[len] = '\0';
    is_text(text, want, name);
    if (file) {
        fclose(file);
    }
}

static void
test_order(void)
{
    pid_t gateway = start("one\ntwo\nafter four\nthree\n");
    struct dutygate_client *client = open_client(20000, 1);
    uint32_t a = send_text(client, "a"), b = send_text(client, "b");
    is_int(dutygate_client_outstanding(client), 2, "two are outstanding");
    check_answer(client, a, "one");
    check_answer(client, b, "two");
    uint32_t c = send_text(client, "c"), d = send_text(client, "d");
    check_answer(client, d, "three");
    check_answer(client, c, "four");
    is_int(dutygate_client_outstanding(client), 0, "none is outstanding");
    check_log("a\nb\nc\nd\n", "sent in order, each once");
    check_failure(client, 0, DUTYGATE_IDLE, "there is nothing to wait for");
    dutygate_client_close(client);
    stop(gateway);
}

/* The first answer is held back behind that to the second try; it comes when
 * nobody waits for it any more. */
static void
test_again(void)
{
    pid_t gateway = start("after late\nfirst\nsecond\n");
    struct dutygate_client *client = open_client(20000, 20);
    uint32_t a = send_text(client, "a");
    check_answer(client, a, "first");
    uint32_t b = send_text(client, "b");
    check_answer(client, b, "second");
    check_log("a\na\nb\n", "without answer it was sent again, as it was");
    dutygate_client_close(client);
    stop(gateway);
}

static void
test_silence(void)
{
    pid_t gateway = start("ready\n-\n-\n-\n-\n");
    struct dutygate_client *client = open_client(20000, 1);
    check_answer(client, send_text(client, "hello"), "ready");
    dutygate_client_close(client);

    client = open_client(1500, 3);
    uint32_t a = send_text(client, "a");
    check_failure(client, a, DUTYGATE_UNANSWERED,
                  "a gateway that says nothing is given up");
    is_int(dutygate_client_outstanding(client), 0, "it is not waited for");
    dutygate_client_close(client);
    stop(gateway);
    check_log("hello\na\na\na\n", "it was sent three times");
}

static void
test_absence(void)
{
    unlink(url + strlen("ipc://"));
    struct dutygate_client *client = open_client(100, 3);
    uint32_t a = send_text(client, "a");
    check_failure(client, a, DUTYGATE_ABSENT,
                  "no gateway is something else than no answer");
    send_text(client, "left behind");
    dutygate_client_close(client);
}

static void
test_restart(void)
{
    pid_t gateway = start("-\n-\n-\n");
    struct dutygate_client *client = open_client(20000, 20);
    uint32_t a = send_text(client, "a"), b = send_text(client, "b");
    stop(gateway);
    gateway = start("again a\nagain b\n");
    check_answer(client, a, "again a");
    check_answer(client, b, "again b");
    dutygate_client_close(client);
    stop(gateway);
}

static void
test_limits(void)
{
    struct dutygate_client *client = NULL;
    uint32_t request;
    is_int(dutygate_client_open("bus://x", &client), DUTYGATE_BAD_ADDRESS,
           "a transport that does not exist");
    client = open_client(100, 0);
    char *big = calloc(1, DUTYGATE_CLIENT_MESSAGE_MAX + 1);
    is_int(dutygate_client_send(client, big, DUTYGATE_CLIENT_MESSAGE_MAX + 1,
                                &request),
           DUTYGATE_TOO_LONG, "a message longer than the gateway takes");
    is_int(dutygate_client_send(client, big, DUTYGATE_CLIENT_MESSAGE_MAX,
                                &request),
           DUTYGATE_OK, "the longest message");
    free(big);
    dutygate_client_close(client);
    dutygate_client_close(NULL);
}

/* ---- a busy gateway ------------------------------------------------------ */

#define BUSY "{\"id\":\"a\",\"type\":\"urn:dutygate:problem:busy\"}"
#define UNKNOWN                                                                \
    "[{\"id\":\"b\",\"verdict\":\"admit\"},"                                   \
    "{\"type\":\"urn:dutygate:problem:outcome-unknown\"}]"
#define LIMIT                                                                  \
    "{\"type\":\"urn:dutygate:problem:limit-exceeded\",\"retryafter\":1}"
#define QUOTED                                                                 \
    "{\"result\":{\"type\":\"urn:dutygate:problem:busy\"},"                    \
    "\"title\":\"urn:dutygate:problem:busy\"}"

static void
test_busy(void)
{
    pid_t gateway = start(LIMIT "\n" UNKNOWN "\nadmitted\n" BUSY "\n" QUOTED
                                "\n" BUSY "\n" UNKNOWN "\n");
    struct dutygate_client *client = open_client(20000, 1);
    dutygate_client_set_retry(client, true);
    check_answer(client, send_text(client, "a"), "admitted");
    check_log("a\na\na\n", "a busy gateway is asked again, byte for byte");
    dutygate_client_set_retry(client, false);
    check_answer(client, send_text(client, "b"), BUSY);
    dutygate_client_set_retry(client, true);
    check_answer(client, send_text(client, "c"), QUOTED);
    check_log("a\na\na\nb\nc\n", "only if wanted, and only if it is busy");
    dutygate_client_set_timeout(client, 250, 1);
    check_answer(client, send_text(client, "d"), UNKNOWN);
    check_log("a\na\na\nb\nc\nd\nd\n",
              "when no time is left, the last answer is given");
    dutygate_client_close(client);
    stop(gateway);
}

/* While one pauses, the others go on. */
static void
test_busy_beside(void)
{
    pid_t gateway = start(BUSY "\n" BUSY "\none\ntwo\nthree\n");
    struct dutygate_client *client = open_client(20000, 3);
    dutygate_client_set_retry(client, true);
    uint32_t a = send_text(client, "a"), b = send_text(client, "b");
    uint32_t c = send_text(client, "c");
    check_answer(client, c, "one");
    check_answer(client, a, "two");
    check_answer(client, b, "three");
    check_log("a\nb\nc\na\nb\n", "each again, after its pause");
    dutygate_client_close(client);
    stop(gateway);
}

/* ---- without blocking ---------------------------------------------------- */

struct seen {
    struct dutygate_client *client;
    char log[512];
    bool again; /* the next answer makes one more request */
};

static void
seen_handle_answer(void *ctx, const struct dutygate_answer *answer)
{
    struct seen *seen = ctx;
    char line[64];
    snprintf(line, sizeof line, "%u %s %.*s\n", answer->request,
             dutygate_status_text(answer->status), (int) answer->len,
             answer->text ? answer->text : "");
    strncat(seen->log, line, sizeof seen->log - strlen(seen->log) - 1);
    if (seen->again) {
        seen->again = false;
        send_text(seen->client, "more");
    }
}

/* Until nothing is outstanding; counts how often it woke up. */
static unsigned
run_loop(struct dutygate_client *client, struct seen *seen)
{
    unsigned wakes = 0;
    seen->client = client;
    while (dutygate_client_outstanding(client) > 0) {
        struct pollfd fd = {.fd = dutygate_client_fd(client), .events = POLLIN};
        poll(&fd, 1, dutygate_client_timeout_ms(client));
        wakes++;
        if (dutygate_client_dispatch(client, seen_handle_answer, seen)) {
            break;
        }
    }
    return wakes;
}

/* The second request's first answer is held back until it pauses. */
static void
test_loop(void)
{
    pid_t gateway = start("one\nafter late\n-\n" BUSY "\n");
    struct dutygate_client *client = open_client(20000, 20);
    struct seen seen = {.again = true};
    dutygate_client_set_retry(client, true);
    is_int(dutygate_client_timeout_ms(client), -1, "nothing to wait for");
    send_text(client, "a");
    ok(dutygate_client_timeout_ms(client) > 0, "a time to wait");
    unsigned wakes = run_loop(client, &seen);
    is_text(seen.log, "1 ok one\n2 ok late\n", "each request ended");
    check_log("a\nmore\nmore\nmore\n", "sent again as it was");
    ok(wakes < 30, "it woke up %u times", wakes);
    is_int(dutygate_client_timeout_ms(client), -1, "nothing to wait for");
    dutygate_client_close(client);
    stop(gateway);
}

/* No gateway: the loop sleeps until the time is over. */
static void
test_loop_absence(void)
{
    unlink(url + strlen("ipc://"));
    struct dutygate_client *client = open_client(300, 3);
    struct seen seen = {.again = false};
    send_text(client, "a");
    unsigned wakes = run_loop(client, &seen);
    is_text(seen.log, "1 no gateway \n", "given up");
    ok(wakes < 20, "it woke up %u times", wakes);
    pid_t gateway = start("one\n");
    seen.log[0] = '\0';
    dutygate_client_set_timeout(client, 20000, 1);
    send_text(client, "b");
    run_loop(client, &seen);
    is_text(seen.log, "2 ok one\n", "a gateway that comes gets what waits");
    dutygate_client_close(client);
    stop(gateway);
}

/* The first one asked is answered behind the second, whichever that is. */
static void
test_two_clients(void)
{
    pid_t gateway = start("after to %id%\nto %id%\n");
    struct seen seen[2] = {{.again = false}, {.again = false}};
    struct dutygate_client *clients[] = {open_client(20000, 1),
                                         open_client(20000, 1)};
    is_int(send_text(clients[0], "{\"id\":\"a\"}"),
           send_text(clients[1], "{\"id\":\"b\"}"),
           "two clients give out the same numbers");
    while (dutygate_client_outstanding(clients[0]) +
               dutygate_client_outstanding(clients[1]) >
           0) {
        struct pollfd fds[2];
        for (int i = 0; i < 2; i++) {
            fds[i] = (struct pollfd){.fd = dutygate_client_fd(clients[i]),
                                     .events = POLLIN};
        }
        poll(fds, 2, 1000);
        for (int i = 0; i < 2; i++) {
            dutygate_client_dispatch(clients[i], seen_handle_answer, &seen[i]);
        }
    }
    is_text(seen[0].log, "1 ok to a\n", "the one gets its own");
    is_text(seen[1].log, "1 ok to b\n", "the other, too");
    dutygate_client_close(clients[0]);
    dutygate_client_close(clients[1]);
    stop(gateway);
}

int
main(void)
{
    const char *dir = getenv("TEST_DIR");
    place(dir);
    test_order();
    test_again();
    test_silence();
    test_absence();
    test_restart();
    test_limits();
    test_busy();
    test_busy_beside();
    test_two_clients();
    test_loop();
    test_loop_absence();
    return tap_done();
}
