/* SPDX-License-Identifier: Apache-2.0 */
/* What was ordered by telephone while the gateway was down, and is entered
 * afterwards (补录): within a day, marked, and only if it could not wait. */
#include "gateway/flow/types/types_internal.h"

#include <inttypes.h>

#include "proto/base/date.h"

#define HOURS_MAX 24
#define HOUR_US INT64_C(3600000000)

static void
say(struct dg_deciding *d, enum dg_verdict verdict, const char *code,
    struct dg_str text)
{
    dg_findings_say(&d->findings, verdict, code,
                    dg_core_task_place(d, "ordered"), text);
}

static bool
read_ordered(const struct dg_deciding *d, int64_t *ordered_us)
{
    return dg_instant_parse(dg_json_get_str(d->task, "ordered"), ordered_us) ==
           DG_OK;
}

static bool
is_in_time(const struct dg_deciding *d, int64_t ordered_us)
{
    return ordered_us <= d->time_us &&
           d->time_us - ordered_us <= HOURS_MAX * HOUR_US;
}

bool
dg_core_ordered_excuses(const struct dg_deciding *d, int64_t due_us)
{
    int64_t ordered_us;
    return read_ordered(d, &ordered_us) && is_in_time(d, ordered_us) &&
           due_us > ordered_us;
}

void
dg_core_ordered_check(struct dg_deciding *d)
{
    struct dg_arena *arena = d->findings.arena;
    struct dg_str ordered = dg_json_get_str(d->task, "ordered");
    int64_t ordered_us;
    if (!read_ordered(d, &ordered_us)) {
        return;
    }
    if (!dg_json_get(d->task, "urgency")) {
        say(d, DG_VERDICT_REFUSE, "ordered-not-urgent",
            dg_arena_printf(arena, "%s",
                            _("only urgent and life-safety work may be ordered "
                              "by telephone and entered afterwards (补录)")));
    } else if (ordered_us > d->time_us) {
        say(d, DG_VERDICT_REFUSE, "ordered-in-future",
            dg_arena_printf(arena,
                            _("it cannot have been ordered at %.*s: "
                              "that is still to come"),
                            DG_STR_ARG(ordered)));
    } else if (!is_in_time(d, ordered_us)) {
        say(d, DG_VERDICT_REFUSE, "ordered-too-late",
            dg_arena_printf(arena,
                            _("ordered at %.*s: it had to be entered within "
                              "%d hours"),
                            DG_STR_ARG(ordered), HOURS_MAX));
    } else {
        say(d, DG_VERDICT_NOTE, "entered-afterwards",
            dg_arena_printf(arena,
                            _("ordered at %.*s, entered afterwards (补录)"),
                            DG_STR_ARG(ordered)));
    }
}
