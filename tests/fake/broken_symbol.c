/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that calls a function nobody has. */
#include "plugins/plugin.h"

const struct dg_plugin *nobody_has_this(void);

const struct dg_plugin *
dg_plugin_describe(void)
{
    return nobody_has_this();
}
