/* SPDX-License-Identifier: Apache-2.0 */
/* A read that shows values of persons is journaled before it is answered: who,
 * by what, of what, how many; or it is not answered. And a town's word for an
 * office below it, of a plugin's type. */
#include "gateway/flow/flow_internal.h"
#include "tests/fake/fake_disk.h"
#include "tests/gateway/flow/say.h"

#include "tests/gateway/flow/signed.h"
#include "tests/tap/tap.h"

#define TOWN "town/522731001000"
#define BUSY "urn:dutygate:problem:busy"

static uint64_t
last(void)
{
    return dg_flow_entries(gate.flow);
}

static const struct dg_json *
look_up(uint64_t number)
{
    return say("receipt.lookup", "auditor/sjj", "{\"sequence\":%llu}",
               (unsigned long long) number);
}

/* The text of a read that discloses; static memory of the last four calls. */
static const char *
read_of(const char *id, const char *what, int values)
{
    static char texts[4][1024];
    static unsigned at_text;
    char data[256];
    char *text = texts[at_text++ % 4];
    snprintf(data, sizeof data, "{\"what\":\"%s\",\"values\":%d}", what,
             values);
    snprintf(text, sizeof texts[0], "%s",
             gate_event("persons.read", "keeper/bwb", id, data));
    return text;
}

static size_t
send_text(const char *text)
{
    return gate_send(&gate, text, strlen(text));
}

/* ---- what is journaled -----------------------------------------------------
 */

static void
test_one(void)
{
    uint64_t before = last();
    const struct dg_json *reply =
        gate_ask(&gate, "%s", read_of("r1", "task 7, 花名册", 42));
    is_text(at(reply, "/result"), "keeper/bwb", "the read is answered");
    is_int(last(), before + 1, "with one entry more");
    reply = look_up(before + 1);
    is_text(at(reply, "/result/event/type"), "dutygate.journal.disclose.v1",
            "which says that it disclosed");
    is_text(at(reply, "/result/event/source"), "gateway/huishui",
            "as the gateway's own");
    is_text(at(reply, "/result/event/data/reader"), "keeper/bwb", "who read");
    is_text(at(reply, "/result/event/data/read"), "dutygate.persons.read.v1",
            "by what");
    is_text(at(reply, "/result/event/data/what"), "task 7, 花名册", "of what");
    is_text(at(reply, "/result/event/data/values"), "42", "how many");
    is_text(at(reply, "/result/answer/verdict"), "admit", "nothing objected");
    before = last();
    gate_ask(&gate, "%s", read_of("r1", "task 7", 0));
    is_int(last(), before, "what shows nobody's values is not journaled");
    gate_ask(&gate, "%s", read_of("r1", "task 7", 42));
    is_int(last(), before + 1, "each time, also under an id that was there");
    reply = say("receipt.lookup", VILLAGE, "{\"sequence\":%llu}",
                (unsigned long long) before + 1);
    is_text(at(reply, "/status"), "404", "not every office looks it up");
}

/* Reads and writes of one message, in any order. */
static void
test_batch(void)
{
    char text[8192];
    uint64_t before = last();
    const struct dg_json *reply;
    snprintf(text, sizeof text, "[%s,%s,", read_of("b1", "first", 1),
             read_of("b2", "nobody", 0));
    strcat(text,
           gate_event("persons.note", VILLAGE, "b3", "{\"name\":\"罗永祥\"}"));
    strcat(text, ",");
    strcat(text, read_of("b4", "second", 2));
    strcat(text, ",");
    strcat(text,
           gate_event("persons.note", VILLAGE, "b5", "{\"name\":\"陈世英\"}"));
    strcat(text, "]");
    reply = gate_ask(&gate, "%s", text);
    is_text(at(reply, "/0/result"), "keeper/bwb", "a read of a batch");
    is_text(at(reply, "/1/result"), "keeper/bwb", "one that shows nothing");
    is_text(at(reply, "/2/verdict"), "admit", "a write between them");
    is_text(at(reply, "/3/result"), "keeper/bwb", "another read");
    is_text(at(reply, "/4/verdict"), "admit", "a write behind");
    is_int(last(), before + 4, "each write and each disclosure has an entry");
    is_text(at(look_up(before + 3), "/result/event/data/what"), "first",
            "those of reads behind those of writes");
    is_text(at(look_up(before + 4), "/result/event/data/what"), "second",
            "in their order");
    reply = say("receipt.lookup", VILLAGE, "{\"id\":\"b5\"}");
    is_text(at(reply, "/result/event/data/name"), "陈世英",
            "and the writes are what they were");
}

static void
test_restart(void)
{
    uint64_t before = last();
    gate_restart(&gate);
    is_int(last(), before + 1, "a replay takes it all, and adds nothing");
    is_text(at(look_up(before), "/result/event/data/what"), "second",
            "it is there still");
    gate_ask(&gate, "%s", read_of("r1", "after", 1));
    is_text(at(look_up(before + 2), "/result/event/data/what"), "after",
            "and ids do not repeat");
}

/* ---- when it cannot be ------------------------------------------------------
 */

static void
run_idle(void)
{
    for (int i = 0; i < 5; i++) {
        uv_run(&gate.loop, UV_RUN_NOWAIT);
    }
}

static void
test_held(void)
{
    size_t read, plain;
    fake_disk_hold("-wal");
    read = send_text(read_of("h1", "held", 1));
    run_idle();
    fake_disk_await();
    plain = gate_send(&gate, gate_event("inbox.read", VILLAGE, "h2", "{}"),
                      strlen(gate_event("inbox.read", VILLAGE, "h2", "{}")));
    run_idle();
    ok(!gate.replies[read], "the answer waits until the entry is durable");
    fake_disk_release();
    is_text(at(gate_await(&gate, read), "/result"), "keeper/bwb",
            "then it is given");
    is_text(at(gate_await(&gate, plain), "/result/open"), "0",
            "and what came behind it");
}

