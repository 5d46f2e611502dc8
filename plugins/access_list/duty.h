/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the duty itself; each is a dg_rules_fn. */
#ifndef PLUGINS_ACCESS_LIST_DUTY_H
#define PLUGINS_ACCESS_LIST_DUTY_H

#include "plugins/access_list/rules.h"

bool dg_duty_known(struct dg_rules_task *task);
bool dg_duty_valid(struct dg_rules_task *task);
bool dg_duty_class(struct dg_rules_task *task);
bool dg_duty_department(struct dg_rules_task *task);
bool dg_duty_audience(struct dg_rules_task *task);

#endif
