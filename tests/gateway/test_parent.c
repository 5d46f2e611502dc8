/* SPDX-License-Identifier: Apache-2.0 */
/* The parent under test runs in a child of the test, its worker in a child of
 * that one. */
#include "gateway/parent.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap/tap.h"

/* What a worker does in its n-th run. */
enum act {
    END,
    AGAIN = DG_PARENT_AGAIN,
    DAMAGED = 65,
    NO_DISK = 74,
    ABORT = 1000,
    WAIT,        /* for TERM, which ends it with status 3 */
    WAIT_UNAWARE /* without a handler */
};

struct script {
    enum act acts[8];
    int first_ms, most_ms, steady_ms;
};

static int *runs;   /* shared by all processes */
static int said[2]; /* the worker writes a byte: 'r' ready, 'h' HUP */
static int logged[2];
static pid_t *worker_pid;

/* ---- the worker --------------------------------------------------------- */

static void
say(char byte)
{
    ssize_t written = write(said[1], &byte, 1);
    (void) written;
}

static void
handle_term(int number)
{
    (void) number;
    _exit(3);
}

static void
handle_hup(int number)
{
    (void) number;
    say('h');
}

static int
work(void *ctx)
{
    const struct script *script = ctx;
    struct rlimit none = {0, 0};
    enum act act = script->acts[(*runs)++];
    *worker_pid = getpid();
    setrlimit(RLIMIT_CORE, &none);
    switch (act) {
    case ABORT:
        abort();
    case WAIT:
        signal(SIGTERM, handle_term);
        signal(SIGINT, handle_term);
        signal(SIGHUP, handle_hup);
        /* fall through */
    case WAIT_UNAWARE:
        say('r');
        for (;;) {
            pause();
        }
    default:
        return act;
    }
}

/* ---- the parent and its watchers ---------------------------------------- */

static pid_t
parent_start(const struct script *script)
{
    *runs = 0;
    pid_t pid = fork();
    if (pid == 0) {
        const struct dg_parent parent = {
            .work = work,
            .ctx = (void *) script,
            .first_ms = script->first_ms,
            .most_ms = script->most_ms,
            .steady_ms = script->steady_ms,
        };
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(logged[1], STDERR_FILENO);
        _exit(dg_parent_run(&parent));
    }
    return pid;
}

