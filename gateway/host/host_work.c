/* SPDX-License-Identifier: Apache-2.0 */
/* Slow work of plugins, on libuv's thread pool: a plugin has one job at a time,
 * given to it in its tick, so that a replay runs none; the end waits for what
 * runs. What a job does, and what becomes of its result, is the plugin's. */
#include "gateway/host/host_internal.h"

static void
try_stop(struct dg_host *host)
{
    void (*handle_stop)(void *ctx) = host->handle_stop;
    if (handle_stop && host->working == 0) {
        host->handle_stop = NULL;
        handle_stop(host->stop_ctx);
    }
}

/* On a thread of the pool. */
static void
run(uv_work_t *request)
{
    const struct dg_host_work *work = request->data;
    work->run(work->job);
}

static void
handle_run(uv_work_t *request, int status)
{
    struct dg_host_work *work = request->data;
    struct dg_host *host = work->host;
    (void) status; /* nothing is cancelled */
    work->busy = false;
    host->working--;
    work->done(work->job);
    try_stop(host);
}

bool
dg_host_work(const struct dg_plugin_host *table, void (*run_job)(void *job),
             void (*done)(void *job), void *job)
{
    struct dg_host_plugin *plugin =
        (struct dg_host_plugin *) (void *) dg_host_caller(table);
    struct dg_host *host = plugin->host;
    struct dg_host_work *work = &plugin->work;
    if (!host->loop || host->ticking != plugin || work->busy) {
        return false;
    }
    *work = (struct dg_host_work){
        .host = host, .run = run_job, .done = done, .job = job};
    work->request.data = work;
    work->busy =
        uv_queue_work(host->loop, &work->request, run, handle_run) == 0;
    host->working += work->busy;
    return work->busy;
}

void
dg_host_start(struct dg_host *host, uv_loop_t *loop)
{
    host->loop = loop;
}

void
dg_host_stop(struct dg_host *host, void (*handle_stop)(void *ctx), void *ctx)
{
    host->loop = NULL;
    host->handle_stop = handle_stop;
    host->stop_ctx = ctx;
    try_stop(host);
}
