/* SPDX-License-Identifier: Apache-2.0 */
/* Tells the gate's health: answers gateway.read, and makes the text of the file
 * of figures. Decides which figures there are besides those that other stages
 * and plugins count; what theirs are called is metric.c's and the plugins'. */
#include "config.h"

#include "gateway/core/figures.h"
#include "gateway/flow/flow_internal.h"

#include "proto/base/date.h"

#define FIGURES_MAX ((size_t) 16 << 20) /* bytes of memory, for the file */

/* ---- counters ----------------------------------------------------------- */

/* Rows of nothing are left out. */
static void
put_counted(struct dg_figures *out, const char *const labels[4], uint64_t value)
{
    if (value > 0) {
        dg_figures_row(out, labels, value);
    }
}

static void
gather_events(const struct dg_flow *flow, struct dg_figures *out)
{
    dg_figures_begin(out, DG_FIGURE_COUNTER, "dutygate_events_total",
                     "Events answered, by type and what became of them.");
    for (size_t i = 0; i < flow->type_count; i++) {
        for (int k = 0; k < DG_OUTCOME_COUNT; k++) {
            const char *labels[4] = {"type", flow->types[i].name, "outcome",
                                     dg_outcome_text((enum dg_outcome) k)};
            put_counted(out, labels, flow->outcomes[i].of[k]);
        }
    }
}

static void
gather_problems(const struct dg_flow *flow, struct dg_figures *out)
{
    dg_figures_begin(out, DG_FIGURE_COUNTER, "dutygate_problems_total",
                     "Problems answered, of events and of whole messages.");
    for (int i = 0; i < DG_PROBLEM_COUNT; i++) {
        const char *labels[4] = {
            "code", dg_problem_slug((enum dg_problem_code) i), NULL, NULL};
        put_counted(out, labels, flow->metrics.problems[i]);
    }
}

static void
gather_signatures(const struct dg_flow *flow, struct dg_figures *out)
{
    dg_figures_begin(out, DG_FIGURE_COUNTER, "dutygate_signatures_total",
                     "Signatures of messages: good, bad, or of a key that "
                     "nobody has.");
    for (int i = 0; i < DG_SIGNATURE_COUNT; i++) {
        const char *labels[4] = {
            "result", dg_signature_text((enum dg_signature) i), NULL, NULL};
        put_counted(out, labels, flow->metrics.signatures[i]);
    }
}

static void
gather_limited(const struct dg_flow *flow, struct dg_figures *out)
{
    dg_figures_begin(out, DG_FIGURE_COUNTER, "dutygate_limited_total",
                     "Messages not taken since a limit was exceeded, by whose "
                     "it was.");
    for (int i = 0; i < DG_LIMITED_COUNT; i++) {
        const char *labels[4] = {"who", dg_limited_text((enum dg_limited) i),
                                 NULL, NULL};
        put_counted(out, labels, flow->metrics.limited[i]);
    }
}

static void
gather_counters(const struct dg_flow *flow, struct dg_figures *out)
{
    for (int i = 0; i < DG_COUNTER_COUNT; i++) {
        enum dg_counter counter = (enum dg_counter) i;
        dg_figures_put(out, DG_FIGURE_COUNTER, dg_counter_name(counter),
                       dg_counter_summary(counter), flow->metrics.counters[i]);
    }
    gather_events(flow, out);
    gather_problems(flow, out);
    gather_signatures(flow, out);
    gather_limited(flow, out);
}

/* ---- gauges ------------------------------------------------------------- */

static void
put_gauge(struct dg_figures *out, const char *name, const char *summary,
          uint64_t value)
{
    dg_figures_put(out, DG_FIGURE_GAUGE, name, summary, value);
}

static void
gather_roster(const struct dg_flow *flow, struct dg_figures *out)
{
    uint32_t version = dg_roster_version(flow->roster);
    dg_figures_begin(out, DG_FIGURE_GAUGE, "dutygate_roster_info",
                     "1 for the version of the roster in force.");
    if (version) {
        struct dg_str name = dg_arena_copy(
            out->arena, dg_roster_version_name(flow->roster, version));
        const char *labels[4] = {"version", name.data, NULL, NULL};
        dg_figures_row(out, name.data ? labels : NULL, 1);
    }
}

