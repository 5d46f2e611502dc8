/* SPDX-License-Identifier: Apache-2.0 */
/* Where a list that is published stands among the layers, and whether whoever
 * publishes it may put it there. What its entries say is not looked at. */
#include "plugins/access_list/check.h"
#include "plugins/access_list/text.h"

#define OWN_DIGITS 9 /* of a town's code */

static void
refuse(struct dg_check *check, const char *code, const char *member,
       struct dg_plugin_str text)
{
    dg_check_say(check, (struct dg_plugin_finding){
                            .verdict = DG_PLUGIN_REFUSE,
                            .code = code,
                            .pointer = check->host->format(check->findings,
                                                           "/data/%s", member),
                            .text = text});
}

/* ---- who ---------------------------------------------------------------- */

static bool
is_own_prefix(struct dg_plugin_str prefix, struct dg_plugin_str town)
{
    return prefix.len == OWN_DIGITS && dg_text_begins(town, prefix);
}

/* May the town publish under this name? Not under that of the list that
 * decides, or would, even before a keeper did. */
static bool
owns_list(const struct dg_access_list *state, struct dg_plugin_str name,
          struct dg_plugin_str town)
{
    const struct dg_version *last =
        dg_list_last(dg_list_find(&state->lists, name));
    return last ? last->level == DG_LEVEL_TOWN &&
                      is_own_prefix(last->prefix, town)
                : !dg_text_equal(name, state->list) &&
                      !dg_text_equal(name, state->shadow);
}

/* Is that where it puts the list? What data does not say is as in its base. */
static bool
owns_place(const struct dg_plugin_host *host,
           const struct dg_plugin_value *data, const struct dg_version *last,
           struct dg_plugin_str town)
{
    const struct dg_plugin_value *level = host->member(data, "level");
    const struct dg_plugin_value *prefix = host->member(data, "prefix");
    bool changes = last && host->member(data, "base");
    return (level ? dg_text_is(host->text(level), "town") : changes) &&
           (prefix ? is_own_prefix(host->text(prefix), town) : changes);
}

bool
dg_place_permits(const struct dg_access_list *state,
                 const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = state->host;
    struct dg_plugin_str name = host->text(host->member(event->data, "list"));
    const struct dg_version *last =
        dg_list_last(dg_list_find(&state->lists, name));
    return event->role != DG_PLUGIN_TOWN ||
           (owns_list(state, name, event->principal) &&
            owns_place(host, event->data, last, event->principal));
}

/* A town keeps the list of its own offices and no other. */
static void
check_publisher(struct dg_check *check)
{
    const struct dg_plugin_host *host = check->host;
    struct dg_plugin_str town = check->event->principal;
    if (check->event->role != DG_PLUGIN_TOWN) {
        return;
    }
    if (!owns_list(check->state, check->list, town)) {
        refuse(check, "layer-not-own", "list",
               host->format(check->findings,
                            "list \"%.*s\" is not that of \"%.*s\"",
                            DG_TEXT_ARG(check->list), DG_TEXT_ARG(town)));
    }
    if (!owns_place(host, check->event->data, check->last, town)) {
        int digits = town.len < OWN_DIGITS ? (int) town.len : OWN_DIGITS;
        refuse(check, "layer-not-own", "prefix",
               host->format(check->findings,
                            "\"%.*s\" publishes only lists of level town with "
                            "prefix \"%.*s\"",
                            DG_TEXT_ARG(town), digits, town.data));
    }
}

/* ---- what is above ------------------------------------------------------ */

