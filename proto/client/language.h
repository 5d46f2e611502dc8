/* SPDX-License-Identifier: Apache-2.0 */
/* The language of the command: that of the user's locale, if there is a
 * catalogue for it. */
#ifndef PROTO_CLIENT_LANGUAGE_H
#define PROTO_CLIENT_LANGUAGE_H

/* At the start, before anything is said. */
void dg_language_set(void);

#endif
