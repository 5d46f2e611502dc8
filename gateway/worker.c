/* SPDX-License-Identifier: Apache-2.0 */
/* Decides in which order the parts of a gateway start and end, and which exit
 * status says why. What the parts do is theirs. */
#include "gateway/worker.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "gateway/bus/bus.h"
#include "gateway/bus/hints.h"
#include "gateway/core/locale.h"
#include "gateway/flow/flow.h"
#include "gateway/monitoring/figures_file.h"
#include "gateway/parent.h"
#include "gateway/service.h"

#define ASKING_MS 500 /* of a message that only asks */

/* nanomsg sends from a thread of its own and does not say when it is done. */
#define FLUSH_MS 100

enum { SIGNALS = 3 };

struct worker {
    uv_loop_t loop;
    struct dg_conf conf;
    struct dg_flow *flow;
    struct dg_bus *bus;
    struct dg_hints *hints;
    uv_signal_t signals[SIGNALS];
    uv_timer_t flush;
    struct dg_service service;
    struct dg_figures_file figures;
    bool unsigned_too, unproved;
    bool stopping;
    int status; /* of the process */
};

/* HUP came before the loop could handle it. */
static volatile sig_atomic_t early_hangup;

static void
note_hangup(int number)
{
    early_hangup = number;
}

/* ---- refused starts ----------------------------------------------------- */

static int
status_of(enum dg_err err)
{
    switch (err) {
    case DG_ERR_CORRUPT:
        return EX_DATAERR;
    case DG_ERR_BUSY:
        return EX_UNAVAILABLE;
    case DG_ERR_MEMORY:
        return EX_OSERR;
    case DG_ERR_IO:
    case DG_ERR_FULL:
        return EX_IOERR;
    default:
        return EX_CONFIG;
    }
}

/* What to tell people: why, or at least what kind of failure it was. */
static struct dg_str
why_text(const struct dg_buf *why, enum dg_err err)
{
    return why->len ? (struct dg_str){why->data, why->len}
                    : dg_str_from(dg_err_text(err));
}

/* One log line per line of why. Whoever starts a gateway by hand, or asks
 * systemd why it does not start, looks at the standard error output first. */
static void
log_refusal(int status, enum dg_err err, const struct dg_buf *why)
{
    char quoted[DG_LOG_QUOTE_SIZE];
    struct dg_str rest = why_text(why, err);
    while (rest.len > 0) {
        const char *end = memchr(rest.data, '\n', rest.len);
        size_t len = end ? (size_t) (end - rest.data) : rest.len;
        dg_log(DG_LOG_ERROR, "gateway.refused", "status=%d why=%s", status,
               dg_log_quote((struct dg_str){rest.data, len}, quoted));
        if (dg_log_has_file()) {
            fprintf(stderr, "dutygated: %.*s\n", (int) len, rest.data);
        }
        len += end != NULL;
        rest = (struct dg_str){rest.data + len, rest.len - len};
    }
}

/* ---- the end ------------------------------------------------------------ */

static void
worker_handle_flush(uv_timer_t *timer)
{
    struct worker *worker = timer->data;
    dg_hints_close(worker->hints);
    dg_bus_close(worker->bus, NULL, NULL);
    dg_figures_file_close(&worker->figures);
    dg_flow_close(worker->flow);
    dg_service_close(&worker->service);
    uv_close((uv_handle_t *) timer, NULL);
    for (int i = 0; i < SIGNALS; i++) {
        uv_close((uv_handle_t *) &worker->signals[i], NULL);
    }
}

static void
worker_handle_flow_stop(void *ctx)
{
    struct worker *worker = ctx;
    uv_timer_start(&worker->flush, worker_handle_flush, FLUSH_MS, 0);
}

/* Answers what was decided, then leaves the loop without handles. */
static void
worker_stop(struct worker *worker, int status, const char *reason)
{
    if (worker->stopping) {
        return;
    }
    dg_log(DG_LOG_INFO, "gateway.stop", "reason=%s", reason);
    dg_service_stop();
    worker->stopping = true;
    worker->status = status;
    dg_bus_stop(worker->bus);
    dg_flow_stop(worker->flow, worker_handle_flow_stop, worker);
}

/* The log was renamed: both processes open it again, the parent first. */
static void
hang_up(const struct dg_service *service)
{
    dg_service_begin_reload();
    dg_log_reopen();
    dg_log(DG_LOG_INFO, "gateway.hangup", "pid=%ld", (long) getpid());
    dg_service_end_reload(service);
}

