/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which requests for exemption may be made, and which words may be said
 * on them and on tasks: one refusal, for the first reason that applies. */
#include <inttypes.h>

#include "gateway/inbox/matter_state.h"
#include "proto/base/date.h"

static void
refuse(struct dg_findings *findings, const char *code, const char *pointer,
       struct dg_str text)
{
    dg_findings_refuse(findings, code, dg_str_from(pointer), text);
}

/* ---- exemption.request -------------------------------------------------- */

static void
check_until(const struct dg_event *event, int64_t time_us,
            struct dg_findings *findings)
{
    struct dg_str until = dg_json_get_str(event->data, "until");
    int32_t day, today = dg_date_of_instant(time_us);
    char text[DG_DATE_SIZE];
    if (dg_date_parse(until, &day) == DG_OK && day < today) {
        dg_date_format(today, text);
        refuse(findings, "until-past", "/data/until",
               dg_arena_printf(findings->arena,
                               _("until %.*s is past: today is %s"),
                               DG_STR_ARG(until), text));
    }
}

static void
check_appeal(const struct dg_matters *matters, const struct dg_event *event,
             struct dg_findings *findings)
{
    const struct dg_json *appeal = dg_json_get(event->data, "appeal");
    const struct dg_matter *first;
    int64_t number;
    if (!appeal || dg_json_to_i64(appeal, &number) != DG_OK) {
        return;
    }
    first = dg_matters_find(matters, (uint64_t) number);
    if (!first || !dg_str_equal(first->source, event->source)) {
        refuse(findings, "appeal-not-own", "/data/appeal",
               dg_arena_printf(findings->arena,
                               _("no request of %.*s has the receipt number "
                                 "%.*s"),
                               DG_STR_ARG(event->source),
                               DG_STR_ARG(appeal->text)));
    } else if (first->state != DG_MATTER_REFUSED &&
               first->state != DG_MATTER_LAPSED) {
        refuse(findings, "appeal-not-refused", "/data/appeal",
               dg_arena_printf(
                   findings->arena,
                   _("request %" PRIu64 " was not refused, nor did it lapse"),
                   first->sequence));
    }
}

void
dg_matters_check_request(const struct dg_matters *matters,
                         const struct dg_event *event, int64_t time_us,
                         struct dg_findings *findings)
{
    check_until(event, time_us, findings);
    check_appeal(matters, event, findings);
}

/* ---- exemption.decide --------------------------------------------------- */

struct word {
    const struct dg_matters *matters;
    const struct dg_event *event;
    struct dg_findings *findings;
    enum dg_matter_verdict verdict;
    uint64_t request;
};

static void
refuse_number(const struct word *w, const char *code, struct dg_str text)
{
    refuse(w->findings, code, "/data/request", text);
}

/* True if it is the speaker's to say. */
static bool
is_theirs(const struct word *w)
{
    bool keeper = w->event->role == DG_ROLE_KEEPER;
    if ((w->verdict <= DG_MATTER_REFUSE) == keeper) {
        return true;
    }
    refuse(w->findings, "verdict-not-yours", "/data/verdict",
           dg_arena_printf(
               w->findings->arena,
               keeper ? _("\"%.*s\" is the gateway's to say, when "
                          "the time for a word is over")
                      : _("\"%.*s\" is a keeper's to say"),
               DG_STR_ARG(dg_json_get_str(w->event->data, "verdict"))));
    return false;
}

/* What silence gave, a keeper may still confirm or take back. */
static bool
is_open_for(const struct word *w, bool waits, bool passed)
{
    return waits || (passed && w->verdict <= DG_MATTER_REFUSE);
}

/* ---- on a request ------------------------------------------------------- */

static bool
has_rule(const struct dg_matter *matter, struct dg_str rule)
{
    for (size_t i = 0; i < matter->rule_count; i++) {
        if (dg_str_equal(matter->rules[i], rule)) {
            return true;
        }
    }
    return false;
}

/* True if nothing is given that was not asked for. */
static bool
is_narrower(const struct word *w, const struct dg_matter *matter)
{
    const struct dg_json *rules = dg_json_get(w->event->data, "rules");
    struct dg_str until = dg_json_get_str(w->event->data, "until");
    struct dg_arena *arena = w->findings->arena;
    char asked[DG_DATE_SIZE];
    int32_t day;
    if (dg_date_parse(until, &day) == DG_OK && day > matter->until) {
        dg_date_format(matter->until, asked);
        refuse(
            w->findings, "exemption-wider", "/data/until",
            dg_arena_printf(arena, _("it was asked for until %s only"), asked));
        return false;
    }
    for (const struct dg_json *rule = rules ? rules->child : NULL; rule;
         rule = rule->next) {
        if (!has_rule(matter, rule->text)) {
            refuse(w->findings, "exemption-wider", "/data/rules",
                   dg_arena_printf(arena,
                                   _("it was not asked for rule \"%.*s\""),
                                   DG_STR_ARG(rule->text)));
            return false;
        }
    }
    return true;
}

