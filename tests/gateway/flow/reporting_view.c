/* SPDX-License-Identifier: Apache-2.0 */
/* What a random life of reports comes to: what everybody sees, and the fold. */
#include <stdio.h>

#include "gateway/flow/flow_internal.h"
#include "gateway/host/host_internal.h"
#include "tests/gateway/flow/reporting.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void
look(const struct reporting *life, struct dg_buf *seen, const char *type,
     const char *source, const char *data)
{
    gate_ask(life->gate, "%s", gate_event(type, source, "look", data));
    dg_buf_text(seen,
                life->gate->replies[(life->gate->asked - 1) % GATE_REPLIES]);
    dg_buf_text(seen, "\n");
    dg_arena_reset(&life->gate->arena);
}

void
reporting_look(const struct reporting *life, struct dg_buf *seen)
{
    char source[64], data[64];
    for (size_t i = 0; i < COUNT(reporting_offices); i++) {
        snprintf(source, sizeof source, "office/%s", reporting_offices[i]);
        look(life, seen, "worksheet.read", source, "{\"limit\":100}");
    }
    for (size_t i = 0; i < COUNT(reporting_towns); i++) {
        snprintf(source, sizeof source, "town/%s", reporting_towns[i]);
        look(life, seen, "worksheet.read", source, "{\"limit\":100}");
    }
    for (unsigned i = 0; i < life->task_count; i++) {
        snprintf(data, sizeof data, "{\"task\":%llu}", life->tasks[i]);
        look(life, seen, "report.read", life->askers[i], data);
        snprintf(data, sizeof data, "{\"task\":%llu,\"list\":\"people\"}",
                 life->tasks[i]);
        look(life, seen, "report.read", life->askers[i], data);
    }
    for (size_t i = 0; i < COUNT(reporting_departments); i++) {
        look(life, seen, "report.list", reporting_departments[i], "{}");
        look(life, seen, "report.changes", reporting_departments[i],
             "{\"since\":0}");
    }
    look(life, seen, "dictionary.read", "keeper/huishui", "{\"limit\":100}");
    look(life, seen, "dictionary.conflicts", "keeper/huishui", "{}");
    look(life, seen, "dictionary.suggestions", "keeper/huishui", "{}");
    look(life, seen, "form.read", "keeper/huishui", "{\"limit\":100}");
}

void
reporting_save(const struct gate *gate, struct dg_buf *fold)
{
    const struct dg_host *host = gate->flow->host;
    struct dg_json_writer *json;
    struct dg_str text = {NULL, 0};
    for (size_t i = 0; i < host->count; i++) {
        const struct dg_host_plugin *plugin = &host->plugins[i];
        if (strcmp(plugin->block.name, "form_dedup") == 0 &&
            dg_json_writer_create(&json) == DG_OK) {
            struct dg_plugin_writer out = {.json = json};
            plugin->block.save(plugin->state, &out);
            dg_json_writer_text(json, &text);
            dg_buf_str(fold, text);
            dg_json_writer_destroy(json);
        }
    }
}
