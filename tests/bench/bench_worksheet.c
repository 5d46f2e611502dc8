/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, worksheets: how long the worksheet of an office with 500 open
 * tasks of 12 fields takes to read, when no two ask the same and when they ask
 * 40 forms among them. The real daemon, signed requests, client included. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPEN 500
#define FIELDS 12
#define FORMS 40
#define READS 2000
#define ALONE "522731001001"  /* each of its tasks asks something else */
#define SHARED "522731002001" /* its tasks ask the same forms again */

static char event[1 << 16];
static unsigned serial;

static size_t
begin_event(const char *source, const char *type)
{
    return (size_t) snprintf(event, sizeof event,
                             "{\"specversion\":\"1.0\",\"id\":\"sheet-%u\","
                             "\"source\":\"%s\",\"type\":\"dutygate.%s.v1\","
                             "\"data\":{",
                             ++serial, source, type);
}

static void
file_form(void)
{
    size_t len = begin_event("keeper/bench", "form.file");
    snprintf(event + len, sizeof event - len,
             "\"department\":\"" BENCH_DEPARTMENT "\",\"control\":\"农统1表\","
             "\"filing\":\"惠农备〔2026〕1号\"}}");
    bench_admit(event);
}

/* Its figures are those of no other version. */
static size_t
put_form(size_t len, unsigned version)
{
    len += (size_t) snprintf(event + len, sizeof event - len,
                             "{\"control\":\"农统1表\",\"version\":\"%u\","
                             "\"filing\":\"惠农备〔2026〕1号\",\"fields\":[",
                             version);
    for (unsigned i = 0; i < FIELDS; i++) {
        len += (size_t) snprintf(
            event + len, sizeof event - len,
            "%s{\"name\":\"f%u\",\"label\":\"第%u类作物第%u项面积\",\"type\":"
            "\"decimal\",\"unit\":\"亩\",\"period\":\"month\",\"kind\":"
            "\"stock\",\"section\":\"第%u类作物\",\"min\":\"0\","
            "\"required\":true}",
            i ? "," : "", i, version, i, version);
    }
    return len + (size_t) snprintf(event + len, sizeof event - len, "]}");
}

static void
publish(const char *office, unsigned number, unsigned version)
{
    size_t len = begin_event(BENCH_DEPARTMENT, "task.publish");
    len += (size_t) snprintf(
        event + len, sizeof event - len,
        "\"duty\":\"B-ALL\",\"title\":\"第%u号月报\",\"due\":\"2099-%02u-28\","
        "\"period\":\"2026-11\",\"audience\":{\"codes\":[\"%s\"]},\"forms\":[",
        number, 1 + number % 12, office);
    len = put_form(len, version);
    snprintf(event + len, sizeof event - len, "]}}");
    bench_admit(event);
}

static const char *
read_sheet(const char *office, unsigned limit)
{
    char source[32];
    size_t len;
    snprintf(source, sizeof source, "office/%s", office);
    len = begin_event(source, "worksheet.read");
    snprintf(event + len, sizeof event - len, "\"limit\":%u}}", limit);
    return bench_ask(event);
}

static void
measure(const char *name, const char *office, unsigned limit, unsigned cells)
{
    static double seconds[READS];
    char open[32];
    size_t bytes = 0;
    snprintf(open, sizeof open, "\"open\":%u,", cells);
    for (size_t i = 0; i < READS; i++) {
        double begin = bench_now();
        const char *page = read_sheet(office, limit);
        seconds[i] = bench_now() - begin;
        bench_need(strstr(page, open) != NULL, "as many cells as are asked");
        bytes = strlen(page);
    }
    printf("%-44s p50 %6.0f us   p99 %6.0f us   %4zu KiB\n", name,
           1e6 * bench_quantile(seconds, READS, 0.5),
           1e6 * bench_quantile(seconds, READS, 0.99), bytes / 1024);
}

int
main(int argc, char **argv)
{
    static const char *const offices[] = {"office/" ALONE, "office/" SHARED};
    const struct bench_gate *gate;
    char dir[256];
    bench_need(argc == 4, "usage: bench-worksheet DIR PLUGINS DUTYGATED");
    snprintf(dir, sizeof dir, "%s", argv[1]);
    gate = bench_gate_start(dir, argv[2], argv[3], BENCH_SIGNED);
    bench_enrol(offices, 2);
    file_form();
    for (unsigned i = 0; i < OPEN; i++) {
        publish(ALONE, i, i);
        publish(SHARED, i, OPEN + i % FORMS);
    }
    printf("\nthe worksheet of an office with %d open tasks of %d fields\n",
           OPEN, FIELDS);
    measure("6,000 cells, a page of 200", ALONE, 200, OPEN * FIELDS);
    measure("6,000 cells, a page of 500", ALONE, 500, OPEN * FIELDS);
    measure("480 cells, a page of 200", SHARED, 200, FORMS * FIELDS);
    printf("target: p99 under 5,000 us\n");
    bench_ask_stop();
    bench_gate_stop(gate);
    return 0;
}
