/* SPDX-License-Identifier: Apache-2.0 */
/* A module that is no plugin. */
int dg_plugin_describes_nothing(void);

__attribute__((visibility("default"))) int
dg_plugin_describes_nothing(void)
{
    return 0;
}