/* True if the list would stand above itself. */
static bool
check_cycle(struct dg_check *check, const struct dg_list *upper)
{
    const struct dg_list_set *set = &check->state->lists;
    const struct dg_plugin_host *host = check->host;
    struct dg_plugin_str chain = check->list;
    for (unsigned left = HASH_COUNT(set->by_name); upper && left > 0; left--) {
        chain = host->format(check->findings, "%.*s → %.*s", DG_TEXT_ARG(chain),
                             DG_TEXT_ARG(upper->name));
        if (upper == check->own) {
            refuse(check, "layer-cycle", "upper",
                   host->format(check->findings,
                                "the list would stand above itself: %.*s",
                                DG_TEXT_ARG(chain)));
            return true;
        }
        upper = dg_list_find(set, upper->upper);
    }
    return false;
}

static void
check_left(struct dg_check *check)
{
    const struct dg_plugin_host *host = check->host;
    if (!check->own || check->own->upper.len == 0 ||
        dg_text_equal(check->own->upper, check->next->upper)) {
        return;
    }
    refuse(check, "layer-left", "upper",
           host->format(check->findings,
                        "list \"%.*s\" stands below \"%.*s\" and stays there",
                        DG_TEXT_ARG(check->list),
                        DG_TEXT_ARG(check->own->upper)));
}

/* Level and prefix beside those of the list named. */
static void
check_fit(struct dg_check *check, const struct dg_version *upper)
{
    const struct dg_plugin_host *host = check->host;
    const struct dg_version *next = check->next;
    if (upper->level && next->level && upper->level >= next->level) {
        refuse(check, "layer-order", "level",
               host->format(check->findings,
                            "a list of level %s cannot stand below list "
                            "\"%.*s\" of level %s",
                            host->translate(dg_version_levels[next->level]),
                            DG_TEXT_ARG(upper->list),
                            host->translate(dg_version_levels[upper->level])));
    }
    if (!dg_text_begins(next->prefix, upper->prefix)) {
        refuse(check, "layer-outside", "prefix",
               host->format(check->findings,
                            "prefix \"%.*s\" lies outside that of list "
                            "\"%.*s\", which is \"%.*s\"",
                            DG_TEXT_ARG(next->prefix), DG_TEXT_ARG(upper->list),
                            DG_TEXT_ARG(upper->prefix)));
    }
}

/* All lists above, the uppermost first. There is no cycle. */
static void
find_uppers(struct dg_check *check, const struct dg_list *upper)
{
    const struct dg_list_set *set = &check->state->lists;
    size_t size = HASH_COUNT(set->by_name), count = 0;
    check->uppers = check->host->alloc((size + 1) * sizeof *check->uppers);
    if (!check->uppers) {
        check->failed = true;
        return;
    }
    for (; upper && size > 0; size--) {
        const struct dg_version *version =
            dg_list_current(upper, check->next->valid.from);
        if (version) {
            check->uppers[count++] = version;
        }
        upper = dg_list_find(set, upper->upper);
    }
    check->upper_count = count;
    for (size_t i = 0; count && i < --count; i++) {
        const struct dg_version *swapped = check->uppers[i];
        check->uppers[i] = check->uppers[count];
        check->uppers[count] = swapped;
    }
}

void
dg_place_check(struct dg_check *check)
{
    struct dg_plugin_str name = check->next->upper;
    const struct dg_list *upper = dg_list_find(&check->state->lists, name);
    check_publisher(check);
    check_left(check);
    if (name.len == 0) {
        return;
    }
    if (dg_text_equal(name, check->list) && !check->own) {
        refuse(check, "layer-cycle", "upper",
               check->host->format(check->findings,
                                   "the list would stand above itself: "
                                   "%.*s → %.*s",
                                   DG_TEXT_ARG(name), DG_TEXT_ARG(name)));
    } else if (!upper) {
        refuse(check, "upper-unknown", "upper",
               check->host->format(check->findings, "there is no list \"%.*s\"",
                                   DG_TEXT_ARG(name)));
    } else if (!check_cycle(check, upper)) {
        const struct dg_version *above =
            dg_list_current(upper, check->next->valid.from);
        if (above) {
            check_fit(check, above);
        }
        find_uppers(check, upper);
    }
}
