/* SPDX-License-Identifier: Apache-2.0 */
/* A whole gateway without a socket: see gate.h. */
#include "tests/gateway/flow/gate.h"

#include "gateway/flow/flow_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void
keep_reply(void *ctx, const struct dg_route *route, struct dg_str text)
{
    struct gate *gate = ctx;
    size_t index = route->bytes[0];
    free(gate->replies[index]);
    gate->replies[index] = strndup(text.data, text.len);
}

static void
keep_hint(void *ctx, struct dg_division prefix, uint64_t sequence)
{
    struct gate *gate = ctx;
    char code[DG_DIVISION_CODE_SIZE];
    size_t used = strlen(gate->hints);
    size_t len = dg_division_format(prefix, code);
    snprintf(gate->hints + used, sizeof gate->hints - used, "%.*s|%llu ",
             (int) len, code, (unsigned long long) sequence);
}

static int64_t
tell_time(void *ctx)
{
    return ((struct gate *) ctx)->now_us;
}

static void
handle_failure(void *ctx)
{
    ((struct gate *) ctx)->failures++;
}

static void
handle_room(void *ctx)
{
    ((struct gate *) ctx)->resumptions++;
}

/* It may be there from the gate before. */
void
gate_link_plugin(const char *folder, const char *name)
{
    char from[PATH_MAX], to[PATH_MAX];
    snprintf(to, sizeof to, "%s/plugins", getenv("TEST_DIR"));
    (void) mkdir(to, 0755);
    snprintf(from, sizeof from, "%s/%s/.libs/%s.so", getenv("top_builddir"),
             folder, name);
    snprintf(to, sizeof to, "%s/plugins/%s.so", getenv("TEST_DIR"), name);
    if (symlink(from, to) != 0 && errno != EEXIST) {
        perror(to);
        exit(99);
    }
}

static void
write_configuration(const char *journal, const char *extra)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/gate.conf", getenv("TEST_DIR"));
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(99);
    }
    fprintf(file,
            "gateway = \"huishui\"\nstate_dir = \"state\"\n"
            "runtime_dir = \"run\"\njournal = \"%s\"\n%s\n",
            journal, extra);
    gate_link_plugin("plugins/access_list", "access_list");
    gate_link_plugin("plugins/form_dedup", "form_dedup");
    gate_link_plugin("plugins/burden", "burden");
    fprintf(file, "plugin_dir = \"%s/plugins\"\n", getenv("TEST_DIR"));
    fclose(file);
}

static enum dg_err
open_flow(struct gate *gate, struct dg_buf *why)
{
    char path[4096];
    struct dg_flow_settings settings = {
        .loop = &gate->loop,
        .conf = &gate->conf,
        .sink = {keep_reply, keep_hint, gate},
        .unsigned_too = !gate->signed_only,
        .asking_ms = gate->asking_ms,
        .now_us = tell_time,
        .now_ctx = gate,
        .handle_failure = handle_failure,
        .handle_room = handle_room,
        .ctx = gate,
    };
    enum dg_err err;
    snprintf(path, sizeof path, "%s/gate.conf", getenv("TEST_DIR"));
    err = dg_conf_open(path, &gate->conf, why);
    if (err != DG_OK) {
        return err;
    }
    uv_loop_init(&gate->loop);
    err = dg_flow_open(&settings, &gate->conf, false, &gate->flow, why);
    if (err == DG_OK) {
        err = dg_flow_start(gate->flow);
    }
    return err;
}

static const char *
open_gate(struct gate *gate, const char *journal, const char *extra,
          bool signed_only, unsigned asking_ms)
{
    static char text[4096];
    struct dg_buf why;
    enum dg_err err;
    memset(gate, 0, sizeof *gate);
    gate->signed_only = signed_only;
    gate->asking_ms = asking_ms;
    dg_arena_init(&gate->arena, 64u << 20);
    gate->now_us = 1767600000000000; /* 2026-01-05T08:00:00Z */
    gate->journal = journal;
    write_configuration(journal, extra);
    dg_buf_init(&why);
    err = open_flow(gate, &why);
    snprintf(text, sizeof text, "%s", why.data ? why.data : dg_err_text(err));
    dg_buf_finish(&why);
    return err == DG_OK ? NULL : text;
}

