/* SPDX-License-Identifier: Apache-2.0 */
/* What offices bear of tasks that are withdrawn, or amended to less, to more,
 * by statute, after things were stripped off them. Each figure was worked out
 * by hand from the tariff in burdened.h, and stands after a replay, too. */
#include "tests/plugins/burden/living.h"

static void
test_withdrawn(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL);
    acknowledge("office/" EAST, task);
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    check("",
          "75.00 = 25.00 + 50.00 (relief 0.00, never 0.00, outside "
          "50.00); asked borne 25.00, withdrawn outside 50.00",
          "who had acted bears what was withdrawn, outside all rates");
    burdened_end(&gate);
}

/* East acknowledged 25; West is let off its 25; Far keeps its 25. */
static void
test_narrowed(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL);
    acknowledge("office/" EAST, task);
    amend(task, AT(FAR), SEAL, "");
    check("",
          "75.00 = 50.00 + 25.00 (relief 0.00, never 0.00, outside "
          "25.00); asked borne 50.00, discretion outside 25.00",
          "amended to fewer: who had acted bears it, the rest is the "
          "asker's discretion");
    burdened_end(&gate);
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL);
    amend(task, ALL, "", ",\"statute\":\"社会救助暂行办法\"");
    check("",
          "75.00 = 30.00 + 45.00 (relief 0.00, never 0.00, outside "
          "45.00); asked borne 30.00, statute outside 45.00",
          "amended to less by statute: the seals are off");
    burdened_end(&gate);
}

/* A record of the work, which is not allowed, is stripped, 3 x 30; the
 * amendment is the task as it stands, at two of three villages. */
static void
test_stripped_narrowed(void)
{
    static const char two[] = "\"codes\":[\"" EAST "\",\"" WEST "\"]";
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL ",\"evidence\":[\"record\"]");
    check("",
          "165.00 = 75.00 + 90.00 (relief 90.00, never 0.00, outside 0.00); "
          "asked borne 75.00, evidence-not-allowed relief 90.00",
          "a record is stripped");
    amend(task, two, SEAL, "");
    check("",
          "165.00 = 50.00 + 115.00 (relief 60.00, never 0.00, outside 55.00); "
          "asked borne 50.00, discretion outside 55.00, evidence-not-allowed "
          "relief 60.00",
          "what was stripped stays so where the task stands");
    say("task.withdraw", MZJ, "{\"task\":%llu}", task);
    check("",
          "165.00 = 0.00 + 165.00 (relief 0.00, never 0.00, outside 165.00); "
          "discretion outside 115.00, withdrawn outside 50.00",
          "not of what is withdrawn");
    burdened_end(&gate);
}

static void
test_widened(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, "");
    amend(task, ALL, SEAL, "");
    check("",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside "
          "0.00); asked borne 75.00",
          "what was added is asked once, with the rest");
    burdened_end(&gate);
}

/* Nobody else's amendment makes it larger. */
static void
test_stranger(void)
{
    unsigned long long task;
    burdened_begin(&gate, "", "");
    task = publish(ALL, SEAL);
    is_text(at(say("task.amend", WJJ,
                   "{\"task\":%llu,\"assignment\":{\"duty\":\"A-001\","
                   "\"title\":\"核查\",\"audience\":{" ALL "},\"due\":"
                   "\"2026-02-01\",\"meetings\":100}}",
                   task),
               "/verdict"),
            "refuse", "another amends it");
    check("",
          "75.00 = 75.00 + 0.00 (relief 0.00, never 0.00, outside 0.00); "
          "asked borne 75.00",
          "which asks nothing, and takes nothing off");
    burdened_end(&gate);
}

int
main(void)
{
    test_withdrawn();
    test_narrowed();
    test_stripped_narrowed();
    test_widened();
    test_stranger();
    return tap_done();
}
