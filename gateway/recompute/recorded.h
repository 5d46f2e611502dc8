/* SPDX-License-Identifier: Apache-2.0 */
/* What a journal says of the gateway that kept it: the configuration of its
 * last start, as a configuration again. */
#ifndef GATEWAY_RECOMPUTE_RECORDED_H
#define GATEWAY_RECOMPUTE_RECORDED_H

#include "gateway/store/store.h"

struct dg_recorded {
    struct dg_buf text;    /* for dg_conf_open_text */
    struct dg_buf shut;    /* likewise; rules that observed are enforced, from
                              the first day on */
    struct dg_buf plugins; /* JSON array of gateway.configure, as it was */
    uint64_t entries;
    int64_t first_us, last_us; /* times of the first and the last */
};

void dg_recorded_init(struct dg_recorded *recorded);
void dg_recorded_finish(struct dg_recorded *recorded);

/* Reads the last gateway.configure of an export. plugin_dir: where plugins lie
 * here; NULL: where they usually do. DG_ERR_CONFIG with why: there is none that
 * its reader was given; else as of a store's cursor. */
enum dg_err dg_recorded_read(struct dg_store *store, const char *plugin_dir,
                             struct dg_recorded *recorded, struct dg_buf *why);

/* An option of a plugin, as it was recorded; DG_ERR_ABSENT. */
enum dg_err dg_recorded_option(const struct dg_recorded *recorded,
                               const char *plugin, const char *option,
                               struct dg_buf *value);

/* One line on each plugin that is not the one that was there: loaded is what
 * dg_host_describe wrote. */
void dg_recorded_compare(const struct dg_recorded *recorded,
                         struct dg_str loaded, struct dg_buf *notes);

#endif
