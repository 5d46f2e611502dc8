/* SPDX-License-Identifier: Apache-2.0 */
/* Finds, checks and loads plugins; says what they declare besides types, which
 * are host_types.c's. What is asked of them per event is in host_decide.c. */
#include "gateway/host/host_internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/date.h"

static enum dg_err
refuse(struct dg_buf *why, const char *plugin, const char *what)
{
    dg_buf_printf(why, "plugin %s: %s", plugin, what);
    return DG_ERR_CONFIG;
}

/* Whoever may write a plugin decides for the county. */
static enum dg_err
check_file(const char *name, const char *path, struct dg_buf *why)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        dg_buf_printf(why, "plugin %s: %s: %s", name, path, strerror(errno));
        return DG_ERR_CONFIG;
    }
    if ((st.st_uid != 0 && st.st_uid != geteuid()) ||
        (st.st_mode & (S_IWGRP | S_IWOTH))) {
        dg_buf_printf(why,
                      "plugin %s: %s may be written by others than root and "
                      "the gateway's user",
                      name, path);
        return DG_ERR_CONFIG;
    }
    return DG_OK;
}

static enum dg_err
check_block(const char *name, const struct dg_plugin *block, struct dg_buf *why)
{
    if (!block || block->struct_size < offsetof(struct dg_plugin, name)) {
        return refuse(why, name, "describes nothing");
    }
    if (block->abi_major != DG_PLUGIN_ABI_MAJOR ||
        block->abi_minor > DG_PLUGIN_ABI_MINOR) {
        dg_buf_printf(why,
                      "plugin %s: made for ABI %u.%u, this gateway has "
                      "%u.%u",
                      name, block->abi_major, block->abi_minor,
                      DG_PLUGIN_ABI_MAJOR, DG_PLUGIN_ABI_MINOR);
        return DG_ERR_VERSION;
    }
    return DG_OK;
}

static enum dg_err
check_hooks(const char *name, const struct dg_plugin *block, struct dg_buf *why)
{
    const char *missing = !block->name      ? "name"
                          : !block->version ? "version"
                          : !block->load    ? "load"
                          : !block->decide  ? "decide"
                          : !block->apply   ? "apply"
                                            : NULL;
    if (missing) {
        dg_buf_printf(why, "plugin %s: describes no %s", name, missing);
        return DG_ERR_CONFIG;
    }
    if (strcmp(block->name, name) != 0) {
        dg_buf_printf(why,
                      "plugin %s: the module calls itself \"%s\"; that and "
                      "the name of its file must be the same",
                      name, block->name);
        return DG_ERR_CONFIG;
    }
    if (block->restore && !block->save) {
        return refuse(why, name, "has restore, and no save");
    }
    return DG_OK;
}

static enum dg_err
copy_block(const char *name, const struct dg_plugin *block,
           struct dg_host_plugin *plugin, struct dg_buf *why)
{
    enum dg_err err = check_block(name, block, why);
    size_t size;
    if (err != DG_OK) {
        return err;
    }
    size = block->struct_size < sizeof plugin->block ? block->struct_size
                                                     : sizeof plugin->block;
    memcpy(&plugin->block, block, size);
    err = check_hooks(name, &plugin->block, why);
    return err == DG_OK ? dg_host_types_read(plugin, why) : err;
}

/* RTLD_NOW, which uv_dlopen does not offer: a missing symbol is found here and
 * not at the first call in the middle of a decision. */
static enum dg_err
open_plugin(const char *dir, const char *name, struct dg_host_plugin *plugin,
            struct dg_buf *why)
{
    const struct dg_plugin *(*describe)(void);
    struct dg_buf path;
    enum dg_err err;
    dg_buf_init(&path);
    dg_buf_printf(&path, "%s/%s.so", dir, name);
    err = path.err != DG_OK ? path.err : check_file(name, path.data, why);
    if (err != DG_OK) {
        goto out;
    }
    plugin->handle = dlopen(path.data, RTLD_NOW | RTLD_LOCAL);
    if (!plugin->handle) {
        err = refuse(why, name, dlerror());
        goto out;
    }
    *(void **) &describe = dlsym(plugin->handle, "dg_plugin_describe");
    err = describe ? copy_block(name, describe(), plugin, why)
                   : refuse(why, name, "exports no dg_plugin_describe");
out:
    dg_buf_finish(&path);
    return err;
}

