/* SPDX-License-Identifier: Apache-2.0 */
/* A county in which offices fill in forms: the gateway of ask.h with a
 * dictionary of one element of each type, and tasks that ask them. In data '
 * stands for ". */
#ifndef TESTS_PLUGINS_FORM_DEDUP_REPORT_FILLING_H
#define TESTS_PLUGINS_FORM_DEDUP_REPORT_FILLING_H

#include "tests/gateway/flow/gate.h"
#include "tests/tap/tap.h"

#define MZJ "department/mzj"
#define WJJ "department/wjj"
#define EAST "office/522731001001"
#define WEST "office/522731001002"
#define SOUTH "office/522731102201" /* of another town */
#define TOWN "town/522731001000"

/* Opens the gateway with roster, list and dictionary. */
void filling_open(struct gate *gate);

/* Sends; on behalf of an office unless that is NULL. */
const struct dg_json *filling_tell(struct gate *gate, const char *type,
                                   const char *source, const char *behalf,
                                   const char *data);

/* Asks whole forms of the county for a month, due on a day; the task's number.
 * fields and more are members of the form and of the task. */
unsigned long long filling_ask(struct gate *gate, const char *source,
                               const char *period, const char *due,
                               const char *fields, const char *more);

/* Verdict and findings, one a line: "refuse\ncode /pointer: text\n"; notes of
 * the core are left out. */
const char *filling_says(struct gate *gate, const struct dg_json *reply);

#endif
