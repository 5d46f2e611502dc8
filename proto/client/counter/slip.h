/* SPDX-License-Identifier: Apache-2.0 */
/* One page for the resident to take along. It names the item, never the words
 * that were asked or a person. */
#ifndef PROTO_CLIENT_COUNTER_SLIP_H
#define PROTO_CLIENT_COUNTER_SLIP_H

#include "proto/client/counter/counter.h"

struct dg_slip {
    const struct dg_stored *stored;
    const struct dg_counter *counter; /* found, or nothing */
    int32_t today;
};

/* A framed page of text. */
void dg_slip_put_text(const struct dg_slip *slip, struct dg_buf *out);

/* The same as an HTML page that needs nothing else, to be printed on A5. */
void dg_slip_put_html(const struct dg_slip *slip, struct dg_buf *out);

#endif
