/* SPDX-License-Identifier: Apache-2.0 */
/* What offices did for tasks: which began, whose report is in; and whether
 * somebody who asked has read any. A fold of entries' headers alone, so that it
 * stands whatever is erased, and each is told once. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_ACTED_H
#define PLUGINS_FORM_DEDUP_REPORT_ACTED_H

#include "plugins/form_dedup/text/print.h"

struct dg_acted; /* opaque */

struct dg_acted *dg_acted_create(void); /* NULL without memory */
void dg_acted_destroy(struct dg_acted *acted);
/* The hook header; false without memory. */
bool dg_acted_take(struct dg_acted *acted,
                   const struct dg_plugin_header *header);

bool dg_acted_started(const struct dg_acted *acted, uint64_t task,
                      uint32_t office);
bool dg_acted_reported(const struct dg_acted *acted, uint64_t task,
                       uint32_t office);
/* There is something to be read of the task. */
bool dg_acted_any(const struct dg_acted *acted, uint64_t task);
bool dg_acted_fetched(const struct dg_acted *acted, uint64_t task);
/* False without memory. */
bool dg_acted_save(const struct dg_acted *acted, const struct dg_print *print);

/* ---- facts -------------------------------------------------------------- */

#define DG_ACTED_POINTER_SIZE 22

/* "/17" */
struct dg_plugin_str dg_acted_pointer(uint64_t task,
                                      char out[DG_ACTED_POINTER_SIZE]);

#endif
