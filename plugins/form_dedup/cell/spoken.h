/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, periods and words as people write them. */
#ifndef PLUGINS_FORM_DEDUP_CELL_SPOKEN_H
#define PLUGINS_FORM_DEDUP_CELL_SPOKEN_H

#include "plugins/plugin.h"

/* Without the spaces at both ends, wide ones too. */
struct dg_plugin_str dg_spoken_trim(struct dg_plugin_str text);
/* At most so many characters, none of which is for control but line ends and
 * tabs. */
bool dg_spoken_is_plain(struct dg_plugin_str text, size_t most);
/* Equal but for width, case and spaces at the ends. */
bool dg_spoken_same(struct dg_plugin_str a, struct dg_plugin_str b);
/* The number in front, and what stands behind it ("350 万元"). */
void dg_spoken_split(struct dg_plugin_str text, struct dg_plugin_str *number,
                     struct dg_plugin_str *rest);
/* "2026年11月22日", "20261122", "2026/11/22", "2026.11.22" as "2026-11-22". */
bool dg_spoken_date(struct dg_plugin_str text, char out[11]);
/* The same of periods; "2026年第四季度", "2026Q4" as "2026-Q4". */
bool dg_spoken_period(struct dg_plugin_str text, char out[11]);
/* 是, 有, true, yes, y, 1 and 否, 无, false, no, n, 0. */
bool dg_spoken_truth(struct dg_plugin_str text, bool *truth);

#endif
