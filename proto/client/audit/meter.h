/* SPDX-License-Identifier: Apache-2.0 */
/* Progress, for whoever waits at a terminal: one line on stderr that is written
 * over, a few times a second. Nowhere else anything is shown. */
#ifndef PROTO_CLIENT_AUDIT_METER_H
#define PROTO_CLIENT_AUDIT_METER_H

#include <stdbool.h>
#include <stdint.h>

struct dg_meter {
    const char *path; /* what is worked on */
    bool terminal;
    bool shown;
    int64_t shown_ms;
};

void dg_meter_begin(struct dg_meter *meter, const char *path);
void dg_meter_show(struct dg_meter *meter, uint64_t done, uint64_t of);
void dg_meter_clear(struct dg_meter *meter);

#endif
