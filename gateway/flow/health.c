/* SPDX-License-Identifier: Apache-2.0 */
/* The gate's own health: counts what became of each event when it is answered,
 * and answers gateway.read. Decides which figures there are besides those that
 * other stages count; what figures are called is metric.c's. */
#include "config.h"

#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

#include "proto/base/date.h"

enum dg_err
dg_health_open(struct dg_flow *flow)
{
    flow->outcomes = calloc(flow->type_count, sizeof *flow->outcomes);
    return flow->outcomes ? DG_OK : DG_ERR_MEMORY;
}

void
dg_health_start(struct dg_flow *flow)
{
    flow->started_ns = uv_hrtime();
    flow->started_us = dg_limits_now(flow);
}

/* ---- counting ----------------------------------------------------------- */

static enum dg_outcome
outcome_of(const struct dg_answer *answer)
{
    static const enum dg_outcome verdicts[] = {
        [DG_VERDICT_NOTE] = DG_OUTCOME_ADMIT,
        [DG_VERDICT_STRIP] = DG_OUTCOME_STRIP,
        [DG_VERDICT_DEFER] = DG_OUTCOME_DEFER,
        [DG_VERDICT_REFUSE] = DG_OUTCOME_REFUSE,
    };
    switch (answer->kind) {
    case DG_ANSWER_DECIDED:
        return verdicts[answer->verdict];
    case DG_ANSWER_CHECKED:
        return DG_OUTCOME_CHECK;
    case DG_ANSWER_REPEAT:
        return DG_OUTCOME_REPEAT;
    case DG_ANSWER_PROBLEM:
        return DG_OUTCOME_PROBLEM;
    default:
        return DG_OUTCOME_READ;
    }
}

void
dg_health_count_event(struct dg_flow *flow, const struct dg_event *event,
                      const struct dg_answer *answer)
{
    if (event->kind) {
        flow->outcomes[event->kind - flow->types].of[outcome_of(answer)]++;
    }
    if (answer->kind == DG_ANSWER_PROBLEM) {
        flow->metrics.problems[answer->problem]++;
    }
}

uint64_t
dg_health_decided(struct dg_flow *flow, uint64_t begin_ns)
{
    uint64_t now_ns = uv_hrtime();
    dg_histogram_observe(&flow->metrics.decide, DG_HISTOGRAM_DECIDE,
                         now_ns - begin_ns);
    return now_ns;
}

void
dg_health_count(const struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    if (item->message.bad) {
        flow->metrics.problems[item->message.problem]++;
    }
    for (size_t i = 0; !item->message.bad && i < item->message.count; i++) {
        dg_health_count_event(flow, &item->message.events[i],
                              &item->answers[i]);
    }
    dg_histogram_observe(&flow->metrics.reply, DG_HISTOGRAM_REPLY,
                         uv_hrtime() - item->taken_ns);
}

/* ---- gateway.read -------------------------------------------------------- */

/* A figure without labels: a row of its own. */
static void
put_figure(struct dg_json_writer *out, const char *name, uint64_t value)
{
    dg_json_name(out, name);
    dg_json_open_array(out);
    dg_json_open_object(out);
    dg_json_put_integer(out, "value",
                        value > INT64_MAX ? INT64_MAX : (int64_t) value);
    dg_json_close_object(out);
    dg_json_close_array(out);
}

/* A row of a figure; label2 may be NULL. Rows of nothing are left out. */
static void
put_row(struct dg_json_writer *out, const char *const labels[4], uint64_t value)
{
    if (value == 0) {
        return;
    }
    dg_json_open_object(out);
    dg_json_name(out, "labels");
    dg_json_open_object(out);
    for (int i = 0; i < 4 && labels[i]; i += 2) {
        dg_json_put_text(out, labels[i], labels[i + 1]);
    }
    dg_json_close_object(out);
    dg_json_put_integer(out, "value", (int64_t) value);
    dg_json_close_object(out);
}

static void
put_events(const struct dg_flow *flow, struct dg_json_writer *out)
{
    dg_json_name(out, "dutygate_events_total");
    dg_json_open_array(out);
    for (size_t i = 0; i < flow->type_count; i++) {
        for (int k = 0; k < DG_OUTCOME_COUNT; k++) {
            const char *labels[4] = {"type", flow->types[i].name, "outcome",
                                     dg_outcome_text((enum dg_outcome) k)};
            put_row(out, labels, flow->outcomes[i].of[k]);
        }
    }
    dg_json_close_array(out);
}

static void
put_problems(const struct dg_flow *flow, struct dg_json_writer *out)
{
    dg_json_name(out, "dutygate_problems_total");
    dg_json_open_array(out);
    for (int i = 0; i < DG_PROBLEM_COUNT; i++) {
        const char *labels[4] = {
            "code", dg_problem_slug((enum dg_problem_code) i), NULL, NULL};
        put_row(out, labels, flow->metrics.problems[i]);
    }
    dg_json_close_array(out);
}

static void
put_signatures(const struct dg_flow *flow, struct dg_json_writer *out)
{
    dg_json_name(out, "dutygate_signatures_total");
    dg_json_open_array(out);
    for (int i = 0; i < DG_SIGNATURE_COUNT; i++) {
        const char *labels[4] = {
            "result", dg_signature_text((enum dg_signature) i), NULL, NULL};
        put_row(out, labels, flow->metrics.signatures[i]);
    }
    dg_json_close_array(out);
}

