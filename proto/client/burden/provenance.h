/* SPDX-License-Identifier: Apache-2.0 */
/* Where figures come from: what everybody needs to compute them again. */
#ifndef PROTO_CLIENT_BURDEN_PROVENANCE_H
#define PROTO_CLIENT_BURDEN_PROVENANCE_H

#include "proto/client/ask/cli.h"

struct dg_provenance {
    struct dg_buf unit, formula, tariff;
    uint64_t from, to;        /* the journal's entries */
    struct dg_buf checkpoint; /* "1240 CsUYap…=": size and root */
};

void dg_provenance_init(struct dg_provenance *provenance);
void dg_provenance_finish(struct dg_provenance *provenance);

/* From an answer's result; of several pages the last counts. */
enum dg_err dg_provenance_take(struct dg_provenance *provenance,
                               const struct dg_json *result);

/* Asks the gateway for the newest checkpoint. 0 or an exit status, said. */
int dg_provenance_ask(struct dg_cli *cli, struct dg_provenance *provenance);

/* Appends the lines that say it; width is of a line; 0: any. */
void dg_provenance_put(struct dg_buf *out,
                       const struct dg_provenance *provenance, size_t width);

/* Appends the headings of a sheet's columns for it, and their cells, each with
 * a comma in front; nothing where an answer says no formula. */
void dg_provenance_put_headings(struct dg_buf *out,
                                const struct dg_provenance *provenance);
void dg_provenance_put_cells(struct dg_buf *out,
                             const struct dg_provenance *provenance);

#endif
