/* SPDX-License-Identifier: Apache-2.0 */
/* The flow at its edges: nearly full disks, messages that hold much memory,
 * items that ended the worker, erased tasks, the largest events. */
#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

#include <stdlib.h>
#include <sys/statvfs.h>

#include "gateway/core/fault.h"

static uint64_t disk_room = UINT64_MAX;

/* The disk that the journal asks for its room. */
int
statvfs(const char *path, struct statvfs *fs)
{
    (void) path;
    *fs = (struct statvfs){.f_bavail = disk_room, .f_frsize = 1};
    return 0;
}

static size_t
send_event(const char *type, const char *source, const char *id,
           const char *data)
{
    const char *event = gate_event(type, source, id, data);
    return gate_send(&gate, event, strlen(event));
}

static const struct dg_json *
ask_buf(const struct dg_buf *event)
{
    return gate_ask_bytes(&gate, event->data, event->len);
}

/* ---- the disk ------------------------------------------------------------ */

/* Room for a message of no size, and not for the configuration. */
static void
test_configuration_waits(void)
{
    const struct dg_json *r;
    disk_room = (512u << 10) + 64;
    gate_open(&gate, "sqlite", "");
    r = ask("receipt.lookup", "auditor/shenji", "w1", "{\"sequence\":1}");
    is_text(at(r, "/detail"), "no receipt 1", "nothing is journaled");
    disk_room = UINT64_MAX / 4;
    do {
        uv_run(&gate.loop, UV_RUN_ONCE);
        r = ask("receipt.lookup", "auditor/shenji", "w2", "{\"sequence\":1}");
    } while (strcmp(at(r, "/status"), "404") == 0);
    is_text(at(r, "/result/event/type"), "dutygate.gateway.configure.v1",
            "the configuration is the first entry, once there is room");
    gate_furnish(&gate);
}

/* ---- memory -------------------------------------------------------------- */

static void
test_held_memory(void)
{
    static char padded[1 << 20];
    const char *event;
    size_t sent = 0;
    memset(padded, ' ', sizeof padded);
    event = gate_event("inbox.read", "office/522731001001", "m1", "{}");
    memcpy(padded, event, strlen(event));
    send_event("task.publish", "department/mzj", "m2", TASK);
    for (; sent < 200 && !dg_flow_full(gate.flow); sent++) {
        gate_send(&gate, padded, sizeof padded);
    }
    ok(sent > 100 && sent < 130, "reads that wait fill 128 MiB (%zu)", sent);
    while (gate.resumptions == 0) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    ok(!dg_flow_full(gate.flow), "and are let go with the commit");
}

/* ---- repetitions --------------------------------------------------------- */

static void
test_pending_repetition(void)
{
    size_t first = send_event("task.publish", "department/mzj", "p1", TASK);
    size_t again = send_event("task.publish", "department/mzj", "p1", TASK);
    while (!gate.replies[first] || !gate.replies[again]) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    is_text(gate.replies[again], gate.replies[first],
            "asked again while it is pending: the same receipt");
}

static void
test_batch_of_one_id(void)
{
    struct dg_buf text;
    const struct dg_json *r;
    dg_buf_init(&text);
    for (int i = 0; i < DG_EVENT_BATCH_MAX; i++) {
        dg_buf_text(&text, i == 0 ? "[" : ",");
        dg_buf_text(&text,
                    gate_event("task.publish", "department/mzj", "p2", TASK));
    }
    dg_buf_text(&text, "]");
    r = ask_buf(&text);
    is_text(at(r, ""), "[256]", "256 times one id");
    is_text(at(r, "/255/receipt/sequence"), at(r, "/0/receipt/sequence"),
            "one receipt");
    dg_buf_finish(&text);
}

/* ---- towns --------------------------------------------------------------- */

/* Of a duty without departments, which anybody may ask. */
static void
test_town(void)
{
    const struct dg_json *r;
    ask("list.publish", "keeper/huishui", "n1",
        "{\"list\":\"access\",\"version\":\"2026-2\",\"validfrom\":"
        "\"2026-01-01\",\"entries\":[{\"code\":\"A-001\",\"title\":"
        "\"低保动态核查\",\"class\":\"statutory\"}]}");
    r = ask("task.publish", "town/522731001000", "n2",
            "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":"
            "{\"prefixes\":[\"522731001\"]},\"due\":\"2026-02-01\"}");
    is_text(at(r, "/verdict"), "admit", "a town asks its villages");
    r = ask("task.publish", "town/522731001000", "n3", TASK);
    is_text(at(r, "/findings/0/code"), "audience-not-below",
            "but not the county");
    is_text(at(r, "/detail"), "town 522731001000 may ask only offices below it",
            "and is told so");
}

