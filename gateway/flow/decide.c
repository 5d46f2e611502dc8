/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 3, decide: each event of a message, in order, gets its decision; what
 * is decided gets its sequence and goes into the folds at once, so that the
 * next event sees it. Nothing is said before it is durable. */
#include "gateway/flow/flow_internal.h"

/* At how many offices something happens. */
static uint32_t
count_offices(const struct dg_deciding *d)
{
    const struct dg_audience *audience =
        d->about ? d->about->audience : d->audience;
    return audience ? audience->offices : 0;
}

/* Of the assignment, or of the task it is about. */
static struct dg_str
find_duty(const struct dg_deciding *d)
{
    const struct dg_json *json = d->task ? d->task : d->event->data;
    struct dg_json_error error;
    if (d->about && dg_json_parse(d->findings.arena, d->about->item, &json,
                                  &error) != DG_OK) {
        return DG_STR("");
    }
    return dg_json_get_str(json, "duty");
}

/* The stored text of the decision, in the item's arena. */
static enum dg_err
encode_decision(struct dg_item *item, const struct dg_deciding *d,
                struct dg_str *text)
{
    struct dg_decision decision = {
        .verdict = dg_findings_verdict(&d->findings),
        .offices = count_offices(d),
        .findings = d->findings.items,
        .finding_count = d->findings.count,
    };
    enum dg_err err;
    if (d->audience) {
        decision.roster =
            dg_roster_version_name(d->flow->roster, d->audience->version);
    }
    err = dg_decision_encode(&decision, item->flow->writer, text);
    if (err == DG_OK) {
        *text = dg_arena_copy(&item->arena, *text);
        err = text->data ? DG_OK : DG_ERR_MEMORY;
    }
    return err;
}

/* The effects of the findings that count, in order, then facts. */
static void
gather_effects(const struct dg_deciding *d, struct dg_header *header)
{
    struct dg_effect *effects;
    size_t count = d->findings.fact_count;
    for (size_t i = 0; i < d->findings.count; i++) {
        const struct dg_finding *f = &d->findings.items[i];
        count += f->observed ? 0 : f->effect_count;
    }
    effects = dg_arena_alloc(d->findings.arena, count * sizeof *effects);
    for (size_t i = 0; effects && i < d->findings.count; i++) {
        const struct dg_finding *f = &d->findings.items[i];
        for (size_t j = 0; !f->observed && j < f->effect_count; j++) {
            effects[header->effect_count++] = f->effects[j];
        }
    }
    for (size_t i = 0; effects && i < d->findings.fact_count; i++) {
        effects[header->effect_count++] = d->findings.facts[i];
    }
    header->effects = effects;
}

/* Gives the event its place in the journal. The entry is not handed in before
 * the whole message is decided. */
static enum dg_err
sequence_event(struct dg_item *item, const struct dg_deciding *d,
               struct dg_header *header, struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_store_entry *entry = &item->write.entries[item->write.count];
    const struct dg_event *event = d->event;
    dg_buf_clear(&flow->header);
    dg_header_encode(header, &flow->header);
    if (flow->header.err != DG_OK) {
        return flow->header.err;
    }
    *entry = (struct dg_store_entry){
        .sequence = header->sequence,
        .time_us = header->time_us,
        .start = (uint32_t) (event->bytes.data - item->body.data),
        .length = (uint32_t) event->bytes.len,
        .event = event->bytes,
        .header = dg_arena_copy(
            &item->arena, (struct dg_str){flow->header.data, flow->header.len}),
        .decision = answer->decision,
    };
    if (!entry->header.data) {
        return DG_ERR_MEMORY;
    }
    entry->envelope = item->write.entries[item->begun].sequence;
    if (item->write.count == item->begun) {
        entry->envelope_bytes = item->body;
        entry->proof = item->proof;
        item->write.size += item->body.len + item->proof.len;
    }
    item->write.size += entry->header.len + entry->decision.len;
    item->write.count++;
    answer->kind = DG_ANSWER_DECIDED;
    answer->entry = entry;
    answer->verdict = header->verdict;
    item->sees = header->sequence;
    return DG_OK;
}