static void
gather_queues(const struct dg_flow *flow, struct dg_figures *out)
{
    put_gauge(
        out, "dutygate_undurable_bytes",
        "Bytes decided and not yet durable; at 8 MiB the bus is not read.",
        dg_journal_pending(flow->journal));
    put_gauge(out, "dutygate_queue_messages",
              "Messages in hand, one that asks for this included.",
              flow->in_flight);
    put_gauge(out, "dutygate_queue_bytes",
              "Memory of messages that wait; at 128 MiB the bus is not read.",
              flow->held);
    put_gauge(out, "dutygate_waiting_messages",
              "Messages whose signature is not checked, or whose turn has not "
              "come.",
              flow->arrivals.count);
    put_gauge(out, "dutygate_waiting_bytes", "Bytes of these.",
              flow->arrivals.bytes);
}

static void
gather_gauges(const struct dg_flow *flow, struct dg_figures *out)
{
    const struct dg_journal *journal = flow->journal;
    uint64_t room = dg_journal_room(journal);
    put_gauge(out, "dutygate_start_time_seconds",
              "When the worker opened the gate, since 1970.",
              (uint64_t) flow->started_us / 1000000);
    put_gauge(out, "dutygate_time_seconds",
              "When these figures were taken, since 1970.",
              (uint64_t) dg_limits_clock(flow) / 1000000);
    put_gauge(out, "dutygate_entries", "Entries of the journal.",
              dg_journal_last(journal));
    put_gauge(out, "dutygate_entries_durable",
              "Entries known to be on the disk.", dg_journal_durable(journal));
    gather_queues(flow, out);
    put_gauge(out, "dutygate_tasks_open", "Tasks that stand.",
              dg_inbox_open_count(flow->inbox));
    put_gauge(out, "dutygate_fault_deaths",
              "How often the events in fault.map ended the worker.",
              dg_fault_total(flow->fault));
    if (room != UINT64_MAX) {
        put_gauge(out, "dutygate_disk_room_bytes",
                  "Room where the journal lies.", room);
    }
    gather_roster(flow, out);
}

/* ---- all ---------------------------------------------------------------- */

static enum dg_err
gather(const struct dg_flow *flow, struct dg_figures *out)
{
    const struct dg_journal_figures *figures =
        dg_journal_figures(flow->journal);
    gather_counters(flow, out);
    gather_gauges(flow, out);
    dg_figures_put_histogram(out, DG_HISTOGRAM_VERIFY, &flow->metrics.verify);
    dg_figures_put_histogram(out, DG_HISTOGRAM_DECIDE, &flow->metrics.decide);
    dg_figures_put_histogram(out, DG_HISTOGRAM_REPLY, &flow->metrics.reply);
    dg_figures_put_histogram(out, DG_HISTOGRAM_COMMIT, &figures->commits);
    dg_figures_put_histogram(out, DG_HISTOGRAM_ENTRIES, &figures->entries);
    if (!flow->failed) { /* perhaps in the middle of a fold */
        dg_host_measure(flow->host, out);
    }
    return out->err;
}

enum dg_err
dg_flow_figures(const struct dg_flow *flow, struct dg_buf *out)
{
    struct dg_figures figures;
    struct dg_arena arena;
    enum dg_err err;
    dg_arena_init(&arena, FIGURES_MAX);
    dg_figures_init(&figures, &arena);
    err = gather(flow, &figures);
    if (err == DG_OK) {
        dg_figures_print(&figures, out);
        err = out->err;
    }
    dg_arena_finish(&arena);
    return err;
}

/* ---- gateway.read ------------------------------------------------------- */

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
    struct dg_figures figures;
    char started[DG_INSTANT_SIZE];
    (void) event;
    dg_instant_format(flow->started_us, started);
    dg_figures_init(&figures, &item->arena);
    if (gather(flow, &figures) != DG_OK) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
        return;
    }
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
    dg_figures_write(&figures, out);
    dg_json_close_object(out);
    dg_read_keep(item, answer);
}
