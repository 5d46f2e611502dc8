/* SPDX-License-Identifier: Apache-2.0 */
/* What plugins may look at: offices by number, inboxes, who asked, who is
 * called what. The folds know; here only the words differ. */
#include "gateway/host/host_internal.h"

#include "proto/base/division.h"

#define CODE_LEVEL (DG_DIVISION_LEVELS - 1)

static const struct dg_host_world *
world_of(const struct dg_plugin_host *table)
{
    return &dg_host_caller(table)->host->world;
}

/* ---- offices ------------------------------------------------------------ */

static const struct dg_office *
find_office(const struct dg_host_world *world, struct dg_str code)
{
    struct dg_division division;
    bool whole = dg_division_parse(code, &division) == DG_OK &&
                 division.level == CODE_LEVEL;
    return whole ? dg_roster_office(world->roster, division.value) : NULL;
}

uint32_t
dg_host_world_number(const struct dg_plugin_host *host,
                     struct dg_plugin_str code)
{
    const struct dg_office *office =
        find_office(world_of(host), dg_host_from_plugin(code));
    return office ? office->number : DG_PLUGIN_NO_OFFICE;
}

uint64_t
dg_host_world_code(const struct dg_plugin_host *host, uint32_t number)
{
    const struct dg_office *office =
        dg_roster_numbered(world_of(host)->roster, number);
    return office ? office->code : 0;
}

struct dg_plugin_str
dg_host_world_name(const struct dg_plugin_host *host, uint32_t number)
{
    const struct dg_office *office =
        dg_roster_numbered(world_of(host)->roster, number);
    return dg_host_to_plugin(office ? office->name : DG_STR(""));
}

/* Ends: a successor is in force when the office ends, so it ends later. */
uint32_t
dg_host_world_heir(const struct dg_plugin_host *host, uint32_t number)
{
    const struct dg_roster *roster = world_of(host)->roster;
    const struct dg_office *office = dg_roster_numbered(roster, number);
    while (office && office->until != DG_ROSTER_NEVER) {
        office = office->successor_count > 0
                     ? dg_roster_numbered(roster, office->successors[0]->number)
                     : NULL;
    }
    return office ? office->number : DG_PLUGIN_NO_OFFICE;
}

bool
dg_host_world_town(const struct dg_plugin_host *host, uint32_t town,
                   dg_plugin_run_fn run, void *ctx)
{
    struct dg_roster *roster = world_of(host)->roster;
    const struct dg_office *office =
        town >= DG_ROSTER_TOWNS ? dg_roster_numbered(roster, town) : NULL;
    const struct dg_roster_runs *runs;
    if (!office) {
        return true;
    }
    runs = dg_roster_runs_below(roster,
                                dg_division_above(office->code, CODE_LEVEL - 1),
                                dg_roster_version(roster));
    for (uint32_t i = 0; runs && i < runs->villages; i++) {
        run(ctx, runs->items[i].first, runs->items[i].count);
    }
    return runs != NULL;
}

/* ---- tasks and who asks them -------------------------------------------- */

bool
dg_host_world_inbox(const struct dg_plugin_host *host, uint32_t number,
                    bool (*each)(void *ctx, uint64_t task), void *ctx)
{
    const struct dg_host_world *world = world_of(host);
    const struct dg_office *office = dg_roster_numbered(world->roster, number);
    return !office ||
           dg_inbox_each(world->inbox, office->code, each, ctx) == DG_OK;
}

bool
dg_host_world_asked_by(const struct dg_plugin_host *host, uint64_t sequence,
                       struct dg_plugin_str source)
{
    const struct dg_inbox *inbox = world_of(host)->inbox;
    const struct dg_task *task = dg_inbox_task(inbox, sequence);
    return task && dg_inbox_asked_by(inbox, task, dg_host_from_plugin(source));
}

/* The roster's name is the one in force. */
struct dg_plugin_str
dg_host_world_source(const struct dg_plugin_host *host,
                     struct dg_plugin_str source)
{
    const struct dg_host_world *world = world_of(host);
    struct dg_str text = dg_host_from_plugin(source), code, name = DG_STR("");
    enum dg_role role = dg_role_split(text, &code);
    const struct dg_principal *principal =
        dg_principals_find(world->principals, text);
    const struct dg_office *office =
        role == DG_ROLE_TOWN || role == DG_ROLE_OFFICE
            ? find_office(world, code)
            : NULL;
    if (office) {
        name = office->name;
    } else if (role == DG_ROLE_DEPARTMENT) {
        name = dg_roster_department(world->roster, code);
    }
    if (name.len == 0 && principal) {
        name = principal->name;
    }
    return name.len ? dg_host_to_plugin(name) : source;
}
