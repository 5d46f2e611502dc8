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
    if (list.len == 0) {
        list = state->list;
    }
    if (state->host->boolean(state->host->member(params, "last"))) {
        return dg_list_last(&state->lists, list);
    }
    return name.len ? dg_list_version(&state->lists, list, name)
                    : dg_list_in_force(&state->lists, list,
                                       state->host->date_of(state->now_us));
}

/* The index of the first entry behind code. */
static size_t
first_after(const struct dg_version *version, struct dg_plugin_str code)
{
    size_t low = 0, high = version->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dg_text_compare(version->entries[middle]->code, code) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* A department may ask what names it or nobody, unless its class forbids. */
static bool
passes(const struct filter *filter, const struct dg_entry *entry)
{
    if (filter->code.len && !dg_text_equal(filter->code, entry->code)) {
        return false;
    }
    if (filter->department.len == 0) {
        return true;
    }
    return entry->class != DG_ENTRY_NEGATIVE &&
           entry->class != DG_ENTRY_WITHDRAWN &&
           (entry->departments.count == 0 ||
            dg_version_has_text(&entry->departments, filter->department));
}

/* Writes at most limit entries from index on, and next if there are more. */
static void
put_page(const struct dg_version *version, const struct filter *filter,
         size_t index, int64_t limit, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->pool.host;
    struct dg_plugin_str last = {NULL, 0};
    host->put_name(out, "entries");
    host->open_array(out);
    for (; index < version->count; index++) {
        const struct dg_entry *entry = version->entries[index];
        if (!passes(filter, entry)) {
            continue;
        }
        if (limit-- == 0) {
            break;
        }
        dg_print_entry(host, entry, out);
        last = entry->code;
    }
    host->close_array(out);
    if (index < version->count) {
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
             first_after(version, param(host, params, "after")), limit, out);
    host->close_object(out);
    return DG_PLUGIN_OK;
}
