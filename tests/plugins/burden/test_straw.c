/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked to make figures look better than they are: to be refused, to be
 * stripped, to be withdrawn, early and often. Each figure was worked out by
 * hand from the tariff in burdened.h, and stands after a replay, too. */
#include "tests/plugins/burden/living.h"

#define BASELINE ",\"baseline\":{\"from\":\"2026-01\",\"to\":\"2026-01\"}"
#define TOO_SOON "2026-01-07"

/* A task at three offices, for some period, that comes too late. */
static void
straw(const char *period, const char *due)
{
    say("task.publish", MZJ,
        "{\"duty\":\"A-001\",\"title\":\"核查\",\"period\":\"%s\","
        "\"audience\":{" ALL "},\"due\":\"%s\"}",
        period, due);
}

/* Nothing of it was ever borne: 3 x 25, in no rate. */
static void
test_straw(void)
{
    burdened_begin(&gate, "", BASELINE);
    for (unsigned i = 0; i < 3; i++) {
        say("task.publish", MZJ,
            "{\"duty\":\"A-002\",\"title\":\"稻草\",\"audience\":{" ALL
            "},\"due\":\"" TOO_SOON "\"%s}",
            SEAL);
    }
    check("",
          "75.00 = 0.00 + 75.00 (relief 0.00, never 75.00, outside "
          "0.00); lead-time-short neverborne 75.00",
          "what was asked to be refused is refused, never borne");
    publish(ALL, SEAL);
    straw("2026-02", "2026-01-07");
    check("",
          "180.00 = 75.00 + 105.00 (relief 0.00, never 105.00, outside 0.00); "
          "asked borne 75.00, lead-time-short neverborne 105.00",
          "nor is it relief of a duty that bears what it bore");
    burdened_end(&gate);
}

/* 75 were borne in the month of the baseline. A month later all of it is given
 * up, and fifty times 3 x 10 of straw are asked, to be refused. */
static void
test_much_straw(void)
{
    char period[8];
    burdened_begin(&gate, "", BASELINE);
    publish(ALL, SEAL);
    gate.now_us += 31 * DAY_US;
    for (unsigned i = 0; i < 50; i++) {
        snprintf(period, sizeof period, "%u-%02u", 2026 + i / 12, i % 12 + 1);
        straw(period, "2026-02-07");
    }
    check("\"from\":\"2026-02\"",
          "1500.00 = 0.00 + 1500.00 (relief 75.00, never 1425.00, outside "
          "0.00); lead-time-short neverborne 1425.00, lead-time-short "
          "relief 75.00",
          "fifty straws relieve of what was borne before, once");
    check("",
          "1575.00 = 75.00 + 1500.00 (relief 75.00, never 1425.00, outside "
          "0.00); asked borne 75.00, lead-time-short neverborne 1425.00, "
          "lead-time-short relief 75.00",
          "over both months it is the same 75 of 150");
    burdened_end(&gate);
}

/* Asked in the month of the baseline to be refused, and again to be withdrawn;
 * asked for good two months later. */
static void
test_parked(void)
{
    static const char period[] = ",\"period\":\"2026-03\"" SEAL;
    burdened_begin(&gate, "", BASELINE);
    say("task.publish", MZJ,
        "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{" ALL
        "},\"due\":\"2026-01-07\"%s}",
        period);
    say("task.withdraw", MZJ, "{\"task\":%llu}", publish(ALL, period));
    gate.now_us += 60 * DAY_US;
    say("task.publish", MZJ,
        "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{" ALL
        "},\"due\":\"2026-04-07\"%s}",
        period);
    check("\"to\":\"2026-02\"",
          "0.00 = 0.00 + 0.00 (relief 0.00, never 0.00, outside 0.00)",
          "nothing was asked then");
    check("\"from\":\"2026-03\"",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
          "asked borne 75.00",
          "what is asked for good stands when that was");
    burdened_end(&gate);
}

/* Some did it, before it was withdrawn: asked anew it is another ask. */
static void
test_rolled(void)
{
    static const char period[] = ",\"period\":\"2026-01\"" SEAL;
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, period);
    acknowledge("office/" EAST, task);
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    gate.now_us += 31 * DAY_US;
    task = number_of(
        say("task.publish", MZJ,
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{" ALL
            "},\"due\":\"2026-03-07\"%s}",
            period));
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    check("\"to\":\"2026-01\"",
          "75.00 = 25.00 + 50.00 (relief 0.00, never 0.00, outside 50.00); "
          "asked borne 25.00, withdrawn outside 50.00",
          "what was done stays in its month");
    check("",
          "150.00 = 25.00 + 125.00 (relief 0.00, never 0.00, outside 125.00); "
          "asked borne 25.00, withdrawn outside 125.00",
          "and what nobody did is outside");
    burdened_end(&gate);
}

/* Nineteen seals that are on no list, to have them stripped. */
static void
test_padded(void)
{
    char seals[1024] = ",\"seals\":[\"S-001\"";
    burdened_begin(&gate, "", BASELINE);
    publish(ALL, SEAL);
    gate.now_us += 31 * DAY_US;
    for (unsigned i = 0; i < 19; i++) {
        snprintf(seals + strlen(seals), sizeof seals - strlen(seals),
                 ",\"T-%03u\"", i);
    }
    strcat(seals, "]");
    say("task.publish", MZJ,
        "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{" AT(
            EAST) "},\"due\":\"2026-03-01\"%s}",
        seals);
    check("\"from\":\"2026-02\"",
          "310.00 = 25.00 + 285.00 (relief 50.00, never 235.00, outside "
          "0.00); asked borne 25.00, seal-not-allowed neverborne 235.00, "
          "seal-not-allowed relief 50.00",
          "what is stripped relieves of no more than was borne before");
    burdened_end(&gate);
}

int
main(void)
{
    test_straw();
    test_much_straw();
    test_parked();
    test_rolled();
    test_padded();
    return tap_done();
}
