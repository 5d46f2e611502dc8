/* SPDX-License-Identifier: Apache-2.0 */
/* Periods as people and spreadsheet programs write them. */
#ifndef PROTO_CLIENT_REPORT_SPELLING_H
#define PROTO_CLIENT_REPORT_SPELLING_H

#include <stdbool.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/cli.h"

#define DG_SPELLING_SIZE 11

/* What is said of a text that is none. */
#define DG_SPELLING_NONE                                                       \
    N_("must be a period: 2026, 2026-Q4, 2026-12 or 2026-12-22")

/* Writes the period as it travels: 2026, 2026-Q4, 2026-12, 2026-12-22. Besides
 * these 2026年, 2026年第4季度, 2026年12月, 2026年12月22日, 2026/12, 202612 and
 * Dec-26 are understood. False: it is none. */
bool dg_spelling_period(struct dg_str text, char out[DG_SPELLING_SIZE]);

/* Of an option's text, which may be NULL. 0 or an exit status; said. */
int dg_spelling_option(struct dg_cli *cli, const char **text,
                       char out[DG_SPELLING_SIZE]);

#endif
