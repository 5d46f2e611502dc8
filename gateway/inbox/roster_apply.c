/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what becomes of the roster when a checked roster.publish is taken
 * over: first what is listed, then what ends, then departments and groups. */
#include "gateway/inbox/roster_change.h"
#include "gateway/inbox/roster_table.h"
#include "gateway/inbox/term.h"

static enum dg_err
add_version(struct dg_roster *roster, struct dg_str name)
{
    struct dg_str *versions = dg_roster_table_grow(
        &roster->arena, roster->versions, roster->version, sizeof *versions);

    if (!versions) {
        return DG_ERR_MEMORY;
    }
    roster->versions = versions;
    versions[roster->version] = dg_arena_copy(&roster->arena, name);
    if (!versions[roster->version].data) {
        return DG_ERR_MEMORY;
    }
    roster->version++;
    return DG_OK;
}

static enum dg_err
set_name(struct dg_roster *roster, struct dg_str *name, struct dg_str to)
{
    if (name->data && dg_str_equal(*name, to)) {
        return DG_OK;
    }
    *name = dg_arena_copy(&roster->arena, to);
    return name->data ? DG_OK : DG_ERR_MEMORY;
}

static enum dg_err
list_offices(struct dg_roster *roster, const struct dg_roster_change *change)
{
    enum dg_err err = DG_OK;

    for (size_t i = 0; i < change->listed_count && !err; i++) {
        const struct dg_roster_entry *entry = &change->listed[i];
        struct dg_str name = dg_json_get_str(entry->node, "name");
        struct dg_office *office = dg_roster_table_newest(roster, entry->code);
        if (office && office->until == DG_ROSTER_NEVER) {
            err = set_name(roster, &office->name, name);
        } else {
            err = dg_roster_table_begin(roster, entry->code, roster->version,
                                        name);
        }
    }
    return err;
}

static bool
has_predecessor(const struct dg_office *heir, const struct dg_office *office)
{
    for (size_t i = 0; i < heir->predecessor_count; i++) {
        if (heir->predecessors[i] == office) {
            return true;
        }
    }
    return false;
}

static enum dg_err
add_predecessor(struct dg_roster *roster, struct dg_office *heir,
                const struct dg_office *office)
{
    const struct dg_office **list = dg_roster_table_grow(
        &roster->arena, (void *) heir->predecessors, heir->predecessor_count,
        sizeof(const struct dg_office *));

    if (!list) {
        return DG_ERR_MEMORY;
    }
    list[heir->predecessor_count++] = office;
    heir->predecessors = list;
    return DG_OK;
}

/* heir takes over from office, and from all that had merged into it. */
static enum dg_err
inherit(struct dg_roster *roster, struct dg_office *heir,
        const struct dg_office *office)
{
    enum dg_err err = add_predecessor(roster, heir, office);

    for (size_t i = 0; i < office->predecessor_count && !err; i++) {
        if (!has_predecessor(heir, office->predecessors[i])) {
            err = add_predecessor(roster, heir, office->predecessors[i]);
        }
    }
    return err;
}

static enum dg_err
name_successors(struct dg_roster *roster, struct dg_office *office,
                const struct dg_json *array)
{
    const struct dg_office **list;
    uint32_t count = 0;

    if (!array || array->count == 0) {
        return DG_OK;
    }
    list = dg_arena_alloc(&roster->arena,
                          array->count * sizeof(const struct dg_office *));
    if (!list) {
        return DG_ERR_MEMORY;
    }
    for (const struct dg_json *node = array->child; node; node = node->next) {
        uint64_t code = 0;
        enum dg_err err = dg_roster_change_code(node, &code);
        struct dg_office *heir = dg_roster_table_newest(roster, code);
        if (err || !heir) {
            return DG_ERR_MALFORMED;
        }
        err = inherit(roster, heir, office);
        if (err) {
            return err;
        }
        list[count++] = heir;
    }
    office->successors = list;
    office->successor_count = count;
    return DG_OK;
}

