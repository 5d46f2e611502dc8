/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps every version of every list and says which one is in force on a day.
 * What a version says is version.c's. */
#include "plugins/access_list/list.h"

#include <utlist.h>

#include "plugins/access_list/text.h"

void
dg_list_init(struct dg_list_set *set, const struct dg_plugin_host *host)
{
    *set = (struct dg_list_set){.host = host};
}

void
dg_list_finish(struct dg_list_set *set)
{
    struct dg_list *list, *next_list;
    struct dg_version *version, *next_version;
    HASH_ITER(hh, set->by_name, list, next_list)
    {
        HASH_DEL(set->by_name, list);
        DL_FOREACH_SAFE(list->versions, version, next_version)
        {
            dg_version_destroy(version);
        }
        set->host->release(list);
    }
}

static struct dg_list *
find(const struct dg_list_set *set, struct dg_plugin_str name)
{
    struct dg_list *list = NULL;
    HASH_FIND(hh, set->by_name, name.data, name.len, list);
    return list;
}

static struct dg_list *
add_list(struct dg_list_set *set, struct dg_plugin_str name)
{
    struct dg_list *list = set->host->alloc(sizeof *list);
    if (!list) {
        return NULL;
    }
    list->name = name;
    HASH_ADD_KEYPTR(hh, set->by_name, name.data, name.len, list);
    if (!list->hh.tbl) {
        set->host->release(list);
        return NULL;
    }
    return list;
}

enum dg_plugin_status
dg_list_publish(struct dg_list_set *set, const struct dg_plugin_value *data,
                uint64_t sequence)
{
    struct dg_version *version;
    struct dg_list *list;
    if (dg_version_create(set->host, data, sequence, &version)) {
        return DG_PLUGIN_FAILED;
    }
    list = find(set, version->list);
    if (!list) {
        list = add_list(set, version->list);
    }
    if (!list) {
        dg_version_destroy(version);
        return DG_PLUGIN_FAILED;
    }
    DL_APPEND(list->versions, version);
    return DG_PLUGIN_OK;
}

/* Towards the first published. A head's prev is the tail. */
static struct dg_version *
newest(const struct dg_list *list)
{
    return list ? list->versions->prev : NULL;
}

static struct dg_version *
older(const struct dg_list *list, const struct dg_version *version)
{
    return version == list->versions ? NULL : version->prev;
}

const struct dg_version *
dg_list_in_force(const struct dg_list_set *set, struct dg_plugin_str list,
                 int32_t day)
{
    const struct dg_list *found = find(set, list);
    const struct dg_version *version = newest(found);
    while (version && !dg_validity_holds(&version->valid, day)) {
        version = older(found, version);
    }
    return version;
}

const struct dg_version *
dg_list_last(const struct dg_list_set *set, struct dg_plugin_str list)
{
    return newest(find(set, list));
}

const struct dg_version *
dg_list_version(const struct dg_list_set *set, struct dg_plugin_str list,
                struct dg_plugin_str name)
{
    const struct dg_list *found = find(set, list);
    const struct dg_version *version = newest(found);
    while (version && !dg_text_equal(version->name, name)) {
        version = older(found, version);
    }
    return version;
}