static void
worker_handle_signal(uv_signal_t *handle, int number)
{
    struct worker *worker = handle->data;
    if (number == SIGHUP) {
        hang_up(&worker->service);
    } else {
        worker_stop(worker, 0, number == SIGTERM ? "TERM" : "INT");
    }
}

/* ---- what the flow calls ------------------------------------------------ */

static void
worker_handle_reply(void *ctx, const struct dg_route *route, struct dg_str text)
{
    struct worker *worker = ctx;
    dg_bus_reply(worker->bus, route, text);
}

static void
worker_handle_notify(void *ctx, struct dg_division prefix, uint64_t sequence)
{
    struct worker *worker = ctx;
    dg_hints_send(worker->hints, prefix, sequence);
}

static void
worker_handle_failure(void *ctx)
{
    worker_stop(ctx, DG_PARENT_AGAIN, "commit");
}

static void
worker_handle_room(void *ctx)
{
    struct worker *worker = ctx;
    dg_bus_resume(worker->bus);
}

/* ---- the start ---------------------------------------------------------- */

static enum dg_err
open_flow(struct worker *worker, bool test, struct dg_buf *why)
{
    struct dg_flow_settings settings = {
        .loop = &worker->loop,
        .conf = &worker->conf,
        .unsigned_too = worker->unsigned_too,
        .unproved = worker->unproved,
        .sink = {worker_handle_reply, worker_handle_notify, worker},
        .handle_failure = worker_handle_failure,
        .asking_ms = ASKING_MS,
        .handle_room = worker_handle_room,
        .ctx = worker,
    };
    return dg_flow_open(&settings, &worker->conf, test, &worker->flow, why);
}

/* Until here a signal ends the process at once; from here on it is handled. */
static void
open_handles(struct worker *worker)
{
    static const int numbers[SIGNALS] = {SIGTERM, SIGINT, SIGHUP};
    for (int i = 0; i < SIGNALS; i++) {
        uv_signal_init(&worker->loop, &worker->signals[i]);
        worker->signals[i].data = worker;
        uv_signal_start(&worker->signals[i], worker_handle_signal, numbers[i]);
    }
    uv_timer_init(&worker->loop, &worker->flush);
    worker->flush.data = worker;
}

/* Everything from the journal to the socket. On failure *status says why. */
static enum dg_err
worker_open(struct worker *worker, int *status, struct dg_buf *why)
{
    enum dg_err err = open_flow(worker, false, why);
    if (err) {
        *status = status_of(err);
        return err;
    }
    err = dg_bus_open(&worker->loop, &worker->conf, &worker->bus, why);
    if (err) {
        *status = EX_UNAVAILABLE;
        goto bus_failed;
    }
    err = dg_flow_publish(worker->flow, why);
    if (err) {
        *status = status_of(err);
        goto hints_failed;
    }
    err = dg_hints_open(&worker->loop, &worker->conf,
                        dg_flow_replayed(worker->flow), &worker->hints, why);
    if (err) {
        *status = EX_UNAVAILABLE;
        goto hints_failed;
    }
    err = dg_flow_start(worker->flow);
    if (err) {
        *status = status_of(err);
        goto start_failed;
    }
    return DG_OK;

start_failed:
    dg_hints_close(worker->hints);
hints_failed:
    dg_bus_close(worker->bus, NULL, NULL);
bus_failed:
    dg_flow_close(worker->flow);
    uv_run(&worker->loop, UV_RUN_DEFAULT);
    return err;
}

static void
worker_serve(struct worker *worker, struct dg_buf *why)
{
    enum dg_err err = worker_open(worker, &worker->status, why);
    if (err) {
        log_refusal(worker->status, err, why);
        return;
    }
    open_handles(worker);
    dg_bus_start(worker->bus, worker->flow);
    dg_log(DG_LOG_INFO, "gateway.ready", "gateway=%s entries=%" PRIu64,
           worker->conf.gateway, dg_flow_replayed(worker->flow));
    dg_service_start(&worker->service, &worker->loop, worker->flow);
    dg_figures_file_init(&worker->figures, worker->flow,
                         worker->conf.metrics_file);
    dg_figures_file_start(&worker->figures, &worker->loop,
                          DG_FIGURES_FILE_PERIOD_MS);
    if (early_hangup) {
        hang_up(&worker->service);
    }
    uv_run(&worker->loop, UV_RUN_DEFAULT);
}

