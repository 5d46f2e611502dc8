/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in headers besides what findings take off: facts, places; that
 * plugins are shown them live, at replay and of what was erased; that nobody is
 * told them in a decision. And what a plugin may look at since the same minor:
 * heirs, other plugins' answers. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define LEAD "department/mzj"

static const char plugins[] =
    "plugins = {\"access_list\", \"scribe\", \"elder\"}\n";

static unsigned long long task;

/* ---- words -------------------------------------------------------------- */

static const char *
read_text(const char *which)
{
    const struct dg_json *reply =
        say("scribe.read", "auditor/sjj", "{\"text\":\"%s\"}", which);
    return at(reply, "/result");
}

/* The lines of one entry. */
static const char *
headers_of(unsigned long long sequence)
{
    const char *all = read_text("headers"), *end;
    char begin[32];
    snprintf(begin, sizeof begin, "%llu ", sequence);
    while (strncmp(all, begin, strlen(begin)) != 0) {
        all = strchr(all, '\n');
        if (!all) {
            return "(no such entry)";
        }
        all++;
    }
    end = strchr(all, '\n') + 1;
    while (strncmp(end, "  ", 2) == 0) {
        end = strchr(end, '\n') + 1;
    }
    return dg_arena_copy(&gate.arena,
                         (struct dg_str){all, (size_t) (end - all)})
        .data;
}

__attribute__((format(printf, 1, 2))) static const char *
print(const char *format, ...)
{
    static char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return text;
}

static const struct dg_json *
look_up(unsigned long long sequence)
{
    return say("receipt.lookup", LEAD, "{\"sequence\":%llu}", sequence);
}

/* ---- headers ------------------------------------------------------------ */

static void
test_facts(void)
{
    const struct dg_json *reply =
        say("task.publish", LEAD,
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"period\":\"2026-Q1\","
            "\"due\":\"2026-02-01\",\"audience\":{\"prefixes\":[\"522731\"],"
            "\"exclude\":[\"522731001002\"]}}");
    unsigned long long said;
    task = number_of(reply);
    is_text(headers_of(task),
            print("%llu dutygate.task.publish.v1 department/mzj 0 [A-001] "
                  "[2026-Q1] 2\n"
                  "  share /data/title: 1 field at 1, known in [0]\n"
                  "  share /data/a: 1 field at 2, first in []\n"
                  "  prefill /data/b: 3 field at 4, second in []\n"
                  "  ask : 1 task at 2, county in [0,2]\n",
                  task),
            "effects of findings, then what is asked, each with its place");
    reply = look_up(task);
    ok(strncmp(at(reply, "/result/answer/receipt/header"), "Ag", 2) == 0,
       "that is a header of version 2");
    is_text(at(reply, "/result/answer/findings/0/effects/0/cause"), "known",
            "the decision has what takes off");
    is_text(at(reply, "/result/answer/findings/0/effects/0/place"), "(absent)",
            "without the place");
    is_text(at(reply, "/result/answer/findings/2/code"), "(absent)",
            "and no facts");
    is_text(at(look_up(2), "/result/answer/receipt/sequence"), "2",
            "what has neither");
    ok(strncmp(at(look_up(2), "/result/answer/receipt/header"), "AQ", 2) == 0,
       "is of version 1");

    said = number_of(say("task.acknowledge", "office/522731001001",
                         "{\"task\":%llu}", task));
    is_text(headers_of(said),
            print("%llu dutygate.task.acknowledge.v1 office/522731001001 0 "
                  "[] [] 0\n"
                  "  answer /%llu: 1 acknowledged at 1, copied in []\n",
                  said, task),
            "what offices did, too");
}

static void
test_refused(void)
{
    const struct dg_json *reply =
        say("task.publish", LEAD,
            "{\"duty\":\"A-777\",\"title\":\"评比\",\"due\":\"2026-02-01\","
            "\"audience\":{\"codes\":[\"522731102201\"]}}");
    is_text(at(reply, "/verdict"), "refuse", "what is refused");
    is_text(headers_of(number_of(reply)),
            print("%llu dutygate.task.publish.v1 department/mzj 3 [A-777] [] "
                  "1\n"
                  "  refuse /data: 1 task at 1, duty-not-listed in []\n"
                  "  share /data/title: 1 field at 1, known in [0]\n"
                  "  share /data/a: 1 field at 2, first in []\n"
                  "  prefill /data/b: 3 field at 4, second in []\n"
                  "  ask : 1 task at 1, county in [2]\n",
                  number_of(reply)),
            "was asked all the same");
    reply = say("task.check", LEAD, TASK);
    is_text(at(reply, "/verdict"), "admit", "what is only checked");
    ok(!strstr(read_text("headers"), "task.check"), "is no entry");
}

static void
test_said(void)
{
    const char *said = read_text("said");
    ok(strstr(said, print("%llu scribe shared\n%llu elder elder\n", task,
                          task)) != NULL,
       "who found what");
    ok(strstr(said, "access_list duty-not-listed\n") != NULL, "another plugin");
    ok(strstr(said, " placed") == NULL,
       "effects of a recorded decision have no place");
}

