/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin under the list of list.json, published as receipt 1 on
 * 2026-01-01. */
#ifndef TESTS_PLUGINS_ACCESS_LIST_FIXTURE_H
#define TESTS_PLUGINS_ACCESS_LIST_FIXTURE_H

#include "tests/fake/host.h"

#define LIST_PUBLISH "dutygate.list.publish.v1"
#define TASK_CHECK "dutygate.task.check.v1"
#define TASK_PUBLISH "dutygate.task.publish.v1"
#define TASK_WITHDRAW "dutygate.task.withdraw.v1"
#define EXEMPTION_REQUEST "dutygate.exemption.request.v1"
#define EXEMPTION_DECIDE "dutygate.exemption.decide.v1"
#define KEEPER "keeper/jfb"
#define MZJ "department/mzj"

/* Ends the program if anything fails. */
void fixture_open(struct fake_host *fake);
void fixture_open_with(struct fake_host *fake, const char *const *options);

/* The text of list.json; free it. */
char *fixture_list(void);

/* A task of two offices in 522731100 due 2026-12-20, more being members with a
 * comma in front; lives until the next call. */
const char *fixture_task(const char *duty, const char *more);

/* The same for given offices ("'522731100201'"). */
const char *fixture_ask(const char *duty, const char *codes, const char *due,
                        const char *more);

#endif
