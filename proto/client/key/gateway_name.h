/* SPDX-License-Identifier: Apache-2.0 */
/* The id of a gateway that runs on this machine, which messages to it must
 * name as their audience. */
#ifndef PROTO_CLIENT_KEY_GATEWAY_NAME_H
#define PROTO_CLIENT_KEY_GATEWAY_NAME_H

#include "proto/base/buf.h"

/* Appends the path of the verifier keys beside the socket at url; false: it is
 * no socket of this machine, or memory (err of path). */
bool dg_gateway_name_file(const char *url, struct dg_buf *path);

/* Appends the id of the gateway that listens at url, as gateway.vkey beside its
 * socket says it. DG_ERR_ABSENT: no such file, or no socket of this machine;
 * DG_ERR_MALFORMED: it is not a verifier key of a journal; DG_ERR_MEMORY. */
enum dg_err dg_gateway_name_find(const char *url, struct dg_buf *name);

#endif
