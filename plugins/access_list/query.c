/* SPDX-License-Identifier: Apache-2.0 */
/* Answers list.read: one page of a version, in code order. A page begins after
 * a code, so it is found again however the list has changed meanwhile. */
#include "plugins/access_list/query.h"

#include "plugins/access_list/print.h"
#include "plugins/access_list/query_entry.h"
#include "plugins/access_list/text.h"

#define PAGE_DEFAULT 100
#define PAGE_CODES ((size_t) 20000)      /* looked at */
#define PAGE_BYTES ((size_t) 512 * 1024) /* of texts written */

static struct dg_plugin_str
param(const struct dg_plugin_host *host, const struct dg_plugin_value *params,
      const char *name)
{
    return host->text(host->member(params, name));
}

static const struct dg_version *
find_version(const struct dg_access_list *state,
             const struct dg_plugin_value *params)
{
    struct dg_plugin_str list = param(state->host, params, "list");
    struct dg_plugin_str name = param(state->host, params, "version");
    const struct dg_list *found =
        dg_list_find(&state->lists, list.len ? list : state->list);
    if (state->host->boolean(state->host->member(params, "last"))) {
        return dg_list_last(found);
    }
    return name.len
               ? dg_list_version(found, name)
               : dg_list_in_force(found, state->host->date_of(state->now_us));
}

static void
open_answer(const struct dg_version *version,
            const struct dg_plugin_value *params, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    host->open_object(out);
    dg_print_head(version, out);
    if (host->boolean(host->member(params, "proofs"))) {
        dg_print_proofs(version, out);
    }
}

/* A department may ask what names it or nobody, unless its class forbids. */
static bool
may_ask(struct dg_plugin_str department, const struct dg_entry *entry)
{
    struct dg_texts departments = dg_entry_texts(entry, DG_ENTRY_DEPARTMENTS);
    return department.len == 0 ||
           (!dg_entry_forbids(entry) &&
            (departments.count == 0 || dg_texts_have(departments, department)));
}

struct page {
    struct dg_plugin_str department; /* empty: any */
    size_t index;                    /* of the next code to look at */
    int64_t limit;                   /* entries */
};

/* Writes entries up to one of the page's limits, and next if there may be more:
 * a page is short when much that is not asked for lies between. */
static void
put_page(const struct dg_version *version, struct page page,
         struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    const struct dg_index *codes = &version->content->entries;
    size_t end = codes->count, bytes = 0;
    host->put_name(out, "entries");
    host->open_array(out);
    if (end - page.index > PAGE_CODES) {
        end = page.index + PAGE_CODES;
    }
    for (; page.index < end; page.index++) {
        const struct dg_entry *entry = dg_version_entry_at(version, page.index);
        if (!entry || !may_ask(page.department, entry)) {
            continue;
        }
        if (page.limit-- == 0 || bytes > PAGE_BYTES) {
            break;
        }
        dg_print_entry(host, entry, out);
        bytes += dg_entry_size(entry);
    }
    host->close_array(out);
    if (page.index < codes->count) {
        dg_print_text(host, out, "next", codes->sorted[page.index - 1]->key);
    }
}

static void
put_entry(const struct dg_plugin_host *host, const struct dg_entry *entry,
          struct dg_plugin_writer *out)
{
    host->put_name(out, "entries");
    host->open_array(out);
    if (entry) {
        dg_print_entry(host, entry, out);
    }
    host->close_array(out);
}

static bool
any_has_it(const struct dg_layers *layers)
{
    for (size_t i = 0; i < layers->count; i++) {
        if (layers->items[i].entry) {
            return true;
        }
    }
    return false;
}

/* One code: found if this list has it, or one above today. */
static enum dg_plugin_status
query_code(const struct dg_access_list *state, const struct dg_version *version,
           const struct dg_plugin_value *params, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    struct dg_plugin_str code = param(host, params, "code");
    const struct dg_entry *entry = dg_version_entry(version, code);
    struct dg_layers layers = dg_query_entry_find(state, version->list, code);
    if (!entry && !any_has_it(&layers)) {
        return DG_PLUGIN_NOT_FOUND;
    }
    open_answer(version, params, out);
    put_entry(host, entry, out);
    if (layers.count > 0) {
        dg_query_entry_put(state, &layers, code, out);
    }
    host->close_object(out);
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_query_list(const struct dg_access_list *state,
              const struct dg_plugin_value *params,
              struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_version *version = find_version(state, params);
    if (!version) {
        return DG_PLUGIN_NOT_FOUND;
    }
    if (param(host, params, "code").len) {
        return query_code(state, version, params, out);
    }
    open_answer(version, params, out);
    put_page(
        version,
        (struct page){.department = param(host, params, "department"),
                      .index = dg_index_after(&version->content->entries,
                                              param(host, params, "after")),
                      .limit = host->integer(host->member(params, "limit"),
                                             PAGE_DEFAULT)},
        out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}
