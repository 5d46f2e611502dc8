/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin of another ABI. */
#include "plugins/plugin.h"

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR + 1,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "broken_abi",
    .version = "0.1.0",
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
