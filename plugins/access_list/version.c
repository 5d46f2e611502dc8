/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the data of a list.publish into something that can be asked in constant
 * time. Judges nothing: publish.c says what is wrong with a version, rules.c
 * what a task may not do under it. */
#include "plugins/access_list/version.h"

#include <stdlib.h>

#include "plugins/access_list/text.h"

const char *const dg_version_classes[DG_ENTRY_CLASS_COUNT] = {
    [DG_ENTRY_STATUTORY] = "statutory", [DG_ENTRY_ASSISTING] = "assisting",
    [DG_ENTRY_BASIC] = "basic",         [DG_ENTRY_COOPERATING] = "cooperating",
    [DG_ENTRY_NEGATIVE] = "negative",   [DG_ENTRY_WITHDRAWN] = "withdrawn",
};

const char *const dg_version_spans[DG_ENTRY_PER_COUNT] = {
    [DG_ENTRY_YEAR] = "year",
    [DG_ENTRY_QUARTER] = "quarter",
    [DG_ENTRY_MONTH] = "month",
    [DG_ENTRY_DAY] = "day",
};

/* ---- reading members ---------------------------------------------------- */

static struct dg_plugin_str
read_text(struct dg_pool *pool, const struct dg_plugin_value *object,
          const char *name)
{
    const struct dg_plugin_host *host = pool->host;
    return dg_pool_copy(pool, host->text(host->member(object, name)));
}

static struct dg_texts
read_texts(struct dg_pool *pool, const struct dg_plugin_value *object,
           const char *name)
{
    const struct dg_plugin_host *host = pool->host;
    const struct dg_plugin_value *array = host->member(object, name);
    struct dg_texts texts = {NULL, 0};
    size_t count = host->count(array);
    struct dg_plugin_str *items =
        count ? dg_pool_alloc(pool, count * sizeof *items) : NULL;
    if (!items) {
        return texts;
    }
    for (const struct dg_plugin_value *v = host->first(array); v;
         v = host->next(v)) {
        items[texts.count++] = dg_pool_copy(pool, host->text(v));
    }
    texts.items = items;
    return texts;
}

/* The index of a text among names; 0 if it is none of them. */
static uint8_t
read_choice(const struct dg_plugin_host *host,
            const struct dg_plugin_value *value, const char *const *names,
            uint8_t count)
{
    struct dg_plugin_str text = host->text(value);
    for (uint8_t i = 0; i < count; i++) {
        if (dg_text_is(text, names[i])) {
            return i;
        }
    }
    return 0;
}

static struct dg_validity
read_validity(const struct dg_plugin_host *host,
              const struct dg_plugin_value *object)
{
    struct dg_validity valid;
    if (!host->date_parse(host->text(host->member(object, "validfrom")),
                          &valid.from)) {
        valid.from = DG_VALIDITY_OPEN_FROM;
    }
    if (!host->date_parse(host->text(host->member(object, "validto")),
                          &valid.to)) {
        valid.to = DG_VALIDITY_OPEN_TO;
    }
    return valid;
}

/* ---- entries and proofs ------------------------------------------------- */

static void
read_limits(const struct dg_plugin_host *host, struct dg_entry *entry,
            const struct dg_plugin_value *value)
{
    const struct dg_plugin_value *frequency = host->member(value, "frequency");
    entry->times =
        (uint16_t) host->integer(host->member(frequency, "times"), 0);
    entry->per = read_choice(host, host->member(frequency, "per"),
                             dg_version_spans, DG_ENTRY_PER_COUNT);
    entry->leaddays =
        (uint16_t) host->integer(host->member(value, "leaddays"), 0);
    entry->funding = host->boolean(host->member(value, "funding"));
    entry->valid = read_validity(host, value);
}

static void
read_entry(struct dg_pool *pool, struct dg_entry *entry,
           const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = pool->host;
    entry->code = read_text(pool, value, "code");
    entry->title = read_text(pool, value, "title");
    entry->basis = read_text(pool, value, "basis");
    entry->clause = read_text(pool, value, "clause");
    entry->alternative = read_text(pool, value, "alternative");
    entry->departments = read_texts(pool, value, "departments");
    entry->prefixes = read_texts(pool, value, "prefixes");
    entry->seals = read_texts(pool, value, "seals");
    entry->proofs = read_texts(pool, value, "proofs");
    entry->evidence = read_texts(pool, value, "evidence");
    entry->seal = dg_text_is(host->text(host->member(value, "kind")), "seal");
    entry->class = read_choice(host, host->member(value, "class"),
                               dg_version_classes, DG_ENTRY_CLASS_COUNT);
    read_limits(host, entry, value);
}

