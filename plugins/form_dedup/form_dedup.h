/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin's state: one room after another, each knowing those before it. */
#ifndef PLUGINS_FORM_DEDUP_FORM_DEDUP_H
#define PLUGINS_FORM_DEDUP_FORM_DEDUP_H

#include "plugins/form_dedup/ask/ask.h"
#include "plugins/form_dedup/near/near.h"
#include "plugins/form_dedup/text/names.h"

struct dg_form_dedup {
    const struct dg_plugin_host *host;
    struct dg_names *sources;         /* who spoke; fold */
    struct dg_dictionary *dictionary; /* fold */
    struct dg_forms *forms;           /* fold */
    struct dg_cells *cells;           /* fold */
    struct dg_asks *asks;             /* fold */
    struct dg_near *near;             /* fold, and its index, which is none */
    struct dg_acted *acted;           /* fold, of headers alone */
    struct dg_fetch *fetch;           /* no fold: what is to be handed in */
    uint32_t forms_seen;              /* by near, of all forms */
    int64_t now_us;                   /* for reads only, which have no time */
};

#endif