/* ---- an item that ended the worker --------------------------------------- */

static const char *
state_path(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/state%s", getenv("TEST_DIR"), name);
    return path;
}

/* As if the event had ended the worker; while no gateway runs. */
static void
count_death(const char *event)
{
    struct dg_fault *fault;
    struct dg_sha256 *sha;
    uint8_t digest[DG_SHA256_SIZE];
    if (dg_sha256_create(&sha) != DG_OK ||
        dg_fault_open(state_path("/fault.map"), &fault) != DG_OK) {
        exit(99);
    }
    dg_sha256_update(sha, event, strlen(event));
    dg_sha256_output(sha, digest);
    dg_fault_begin(fault, digest);
    dg_fault_close(fault);
    dg_sha256_destroy(sha);
}

static void
test_fault(void)
{
    const char *event =
        gate_event("task.publish", "department/mzj", "f1", TASK);
    const struct dg_json *r;
    gate_close(&gate);
    count_death(event);
    count_death(event);
    gate_open(&gate, "sqlite", "");
    r = gate_ask(&gate, "%s", event);
    is_text(at(r, "/findings/0/code"), "fault", "a fault is refused");
    is_text(at(r, "/findings/0/effects/0/cause"), "fault",
            "with the effect that keeps it from the plugins' folds");
    is_text(at(r, "/findings/1"), "(absent)", "no plugin has seen it");
    gate_restart(&gate);
    r = gate_ask(&gate, "%s", event);
    is_text(at(r, "/findings/0/effects/0/cause"), "fault",
            "and so it comes back");
}

/* ---- erased tasks -------------------------------------------------------- */

static void
erase(uint64_t sequence)
{
    struct dg_store *store;
    struct dg_buf why;
    dg_buf_init(&why);
    if (dg_store_open("sqlite", state_path(""), &store, &why) != DG_OK ||
        dg_store_erase(store, &sequence, 1) != DG_OK) {
        exit(99);
    }
    dg_store_close(store);
    dg_buf_finish(&why);
}

static void
test_erased_task(void)
{
    const struct dg_json *r = ask("task.publish", "department/mzj", "e1", TASK);
    long sequence = strtol(at(r, "/receipt/sequence"), NULL, 10);
    char data[64];
    snprintf(data, sizeof data, "{\"task\":%ld}", sequence);
    r = ask("task.acknowledge", "office/522731001001", "e2", data);
    is_text(at(r, "/verdict"), "admit", "a task is acknowledged");
    r = ask("task.withdraw", "department/mzj", "e3", data);
    is_text(at(r, "/verdict"), "admit", "and withdrawn");
    gate_close(&gate);
    erase((uint64_t) sequence);
    gate_open(&gate, "sqlite", "");
    r = ask("task.withdraw", "department/mzj", "e3", data);
    is_text(at(r, "/verdict"), "admit",
            "once it is erased, what was done to it replays all the same");
    r = ask("task.publish", "department/mzj", "e1", TASK);
    is_int(strtol(at(r, "/receipt/sequence"), NULL, 10), sequence,
           "asked again, it has its first receipt");
    r = ask("receipt.lookup", "auditor/shenji", "e4",
            "{\"id\":\"e1\","
            "\"source\":"
            "\"department/mzj\"}");
    is_text(at(r, "/result/event"), "null", "its receipt is there");
    is_text(at(r, "/result/answer/id"), "null", "without what was erased");
}

/* ---- the largest events -------------------------------------------------- */

#define MANY 1000
#define HEIRS 50

static void
put_codes(struct dg_buf *out, unsigned from, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        dg_buf_printf(out, "%s\"5227312%05u\"", i ? "," : "", from + i);
    }
}

static void
put_changes(struct dg_buf *out, const char *base, const char *version)
{
    dg_buf_printf(out,
                  "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":"
                  "\"operator/huishui\",\"type\":"
                  "\"dutygate.roster.publish.v1\",\"data\":{\"version\":\"%s\","
                  "\"base\":\"%s\"",
                  version, version, base);
}

