/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin's state: one room after another, each knowing those before it. */
#ifndef PLUGINS_BURDEN_BURDEN_H
#define PLUGINS_BURDEN_BURDEN_H

#include "plugins/burden/fact/fact.h"
#include "plugins/burden/figure/figure.h"
#include "plugins/burden/shadow/shadow.h"

struct dg_burden {
    const struct dg_plugin_host *host;
    struct dg_places *places;
    struct dg_tariffs *tariffs;       /* fold */
    struct dg_book *book;             /* fold */
    struct dg_shadow *shadow;         /* fold; NULL without the option */
    struct dg_facts *facts;           /* fold */
    struct dg_indicators *indicators; /* fold */
    struct dg_figures *figures;
    int64_t now_us; /* for reads only, which have no time */
};

#endif
