/* SPDX-License-Identifier: Apache-2.0 */
/* How fast figures come out of an export, every hash checked, all plugins
 * folding: bench-recompute DIR PLUGINS [ENTRIES]. Half of the entries are
 * assignments of about 1 KB, half are words of offices about them; nothing is
 * signed, which `audit verify` looks at. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "gateway/recompute/asker.h"
#include "gateway/recompute/recorded.h"
#include "tests/bench/bench.h"
#include "tests/fake/fake_export.h"

#define ENTRIES 200000
#define BATCH 32
#define RUNS 3
#define WANTED 150000.0

struct county {
    struct dg_conf conf;
    uv_loop_t loop;
    struct dg_flow *flow;
    int64_t now_us;
    bool stopped;
};

static void
ignore_reply(void *ctx, const struct dg_route *route, struct dg_str text)
{
    (void) ctx;
    (void) route;
    (void) text;
}

static void
ignore_hint(void *ctx, struct dg_division prefix, uint64_t sequence)
{
    (void) ctx;
    (void) prefix;
    (void) sequence;
}

static int64_t
tell_time(void *ctx)
{
    return ((struct county *) ctx)->now_us;
}

static void
handle_failure(void *ctx)
{
    (void) ctx;
    bench_need(0, "a commit failed");
}

static void
handle_stop(void *ctx)
{
    ((struct county *) ctx)->stopped = true;
}

static void
open_county(struct county *county, const char *dir, const char *plugins)
{
    struct dg_buf text, why;
    dg_buf_init(&text);
    dg_buf_init(&why);
    dg_buf_printf(&text,
                  "gateway = \"bench\"\nstate_dir = \"%s/state\"\n"
                  "plugin_dir = \"%s\"\n"
                  "plugins = {access_list, form_dedup, burden}\n"
                  "access_list { rule frequency { mode = \"off\" } }\n",
                  dir, plugins);
    *county = (struct county){.now_us = 1767600000000000};
    uv_loop_init(&county->loop);
    bench_need(dg_conf_open_text("bench.conf",
                                 (struct dg_str){text.data, text.len},
                                 &county->conf, &why) == DG_OK,
               why.data);
    const struct dg_flow_settings settings = {
        .loop = &county->loop,
        .conf = &county->conf,
        .sink = {ignore_reply, ignore_hint, county},
        .unsigned_too = true,
        .unproved = true,
        .now_us = tell_time,
        .now_ctx = county,
        .handle_failure = handle_failure,
        .ctx = county};
    bench_need(dg_flow_open(&settings, &county->conf, false, &county->flow,
                            &why) == DG_OK,
               why.data);
    bench_need(dg_flow_start(county->flow) == DG_OK, "it does not start");
    dg_buf_finish(&text);
    dg_buf_finish(&why);
}

static void
close_county(struct county *county)
{
    dg_flow_stop(county->flow, handle_stop, county);
    while (!county->stopped) {
        uv_run(&county->loop, UV_RUN_ONCE);
    }
    uv_run(&county->loop, UV_RUN_DEFAULT);
    dg_flow_close(county->flow);
    dg_conf_close(&county->conf);
    uv_loop_close(&county->loop);
}

static void
submit(struct county *county, struct dg_buf *text)
{
    uint64_t before = dg_flow_entries(county->flow);
    dg_flow_submit(county->flow, NULL, (struct dg_str){text->data, text->len});
    bench_need(dg_flow_entries(county->flow) > before, text->data);
    dg_buf_clear(text);
    county->now_us += 60000000;
    do {
        uv_run(&county->loop, UV_RUN_NOWAIT);
    } while (dg_flow_full(county->flow));
}

/* ---- what is in it --------------------------------------------------------
 */

static void
put_head(struct dg_buf *out, const char *type, const char *source)
{
    static unsigned long long serial;
    dg_buf_printf(out,
                  "{\"specversion\":\"1.0\",\"id\":\"b-%llu\",\"source\":"
                  "\"%s\",\"type\":\"dutygate.%s.v1\",\"data\":",
                  serial++, source, type);
}

static void
begin(struct county *county)
{
    struct dg_buf out;
    dg_buf_init(&out);
    put_head(&out, "roster.publish", "operator/bench");
    dg_buf_text(&out, "{\"version\":\"1\",\"departments\":[{\"code\":\"mzj\","
                      "\"name\":\"民政局\"}],\"offices\":[");
    for (int town = 0; town < 12; town++) {
        dg_buf_printf(&out, "%s{\"code\":\"522731%03d000\",\"name\":\"镇%d\"}",
                      town ? "," : "", 100 + town, town);
        for (int village = 0; village < 18; village++) {
            dg_buf_printf(&out,
                          ",{\"code\":\"522731%03d%03d\",\"name\":\"村%d\"}",
                          100 + town, 200 + village, village);
        }
    }
    dg_buf_text(&out, "]}}");
    submit(county, &out);
    put_head(&out, "list.publish", "keeper/bench");
    dg_buf_text(
        &out,
        "{\"list\":\"access\",\"version\":\"1\",\"validfrom\":\"2026-01-01\","
        "\"entries\":[{\"code\":\"A-001\",\"title\":\"低保动态核查\","
        "\"class\":\"statutory\",\"departments\":[\"mzj\"],"
        "\"evidence\":[\"photo\"]}]}}");
    submit(county, &out);
    dg_buf_finish(&out);
}

