/* SPDX-License-Identifier: Apache-2.0 */
/* The gate under the benchmark: the real daemon as a process of its own, and,
 * for replay, the flow opened on its journal in this process. */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <sqlite3.h>

#include "gateway/flow/flow.h"
#include "proto/codec/key.h"

static struct bench_gate gates[3], *gate; /* the one that is asked */
static size_t started;
static int asking = -1;

static void
write_configuration(const char *dir, const char *plugins)
{
    char path[300], root[DG_KID_LEN + 1];
    FILE *file;
    dg_public_key_x(dg_secret_key_public(bench_key("root/" BENCH_GATEWAY)),
                    root);
    snprintf(path, sizeof path, "%s/dutygated.conf", dir);
    file = fopen(path, "w");
    bench_need(file != NULL, path);
    fprintf(
        file,
        "gateway = \"" BENCH_GATEWAY "\"\nstate_dir = \"state\"\n"
        "runtime_dir = \"run\"\nplugin_dir = \"%s\"\n"
        "root_keys = {\"%s\"}\n"
        "principal_rate = 0\nprincipal_outstanding = 0\n",
        plugins, root);
    fclose(file);
}

static void
open_asking(void)
{
    int timeout_ms = 30000, any = -1;
    asking = nn_socket(AF_SP, NN_REQ);
    nn_setsockopt(asking, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout_ms,
                  sizeof timeout_ms);
    nn_setsockopt(asking, NN_SOL_SOCKET, NN_RCVMAXSIZE, &any, sizeof any);
    bench_need(nn_connect(asking, gate->url) >= 0, "connect");
}

const char *
bench_ask(const char *event)
{
    static char answer[4 << 20];
    static struct dg_buf message;
    int size;
    if (asking < 0) {
        open_asking();
    }
    dg_buf_clear(&message);
    if (gate->checks) {
        bench_sign_event(event, &message);
    } else {
        dg_buf_text(&message, event);
    }
    bench_need(nn_send(asking, message.data, message.len, 0) >= 0, "send");
    size = nn_recv(asking, answer, sizeof answer - 1, 0);
    bench_need(size > 0 && (size_t) size < sizeof answer, "an answer");
    answer[size] = '\0';
    return answer;
}

void
bench_admit(const char *event)
{
    const char *answer = bench_ask(event);
    if (!strstr(answer, "\"verdict\":\"admit\"")) {
        fprintf(stderr, "not admitted: %.600s\n", answer);
        exit(1);
    }
}

void
bench_ask_stop(void)
{
    if (asking >= 0) {
        nn_close(asking);
        asking = -1;
    }
}

static void
publish_roster(void)
{
    static char event[200000];
    size_t len = (size_t) snprintf(
        event, sizeof event,
        "{\"specversion\":\"1.0\",\"id\":\"roster\",\"source\":"
        "\"operator/bench\",\"type\":\"dutygate.roster.publish.v1\","
        "\"data\":{\"version\":\"1\",\"departments\":[{\"code\":\"nyncj\","
        "\"name\":\"农业农村局\"}],\"offices\":[");
    for (int i = 0; i < 216; i++) {
        len += (size_t) snprintf(event + len, sizeof event - len,
                                 "%s{\"code\":\"522731%03d%03d\",\"name\":"
                                 "\"第%d村民委员会\"}",
                                 i ? "," : "", 1 + i % 11, 1 + i / 11, i);
    }
    snprintf(event + len, sizeof event - len, "]}}");
    bench_admit(event);
}

/* A list of a county's size; the duty asked for is in the middle of it. */
static void
publish_list(void)
{
    static char event[200000];
    size_t len = (size_t) snprintf(
        event, sizeof event,
        "{\"specversion\":\"1.0\",\"id\":\"list\",\"source\":\"keeper/bench\","
        "\"type\":\"dutygate.list.publish.v1\",\"data\":{\"list\":\"access\","
        "\"version\":\"1\",\"validfrom\":\"2020-01-01\",\"entries\":[");
    for (int i = 0; i < 100; i++) {
        len += (size_t) snprintf(
            event + len, sizeof event - len,
            "%s{\"code\":\"B-%03d\",\"title\":\"事项%d\",\"class\":"
            "\"assisting\",\"departments\":[\"nyncj\"],\"prefixes\":"
            "[\"522731\"],\"evidence\":[\"record\"],\"leaddays\":5}",
            i ? "," : "", (i + 51) % 100, i);
    }
    snprintf(event + len, sizeof event - len,
             ",{\"code\":\"B-ALL\",\"title\":\"全国事项\",\"class\":"
             "\"statutory\"}]}}");
    bench_admit(event);
}

