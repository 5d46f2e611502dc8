/* SPDX-License-Identifier: Apache-2.0 */
/* uthash, set up so that a failed allocation is seen by the caller and does not
 * end the process: after HASH_ADD_KEYPTR, DG_MAP_HAS(node) says if it is in. */
#ifndef GATEWAY_INBOX_MAP_H
#define GATEWAY_INBOX_MAP_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#define DG_MAP_HAS(node) ((node)->hh.tbl != NULL)

#endif
