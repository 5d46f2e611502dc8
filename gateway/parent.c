/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when the worker is started again and with which status the gateway
 * ends. What the worker does, and why it ends, is worker.c's business. */
#include "gateway/parent.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "gateway/core/log.h"
#include "gateway/service.h"

struct watch {
    const struct dg_parent *parent;
    sigset_t signals, before; /* what we wait for; the mask we came with */
    pid_t worker;
    int stopping; /* TERM or INT once it came, else 0 */
    int delay_ms; /* before the next restart */
};

static int64_t
now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* In the child. The parent may have died before prctl. */
static _Noreturn void
worker_begin(const struct watch *watch, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(EX_OSERR);
    }
    sigprocmask(SIG_SETMASK, &watch->before, NULL);
    exit(watch->parent->work(watch->parent->ctx));
}

static bool
worker_start(struct watch *watch)
{
    pid_t parent = getpid();
    watch->worker = fork();
    if (watch->worker == 0) {
        worker_begin(watch, parent);
    }
    if (watch->worker < 0) {
        dg_log(DG_LOG_ERROR, "worker.failed", "call=fork error=\"%s\"",
               strerror(errno));
    }
    return watch->worker > 0;
}

/* Takes the next signal, or 0 after timeout_ms (-1: none). */
static int
signal_wait(const struct watch *watch, int64_t timeout_ms)
{
    struct timespec limit = {.tv_sec = timeout_ms / 1000,
                             .tv_nsec = timeout_ms % 1000 * 1000000};
    int number;
    do {
        number = timeout_ms < 0 ? sigwaitinfo(&watch->signals, NULL)
                                : sigtimedwait(&watch->signals, NULL, &limit);
    } while (number < 0 && errno == EINTR);
    return number < 0 ? 0 : number;
}

static void
signal_forward(struct watch *watch, int number)
{
    if (number == SIGTERM || number == SIGINT) {
        watch->stopping = number;
    }
    if (number == SIGHUP) {
        dg_log_reopen();
    }
    if (number != SIGCHLD && watch->worker > 0) {
        kill(watch->worker, number);
    }
}

/* Waits for the worker to end, and gives its wait status. */
static int
worker_watch(struct watch *watch)
{
    int status;
    while (waitpid(watch->worker, &status, WNOHANG) == 0) {
        signal_forward(watch, signal_wait(watch, -1));
    }
    if (WIFSIGNALED(status)) {
        dg_log(watch->stopping ? DG_LOG_INFO : DG_LOG_WARN, "worker.exit",
               "pid=%ld signal=%d", (long) watch->worker, WTERMSIG(status));
    } else {
        dg_log(DG_LOG_INFO, "worker.exit", "pid=%ld status=%d",
               (long) watch->worker, WEXITSTATUS(status));
    }
    watch->worker = 0;
    return status;
}

/* Waits before the next start; false if we are to end instead. */
static bool
delay_wait(struct watch *watch, int64_t ran_ms)
{
    const struct dg_parent *parent = watch->parent;
    if (ran_ms >= parent->steady_ms || watch->delay_ms == 0) {
        watch->delay_ms = parent->first_ms;
    }
    dg_log(DG_LOG_INFO, "worker.restart", "delay_ms=%d", watch->delay_ms);
    dg_service_pause("the worker ended; the next one starts soon");
    int64_t end = now_ms() + watch->delay_ms;
    int64_t left = watch->delay_ms;
    while (left > 0 && !watch->stopping) {
        int number = signal_wait(watch, left);
        if (number) {
            signal_forward(watch, number);
        }
        left = end - now_ms();
    }
    watch->delay_ms = watch->delay_ms * 2 < parent->most_ms
                          ? watch->delay_ms * 2
                          : parent->most_ms;
    return !watch->stopping;
}

/* What the gateway's end says of a worker that is not started again. */
static int
exit_status(const struct watch *watch, int status)
{
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    return WTERMSIG(status) == watch->stopping ? 0 : 128 + WTERMSIG(status);
}

/* A crash, or a worker that asks for it; and, once one has served, a start that
 * failed for want of memory or disk, since both come back. */
static bool
is_worth_again(int status, bool served)
{
    if (WIFSIGNALED(status) || WEXITSTATUS(status) == DG_PARENT_AGAIN) {
        return true;
    }
    return served &&
           (WEXITSTATUS(status) == EX_OSERR || WEXITSTATUS(status) == EX_IOERR);
}

static int
watch_run(struct watch *watch)
{
    bool served = false;
    for (;;) {
        int64_t begin = now_ms();
        if (!worker_start(watch)) {
            if (!delay_wait(watch, 0)) {
                return 0;
            }
            continue;
        }
        int status = worker_watch(watch);
        if (!is_worth_again(status, served) || watch->stopping) {
            return exit_status(watch, status);
        }
        served = true;
        if (!delay_wait(watch, now_ms() - begin)) {
            return 0;
        }
        dg_service_pause("reading the journal");
    }
}

int
dg_parent_run(const struct dg_parent *parent)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    struct watch watch = {.parent = parent};
    sigemptyset(&watch.signals);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        sigaddset(&watch.signals, numbers[i]);
    }
    signal(SIGCHLD, SIG_DFL); /* if ignored, nobody could be waited for */
    sigprocmask(SIG_BLOCK, &watch.signals, &watch.before);
    int status = watch_run(&watch);
    sigprocmask(SIG_SETMASK, &watch.before, NULL);
    return status;
}