void
bench_enrol(const char *const *sources, size_t count)
{
    struct dg_buf event;
    dg_buf_init(&event);
    bench_enrolment(sources, count, &event);
    bench_admit(event.data);
    dg_buf_finish(&event);
}

static void
furnish(void)
{
    static const char *const sources[] = {BENCH_DEPARTMENT, "operator/bench",
                                          "keeper/bench"};
    if (gate->checks) {
        bench_enrol(sources, sizeof sources / sizeof sources[0]);
    }
    publish_roster();
    publish_list();
    bench_ask_stop();
}

const struct bench_gate *
bench_gate_start(const char *dir, const char *plugins, const char *program,
                 enum bench_kind kind)
{
    char conf[300], log[300];
    bench_need(started < 3, "at most three gateways");
    gate = &gates[started++];
    gate->checks = kind == BENCH_SIGNED;
    write_configuration(dir, plugins);
    snprintf(conf, sizeof conf, "%s/dutygated.conf", dir);
    snprintf(log, sizeof log, "%s/log", dir);
    snprintf(gate->url, sizeof gate->url, "ipc://%s/run/gateway.ipc", dir);
    gate->pid = fork();
    bench_need(gate->pid >= 0, "fork");
    if (gate->pid == 0) {
        int fd = open(log, O_CREAT | O_WRONLY | O_APPEND, 0600);
        dup2(fd, STDERR_FILENO);
        dup2(fd, STDOUT_FILENO);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        execl(program, program, kind == BENCH_UNPROVED ? "-n" : "-c", conf,
              (char *) NULL);
        _exit(127);
    }
    furnish();
    return gate;
}

void
bench_gate_stop(const struct bench_gate *stopped)
{
    int status = 0;
    kill(stopped->pid, SIGTERM);
    bench_need(waitpid(stopped->pid, &status, 0) == stopped->pid && status == 0,
               "a clean end of the daemon");
}

double
bench_entry_size(const char *dir)
{
    char path[300];
    sqlite3 *db;
    sqlite3_stmt *query;
    double size;
    snprintf(path, sizeof path, "%s/state/journal.db", dir);
    bench_need(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) ==
                   SQLITE_OK,
               path);
    bench_need(
        sqlite3_prepare_v2(
            db,
            "SELECT avg(e.length + length(e.header) + length(e.decision) + 96)"
            " FROM entry e WHERE e.sequence > 3",
            -1, &query, NULL) == SQLITE_OK,
        "prepare");
    bench_need(sqlite3_step(query) == SQLITE_ROW, "entries");
    size = sqlite3_column_double(query, 0);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return size;
}

static void
ignore_reply(void *ctx, const struct dg_route *route, struct dg_str text)
{
    (void) ctx, (void) route, (void) text;
}

double
bench_replay(const char *dir, uint64_t *entries)
{
    char path[300];
    struct dg_conf conf;
    struct dg_buf why;
    struct dg_flow *flow = NULL;
    struct dg_flow_settings settings = {.sink = {.reply = ignore_reply}};
    double begin, seconds;
    dg_buf_init(&why);
    snprintf(path, sizeof path, "%s/dutygated.conf", dir);
    bench_need(dg_conf_open(path, &conf, &why) == DG_OK, "the configuration");
    settings.conf = &conf;
    begin = bench_now();
    if (dg_flow_open(&settings, &conf, false, &flow, &why) != DG_OK) {
        fprintf(stderr, "replay: %s\n", why.data ? why.data : "?");
        exit(1);
    }
    seconds = bench_now() - begin;
    *entries = dg_flow_replayed(flow);
    dg_flow_close(flow);
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    return (double) *entries / seconds;
}