/* An appeal is for others than who refused before, and for two of them. */
static bool
is_another(const struct word *w, const struct dg_matter *matter)
{
    struct dg_str keeper = w->event->source;
    struct dg_arena *arena = w->findings->arena;
    const struct dg_matter *first = matter->appeals;
    for (; first && w->verdict <= DG_MATTER_REFUSE; first = first->appeals) {
        if (dg_str_equal(first->refuser, keeper)) {
            refuse(w->findings, "signer-not-other", "/source",
                   dg_arena_printf(arena,
                                   _("%.*s refused request %" PRIu64
                                     "; its appeal is for others"),
                                   DG_STR_ARG(keeper), first->sequence));
            return false;
        }
    }
    if (w->verdict == DG_MATTER_GRANT && dg_str_equal(matter->signer, keeper)) {
        refuse(w->findings, "signer-not-other", "/source",
               dg_arena_printf(arena,
                               _("%.*s has signed already; an appeal takes two "
                                 "keepers"),
                               DG_STR_ARG(keeper)));
        return false;
    }
    return true;
}

struct note {
    const char *code, *text;
};

static void
add_note(const struct word *w, const struct note *note)
{
    dg_findings_note(w->findings, note->code, DG_STR("/data/request"),
                     dg_str_from(_(note->text)));
}

static void
note_request(const struct word *w, const struct dg_matter *matter)
{
    static const struct note notes[] = {
        [DG_MATTER_SIGNED] = {"exemption-signed",
                              N_("signed by the first of two keepers")},
        [DG_MATTER_GRANTED] = {"exemption-granted",
                               N_("the request is granted")},
        [DG_MATTER_PASSED] = {"exemption-passed",
                              N_("the request passes provisionally; a keeper "
                                 "may still grant or refuse it")},
        [DG_MATTER_REFUSED] = {"exemption-refused",
                               N_("the request is refused")},
        [DG_MATTER_LAPSED] = {"exemption-lapsed", N_("the request lapses")},
    };
    add_note(w, &notes[dg_matters_after(matter, w->verdict)]);
}

static void
check_request_word(const struct word *w, const struct dg_matter *matter)
{
    bool waits =
        matter->state == DG_MATTER_WAITING || matter->state == DG_MATTER_SIGNED;
    if (!is_open_for(w, waits, matter->state == DG_MATTER_PASSED)) {
        refuse_number(
            w, "request-decided",
            dg_arena_printf(w->findings->arena,
                            _("request %" PRIu64 " is decided already"),
                            w->request));
    } else if (is_narrower(w, matter) && is_another(w, matter)) {
        note_request(w, matter);
    }
}

/* ---- on a task ---------------------------------------------------------- */

static void
note_task(const struct word *w)
{
    static const struct note notes[] = {
        [DG_MATTER_GRANT] = {"exemption-granted", N_("the task is confirmed")},
        [DG_MATTER_REFUSE] = {"exemption-refused",
                              N_("the task is refused and ends")},
        [DG_MATTER_PASS] = {"exemption-passed",
                            N_("the task passes provisionally; a keeper may "
                               "still confirm or refuse it")},
        [DG_MATTER_LAPSE] = {"exemption-lapsed",
                             N_("the task lapses and ends")},
    };
    add_note(w, &notes[w->verdict]);
}

static void
refuse_narrowing(const struct word *w, const char *pointer)
{
    refuse(w->findings, "exemption-wider", pointer,
           dg_arena_printf(w->findings->arena, "%s",
                           _("rules and days belong to a request, not to a "
                             "task")));
}

static void
check_task_word(const struct word *w, const struct dg_task *task)
{
    const char *pointer = dg_json_get(w->event->data, "rules")   ? "/data/rules"
                          : dg_json_get(w->event->data, "until") ? "/data/until"
                                                                 : NULL;
    bool waits = (task->state == DG_TASK_WAITING && task->needs_word) ||
                 task->word == DG_TASK_UNCONFIRMED;
    struct dg_arena *arena = w->findings->arena;
    if (task->urgency == DG_URGENCY_LIFE_SAFETY) {
        refuse_number(w, "life-safety-stands",
                      dg_arena_printf(arena,
                                      _("task %" PRIu64
                                        " is a life-safety order: it stands "
                                        "without a word"),
                                      w->request));
    } else if (dg_task_ended(task)) {
        refuse_number(w, "request-decided",
                      dg_arena_printf(arena,
                                      _("task %" PRIu64 " has ended already"),
                                      w->request));
    } else if (!waits && task->word == DG_TASK_UNASKED) {
        refuse_number(w, "request-unknown",
                      dg_arena_printf(arena,
                                      _("task %" PRIu64 " waits for no word"),
                                      w->request));
    } else if (!is_open_for(w, waits, task->word == DG_TASK_PROVISIONAL)) {
        refuse_number(w, "request-decided",
                      dg_arena_printf(arena,
                                      _("task %" PRIu64 " is decided already"),
                                      w->request));
    } else if (pointer) {
        refuse_narrowing(w, pointer);
    } else {
        note_task(w);
    }
}

void
dg_matters_check_decide(const struct dg_matters *matters,
                        const struct dg_event *event,
                        struct dg_findings *findings)
{
    const struct word w = {.matters = matters,
                           .event = event,
                           .findings = findings,
                           .verdict = dg_matters_verdict(event),
                           .request = dg_matters_named(event)};
    const struct dg_matter *matter = dg_matters_find(matters, w.request);
    const struct dg_task *task = dg_inbox_task(matters->inbox, w.request);
    if (!is_theirs(&w)) {
        return;
    }
    if (matter) {
        check_request_word(&w, matter);
    } else if (task) {
        check_task_word(&w, task);
    } else {
        refuse(findings, "request-unknown", "/data/request",
               dg_arena_printf(findings->arena,
                               _("no request and no task has the receipt "
                                 "number %" PRIu64),
                               w.request));
    }
}
