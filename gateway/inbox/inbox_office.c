/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is remembered of an office: nothing until it acts, then the
 * notices it acknowledged, in one sorted array. */
#include <stdlib.h>

#include "gateway/inbox/inbox_state.h"

const struct dg_office *
dg_inbox_speaker(const struct dg_inbox *inbox, const struct dg_event *event)
{
    struct dg_division code;

    if (dg_division_parse(event->principal, &code) || code.level != 5) {
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
    uint64_t *acknowledged;

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
        if (office->acknowledged[middle] < notice) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool
dg_inbox_office_acknowledged(const struct dg_inbox_office *office,
                             uint64_t notice)
{
    size_t at = office ? lower_bound(office, notice) : 0;

    return office && at < office->count && office->acknowledged[at] == notice;
}

enum dg_err
dg_inbox_acknowledge(struct dg_inbox *inbox, const struct dg_event *event,
                     uint64_t sequence)
{
    const struct dg_office *speaker = dg_inbox_speaker(inbox, event);
    const struct dg_task *task = dg_inbox_named(inbox, event);
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
    if (dg_inbox_office_acknowledged(office, task->notice)) {
        return DG_OK;
    }
    at = lower_bound(office, task->notice);
    memmove(office->acknowledged + at + 1, office->acknowledged + at,
            (office->count - at) * sizeof *office->acknowledged);
    office->acknowledged[at] = task->notice;
    office->count++;
    return DG_OK;
}
