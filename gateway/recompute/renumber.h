/* SPDX-License-Identifier: Apache-2.0 */
/* Events name entries by their receipt numbers. Decided again, entries get
 * other numbers: this says which, and writes events with those. */
#ifndef GATEWAY_RECOMPUTE_RENUMBER_H
#define GATEWAY_RECOMPUTE_RENUMBER_H

#include "proto/base/buf.h"
#include "proto/base/digest.h"
#include "proto/codec/decision.h"
#include "proto/codec/json.h"

/* What an entry of the export became. */
struct dg_renumbered {
    uint64_t now;  /* its number here; 0: there is none */
    uint64_t upto; /* the newest number here when its turn was over */
    enum dg_verdict was, is;
    bool other; /* now is that of an earlier attempt, which stands for it */
};

/* An event that names numbers is signed by what it reads as: the SHA-256 of its
 * bytes, in hex. */
struct dg_rewritten {
    char was[2 * DG_SHA256_SIZE + 1], is[2 * DG_SHA256_SIZE + 1];
};

struct dg_numbers {
    struct dg_renumbered *items; /* of sequence 1, 2, 3 … */
    uint64_t count, room;
    struct dg_rewritten *texts;
    size_t text_count, text_room;
};

void dg_numbers_finish(struct dg_numbers *numbers);
/* Of the next sequence. DG_ERR_MEMORY. */
enum dg_err dg_numbers_add(struct dg_numbers *numbers,
                           struct dg_renumbered what);
/* That an event was written anew, for whoever signed it. DG_ERR_MEMORY. */
enum dg_err dg_numbers_note(struct dg_numbers *numbers, struct dg_str was,
                            struct dg_str is);
/* NULL: that number was never given. */
const struct dg_renumbered *dg_numbers_of(const struct dg_numbers *numbers,
                                          uint64_t sequence);

enum dg_named {
    DG_NAMED_ALL,   /* all that it names is there */
    DG_NAMED_OTHER, /* likewise, but something is another attempt */
    DG_NAMED_NONE   /* something is not there, or was refused this time and not
                       before, and would not have been spoken of */
};

/* Writes an event, parsed from text, with today's numbers in its data. Where
 * something is not there stands the number of nothing: what was refused before
 * will be refused again. Of out->err DG_NAMED_NONE. */
enum dg_named dg_numbers_rewrite(const struct dg_numbers *numbers,
                                 struct dg_str text,
                                 const struct dg_json *event,
                                 struct dg_buf *out);

#endif
