/* SPDX-License-Identifier: Apache-2.0 */
/* The model's county at a real gateway without a socket: says what the model's
 * people say, reads what they read. */
#ifndef TESTS_PLUGINS_FORM_DEDUP_REPORT_COUNTY_H
#define TESTS_PLUGINS_FORM_DEDUP_REPORT_COUNTY_H

#include "proto/base/buf.h"
#include "tests/gateway/flow/gate.h"
#include "tests/plugins/form_dedup/report/model.h"

struct county {
    struct gate gate;
    struct model *model;
    unsigned said;                 /* events so far */
    unsigned long long sequence;   /* of the last receipt */
    char codes[MODEL_FIGURES][64]; /* of elements; "" before it is seen */
};

/* Roster, dictionary, filing numbers. */
void county_open(struct county *county, struct model *model);
void county_close(struct county *county);

/* Sends what format makes as data. */
const struct dg_json *county_say(struct county *county, const char *type,
                                 const char *source, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* data of any length, on behalf of nobody. */
const struct dg_json *county_send(struct county *county, const char *type,
                                  const char *source,
                                  const struct dg_buf *data);
bool county_admitted(struct county *county, const struct dg_json *reply);

/* The form as JSON; number is that of its control number. */
void county_put_form(const struct model_form *form, size_t number,
                     struct dg_buf *out);

/* The plugin's fold; free() it. */
char *county_save(struct county *county);

/* An object of an array whose member has that text; NULL. */
const struct dg_json *county_find(const struct dg_json *array,
                                  const char *member, const char *text);
bool county_is(const struct dg_json *object, const char *member,
               const char *text);

#endif