const char *
gate_try(struct gate *gate, const char *journal, const char *extra)
{
    return open_gate(gate, journal, extra, false, 0);
}

void
gate_clear(void)
{
    static const char *const names[] = {"journal.db",      "journal.db-wal",
                                        "journal.db-shm",  "journal.lock",
                                        "journal.reserve", "fault.map"};
    char path[PATH_MAX];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/state/%s", getenv("TEST_DIR"),
                 names[i]);
        remove(path);
    }
}

static void
need_open(const char *why)
{
    if (why) {
        fprintf(stderr, "gate: %s\n", why);
        exit(99);
    }
}

void
gate_open(struct gate *gate, const char *journal, const char *extra)
{
    need_open(open_gate(gate, journal, extra, false, 0));
}

void
gate_open_asking(struct gate *gate, const char *journal, unsigned asking_ms)
{
    need_open(open_gate(gate, journal, "", false, asking_ms));
}

void
gate_open_signed(struct gate *gate, const char *journal, const char *extra)
{
    need_open(open_gate(gate, journal, extra, true, 0));
}

static void
handle_stop(void *ctx)
{
    ((struct gate *) ctx)->stopped = true;
}

static void
close_flow(struct gate *gate)
{
    gate->stopped = false;
    dg_flow_stop(gate->flow, handle_stop, gate);
    while (!gate->stopped) {
        uv_run(&gate->loop, UV_RUN_ONCE);
    }
    uv_run(&gate->loop, UV_RUN_DEFAULT);
    dg_flow_close(gate->flow);
    dg_conf_close(&gate->conf);
    if (uv_loop_close(&gate->loop) != 0) {
        fprintf(stderr, "gate: handles left on the loop\n");
        exit(99);
    }
}

void
gate_close(struct gate *gate)
{
    close_flow(gate);
    dg_arena_finish(&gate->arena);
    for (size_t i = 0; i < GATE_REPLIES; i++) {
        free(gate->replies[i]);
    }
}

void
gate_restart(struct gate *gate)
{
    struct dg_buf why;
    close_flow(gate);
    dg_buf_init(&why);
    if (open_flow(gate, &why) != DG_OK) {
        fprintf(stderr, "gate: %s\n", why.data ? why.data : "?");
        exit(99);
    }
    dg_buf_finish(&why);
}

void
gate_reconfigure(struct gate *gate, const char *extra)
{
    write_configuration(gate->journal, extra);
    gate_restart(gate);
}

/* A tick that comes at once; then again once a second. */
void
gate_tick(struct gate *gate)
{
    struct dg_flow *flow = gate->flow;
    uint64_t ticks = flow->metrics.counters[DG_COUNTER_TICKS];
    uv_timer_set_repeat(&flow->timer, 1);
    uv_timer_again(&flow->timer);
    while (flow->metrics.counters[DG_COUNTER_TICKS] == ticks) {
        uv_run(&gate->loop, UV_RUN_ONCE);
    }
    uv_timer_set_repeat(&flow->timer, 1000);
    uv_timer_again(&flow->timer);
}

size_t
gate_send(struct gate *gate, const char *text, size_t len)
{
    struct dg_route route = {.size = 1, .peer = gate->peer};
    size_t index = gate->asked++ % GATE_REPLIES;
    free(gate->replies[index]);
    gate->replies[index] = NULL;
    route.bytes[0] = (uint8_t) index;
    dg_flow_submit(gate->flow, &route, (struct dg_str){text, len});
    return index;
}