/* ---- replay ------------------------------------------------------------- */

static void
test_replay(void)
{
    static char before[65536], after[65536];
    const char *bare;
    const struct dg_json *reply;
    snprintf(before, sizeof before, "%s", read_text("headers"));
    gate_restart(&gate);
    ok(strncmp(read_text("headers"), before, strlen(before)) == 0,
       "a replay shows what was shown");

    reply = say("journal.erase", "keeper/bwb",
                "{\"sequences\":[%llu],\"reason\":\"当事人申请\"}", task);
    is_text(at(reply, "/verdict"), "admit", "the task is erased");
    snprintf(before, sizeof before, "%s", read_text("headers"));
    gate_restart(&gate);
    snprintf(after, sizeof after, "%s", read_text("headers"));
    bare = strstr(after, " bare\n");
    ok(bare && !strstr(bare + 1, " bare\n"), "one entry is bare");
    is_text(headers_of(task),
            print("%llu dutygate.task.publish.v1 department/mzj 0 [A-001] "
                  "[2026-Q1] 2 bare\n"
                  "  share /data/title: 1 field at 1, known in [0]\n"
                  "  share /data/a: 1 field at 2, first in []\n"
                  "  prefill /data/b: 3 field at 4, second in []\n"
                  "  ask : 1 task at 2, county in [0,2]\n",
                  task),
            "of which all else stands");
    if (bare) {
        memmove(after + (bare - after), bare + 5, strlen(bare + 5) + 1);
    }
    ok(strncmp(after, before, strlen(before)) == 0,
       "and nothing else is different");
    ok(!strstr(read_text("said"), print("%llu scribe", task)),
       "and the event is shown no more");
}

/* ---- looking ------------------------------------------------------------ */

static const char *
heir(const char *code)
{
    return at(say("scribe.read", "auditor/sjj", "{\"heir\":\"%s\"}", code),
              "/result");
}

static void
test_heirs(void)
{
    say("roster.publish", "operator/huishui",
        "{\"version\":\"2026.2\",\"base\":\"2026.1\",\"abolished\":["
        "{\"code\":\"522731001001\",\"successors\":[\"522731001002\"]},"
        "{\"code\":\"522731102201\",\"successors\":[]}]}");
    is_text(heir("522731001002"), "522731001002", "who is in force is itself");
    is_text(heir("522731001001"), "522731001002", "who is not has an heir");
    is_text(heir("522731102201"), "0", "or none");
    say("roster.publish", "operator/huishui",
        "{\"version\":\"2026.3\",\"base\":\"2026.2\",\"abolished\":["
        "{\"code\":\"522731001002\",\"successors\":[\"522731001003\"]}],"
        "\"offices\":[{\"code\":\"522731001003\",\"name\":\"城关社区\"}]}");
    is_text(heir("522731001001"), "522731001003", "an heir's heir");
    is_text(heir("522731001000"), "522731001000", "a town");
}

static const char *
look(const char *reader, const char *name, const char *params,
     const char *pointer)
{
    return at(say("scribe.read", reader, "{\"look\":\"%s\",\"params\":%s}",
                  name, params),
              pointer);
}

static void
test_look(void)
{
    const char *disclosed;
    is_text(look("auditor/sjj", "list.read", "{\"list\":\"access\"}",
                 "/result/version"),
            "2026", "a plugin reads another's");
    is_text(look("auditor/sjj", "scribe.audit", "{}", "/result"), "auditor/sjj",
            "in the name of who reads");
    is_text(look(LEAD, "scribe.audit", "{}", "/result"), "nothing",
            "who may not read that gets nothing");
    is_text(look("auditor/sjj", "scribe.audit", "{\"x\":1}", "/result"),
            "nothing", "nor is anything said that does not fit its schema");
    is_text(look("auditor/sjj", "list.read", "{\"list\":\"none\"}", "/result"),
            "nothing", "what is not there");
    is_text(look("auditor/sjj", "inbox.read", "{}", "/result"), "nothing",
            "the gateway's own reads are not to be had");
    is_text(look("auditor/sjj", "scribe.aud", "{}", "/result"), "nothing",
            "nor is a part of a name a name");
    is_text(look("auditor/sjj", "scribe.read",
                 "{\"look\":\"scribe.audit\",\"params\":{}}", "/result"),
            "nothing", "nor does one look look on");
    is_text(look("auditor/sjj", "scribe.read", "{\"heir\":\"522731001001\"}",
                 "/result"),
            "522731001003", "what one look gives");
    disclosed = strstr(read_text("headers"), "journal.disclose.v1 gateway/");
    ok(disclosed && !strstr(disclosed + 1, "journal.disclose"),
       "what was disclosed within is journaled, once");
}

int
main(void)
{
    gate_link_plugin("tests/fake", "scribe");
    gate_link_plugin("tests/fake", "elder");
    gate_open(&gate, "sqlite", plugins);
    gate.quiet = true;
    gate_furnish(&gate);
    test_facts();
    test_refused();
    test_said();
    test_replay();
    test_heirs();
    test_look();
    gate_close(&gate);
    return tap_done();
}
