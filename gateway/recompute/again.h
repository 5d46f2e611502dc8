/* SPDX-License-Identifier: Apache-2.0 */
/* A journal decided again: a gateway of its own, in memory, is told everything
 * an export holds, each event at its own time and believed, and decides anew;
 * as it was, or with another list in the place of one. */
#ifndef GATEWAY_RECOMPUTE_AGAIN_H
#define GATEWAY_RECOMPUTE_AGAIN_H

#include "gateway/recompute/asker.h"
#include "gateway/recompute/sheet.h"

/* Of the entries of the export, but for what the gateway said by itself. */
struct dg_again_counts {
    uint64_t decided;  /* anew */
    uint64_t withheld; /* their bodies are not there */
    uint64_t resting;  /* left out: about what is not there, or was not admitted
                          this time */
    uint64_t repeated; /* left out: asked anew after a refusal that was none
                          this time */
    uint64_t unfit;    /* left out: not taken any more */
    /* Assignments by what became of them. */
    uint64_t refused_now, admitted_now; /* were admitted; were refused */
};

/* asker: open and empty, with room for handle_entry, which is set here. sheet
 * may be NULL. progress is called now and then with the number of entries; may
 * be NULL. */
struct dg_again {
    struct dg_asker *asker;
    struct dg_store *store;
    const struct dg_sheet *sheet;
    void (*progress)(void *ctx, uint64_t entries);
    void *ctx;
};

/* DG_ERR_MALFORMED: the list was refused, asker->problem says why. */
enum dg_err dg_again_run(const struct dg_again *again,
                         struct dg_again_counts *counts);

#endif