static enum dg_err
add_schemas(const struct dg_host_plugin *plugin, struct dg_schema_set *schemas,
            struct dg_buf *why)
{
    for (size_t i = 0; i < plugin->block.type_count; i++) {
        struct dg_buf file;
        enum dg_err err;
        size_t begin = why->len;
        dg_buf_printf(why, "plugin %s: ", plugin->block.name);
        dg_buf_init(&file);
        /* "dutygate.list.publish.v1" is described by "list.publish.v1.json" */
        dg_buf_printf(&file, "%s.json",
                      plugin->types[i].name + strlen("dutygate."));
        err = dg_schema_set_add(schemas, file.data,
                                dg_str_from(plugin->types[i].schema), why);
        dg_buf_finish(&file);
        if (err != DG_OK || why->err != DG_OK) {
            return err;
        }
        why->len = begin;
        why->data[begin] = '\0';
    }
    return DG_OK;
}

/* Says where it is named, too, if it cannot be opened. */
static enum dg_err
open_named(const struct dg_conf *conf, size_t index,
           struct dg_host_plugin *plugin, struct dg_schema_set *schemas,
           struct dg_buf *why)
{
    size_t begin = why->len;
    dg_buf_printf(why, "%s:", conf->path);
    if (conf->plugins_line > 0) {
        dg_buf_printf(why, "%d:", conf->plugins_line);
    }
    dg_buf_text(why, " ");
    enum dg_err err =
        open_plugin(conf->plugin_dir, conf->plugins[index], plugin, why);
    if (err == DG_OK) {
        err = add_schemas(plugin, schemas, why);
    }
    if (err == DG_OK && why->err == DG_OK) {
        why->len = begin;
        why->data[begin] = '\0';
    }
    return err;
}

static enum dg_err
read_rules(const struct dg_conf *conf, struct dg_host_plugin *plugin)
{
    size_t count = plugin->block.rule_count;
    plugin->rules = calloc(count ? count : 1, sizeof *plugin->rules);
    if (!plugin->rules) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        plugin->rules[i] =
            dg_conf_rule(conf, plugin->block.name, plugin->block.rules[i].name);
    }
    return DG_OK;
}

static enum dg_err
check_configuration(struct dg_conf *conf, struct dg_host *host,
                    struct dg_buf *why)
{
    const struct dg_plugin **blocks =
        calloc(host->count ? host->count : 1, sizeof *blocks);
    enum dg_err err = blocks ? DG_OK : DG_ERR_MEMORY;
    for (size_t i = 0; blocks && i < host->count; i++) {
        blocks[i] = &host->plugins[i].block;
    }
    if (err == DG_OK) {
        err = dg_conf_check(conf, blocks, host->count, why);
    }
    for (size_t i = 0; err == DG_OK && i < host->count; i++) {
        err = read_rules(conf, &host->plugins[i]);
    }
    free(blocks);
    return err;
}

enum dg_err
dg_host_open(struct dg_conf *conf, struct dg_schema_set *schemas,
             struct dg_host **out, struct dg_buf *why)
{
    struct dg_host *host = calloc(1, sizeof *host);
    enum dg_err err = host ? DG_OK : DG_ERR_MEMORY;
    if (err != DG_OK) {
        return err;
    }
    host->conf = conf;
    dg_arena_init(&host->arena, SIZE_MAX);
    host->plugins = calloc(conf->plugin_count + 1, sizeof *host->plugins);
    err = host->plugins ? DG_OK : DG_ERR_MEMORY;
    for (size_t i = 0; err == DG_OK && i < conf->plugin_count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        plugin->host = host;
        plugin->table = dg_host_table;
        host->count++;
        err = open_named(conf, i, plugin, schemas, why);
        host->shows_headers = host->shows_headers || plugin->block.header;
    }
    if (err == DG_OK) {
        err = check_configuration(conf, host, why);
    }
    if (err != DG_OK) {
        dg_host_close(host);
        return err;
    }
    *out = host;
    return DG_OK;
}

