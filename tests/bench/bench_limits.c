/* SPDX-License-Identifier: Apache-2.0 */
/* The two limits the gate is measured beside: a bare raw REP socket, and bare
 * SQLite committing the same bytes in groups. */
#include "tests/bench/bench.h"

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

static void
echo_once(int s, char *buffer, size_t size, const char *answer)
{
    char control[256];
    struct nn_iovec iov = {buffer, size};
    struct nn_msghdr hdr = {.msg_iov = &iov,
                            .msg_iovlen = 1,
                            .msg_control = control,
                            .msg_controllen = sizeof control};
    if (nn_recvmsg(s, &hdr, 0) < 0) {
        _exit(0);
    }
    iov.iov_base = (char *) answer;
    iov.iov_len = strlen(answer);
    nn_sendmsg(s, &hdr, 0);
}

static void
serve_echo(const char *url, int ready)
{
    static char buffer[BENCH_MESSAGE_MAX];
    /* As long as a usual admission. */
    char answer[513];
    /* As the gateway's: a raw REP drops what the kernel does not take. */
    int send_buffer = 4 << 20;
    int s = nn_socket(AF_SP_RAW, NN_REP);
    nn_setsockopt(s, NN_SOL_SOCKET, NN_SNDBUF, &send_buffer,
                  sizeof send_buffer);
    memset(answer, 'x', sizeof answer - 1);
    answer[sizeof answer - 1] = '\0';
    if (s < 0 || nn_bind(s, url) < 0 || write(ready, "r", 1) != 1) {
        _exit(1);
    }
    for (;;) {
        echo_once(s, buffer, sizeof buffer, answer);
    }
}

static pid_t echo;
static char echo_url[300];

void
bench_bus_start(const char *dir)
{
    char byte;
    int ready[2];
    snprintf(echo_url, sizeof echo_url, "ipc://%s/echo.ipc", dir);
    bench_need(pipe(ready) == 0, "a pipe");
    echo = fork();
    bench_need(echo >= 0, "fork");
    if (echo == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve_echo(echo_url, ready[1]);
    }
    bench_need(read(ready[0], &byte, 1) == 1, "the echo server");
    close(ready[0]);
    close(ready[1]);
}

void
bench_bus_stop(void)
{
    kill(echo, SIGKILL);
    waitpid(echo, NULL, 0);
}

struct bench_rate
bench_bus_limit(size_t count)
{
    uint64_t serial = 1;
    struct bench_load load = {.url = echo_url,
                              .count = count,
                              .outstanding = 256,
                              .batch = 1,
                              .serial = &serial};
    return bench_client_run(&load);
}

static void
run_sql(sqlite3 *db, const char *sql)
{
    bench_need(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

struct bench_rate
bench_sqlite_limit(const char *dir, size_t count, size_t size, size_t group)
{
    char path[256], *blob = malloc(size);
    sqlite3 *db;
    sqlite3_stmt *insert;
    double begin;
    struct bench_rate rate = {0, 0, 0};
    bench_need(blob != NULL, "memory");
    memset(blob, 'x', size);
    snprintf(path, sizeof path, "%s/bare.db", dir);
    unlink(path);
    bench_need(sqlite3_open(path, &db) == SQLITE_OK, "bare.db");
    run_sql(db, "PRAGMA journal_mode=WAL");
    run_sql(db, "PRAGMA synchronous=FULL");
    run_sql(db, "CREATE TABLE e(sequence INTEGER PRIMARY KEY, bytes BLOB)");
    bench_need(sqlite3_prepare_v2(db, "INSERT INTO e(bytes) VALUES(?)", -1,
                                  &insert, NULL) == SQLITE_OK,
               "prepare");
    begin = bench_now();
    for (size_t done = 0; done < count;) {
        run_sql(db, "BEGIN");
        for (size_t i = 0; i < group && done < count; i++, done++) {
            sqlite3_bind_blob(insert, 1, blob, (int) size, SQLITE_STATIC);
            bench_need(sqlite3_step(insert) == SQLITE_DONE, "insert");
            sqlite3_reset(insert);
        }
        run_sql(db, "COMMIT");
    }
    rate.per_second = (double) count / (bench_now() - begin);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    unlink(path);
    free(blob);
    return rate;
}
