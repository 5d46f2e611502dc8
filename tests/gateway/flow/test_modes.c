/* SPDX-License-Identifier: Apache-2.0 */
/* A rule's mode: off is silent, observe delivers and records what it would have
 * said, enforce acts, each from its day on. */
#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

static const char modes[] =
    "access_list {\n"
    "  rule lead { mode = \"off\" }\n"
    "  rule known { mode = \"observe\" }\n"
    "  rule department { mode = \"enforce\" from = \"2026-02-01\"\n"
    "                    before = \"off\" }\n"
    "  rule evidence { mode = \"enforce\" from = \"2026-02-01\" }\n"
    "}\n";

/* A task for one village; more begins with a comma. */
static const struct dg_json *
publish(const char *department, const char *id, const char *duty,
        const char *more)
{
    char data[500];
    snprintf(data, sizeof data,
             "{\"duty\":\"%s\",\"title\":\"%s\",\"audience\":{\"codes\":"
             "[\"522731102201\"]},\"due\":\"2026-02-03\"%s}",
             duty, id, more);
    return ask("task.publish", department, id, data);
}

static const struct dg_json *
read_inbox(void)
{
    return ask("inbox.read", "office/522731102201", "read", "{}");
}

static void
test_off(void)
{
    const struct dg_json *r;
    gate.now_us = 1769875199000000; /* 2026-01-31T23:59:59+08:00 */
    r = publish("department/mzj", "lead", "A-001", "");
    is_text(at(r, "/verdict"), "admit", "off: too short a notice is admitted");
    is_text(at(r, "/findings"), "[0]", "off: and nothing said");
    r = publish("department/wjj", "department", "A-001", "");
    is_text(at(r, "/verdict"), "admit", "off before a day: admitted");
    is_text(at(r, "/findings"), "[0]", "off before a day: nothing said");
}

static void
test_observe(void)
{
    const struct dg_json *r =
        publish("department/mzj", "known", "X-999", ",\"strict\":true");
    is_text(at(r, "/verdict"), "admit", "observe: an unlisted duty passes");
    is_text(at(r, "/type"), "(absent)", "observe: which is no problem");
    is_text(at(r, "/findings"), "[1]", "observe: one finding is recorded");
    is_text(at(r, "/findings/0/code"), "duty-not-listed", "observe: what");
    is_text(at(r, "/findings/0/verdict"), "refuse", "observe: what it means");
    is_text(at(r, "/findings/0/observed"), "true", "observe: observed only");
    r = ask("task.check", "department/mzj", "known-check",
            "{\"duty\":\"X-999\",\"title\":\"x\",\"audience\":{\"codes\":"
            "[\"522731102201\"]},\"due\":\"2026-02-03\"}");
    is_text(at(r, "/verdict"), "admit", "observe: a check says the same");
    is_text(at(r, "/findings/0/observed"), "true", "observe: as observed");
    r = publish("department/mzj", "evidence", "A-001",
                ",\"evidence\":[\"photo\",\"video\"],\"strict\":true");
    is_text(at(r, "/verdict"), "admit",
            "observe: nothing is taken off, so strict does not refuse");
    is_text(at(r, "/findings/0/code"), "evidence-not-allowed",
            "observe: what would be");
    is_text(at(r, "/findings/0/observed"), "true",
            "observe is the mode before a day, unless said otherwise");
}

static void
test_enforce(void)
{
    const struct dg_json *r;
    gate.now_us += 1000000;
    r = publish("department/wjj", "department-2", "A-001", "");
    is_text(at(r, "/verdict"), "refuse", "enforce: from midnight in China on");
    is_text(at(r, "/findings/0/code"), "department-not-entitled", "what");
    is_text(at(r, "/findings/0/observed"), "(absent)", "not only observed");
    r = publish("department/mzj", "evidence-2", "A-001",
                ",\"evidence\":[\"photo\",\"video\"]");
    is_text(at(r, "/verdict"), "admit", "enforce: parts are taken off");
    r = publish("department/mzj", "evidence-3", "A-001",
                ",\"evidence\":[\"video\"],\"strict\":true");
    is_text(at(r, "/verdict"), "refuse", "enforce: strict refuses");
    r = publish("department/mzj", "known-2", "X-999", "");
    is_text(at(r, "/verdict"), "admit", "a mode without a day stays");
}

static void
test_inbox(const char *when)
{
    const struct dg_json *r = read_inbox();
    printf("# %s\n", when);
    is_text(at(r, "/result/open"), "6", "what was admitted is in the inbox");
    is_text(at(r, "/result/tasks/2/title"), "known", "what was observed, too");
    is_text(at(r, "/result/tasks/3/evidence"), "[2]", "observed: whole");
    is_text(at(r, "/result/tasks/4/evidence"), "[1]", "enforced: without");
    is_text(at(r, "/result/tasks/4/evidence/0"), "photo", "what was stripped");
}

static void
test_record(void)
{
    const struct dg_json *r =
        ask("receipt.lookup", "auditor/shenji", "l1",
            "{\"source\":\"department/mzj\",\"id\":\"known\"}");
    is_text(at(r, "/result/answer/findings/0/observed"), "true",
            "the journal has what was observed");
    r = ask("receipt.lookup", "auditor/shenji", "l2", "{\"sequence\":1}");
    is_text(at(r, "/result/event/data/plugins/0/rules/0/name"), "known",
            "and how it was configured:");
    is_text(at(r, "/result/event/data/plugins/0/rules/0/mode"), "observe",
            "which rule had which mode");
}

int
main(void)
{
    gate_open(&gate, "sqlite", modes);
    gate_furnish(&gate);
    test_off();
    test_observe();
    test_enforce();
    test_inbox("live");
    test_record();
    gate_reconfigure(&gate, "");
    test_inbox("replayed under other modes");
    test_record();
    is_text(at(publish("department/mzj", "known-3", "X-999", ""), "/verdict"),
            "refuse", "without a mode a rule is enforced");
    gate_close(&gate);
    return tap_done();
}
