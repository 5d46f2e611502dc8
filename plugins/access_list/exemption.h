/* SPDX-License-Identifier: Apache-2.0 */
/* Requests for exemption: which rules they may name. */
#ifndef PLUGINS_ACCESS_LIST_EXEMPTION_H
#define PLUGINS_ACCESS_LIST_EXEMPTION_H

#include "plugins/access_list/access_list.h"

/* The rules that can be set aside, each one bit of a set. */
extern const char *const dg_exemption_rules[];
extern const size_t dg_exemption_rule_count;

/* The bit of a rule; 0 if it cannot be set aside. */
uint32_t dg_exemption_bit(const char *rule);

/* The set that an array of names is; others are passed over. */
uint32_t dg_exemption_bits(const struct dg_plugin_host *host,
                           const struct dg_plugin_value *rules);

/* The duty's class (enum dg_entry_class) on that day, -1 if it is not listed.
 */
int dg_exemption_class(const struct dg_access_list *state,
                       struct dg_plugin_str duty, int32_t day);

/* Rule "exemption", about an exemption.request. */
void dg_exemption_decide(const struct dg_access_list *state,
                         const struct dg_plugin_event *event,
                         struct dg_plugin_findings *findings);

#endif