static int
parent_status(pid_t pid)
{
    int status = -1;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static char
worker_said(void)
{
    char byte = '?';
    struct pollfd wait = {.fd = said[0], .events = POLLIN};
    return poll(&wait, 1, 20000) == 1 && read(said[0], &byte, 1) == 1 ? byte
                                                                      : '?';
}

/* The log since the last call, without times and process ids, which are at most
 * a few lines and so in the pipe. */
static const char *
log_text(void)
{
    static char text[4096];
    char raw[4096];
    size_t used = 0;
    struct pollfd wait = {.fd = logged[0], .events = POLLIN};
    ssize_t len =
        poll(&wait, 1, 20000) == 1 ? read(logged[0], raw, sizeof raw - 1) : 0;
    raw[len] = '\0';
    for (char *line = strtok(raw, "\n"); line; line = strtok(NULL, "\n")) {
        char *pid = strstr(line, " pid=");
        char *rest = pid ? strchr(pid + 1, ' ') : NULL;
        int head = (int) (pid ? pid - line : (long) strlen(line));
        char *shown = strchr(line, ' ') + 1;
        used += (size_t) snprintf(text + used, sizeof text - used, "%.*s%s\n",
                                  head - (int) (shown - line), shown,
                                  rest ? rest : "");
    }
    text[used] = '\0';
    return text;
}

/* ---- tests -------------------------------------------------------------- */

static void
test_statuses(void)
{
    static const struct script ends = {{END}, 1, 4, 1000},
                               damaged = {{DAMAGED}, 1, 4, 1000};
    is_int(parent_status(parent_start(&ends)), 0, "a worker that ended");
    is_int(*runs, 1, "is not started again");
    const char *log = log_text();
    is_text(log, "info worker.exit status=0\n", "and logged");
    is_int(parent_status(parent_start(&damaged)), 65,
           "a refused start's status is passed on");
    is_int(*runs, 1, "without another try");
    log_text();
}

static void
test_restarts(void)
{
    static const struct script again = {
        {AGAIN, ABORT, AGAIN, AGAIN, DAMAGED}, 1, 4, 60000};
    static const struct script steady = {{AGAIN, AGAIN, AGAIN, END}, 1, 4, 0};
    is_int(parent_status(parent_start(&again)), 65,
           "75 and crashes start it again, a refusal ends it");
    is_int(*runs, 5, "five runs");
    const char *log = log_text();
    is_text(log,
            "info worker.exit status=75\ninfo worker.restart delay_ms=1\n"
            "warn worker.exit signal=6\ninfo worker.restart delay_ms=2\n"
            "info worker.exit status=75\ninfo worker.restart delay_ms=4\n"
            "info worker.exit status=75\ninfo worker.restart delay_ms=4\n"
            "info worker.exit status=65\n",
            "the wait doubles up to its most");
    is_int(parent_status(parent_start(&steady)), 0, "steady runs");
    log = log_text();
    is_text(log,
            "info worker.exit status=75\ninfo worker.restart delay_ms=1\n"
            "info worker.exit status=75\ninfo worker.restart delay_ms=1\n"
            "info worker.exit status=75\ninfo worker.restart delay_ms=1\n"
            "info worker.exit status=0\n",
            "after a steady run the wait is the first again");
}

static void
test_disk(void)
{
    static const struct script first = {{NO_DISK, END}, 1, 4, 60000},
                               later = {
                                   {AGAIN, NO_DISK, NO_DISK, END}, 1, 4, 60000};
    is_int(parent_status(parent_start(&first)), 74,
           "a first start without disk is refused");
    is_int(*runs, 1, "once");
    log_text();
    is_int(parent_status(parent_start(&later)), 0,
           "a later one is tried again");
    is_int(*runs, 4, "until the disk is back");
    log_text();
}

static void
test_signals(void)
{
    static const int numbers[] = {SIGTERM, SIGINT};
    static const struct script waits = {{WAIT}, 1, 4, 1000},
                               unaware = {{WAIT_UNAWARE}, 1, 4, 1000};
    for (int i = 0; i < 2; i++) {
        pid_t pid = parent_start(&waits);
        is_int(worker_said(), 'r', "the worker waits");
        kill(pid, SIGHUP);
        is_int(worker_said(), 'h', "HUP is forwarded");
        kill(pid, numbers[i]);
        is_int(parent_status(pid), 3, "TERM or INT too; its status is ours");
        is_int(*runs, 1, "and it is not started again");
        log_text();
    }
    pid_t pid = parent_start(&unaware);
    is_int(worker_said(), 'r', "a worker that does not handle TERM yet");
    kill(pid, SIGTERM);
    is_int(parent_status(pid), 0, "ends by it, which is a good end");
    log_text();
}

static void
test_kill(void)
{
    static const struct script waits = {{WAIT, WAIT}, 1, 4, 1000};
    pid_t pid = parent_start(&waits);
    worker_said();
    kill(*worker_pid, SIGKILL);
    is_int(worker_said(), 'r', "a killed worker is started again");
    is_int(*runs, 2, "once");
    pid_t orphan = *worker_pid;
    kill(pid, SIGKILL);
    parent_status(pid);
    /* We are its subreaper, so that we can wait for it. */
    int status;
    is_int(waitpid(orphan, &status, 0), orphan, "a killed parent");
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
       "takes its worker along");
    log_text();
}

static void
test_delay(void)
{
    static const struct script slow = {{AGAIN, END}, 3600000, 3600000, 1000};
    pid_t pid = parent_start(&slow);
    char line[512] = "";
    while (!strstr(line, "worker.restart")) {
        ssize_t len = read(logged[0], line, sizeof line - 1);
        line[len > 0 ? len : 0] = '\0';
    }
    kill(pid, SIGTERM);
    is_int(parent_status(pid), 0, "TERM ends the wait for a restart");
    is_int(*runs, 1, "without another start");
}

int
main(void)
{
    runs = mmap(NULL, 2 * sizeof *runs, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    worker_pid = (pid_t *) runs + 1;
    if (runs == MAP_FAILED || pipe(said) != 0 || pipe(logged) != 0) {
        return 99;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGCHLD, SIG_DFL);
    test_statuses();
    test_restarts();
    test_disk();
    test_signals();
    test_kill();
    test_delay();
    return tap_done();
}
