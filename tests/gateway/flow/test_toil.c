/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin's slow work beside the gate's: nothing waits for it but the end,
 * what came of it is an event, and a replay begins none. */
#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/say.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tap/tap.h"

static void
path_of(const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/%s", getenv("TEST_DIR"), name);
}

static bool
exists(const char *name)
{
    char path[PATH_MAX];
    path_of(name, path);
    return access(path, F_OK) == 0;
}

/* The job ends: it has been waiting for somebody who writes. */
static void
let_go(void *unused)
{
    char path[PATH_MAX];
    (void) unused;
    path_of("go", path);
    close(open(path, O_WRONLY));
}

static uint64_t
last(void)
{
    return dg_flow_entries(gate.flow);
}

/* Ticks until what the job found is an entry. */
static void
await_entry(uint64_t number)
{
    while (last() < number) {
        gate_tick(&gate);
    }
}

int
main(void)
{
    char path[PATH_MAX];
    uv_thread_t helper;
    uint64_t before;
    int fd;

    path_of("go", path);
    mkfifo(path, 0600);
    gate_link_plugin("tests/fake", "toiling");
    gate_open(&gate, "sqlite", "plugins = {\"access_list\", \"toiling\"}");
    gate_furnish(&gate);
    before = last();
    gate_tick(&gate);
    is_int(number_of(say("task.publish", "department/mzj", "%s", TASK)),
           before + 1, "the gate works on while a job runs");
    gate_tick(&gate);
    is_int(last(), before + 1, "which has found nothing yet");
    let_go(NULL);
    await_entry(before + 2);
    is_text(at(say("receipt.lookup", "auditor/sjj", "{\"sequence\":%llu}",
                   (unsigned long long) before + 2),
               "/result/event/type"),
            "dutygate.toiling.find.v1", "then what it found is an event");
    gate_tick(&gate);

    uv_thread_create(&helper, let_go, NULL);
    gate_restart(&gate);
    uv_thread_join(&helper);
    ok(exists("rested"), "the end waits for a job, and unload comes after it");
    is_int(last(), before + 3, "a replay brings what was found before");
    fd = open(path, O_RDWR); /* from here on no job waits */
    gate_tick(&gate);
    gate_close(&gate);
    close(fd);
    return tap_done();
}
