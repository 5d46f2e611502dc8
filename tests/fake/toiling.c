/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that toils: each tick without a job begins one, which ends when
 * somebody has opened the FIFO $TEST_DIR/go to write; what came of it, the tick
 * after hands in. At its end it leaves the file $TEST_DIR/rested, if no job ran
 * then. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/fake/idle.h"

static struct toiling {
    const struct dg_plugin_host *host;
    bool running, ran, found;
    int count;
} toiling;

static void
path_of(const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s", getenv("TEST_DIR"), name);
}

static void
run(void *job)
{
    struct toiling *state = job;
    char path[4096];
    path_of("go", path);
    int fd = open(path, O_RDONLY);
    if (fd >= 0) {
        close(fd);
    }
    state->ran = true;
}

static void
done(void *job)
{
    struct toiling *state = job;
    state->running = false;
    state->found = state->ran;
}

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    (void) options;
    toiling = (struct toiling){.host = host};
    *state = &toiling;
    return DG_PLUGIN_OK;
}

static void
unload(void *ctx)
{
    struct toiling *state = ctx;
    char path[4096];
    path_of("rested", path);
    if (!state->running) {
        fclose(fopen(path, "w"));
    }
}

static enum dg_plugin_status
tick(void *ctx, int64_t now_us, struct dg_plugin_submit *submit)
{
    struct toiling *state = ctx;
    (void) now_us;
    if (state->found) {
        state->found = false;
        state->host->submit(submit, "dutygate.toiling.find.v1", "find",
                            ++state->count, (struct dg_plugin_str){"{}", 2});
    }
    if (!state->running) {
        state->ran = false;
        state->running = state->host->work(state->host, run, done, state);
    }
    return DG_PLUGIN_OK;
}

static const struct dg_plugin_type types[] = {
    {.name = "dutygate.toiling.find.v1",
     .schema = "{\"type\":\"object\"}",
     .roles = DG_PLUGIN_GATEWAY},
};

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "toiling",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .load = load,
    .unload = unload,
    .decide = idle_decide,
    .apply = idle_apply,
    .tick = tick,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