/* Assignments, then a word on each; in one message each. */
static void
go_on(struct county *county)
{
    static char text[900];
    struct dg_buf out;
    dg_buf_init(&out);
    memset(text, 'a', sizeof text - 1);
    uint64_t first = dg_flow_entries(county->flow) + 1;
    for (int i = 0; i < BATCH; i++) {
        dg_buf_text(&out, i ? "," : "[");
        put_head(&out, "task.publish", "department/mzj");
        dg_buf_printf(&out,
                      "{\"duty\":\"A-001\",\"title\":\"核查\",\"text\":\"%s\","
                      "\"audience\":{\"prefixes\":[\"522731%03d\"]},"
                      "\"due\":\"2099-12-31\",\"evidence\":[\"photo\"]}}",
                      text, 100 + i % 12);
    }
    dg_buf_text(&out, "]");
    submit(county, &out);
    for (int i = 0; i < BATCH; i++) {
        char source[32];
        snprintf(source, sizeof source, "office/522731%03d%03d", 100 + i % 12,
                 200 + i % 18);
        dg_buf_text(&out, i ? "," : "[");
        put_head(&out, "task.acknowledge", source);
        dg_buf_printf(&out, "{\"task\":%llu}}",
                      (unsigned long long) first + (unsigned long long) i);
    }
    dg_buf_text(&out, "]");
    submit(county, &out);
    dg_buf_finish(&out);
}

static void
write_export(const char *dir, const char *file)
{
    struct dg_store *store;
    struct dg_buf state, why;
    dg_buf_init(&state);
    dg_buf_init(&why);
    dg_buf_printf(&state, "%s/state", dir);
    bench_need(dg_store_open("sqlite", state.data, &store, &why) == DG_OK,
               why.data);
    fake_export_write(store, file, NULL);
    dg_store_close(store);
    dg_buf_finish(&state);
    dg_buf_finish(&why);
}

/* ---- the run ---------------------------------------------------------------
 */

/* As dutygated --recompute does. */
static uint64_t
recompute(const char *file, const char *plugins)
{
    struct dg_recorded recorded;
    struct dg_store *store;
    struct dg_buf why, problem, result;
    dg_buf_init(&why);
    dg_buf_init(&problem);
    dg_buf_init(&result);
    dg_recorded_init(&recorded);
    bench_need(dg_store_open_backup("export", file, &store, &why) == DG_OK,
               why.data);
    bench_need(dg_recorded_read(store, plugins, &recorded, &why) == DG_OK,
               why.data);
    struct dg_asker asker = {.now_us = recorded.last_us,
                             .reader = DG_STR("auditor/sj"),
                             .problem = &problem};
    bench_need(
        dg_asker_open(&asker, file,
                      (struct dg_str){recorded.text.data, recorded.text.len},
                      file, &why) == DG_OK,
        why.data);
    bench_need(dg_asker_ask(&asker, "dutygate.burden.read.v1",
                            DG_STR("{\"by\":[\"department\",\"cause\"]}"),
                            &result) == DG_OK,
               problem.data);
    uint64_t entries = recorded.entries;
    dg_asker_close(&asker);
    dg_store_close(store);
    dg_recorded_finish(&recorded);
    dg_buf_finish(&why);
    dg_buf_finish(&problem);
    dg_buf_finish(&result);
    return entries;
}

/* Microseconds of processor time: of all threads, or of this one, which applies
 * what the others have checked. */
static double
cpu_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

int
main(int argc, char **argv)
{
    struct county county;
    char file[4096];
    double rates[RUNS];
    struct stat st;
    bench_need(argc >= 3, "usage: bench-recompute DIR PLUGINS [ENTRIES]");
    uint64_t wanted = argc > 3 ? strtoull(argv[3], NULL, 10) : ENTRIES;
    dg_log_set_level(DG_LOG_ERROR);
    snprintf(file, sizeof file, "%s/export", argv[1]);
    open_county(&county, argv[1], argv[2]);
    begin(&county);
    while (dg_flow_entries(county.flow) < wanted) {
        go_on(&county);
    }
    close_county(&county);
    write_export(argv[1], file);
    stat(file, &st);
    double all_us = -cpu_us(CLOCK_PROCESS_CPUTIME_ID);
    double own_us = -cpu_us(CLOCK_THREAD_CPUTIME_ID);
    for (int i = 0; i < RUNS; i++) {
        double began = bench_now();
        uint64_t entries = recompute(file, argv[2]);
        rates[i] = (double) entries / (bench_now() - began);
    }
    all_us += cpu_us(CLOCK_PROCESS_CPUTIME_ID);
    own_us += cpu_us(CLOCK_THREAD_CPUTIME_ID);
    double rate = bench_quantile(rates, RUNS, 0.5);
    printf("recompute: %llu entries, %lld MiB: %.0f entries/s, figures "
           "included (wanted: %.0f)%s; of processor time %.1f us each, %.1f us "
           "of them one after the other\n",
           (unsigned long long) wanted, (long long) (st.st_size >> 20), rate,
           WANTED, rate < WANTED ? ", TOO SLOW" : "",
           all_us / RUNS / (double) wanted, own_us / RUNS / (double) wanted);
    return rate < WANTED;
}