static void
test_busy(void)
{
    uint64_t before;
    size_t read;
    gate.flow->stopping = true;
    before = last();
    read = send_text(read_of("n1", "not taken", 1));
    is_text(at(gate_await(&gate, read), "/type"), BUSY,
            "without an entry there is no answer");
    is_text(at(gate_await(&gate, read), "/detail"), "the gateway stops",
            "but the reason");
    read = send_text(read_of("n2", "nobody", 0));
    is_text(at(gate_await(&gate, read), "/result"), "keeper/bwb",
            "what shows nobody is read");
    is_int(last(), before, "and there is no entry");
    gate.flow->stopping = false;
}

static void
test_failed(void)
{
    uint64_t before = last();
    size_t read;
    fake_disk_fail(FAKE_DISK_SYNC, "-wal", 0, SQLITE_IOERR_FSYNC);
    read = send_text(read_of("f1", "failed", 1));
    is_text(at(gate_await(&gate, read), "/type"), BUSY,
            "a commit that failed: the answer is not given");
    fake_disk_heal();
    gate_restart(&gate);
    gate_ask(&gate, "%s", read_of("f1", "again", 1));
    is_text(at(look_up(last()), "/result/event/data/what"), "again",
            "after the start it is");
    ok(last() > before, "and journaled");
}

/* ---- on behalf
 * --------------------------------------------------------------- */

static const struct dg_json *
enter(const char *source, const char *office, const char *data)
{
    return gate_ask(&gate,
                    "{\"specversion\":\"1.0\",\"id\":\"e%u\",\"source\":\"%s\","
                    "\"type\":\"dutygate.persons.note.v1\",\"onbehalf\":"
                    "\"office/%s\",\"data\":%s}",
                    ++event_count, source, office, data);
}

static void
test_behalf(void)
{
    const struct dg_json *reply =
        enter(TOWN, "522731001001", "{\"name\":\"罗永祥\"}");
    unsigned long long number = number_of(reply);
    is_text(at(reply, "/verdict"), "admit", "a town says it for an office");
    reply = say("receipt.lookup", VILLAGE, "{\"sequence\":%llu}", number);
    is_text(at(reply, "/result/event/data/name"), "罗永祥",
            "which sees what was said for it");
    reply = say("receipt.lookup", "office/522731001002", "{\"sequence\":%llu}",
                number);
    is_text(at(reply, "/status"), "404", "its neighbour does not");
    reply = enter(TOWN, "522731001001",
                  "{\"name\":\"罗永祥\",\"office\":\"522731001001\"}");
    is_text(at(reply, "/verdict"), "admit", "about that office");
    reply = enter(TOWN, "522731001001",
                  "{\"name\":\"罗永祥\",\"office\":\"522731001002\"}");
    is_text(at(reply, "/findings/0/code"), "not-yours",
            "not about another, though it is below the town, too");
    reply = enter(TOWN, "522731102201", "{\"name\":\"罗永祥\"}");
    is_text(at(reply, "/findings/0/code"), "not-below", "nor for any office");
    reply = enter(VILLAGE, "522731001001", "{\"name\":\"罗永祥\"}");
    is_text(at(reply, "/findings/0/code"), "not-below", "nor does an office");
}

static void
test_erased(void)
{
    unsigned long long number =
        number_of(say("persons.note", VILLAGE, "%s", "{\"name\":\"罗永祥\"}"));
    const struct dg_json *reply =
        say("journal.erase", "keeper/bwb",
            "{\"sequences\":[%llu],\"reason\":\"申请\"}", number);
    is_text(at(reply, "/verdict"), "admit", "what a plugin lets be erased");
    reply = say("receipt.lookup", VILLAGE, "{\"sequence\":%llu}", number);
    is_text(at(reply, "/result/answer/erased"), "true", "is gone");
    reply = say("journal.erase", "keeper/bwb",
                "{\"sequences\":[%llu],\"reason\":\"申请\"}",
                (unsigned long long) number + 1);
    is_text(at(reply, "/findings/0/code"), "not-erasable",
            "but not who was shown what");
}

/* ---- signed
 * ------------------------------------------------------------------ */

static void
test_key(void)
{
    const struct dg_json *reply;
    uint64_t before = last();
    reply = signed_ask(&gate, "keeper", "persons.read", "keeper/huishui", "k1",
                       "{\"what\":\"task 7\",\"values\":1}");
    is_text(at(reply, "/0/result"), "keeper/huishui", "a signed read");
    reply =
        signed_ask(&gate, "auditor", "receipt.lookup", "auditor/shenji", "k2",
                   dg_arena_printf(&gate.arena, "{\"sequence\":%llu}",
                                   (unsigned long long) before + 1)
                       .data);
    is_text(at(reply, "/0/result/event/data/key"), sign_kid("keeper"),
            "names the key of the person who read");
}

int
main(void)
{
    static const char plugins[] = "plugins = {\"access_list\", \"persons\"}";
    fake_disk_install();
    gate_link_plugin("tests/fake", "persons");
    gate_open(&gate, "sqlite", plugins);
    gate_furnish(&gate);
    test_one();
    test_batch();
    test_restart();
    test_behalf();
    test_held();
    test_busy();
    test_failed();
    test_erased();
    gate_close(&gate);
    signed_open(&gate, "memory", plugins);
    test_key();
    gate_close(&gate);
    return tap_done();
}
