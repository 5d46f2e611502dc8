/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table from texts to numbers, and an array back. */
#define HASH_NONFATAL_OOM 1
#include "plugins/form_dedup/text/names.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

struct name {
    uint32_t number;
    UT_hash_handle hh;
    size_t len;
    char text[];
};

struct dg_names {
    struct name *by_text;
    struct name **by_number;
    uint32_t count, room;
};

struct dg_names *
dg_names_create(void)
{
    return calloc(1, sizeof(struct dg_names));
}

void
dg_names_destroy(struct dg_names *names)
{
    if (!names) {
        return;
    }
    HASH_CLEAR(hh, names->by_text);
    for (uint32_t i = 0; i < names->count; i++) {
        free(names->by_number[i]);
    }
    free(names->by_number);
    free(names);
}

uint32_t
dg_names_count(const struct dg_names *names)
{
    return names->count;
}

uint32_t
dg_names_find(const struct dg_names *names, struct dg_plugin_str text)
{
    const char *key = text.len > 0 ? text.data : "";
    const struct name *name;
    HASH_FIND(hh, names->by_text, key, text.len, name);
    return name ? name->number : DG_NAMES_NONE;
}

static bool
make_room(struct dg_names *names)
{
    uint32_t room = names->room ? 2 * names->room : 16;
    struct name **grown;
    if (names->count < names->room) {
        return true;
    }
    grown = realloc(names->by_number, room * sizeof(struct name *));
    if (!grown) {
        return false;
    }
    names->by_number = grown;
    names->room = room;
    return true;
}

uint32_t
dg_names_take(struct dg_names *names, struct dg_plugin_str text)
{
    uint32_t number = dg_names_find(names, text);
    struct name *name;
    if (number != DG_NAMES_NONE || !make_room(names)) {
        return number;
    }
    name = calloc(1, sizeof *name + text.len);
    if (!name) {
        return DG_NAMES_NONE;
    }
    name->number = names->count;
    name->len = text.len;
    if (text.len > 0) { /* else data may be NULL */
        memcpy(name->text, text.data, text.len);
    }
    HASH_ADD_KEYPTR(hh, names->by_text, name->text, text.len, name);
    if (!name->hh.tbl) {
        free(name);
        return DG_NAMES_NONE;
    }
    names->by_number[names->count++] = name;
    return name->number;
}

struct dg_plugin_str
dg_names_text(const struct dg_names *names, uint32_t number)
{
    const struct name *name =
        number < names->count ? names->by_number[number] : NULL;
    return name ? (struct dg_plugin_str){name->text, name->len}
                : (struct dg_plugin_str){0};
}
