/* SPDX-License-Identifier: Apache-2.0 */
/* What kind of file it is: only UTF-8 is read; of others it is said what they
 * are and how they are converted. */
#ifndef PROTO_CLIENT_SHEET_ENCODING_H
#define PROTO_CLIENT_SHEET_ENCODING_H

#include "proto/client/sheet/complaints.h"

/* Puts into text what is to be read, without byte order mark. False: it was
 * said why there is nothing to read. */
bool dg_encoding_check(struct dg_str bytes, struct dg_complaints *complaints,
                       struct dg_str *text);

#endif
