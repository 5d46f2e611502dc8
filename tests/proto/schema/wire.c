/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which schemas the tests decode with. */
#include "tests/proto/schema/wire.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/schema/schemas.h"

static const char *const plugin_files[] = {
    "plugins/access_list/schema/list.publish.v1.json",
    "plugins/access_list/schema/exemption.read.v1.json",
    "plugins/access_list/schema/list.read.v1.json",
    "plugins/access_list/schema/list.report.v1.json",
    "plugins/burden/schema/indicator.publish.v1.json",
    "plugins/burden/schema/tariff.publish.v1.json",
    "plugins/burden/schema/tariff.read.v1.json",
    "plugins/burden/schema/burden.read.v1.json",
    "plugins/form_dedup/schema/dictionary.conflicts.v1.json",
    "plugins/form_dedup/schema/dictionary.keep_apart.v1.json",
    "plugins/form_dedup/schema/dictionary.merge.v1.json",
    "plugins/form_dedup/schema/dictionary.publish.v1.json",
    "plugins/form_dedup/schema/dictionary.read.v1.json",
    "plugins/form_dedup/schema/dictionary.suggest.v1.json",
    "plugins/form_dedup/schema/dictionary.suggestions.v1.json",
    "plugins/form_dedup/schema/form.check.v1.json",
    "plugins/form_dedup/schema/form.file.v1.json",
    "plugins/form_dedup/schema/form.publish.v1.json",
    "plugins/form_dedup/schema/form.read.v1.json",
    "plugins/form_dedup/schema/report.changes.v1.json",
    "plugins/form_dedup/schema/report.fetch.v1.json",
    "plugins/form_dedup/schema/report.list.v1.json",
    "plugins/form_dedup/schema/report.read.v1.json",
    "plugins/form_dedup/schema/report.total.v1.json",
    "plugins/form_dedup/schema/worksheet.read.v1.json",
    "plugins/form_dedup/schema/report.correct.v1.json",
    "plugins/form_dedup/schema/report.review.v1.json",
    "plugins/form_dedup/schema/report.submit.v1.json",
};
#define TYPE_MAX 64

struct dg_str
wire_read(const char *path)
{
    struct dg_buf text;
    char block[4096];
    size_t len;
    FILE *file = fopen(path, "r");

    dg_buf_init(&text);
    if (!file) {
        perror(path);
        return (struct dg_str){NULL, 0};
    }
    while ((len = fread(block, 1, sizeof block, file)) > 0) {
        dg_buf_append(&text, block, len);
    }
    fclose(file);
    return dg_buf_take(&text);
}

static enum dg_err
add_plugin_files(struct dg_schema_set *set, struct dg_buf *why)
{
    for (size_t i = 0; i < sizeof plugin_files / sizeof plugin_files[0]; i++) {
        char path[4096];
        struct dg_str text;
        enum dg_err err;
        snprintf(path, sizeof path, "%s/%s", getenv("top_srcdir"),
                 plugin_files[i]);
        text = wire_read(path);
        err = dg_schema_set_add(set, strrchr(path, '/') + 1, text, why);
        free((void *) text.data);
        if (err) {
            return err;
        }
    }
    return DG_OK;
}

static enum dg_err
add_core(struct dg_schema_set *set, struct dg_buf *why)
{
    size_t count;
    const struct dg_schema_text *texts = dg_schemas_core(&count);
    enum dg_err err = DG_OK;

    for (size_t i = 0; i < count && !err; i++) {
        err = dg_schema_set_add(set, texts[i].name, dg_str_from(texts[i].text),
                                why);
    }
    return err;
}

/* "dutygate.task.publish.v1" is described by "task.publish.v1.json". */
static const struct dg_event_type *
look_up(void *ctx, struct dg_str name)
{
    static struct dg_event_type types[TYPE_MAX];
    static size_t count;
    struct wire *wire = ctx;
    char file[128];
    const struct dg_schema *schema;

    snprintf(file, sizeof file, "%.*s.json",
             (int) (name.len - strlen("dutygate.")),
             name.data + strlen("dutygate."));
    schema = dg_schema_set_find(wire->set, dg_str_from(file));
    for (size_t i = 0; schema && i < count; i++) {
        if (types[i].schema == schema) {
            return &types[i];
        }
    }
    if (!schema || count == TYPE_MAX) {
        return NULL;
    }
    types[count] = (struct dg_event_type){.schema = schema, .owner = -1};
    return &types[count++];
}

bool
wire_open(struct wire *wire)
{
    struct dg_buf why;
    bool opened;

    dg_buf_init(&why);
    dg_arena_init(&wire->arena, 64 << 20);
    opened = dg_schema_set_create(&wire->set) == DG_OK &&
             add_core(wire->set, &why) == DG_OK &&
             add_plugin_files(wire->set, &why) == DG_OK &&
             dg_schema_set_compile(wire->set, &why) == DG_OK;
    if (opened) {
        wire->codec = (struct dg_event_codec){
            .envelope = dg_schema_set_find(wire->set, DG_STR("event.json")),
            .lookup = look_up,
            .ctx = wire,
        };
    } else {
        fprintf(stderr, "%s\n", why.data ? why.data : "no memory");
    }
    dg_buf_finish(&why);
    return opened;
}

void
wire_close(struct wire *wire)
{
    dg_schema_set_destroy(wire->set);
    dg_arena_finish(&wire->arena);
}

struct dg_message
wire_decode(struct wire *wire, struct dg_str text)
{
    struct dg_message message;

    dg_arena_reset(&wire->arena);
    if (dg_event_decode(&wire->codec, &wire->arena, text, &message)) {
        exit(99);
    }
    return message;
}
