/* SPDX-License-Identifier: Apache-2.0 */
/* Remembers what was read, and hands it in: see fetch.h. */
#include "plugins/form_dedup/report/fetch.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/report/acted.h"
#include "plugins/form_dedup/text/text.h"

#define TASKS_MAX 1000 /* of an event, and that wait */
#define NUMBER_SIZE 21

struct dg_fetch {
    uint64_t tasks[TASKS_MAX]; /* in the order they were read */
    size_t count;
    size_t handed;     /* of them, in the event that is on its way */
    int64_t handed_us; /* when it was handed in first: its id */
    char text[TASKS_MAX * NUMBER_SIZE + 16];
};

struct dg_fetch *
dg_fetch_create(void)
{
    return calloc(1, sizeof(struct dg_fetch));
}

void
dg_fetch_destroy(struct dg_fetch *fetch)
{
    free(fetch);
}

static bool
waits(const struct dg_fetch *fetch, uint64_t task)
{
    for (size_t i = 0; i < fetch->count; i++) {
        if (fetch->tasks[i] == task) {
            return true;
        }
    }
    return false;
}

/* A report of which nothing is there was not read. */
void
dg_fetch_note(const struct dg_form_dedup *plugin, uint64_t task)
{
    struct dg_fetch *fetch = plugin->fetch;
    if (dg_acted_any(plugin->acted, task) &&
        !dg_acted_fetched(plugin->acted, task) && fetch->count < TASKS_MAX &&
        !waits(fetch, task)) {
        fetch->tasks[fetch->count++] = task;
    }
}

/* Leaves out what is in the journal by now: the event on its way is it as a
 * whole, or not at all. */
static void
settle(const struct dg_form_dedup *plugin)
{
    struct dg_fetch *fetch = plugin->fetch;
    if (fetch->handed > 0 && dg_acted_fetched(plugin->acted, fetch->tasks[0])) {
        fetch->count -= fetch->handed;
        memmove(fetch->tasks, fetch->tasks + fetch->handed,
                fetch->count * sizeof *fetch->tasks);
        fetch->handed = 0;
    }
}

static size_t
write_data(struct dg_fetch *fetch)
{
    size_t len = (size_t) sprintf(fetch->text, "{\"tasks\":[");
    for (size_t i = 0; i < fetch->handed; i++) {
        len += (size_t) sprintf(fetch->text + len, "%s%llu", i ? "," : "",
                                (unsigned long long) fetch->tasks[i]);
    }
    return len + (size_t) sprintf(fetch->text + len, "]}");
}

void
dg_fetch_tick(const struct dg_form_dedup *plugin, int64_t now_us,
              struct dg_plugin_submit *submit)
{
    struct dg_fetch *fetch = plugin->fetch;
    settle(plugin);
    if (fetch->handed == 0) {
        fetch->handed = fetch->count;
        fetch->handed_us = now_us;
    }
    if (fetch->handed > 0) {
        struct dg_plugin_str data = {fetch->text, write_data(fetch)};
        plugin->host->submit(submit, "dutygate.report.fetch.v1", "fetch",
                             fetch->handed_us, data);
    }
}

enum dg_plugin_status
dg_fetch_decide(struct dg_form_dedup *plugin,
                const struct dg_plugin_event *event,
                struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = plugin->host;
    const struct dg_plugin_value *task =
        host->first(host->member(event->data, "tasks"));
    for (; task; task = host->next(task)) {
        char pointer[DG_ACTED_POINTER_SIZE];
        const struct dg_plugin_effect fact = {
            .kind = DG_PLUGIN_EFFECT_ANSWER,
            .pointer =
                dg_acted_pointer((uint64_t) host->integer(task, 0), pointer),
            .dimension = "fetched",
            .quantity = 1,
            .cause = "",
        };
        host->fact(findings, &fact);
    }
    return DG_PLUGIN_OK;
}
