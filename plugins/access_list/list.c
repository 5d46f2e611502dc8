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

static void
destroy(struct dg_list *list)
{
    const struct dg_plugin_host *host = list->content.pool.host;
    dg_index_finish(&list->content.entries, host);
    dg_index_finish(&list->content.proofs, host);
    dg_pool_finish(&list->content.pool);
    host->release(list);
}

void
dg_list_finish(struct dg_list_set *set)
{
    struct dg_list *list, *next;
    HASH_ITER(hh, set->by_name, list, next)
    {
        HASH_DEL(set->by_name, list);
        destroy(list);
    }
}

static struct dg_list *
find(const struct dg_list_set *set, struct dg_plugin_str name)
{
    struct dg_list *list = NULL;
    HASH_FIND(hh, set->by_name, name.data, name.len, list);
    return list;
}

const struct dg_list *
dg_list_find(const struct dg_list_set *set, struct dg_plugin_str name)
{
    return find(set, name);
}

/* A list that was put below another stays below it, whichever of its versions
 * is in force. */
static void
append(struct dg_list *list, struct dg_version *version)
{
    DL_APPEND(list->versions, version);
    if (version->upper.len) {
        list->upper = version->upper;
    }
}

/* With its first version. */
static enum dg_plugin_status
add_list(struct dg_list_set *set, const struct dg_plugin_value *data,
         uint64_t sequence)
{
    struct dg_list *list = set->host->alloc(sizeof *list);
    if (!list) {
        return DG_PLUGIN_FAILED;
    }
    dg_pool_init(&list->content.pool, set->host);
    struct dg_version *first =
        dg_version_create(&list->content, NULL, data, sequence);
    if (!first) {
        goto fail;
    }
    append(list, first);
    list->name = first->list;
    HASH_ADD_KEYPTR(hh, set->by_name, list->name.data, list->name.len, list);
    if (!list->hh.tbl) {
        goto fail;
    }
    return DG_PLUGIN_OK;

fail:
    destroy(list);
    return DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_list_publish(struct dg_list_set *set, const struct dg_plugin_value *data,
                uint64_t sequence)
{
    struct dg_list *list =
        find(set, set->host->text(set->host->member(data, "list")));
    struct dg_version *version;
    if (!list) {
        return add_list(set, data, sequence);
    }
    version =
        dg_version_create(&list->content, dg_list_last(list), data, sequence);
    if (!version) {
        return DG_PLUGIN_FAILED;
    }
    append(list, version);
    return DG_PLUGIN_OK;
}

/* A head's prev is the tail. */
const struct dg_version *
dg_list_last(const struct dg_list *list)
{
    return list ? list->versions->prev : NULL;
}

/* Towards the first published. */
static const struct dg_version *
older(const struct dg_list *list, const struct dg_version *version)
{
    return version == list->versions ? NULL : version->prev;
}

const struct dg_version *
dg_list_in_force(const struct dg_list *list, int32_t day)
{
    const struct dg_version *version = dg_list_last(list);
    while (version &&
           (version->draft || !dg_validity_holds(&version->valid, day))) {
        version = older(list, version);
    }
    return version;
}

const struct dg_version *
dg_list_current(const struct dg_list *list, int32_t day)
{
    const struct dg_version *version = dg_list_in_force(list, day);
    if (version) {
        return version;
    }
    version = dg_list_last(list);
    while (version && version->draft) {
        version = older(list, version);
    }
    return version;
}

const struct dg_version *
dg_list_version(const struct dg_list *list, struct dg_plugin_str name)
{
    const struct dg_version *version = dg_list_last(list);
    while (version && !dg_text_equal(version->name, name)) {
        version = older(list, version);
    }
    return version;
}