static const struct dg_json *
ask_rest(struct dg_buf *event)
{
    const struct dg_json *reply;
    dg_buf_text(event, "}}");
    reply = gate_ask_bytes(&gate, event->data, event->len);
    dg_buf_clear(event);
    return reply;
}

/* Offices 1 to MANY are merged into HEIRS each. */
static void
publish_mergers(void)
{
    struct dg_buf event;
    dg_buf_init(&event);
    put_changes(&event, "2026.1", "2026.2");
    dg_buf_text(&event, ",\"offices\":[");
    for (unsigned i = 0; i < MANY + HEIRS; i++) {
        dg_buf_printf(&event,
                      "%s{\"code\":\"5227312%05u\",\"name\":\"第%u村\"}",
                      i ? "," : "", i, i);
    }
    dg_buf_text(&event, "]");
    is_text(at(ask_rest(&event), "/verdict"), "admit", "a thousand offices");
    put_changes(&event, "2026.2", "2026.3");
    dg_buf_text(&event, ",\"abolished\":[");
    for (unsigned i = 0; i < MANY; i++) {
        dg_buf_printf(&event, "%s{\"code\":\"5227312%05u\",\"successors\":[",
                      i ? "," : "", i);
        put_codes(&event, MANY, HEIRS);
        dg_buf_text(&event, "]}");
    }
    dg_buf_text(&event, "]");
    is_text(at(ask_rest(&event), "/verdict"), "admit", "are merged");
    dg_buf_finish(&event);
}

/* What the decision took memory for is not needed at replay. */
static void
test_refused_audience(void)
{
    struct dg_buf event;
    publish_mergers();
    dg_buf_init(&event);
    dg_buf_text(&event,
                "{\"specversion\":\"1.0\",\"id\":\"a1\",\"source\":"
                "\"department/mzj\",\"type\":\"dutygate.task.publish.v1\","
                "\"data\":{\"duty\":\"A-001\",\"title\":\"核查\",\"due\":"
                "\"2026-02-01\",\"audience\":{\"codes\":[");
    put_codes(&event, 0, MANY);
    dg_buf_text(&event, "]}");
    is_text(at(ask_rest(&event), "/findings/0/code"), "office-abolished",
            "a task for all that were merged is refused");
    dg_buf_finish(&event);
    gate_restart(&gate);
    is_text(at(ask("receipt.lookup", "department/mzj", "a2", "{\"id\":\"a1\"}"),
               "/result/answer/verdict"),
            "refuse", "and the gate starts again");
}

static void
publish_large_list(void)
{
    const struct dg_json *r;
    struct dg_buf event;
    dg_buf_init(&event);
    dg_buf_text(&event,
                "{\"specversion\":\"1.0\",\"id\":\"g1\",\"source\":"
                "\"keeper/huishui\",\"type\":\"dutygate.list.publish.v1\","
                "\"data\":{\"list\":\"access\",\"version\":\"large\","
                "\"validfrom\":\"2026-01-01\",\"entries\":[");
    for (int i = 0; i < 20000; i++) {
        dg_buf_printf(&event,
                      "%s{\"code\":\"D%d\",\"title\":\"t\",\"class\":"
                      "\"basic\"}",
                      i ? "," : "", i);
    }
    dg_buf_text(&event, "]");
    r = ask_rest(&event);
    is_text(at(r, "/verdict"), "admit", "a list of 20,000 entries");
    dg_buf_finish(&event);
}

/* The answer has more values than dg_json_parse takes. */
static void
test_large_lookups(void)
{
    struct dg_buf text;
    const char *found;
    size_t index, count = 0;
    publish_large_list();
    dg_buf_init(&text);
    for (int i = 0; i < 20; i++) {
        dg_buf_text(&text, i == 0 ? "[" : ",");
        dg_buf_text(&text, gate_event("receipt.lookup", "keeper/huishui", "g2",
                                      "{\"id\":\"g1\"}"));
    }
    dg_buf_text(&text, "]");
    index = gate_send(&gate, text.data, text.len);
    while (!gate.replies[index]) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    for (found = gate.replies[index]; (found = strstr(found, "\"D19999\""));
         found++) {
        count++;
    }
    is_int(count, 20, "20 look-ups of it in one message");
    dg_buf_finish(&text);
}

int
main(void)
{
    test_configuration_waits();
    test_held_memory();
    test_pending_repetition();
    test_batch_of_one_id();
    test_town();
    test_fault();
    test_erased_task();
    test_refused_audience();
    test_large_lookups();
    gate_close(&gate);
    return tap_done();
}