static void
put_limited(const struct dg_flow *flow, struct dg_json_writer *out)
{
    dg_json_name(out, "dutygate_limited_total");
    dg_json_open_array(out);
    for (int i = 0; i < DG_LIMITED_COUNT; i++) {
        const char *labels[4] = {"who", dg_limited_text((enum dg_limited) i),
                                 NULL, NULL};
        put_row(out, labels, flow->metrics.limited[i]);
    }
    dg_json_close_array(out);
}

static void
put_counters(const struct dg_flow *flow, struct dg_json_writer *out)
{
    dg_json_name(out, "counters");
    dg_json_open_object(out);
    for (int i = 0; i < DG_COUNTER_COUNT; i++) {
        put_figure(out, dg_counter_name((enum dg_counter) i),
                   flow->metrics.counters[i]);
    }
    put_events(flow, out);
    put_problems(flow, out);
    put_signatures(flow, out);
    put_limited(flow, out);
    dg_json_close_object(out);
}

static void
put_roster(const struct dg_flow *flow, struct dg_json_writer *out)
{
    uint32_t version = dg_roster_version(flow->roster);
    dg_json_name(out, "dutygate_roster_info");
    dg_json_open_array(out);
    if (version) {
        dg_json_open_object(out);
        dg_json_name(out, "labels");
        dg_json_open_object(out);
        dg_json_put_str(out, "version",
                        dg_roster_version_name(flow->roster, version));
        dg_json_close_object(out);
        dg_json_put_integer(out, "value", 1);
        dg_json_close_object(out);
    }
    dg_json_close_array(out);
}

static void
put_gauges(const struct dg_flow *flow, struct dg_json_writer *out)
{
    const struct dg_journal *journal = flow->journal;
    uint64_t room = dg_journal_room(journal);
    dg_json_name(out, "gauges");
    dg_json_open_object(out);
    put_figure(out, "dutygate_start_time_seconds",
               (uint64_t) flow->started_us / 1000000);
    put_figure(out, "dutygate_entries", dg_journal_last(journal));
    put_figure(out, "dutygate_entries_durable", dg_journal_durable(journal));
    put_figure(out, "dutygate_undurable_bytes", dg_journal_pending(journal));
    put_figure(out, "dutygate_queue_messages", flow->in_flight);
    put_figure(out, "dutygate_queue_bytes", flow->held);
    put_figure(out, "dutygate_waiting_messages", flow->arrivals.count);
    put_figure(out, "dutygate_waiting_bytes", flow->arrivals.bytes);
    put_figure(out, "dutygate_tasks_open", dg_inbox_open_count(flow->inbox));
    put_figure(out, "dutygate_fault_deaths", dg_fault_total(flow->fault));
    if (room != UINT64_MAX) {
        put_figure(out, "dutygate_disk_room_bytes", room);
    }
    put_roster(flow, out);
    dg_json_close_object(out);
}

static void
put_histograms(const struct dg_flow *flow, struct dg_json_writer *out)
{
    const struct dg_journal_figures *figures =
        dg_journal_figures(flow->journal);
    dg_json_name(out, "histograms");
    dg_json_open_object(out);
    dg_histogram_write(&flow->metrics.verify, DG_HISTOGRAM_VERIFY, out);
    dg_histogram_write(&flow->metrics.decide, DG_HISTOGRAM_DECIDE, out);
    dg_histogram_write(&flow->metrics.reply, DG_HISTOGRAM_REPLY, out);
    dg_histogram_write(&figures->commits, DG_HISTOGRAM_COMMIT, out);
    dg_histogram_write(&figures->entries, DG_HISTOGRAM_ENTRIES, out);
    dg_json_close_object(out);
}

/* As in gateway.vkey. */
static void
put_keys(const struct dg_flow *flow, struct dg_json_writer *out)
{
    const struct dg_secret_key *const *keys = dg_keyring_keys(flow->keyring);
    struct dg_buf text;
    dg_buf_init(&text);
    dg_json_name(out, "keys");
    dg_json_open_array(out);
    for (size_t i = 0; i < dg_keyring_count(flow->keyring); i++) {
        dg_buf_clear(&text);
        dg_verifier_write(dg_journal_origin(flow->journal),
                          dg_secret_key_public(keys[i]), &text);
        dg_json_str(out, (struct dg_str){text.data, text.len});
    }
    dg_json_close_array(out);
    dg_buf_finish(&text);
}

void
dg_health_read(struct dg_item *item, const struct dg_event *event,
               struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_json_writer *out = flow->writer;
    char started[DG_INSTANT_SIZE];
    (void) event;
    dg_instant_format(flow->started_us, started);
    dg_json_writer_reset(out);
    dg_json_open_object(out);
    dg_json_put_text(out, "gateway", flow->conf->gateway);
    dg_json_put_text(out, "journal", dg_journal_identity(flow->journal));
    dg_json_put_integer(out, "epoch",
                        (int64_t) dg_journal_epoch(flow->journal));
    dg_json_put_text(out, "version", PACKAGE_VERSION);
    dg_json_put_text(out, "started", started);
    dg_json_put_integer(
        out, "uptime",
        (int64_t) ((uv_hrtime() - flow->started_ns) / 1000000000u));
    dg_json_put_integer(out, "entries",
                        (int64_t) dg_journal_last(flow->journal));
    put_keys(flow, out);
    put_counters(flow, out);
    put_gauges(flow, out);
    put_histograms(flow, out);
    dg_json_close_object(out);
    dg_read_keep(item, answer);
}
