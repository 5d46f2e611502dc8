/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about when, how often and with whose money; each is a dg_rules_fn. */
#ifndef PLUGINS_ACCESS_LIST_LIMITS_H
#define PLUGINS_ACCESS_LIST_LIMITS_H

#include "plugins/access_list/rules.h"

bool dg_limits_lead(struct dg_rules_task *task);
bool dg_limits_frequency(struct dg_rules_task *task);
bool dg_limits_funding(struct dg_rules_task *task);

#endif
