/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is remembered of an office: nothing until it acts, or its town
 * for it, then the notices it acknowledged, in one sorted array. */
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"

const struct dg_office *
dg_inbox_speaker(const struct dg_inbox *inbox, const struct dg_event *event)
{
    struct dg_str named = event->behalf.len ? event->behalf : event->principal;
    struct dg_division code;

    if (dg_division_parse(named, &code) || code.level != 5) {
        return NULL;
    }
    return dg_roster_office(inbox->roster, code.value);
}

static struct dg_inbox_office *
find(const struct dg_inbox *inbox, uint64_t code)
{
    struct dg_inbox_office *office;

    HASH_FIND(hh, inbox->offices, &code, sizeof code, office);
    return office;
}

const struct dg_inbox_office *
dg_inbox_office_find(const struct dg_inbox *inbox, uint64_t code)
{
    return find(inbox, code);
}

static struct dg_inbox_office *
take(struct dg_inbox *inbox, uint64_t code)
{
    struct dg_inbox_office *office = find(inbox, code);

    if (office) {
        return office;
    }
    office = calloc(1, sizeof *office);
    if (!office) {
        return NULL;
    }
    office->code = code;
    HASH_ADD(hh, inbox->offices, code, sizeof office->code, office);
    if (!DG_MAP_HAS(office)) {
        free(office);
        return NULL;
    }
    return office;
}

static enum dg_err
make_room(struct dg_inbox_office *office)
{
    size_t room = office->room ? office->room * 2 : 4;
    struct dg_inbox_notice *acknowledged;

    if (office->count < office->room) {
        return DG_OK;
    }
    acknowledged = realloc(office->acknowledged, room * sizeof *acknowledged);
    if (!acknowledged) {
        return DG_ERR_MEMORY;
    }
    office->acknowledged = acknowledged;
    office->room = room;
    return DG_OK;
}

/* How many of its notices are smaller. */
static size_t
lower_bound(const struct dg_inbox_office *office, uint64_t notice)
{
    size_t low = 0, high = office->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (office->acknowledged[middle].notice < notice) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct dg_inbox_notice *
find_notice(const struct dg_inbox_office *office, uint64_t notice)
{
    size_t at = office ? lower_bound(office, notice) : 0;

    return office && at < office->count &&
                   office->acknowledged[at].notice == notice
               ? &office->acknowledged[at]
               : NULL;
}

const struct dg_inbox_notice *
dg_inbox_office_notice(const struct dg_inbox_office *office, uint64_t notice)
{
    return find_notice(office, notice);
}

/* The town that speaks for the office, or 0. */
static uint64_t
find_deputy(const struct dg_event *event)
{
    struct dg_division town;

    return event->behalf.len && dg_division_parse(event->principal, &town) == 0
               ? town.value
               : 0;
}

enum dg_err
dg_inbox_acknowledge(struct dg_inbox *inbox, const struct dg_event *event,
                     uint64_t sequence)
{
    const struct dg_office *speaker = dg_inbox_speaker(inbox, event);
    const struct dg_task *task = dg_inbox_named(inbox, event);
    struct dg_inbox_notice *known;
    struct dg_inbox_office *office;
    size_t at;

    if (!speaker || !task) {
        return DG_ERR_ABSENT;
    }
    office = take(inbox, speaker->code);
    if (!office || make_room(office)) {
        return DG_ERR_MEMORY;
    }
    office->acted = sequence;
    known = find_notice(office, task->notice);
    if (known) {
        known->by = event->behalf.len ? known->by : 0;
        return DG_OK;
    }
    at = lower_bound(office, task->notice);
    memmove(office->acknowledged + at + 1, office->acknowledged + at,
            (office->count - at) * sizeof *office->acknowledged);
    office->acknowledged[at] =
        (struct dg_inbox_notice){task->notice, find_deputy(event)};
    office->count++;
    return DG_OK;
}
