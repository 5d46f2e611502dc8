/* SPDX-License-Identifier: Apache-2.0 */
/* Counting an audience under the roster in force. Internal to
 * gateway/inbox/audience*.c. */
#ifndef GATEWAY_INBOX_AUDIENCE_COUNT_H
#define GATEWAY_INBOX_AUDIENCE_COUNT_H

#include "gateway/inbox/audience.h"

/* audience is normalised, all codes it names are in force, and its version is
 * the one in force. DG_ERR_MEMORY. */
enum dg_err dg_audience_count_offices(const struct dg_audience *audience,
                                      const struct dg_roster *roster,
                                      uint32_t *offices);

/* True if every village-level unit below one of the audience's prefixes that is
 * not excluded is below one of the others (in any order, none above prefix). */
bool dg_audience_count_inside(const struct dg_audience *audience,
                              const struct dg_roster *roster,
                              struct dg_division prefix,
                              const struct dg_division *others, size_t count);

#endif
