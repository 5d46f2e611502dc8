/* SPDX-License-Identifier: Apache-2.0 */
/* burden.read, view "rates": shares whose denominators are named. */
#ifndef PLUGINS_BURDEN_FIGURE_RATES_H
#define PLUGINS_BURDEN_FIGURE_RATES_H

#include "plugins/burden/figure/scope.h"

struct dg_rate {
    const char *name, *of; /* what its denominator counts */
    uint64_t numerator, denominator;
    bool each; /* a number for each, no share */
    /* Who did what nobody asked, if the share is above one: no value then. */
    const struct dg_book_stray *stray;
};

#define DG_RATES 10

/* All of the scope; below a prefix fewer, since not all are kept by office. */
size_t dg_rates_count(struct dg_scope *scope, struct dg_rate rates[DG_RATES]);

enum dg_plugin_status dg_rates_read(struct dg_scope *scope,
                                    struct dg_plugin_writer *out);

#endif