/* Each client is a connection; a county has more than the usual 1,024. */
static void
raise_connections(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* A thread for each check of signatures, two for reads of the journal, and one
 * for each plugin's slow work. Who sets it knows better. */
static void
size_pool(const struct dg_conf *conf)
{
    char threads[16];
    snprintf(threads, sizeof threads, "%zu",
             dg_flow_threads() + 2 + conf->plugin_count);
    setenv("UV_THREADPOOL_SIZE", threads, 0);
}

static int
run(const char *conf_path, struct worker worker)
{
    struct dg_buf why;
    dg_buf_init(&why);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, note_hangup); /* would end it otherwise */
    raise_connections();
    enum dg_err err = dg_conf_open(conf_path, &worker.conf, &why);
    if (!err) {
        err = dg_locale_set(worker.conf.language, &why);
        if (!err && uv_loop_init(&worker.loop) != 0) {
            err = DG_ERR_MEMORY;
        }
        if (err) {
            dg_conf_close(&worker.conf);
        }
    }
    if (err) {
        /* A file that cannot be read is a wrong configuration, too. */
        worker.status = err == DG_ERR_MEMORY ? EX_OSERR : EX_CONFIG;
        log_refusal(worker.status, err, &why);
    } else {
        size_pool(&worker.conf);
        dg_log_set_level(worker.conf.log_level);
        dg_log(DG_LOG_INFO, "gateway.start", "config=%s pid=%ld", conf_path,
               (long) getpid());
        worker_serve(&worker, &why);
        uv_loop_close(&worker.loop);
        dg_conf_close(&worker.conf);
    }
    dg_buf_finish(&why);
    return worker.status;
}

int
dg_worker_run(const char *conf_path)
{
    return run(conf_path, (struct worker){.unsigned_too = false});
}

int
dg_worker_run_unsigned(const char *conf_path, bool unproved)
{
    return run(conf_path,
               (struct worker){.unsigned_too = true, .unproved = unproved});
}

/* What the start would say of a folder. It may be another user's, who is the
 * gateway's, and the unit makes it when it is missing. */
static bool
folder_test(const char *option, const char *path, mode_t forbidden,
            struct dg_buf *why)
{
    struct stat st;
    const char *wrong = NULL;
    if (stat(path, &st) != 0) {
        wrong = errno == ENOENT ? NULL : strerror(errno);
    } else if (!S_ISDIR(st.st_mode)) {
        wrong = "not a directory";
    } else if (st.st_mode & forbidden) {
        wrong = "others may write there";
    }
    if (wrong) {
        dg_buf_printf(why, "%s %s: %s\n", option, path, wrong);
    }
    return !wrong;
}

/* What a start would open, without the journal and the socket. */
static enum dg_err
worker_test(struct worker *worker, const char *conf_path, struct dg_buf *why)
{
    enum dg_err err = dg_conf_open(conf_path, &worker->conf, why);
    if (err) {
        return err;
    }
    const char *log_file = worker->conf.log_file;
    if (log_file && dg_log_check(log_file) != DG_OK) {
        dg_buf_printf(why, "log_file %s: %s\n", log_file, strerror(errno));
        err = DG_ERR_CONFIG;
    }
    if (!folder_test("state_dir", worker->conf.state_dir, 0, why)) {
        err = DG_ERR_CONFIG;
    }
    if (!folder_test("runtime_dir", worker->conf.runtime_dir, S_IWGRP | S_IWOTH,
                     why)) {
        err = DG_ERR_CONFIG;
    }
    err = err ? err : dg_locale_set(worker->conf.language, why);
    err = err ? err : open_flow(worker, true, why);
    if (!err) {
        dg_flow_close(worker->flow);
        uv_run(&worker->loop, UV_RUN_DEFAULT);
    }
    dg_conf_close(&worker->conf);
    return err;
}

int
dg_worker_test(const char *conf_path)
{
    struct worker worker = {.status = 0};
    struct dg_buf why;
    dg_buf_init(&why);
    dg_log_set_level(DG_LOG_ERROR);
    enum dg_err err = uv_loop_init(&worker.loop) == 0 ? DG_OK : DG_ERR_MEMORY;
    if (!err) {
        err = worker_test(&worker, conf_path, &why);
        uv_loop_close(&worker.loop);
    }
    if (err) {
        struct dg_str text = why_text(&why, err);
        bool ended = text.data[text.len - 1] == '\n';
        fprintf(stderr, "%.*s%s", DG_STR_ARG(text), ended ? "" : "\n");
    } else {
        printf("%s: ok\n", conf_path);
    }
    dg_buf_finish(&why);
    return err ? EX_CONFIG : 0;
}
