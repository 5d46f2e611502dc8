/* SPDX-License-Identifier: Apache-2.0 */
/* Answers list.read: one page of a version, in code order. A page begins after
 * a code, so it is found again however the list has changed meanwhile. */
#include "plugins/access_list/query.h"

#include "plugins/access_list/print.h"
#include "plugins/access_list/text.h"

#define PAGE_DEFAULT 100

struct filter {
    struct dg_plugin_str code, department;
};

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

/* A department may ask what names it or nobody, unless its class forbids. */
static bool
passes(const struct filter *filter, const struct dg_entry *entry)
{
    struct dg_texts departments;
    if (filter->code.len &&
        !dg_text_equal(filter->code, dg_entry_code(entry))) {
        return false;
    }
    if (filter->department.len == 0) {
        return true;
    }
    departments = dg_entry_texts(entry, DG_ENTRY_DEPARTMENTS);
    return !dg_entry_forbids(entry) &&
           (departments.count == 0 ||
            dg_texts_have(departments, filter->department));
}

/* Writes at most limit entries from index on, and next if there are more. */
static void
put_page(const struct dg_version *version, const struct filter *filter,
         size_t index, int64_t limit, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    const size_t count = version->content->entries.count;
    struct dg_plugin_str last = {NULL, 0};
    host->put_name(out, "entries");
    host->open_array(out);
    for (; index < count; index++) {
        const struct dg_entry *entry = dg_version_entry_at(version, index);
        if (!entry || !passes(filter, entry)) {
            continue;
        }
        if (limit-- == 0) {
            break;
        }
        dg_print_entry(host, entry, out);
        last = dg_entry_code(entry);
    }
    host->close_array(out);
    if (index < count) {
        dg_print_text(host, out, "next", last);
    }
}

enum dg_plugin_status
dg_query_list(const struct dg_access_list *state,
              const struct dg_plugin_value *params,
              struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_version *version = find_version(state, params);
    struct filter filter = {
        .code = param(host, params, "code"),
        .department = param(host, params, "department"),
    };
    int64_t limit = host->integer(host->member(params, "limit"), PAGE_DEFAULT);
    if (!version ||
        (filter.code.len && !dg_version_entry(version, filter.code))) {
        return DG_PLUGIN_NOT_FOUND;
    }
    host->open_object(out);
    dg_print_head(version, out);
    if (host->boolean(host->member(params, "proofs"))) {
        dg_print_proofs(version, out);
    }
    put_page(version, &filter,
             dg_index_after(&version->content->entries,
                            param(host, params, "after")),
             limit, out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}
