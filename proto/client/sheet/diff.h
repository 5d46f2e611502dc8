/* SPDX-License-Identifier: Apache-2.0 */
/* What is different between two sets of rows of one form. */
#ifndef PROTO_CLIENT_SHEET_DIFF_H
#define PROTO_CLIENT_SHEET_DIFF_H

#include "proto/base/buf.h"
#include "proto/client/sheet/rows.h"
#include "proto/codec/json_writer.h"

struct dg_diff {
    const struct dg_rows *from, *to;
    bool keeps; /* what to does not name stays as it is */
    size_t added, removed, changed;
};

void dg_diff_init(struct dg_diff *diff, const struct dg_rows *from,
                  const struct dg_rows *to, bool keeps);

/* True if a row of to is not among those of from, or is otherwise there. */
bool dg_diff_is_new(const struct dg_diff *diff, const struct dg_row *row);

/* For people: how many of each; in full: also row by row, with what changed in
 * it. */
void dg_diff_print(const struct dg_diff *diff, bool full, struct dg_buf *out);

/* For programs: {"added": [row], "removed": [row], "changed": [{"code": …,
 * "members": {NAME: {"from": …, "to": …}}}]}, members of an open object. */
void dg_diff_write(const struct dg_diff *diff, struct dg_json_writer *out);

#endif
