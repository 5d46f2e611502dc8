/* SPDX-License-Identifier: Apache-2.0 */
/* The folder of a user's keys, and which file in it is whose. */
#ifndef PROTO_CLIENT_KEY_KEY_FOLDER_H
#define PROTO_CLIENT_KEY_KEY_FOLDER_H

#include "proto/base/buf.h"

/* True for a role, a slash and a code that may be part of a path. */
bool dg_key_folder_is_source(struct dg_str source);

/* Appends where the key of this source is: ROLE/CODE.jwk below $DUTYGATE_KEYS,
 * else $XDG_CONFIG_HOME/dutygate/keys, else ~/.config/dutygate/keys.
 * DG_ERR_MALFORMED: no such source; DG_ERR_ABSENT: no home; DG_ERR_MEMORY. */
enum dg_err dg_key_folder_path(struct dg_str source, struct dg_buf *path);

/* Makes the folders that path is to lie in, each 0700. DG_ERR_IO and errno. */
enum dg_err dg_key_folder_make(const char *path);

#endif
