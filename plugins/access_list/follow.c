/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what an entry means for what waits for a keeper and for the report:
 * by the codes of its findings, never by options, so that the same journal
 * always says the same. */
#include "plugins/access_list/follow.h"

#include "plugins/access_list/exemption.h"
#include "plugins/access_list/text.h"

bool
dg_follow_says(const struct dg_plugin_host *host,
               const struct dg_plugin_decision *decision, const char *code)
{
    struct dg_plugin_finding finding;
    for (size_t i = 0; host->finding_at(decision, i, &finding); i++) {
        if (strcmp(finding.code, code) == 0 &&
            !host->finding_observed(decision, i)) {
            return true;
        }
    }
    return false;
}

/* What waits for signatures only, waits for no keeper. */
static bool
needs_word(const struct dg_plugin_host *host,
           const struct dg_plugin_decision *decision)
{
    struct dg_plugin_finding finding;
    for (size_t i = 0; host->finding_at(decision, i, &finding); i++) {
        if (finding.verdict == DG_PLUGIN_DEFER &&
            !host->finding_observed(decision, i) &&
            strcmp(finding.code, "cosign-waits") != 0) {
            return true;
        }
    }
    return false;
}

static enum dg_plugin_status
keep_task(struct dg_access_list *state, const struct dg_plugin_event *event,
          const struct dg_plugin_decision *decision)
{
    const struct dg_plugin_host *host = state->host;
    bool deferred = host->verdict(decision) == DG_PLUGIN_DEFER;
    uint64_t number =
        event->amends && !deferred ? event->amends : event->sequence;
    if (deferred && needs_word(host, decision)) {
        return dg_matters_task(&state->matters, event, number,
                               DG_MATTER_WAITING);
    }
    if (!deferred) {
        /* Judged anew: what was said of it before counts no more. */
        dg_matters_drop(&state->matters, event->amends);
    }
    return dg_follow_says(host, decision, "urgency-urgent")
               ? dg_matters_task(&state->matters, event, number,
                                 DG_MATTER_UNCONFIRMED)
               : DG_PLUGIN_OK;
}

static enum dg_plugin_status
follow_task(struct dg_access_list *state, const struct dg_plugin_event *event,
            const struct dg_plugin_decision *decision)
{
    const struct dg_plugin_host *host = state->host;
    int class =
        dg_exemption_class(state, host->text(host->member(event->task, "duty")),
                           host->date_of(event->time_us));
    enum dg_plugin_status status =
        dg_report_add(&state->report, event, decision, class);
    if (status) {
        return status;
    }
    return host->verdict(decision) == DG_PLUGIN_REFUSE
               ? DG_PLUGIN_OK
               : keep_task(state, event, decision);
}

/* ---- a word ------------------------------------------------------------- */

/* Silence is told in the report; whose matter it was is known before it is
 * settled. */
static enum dg_plugin_status
report_silence(struct dg_access_list *state,
               const struct dg_plugin_event *event, const char *code)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_matter *matter = dg_matters_find(
        &state->matters,
        (uint64_t) host->integer(host->member(event->data, "request"), 0));
    bool passed = strcmp(code, "exemption-passed") == 0;
    struct dg_plugin_str principal;
    if (!matter || (!passed && strcmp(code, "exemption-lapsed") != 0)) {
        return DG_PLUGIN_OK;
    }
    principal = dg_text_behind(dg_matters_payer(matter), '/');
    return dg_report_silence(&state->report, principal, event, passed);
}

/* The core says what a word amounted to. */
static enum dg_plugin_status
follow_word(struct dg_access_list *state, const struct dg_plugin_event *event,
            const struct dg_plugin_decision *decision)
{
    static const char *const codes[] = {"exemption-granted",
                                        "exemption-refused", "exemption-passed",
                                        "exemption-lapsed", "exemption-signed"};
    const struct dg_plugin_host *host = state->host;
    uint64_t request =
        (uint64_t) host->integer(host->member(event->data, "request"), 0);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (!dg_follow_says(host, decision, codes[i])) {
            continue;
        }
        if (report_silence(state, event, codes[i])) {
            return DG_PLUGIN_FAILED;
        }
        if (strcmp(codes[i], "exemption-refused") == 0 ||
            strcmp(codes[i], "exemption-lapsed") == 0) {
            dg_frequency_withdraw(&state->frequency, request);
        }
        dg_matters_settle(&state->matters, event, codes[i]);
        return DG_PLUGIN_OK;
    }
    return DG_PLUGIN_OK;
}

/* Silence that was refused would only be refused again. */
static void
follow_refused_word(struct dg_access_list *state,
                    const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = state->host;
    if (event->role == DG_PLUGIN_GATEWAY) {
        dg_matters_drop(
            &state->matters,
            (uint64_t) host->integer(host->member(event->data, "request"), 0));
    }
}

/* ---- a signature -------------------------------------------------------- */

/* The last one delivers a task, or has it amended; a decline ends it. */
static enum dg_plugin_status
follow_signature(struct dg_access_list *state, uint64_t task,
                 const struct dg_plugin_decision *decision)
{
    if (dg_follow_says(state->host, decision, "cosign-complete")) {
        return dg_matters_deliver(&state->matters, task);
    }
    if (dg_follow_says(state->host, decision, "cosign-declined")) {
        dg_frequency_withdraw(&state->frequency, task);
        dg_matters_drop(&state->matters, task);
    }
    return DG_PLUGIN_OK;
}

/* ---- any entry ---------------------------------------------------------- */

static enum dg_plugin_status
follow_change(struct dg_access_list *state, const struct dg_plugin_event *event,
              const struct dg_plugin_decision *decision)
{
    const struct dg_plugin_host *host = state->host;
    uint64_t task =
        (uint64_t) host->integer(host->member(event->data, "task"), 0);
    bool refused = host->verdict(decision) == DG_PLUGIN_REFUSE;
    if (dg_text_is(event->type, "dutygate.exemption.decide.v1")) {
        if (refused) {
            follow_refused_word(state, event);
            return DG_PLUGIN_OK;
        }
        return follow_word(state, event, decision);
    }
    if (refused) {
        return DG_PLUGIN_OK;
    }
    if (dg_text_is(event->type, "dutygate.exemption.request.v1")) {
        return dg_matters_request(&state->matters, event);
    }
    if (dg_text_is(event->type, "dutygate.task.cosign.v1")) {
        return follow_signature(state, task, decision);
    }
    if (dg_text_is(event->type, "dutygate.task.withdraw.v1") ||
        dg_text_is(event->type, "dutygate.task.expire.v1")) {
        if (dg_follow_says(host, decision, "cosign-lapsed")) {
            dg_frequency_withdraw(&state->frequency, task);
        }
        dg_matters_drop(&state->matters, task);
    }
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_follow_apply(struct dg_access_list *state,
                const struct dg_plugin_event *event,
                const struct dg_plugin_decision *decision)
{
    int32_t today = state->host->date_of(event->time_us);
    dg_matters_forget(&state->matters, today, (int32_t) state->report_days);
    dg_report_forget(&state->report, today, (int32_t) state->report_days);
    if (event->check || !event->data) {
        return DG_PLUGIN_OK;
    }
    return event->task && event->gated ? follow_task(state, event, decision)
                                       : follow_change(state, event, decision);
}