const struct dg_json *
gate_await(struct gate *gate, size_t index)
{
    const struct dg_json *reply = NULL;
    struct dg_json_error error;
    struct dg_str copy;
    while (!gate->replies[index]) {
        uv_run(&gate->loop, UV_RUN_ONCE);
    }
    copy = dg_arena_copy(&gate->arena, dg_str_from(gate->replies[index]));
    if (dg_json_parse(&gate->arena, copy, &reply, &error) != DG_OK) {
        fprintf(stderr, "gate: no JSON: %s\n", gate->replies[index]);
        exit(99);
    }
    if (!gate->quiet) {
        fprintf(stderr, "# %.900s\n", gate->replies[index]);
    }
    return reply;
}

const struct dg_json *
gate_ask_bytes(struct gate *gate, const char *text, size_t len)
{
    return gate_await(gate, gate_send(gate, text, len));
}

const struct dg_json *
gate_ask(struct gate *gate, const char *format, ...)
{
    static char text[1 << 20];
    va_list args;
    int len;
    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return gate_ask_bytes(gate, text, (size_t) len);
}

const char *
gate_at(struct gate *gate, const struct dg_json *reply, const char *pointer)
{
    const struct dg_json *node = dg_json_at(reply, dg_str_from(pointer));
    if (!node) {
        return "(absent)";
    }
    switch (node->type) {
    case DG_JSON_NULL:
        return "null";
    case DG_JSON_BOOLEAN:
        return node->boolean ? "true" : "false";
    case DG_JSON_ARRAY:
        return dg_arena_printf(&gate->arena, "[%u]", node->count).data;
    case DG_JSON_OBJECT:
        return dg_arena_printf(&gate->arena, "{%u}", node->count).data;
    default:
        return dg_arena_copy(&gate->arena, node->text).data;
    }
}

const char *
gate_event(const char *type, const char *source, const char *id,
           const char *data)
{
    static char text[1 << 16];
    snprintf(text, sizeof text,
             "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\","
             "\"type\":\"dutygate.%s.v1\",\"data\":%s}",
             id, source, type, data);
    return text;
}

const char gate_roster[] =
    "{\"version\":\"2026.1\",\"departments\":["
    "{\"code\":\"mzj\",\"name\":\"民政局\"},{\"code\":\"wjj\",\"name\":"
    "\"卫健局\"}],"
    "\"offices\":[{\"code\":\"522731001000\",\"name\":\"涟江街道\"},"
    "{\"code\":\"522731102000\",\"name\":\"好花红镇\"},"
    "{\"code\":\"522731001001\",\"name\":\"城东社区\"},"
    "{\"code\":\"522731001002\",\"name\":\"城西社区\"},"
    "{\"code\":\"522731102201\",\"name\":\"好花红村\"}]}";

const char gate_list[] =
    "{\"list\":\"access\",\"version\":\"2026\",\"validfrom\":\"2026-01-01\","
    "\"entries\":[{\"code\":\"A-001\",\"title\":\"低保动态核查\","
    "\"class\":\"statutory\",\"departments\":[\"mzj\"],\"clause\":\"第一条\","
    "\"seals\":[\"S-001\"],\"evidence\":[\"photo\"],\"leaddays\":5},"
    "{\"code\":\"S-001\",\"title\":\"困难证明盖章\",\"kind\":\"seal\","
    "\"class\":\"assisting\"}]}";

void
gate_furnish(struct gate *gate)
{
    const struct dg_json *reply;
    reply = gate_ask(
        gate, "%s",
        gate_event("roster.publish", "operator/huishui", "r1", gate_roster));
    if (strcmp(gate_at(gate, reply, "/verdict"), "admit") != 0) {
        exit(99);
    }
    reply =
        gate_ask(gate, "%s",
                 gate_event("list.publish", "keeper/huishui", "l1", gate_list));
    if (strcmp(gate_at(gate, reply, "/verdict"), "admit") != 0) {
        exit(99);
    }
}
