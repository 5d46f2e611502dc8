/* SPDX-License-Identifier: Apache-2.0 */
/* Who reads, and which offices of a task they may see. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_READER_H
#define PLUGINS_FORM_DEDUP_REPORT_READER_H

#include "plugins/form_dedup/form_dedup.h"

bool dg_reader_is(struct dg_plugin_str reader, const char *role);
/* The number of the office or town that reads; DG_PLUGIN_NO_OFFICE. */
uint32_t dg_reader_office(const struct dg_form_dedup *plugin,
                          struct dg_plugin_str reader);

/* All offices to who asked the task, which sees only what was passed, if towns
 * review it; a town itself and its villages, an office itself. */
struct dg_reader_sight {
    roaring_bitmap_t *offices; /* the caller's; NULL: all */
    bool asked;                /* the reader is who asked */
};
/* False: nothing of it, or no memory. */
bool dg_reader_sees(const struct dg_form_dedup *plugin,
                    struct dg_plugin_str reader, uint64_t task,
                    struct dg_reader_sight *sight);
/* Leaves those whose code begins with a prefix of digits. False without memory.
 */
bool dg_reader_narrow(const struct dg_form_dedup *plugin,
                      struct dg_plugin_str prefix, roaring_bitmap_t *offices);

#endif