/* From here on the event exists: its sequence is taken and the folds know it.
 * A failure between the two leaves folds nobody can trust. */
static enum dg_err
settle_event(struct dg_item *item, const struct dg_deciding *d,
             const struct dg_event_digests *digests, struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_header header = {
        .sequence = dg_journal_last(flow->journal) + item->write.count + 1,
        .time_us = d->time_us,
        .epoch = dg_journal_epoch(flow->journal),
        .gateway = dg_str_from(flow->conf->gateway),
        .type = d->event->type,
        .source = d->event->source,
        .verdict = dg_findings_verdict(&d->findings),
        .duty = find_duty(d),
        .period = dg_json_get_str(d->task ? d->task : d->event->data, "period"),
        .offices = count_offices(d),
    };
    struct dg_folding folding = {.header = &header,
                                 .event = d->event,
                                 .audience = d->audience,
                                 .decision = answer->decision,
                                 .findings = &d->findings,
                                 .event_sha256 = digests->sha256,
                                 .gated = d->gated};
    enum dg_err err;
    memcpy(header.id_digest, digests->id, DG_ID_DIGEST_SIZE);
    dg_core_cosign_read(&folding, d->findings.items, d->findings.count);
    gather_effects(d, &header);
    if (!header.effects) {
        return DG_ERR_MEMORY;
    }
    err = sequence_event(item, d, &header, answer);
    if (err == DG_OK) {
        dg_notify_watch(item, answer);
        err = dg_fold_apply(flow, &folding);
        dg_notify_unwatch(flow);
        flow->failed = flow->failed || err != DG_OK;
        if (err == DG_OK) {
            dg_flow_tell_entry(flow, &header);
        }
    }
    return err;
}

/* The answer may not leave before this is durable. */
static void
rest_on(struct dg_item *item, uint64_t sequence)
{
    item->sees = sequence > item->sees ? sequence : item->sees;
}

void
dg_decide_event(struct dg_item *item, const struct dg_event *event,
                const struct dg_event_digests *digests,
                struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    const struct dg_core_type *core = dg_core_types_of(flow, event);
    struct dg_deciding d = {
        .flow = flow,
        .event = event,
        .time_us = dg_limits_now(flow),
        .task = dg_core_types_task(core, event),
        .task_pointer = dg_core_types_pointer(core),
        .amends = dg_core_types_amends(core, event),
    };
    const uint8_t *sha = digests->sha256;
    bool fault = dg_fault_deaths(flow->fault, sha) >= DG_FAULT_DEATHS;
    enum dg_err err;
    if (flow->failed) { /* perhaps in the middle of a fold */
        dg_item_say(answer, DG_PROBLEM_BUSY,
                    dg_str_from(_("the gateway starts again")));
        return;
    }
    d.gated = d.task != NULL;
    dg_findings_init(&d.findings, &item->arena);
    if (!fault) {
        dg_fault_begin(flow->fault, sha);
    }
    err = dg_judge_run(&d, fault);
    if (err == DG_OK) {
        err = encode_decision(item, &d, &answer->decision);
    }
    if (err == DG_OK && core && core->checks) {
        answer->kind = DG_ANSWER_CHECKED;
        rest_on(item, dg_journal_last(flow->journal) + item->write.count);
    } else if (err == DG_OK) {
        err = settle_event(item, &d, digests, answer);
    }
    if (!fault && !flow->failed) { /* else it ends the worker */
        dg_fault_end(flow->fault);
    }
    if (err != DG_OK) {
        dg_log(DG_LOG_ERROR, "decide.failed", "type=%.*s err=\"%s\"",
               DG_STR_ARG(event->type), dg_err_text(err));
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the gateway could not decide this event")));
    }
}

/* Of an event that was erased before the last start nothing is left to compare
 * with. */
static bool
is_same(const uint8_t known[DG_KNOWN_EVENT_SIZE],
        const uint8_t sha[DG_SHA256_SIZE])
{
    static const uint8_t erased[DG_KNOWN_EVENT_SIZE];
    return memcmp(known, sha, DG_KNOWN_EVENT_SIZE) == 0 ||
           memcmp(known, erased, DG_KNOWN_EVENT_SIZE) == 0;
}

