/* SPDX-License-Identifier: Apache-2.0 */
/* Figures out of an export, as the gateway itself would answer, on a machine
 * with nothing but the file: a command of dutygated. */
#ifndef GATEWAY_RECOMPUTE_RECOMPUTE_H
#define GATEWAY_RECOMPUTE_RECOMPUTE_H

#include <stdbool.h>

struct dg_recompute {
    const char *file;    /* the export */
    const char *params;  /* JSON, the data of burden.read; NULL: {} */
    const char *list;    /* a file, what list.publish has as JSON: the year
                            under that list, too; NULL: none */
    bool enforce;        /* under that list rules that were on trial count */
    bool pages;          /* all pages, a line each; not with a list */
    const char *plugins; /* where they lie; NULL: where they usually do */
};

/* Prints on stdout what burden.read answers, or with a list an object of what
 * it answers and would have. Gives an exit status and says on stderr what went
 * wrong. */
int dg_recompute_run(const struct dg_recompute *order);

#endif
