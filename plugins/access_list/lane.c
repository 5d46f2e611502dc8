/* SPDX-License-Identifier: Apache-2.0 */
/* Decides who may use the emergency lane, and when an urgent task goes out at
 * once. What the lane sets aside is
 * aside.c's, what becomes of a task that nobody confirms silence.c's. */
#include "plugins/access_list/lane.h"

#include <stdio.h>

#include "plugins/access_list/charged.h"
#include "plugins/access_list/exemption.h"
#include "plugins/access_list/silence.h"
#include "plugins/access_list/text.h"

/* ---- what is asked ------------------------------------------------------ */

static struct dg_plugin_str
urgency_of(const struct dg_access_list *state,
           const struct dg_plugin_event *event)
{
    return state->host->text(state->host->member(event->task, "urgency"));
}

static bool
is_of_code(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/* One of the words of the option life_safety. What belongs to no code parts
 * them: whoever writes commas must not find out in a flood. */
static bool
is_entitled(const struct dg_access_list *state, struct dg_plugin_str principal)
{
    const char *at = state->life_safety.data;
    const char *end = at + state->life_safety.len;
    while (at < end) {
        struct dg_plugin_str word = {at, 0};
        while (at + word.len < end && is_of_code(at[word.len])) {
            word.len++;
        }
        if (word.len > 0 && dg_text_equal(word, principal)) {
            return true;
        }
        at += word.len + 1;
    }
    return false;
}

/* It, or one in whose authority it acts, is a department that is named. */
static bool
may_order(const struct dg_access_list *state,
          const struct dg_plugin_event *event)
{
    const struct dg_plugin_str department = dg_text_from("department/");
    for (size_t i = 0; i < event->charged_count; i++) {
        if (dg_text_begins(event->charged[i], department) &&
            is_entitled(state, dg_charged_code(event, i))) {
            return true;
        }
    }
    return false;
}

enum dg_lane
dg_lane_of(const struct dg_access_list *state,
           const struct dg_plugin_event *event)
{
    struct dg_plugin_str urgency = urgency_of(state, event);
    if (dg_text_is(urgency, "urgent")) {
        return DG_LANE_URGENT;
    }
    return dg_text_is(urgency, "life-safety") && may_order(state, event)
               ? DG_LANE_LIFE_SAFETY
               : DG_LANE_ORDINARY;
}

void
dg_lane_format(const struct dg_plugin_host *host, int64_t time_us,
               char text[DG_LANE_TIME_SIZE])
{
    int64_t minute = (time_us / 60000000 + 8 * 60) % (24 * 60);
    char day[11];
    host->date_format(host->date_of(time_us), day);
    snprintf(text, DG_LANE_TIME_SIZE, "%s %02d:%02d", day, (int) (minute / 60),
             (int) (minute % 60));
}

/* ---- findings ----------------------------------------------------------- */

struct saying {
    const struct dg_access_list *state;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
};

static void
hand_in(const struct saying *s, struct dg_plugin_finding *finding)
{
    const struct dg_plugin_host *host = s->state->host;
    finding->struct_size = sizeof *finding;
    finding->rule = "urgency";
    finding->pointer = host->format(s->findings, "%.*s/urgency",
                                    DG_TEXT_ARG(s->event->task_pointer));
    host->add(s->findings, finding);
}

static void
say(const struct saying *s, enum dg_plugin_verdict verdict, const char *code,
    struct dg_plugin_str text)
{
    struct dg_plugin_finding finding = {
        .verdict = verdict, .code = code, .text = text};
    hand_in(s, &finding);
}

static void
refuse_life_safety(const struct saying *s)
{
    const struct dg_plugin_host *host = s->state->host;
    struct dg_plugin_str way = dg_text_from(
        host->translate(N_("ask it as \"urgent\" (按紧急任务报送)")));
    struct dg_plugin_finding finding = {
        .verdict = DG_PLUGIN_REFUSE,
        .code = "urgency-not-entitled",
        .text = host->format(
            s->findings,
            "%.*s may not order life-safety work; "
            "entitled: %.*s",
            DG_TEXT_ARG(dg_charged_name(host, s->event, s->findings)),
            DG_TEXT_ARG(s->state->life_safety)),
        .alternatives = &way,
        .alternative_count = 1,
    };
    hand_in(s, &finding);
}

/* ---- urgent ------------------------------------------------------------- */

static void
wait_for_keeper(const struct saying *s, uint32_t times, const char *until)
{
    const struct dg_plugin_host *host = s->state->host;
    char day[11];
    host->date_format(host->date_of(s->event->time_us), day);
    say(s, DG_PLUGIN_DEFER, "urgent-waits",
        host->format(s->findings,
                     "%.*s has asked %u urgent tasks in %.7s, and %d a "
                     "month go out at once: this one waits for the keeper, "
                     "until %s",
                     DG_TEXT_ARG(dg_charged_name(host, s->event, s->findings)),
                     (unsigned) times, day, (int) s->state->urgent_limit,
                     until));
}

/* An amendment of what is urgent already has its place. */
static bool
has_place(const struct saying *s)
{
    const struct dg_matter *matter =
        s->event->amends ? dg_matters_find(&s->state->matters, s->event->amends)
                         : NULL;
    return matter && matter->task && matter->urgent;
}

static void
decide_urgent(const struct saying *s)
{
    const struct dg_access_list *state = s->state;
    const struct dg_plugin_host *host = state->host;
    uint32_t times = dg_report_urgent(&state->report, s->event);
    bool passes = dg_exemption_class(
                      state, host->text(host->member(s->event->task, "duty")),
                      host->date_of(s->event->time_us)) == DG_ENTRY_STATUTORY;
    char until[DG_LANE_TIME_SIZE];
    dg_lane_format(host, dg_silence_urgent_us(state, s->event->time_us), until);
    if (state->urgent_limit > 0 && times >= state->urgent_limit &&
        !has_place(s)) {
        wait_for_keeper(s, times, until);
        return;
    }
    say(s, DG_PLUGIN_NOTE, "urgency-urgent",
        passes ? host->format(s->findings,
                              "urgent: goes out at once, for the keeper to "
                              "confirm until %s; without a word it passes "
                              "provisionally, being statutory",
                              until)
               : host->format(s->findings,
                              "urgent: goes out at once, for the keeper to "
                              "confirm until %s; without a word it lapses",
                              until));
}

void
dg_lane_decide(const struct dg_access_list *state,
               const struct dg_plugin_event *event,
               struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    const struct saying s = {state, event, findings};
    switch (dg_lane_of(state, event)) {
    case DG_LANE_LIFE_SAFETY:
        say(&s, DG_PLUGIN_NOTE, "urgency-life-safety",
            dg_text_from(
                host->translate(N_("a life-safety order: goes out at once, and "
                                   "no rule refuses it"))));
        break;
    case DG_LANE_URGENT:
        decide_urgent(&s);
        break;
    default:
        if (dg_text_is(urgency_of(state, event), "life-safety")) {
            refuse_life_safety(&s);
        }
        break;
    }
}
