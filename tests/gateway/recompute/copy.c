/* SPDX-License-Identifier: Apache-2.0 */
/* A gate's journal as an export; see copy.h. */
#include "tests/gateway/recompute/copy.h"

#include <stdio.h>
#include <stdlib.h>

static void
need(bool done, const char *what)
{
    if (!done) {
        fprintf(stderr, "copy: %s\n", what);
        exit(99);
    }
}

void
copy_ask_gate(struct gate *gate, const char *type, const char *params,
              struct dg_buf *result)
{
    char name[64];
    snprintf(name, sizeof name, "%s", type);
    const char *event = gate_event(name, "auditor/sj", "q1", params);
    size_t index = gate_send(gate, event, strlen(event));
    gate_await(gate, index);
    const char *begin = strstr(gate->replies[index], "\"result\":");
    need(begin != NULL, gate->replies[index]);
    begin += strlen("\"result\":");
    dg_buf_append(result, begin, strlen(begin) - 1);
}

const char *
copy_export(fake_export_fn withholds)
{
    static char path[4096];
    char dir[4096];
    struct dg_store *store;
    struct dg_buf why;
    dg_buf_init(&why);
    snprintf(dir, sizeof dir, "%s/state", getenv("TEST_DIR"));
    snprintf(path, sizeof path, "%s/export", getenv("TEST_DIR"));
    need(dg_store_open("sqlite", dir, &store, &why) == DG_OK, "no journal");
    fake_export_write(store, path, withholds);
    dg_store_close(store);
    dg_buf_finish(&why);
    return path;
}

bool
copy_open(struct dg_asker *asker, const char *file, bool again,
          struct dg_buf *why)
{
    static struct dg_buf problem;
    char plugins[4096];
    struct dg_recorded recorded;
    struct dg_store *store;
    snprintf(plugins, sizeof plugins, "%s/plugins", getenv("TEST_DIR"));
    if (dg_store_open_backup("export", file, &store, why) != DG_OK) {
        return false;
    }
    dg_recorded_init(&recorded);
    enum dg_err err = dg_recorded_read(store, plugins, &recorded, why);
    dg_store_close(store);
    dg_buf_clear(&problem);
    asker->now_us = again ? recorded.first_us : recorded.last_us;
    asker->reader = DG_STR("auditor/sj");
    asker->problem = &problem;
    if (err == DG_OK) {
        err = dg_asker_open(
            asker, file, (struct dg_str){recorded.text.data, recorded.text.len},
            again ? NULL : file, why);
    }
    dg_recorded_finish(&recorded);
    return err == DG_OK;
}

void
copy_ask(struct dg_asker *asker, const char *type, const char *params,
         struct dg_buf *result)
{
    char name[128];
    snprintf(name, sizeof name, "dutygate.%s.v1", type);
    if (dg_asker_ask(asker, name, dg_str_from(params), result) != DG_OK) {
        need(false, asker->problem->len ? asker->problem->data : "no answer");
    }
}
