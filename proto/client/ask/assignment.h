/* SPDX-License-Identifier: Apache-2.0 */
/* An assignment made from another one: as it reached the offices, with what is
 * to change. */
#ifndef PROTO_CLIENT_ASK_ASSIGNMENT_H
#define PROTO_CLIENT_ASK_ASSIGNMENT_H

#include "proto/client/ask/cli.h"

struct dg_assignment {
    const struct dg_json *from;    /* a task's members */
    const struct dg_json *receipt; /* of from, with what was stripped from it;
                                      NULL: nothing was */
    /* Each may be NULL: as it was. */
    const char *due;           /* a date, an instant, or "+20d" */
    const char *audience;      /* terms: who receives it instead */
    const char *exclude;       /* terms: who besides does not */
    struct dg_str attachments; /* a JSON array to add; may be empty */
};

/* Writes it as one value. today: what "+20d" counts from. */
void dg_assignment_put(const struct dg_assignment *assignment, int32_t today,
                       struct dg_json_writer *writer);

#endif
