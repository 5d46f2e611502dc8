/* SPDX-License-Identifier: Apache-2.0 */
/* Looks down from a list that is published: a list below cannot hold it up, but
 * whose entries will be milder than it is said, for their keepers to mend. Both
 * are asked of a task, so nothing gets looser meanwhile. */
#include "plugins/access_list/check.h"
#include "plugins/access_list/compare.h"
#include "plugins/access_list/text.h"

static void
say_below(struct dg_check *check, const struct dg_version *version,
          const struct dg_entry *lower, const char *what)
{
    const struct dg_plugin_host *host = check->host;
    const struct dg_check_seen *seen = NULL;
    struct dg_plugin_str code = dg_entry_code(lower);
    HASH_FIND(hh, check->by_code, code.data, code.len, seen);
    dg_check_say(
        check,
        (struct dg_plugin_finding){
            .verdict = DG_PLUGIN_NOTE,
            .code = "layer-below",
            .entry = code,
            .pointer = seen ? host->format(check->findings, "/data/%s/%zu",
                                           seen->array, seen->index)
                            : dg_text_from("/data"),
            .text = host->format(check->findings,
                                 "%.*s does not fit under this any more: %s",
                                 DG_TEXT_ARG(dg_check_name(
                                     check, version, code,
                                     dg_entry_text(lower, DG_ENTRY_CLAUSE))),
                                 what)});
}

static const char *
find_fault(const struct dg_plugin_host *host, const struct dg_compare *compare)
{
    for (size_t i = 0;
         !dg_entry_forbids(compare->lower) && i < dg_compare_milder_count;
         i++) {
        if (dg_compare_milder[i].differs(compare)) {
            return host->translate(dg_compare_milder[i].text);
        }
    }
    for (size_t i = 0; compare->upper->mandatory && i < dg_compare_taken_count;
         i++) {
        if (dg_compare_taken[i].differs(compare)) {
            return host->translate(dg_compare_taken[i].text);
        }
    }
    return NULL;
}

static bool
listed_above(const struct dg_check *check, struct dg_plugin_str code)
{
    for (size_t i = 0; i < check->upper_count; i++) {
        if (dg_version_entry(check->uppers[i], code)) {
            return true;
        }
    }
    return false;
}

/* lower may be NULL. */
static void
look_at(struct dg_check *check, const struct dg_version *version,
        const struct dg_entry *lower)
{
    struct dg_plugin_str code;
    const char *fault = NULL;
    if (!lower) {
        return;
    }
    code = dg_entry_code(lower);
    const struct dg_compare compare = {.upper =
                                           dg_version_entry(check->next, code),
                                       .lower = lower,
                                       .version = version};
    if (compare.upper) {
        fault = find_fault(check->host, &compare);
    } else if (!check->next->open && !listed_above(check, code)) {
        fault = check->host->translate(N_("its duty is not listed any more"));
    }
    if (fault) {
        say_below(check, version, lower, fault);
    }
}

/* Of a version with a base only what it changes. */
static void
look_at_changes(struct dg_check *check, const struct dg_version *version)
{
    const struct dg_plugin_host *host = check->host;
    const struct dg_records *added = &check->next->added;
    for (size_t i = 0; i < added->count && check->left > 0; i++) {
        look_at(check, version,
                dg_version_entry(version, added->items[i]->key));
    }
    for (const struct dg_plugin_value *v =
             host->first(host->member(check->event->data, "removed"));
         v && check->left > 0; v = host->next(v)) {
        if (!dg_version_entry(check->next, host->text(v))) {
            look_at(check, version, dg_version_entry(version, host->text(v)));
        }
    }
}

static void
look_at_all(struct dg_check *check, const struct dg_version *version)
{
    for (size_t i = 0; i < version->content->entries.count && check->left > 0;
         i++) {
        look_at(check, version, dg_version_entry_at(version, i));
    }
}

void
dg_below_check(struct dg_check *check)
{
    const struct dg_list_set *set = &check->state->lists;
    const struct dg_list *list, *next;
    if (!check->own) {
        return;
    }
    HASH_ITER(hh, set->by_name, list, next)
    {
        const struct dg_version *version =
            dg_layer_depth(set, list, check->own) > 0
                ? dg_list_current(list, check->next->valid.from)
                : NULL;
        if (version && check->next->base.len) {
            look_at_changes(check, version);
        } else if (version) {
            look_at_all(check, version);
        }
    }
}
