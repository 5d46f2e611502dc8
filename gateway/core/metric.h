/* SPDX-License-Identifier: Apache-2.0 */
/* The gate's own figures: counters that only rise, and histograms with fixed
 * buckets. One thread writes a set of them; nothing is allocated, nothing
 * locked. What is counted where is the callers' business; names and meanings
 * are in the tables of metric.c and in this folder's README. */
#ifndef GATEWAY_CORE_METRIC_H
#define GATEWAY_CORE_METRIC_H

#include "proto/base/buf.h"
#include "proto/codec/json_writer.h"
#include "proto/codec/problem.h"

enum dg_counter {
    DG_COUNTER_MESSAGES,
    DG_COUNTER_MESSAGE_BYTES,
    DG_COUNTER_REPLIES,
    DG_COUNTER_HINTS,
    DG_COUNTER_TICKS,
    DG_COUNTER_COUNT
};

const char *dg_counter_name(enum dg_counter counter);
const char *dg_counter_summary(enum dg_counter counter); /* one line */

/* What became of an event. */
enum dg_outcome {
    DG_OUTCOME_ADMIT,
    DG_OUTCOME_STRIP, /* admitted without some of it */
    DG_OUTCOME_DEFER,
    DG_OUTCOME_REFUSE,
    DG_OUTCOME_CHECK,  /* task.check: decided, not recorded */
    DG_OUTCOME_READ,   /* a read, answered */
    DG_OUTCOME_REPEAT, /* a known id: the first answer again */
    DG_OUTCOME_PROBLEM,
    DG_OUTCOME_COUNT
};

const char *dg_outcome_text(enum dg_outcome outcome);

/* What a signature turned out to be. */
enum dg_signature {
    DG_SIGNATURE_GOOD,
    DG_SIGNATURE_BAD,
    DG_SIGNATURE_UNKNOWN, /* under the name of a key that nobody has */
    DG_SIGNATURE_COUNT
};

const char *dg_signature_text(enum dg_signature signature);

/* Whose limit was exceeded. */
enum dg_limited {
    DG_LIMITED_CONNECTION,
    DG_LIMITED_PRINCIPAL,
    DG_LIMITED_COUNT
};

const char *dg_limited_text(enum dg_limited limited);

/* ---- histograms -------------------------------------------------------- */

/* Bucket k holds what is at most 2^k of the histogram's steps; the last one
 * holds the rest. A step of time is a microsecond, so the highest bound is 67
 * seconds. */
#define DG_HISTOGRAM_BUCKETS 28

enum dg_histogram_kind {
    DG_HISTOGRAM_VERIFY,  /* nanoseconds for one message */
    DG_HISTOGRAM_DECIDE,  /* nanoseconds for one event */
    DG_HISTOGRAM_REPLY,   /* nanoseconds from receipt to reply */
    DG_HISTOGRAM_COMMIT,  /* nanoseconds for one commit */
    DG_HISTOGRAM_ENTRIES, /* entries in one commit */
    DG_HISTOGRAM_COUNT
};

struct dg_histogram {
    uint64_t count, sum; /* of the values as they were observed */
    uint64_t buckets[DG_HISTOGRAM_BUCKETS]; /* each by itself */
};

void dg_histogram_observe(struct dg_histogram *histogram,
                          enum dg_histogram_kind kind, uint64_t value);

/* Writes name and {"count", "sum", "buckets": [{"le", "count"} …]} into the
 * open object of out; counts add up from bucket to bucket, sum and le are
 * decimal texts (seconds, entries), the last le is "+Inf". */
void dg_histogram_write(const struct dg_histogram *histogram,
                        enum dg_histogram_kind kind,
                        struct dg_json_writer *out);

const char *dg_histogram_name(enum dg_histogram_kind kind);
const char *dg_histogram_summary(enum dg_histogram_kind kind);

/* As lines of Prometheus text: buckets, sum and count. */
void dg_histogram_print(const struct dg_histogram *histogram,
                        enum dg_histogram_kind kind, struct dg_buf *out);

/* ---- the loop's set ---------------------------------------------------- */

struct dg_metrics {
    uint64_t counters[DG_COUNTER_COUNT];
    uint64_t problems[DG_PROBLEM_COUNT];
    uint64_t signatures[DG_SIGNATURE_COUNT];
    uint64_t limited[DG_LIMITED_COUNT];
    struct dg_histogram verify, decide, reply;
};

#endif
