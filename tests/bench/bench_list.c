/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, the task-access list: one of 1,000,000 entries published in
 * parts, what an entry takes in memory, and what a decision costs under it
 * beside one under 1,000 entries. The plugin alone, in this process. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"
#include "tests/fake/host.h"

#define LIST_PUBLISH "dutygate.list.publish.v1"
#define TASK_CHECK "dutygate.task.check.v1"
#define PART 4000
#define ROUNDS 9
#define TASKS 20000

static char text[1 << 20];

static size_t
put_entry(size_t len, size_t n)
{
    return len + (size_t) snprintf(
                     text + len, sizeof text - len,
                     "%s{'code':'mzj-%07zu','title':'第%zu项高龄补贴对象摸底"
                     "核查','class':'statutory','departments':['mzj'],"
                     "'basis':'《老年人权益保障法》','clause':'第三十三条',"
                     "'evidence':['photo'],'leaddays':10}",
                     n % PART ? "," : "", n, n);
}

/* Returns the bytes sent. */
static size_t
publish(struct fake_host *fake, size_t entries)
{
    size_t parts = (entries + PART - 1) / PART, bytes = 0;
    for (size_t part = 0; part < parts; part++) {
        bool last = part + 1 == parts;
        size_t len = (size_t) snprintf(
            text, sizeof text,
            "{'list':'access','version':'v%zu','validfrom':'2026-01-01',"
            "'draft':%s,",
            part, last ? "false" : "true");
        if (part) {
            len += (size_t) snprintf(text + len, sizeof text - len,
                                     "'base':'v%zu',", part - 1);
        }
        len += (size_t) snprintf(text + len, sizeof text - len, "'entries':[");
        for (size_t n = part * PART; n < entries && n < (part + 1) * PART;
             n++) {
            len = put_entry(len, n);
        }
        len += (size_t) snprintf(text + len, sizeof text - len, "]}");
        bytes += len;
        bench_need(fake_host_send(fake, LIST_PUBLISH, "keeper/jfb", text) ==
                       DG_PLUGIN_NOTE,
                   "a part of the list is admitted");
    }
    return bytes;
}

/* Microseconds a task, duties drawn from the whole list. */
static double
decide(struct fake_host *fake, size_t entries)
{
    double begin = bench_now();
    uint64_t seed = 88172645463325252;
    for (size_t i = 0; i < TASKS; i++) {
        char task[512];
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        snprintf(task, sizeof task,
                 "{'duty':'mzj-%07zu','title':'通知','audience':{'codes':"
                 "['522731100201']},'due':'2026-12-20','evidence':['photo']}",
                 (size_t) (seed % entries));
        bench_need(
            *fake_host_decide(fake, TASK_CHECK, "department/mzj", task) == '\0',
            "a task is admitted");
    }
    return (bench_now() - begin) / TASKS * 1e6;
}

static void
open_with(struct fake_host *fake, size_t entries)
{
    bench_need(fake_host_open(fake, "access_list", NULL) &&
                   fake_host_set_day(fake, "2026-11-22"),
               "the plugin");
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    double begin = bench_now();
    double bytes = (double) publish(fake, entries);
    double taken = bench_now() - begin;
    size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    if (entries > PART) {
        printf("%zu entries in parts of %d: %.0f bytes an entry as sent, %.0f "
               "in memory; %.1f us to publish\n",
               entries, PART, bytes / (double) entries,
               (double) (after - before) / (double) entries,
               taken / (double) entries * 1e6);
    }
}

int
main(void)
{
    struct fake_host small, large;
    double a[ROUNDS], b[ROUNDS];
    open_with(&small, 1000);
    open_with(&large, 1000000);
    for (int i = 0; i < ROUNDS; i++) {
        a[i] = decide(&small, 1000);
        b[i] = decide(&large, 1000000);
    }
    double x = bench_quantile(a, ROUNDS, 0.5),
           y = bench_quantile(b, ROUNDS, 0.5);
    printf("a decision under 1,000 entries %.2f us, under 1,000,000 %.2f us: "
           "%.2f times\n",
           x, y, y / x);
    fake_host_close(&small);
    fake_host_close(&large);
    return 0;
}
