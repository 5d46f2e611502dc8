/* SPDX-License-Identifier: Apache-2.0 */
/* A report as who asked gets it, page after page: for people what came in, what
 * it comes to and who is missing; as a sheet a row for each office, or of a
 * list for each subject. */
#ifndef PROTO_CLIENT_REPORT_DELIVERY_H
#define PROTO_CLIENT_REPORT_DELIVERY_H

#include "proto/client/ask/cli.h"

struct dg_delivery {
    int64_t task;
    const char *control; /* of which of its forms; NULL: the first */
    const char *list;    /* a list of it; NULL: its figures */
    bool csv, bom;       /* as a sheet, with a byte order mark */
};

/* 0 or an exit status, said. */
int dg_delivery_show(struct dg_cli *cli, const struct dg_delivery *delivery);

#endif
