/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the configuration of the last start in an export, and writes it as the
 * file it came from might have read. What of it is right, core/conf decides. */
#include "gateway/recompute/recorded.h"

#include <inttypes.h>

#include "proto/codec/json.h"

#define CONFIGURE "dutygate.gateway.configure.v1"

struct reading {
    struct dg_recorded *recorded;
    const char *plugin_dir;
    struct dg_arena arena;
    bool found;
};

void
dg_recorded_init(struct dg_recorded *recorded)
{
    *recorded = (struct dg_recorded){.entries = 0};
    dg_buf_init(&recorded->text);
    dg_buf_init(&recorded->shut);
    dg_buf_init(&recorded->plugins);
}

void
dg_recorded_finish(struct dg_recorded *recorded)
{
    dg_buf_finish(&recorded->text);
    dg_buf_finish(&recorded->shut);
    dg_buf_finish(&recorded->plugins);
}

/* ---- as a configuration -------------------------------------------------- */

/* In single quotes nothing means anything but these two. */
static void
put_quoted(struct dg_buf *out, struct dg_str value)
{
    dg_buf_u8(out, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] == '\'' || value.data[i] == '\\') {
            dg_buf_u8(out, '\\');
        }
        dg_buf_u8(out, (uint8_t) value.data[i]);
    }
    dg_buf_u8(out, '\'');
}

static void
put_option(struct dg_buf *out, const char *name, struct dg_str value)
{
    dg_buf_printf(out, "%s = ", name);
    put_quoted(out, value);
    dg_buf_text(out, "\n");
}

/* A text, a number or a truth. */
static struct dg_str
value_text(const struct dg_json *node)
{
    return node->type == DG_JSON_BOOLEAN
               ? dg_str_from(node->boolean ? "true" : "false")
               : node->text;
}

/* Unless it was not recorded: then it is as usual. */
static void
put_member(struct dg_buf *out, const char *name, const struct dg_json *data,
           const char *member)
{
    const struct dg_json *node = dg_json_get(data, member);
    if (node) {
        put_option(out, name, value_text(node));
    }
}

/* NAME = {'…', '…'}, of the items themselves or of a member of each. */
static void
put_list(struct dg_buf *out, const char *name, const struct dg_json *first,
         const char *member)
{
    dg_buf_printf(out, "%s = {", name);
    for (const struct dg_json *item = first; item; item = item->next) {
        dg_buf_text(out, item == first ? "" : ", ");
        put_quoted(out, member ? dg_json_get_str(item, member) : item->text);
    }
    dg_buf_text(out, "}\n");
}

/* A rule that was off stays off. */
static void
put_mode(struct dg_buf *out, const struct dg_json *rule, bool enforce)
{
    if (enforce && !dg_str_is(dg_json_get_str(rule, "mode"), "off")) {
        put_option(out, "mode", DG_STR("enforce"));
        return;
    }
    put_member(out, "mode", rule, "mode");
    put_member(out, "before", rule, "before");
    put_member(out, "from", rule, "from");
}

static void
put_rule(struct dg_buf *out, const struct dg_json *rule, bool enforce)
{
    dg_buf_text(out, "rule ");
    put_quoted(out, dg_json_get_str(rule, "name"));
    dg_buf_text(out, " {\n");
    put_mode(out, rule, enforce);
    dg_buf_text(out, "}\n");
}

static void
put_plugin(struct dg_buf *out, const struct dg_json *plugin, bool enforce)
{
    dg_buf_str(out, dg_json_get_str(plugin, "name"));
    dg_buf_text(out, " {\n");
    for (const struct dg_json *option = dg_json_items(plugin, "options");
         option; option = option->next) {
        dg_buf_str(out, option->name);
        dg_buf_text(out, " = ");
        put_quoted(out, value_text(option));
        dg_buf_text(out, "\n");
    }
    for (const struct dg_json *rule = dg_json_items(plugin, "rules"); rule;
         rule = rule->next) {
        put_rule(out, rule, enforce);
    }
    dg_buf_text(out, "}\n");
}

static void
put_configuration(struct dg_buf *out, const struct reading *r,
                  struct dg_str gateway, const struct dg_json *data,
                  bool enforce)
{
    const struct dg_json *plugins = dg_json_items(data, "plugins");
    dg_buf_clear(out);
    put_option(out, "gateway", gateway);
    put_member(out, "language", data, "language");
    put_member(out, "expire_after", data, "expireafter");
    put_member(out, "cosign_within", data, "cosignwithin");
    put_member(out, "separation", data, "separation");
    if (r->plugin_dir) {
        put_option(out, "plugin_dir", dg_str_from(r->plugin_dir));
    }
    put_list(out, "root_keys", dg_json_items(data, "rootkeys"), NULL);
    put_list(out, "plugins", plugins, "name");
    for (; plugins; plugins = plugins->next) {
        put_plugin(out, plugins, enforce);
    }
}

/* ---- out of the export --------------------------------------------------- */