/* An id that was seen gets its first answer, if the bytes are the same, however
 * old the signature. */
static bool
answer_known(struct dg_item *item, const struct dg_event_digests *digests,
             struct dg_answer *answer)
{
    uint8_t known_sha[DG_KNOWN_EVENT_SIZE];
    uint64_t sequence;
    if (!dg_known_find(item->flow->known, digests->id, &sequence, known_sha)) {
        return false;
    }
    rest_on(item, sequence);
    if (is_same(known_sha, digests->sha256)) {
        answer->kind = DG_ANSWER_REPEAT;
        answer->sequence = sequence;
    } else if (dg_authenticate_fresh(item, answer)) {
        dg_item_say(
            answer, DG_PROBLEM_ID_REUSED,
            dg_arena_printf(&item->arena,
                            _("this source used the id before, for receipt "
                              "%llu with other content"),
                            (unsigned long long) sequence));
    }
    return true;
}

static void
take_write(struct dg_item *item, const struct dg_event *event,
           const struct dg_event_digests *digests, struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    const struct dg_core_type *core = dg_core_types_of(flow, event);
    bool writes = !(core && core->checks);
    const char *blocked;
    if ((writes && answer_known(item, digests, answer)) ||
        !dg_authenticate_fresh(item, answer)) {
        return;
    }
    blocked = writes ? dg_limits_blocked(flow, item) : NULL;
    if (blocked) {
        dg_item_say(answer, DG_PROBLEM_BUSY, dg_str_from(blocked));
        return;
    }
    dg_decide_event(item, event, digests, answer);
}

static bool
is_asking(struct dg_flow *flow, const struct dg_event *event)
{
    const struct dg_core_type *core = dg_core_types_of(flow, event);
    return event->kind->reads || (core && core->checks);
}

/* Everybody waits while a message is decided. Of one that only asks nothing is
 * lost when the rest of it is asked again. */
static bool
is_long(const struct dg_flow *flow, uint64_t begin_ns, struct dg_answer *answer)
{
    uint64_t limit_ns = (uint64_t) flow->settings.asking_ms * 1000000;
    if (limit_ns == 0 || uv_hrtime() - begin_ns < limit_ns) {
        return false;
    }
    dg_item_say(answer, DG_PROBLEM_LIMIT_EXCEEDED,
                dg_str_from(_("what this message asks takes long; ask the rest "
                              "in another")));
    answer->retry_after_s = 1;
    return true;
}

static void
take_read(struct dg_item *item, const struct dg_event *event,
          const struct dg_event_digests *digests, struct dg_answer *answer)
{
    if (dg_authenticate_fresh(item, answer)) {
        dg_read_run(item, event, digests->sha256, answer);
    }
}

/* Each event makes one entry at most: a write its own, a read what it showed.
 */
void
dg_decide_run(struct dg_item *item)
{
    const struct dg_message *message = &item->message;
    uint64_t first_ns = uv_hrtime(), begin_ns = first_ns;
    item->write.entries = dg_arena_alloc(
        &item->arena, message->count * sizeof *item->write.entries);
    for (size_t i = 0; i < message->count; i++) {
        const struct dg_event *event = &message->events[i];
        struct dg_answer *answer = &item->answers[i];
        if (event->bad || !dg_authenticate_event(item, event, answer)) {
            continue;
        }
        if (!item->write.entries) {
            dg_item_say(answer, DG_PROBLEM_BUSY,
                        dg_str_from(_("out of memory")));
        } else if (is_asking(item->flow, event) && i > 0 &&
                   is_long(item->flow, first_ns, answer)) {
            continue;
        } else if (event->kind->reads) {
            take_read(item, event, &item->digests[i], answer);
        } else {
            take_write(item, event, &item->digests[i], answer);
        }
        begin_ns = dg_health_decided(item->flow, begin_ns);
    }
    dg_disclose_run(item);
    dg_item_advance(item, DG_STAGE_DECIDED);
}
