/* SPDX-License-Identifier: Apache-2.0 */
/* Tasks of the small county of burdened.h, and what they come to. */
#ifndef TESTS_PLUGINS_BURDEN_LIVING_H
#define TESTS_PLUGINS_BURDEN_LIVING_H

#include <stdio.h>

#include "tests/gateway/flow/say.h"
#include "tests/plugins/burden/burdened.h"
#include "tests/tap/tap.h"

/* Now, and after a replay. */
static inline void
check(const char *where, const char *want, const char *name)
{
    is_text(burdened_figures(&gate, where), want, name);
    gate_restart(&gate);
    is_text(burdened_figures(&gate, where), want, "the same after a replay");
}

static inline unsigned long long
publish(const char *codes, const char *more)
{
    const struct dg_json *reply =
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{%s},"
            "\"due\":\"2026-02-01\"%s}",
            codes, more);
    return number_of(reply);
}

#define ALL "\"prefixes\":[\"522731\"]"
#define AT(code) "\"codes\":[\"" code "\"]"
#define SEAL ",\"seals\":[\"S-001\"]"

static inline void
acknowledge(const char *office, unsigned long long task)
{
    const struct dg_json *reply =
        say("task.acknowledge", office, "{\"task\":%llu}", task);
    is_text(at(reply, "/verdict"), "admit", "an office acknowledges");
}

static inline void
amend(unsigned long long task, const char *codes, const char *more,
      const char *beside)
{
    const struct dg_json *reply =
        say("task.amend", MZJ,
            "{\"task\":%llu%s,\"assignment\":{\"duty\":\"A-001\",\"title\":"
            "\"核查\",\"audience\":{%s},\"due\":\"2026-02-01\"%s}}",
            task, beside, codes, more);
    is_text(at(reply, "/verdict"), "admit", "it is amended");
}

#endif
