/* SPDX-License-Identifier: Apache-2.0 */
/* Which answers ask for the same message again: all that the library knows of
 * what messages say. */
#ifndef PROTO_CLIENT_LIBRARY_RETRY_H
#define PROTO_CLIENT_LIBRARY_RETRY_H

#include <stdbool.h>
#include <stddef.h>

/* True if the answer, or one of an array of answers, is the problem "busy",
 * "outcome-unknown" or "limit-exceeded". */
bool dg_retry_asks(const char *text, size_t len);

#endif
