/* SPDX-License-Identifier: Apache-2.0 */
/* The client library against a gateway that answers from a script: order,
 * answers out of order, sending again, giving up, a gateway that ends. */
#include "proto/client/client.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap/tap.h"

static char url[512], script_path[512], log_path[512];

/* Writes the script and starts a gateway on it; ended by stop. */
static pid_t
start(const char *script)
{
    char program[1024];
    snprintf(program, sizeof program, "%s/tests/fake/gateway",
             getenv("top_builddir"));
    FILE *file = fopen(script_path, "w");
    if (file) {
        fputs(script, file);
        fclose(file);
    }
    pid_t pid = fork();
    if (pid == 0) {
        execl(program, program, url, script_path, log_path, (char *) NULL);
        perror(program);
        _exit(127);
    }
    return pid;
}

static void
stop(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static struct dutygate_client *
open_client(unsigned timeout_ms, unsigned tries)
{
    const struct dutygate_client_settings settings = {url, timeout_ms, tries};
    struct dutygate_client *client = NULL;
    is_int(dutygate_client_open(&settings, &client), DG_OK, "a client");
    return client;
}

static uint32_t
send_text(struct dutygate_client *client, const char *text)
{
    uint32_t request = 0;
    is_int(dutygate_client_send(client, dg_str_from(text), &request), DG_OK,
           text);
    return request;
}

static void
check_answer(struct dutygate_client *client, uint32_t request, const char *text)
{
    struct dutygate_client_answer answer;
    is_int(dutygate_client_receive(client, &answer), DG_OK, "answered");
    is_int(answer.request, request, "the request it belongs to");
    is_str(answer.text, text, "the answer");
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
    struct dutygate_client_answer answer;
    is_int(dutygate_client_receive(client, &answer), DG_ERR_ABSENT,
           "there is nothing to wait for");
    is_int(answer.request, 0, "and no request it would be of");
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
    struct dutygate_client_answer answer;
    is_int(dutygate_client_receive(client, &answer), DG_ERR_BUSY,
           "a gateway that says nothing is given up");
    is_int(answer.request, a, "the request that was given up");
    is_int(dutygate_client_outstanding(client), 0, "it is not waited for");
    dutygate_client_close(client);
    stop(gateway);
    check_log("hello\na\na\na\n", "it was sent three times");
}

static void
test_absence(void)
{
    struct dutygate_client_answer answer;
    unlink(url + strlen("ipc://"));
    struct dutygate_client *client = open_client(100, 3);
    uint32_t a = send_text(client, "a");
    is_int(dutygate_client_receive(client, &answer), DG_ERR_ABSENT,
           "no gateway is something else than no answer");
    is_int(answer.request, a, "the request that was given up");
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
    struct dutygate_client_settings settings = {"bus://x", 100, 1};
    uint32_t request;
    is_int(dutygate_client_open(&settings, &client), DG_ERR_MALFORMED,
           "a transport that does not exist");
    client = open_client(100, 0);
    char *big = calloc(1, DUTYGATE_CLIENT_MESSAGE_MAX + 1);
    struct dg_str text = {big, DUTYGATE_CLIENT_MESSAGE_MAX + 1};
    is_int(dutygate_client_send(client, text, &request), DG_ERR_LIMIT,
           "a message longer than the gateway takes");
    text.len--;
    is_int(dutygate_client_send(client, text, &request), DG_OK,
           "the longest message");
    free(big);
    dutygate_client_close(client);
    dutygate_client_close(NULL);
}

int
main(void)
{
    const char *dir = getenv("TEST_DIR");
    snprintf(url, sizeof url, "ipc://%s/gateway.ipc", dir);
    snprintf(script_path, sizeof script_path, "%s/script", dir);
    snprintf(log_path, sizeof log_path, "%s/log", dir);
    test_order();
    test_again();
    test_silence();
    test_absence();
    test_restart();
    test_limits();
    return tap_done();
}
