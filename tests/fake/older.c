/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin as it was built for minor 1: its types are shorter. */
#include "tests/fake/idle.h"

/* struct dg_plugin_type of minor 1. */
struct type_1_1 {
    const char *name, *schema;
    unsigned roles;
    bool reads;
};

static const struct type_1_1 types[] = {
    {"dutygate.older.first.v1", "{\"type\":\"object\"}", DG_PLUGIN_KEEPER,
     false},
    {"dutygate.older.second.v1", "{\"type\":\"object\"}", DG_PLUGIN_OFFICE,
     false},
};

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = 1,
    .abi_minor = 1,
    .name = "older",
    .version = "0.1.0",
    .fold_version = 1,
    .types = (const struct dg_plugin_type *) (const void *) types,
    .type_count = sizeof types / sizeof *types,
    .load = idle_load,
    .decide = idle_decide,
    .apply = idle_apply,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