enum dg_err
dg_host_load(struct dg_host *host, const struct dg_host_world *world,
             struct dg_buf *why)
{
    host->world = *world;
    for (size_t i = 0; i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        struct dg_plugin_options options = {plugin, NULL};
        enum dg_plugin_status status =
            plugin->block.load(&plugin->table, &options, &plugin->state);
        plugin->loaded = status == DG_PLUGIN_OK;
        if (options.undeclared) {
            dg_buf_printf(why,
                          "plugin %s: load asks for the option \"%s\", which "
                          "it does not declare as such",
                          plugin->block.name, options.undeclared);
            return DG_ERR_CONFIG;
        }
        if (!plugin->loaded) {
            return refuse(why, plugin->block.name, "load failed");
        }
    }
    return DG_OK;
}

/* The code stays mapped: timers or thread keys may still point into it. */
void
dg_host_close(struct dg_host *host)
{
    if (!host) {
        return;
    }
    for (size_t i = 0; i < host->count; i++) {
        struct dg_host_plugin *plugin = &host->plugins[i];
        if (plugin->loaded && plugin->block.unload) {
            plugin->block.unload(plugin->state);
        }
        free(plugin->types);
        free(plugin->rules);
    }
    dg_arena_finish(&host->arena);
    if (host->inner) {
        dg_json_writer_destroy(host->inner);
    }
    free(host->plugins);
    free(host);
}

/* ---- what they declare ------------------------------------------------- */

static void
describe_options(const struct dg_host_plugin *plugin,
                 struct dg_json_writer *out)
{
    const struct dg_conf *conf = plugin->host->conf;
    const char *name = plugin->block.name;
    dg_json_name(out, "options");
    dg_json_open_object(out);
    for (size_t i = 0; i < plugin->block.option_count; i++) {
        const struct dg_plugin_option *option = &plugin->block.options[i];
        dg_json_name(out, option->name);
        switch (option->type) {
        case DG_PLUGIN_OPTION_TEXT:
            dg_json_str(out, dg_conf_text(conf, name, option->name));
            break;
        case DG_PLUGIN_OPTION_INTEGER:
            dg_json_integer(out, dg_conf_integer(conf, name, option->name));
            break;
        case DG_PLUGIN_OPTION_BOOLEAN:
            dg_json_boolean(out, dg_conf_boolean(conf, name, option->name));
            break;
        }
    }
    dg_json_close_object(out);
}

static void
describe_rules(const struct dg_host_plugin *plugin, struct dg_json_writer *out)
{
    dg_json_name(out, "rules");
    dg_json_open_array(out);
    for (size_t i = 0; i < plugin->block.rule_count; i++) {
        const struct dg_conf_rule *rule = &plugin->rules[i];
        char from[DG_DATE_SIZE];
        dg_json_open_object(out);
        dg_json_put_text(out, "name", plugin->block.rules[i].name);
        dg_json_put_text(out, "mode", dg_mode_text(rule->mode));
        if (rule->dated) {
            dg_date_format(rule->from, from);
            dg_json_put_text(out, "before", dg_mode_text(rule->before));
            dg_json_put_text(out, "from", from);
        }
        dg_json_close_object(out);
    }
    dg_json_close_array(out);
}

void
dg_host_describe(const struct dg_host *host, struct dg_json_writer *out)
{
    dg_json_name(out, "plugins");
    dg_json_open_array(out);
    for (size_t i = 0; i < host->count; i++) {
        const struct dg_host_plugin *plugin = &host->plugins[i];
        dg_json_open_object(out);
        dg_json_put_text(out, "name", plugin->block.name);
        dg_json_put_text(out, "version", plugin->block.version);
        dg_json_put_integer(out, "fold", plugin->block.fold_version);
        describe_options(plugin, out);
        describe_rules(plugin, out);
        dg_json_close_object(out);
    }
    dg_json_close_array(out);
}
