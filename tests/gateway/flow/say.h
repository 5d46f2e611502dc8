/* SPDX-License-Identifier: Apache-2.0 */
/* Events under ids of their own, which a test need not name: s1, s2 … */
#ifndef TESTS_GATEWAY_FLOW_SAY_H
#define TESTS_GATEWAY_FLOW_SAY_H

#include <stdarg.h>
#include <stdlib.h>

#include "tests/gateway/flow/ask.h"

#define COUNTY "{\"prefixes\":[\"522731\"]}"
#define VILLAGE "office/522731001001"

static unsigned event_count;

static const struct dg_json *say(const char *type, const char *source,
                                 const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static const struct dg_json *
say(const char *type, const char *source, const char *format, ...)
{
    static char data[8192], id[32];
    va_list args;
    va_start(args, format);
    vsnprintf(data, sizeof data, format, args);
    va_end(args);
    snprintf(id, sizeof id, "s%u", ++event_count);
    return ask(type, source, id, data);
}

/* The sequence of its receipt: a task's number. */
static unsigned long long
number_of(const struct dg_json *reply)
{
    return strtoull(at(reply, "/receipt/sequence"), NULL, 10);
}

/* A member of the finding with that code. */
static inline const char *
found(const struct dg_json *reply, const char *code, const char *member)
{
    static char pointer[64];
    for (unsigned i = 0; i < 30; i++) {
        snprintf(pointer, sizeof pointer, "/findings/%u/code", i);
        if (strcmp(at(reply, pointer), code) == 0) {
            snprintf(pointer, sizeof pointer, "/findings/%u/%s", i, member);
            return at(reply, pointer);
        }
    }
    return "(no such finding)";
}

/* A member of the row of a list of a result, "tasks/task", whose number that
 * is. */
static inline const char *
row_of(const struct dg_json *reply, const char *list_key,
       unsigned long long number, const char *member)
{
    static char pointer[96];
    char wanted[24];
    const char *slash = strchr(list_key, '/');
    int list = (int) (slash - list_key);
    snprintf(wanted, sizeof wanted, "%llu", number);
    for (unsigned i = 0; i < 50; i++) {
        snprintf(pointer, sizeof pointer, "/result/%.*s/%u%s", list, list_key,
                 i, slash);
        if (strcmp(at(reply, pointer), wanted) == 0) {
            snprintf(pointer, sizeof pointer, "/result/%.*s/%u/%s", list,
                     list_key, i, member);
            return at(reply, pointer);
        }
    }
    return "(not there)";
}

#endif
