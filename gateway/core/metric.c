/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the gate's figures are called, and which bucket a value falls
 * into. */
#include "gateway/core/metric.h"

#include <inttypes.h>
#include <stdio.h>

#define NS_PER_US 1000u
#define NS_PER_S 1000000000u

static const struct {
    const char *name, *summary;
} counters[DG_COUNTER_COUNT] = {
    [DG_COUNTER_MESSAGES] = {"dutygate_messages_total", "Messages received."},
    [DG_COUNTER_MESSAGE_BYTES] = {"dutygate_message_bytes_total",
                                  "Bytes of messages received."},
    [DG_COUNTER_REPLIES] = {"dutygate_replies_total",
                            "Answers handed to the bus."},
    [DG_COUNTER_HINTS] = {"dutygate_hints_total", "Hints handed to the bus."},
    [DG_COUNTER_TICKS] = {"dutygate_ticks_total", "Turns of the clock."},
};

static const char *const outcomes[DG_OUTCOME_COUNT] = {
    "admit", "strip", "defer", "refuse", "check", "read", "repeat", "problem",
};

/* step is what the first bucket's bound is, scale what a value is divided by
 * to be told. */
static const struct kind {
    const char *name, *summary;
    uint64_t step, scale;
    unsigned bounds; /* buckets with a bound, as they are told */
} kinds[DG_HISTOGRAM_COUNT] = {
    [DG_HISTOGRAM_VERIFY] =
        {"dutygate_verify_seconds",
         "Checking the signature of a message, and decoding it.", NS_PER_US,
         NS_PER_S, DG_HISTOGRAM_BUCKETS - 1},
    [DG_HISTOGRAM_DECIDE] = {"dutygate_decide_seconds",
                             "Deciding an event, or answering a read.",
                             NS_PER_US, NS_PER_S, DG_HISTOGRAM_BUCKETS - 1},
    [DG_HISTOGRAM_REPLY] = {"dutygate_reply_seconds",
                            "From the receipt of a message to its answer.",
                            NS_PER_US, NS_PER_S, DG_HISTOGRAM_BUCKETS - 1},
    [DG_HISTOGRAM_COMMIT] = {"dutygate_commit_seconds",
                             "A commit of the journal.", NS_PER_US, NS_PER_S,
                             DG_HISTOGRAM_BUCKETS - 1},
    [DG_HISTOGRAM_ENTRIES] = {"dutygate_commit_entries", "Entries of a commit.",
                              1, 1, 16},
};

const char *
dg_counter_name(enum dg_counter counter)
{
    return counters[counter].name;
}

const char *
dg_counter_summary(enum dg_counter counter)
{
    return counters[counter].summary;
}

const char *
dg_histogram_name(enum dg_histogram_kind kind)
{
    return kinds[kind].name;
}

const char *
dg_histogram_summary(enum dg_histogram_kind kind)
{
    return kinds[kind].summary;
}

const char *
dg_outcome_text(enum dg_outcome outcome)
{
    return outcomes[outcome];
}

const char *
dg_signature_text(enum dg_signature signature)
{
    static const char *const texts[] = {"good", "bad", "unknown"};
    return texts[signature];
}

const char *
dg_limited_text(enum dg_limited limited)
{
    static const char *const texts[] = {"connection", "principal"};
    return texts[limited];
}

void
dg_histogram_observe(struct dg_histogram *histogram,
                     enum dg_histogram_kind kind, uint64_t value)
{
    uint64_t steps = value / kinds[kind].step + (value % kinds[kind].step != 0);
    unsigned bucket =
        steps > 1 ? 64 - (unsigned) __builtin_clzll(steps - 1) : 0;
    if (bucket > DG_HISTOGRAM_BUCKETS - 1) {
        bucket = DG_HISTOGRAM_BUCKETS - 1;
    }
    histogram->count++;
    histogram->sum += value;
    histogram->buckets[bucket]++;
}

#define DECIMAL_SIZE 48

/* Without trailing zeros. */
static const char *
format_decimal(char text[DECIMAL_SIZE], uint64_t value, uint64_t scale)
{
    int len = snprintf(text, DECIMAL_SIZE, "%" PRIu64, value / scale);
    if (value % scale) {
        len += snprintf(text + len, DECIMAL_SIZE - (size_t) len, ".%09" PRIu64,
                        value % scale);
        while (text[len - 1] == '0') {
            text[--len] = '\0';
        }
    }
    return text;
}

/* The wire has no fractions. */
static void
put_decimal(struct dg_json_writer *out, const char *name, uint64_t value,
            uint64_t scale)
{
    char text[DECIMAL_SIZE];
    dg_json_put_text(out, name, format_decimal(text, value, scale));
}

static void
put_bucket(struct dg_json_writer *out, const struct kind *kind, unsigned bucket,
           uint64_t count)
{
    dg_json_open_object(out);
    if (bucket < kind->bounds) {
        put_decimal(out, "le", kind->step << bucket, kind->scale);
    } else {
        dg_json_put_text(out, "le", "+Inf");
    }
    dg_json_put_integer(out, "count", (int64_t) count);
    dg_json_close_object(out);
}

void
dg_histogram_write(const struct dg_histogram *histogram,
                   enum dg_histogram_kind kind, struct dg_json_writer *out)
{
    uint64_t count = 0;
    dg_json_name(out, kinds[kind].name);
    dg_json_open_object(out);
    dg_json_put_integer(out, "count", (int64_t) histogram->count);
    put_decimal(out, "sum", histogram->sum, kinds[kind].scale);
    dg_json_name(out, "buckets");
    dg_json_open_array(out);
    for (unsigned i = 0; i < kinds[kind].bounds; i++) {
        count += histogram->buckets[i];
        put_bucket(out, &kinds[kind], i, count);
    }
    put_bucket(out, &kinds[kind], kinds[kind].bounds, histogram->count);
    dg_json_close_array(out);
    dg_json_close_object(out);
}

void
dg_histogram_print(const struct dg_histogram *histogram,
                   enum dg_histogram_kind kind, struct dg_buf *out)
{
    const struct kind *k = &kinds[kind];
    char text[DECIMAL_SIZE];
    uint64_t count = 0;
    for (unsigned i = 0; i < k->bounds; i++) {
        count += histogram->buckets[i];
        dg_buf_printf(out, "%s_bucket{le=\"%s\"} %" PRIu64 "\n", k->name,
                      format_decimal(text, k->step << i, k->scale), count);
    }
    dg_buf_printf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", k->name,
                  histogram->count);
    dg_buf_printf(out, "%s_sum %s\n%s_count %" PRIu64 "\n", k->name,
                  format_decimal(text, histogram->sum, k->scale), k->name,
                  histogram->count);
}
