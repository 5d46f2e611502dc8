/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the data of a list.publish into records of its list's content. Judges
 * nothing: publish.c says what is wrong with a version, rules.c what a task may
 * not do under it. */
#include "plugins/access_list/version.h"

#include "plugins/access_list/text.h"

const char *const dg_version_levels[DG_LEVEL_COUNT] = {
    [DG_LEVEL_NONE] = "",
    [DG_LEVEL_NATIONAL] = "national",
    [DG_LEVEL_PROVINCE] = "province",
    [DG_LEVEL_CITY] = "city",
    [DG_LEVEL_COUNTY] = "county",
    [DG_LEVEL_TOWN] = "town",
};

/* ---- the head ----------------------------------------------------------- */

static struct dg_plugin_str
read_text(struct dg_pool *pool, const struct dg_plugin_value *object,
          const char *name)
{
    const struct dg_plugin_host *host = pool->host;
    return dg_pool_copy(pool, host->text(host->member(object, name)));
}

/* The base's text where data has none. */
static struct dg_plugin_str
inherit_text(struct dg_pool *pool, const struct dg_plugin_value *data,
             const char *name, struct dg_plugin_str inherited)
{
    return pool->host->member(data, name) ? read_text(pool, data, name)
                                          : inherited;
}

static void
read_head(struct dg_version *version, const struct dg_version *base,
          const struct dg_plugin_value *data)
{
    static const struct dg_version nothing;
    struct dg_pool *pool = &version->content->pool;
    const struct dg_plugin_host *host = pool->host;
    const struct dg_version *above = base ? base : &nothing;
    const struct dg_plugin_value *level = host->member(data, "level");
    const struct dg_plugin_value *open = host->member(data, "open");
    version->list = read_text(pool, data, "list");
    version->name = read_text(pool, data, "version");
    version->base = above->name;
    version->title = inherit_text(pool, data, "title", above->title);
    version->upper = inherit_text(pool, data, "upper", above->upper);
    version->prefix = inherit_text(pool, data, "prefix", above->prefix);
    version->level = level ? dg_entry_read_choice(
                                 host, level, dg_version_levels, DG_LEVEL_COUNT)
                           : above->level;
    version->open = open ? host->boolean(open) : above->open;
    version->draft = host->boolean(host->member(data, "draft"));
    version->valid = dg_entry_read_validity(host, data);
}

/* ---- the content -------------------------------------------------------- */

/* Room for as many records as the array has members. */
static bool
make_room(struct dg_pool *pool, const struct dg_plugin_value *array,
          struct dg_records *records)
{
    size_t count = pool->host->count(array);
    records->items =
        count ? dg_pool_alloc(pool, count * sizeof(struct dg_record *)) : NULL;
    return count == 0 || records->items;
}

/* Says so in newest, too, if this version has spoken of the key before. */
static bool
is_new(const struct dg_version *version, const struct dg_record *newest)
{
    return !newest || newest->since < version->number;
}

static bool
add(struct dg_version *version, struct dg_index *index,
    struct dg_records *records, struct dg_record *record)
{
    if (!record) {
        return false;
    }
    if (!is_new(version, dg_index_find(index, record->key))) {
        return true;
    }
    record->since = version->number;
    record->until = DG_RECORD_OPEN;
    records->items[records->count++] = record;
    return dg_index_add(index, version->content->pool.host, record);
}

static bool
remove_entries(struct dg_version *version, const struct dg_plugin_value *array)
{
    struct dg_pool *pool = &version->content->pool;
    if (!make_room(pool, array, &version->removed)) {
        return false;
    }
    for (const struct dg_plugin_value *v = pool->host->first(array); v;
         v = pool->host->next(v)) {
        struct dg_record *newest =
            dg_index_find(&version->content->entries, pool->host->text(v));
        if (dg_index_at(newest, version->number, version->root)) {
            newest->until = version->number;
            version->removed.items[version->removed.count++] = newest;
        }
    }
    return true;
}

static bool
add_entries(struct dg_version *version, const struct dg_plugin_value *array)
{
    struct dg_content *content = version->content;
    const struct dg_plugin_host *host = content->pool.host;
    bool added = make_room(&content->pool, array, &version->added);
    for (const struct dg_plugin_value *v = host->first(array); v && added;
         v = host->next(v)) {
        struct dg_entry *entry = dg_entry_create(&content->pool, v);
        added = add(version, &content->entries, &version->added,
                    entry ? &entry->record : NULL);
    }
    return added && dg_index_sort(&content->entries, host);
}

static bool
add_proofs(struct dg_version *version, const struct dg_plugin_value *array)
{
    struct dg_content *content = version->content;
    const struct dg_plugin_host *host = content->pool.host;
    bool added = make_room(&content->pool, array, &version->added_proofs);
    for (const struct dg_plugin_value *v = host->first(array); v && added;
         v = host->next(v)) {
        struct dg_proof *proof = dg_entry_create_proof(&content->pool, v);
        added = add(version, &content->proofs, &version->added_proofs,
                    proof ? &proof->record : NULL);
    }
    return added && dg_index_sort(&content->proofs, host);
}

/* ---- the version -------------------------------------------------------- */

struct dg_version *
dg_version_create(struct dg_content *content, const struct dg_version *before,
                  const struct dg_plugin_value *data, uint64_t sequence)
{
    const struct dg_plugin_host *host = content->pool.host;
    const struct dg_version *base = host->member(data, "base") ? before : NULL;
    struct dg_version *made = dg_pool_alloc(&content->pool, sizeof *made);
    if (!made) {
        return NULL;
    }
    made->content = content;
    made->sequence = sequence;
    made->number = before ? before->number + 1 : 0;
    made->root = base ? base->root : made->number;
    read_head(made, base, data);
    if (!remove_entries(made, host->member(data, "removed")) ||
        !add_entries(made, host->member(data, "entries")) ||
        !add_proofs(made, host->member(data, "proofs")) ||
        content->pool.failed) {
        return NULL;
    }
    return made;
}

/* ---- asking ------------------------------------------------------------- */

/* Both begin with their record. */
static const void *
at(const struct dg_version *version, const struct dg_record *newest)
{
    return dg_index_at(newest, version->number, version->root);
}

const struct dg_entry *
dg_version_entry(const struct dg_version *version, struct dg_plugin_str code)
{
    return at(version, dg_index_find(&version->content->entries, code));
}

const struct dg_proof *
dg_version_proof(const struct dg_version *version, struct dg_plugin_str name)
{
    return at(version, dg_index_find(&version->content->proofs,
                                     dg_texts_proof_key(name)));
}

const struct dg_entry *
dg_version_entry_at(const struct dg_version *version, size_t place)
{
    const struct dg_index *entries = &version->content->entries;
    return dg_version_entry(version, entries->sorted[place]->key);
}

const struct dg_proof *
dg_version_proof_at(const struct dg_version *version, size_t place)
{
    const struct dg_index *proofs = &version->content->proofs;
    return dg_version_proof(version, proofs->sorted[place]->key);
}