static enum dg_err
end_offices(struct dg_roster *roster, const struct dg_roster_change *change)
{
    enum dg_err err = DG_OK;

    for (size_t i = 0; i < change->ended_count && !err; i++) {
        const struct dg_roster_entry *entry = &change->ended[i];
        struct dg_office *office = dg_roster_table_newest(roster, entry->code);
        if (!office || office->until != DG_ROSTER_NEVER) {
            return DG_ERR_MALFORMED;
        }
        dg_roster_table_end(roster, office, roster->version);
        err = name_successors(roster, office,
                              dg_json_get(entry->node, "successors"));
    }
    return err;
}

/* A whole roster ends every office it does not list. */
static void
end_unlisted(struct dg_roster *roster, const struct dg_roster_change *change)
{
    const struct dg_roster_place *place;

    for (place = roster->places; place; place = place->hh.next) {
        for (uint32_t i = 0; i < place->count; i++) {
            struct dg_office *office = place->offices[i];
            if (office->until == DG_ROSTER_NEVER &&
                !dg_roster_change_lists(change, office->code)) {
                dg_roster_table_end(roster, office, roster->version);
            }
        }
    }
}

static void
unlist(struct dg_roster_name *names)
{
    for (; names; names = names->hh.next) {
        names->listed = false;
    }
}

static enum dg_err
list_departments(struct dg_roster *roster, const struct dg_json *array)
{
    const struct dg_json *node = array ? array->child : NULL;
    enum dg_err err = DG_OK;

    for (; node && !err; node = node->next) {
        struct dg_roster_name *record = dg_roster_table_take_name(
            roster, &roster->departments, dg_json_get_str(node, "code"));
        if (!record) {
            return DG_ERR_MEMORY;
        }
        record->listed = true;
        err = set_name(roster, &record->name, dg_json_get_str(node, "name"));
    }
    return err;
}

static enum dg_err
list_group(struct dg_roster *roster, const struct dg_json *group)
{
    const struct dg_json *codes = dg_json_get(group, "codes");
    struct dg_roster_name *record = dg_roster_table_take_name(
        roster, &roster->group_names, dg_json_get_str(group, "name"));
    uint64_t *members = dg_arena_alloc(
        &roster->arena, (codes ? codes->count : 0) * sizeof *members);
    size_t count = 0;

    if (!record || !members) {
        return DG_ERR_MEMORY;
    }
    for (codes = codes ? codes->child : NULL; codes; codes = codes->next) {
        if (dg_roster_change_code(codes, &members[count++])) {
            return DG_ERR_MALFORMED;
        }
    }
    record->listed = true;
    record->group = roster->group_count;
    return dg_roster_table_add_group(roster, members,
                                     dg_term_sort_codes(members, count));
}

static enum dg_err
list_groups(struct dg_roster *roster, const struct dg_json *array)
{
    const struct dg_json *node = array ? array->child : NULL;
    enum dg_err err = DG_OK;

    for (; node && !err; node = node->next) {
        err = list_group(roster, node);
    }
    return err;
}

static enum dg_err
take_over(struct dg_roster *roster, const struct dg_roster_change *change)
{
    enum dg_err err =
        add_version(roster, dg_json_get_str(change->data, "version"));

    if (!err) {
        err = list_offices(roster, change);
    }
    if (!err) {
        err = end_offices(roster, change);
    }
    if (!err && change->whole) {
        end_unlisted(roster, change);
        unlist(roster->departments);
        unlist(roster->group_names);
    }
    if (!err) {
        err =
            list_departments(roster, dg_json_get(change->data, "departments"));
    }
    if (!err) {
        err = list_groups(roster, dg_json_get(change->data, "groups"));
    }
    return err;
}

enum dg_err
dg_roster_apply(struct dg_roster *roster, const struct dg_json *data)
{
    struct dg_arena scratch;
    struct dg_roster_change change;
    enum dg_err err;

    dg_arena_init(&scratch, SIZE_MAX);
    err = dg_roster_change_read(&scratch, data, &change);
    if (!err) {
        err = take_over(roster, &change);
    }
    dg_arena_finish(&scratch);
    return err;
}
