/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of the plugin contract: made, compared, printed. */
#ifndef PLUGINS_ACCESS_LIST_TEXT_H
#define PLUGINS_ACCESS_LIST_TEXT_H

#include <string.h>

#include "plugins/plugin.h"

/* Marks a text for people that is translated later (host->translate). */
#define N_(text) text

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

static inline bool
dg_text_begins(struct dg_plugin_str text, struct dg_plugin_str with)
{
    return with.len <= text.len &&
           (with.len == 0 || memcmp(text.data, with.data, with.len) == 0);
}

/* What stands behind the first such character; all of it without one. */
static inline struct dg_plugin_str
dg_text_behind(struct dg_plugin_str text, char mark)
{
    const char *at = text.len ? memchr(text.data, mark, text.len) : NULL;
    size_t skip = at ? (size_t) (at + 1 - text.data) : 0;
    return at ? (struct dg_plugin_str){at + 1, text.len - skip} : text;
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
