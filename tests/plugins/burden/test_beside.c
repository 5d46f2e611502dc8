/* SPDX-License-Identifier: Apache-2.0 */
/* Figures as if another list had decided, through the flow: what access_list's
 * shadow found makes the shadow's figures; those of the book stay as they are
 * without it. Worked out by hand from the tariff in burdened.h. */
#include "tests/plugins/burden/burdened.h"

#include <stdio.h>

#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define SETTINGS                                                               \
    "access_list {\n shadow = \"next\"\n}\nburden {\n shadow = true\n}"

/* No seal for A-001; no A-002; C-001 besides. */
static const char next_list[] =
    "{\"list\":\"next\",\"version\":\"2027\",\"validfrom\":\"2026-01-01\","
    "\"entries\":[{\"code\":\"A-001\",\"title\":\"核查\",\"class\":"
    "\"statutory\",\"departments\":[\"mzj\"]},{\"code\":\"B-001\",\"title\":"
    "\"核查\",\"class\":\"statutory\",\"departments\":[\"wjj\"]},{\"code\":"
    "\"C-001\",\"title\":\"新事项\",\"class\":\"assisting\"},{\"code\":"
    "\"S-001\",\"title\":\"盖章\",\"kind\":\"seal\",\"class\":\"assisting\"}]}";

static unsigned long long
publish(const char *source, const char *duty, const char *more)
{
    return number_of(say("task.publish", source,
                         "{\"duty\":\"%s\",\"title\":\"核查\",\"audience\":"
                         "{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\","
                         "\"period\":\"2026-01\"%s}",
                         duty, more));
}

static void
open_with(const char *settings)
{
    burdened_begin(&gate, settings, "");
    is_text(at(say("list.publish", KEEPER, "%s", next_list), "/verdict"),
            "admit", "another list");
}

static void
check(const char *actual, const char *would, const char *name)
{
    for (int i = 0; i < 2; i++) {
        is_text(burdened_figures(&gate, ""), actual, name);
        is_text(burdened_figures(&gate, ",\"shadow\":true"), would,
                "... and for the shadow");
        name = "after a replay";
        gate_restart(&gate);
    }
}

#define FORM                                                                    \
    ",\"forms\":[{\"control\":\"民统1\",\"version\":\"1\",\"class\":"         \
    "\"survey\",\"authority\":\"民政部\",\"approval\":\"国统制〔2025〕" \
    "1号\",\"validuntil\":\"2030-12-31\",\"fields\":[{\"name\":\"a\","         \
    "\"label\":\"常住人口\",\"type\":\"integer\",\"unit\":\"人\","         \
    "\"period\":\"month\",\"kind\":\"stock\"}]}]"

/* Seals: 3 x (10 + 15). Not on the next list: 3 x 10. Only on that: 3 x 10. */
static void
test_lists(void)
{
    open_with(SETTINGS);
    publish(MZJ, "A-001", ",\"seals\":[\"S-001\"]");
    publish(MZJ, "A-002", "");
    is_text(at(say("task.check", MZJ,
                   "{\"duty\":\"A-002\",\"title\":\"核查\",\"audience\":"
                   "{\"prefixes\":[\"522731\"]},\"due\":\"2026-02-01\"}"),
               "/verdict"),
            "admit", "what the shadow would refuse is admitted");
    publish(MZJ, "C-001", "");
    check("135.00 = 105.00 + 30.00 (relief 0.00, never 30.00, outside 0.00); "
          "asked borne 105.00, duty-not-listed neverborne 30.00",
          "135.00 = 60.00 + 75.00 (relief 45.00, never 30.00, outside 0.00); "
          "asked borne 60.00, duty-not-listed neverborne 30.00, "
          "seal-not-allowed relief 45.00",
          "three asks");
    burdened_end(&gate);
}

/* A form of one number at three: 10 + 20 + 2. Shared, where it was refused: the
 * fields are there for the shadow, too, as they were asked. */
static void
test_forms(void)
{
    unsigned long long task;
    open_with(SETTINGS);
    task = publish(MZJ, "A-002", FORM);
    publish(WJJ, "B-001", FORM);
    say("task.acknowledge", "office/" EAST, "{\"task\":%llu}", task);
    say("task.withdraw", MZJ, "{\"task\":%llu,\"reason\":\"x\"}", task);
    check("192.00 = 62.00 + 130.00 (relief 66.00, never 0.00, outside 64.00); "
          "asked borne 62.00, identical relief 66.00, withdrawn outside 64.00",
          "192.00 = 30.00 + 162.00 (relief 66.00, never 96.00, outside 0.00); "
          "asked borne 30.00, duty-not-listed neverborne 96.00, "
          "identical relief 66.00",
          "shared forms, one withdrawn");
    burdened_end(&gate);
}

/* Without the option there is nothing to read. */
static void
test_without(void)
{
    open_with("access_list {\n shadow = \"next\"\n}");
    publish(MZJ, "A-001", ",\"seals\":[\"S-001\"]");
    is_text(
        at(say("burden.read", "auditor/sjj", "{\"shadow\":true}"), "/status"),
        "404", "nobody keeps a second book unasked");
    is_text(burdened_figures(&gate, ""),
            "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
            "asked borne 75.00",
            "the figures are what they are");
    burdened_end(&gate);
}

/* What was erased tells nobody what the shadow found. */
static void
test_erased(void)
{
    unsigned long long task;
    open_with(SETTINGS);
    task = publish(MZJ, "A-001", ",\"seals\":[\"S-001\"]");
    say("journal.erase", KEEPER, "{\"sequences\":[%llu],\"reason\":\"x\"}",
        task);
    is_text(burdened_figures(&gate, ",\"shadow\":true"),
            "75.00 = 30.00 + 45.00 (relief 45.00, never 0.00, outside 0.00); "
            "asked borne 30.00, seal-not-allowed relief 45.00",
            "what it had found counts on");
    gate_restart(&gate);
    is_text(burdened_figures(&gate, ",\"shadow\":true"),
            "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
            "asked borne 75.00",
            "until a replay, which cannot know");
    burdened_end(&gate);
}

int
main(void)
{
    test_lists();
    test_forms();
    test_without();
    test_erased();
    return tap_done();
}
