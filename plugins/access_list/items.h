/* SPDX-License-Identifier: Apache-2.0 */
/* The rules about what a task lists item by item. Each wants a list in force;
 * the duty itself may be unknown. */
#ifndef PLUGINS_ACCESS_LIST_ITEMS_H
#define PLUGINS_ACCESS_LIST_ITEMS_H

#include "plugins/access_list/rules.h"

bool dg_items_seals(struct dg_rules_task *task);
bool dg_items_proofs(struct dg_rules_task *task);
bool dg_items_evidence(struct dg_rules_task *task);

#endif
