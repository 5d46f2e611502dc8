/* SPDX-License-Identifier: Apache-2.0 */
/* Principals fed with JSON, as the flow feeds them: checked first, then folded
 * unless refused. Keys are made of numbers, the same in every run. */
#ifndef TESTS_GATEWAY_KEYS_PEOPLE_H
#define TESTS_GATEWAY_KEYS_PEOPLE_H

#include "gateway/keys/principals.h"

#define DAY (INT64_C(86400) * 1000000)
#define NOW INT64_C(1767600000000000) /* 2026-01-05T08:00:00Z */

struct people {
    struct dg_principals *principals;
    struct dg_json_writer *out;
    struct dg_arena arena; /* of the last call */
    int64_t now_us;
    unsigned admitted;
};

/* Two root keys: those of the numbers 1 and 2. */
void people_init(struct people *people);
void people_finish(struct people *people);

/* The public key of a number and its name; static memory, of the next 8 calls.
 */
const char *people_x(unsigned number);
const char *people_kid(unsigned number);

/* Checks an event of that type ("principal.enrol") and folds it when nothing
 * refuses it. What was found: "code pointer: text" and a line feed each. In the
 * data, <N> is the key of the number N and [N] its name. */
const char *people_say(struct people *people, const char *type,
                       const char *source, const char *data);
/* As that, but only the codes, each with a blank behind it. */
const char *people_codes(struct people *people, const char *type,
                         const char *source, const char *data);

/* A page of principal.read; static memory. "absent", "malformed" if none. */
const char *people_read(const struct people *people, int64_t now_us,
                        const char *data);
/* All of them, now. */
const char *people_all(const struct people *people);

enum dg_key_state people_state(const struct people *people, unsigned number);

#endif
