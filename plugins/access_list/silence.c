/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when silence is a word, and which: what is statutory passes
 * provisionally, other work lapses. The gateway says it, as an event like any
 * other. */
#include "plugins/access_list/silence.h"

#include <stdio.h>

#include "plugins/access_list/exemption.h"
#include "plugins/access_list/text.h"

#define WORDS_MAX 200 /* of one tick, so that others are served meanwhile */
#define DAY_US INT64_C(86400000000)
#define HOUR_US INT64_C(3600000000)
#define CHINA_US (8 * HOUR_US)

/* The midnight, China time, with which a day begins. */
static int64_t
day_begin_us(int32_t day)
{
    return day * DAY_US - CHINA_US;
}

int64_t
dg_silence_urgent_us(const struct dg_access_list *state, int64_t time_us)
{
    return time_us + state->confirm_hours * HOUR_US;
}

int64_t
dg_silence_due_us(const struct dg_access_list *state,
                  const struct dg_matter *matter)
{
    int32_t day = state->host->date_of(matter->time_us);
    return matter->urgent
               ? dg_silence_urgent_us(state, matter->time_us)
               : day_begin_us(day + (int32_t) state->silence_days + 1);
}

bool
dg_silence_passes(const struct dg_access_list *state,
                  const struct dg_matter *matter, int32_t today)
{
    return dg_exemption_class(state, matter->duty, today) == DG_ENTRY_STATUTORY;
}

/* ---- tick --------------------------------------------------------------- */

static void
say_word(struct dg_access_list *state, const struct dg_matter *matter,
         struct dg_plugin_submit *submit)
{
    bool passes =
        dg_silence_passes(state, matter, state->host->date_of(state->now_us));
    char what[40], data[160];
    snprintf(what, sizeof what, "silence-%llu",
             (unsigned long long) matter->sequence);
    snprintf(
        data, sizeof data,
        "{\"request\":%llu,\"verdict\":\"%s\",\"reason\":\"no word within "
        "%d %s (默认)\"}",
        (unsigned long long) matter->sequence, passes ? "pass" : "lapse",
        (int) (matter->urgent ? state->confirm_hours : state->silence_days),
        matter->urgent ? "hours" : "days");
    state->host->submit(submit, "dutygate.exemption.decide.v1", what,
                        dg_silence_due_us(state, matter), dg_text_from(data));
}

/* One that is due and was not handed in by this tick. */
static struct dg_matter *
next_due(const struct dg_access_list *state, int64_t now_us)
{
    struct dg_matter *matter;
    for (matter = state->matters.groups[DG_MATTER_PENDING]; matter;
         matter = matter->next) {
        if (matter->asked_us != now_us &&
            dg_silence_due_us(state, matter) <= now_us) {
            return matter;
        }
    }
    return NULL;
}

/* What is handed in may be folded before submit returns, which takes the matter
 * out of the list: so each is looked for anew. */
void
dg_silence_tick(struct dg_access_list *state, int64_t now_us,
                struct dg_plugin_submit *submit)
{
    struct dg_matter *matter;
    for (unsigned said = 0;
         said < WORDS_MAX && (matter = next_due(state, now_us)) != NULL;
         said++) {
        matter->asked_us = now_us;
        say_word(state, matter, submit);
    }
}
