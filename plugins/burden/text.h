/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of the plugin contract: made, compared, printed. */
#ifndef PLUGINS_BURDEN_TEXT_H
#define PLUGINS_BURDEN_TEXT_H

#include <string.h>

#include "plugins/plugin.h"

/* For printf's "%.*s". */
#define DG_TEXT_ARG(s) (int) (s).len, (s).data ? (s).data : ""

static inline struct dg_plugin_str
dg_text_from(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static inline bool
dg_text_equal(struct dg_plugin_str a, struct dg_plugin_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool
dg_text_is(struct dg_plugin_str a, const char *text)
{
    return dg_text_equal(a, dg_text_from(text));
}

/* Byte order, a prefix first. */
static inline int
dg_text_compare(struct dg_plugin_str a, struct dg_plugin_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

#endif
