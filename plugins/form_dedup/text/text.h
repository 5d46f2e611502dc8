/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of the plugin contract: made, compared, printed. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_TEXT_H
#define PLUGINS_FORM_DEDUP_TEXT_TEXT_H

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

/* Byte order, a prefix first. */
static inline int
dg_text_compare(struct dg_plugin_str a, struct dg_plugin_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* The number that a cursor of digits is; 0 of anything else. */
static inline uint64_t
dg_text_number(struct dg_plugin_str text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.len && text.len <= 16; i++) {
        number = number * 10 + (uint64_t) (text.data[i] - '0');
    }
    return number;
}

#endif