static void
add_entry(struct dg_version *version, struct dg_entry *entry)
{
    if (dg_version_entry(version, entry->code)) {
        return;
    }
    HASH_ADD_KEYPTR(hh, version->by_code, entry->code.data, entry->code.len,
                    entry);
    version->pool.failed |= !entry->hh.tbl;
    version->entries[version->count++] = entry;
}

static int
compare_entries(const void *a, const void *b)
{
    const struct dg_entry *const *left = a, *const *right = b;
    return dg_text_compare((*left)->code, (*right)->code);
}

static void
read_entries(struct dg_version *version, const struct dg_plugin_value *array)
{
    struct dg_pool *pool = &version->pool;
    const struct dg_plugin_host *host = pool->host;
    size_t count = host->count(array);
    struct dg_entry *next = dg_pool_alloc(pool, count * sizeof *next);
    version->entries = dg_pool_alloc(pool, count * sizeof *version->entries);
    if (pool->failed) {
        return;
    }
    for (const struct dg_plugin_value *v = host->first(array); v;
         v = host->next(v)) {
        read_entry(pool, next, v);
        add_entry(version, next++);
    }
    qsort(version->entries, version->count, sizeof *version->entries,
          compare_entries);
}

static void
read_proofs(struct dg_version *version, const struct dg_plugin_value *array)
{
    struct dg_pool *pool = &version->pool;
    const struct dg_plugin_host *host = pool->host;
    for (const struct dg_plugin_value *v = host->first(array); v;
         v = host->next(v)) {
        struct dg_proof *proof = dg_pool_alloc(pool, sizeof *proof);
        struct dg_plugin_str key;
        if (!proof) {
            return;
        }
        proof->name = read_text(pool, v, "name");
        proof->clause = read_text(pool, v, "clause");
        proof->instead = read_text(pool, v, "instead");
        key = dg_version_proof_key(proof->name);
        if (dg_version_proof(version, key)) {
            continue;
        }
        HASH_ADD_KEYPTR(hh, version->by_proof, key.data, key.len, proof);
        pool->failed |= !proof->hh.tbl;
    }
}

/* ---- the version -------------------------------------------------------- */

enum dg_plugin_status
dg_version_create(const struct dg_plugin_host *host,
                  const struct dg_plugin_value *data, uint64_t sequence,
                  struct dg_version **version)
{
    struct dg_version *made = host->alloc(sizeof *made);
    if (!made) {
        return DG_PLUGIN_FAILED;
    }
    dg_pool_init(&made->pool, host);
    made->sequence = sequence;
    made->list = read_text(&made->pool, data, "list");
    made->name = read_text(&made->pool, data, "version");
    made->title = read_text(&made->pool, data, "title");
    made->valid = read_validity(host, data);
    read_entries(made, host->member(data, "entries"));
    read_proofs(made, host->member(data, "proofs"));
    if (made->pool.failed) {
        dg_version_destroy(made);
        return DG_PLUGIN_FAILED;
    }
    *version = made;
    return DG_PLUGIN_OK;
}

void
dg_version_destroy(struct dg_version *version)
{
    if (!version) {
        return;
    }
    HASH_CLEAR(hh, version->by_code);
    HASH_CLEAR(hh, version->by_proof);
    dg_pool_finish(&version->pool);
    version->pool.host->release(version);
}

const struct dg_entry *
dg_version_entry(const struct dg_version *version, struct dg_plugin_str code)
{
    const struct dg_entry *entry = NULL;
    HASH_FIND(hh, version->by_code, code.data, code.len, entry);
    return entry;
}

const struct dg_proof *
dg_version_proof(const struct dg_version *version, struct dg_plugin_str name)
{
    struct dg_plugin_str key = dg_version_proof_key(name);
    const struct dg_proof *proof = NULL;
    HASH_FIND(hh, version->by_proof, key.data, key.len, proof);
    return proof;
}

struct dg_plugin_str
dg_version_proof_key(struct dg_plugin_str name)
{
    struct dg_plugin_str word = dg_text_from("证明");
    if (name.len > word.len &&
        memcmp(name.data + name.len - word.len, word.data, word.len) == 0) {
        name.len -= word.len;
    }
    return name;
}

bool
dg_version_has_text(const struct dg_texts *texts, struct dg_plugin_str text)
{
    for (uint32_t i = 0; i < texts->count; i++) {
        if (dg_text_equal(texts->items[i], text)) {
            return true;
        }
    }
    return false;
}
