/* SPDX-License-Identifier: Apache-2.0 */
/* What a replay adds up to: per file, how many tasks were asked and how many
 * admitted; over all files, refusals by reason and problems by kind. */
#ifndef PROTO_CLIENT_SUBCOMMAND_TALLY_H
#define PROTO_CLIENT_SUBCOMMAND_TALLY_H

#include <stdbool.h>

#include "proto/base/buf.h"
#include "proto/codec/json.h"

#define DG_TALLY_RATE_SIZE 32

struct dg_tally_file {
    char *name;
    uint64_t asked;     /* events of type task.publish */
    uint64_t delivered; /* of these, admitted */
    uint64_t admitted, refused, deferred, answered; /* of all events */
    bool stopped; /* the rest of the file was not asked */
};

struct dg_tally_count {
    char *name;
    uint64_t count;
};

struct dg_tally_counts {
    struct dg_tally_count *items;
    size_t count;
};

struct dg_tally {
    struct dg_tally_file *files;
    size_t file_count;
    struct dg_tally_counts reasons, problems;
    enum dg_err err; /* sticky */
};

void dg_tally_init(struct dg_tally *tally);
void dg_tally_finish(struct dg_tally *tally);

/* Begins a file; its name is the path's base name without extension. What
 * follows counts for it. */
void dg_tally_begin(struct dg_tally *tally, const char *path);

/* The file begun last; NULL if there was no memory. */
struct dg_tally_file *dg_tally_current(struct dg_tally *tally);

/* Counts one event's answer; publishes: the event was a task.publish. */
void dg_tally_add(struct dg_tally *tally, bool publishes,
                  const struct dg_json *answer);

/* Appends the outcome: `items 198 -> 76 (-61.62 %)` …. Sorts the counts. */
void dg_tally_render(struct dg_tally *tally, struct dg_buf *out);

/* The reduction rate (before - after) / before in per cent with two decimals,
 * rounded half to even, "-61.62" for a reduction, "+5.00" for an increase.
 * "0.00" when before is 0. Both below 2^48. */
void dg_tally_rate(uint64_t before, uint64_t after,
                   char out[DG_TALLY_RATE_SIZE]);

#endif