static enum dg_err
take_configure(struct reading *r, const struct dg_store_entry *entry,
               struct dg_str gateway)
{
    struct dg_recorded *recorded = r->recorded;
    const struct dg_json *event, *data;
    struct dg_json_error error;
    enum dg_err err = dg_json_parse(&r->arena, entry->event, &event, &error);
    if (err != DG_OK) {
        return err == DG_ERR_MEMORY ? err : DG_ERR_CORRUPT;
    }
    data = dg_json_get(event, "data");
    put_configuration(&recorded->text, r, gateway, data, false);
    put_configuration(&recorded->shut, r, gateway, data, true);
    dg_buf_clear(&recorded->plugins);
    dg_buf_str(&recorded->plugins, dg_json_bytes(dg_json_get(data, "plugins")));
    r->found = true;
    return recorded->text.err != DG_OK ? recorded->text.err
                                       : recorded->plugins.err;
}

static enum dg_err
take_entry(struct reading *r, const struct dg_store_entry *entry)
{
    struct dg_header header;
    dg_arena_reset(&r->arena);
    if (r->recorded->entries++ == 0) {
        r->recorded->first_us = entry->time_us;
    }
    r->recorded->last_us = entry->time_us;
    enum dg_err err = dg_header_decode(entry->header, &r->arena, &header);
    if (err != DG_OK || !entry->event.data ||
        !dg_str_is(header.type, CONFIGURE)) {
        return err == DG_ERR_MALFORMED ? DG_ERR_CORRUPT : err;
    }
    return take_configure(r, entry, header.gateway);
}

enum dg_err
dg_recorded_read(struct dg_store *store, const char *plugin_dir,
                 struct dg_recorded *recorded, struct dg_buf *why)
{
    struct reading r = {.recorded = recorded, .plugin_dir = plugin_dir};
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence = 0;
    enum dg_err err = dg_store_cursor_open(store, 1, &cursor);
    if (err != DG_OK) {
        return err;
    }
    dg_arena_init(&r.arena, SIZE_MAX);
    while (err == DG_OK &&
           (err = dg_store_cursor_next(cursor, &entry, &sequence)) == DG_OK) {
        err = take_entry(&r, &entry);
    }
    dg_arena_finish(&r.arena);
    dg_store_cursor_close(cursor);
    if (err == DG_ERR_ABSENT && r.found) {
        return DG_OK;
    }
    if (err == DG_ERR_ABSENT) {
        dg_buf_text(why, "there is no gateway.configure in it: nobody knows "
                         "with which plugins it was kept");
        return DG_ERR_CONFIG;
    }
    dg_buf_printf(why, "entry %" PRIu64 " is damaged", sequence);
    return err;
}

/* ---- questions ----------------------------------------------------------- */

static const struct dg_json *
find_plugin(const struct dg_json *plugins, struct dg_str name)
{
    const struct dg_json *plugin = plugins ? plugins->child : NULL;
    while (plugin && !dg_str_equal(dg_json_get_str(plugin, "name"), name)) {
        plugin = plugin->next;
    }
    return plugin;
}

static const struct dg_json *
parse(struct dg_arena *arena, struct dg_str text)
{
    struct dg_json_error error;
    const struct dg_json *root;
    return dg_json_parse(arena, text, &root, &error) == DG_OK ? root : NULL;
}

enum dg_err
dg_recorded_option(const struct dg_recorded *recorded, const char *plugin,
                   const char *option, struct dg_buf *value)
{
    struct dg_arena arena;
    dg_arena_init(&arena, SIZE_MAX);
    const struct dg_json *plugins = parse(
        &arena, (struct dg_str){recorded->plugins.data, recorded->plugins.len});
    const struct dg_json *found = dg_json_get(
        dg_json_get(find_plugin(plugins, dg_str_from(plugin)), "options"),
        option);
    if (found) {
        dg_buf_str(value, value_text(found));
    }
    dg_arena_finish(&arena);
    return found ? value->err : DG_ERR_ABSENT;
}

void
dg_recorded_compare(const struct dg_recorded *recorded, struct dg_str loaded,
                    struct dg_buf *notes)
{
    struct dg_arena arena;
    dg_arena_init(&arena, SIZE_MAX);
    const struct dg_json *plugins = parse(
        &arena, (struct dg_str){recorded->plugins.data, recorded->plugins.len});
    const struct dg_json *here = dg_json_get(parse(&arena, loaded), "plugins");
    for (const struct dg_json *was = plugins ? plugins->child : NULL; was;
         was = was->next) {
        struct dg_str name = dg_json_get_str(was, "name");
        const struct dg_json *is = find_plugin(here, name);
        struct dg_str before = dg_json_get_str(was, "version");
        struct dg_str now = dg_json_get_str(is, "version");
        if (is && !dg_str_equal(before, now)) {
            dg_buf_printf(notes,
                          "plugin %.*s was %.*s when this was written, and is "
                          "%.*s here\n",
                          DG_STR_ARG(name), DG_STR_ARG(before),
                          DG_STR_ARG(now));
        }
    }
    dg_arena_finish(&arena);
}
