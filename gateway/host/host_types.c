/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the event types that plugins declare, also those made for an older
 * minor, and hands them to the flow. Whether the roles hold is the flow's. */
#include "gateway/host/host_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* An item of the array as minors 0 and 1 had it. */
struct type_1_1 {
    const char *name, *schema;
    unsigned roles;
    bool reads;
};

static bool
is_name(const char **at, bool underscores)
{
    const char *begin = *at;
    while ((**at >= 'a' && **at <= 'z') || (underscores && **at == '_')) {
        ++*at;
    }
    return *at > begin;
}

/* The pattern of schema/event.json: another name could not be sent. */
static bool
is_type_name(const char *name)
{
    const char *at = name;
    if (!name || strlen(name) > 64 || strncmp(at, "dutygate.", 9) != 0) {
        return false;
    }
    at += 9;
    if (!is_name(&at, false) || *at++ != '.' || !is_name(&at, true) ||
        strncmp(at, ".v", 2) != 0) {
        return false;
    }
    at += 2;
    size_t digits = strspn(at, "0123456789");
    return digits >= 1 && digits <= 3 && !at[digits];
}

static enum dg_err
refuse(const struct dg_host_plugin *plugin, const struct dg_plugin_type *type,
       const char *what, struct dg_buf *why)
{
    dg_buf_printf(why, "plugin %s: type \"%s\" %s", plugin->block.name,
                  type->name ? type->name : "", what);
    return DG_ERR_CONFIG;
}

static enum dg_err
check_type(const struct dg_host_plugin *plugin,
           const struct dg_plugin_type *type, struct dg_buf *why)
{
    const struct dg_plugin_scope *scope = &type->scope;
    if (!is_type_name(type->name)) {
        return refuse(plugin, type,
                      "must be named dutygate.<noun>.<verb>.v<number>", why);
    }
    if (!type->schema) {
        return refuse(plugin, type, "has no schema", why);
    }
    if (type->reads && !plugin->block.query) {
        dg_buf_printf(why, "plugin %s: has a type that reads, and no query",
                      plugin->block.name);
        return DG_ERR_CONFIG;
    }
    if (((scope->own | scope->below) & ~type->roles) ||
        (scope->below & ~(unsigned) DG_PLUGIN_TOWN)) {
        return refuse(plugin, type,
                      "narrows a role that may not send it, or gives offices "
                      "below to another than a town",
                      why);
    }
    if (type->behalf &&
        (type->reads || !(type->roles & (unsigned) DG_PLUGIN_TOWN))) {
        return refuse(plugin, type,
                      "is taken on behalf of offices, but is a read, or no "
                      "town may send it",
                      why);
    }
    return DG_OK;
}

static struct dg_plugin_type
read_type(const struct dg_plugin *block, size_t index)
{
    const struct type_1_1 *old;
    struct dg_plugin_type type;
    if (block->abi_minor >= 2) { /* behalf lies where 1.2 had nothing */
        type = block->types[index];
        type.behalf = type.behalf && block->abi_minor >= 3;
        return type;
    }
    old = (const struct type_1_1 *) (const void *) block->types + index;
    return (struct dg_plugin_type){.name = old->name,
                                   .schema = old->schema,
                                   .roles = old->roles,
                                   .reads = old->reads};
}

enum dg_err
dg_host_types_read(struct dg_host_plugin *plugin, struct dg_buf *why)
{
    const struct dg_plugin *block = &plugin->block;
    enum dg_err err = DG_OK;
    plugin->types = calloc(block->type_count + 1, sizeof *plugin->types);
    if (!plugin->types) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; err == DG_OK && i < block->type_count; i++) {
        plugin->types[i] = read_type(block, i);
        err = check_type(plugin, &plugin->types[i], why);
    }
    return err;
}

size_t
dg_host_type_count(const struct dg_host *host)
{
    size_t count = 0;
    for (size_t i = 0; i < host->count; i++) {
        count += host->plugins[i].block.type_count;
    }
    return count;
}

enum dg_err
dg_host_type(const struct dg_host *host, size_t index,
             const struct dg_schema_set *schemas, struct dg_event_type *type)
{
    size_t owner = 0;
    const struct dg_plugin_type *from;
    char file[128];
    int len;
    while (owner < host->count &&
           index >= host->plugins[owner].block.type_count) {
        index -= host->plugins[owner++].block.type_count;
    }
    if (owner == host->count) {
        return DG_ERR_ABSENT;
    }
    from = &host->plugins[owner].types[index];
    len = snprintf(file, sizeof file, "%s.json",
                   from->name + strlen("dutygate."));
    *type = (struct dg_event_type){
        .name = from->name,
        .schema =
            dg_schema_set_find(schemas, (struct dg_str){file, (size_t) len}),
        .roles = from->roles,
        .own = from->scope.own,
        .below = from->scope.below,
        .whose = from->scope.whose,
        .reads = from->reads,
        .open = from->scope.open,
        .personal = from->personal,
        .behalf = from->behalf,
        .erasable = from->erasable,
        .owner = (int) owner,
    };
    return type->schema ? DG_OK : DG_ERR_ABSENT;
}
