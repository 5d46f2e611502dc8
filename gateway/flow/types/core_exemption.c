/* SPDX-License-Identifier: Apache-2.0 */
/* Requests for exemption, and the words of keepers and of silence on them and
 * on tasks that wait for one. A request that nothing refuses is deferred: its
 * answer comes later, as another event. */
#include "gateway/flow/types/types_internal.h"

static void
check_audience(struct dg_deciding *d)
{
    if (dg_audience_resolve(
            d->flow->roster, dg_json_get(d->event->data, "audience"),
            "/data/audience", &d->findings, &d->audience) != DG_OK) {
        d->findings.err = DG_ERR_MEMORY;
    }
}

void
dg_core_exemption_check_request(struct dg_deciding *d)
{
    bool appeal = dg_json_get(d->event->data, "appeal") != NULL;
    dg_core_task_check_publisher(d);
    dg_matters_check_request(d->flow->matters, d->event, d->time_us,
                             &d->findings);
    check_audience(d);
    d->task_pointer = DG_STR("/data");
    dg_core_task_check_reach(d);
    d->task_pointer = DG_STR("");
    if (dg_findings_verdict(&d->findings) < DG_VERDICT_REFUSE) {
        dg_findings_say(
            &d->findings, DG_VERDICT_DEFER, "exemption-waits", DG_STR("/data"),
            dg_str_from(appeal ? _("an appeal: it waits for the word of two "
                                   "keepers")
                               : _("it waits for a keeper's word")));
    }
}

enum dg_err
dg_core_exemption_request(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_matters_request(flow->matters, f->header->sequence, f->event);
}

void
dg_core_exemption_check_decide(struct dg_deciding *d)
{
    const struct dg_matter *matter;
    uint64_t request =
        dg_json_to_number(dg_json_get(d->event->data, "request"));
    d->about = dg_inbox_task(d->flow->inbox, request);
    matter = dg_matters_find(d->flow->matters, request);
    if (matter ? dg_separation_check(d, matter->source, matter)
               : !d->about || dg_separation_check(d, d->about->source, NULL)) {
        dg_matters_check_decide(d->flow->matters, d->event, &d->findings);
    }
}

/* What was admitted named something that waits; at replay it may have been
 * erased. */
enum dg_err
dg_core_exemption_decide(struct dg_flow *flow, const struct dg_folding *f)
{
    return dg_core_task_unless_erased(
        dg_matters_decide(flow->matters, f->event));
}
