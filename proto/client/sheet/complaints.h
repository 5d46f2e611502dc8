/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a file, line by line: all of it, up to a limit. */
#ifndef PROTO_CLIENT_SHEET_COMPLAINTS_H
#define PROTO_CLIENT_SHEET_COMPLAINTS_H

#include "proto/base/buf.h"

#define DG_COMPLAINTS_MAX 100 /* that are said; the rest is counted */

struct dg_complaints {
    const char *file;   /* as the user named it */
    struct dg_buf text; /* a line for each */
    size_t count;
};

/* The name must outlive the complaints. */
void dg_complaints_init(struct dg_complaints *complaints, const char *file);
void dg_complaints_finish(struct dg_complaints *complaints);

/* "FILE:LINE: column "HEADING": " and the text; line 0: of the file as a whole;
 * an empty heading: of the whole row. */
void dg_complaints_add(struct dg_complaints *complaints, size_t line,
                       struct dg_str heading, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Says how many more there were, if not all were said. */
void dg_complaints_end(struct dg_complaints *complaints);

/* Appends text in quotation marks, shortened and fit for a terminal. */
void dg_complaints_quote(struct dg_buf *out, struct dg_str text);

#endif
