/* SPDX-License-Identifier: Apache-2.0 */
/* uthash, made to report missing memory instead of ending the process: an
 * element that could not be added has hh.tbl == NULL. */
#ifndef PLUGINS_ACCESS_LIST_HASH_H
#define PLUGINS_ACCESS_LIST_HASH_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#endif
