/* SPDX-License-Identifier: Apache-2.0 */
/* A roster.publish, read: which offices it lists and which it ends, sorted by
 * code, so that checking and applying ask the same questions. */
#ifndef GATEWAY_INBOX_ROSTER_CHANGE_H
#define GATEWAY_INBOX_ROSTER_CHANGE_H

#include "gateway/inbox/roster.h"

struct dg_roster_entry {
    uint64_t code;
    const struct dg_json *node; /* {"code", …} */
};

struct dg_roster_change {
    const struct dg_json *data;
    bool whole;                     /* no base: replaces everything */
    struct dg_roster_entry *listed; /* "offices" */
    struct dg_roster_entry *ended;  /* "abolished" */
    size_t listed_count, ended_count;
};

/* Memory from the arena; points into data. DG_ERR_MEMORY, or DG_ERR_MALFORMED
 * for a code that is not 12 digits. */
enum dg_err dg_roster_change_read(struct dg_arena *arena,
                                  const struct dg_json *data,
                                  struct dg_roster_change *change);

bool dg_roster_change_lists(const struct dg_roster_change *change,
                            uint64_t code);

/* True if the code is in force once the change was applied. */
bool dg_roster_change_keeps(const struct dg_roster_change *change,
                            const struct dg_roster *roster, uint64_t code);

/* A JSON string of 12 digits. DG_ERR_MALFORMED. */
enum dg_err dg_roster_change_code(const struct dg_json *node, uint64_t *code);

#endif
