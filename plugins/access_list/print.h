/* SPDX-License-Identifier: Apache-2.0 */
/* Writes lists back as JSON, with the members they were published with. */
#ifndef PLUGINS_ACCESS_LIST_PRINT_H
#define PLUGINS_ACCESS_LIST_PRINT_H

#include "plugins/access_list/version.h"

/* "list", "version", validity and layer into an open object. */
void dg_print_head(const struct dg_version *version,
                   struct dg_plugin_writer *out);

void dg_print_entry(const struct dg_plugin_host *host,
                    const struct dg_entry *entry, struct dg_plugin_writer *out);

/* "proofs", as an array into an open object. */
void dg_print_proofs(const struct dg_version *version,
                     struct dg_plugin_writer *out);

/* The version as changes: the data of its list.publish, and "sequence". */
void dg_print_version(const struct dg_version *version,
                      struct dg_plugin_writer *out);

/* A member; nothing when the text is empty. */
void dg_print_text(const struct dg_plugin_host *host,
                   struct dg_plugin_writer *out, const char *name,
                   struct dg_plugin_str text);

#endif
