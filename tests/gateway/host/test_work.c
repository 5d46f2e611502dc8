/* SPDX-License-Identifier: Apache-2.0 */
/* Slow work: only from a tick of a host that was started, one job of a plugin
 * at a time, off the loop, and done before the end. */
#include "gateway/host/host_internal.h"
#include "tests/tap/tap.h"

struct job {
    uv_thread_t ran_on;
    uv_sem_t begun, go; /* it runs until it is told to go on */
    bool ran, done;
};

struct state {
    struct dg_host_plugin *plugin;
    struct job *job;
    bool taken, again;
};

static uv_loop_t loop;

static void
run_job(void *ctx)
{
    struct job *job = ctx;
    job->ran_on = uv_thread_self();
    uv_sem_post(&job->begun);
    uv_sem_wait(&job->go);
    job->ran = true;
}

static void
finish_job(void *ctx)
{
    struct job *job = ctx;
    job->done = job->ran;
}

static bool
hand_in(const struct dg_host_plugin *plugin, struct job *job)
{
    return plugin->table.work(&plugin->table, run_job, finish_job, job);
}

static enum dg_plugin_status
tick(void *ctx, int64_t now_us, struct dg_plugin_submit *submit)
{
    struct state *state = ctx;
    (void) now_us;
    (void) submit;
    state->taken = hand_in(state->plugin, state->job);
    state->again = hand_in(state->plugin, state->job);
    return DG_PLUGIN_OK;
}

static void
ignore_event(void *ctx, struct dg_str event)
{
    (void) ctx;
    (void) event;
}

static void
handle_stop(void *ctx)
{
    *(bool *) ctx = true;
}

static void
begin_job(struct job *job)
{
    *job = (struct job){.ran = false};
    uv_sem_init(&job->begun, 0);
    uv_sem_init(&job->go, 0);
}

int
main(void)
{
    struct dg_host_plugin plugins[2] = {{.table = dg_host_table},
                                        {.table = dg_host_table}};
    struct dg_host host = {.plugins = plugins, .count = 2};
    struct job jobs[2];
    struct state states[2];
    uv_thread_t self = uv_thread_self();
    bool stopped = false;

    uv_loop_init(&loop);
    for (int i = 0; i < 2; i++) {
        begin_job(&jobs[i]);
        states[i] = (struct state){.plugin = &plugins[i], .job = &jobs[i]};
        plugins[i].host = &host;
        plugins[i].state = &states[i];
        plugins[i].block.name = "worker";
        plugins[i].block.tick = tick;
    }

    dg_host_tick(&host, 1, ignore_event, NULL);
    ok(!states[0].taken, "no work is taken before the start");
    dg_host_start(&host, &loop);
    ok(!hand_in(&plugins[0], &jobs[0]), "nor outside a tick");

    dg_host_tick(&host, 2, ignore_event, NULL);
    ok(states[0].taken && states[1].taken, "each plugin may have a job");
    ok(!states[0].again && !states[1].again, "one at a time");
    uv_sem_wait(&jobs[0].begun);
    uv_sem_wait(&jobs[1].begun);
    ok(!uv_thread_equal(&jobs[0].ran_on, &self), "it runs on another thread");
    dg_host_tick(&host, 3, ignore_event, NULL);
    ok(!states[0].taken && !states[1].taken, "and none beside one that runs");

    uv_sem_post(&jobs[0].go);
    while (!jobs[0].done) {
        uv_run(&loop, UV_RUN_ONCE);
    }
    ok(jobs[0].ran && !jobs[1].done, "done is called when it has run");
    uv_sem_post(&jobs[0].go); /* of the next one */
    dg_host_tick(&host, 4, ignore_event, NULL);
    ok(states[0].taken && !states[1].taken, "then another one is taken");

    dg_host_stop(&host, handle_stop, &stopped);
    ok(!stopped, "the end waits for what runs");
    dg_host_tick(&host, 5, ignore_event, NULL);
    ok(!states[0].taken, "and takes no more");
    uv_sem_post(&jobs[1].go);
    uv_run(&loop, UV_RUN_DEFAULT);
    ok(stopped && jobs[1].done, "it comes when all is done");

    stopped = false;
    dg_host_stop(&host, handle_stop, &stopped);
    ok(stopped, "at once if nothing runs");
    for (int i = 0; i < 2; i++) {
        uv_sem_destroy(&jobs[i].begun);
        uv_sem_destroy(&jobs[i].go);
    }
    uv_loop_close(&loop);
    return tap_done();
}
